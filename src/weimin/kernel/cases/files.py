"""Files on a page: what may be chosen, what is there already."""

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings

from weimin.blueprint.items import Material
from weimin.kernel.documents.api import MEDIA_TYPES, StoredFile
from weimin.ui.api import FileRow

__all__ = ["accept_of", "file_rows", "most_bytes"]


class HasFile(Protocol):
    """A row that may hold a file handed in."""

    @property
    def pk(self) -> int: ...
    @property
    def file(self) -> StoredFile | None: ...


def accept_of(material: Material) -> str:
    """The ``accept`` attribute of a file input: a help for people; what counts is the content."""
    endings = [f".{kind}" for kind in material.accept]
    return ",".join([*endings, *(MEDIA_TYPES[kind] for kind in material.accept)])


def file_rows(rows: Sequence[HasFile], prefix: str, *, removable: bool = True) -> list[FileRow]:
    return [
        FileRow(
            row.file.name,
            row.file.size,
            href=f"{prefix}{row.pk}/",
            remove_name="remove" if removable else "",
            remove_value=str(row.pk),
        )
        for row in rows
        if row.file
    ]


def most_bytes() -> int:
    """How large one file may be."""
    return int(settings.MAX_UPLOAD_BYTES)
