"""Reads rows for verification and checks each by itself: contents against leaf, payload against its commitment."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from weimin.kernel.journal.alignment import Row
from weimin.kernel.journal.faults import Fault, FaultKind, Faults
from weimin.kernel.journal.models import Entry
from weimin.kernel.journal.record import instant_text, leaf_of_texts, payload_commitment

__all__ = ["COLUMNS", "fetch", "read_rows"]

COLUMNS: Final = (
    *("id", "index", "leaf", "payload_text", "payload_salt", "payload_digest"),
    *("instant", "actor", "action", "case", "person", "resource", "payload_digest", "salt"),
)
ASKED_AT_ONCE: Final = 500


def fetch(entries: QuerySet[Entry]) -> Iterator[Sequence[Any]]:
    """The columns as the driver gives them: Django's conversions would cost more than all the hashing, and choke on
    what someone put there by force."""
    sql, parameters = entries.values_list(*COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor.fetchall()


def read_rows(entries: QuerySet[Entry], faults: Faults) -> Iterator[tuple[Row, bytes]]:
    """Each row as it is recorded (index -1: not sequenced) with the leaf that its contents give; in one piece."""
    erased: list[Row] = []
    for values in fetch(entries):
        pk, index, recorded, payload, payload_salt, digest = values[:6]
        leaf = _leaf(values)
        row = Row(pk, -1 if index is None else index, recorded)
        if leaf != recorded:
            faults.add(Fault.of_row(FaultKind.CHANGED, index, pk))
        if payload is None or payload_salt is None:
            erased.append(row)
        elif _commitment(payload_salt, payload) != digest:
            faults.add(Fault.of_row(FaultKind.PAYLOAD_CHANGED, index, pk))
        yield row, leaf
    for start in range(0, len(erased), ASKED_AT_ONCE):
        _check_erased(erased[start : start + ASKED_AT_ONCE], faults)


def _leaf(values: Sequence[Any]) -> bytes:
    """Empty, hence no leaf, for contents that ``append`` cannot have written (SQLite keeps any type in any column)."""
    instant = values[6]
    try:
        # SQLite keeps UTC without saying so
        text = f"{instant.isoformat(timespec='microseconds')}Z" if instant.tzinfo is None else instant_text(instant)
        return leaf_of_texts(text, *values[7:])
    except (AttributeError, TypeError, ValueError):
        return b""


def _commitment(salt: Any, payload: Any) -> bytes:
    try:
        return payload_commitment(salt, payload)
    except (AttributeError, TypeError, ValueError):
        return b""


def _check_erased(rows: Sequence[Row], faults: Faults) -> None:
    """A payload may be gone only if an entry says so; that entry is verified like every other."""
    names = {f"entry:{row.leaf.hex()}": row for row in rows if isinstance(row.leaf, bytes)}
    told = Entry.objects.filter(resource__in=names, action="journal.payload-erased")
    for name in names.keys() - set(told.values_list("resource", flat=True)):
        row = names[name]
        faults.add(Fault.of_row(FaultKind.PAYLOAD_REMOVED, None if row.place < 0 else row.place, row.entry))
