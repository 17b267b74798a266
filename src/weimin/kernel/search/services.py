"""Filling the index."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from weimin.kernel.search.index import index_words_of, write_index
from weimin.kernel.search.models import SearchDocument

__all__ = ["Document", "replace_documents"]

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be found: texts in any language; a match in the name counts most, then an alias, then the summary."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    summary: str = ""


@transaction.atomic
def replace_documents(kind: str, documents: Sequence[Document]) -> None:
    """Make exactly these the documents of one kind; ones that stay the same are not touched.

    Raises ``ValueError`` if a code stands twice.
    """
    wanted = {document.code: document for document in documents}
    if len(wanted) != len(documents):
        raise ValueError("a code stands twice among the documents")
    present = {row.code: row for row in SearchDocument.objects.filter(kind=kind)}
    stale = [row for code, row in present.items() if code not in wanted or _differs(row, wanted[code])]
    kept = present.keys() - {row.code for row in stale}
    SearchDocument.objects.filter(pk__in=[row.pk for row in stale]).delete()
    new = [_row(kind, document) for code, document in wanted.items() if code not in kept]
    write_index(connection, SearchDocument.objects.bulk_create(new, batch_size=CHUNK), stale=stale)


def _row(kind: str, wanted: Document) -> SearchDocument:
    row = SearchDocument(
        kind=kind, code=wanted.code, name=wanted.name, aliases=list(wanted.aliases), summary=wanted.summary
    )
    row.words = index_words_of(row)
    return row


def _differs(row: SearchDocument, wanted: Document) -> bool:
    return (row.name, tuple(row.aliases), row.summary) != (wanted.name, wanted.aliases, wanted.summary)
