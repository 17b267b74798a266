"""A list as a workbook: what is seen, row by row. Nothing in it can run when it is opened."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

__all__ = ["MEDIA_TYPE", "workbook"]

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPOOLED: Final = 4 * 1024 * 1024


def workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """An open file with one sheet; ``columns`` are headings with widths in characters. Rows are written as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for number, (_heading, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, bold=True) for heading, _width in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 -- the response closes it
    book.save(target)
    target.seek(0)
    return target


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """Dates and numbers as such; everything else as text, also what looks like a formula."""
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    if not isinstance(value, date | int | float) or isinstance(value, bool):
        value = "" if value is None else str(value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
