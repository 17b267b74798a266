"""Lists handed out as CSV or Excel, row after row: memory holds a page of them, however many there are."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any, Final

from django.db import transaction

from weimin.kernel.documents.certificate_reading import standing
from weimin.kernel.documents.certificate_words import STATE_NAMES
from weimin.kernel.documents.models import Certificate, SealUse
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual

__all__ = ["certificate_columns", "certificates_csv", "certificates_xlsx", "note_export", "uses_csv"]

CERTIFICATE_COLUMNS: Final = (
    Bilingual("证照标识", "Identifier"), Bilingual("证照", "Certificate"), Bilingual("持有人", "Holder"),
    Bilingual("状态", "State"), Bilingual("状态起始", "Since"), Bilingual("发证日期", "Issued on"),
    Bilingual("有效期起", "Valid from"), Bilingual("有效期止", "Valid until"), Bilingual("版本", "Version"),
    Bilingual("事项", "Item"), Bilingual("来源", "Origin"),
)  # fmt: skip
WITNESSED: Final = {
    True: Bilingual("本系统签发", "issued here"),
    False: Bilingual("导入，未经见证", "imported, not witnessed"),
}
USE_COLUMNS: Final = (
    Bilingual("时间", "When"), Bilingual("文书编号", "Paper"), Bilingual("名称", "Title"), Bilingual("方式", "How"),
    Bilingual("事由", "Why"), Bilingual("用印人", "By"), Bilingual("保管岗位", "Custodian"),
    Bilingual("文本摘要", "Digest of the text"), Bilingual("文件摘要", "Digest of the file"),
)  # fmt: skip
AT_ONCE: Final = 200


def certificate_columns() -> list[str]:
    return [str(column) for column in CERTIFICATE_COLUMNS]


def certificate_cells(row: Certificate, today: date) -> list[str]:
    state = standing(row, today)
    return [
        row.number, row.title, row.recipient, str(STATE_NAMES["issued" if state == "valid" else state]),
        row.state_since.isoformat(), row.issued_on.isoformat(), row.valid_from.isoformat(),
        row.valid_until.isoformat() if row.valid_until else "", str(row.version), row.item, str(WITNESSED[row.witnessed]),
    ]  # fmt: skip


def certificates_csv(rows: Iterable[Certificate], *, today: date) -> Iterator[bytes]:
    """UTF-8 with a mark, so that spreadsheets read the Chinese; a cell that a spreadsheet would run is made text."""
    yield from _csv(certificate_columns(), (certificate_cells(row, today) for row in rows))


def uses_csv(rows: Iterable[SealUse], names: dict[str, str]) -> Iterator[bytes]:
    """The uses of a seal; ``names`` says who is behind a reference."""
    by_hand = Bilingual("手工盖章", "pressed by hand")
    yield from _csv(
        [str(column) for column in USE_COLUMNS],
        (
            [
                row.used_at.isoformat(), row.number, row.title, row.signature or str(by_hand), row.why,
                names.get(row.used_by, row.used_by), row.custodian, row.text_digest, row.file_digest,
            ]
            for row in rows
        ),
    )  # fmt: skip


def certificates_xlsx(rows: Iterable[Certificate], target: IO[bytes], *, today: date) -> int:
    """Write a workbook into ``target``, rows as they come; how many there were."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(Bilingual("证照", "Certificates")))
    sheet.append(certificate_columns())
    count = 0
    for row in rows:
        sheet.append([_safe(cell) for cell in certificate_cells(row, today)])
        count += 1
    book.save(target)
    return count


def _csv(header: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(header)
    for number, cells in enumerate(rows, 1):
        writer.writerow([_safe(cell) for cell in cells])
        if number % AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell


@transaction.atomic
def note_export(action: str, *, actor: Actor, resource: str, wanted: dict[str, Any], now: datetime) -> None:
    """Who took a list out, and by which filter: personal data leaves the system by it."""
    journal.append(
        actor=actor.ref,
        action=action,
        resource=resource,
        payload={name: value for name, value in wanted.items() if value},
        now=now,
    )
