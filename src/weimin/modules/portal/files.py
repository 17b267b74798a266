"""Files on a page: what may be chosen, what is there already."""

from collections.abc import Sequence

from weimin.blueprint.items import Material
from weimin.kernel.cases import api as cases
from weimin.kernel.documents.api import MEDIA_TYPES
from weimin.ui.api import FileRow

__all__ = ["accept_of", "file_rows"]


def accept_of(material: Material) -> str:
    """The ``accept`` attribute of a file input: a help for people; what counts is the content."""
    return (
        ",".join(f".{kind}" for kind in material.accept) + "," + ",".join(MEDIA_TYPES[kind] for kind in material.accept)
    )


def file_rows(rows: Sequence[cases.Material], prefix: str) -> list[FileRow]:
    return [
        FileRow(row.file.name, row.file.size, href=f"{prefix}{row.pk}/", remove_name="remove", remove_value=str(row.pk))
        for row in rows
        if row.file
    ]
