"""An empty list to fill in: a workbook with the columns that the import knows, what each is for, perhaps two rows."""

from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["ITEM_GUIDE", "write_template"]

ITEM_GUIDE: Final[tuple[tuple[str, int, str, str, str], ...]] = (
    ("事项名称", 34, "必填。申请人看得懂的叫法，一行一项。", "临时堆放物料审批", "街头表演点位登记"),
    ("实施主体", 22, "必填。哪个部门办；城市里有的就写它的全称。", "市南区城市管理局", "市南区城市管理局"),
    ("事项类型", 12, "必填。行政许可、行政确认、公共服务……", "行政许可", "公共服务"),
    ("英文名称", 26, "有就写；事项的代码也由它来。", "Street storage", "Street performance"),
    ("设定依据", 36, "写《法名》和第几条。", "《城市市容和环境卫生管理条例》第十四条", ""),
    ("服务对象", 16, "自然人、个体工商户、企业法人……用顿号隔开。", "企业法人、个体工商户", "自然人"),
    ("申请材料", 30, "一份一行，或者用分号隔开。", "现场平面图；恢复方案", "申请表"),
    ("法定办结时限", 14, "写数和单位：20个工作日。", "20个工作日", "5个工作日"),
    ("承诺办结时限", 14, "不长于法定的。", "8个工作日", "三天左右"),
    ("是否收费", 10, "是、否。", "否", "否"),
    ("到现场次数", 10, "申请人最多跑几趟。", "0", "0"),
    ("结果名称", 24, "申请人最后拿到什么。", "临时堆放物料许可决定书", ""),
    ("受理条件", 36, "一条一行。", "建设等特殊需要，确需临时堆放", ""),
)
"""Header, width in characters, what it is for, and two example cells: one sound, one with the doubts that lists really have."""


def write_template(file: Path, *, example: bool) -> None:
    """Raises ``FileExistsError``: nobody's list is overwritten."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "事项清单"
    sheet.append([header for header, *_rest in ITEM_GUIDE])
    for place in (3, 4) if example else ():
        sheet.append([column[place] for column in ITEM_GUIDE])
    _dress(sheet)
    with file.open("xb") as out:
        book.save(out)


def _dress(sheet: Worksheet) -> None:
    for number, (_header, width, about, *_examples) in enumerate(ITEM_GUIDE, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        cell = sheet.cell(1, number)
        cell.comment = Comment(about, "Weimin")
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECF4")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
