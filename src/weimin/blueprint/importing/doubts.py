"""What an import leaves out, doubts or assumes: each with its file, its row and what to do, in both languages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from weimin.lib.bilingual import Bilingual

__all__ = ["DOUBTS", "Doubt", "Report", "Severity", "Spot", "severity_of"]


class Severity(StrEnum):
    """``left-out``: the row was not imported. ``doubtful``: imported, a person should look. ``note``: assumed or repaired."""

    LEFT_OUT = "left-out"
    DOUBTFUL = "doubtful"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A row of a list. ``row`` is the line of a CSV, the row of a sheet, the number of a JSON record; 0 is the file."""

    file: str
    row: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        where = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        return f"{where}:{self.row}" if self.row else where


DOUBTS: Final[Mapping[str, Bilingual]] = {
    "I101": Bilingual("没有名称", "no name"),
    "I102": Bilingual("没有部门", "no department"),
    "I103": Bilingual("事项类型不明", "kind unknown"),
    "I104": Bilingual("与前面的行重复", "repeats an earlier row"),
    "I105": Bilingual("文字不可用：控制字符、乱码或过长", "text that cannot be used: control or broken characters, too long"),
    "I106": Bilingual("单元格是公式", "a cell holds a formula"),
    "I107": Bilingual("横向合并的单元格", "cells merged across columns"),
    "I108": Bilingual("列数与表头不同", "not as many columns as the header"),
    "I109": Bilingual("区划代码不可用", "a division that cannot be used"),
    "I120": Bilingual("部门不明", "department unknown"),
    "I121": Bilingual("没有岗位", "no post"),
    "I122": Bilingual("岗位的职责不明", "the post's roles are unknown"),
    "I123": Bilingual("姓名不可用", "a name that cannot be used"),
    "I124": Bilingual("登录名不可用", "a login that cannot be used"),
    "I125": Bilingual("真实人员不写入城市目录", "real people are not written into a city's folder"),
    "I126": Bilingual("代码不可用", "a code that cannot be used"),
    "I127": Bilingual("姓名或日期不可用", "a name or a date that cannot be used"),
    "I201": Bilingual("部门代码是旧的九位组织机构代码", "department code: an old organisation code of nine characters"),
    "I202": Bilingual("部门代码带后缀", "department code: with a suffix"),
    "I203": Bilingual("部门代码是平台内部编号", "department code: a number of some platform"),
    "I204": Bilingual("部门代码位数或校验位不对", "department code: wrong length or check character"),
    "I205": Bilingual("一个部门有几个代码", "one department with several codes"),
    "I207": Bilingual("信用代码取自事项编码", "credit code taken from the items' codes"),
    "I211": Bilingual("事项编码的前段是 14 位", "item code begins with 14 characters"),
    "I212": Bilingual("事项编码是别的写法", "item code of another form"),
    "I213": Bilingual("事项编码里的单位不是本部门", "the unit in the item code is not the department"),
    "I214": Bilingual("事项编码里的区划与区划列不同", "the division in the item code differs from the column"),
    "I221": Bilingual("类型代码不在本省的表里", "type code not in this province's table"),
    "I222": Bilingual("类型名称与代码不一致", "kind and type code contradict each other"),
    "I231": Bilingual("同一部门有同名事项", "two items of one name in a department"),
    "I241": Bilingual("依据没有写明法名和条款", "a basis without the law's name or article"),
    "I242": Bilingual("时限读不懂", "a time limit that cannot be read"),
    "I243": Bilingual("承诺时限长于法定时限", "promise longer than the law"),
    "I244": Bilingual("特别程序须核对", "special procedures to be checked"),
    "I245": Bilingual("收费，但没有标准", "charges a fee, amount unknown"),
    "I246": Bilingual("服务对象读不懂", "applicants that cannot be read"),
    "I247": Bilingual("数字已丢失精度", "a number that has lost digits"),
    "I248": Bilingual("容缺材料没有期限", "a deferrable paper without a time"),
    "I251": Bilingual("与城市中已有的不同，未改动", "differs from what the city has, left as it is"),
    "I252": Bilingual("职责按岗位名称推定", "roles guessed from the post's name"),
    "I301": Bilingual("文件的读法", "how the file was read"),
    "I302": Bilingual("未使用的列或表", "columns or sheets not used"),
    "I303": Bilingual("清单没有、按默认填写", "not in the list, filled with a default"),
    "I304": Bilingual("城市里已有", "already in the city"),
}  # fmt: skip
"""Every code with its title: I1 left out, I2 doubtful, I3 note."""


def severity_of(code: str) -> Severity:
    return {"1": Severity.LEFT_OUT, "2": Severity.DOUBTFUL}.get(code[1], Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Doubt:
    code: str
    spot: Spot
    message: Bilingual

    @property
    def severity(self) -> Severity:
        return severity_of(self.code)

    def __str__(self) -> str:
        return f"{self.spot}: {self.message}"


@dataclass
class Report:
    """Collects; nothing stops at the first doubt."""

    doubts: list[Doubt] = field(default_factory=list)
    rows: int = 0
    quarantined: dict[Spot, Mapping[str, str]] = field(default_factory=dict)
    """The rows left out as they stood in the list, header → cell."""

    def add(self, code: str, spot: Spot, zh: str, en: str, **values: Any) -> None:
        self.doubts.append(Doubt(code, spot, Bilingual(zh, en).format(**values)))

    def leave_out(self, code: str, spot: Spot, cells: Mapping[str, str], zh: str, en: str, **values: Any) -> None:
        self.add(code, spot, zh, en, **values)
        self.quarantined.setdefault(spot, cells)

    def of(self, severity: Severity) -> list[Doubt]:
        return sorted((d for d in self.doubts if d.severity is severity), key=lambda d: (d.code, d.spot))

    def counts(self) -> Counter[str]:
        return Counter(doubt.code for doubt in self.doubts)

    def reasons(self, spot: Spot) -> list[Doubt]:
        """Why a row was left out."""
        return [d for d in self.doubts if d.spot == spot and d.severity is Severity.LEFT_OUT]
