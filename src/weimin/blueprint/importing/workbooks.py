"""Excel workbooks (.xlsx) as rows: bounded before anything is built, formulas and merges told apart."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from weimin.blueprint.importing.errors import UnreadableList
from weimin.blueprint.importing.tables import HEADER_DEPTH, MAX_COLUMNS, MAX_ROWS, RawRow, Sheet

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

__all__ = ["MAX_UNPACKED", "is_old_excel", "xlsx_sheets"]

MAX_UNPACKED: Final = 150_000_000
MAX_SHEETS: Final = 50
MAX_MERGED: Final = 200_000
_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number."""
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_MERGE: Final = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["']""")

Merges = Mapping[tuple[int, int], tuple[int, int, bool]]
"""Merged cell → its first cell and whether the merge spans columns; rows and columns from 1."""


def is_old_excel(content: bytes) -> bool:
    """.xls, or an .xlsx locked with a password: both are OLE files."""
    return content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def xlsx_sheets(content: bytes, path: Path) -> list[Sheet]:
    """The visible sheets. Raises ``UnreadableList`` for a truncated, foreign or oversized file."""
    from openpyxl import load_workbook

    try:
        merges = _merges(content, path.name)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except UnreadableList:
        raise
    except Exception as error:  # whatever a damaged archive makes its readers raise
        raise _damaged(path.name, error) from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets or len(sheets) > MAX_SHEETS:
        raise UnreadableList(
            path.name, "有 {n} 张可见的工作表，须有 1 至 {m} 张", "{n} visible sheets, 1 to {m} are read",
            n=len(sheets), m=MAX_SHEETS,
        )  # fmt: skip
    return [
        Sheet(path.name, _rows(book, sheet.title, merges.get(sheet.title, {}), path.name), sheet.title)
        for sheet in sheets
    ]


def _damaged(file: str, error: Exception) -> UnreadableList:
    return UnreadableList(
        file,
        "不是完整的 .xlsx 文件（{e}）；请重新导出，或另存为 CSV UTF-8",
        "not a whole .xlsx file ({e}): export it again, or save it as CSV UTF-8",
        e=f"{type(error).__name__}: {error}"[:120],
    )


def _rows(book: "Workbook", title: str, merges: Merges, file: str) -> Iterator[RawRow]:
    """The sheet row by row; a cell merged downwards has the value of the first."""
    firsts: dict[tuple[int, int], str] = {}
    sheet = book[title]
    sheet.reset_dimensions()  # what a sheet says of its size may be wrong, and would pad every row to it
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts: list[str] = []
            flaws: dict[int, str] = {}
            for index, cell in enumerate(cells[: MAX_COLUMNS + 1]):
                text, flaw = _text(cell)
                if merge := merges.get((number, index + 1)):
                    text = firsts.setdefault(merge[:2], text)
                    flaw = "I107" if merge[2] else flaw
                texts.append(text)
                if flaw:
                    flaws[index] = flaw
            while texts and not texts[-1]:
                texts.pop()
            yield RawRow(number, texts, flaws)
    except Exception as error:
        raise _damaged(file, error) from None


def _text(cell: Any) -> tuple[str, str]:
    """The cell's value as text, and the code of its flaw."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type in {"f", "e"}:
        return "", "I106"
    if isinstance(value, bool):
        return ("是" if value else "否"), ""
    if isinstance(value, int | float):
        whole = int(value) if float(value).is_integer() else value
        return str(whole), "I247" if abs(value) >= _EXACT else ""
    if isinstance(value, datetime):
        return value.date().isoformat(), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    return str(value).strip(), ""


def _merges(content: bytes, file: str) -> dict[str, Merges]:
    """Sheet → merged cells, read from the archive because openpyxl's bounded reader leaves them out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise UnreadableList(
                file, "解压后有 {n} 字节，最多 {m}", "{n} bytes when unpacked, at most {m}", n=unpacked, m=MAX_UNPACKED
            )  # fmt: skip
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        targets = {str(link.get("Id")): str(link.get("Target")) for link in links.iter(f"{_REL}Relationship")}
        found: dict[str, Merges] = {}
        for sheet in book.iter(f"{_MAIN}sheet"):
            target = targets.get(str(sheet.get(_ID)), "")
            name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if name in archive.namelist():
                xml = archive.read(name)
                _few_rows(xml, f"{file}[{sheet.get('name')}]")
                found[str(sheet.get("name"))] = _merged_cells(xml, file)
        return found


def _few_rows(xml: bytes, where: str) -> None:
    """Refuse a sheet of too many rows before it is parsed."""
    rows = xml.count(b"<row ") + xml.count(b":row ")
    if rows > MAX_ROWS + HEADER_DEPTH:
        raise UnreadableList(
            where,
            "有 {n} 行，最多 {m} 行；带格式的空行也算，请删去，或按部门拆开",
            "{n} rows, at most {m} are read: empty rows with formats count too, delete them, or split the list by department",
            n=rows,
            m=MAX_ROWS,
        )


def _merged_cells(xml: bytes, file: str) -> Merges:
    from openpyxl.utils import range_boundaries

    cells: dict[tuple[int, int], tuple[int, int, bool]] = {}
    for match in _MERGE.finditer(xml):
        left, top, right, bottom = (edge or 1 for edge in range_boundaries(match[1].decode("ascii")))
        if len(cells) + (right - left + 1) * (bottom - top + 1) > MAX_MERGED:
            raise UnreadableList(
                file, "合并的单元格超过 {n} 个；请取消合并", "more than {n} merged cells: unmerge them", n=MAX_MERGED
            )  # fmt: skip
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cells[row, column] = (top, left, right > left)
    return cells
