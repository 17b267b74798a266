"""The index inside the database: FTS5 on SQLite, tsvector on PostgreSQL; both hold the same terms and give candidates.

The terms never reach a query parser unquoted: whatever people type is data.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, ClassVar, Final, NamedTuple, Protocol

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from weimin.kernel.search.models import SearchDocument, SearchTerm
from weimin.kernel.search.words import index_words

__all__ = ["Row", "candidates", "document_counts", "index_words_of", "install_index", "write_index"]

TABLE: Final = "search_index_2"
"""Another number where terms are made in another way: a table that is missing is made and filled from the documents."""
FORMER: Final = ("search_index",)
DOCUMENTS: Final = SearchDocument._meta.db_table
TERMS: Final = SearchTerm._meta.db_table
CHUNK: Final = 200
MANY: Final = 20_000
MAX_ROWS: Final = 40
"""Documents that one question looks at."""
MAX_CLAUSES: Final = 40


class Row(NamedTuple):
    """A document as ranking reads it."""

    kind: str
    code: str
    words: str
    name: str
    stored: str
    """The aliases as the column holds them."""

    @property
    def aliases(self) -> list[str]:
        found: list[str] = json.loads(self.stored) if isinstance(self.stored, str) else self.stored
        return found


def install_index(sender: AppConfig, using: str, **_options: Any) -> None:
    """Create the index where it is missing, and fill it. Called after every migration: it is no model of Django's."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TERMS not in tables or TABLE in tables:
        return
    with connection.cursor() as cursor:
        for former in FORMER:
            cursor.execute(f"DROP TABLE IF EXISTS {former}")
        for statement in _engine(connection).create:
            cursor.execute(statement)
    documents = list(SearchDocument.objects.using(using).all())
    SearchTerm.objects.using(using).all().delete()
    for document in documents:
        document.words = index_words_of(document)
    SearchDocument.objects.using(using).bulk_update(documents, ["words"], batch_size=CHUNK)
    write_index(connection, documents, stale=[])


def index_words_of(document: SearchDocument) -> str:
    """Four lines, a blank on both sides of every term, so that ranking finds terms without taking the lines apart."""
    return "\n".join(f" {line} " for line in index_words(document.name, document.aliases, document.summary))


def write_index(
    connection: BaseDatabaseWrapper, documents: Sequence[SearchDocument], *, stale: Sequence[SearchDocument]
) -> None:
    """Take the documents ``stale`` out (they still know their key), put ``documents`` in."""
    engine = _engine(connection)
    with connection.cursor() as cursor:
        if stale:
            cursor.executemany(engine.delete, [(document.pk,) for document in stale])
        for start in range(0, len(documents), CHUNK):
            cursor.executemany(engine.insert, [engine.row(each) for each in documents[start : start + CHUNK]])
        changes = Counter(term for document in documents for term in _terms(document))
        changes.subtract(term for document in stale for term in _terms(document))
        counted = sorted((term, change) for term, change in changes.items() if change)
        if counted:
            engine.count(cursor, counted)
            cursor.execute(f"DELETE FROM {TERMS} WHERE documents <= 0")  # noqa: S608 -- a constant


_ADD: Final = f" ON CONFLICT (term) DO UPDATE SET documents = {TERMS}.documents + excluded.documents"


def _terms(document: SearchDocument) -> set[str]:
    """Each term once; the empty one stands for the document itself."""
    return {"", *document.words.split()}


