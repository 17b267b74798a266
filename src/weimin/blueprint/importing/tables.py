"""Rows of a list, whatever form it has: each with its place, its cells by field, and as it stood."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from weimin.blueprint.importing.columns import Columns
from weimin.blueprint.importing.doubts import Report, Spot
from weimin.blueprint.importing.errors import NoHeader, UnreadableList
from weimin.blueprint.importing.texts import decode, unusable

__all__ = ["HEADER_DEPTH", "MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "RawRow", "Row", "Sheet", "csv_sheet", "rows_of"]

MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 300
MAX_CELL: Final = 20_000
"""Characters in one cell; conditions and laws are pasted whole into some lists."""
HEADER_DEPTH: Final = 10
"""A title and remarks may stand above the header."""
_DELIMITERS: Final = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class RawRow:
    """``flaws``: index of a column → code of what is wrong with its cell (a formula, a merge, lost digits)."""

    number: int
    cells: Sequence[str]
    flaws: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """``rectangular``: every row must be as long as the header (a CSV; a spreadsheet pads)."""

    file: str
    rows: Iterator[RawRow]
    name: str = ""
    rectangular: bool = False


@dataclass(frozen=True)
class Row:
    """``cells``: field → text, only those that are filled. ``stood``: header → cell, for what is left out."""

    spot: Spot
    cells: Mapping[str, str]
    stood: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


def csv_sheet(content: bytes, path: Path, columns: Columns, report: Report) -> Sheet:
    """The file as rows, by the delimiter under which most headers are known."""
    text, encoding = decode(content, path.name)
    delimiter = max(_DELIMITERS, key=lambda each: _known(text, each, columns))
    if encoding != "utf-8" or delimiter != ",":
        named = {"\t": "TAB"}.get(delimiter, delimiter)
        report.add(
            "I301", Spot(path.name), "按 {e} 编码、以“{d}”分隔读取", "read as {e}, separated by '{d}'", e=encoding, d=named
        )  # fmt: skip
    return Sheet(path.name, _csv_rows(text, delimiter, path.name), rectangular=True)


def _known(text: str, delimiter: str, columns: Columns) -> int:
    try:
        return max(
            (len(columns.match(r.cells)) for r in islice(_csv_rows(text, delimiter, ""), HEADER_DEPTH)), default=0
        )
    except UnreadableList:
        return 0


def _csv_rows(text: str, delimiter: str, file: str) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield RawRow(before + 1, [_bare(cell) for cell in cells])
            before = reader.line_num
    except csv.Error as error:
        raise UnreadableList(
            f"{file}:{before + 1}",
            "从这一行起不是 CSV（引号没有闭合或被截断？）：{e}",
            "from this line on it is not CSV (a quote not closed, or cut short?): {e}",
            e=error,
        ) from None


def _bare(cell: str) -> str:
    """Without the mark by which a spreadsheet (and our own quarantine file) keeps ``=…`` from being run."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def rows_of(sheets: Sequence[Sheet], columns: Columns, report: Report) -> Iterator[Row]:
    """The rows below each header. A sheet without one is reported; raises ``NoHeader`` if none has one."""
    seen: list[str] = []
    headed = 0
    for sheet in sheets:
        header = _header(sheet, columns, seen)
        if header is None:
            if len(sheets) > 1:
                spot = Spot(sheet.file, 0, sheet.name)
                report.add(
                    "I302", spot, "这张表没有认得的表头，未读", "this sheet has no header that is known: not read"
                )
            continue
        headed += 1
        yield from _below(sheet, header, columns, report)
    if not headed:
        raise NoHeader(
            sheets[0].file,
            "前 {n} 行里没有认得的表头，须有“{w}”；读到的是：{s}。请核对分隔符和编码，或用 --map 指明列名",
            "none of the first {n} lines names the columns '{w}'; found: {s}. Check the separator and the encoding, or name the columns with --map",
            n=HEADER_DEPTH,
            w=columns.wanted(),
            s=" | ".join(seen)[:200] or "-",
        )


