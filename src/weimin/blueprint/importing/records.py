"""One row of an office's list of items, whatever form it came in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from weimin.blueprint.importing.columns import ITEM_COLUMNS, Columns
from weimin.blueprint.importing.doubts import Report, Spot
from weimin.blueprint.importing.errors import UnreadableList
from weimin.blueprint.importing.jsonlists import json_rows
from weimin.blueprint.importing.tables import Row, Sheet, csv_sheet, rows_of
from weimin.blueprint.importing.texts import read_bytes
from weimin.blueprint.importing.workbooks import is_old_excel, xlsx_sheets

__all__ = ["ItemRecord", "read_items", "read_rows"]

LONGEST_NAME: Final = 300


@dataclass(frozen=True)
class ItemRecord:
    """``rich``: what only the national form carries (laws, papers, windows, questions), by its own names."""

    spot: Spot
    row: Row
    name: str
    department: str
    rich: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.row.get(name)


def read_rows(path: Path, columns: Columns, report: Report) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The rows of a CSV, a workbook or a JSON file, told apart by their first bytes. Raises ``ImportRefused``."""
    content = read_bytes(path)
    if is_old_excel(content):
        raise UnreadableList(
            path.name,
            "是旧的 .xls 或加密的工作簿；请另存为不加密的 .xlsx",
            "an old .xls or a locked workbook: save it as .xlsx without a password",
        )
    if content.startswith(b"PK"):
        yield from _bare(xlsx_sheets(content, path), columns, report)
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        yield from json_rows(content, path.name, columns, report)
    else:
        yield from _bare([csv_sheet(content, path, columns, report)], columns, report)


def _bare(sheets: Sequence[Sheet], columns: Columns, report: Report) -> Iterator[tuple[Row, dict[str, Any]]]:
    return ((row, {}) for row in rows_of(sheets, columns, report))


def read_items(path: Path, report: Report, *, columns: Columns = ITEM_COLUMNS) -> list[ItemRecord]:
    """Every row that has a name and a department and repeats none before it; the others are left out with a reason."""
    records: list[ItemRecord] = []
    first: dict[tuple[str, ...], Spot] = {}
    for row, rich in read_rows(path, columns, report):
        name, department = " ".join(row.get("name").split()), " ".join(row.get("department").split())
        if not name:
            report.leave_out("I101", row.spot, row.stood, "没有事项名称，请补上", "no name of the item: add it")
        elif len(name) > LONGEST_NAME or len(department) > LONGEST_NAME:
            report.leave_out(
                "I105", row.spot, row.stood, "名称超过 {n} 个字", "a name of more than {n} characters", n=LONGEST_NAME
            )  # fmt: skip
        elif not department:
            report.leave_out("I102", row.spot, row.stood, "没有部门，请补上", "no department: add it")
        else:
            record = ItemRecord(row.spot, row, name, department, rich)
            key = ("code", row.get("code")) if row.get("code") else ("name", department, name)
            if key in first:
                report.leave_out(
                    "I104", row.spot, row.stood,
                    "编码（无编码时为部门和名称）与 {f} 相同；保留了前一行",
                    "the same code (or, without one, department and name) as {f}: the earlier row was kept", f=first[key],
                )  # fmt: skip
                continue
            first[key] = row.spot
            records.append(record)
    return records
