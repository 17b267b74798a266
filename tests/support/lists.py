"""Lists as offices send them, for the import's tests."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

__all__ = ["HEADER", "csv_list", "sheet_list"]

HEADER = ("部门名称", "事项名称", "事项类型", "实施编码", "区划代码")


def csv_list(
    path: Path, *rows: Sequence[str], header: Sequence[str] = HEADER, encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    """A CSV under the usual header."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([header, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def sheet_list(path: Path, *rows: Sequence[object], merged: Sequence[str] = (), title: str = "清单") -> Path:
    """A workbook of one sheet, its rows from the first; ``merged``: ranges such as ``A1:C1``."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path