def document_counts(connection: BaseDatabaseWrapper, wanted: Sequence[str]) -> dict[str, int]:
    """In how many documents each of the terms stands, without those that stand in none; ``""`` in all. One statement."""
    if not wanted:
        return {}
    places = ", ".join(["%s"] * (len(wanted) + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT term, documents FROM {TERMS} WHERE term IN ({places})", ["", *wanted])  # noqa: S608
        return dict(cursor.fetchall())


def candidates(
    connection: BaseDatabaseWrapper,
    wanted: Sequence[tuple[str, float]],
    known: Mapping[str, int],
    *,
    kinds: Sequence[str] | None,
) -> list[Row]:
    """Documents that hold the most telling of the terms, at most 80. One statement.

    ``wanted`` begins with the most telling. Terms that few documents hold bring all of those; of terms that many hold, two
    have to stand in the same document.
    """
    rare: list[str] = []
    common: list[str] = []
    room = MAX_ROWS
    for term, _worth in wanted:
        if known[term] <= room and len(rare) < MAX_CLAUSES:
            rare.append(term)
            room -= known[term]
        elif len(common) < 4:
            common.append(term)
    either: list[tuple[str, ...]] = [(term,) for term in rare or common[:1]]
    both: list[tuple[str, ...]] = [*combinations(common, 2)]
    clauses = (either if rare or not both else [], both)
    engine = _engine(connection)
    searches = [engine.query(each) for each in clauses if each]
    if not searches or kinds == []:
        return []
    inner = " UNION ".join(f"SELECT id FROM ({engine.search}) AS part{i}" for i in range(len(searches)))  # noqa: S608
    where = "" if kinds is None else f" AND kind IN ({', '.join(['%s'] * len(kinds))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, code, words, name, aliases FROM {DOCUMENTS} WHERE id IN ({inner}){where}",  # noqa: S608 -- constants
            [value for query in searches for value in (query, MAX_ROWS)] + list(kinds or []),
        )
        return [Row(*row) for row in cursor.fetchall()]


class _Engine(Protocol):
    create: ClassVar[tuple[str, ...]]
    insert: ClassVar[str]
    delete: ClassVar[str]
    search: ClassVar[str]

    def row(self, document: SearchDocument) -> tuple[Any, ...]: ...
    def count(self, cursor: Any, changes: Sequence[tuple[str, int]]) -> None:
        """Add to the numbers of documents in which the terms stand."""

    def query(self, clauses: Iterable[tuple[str, ...]]) -> str:
        """Documents in which all terms of any of the clauses stand."""


class _Sqlite:
    create: ClassVar[tuple[str, ...]] = (
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(words, tokenize='unicode61 remove_diacritics 0')",
    )  # fmt: skip
    insert: ClassVar[str] = f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)"  # noqa: S608 -- a constant
    delete: ClassVar[str] = f"DELETE FROM {TABLE} WHERE rowid = %s"  # noqa: S608 -- a constant
    search: ClassVar[str] = f"SELECT rowid AS id FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid LIMIT %s"  # noqa: S608 -- a constant

    def row(self, document: SearchDocument) -> tuple[Any, ...]:
        return document.pk, document.words

    def count(self, cursor: Any, changes: Sequence[tuple[str, int]]) -> None:
        cursor.executemany(f"INSERT INTO {TERMS} (term, documents) VALUES (%s, %s){_ADD}", changes)  # noqa: S608

    def query(self, clauses: Iterable[tuple[str, ...]]) -> str:
        return " OR ".join("(" + " AND ".join(map(self.quoted, clause)) + ")" for clause in clauses)

    def quoted(self, term: str) -> str:
        return '"' + term.replace('"', '""') + '"'


class _Postgres:
    """``document_id + 0`` keeps the planner from reading the table in the order of its key (64 ms among 6,000 documents, 4
    so); without ``fastupdate = off`` what apply has just written would be scanned until the next vacuum."""

    create: ClassVar[tuple[str, ...]] = (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (document_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {TABLE}_words ON {TABLE} USING gin (words) WITH (fastupdate = off)",
    )
    insert: ClassVar[str] = f"INSERT INTO {TABLE} (document_id, words) VALUES (%s, %s::tsvector)"  # noqa: S608 -- a constant
    delete: ClassVar[str] = f"DELETE FROM {TABLE} WHERE document_id = %s"  # noqa: S608 -- a constant
    search: ClassVar[str] = (
        f"SELECT document_id AS id FROM {TABLE} WHERE words @@ %s::tsquery ORDER BY document_id + 0 LIMIT %s"  # noqa: S608
    )

    def row(self, document: SearchDocument) -> tuple[Any, ...]:
        """A tsvector written out, because PostgreSQL's own parser drops Chinese under the C locale."""
        return document.pk, " ".join(map(self.quoted, document.words.split()))

    def count(self, cursor: Any, changes: Sequence[tuple[str, int]]) -> None:
        """Many rows in one statement, not a statement for each term."""
        for start in range(0, len(changes), MANY):
            words, numbers = zip(*changes[start : start + MANY], strict=True)
            cursor.execute(
                f"INSERT INTO {TERMS} (term, documents) SELECT * FROM unnest(%s::text[], %s::integer[]){_ADD}",  # noqa: S608
                [list(words), list(numbers)],
            )

    def query(self, clauses: Iterable[tuple[str, ...]]) -> str:
        return " | ".join("(" + " & ".join(map(self.quoted, clause)) + ")" for clause in clauses)

    def quoted(self, term: str) -> str:
        return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _engine(connection: BaseDatabaseWrapper) -> _Engine:
    return _Postgres() if connection.vendor == "postgresql" else _Sqlite()
