"""The index inside the database: FTS5 on SQLite, tsvector on PostgreSQL; both hold the same terms and give candidates.

The terms never reach a query parser unquoted: whatever people type is data.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Protocol

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from weimin.kernel.search.models import SearchDocument
from weimin.lib.bigrams import terms

__all__ = ["candidates", "install_index", "write_index"]

TABLE = "search_index"
CHUNK = 200


def install_index(sender: AppConfig, using: str, **_options: Any) -> None:
    """Create the index where it is missing. Called after every migration: it is no model, so Django does not make it."""
    connection = connections[using]
    if SearchDocument._meta.db_table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in _engine(connection).create:
                cursor.execute(statement)


def write_index(connection: BaseDatabaseWrapper, documents: Sequence[SearchDocument], *, stale: Iterable[int]) -> None:
    """Take the rows ``stale`` out, put ``documents`` in."""
    engine = _engine(connection)
    gone = [(pk,) for pk in {*stale, *(document.pk for document in documents)}]
    with connection.cursor() as cursor:
        if gone:
            cursor.executemany(engine.delete, gone)
        for start in range(0, len(documents), CHUNK):
            cursor.executemany(engine.insert, [engine.row(each) for each in documents[start : start + CHUNK]])


def candidates(connection: BaseDatabaseWrapper, wanted: Sequence[str], *, limit: int) -> list[int]:
    """Ids of documents that hold any of the terms, the likeliest first. One statement."""
    if not wanted:
        return []
    engine = _engine(connection)
    with connection.cursor() as cursor:
        cursor.execute(engine.search, engine.arguments(wanted, limit))
        return [row[0] for row in cursor.fetchall()]


def texts(document: SearchDocument) -> tuple[str, str, str]:
    return document.name, " ".join(document.aliases), document.summary


class _Engine(Protocol):
    create: ClassVar[tuple[str, ...]]
    insert: ClassVar[str]
    delete: ClassVar[str]
    search: ClassVar[str]

    def row(self, document: SearchDocument) -> tuple[Any, ...]: ...
    def arguments(self, wanted: Sequence[str], limit: int) -> tuple[Any, ...]: ...


class _Sqlite:
    create: ClassVar[tuple[str, ...]] = (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(name, alias, summary, tokenize='unicode61 remove_diacritics 0')",
    )  # fmt: skip
    insert: ClassVar[str] = f"INSERT INTO {TABLE} (rowid, name, alias, summary) VALUES (%s, %s, %s, %s)"  # noqa: S608 -- a constant
    delete: ClassVar[str] = f"DELETE FROM {TABLE} WHERE rowid = %s"  # noqa: S608 -- a constant
    search: ClassVar[str] = (
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY bm25({TABLE}, 20.0, 6.0, 1.0), rowid LIMIT %s"  # noqa: S608
    )

    def row(self, document: SearchDocument) -> tuple[Any, ...]:
        return (document.pk, *(" ".join(terms(text, single=True)) for text in texts(document)))

    def arguments(self, wanted: Sequence[str], limit: int) -> tuple[Any, ...]:
        return " OR ".join('"' + term.replace('"', '""') + '"' for term in wanted), limit


class _Postgres:
    create: ClassVar[tuple[str, ...]] = (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (document_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_words ON {TABLE} USING gin (words)",
    )
    insert: ClassVar[str] = f"INSERT INTO {TABLE} (document_id, words) VALUES (%s, %s::tsvector)"  # noqa: S608 -- a constant
    delete: ClassVar[str] = f"DELETE FROM {TABLE} WHERE document_id = %s"  # noqa: S608 -- a constant
    search: ClassVar[str] = (
        f"SELECT document_id FROM {TABLE} WHERE words @@ %s::tsquery "  # noqa: S608 -- a constant
        "ORDER BY ts_rank('{0.05, 0.05, 0.3, 1.0}', words, %s::tsquery) DESC, document_id LIMIT %s"
    )

    def row(self, document: SearchDocument) -> tuple[Any, ...]:
        """A tsvector written out, because PostgreSQL's own parser drops Chinese under the C locale."""
        weights: dict[str, list[str]] = {}
        position = 0
        for weight, text in zip("ABC", texts(document), strict=True):
            for term in terms(text, single=True):
                position = min(position + 1, 16383)  # the largest position that a tsvector keeps
                weights.setdefault(term, []).append(f"{position}{weight}")
        lexemes = (f"{self.quoted(term)}:{','.join(places[:255])}" for term, places in weights.items())
        return document.pk, " ".join(lexemes)

    def arguments(self, wanted: Sequence[str], limit: int) -> tuple[Any, ...]:
        query = " | ".join(self.quoted(term) for term in wanted)
        return query, query, limit

    def quoted(self, term: str) -> str:
        return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _engine(connection: BaseDatabaseWrapper) -> _Engine:
    return _Postgres() if connection.vendor == "postgresql" else _Sqlite()