def _header(sheet: Sheet, columns: Columns, seen: list[str]) -> RawRow | None:
    for row in islice(sheet.rows, HEADER_DEPTH):
        if len(row.cells) > MAX_COLUMNS:
            raise UnreadableList(
                Spot(sheet.file, row.number, sheet.name),
                "有 {n} 列，最多 {m} 列",
                "{n} columns, at most {m} are read",
                n=len(row.cells),
                m=MAX_COLUMNS,
            )
        if columns.complete(columns.match(row.cells)):
            return row
        seen += [cell[:20] for cell in row.cells if cell][:8]
    return None


def _below(sheet: Sheet, header: RawRow, columns: Columns, report: Report) -> Iterator[Row]:
    places = columns.match(header.cells)
    unused = [cell for index, cell in enumerate(header.cells) if cell and index not in places.values()]
    if unused:
        spot = Spot(sheet.file, header.number, sheet.name)
        names = ", ".join(unused)
        report.add(
            "I302", spot, "没有使用的列：{c}（可用 --map 指明）", "columns not used: {c} (--map can name them)", c=names
        )
    for count, raw in enumerate(sheet.rows, 1):
        if count > MAX_ROWS:
            raise UnreadableList(
                Spot(sheet.file, raw.number, sheet.name),
                "超过 {n} 行；请按部门拆开再导入",
                "more than {n} rows: split the list by department",
                n=MAX_ROWS,
            )
        if any(raw.cells):
            report.rows += 1
            row = _row(raw, sheet, header, places, report)
            if row is not None:
                yield row


def _row(raw: RawRow, sheet: Sheet, header: RawRow, places: Mapping[str, int], report: Report) -> Row | None:
    """The row by fields, or None when it is left out."""
    spot = Spot(sheet.file, raw.number, sheet.name)
    stood = {
        name or f"#{index + 1}": cell for index, (name, cell) in enumerate(zip(header.cells, raw.cells, strict=False))
    }
    if sheet.rectangular and len(raw.cells) != len(header.cells):
        report.leave_out(
            "I108", spot, stood,
            "有 {n} 列，表头有 {m} 列；含分隔符的文字要加引号",
            "{n} columns under a header of {m}: text that holds the separator needs quotes",
            n=len(raw.cells), m=len(header.cells),
        )  # fmt: skip
        return None
    cells = {name: raw.cells[index] for name, index in places.items() if index < len(raw.cells) and raw.cells[index]}
    for name, index in places.items():
        if not _usable(cells.get(name, ""), raw.flaws.get(index, ""), header.cells[index], spot, stood, report):
            return None
    return Row(spot, cells, stood)


def _usable(text: str, flaw: str, column: str, spot: Spot, stood: Mapping[str, str], report: Report) -> bool:
    if flaw == "I106":
        report.leave_out(
            flaw, spot, stood, "“{c}”是公式；请选择性粘贴为数值", "'{c}' holds a formula: paste it as a value", c=column
        )  # fmt: skip
    elif flaw == "I107":
        report.leave_out(
            flaw, spot, stood, "“{c}”横跨几列合并；请取消合并", "'{c}' is merged across columns: unmerge it", c=column
        )
    elif len(text) > MAX_CELL:
        report.leave_out(
            "I105", spot, stood, "“{c}”有 {n} 个字，最多 {m}", "'{c}' has {n} characters, at most {m}",
            c=column, n=len(text), m=MAX_CELL,
        )  # fmt: skip
    elif odd := unusable(text):
        report.leave_out(
            "I105", spot, stood, "“{c}”含 {o}，请重新录入", "'{c}' holds {o}: type it anew", c=column, o=odd
        )
    else:
        if flaw:
            report.add(
                flaw, spot,
                "“{c}”以数字存放，长编码会丢位；请把该列设为文本后重新录入",
                "'{c}' is kept as a number and long codes lose digits: make the column text and type it anew",
                c=column,
            )  # fmt: skip
        return True
    return False
