"""Acts on files and papers."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from weimin.kernel.documents import storage
from weimin.kernel.documents.definition import Letter
from weimin.kernel.documents.errors import FileRefused
from weimin.kernel.documents.inspection import inspect
from weimin.kernel.documents.models import Paper, StoredFile
from weimin.kernel.documents.scanning import scan
from weimin.kernel.documents.texts import freeze
from weimin.lib.bilingual import Bilingual

__all__ = ["make_code", "prepare_paper", "store_upload"]

CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without the characters that people mistake for each other."""


def make_code() -> str:
    """Eight characters in two groups, to be read aloud over a counter: about 10^11 possibilities."""
    text = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def store_upload(
    chunks: Iterable[bytes], *, name: str, size: int, accept: list[str], user_id: int | None, now: datetime
) -> StoredFile:
    """Take in one file after looking at what it really is.

    ``size`` in bytes as announced; ``accept`` names the kinds (pdf, jpg, png, docx, xlsx). Raises ``FileRefused``.
    """
    limit = settings.MAX_UPLOAD_BYTES
    if size > limit:
        raise too_large(name, limit)
    content = b"".join(chunks)
    if len(content) > limit:
        raise too_large(name, limit)
    found = inspect(content, name=name, accept=accept)
    scan(content, name=name)
    digest, length = storage.put([content])
    return StoredFile.objects.create(
        digest=digest,
        size=length,
        media_type=found.media_type,
        name=clean_name(name),
        pages=found.pages,
        stored_at=now,
        uploaded_by_id=user_id,
    )


def too_large(name: str, limit: int) -> FileRefused:
    why = Bilingual("超过 {m} MB。请压缩，或分成几个文件。", "It is larger than {m} MB; compress it or split it.")
    return FileRefused(name=name, why=why.format(m=limit // 1024 // 1024))


def clean_name(name: str) -> str:
    """A file name to show and to download under: no folders, no control characters, at most 200 characters."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*').strip(". ")
    return (kept or "file")[-200:]


def prepare_paper(
    letter: Letter,
    *,
    number: str,
    subject: str,
    recipient: str,
    department: str,
    department_name: str,
    now: datetime,
    given_by: str = "",
) -> Paper:
    """A paper ready to be inserted by the act that gives it; the caller saves it in its own transaction."""
    issued_on = timezone.localtime(now).date()
    paper = Paper(
        number=number,
        check_code=make_code(),
        kind=letter.kind,
        title=letter.title,
        subject=subject,
        recipient=recipient,
        department=department,
        department_name=department_name,
        issued_at=now,
        issued_on=issued_on,
        valid_until=letter.valid_until,
        facts={
            "paragraphs": list(letter.paragraphs),
            "rows": [list(row) for row in letter.rows],
            "remedies": list(letter.remedies),
        },
        given_by=given_by,
    )
    freeze(paper)
    return paper
