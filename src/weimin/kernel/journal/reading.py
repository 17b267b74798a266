"""Reads rows for verification and checks each by itself: contents against leaf, payload against its commitment."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from weimin.kernel.journal.alignment import Row
from weimin.kernel.journal.faults import Fault, FaultKind, Faults
from weimin.kernel.journal.models import Entry
from weimin.kernel.journal.record import entry_leaf, payload_commitment

__all__ = ["read_rows"]

COLUMNS: Final = (
    *("id", "index", "leaf", "payload_text", "payload_salt", "payload_digest"),
    *("instant", "actor", "action", "case", "person", "resource", "salt"),
)
CHUNK: Final = 2048
ASKED_AT_ONCE: Final = 500

Values = tuple[
    int, int | None, bytes, str | None, bytes | None, bytes, datetime, str, str, str, str, str, bytes
]  # fmt: skip


def read_rows(entries: QuerySet[Entry], faults: Faults) -> Iterator[tuple[Row, bytes]]:
    """Each row as it is recorded (index -1: not sequenced) with the leaf that its contents give."""
    erased: list[Row] = []
    values: Values
    for values in entries.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        pk, index, recorded, payload, payload_salt, digest = values[:6]
        leaf = _leaf(values)
        row = Row(pk, -1 if index is None else index, bytes(recorded))
        if leaf != row.leaf:
            faults.add(Fault.of_row(FaultKind.CHANGED, index, pk))
        if payload is None or payload_salt is None:
            erased.append(row)
        elif payload_commitment(bytes(payload_salt), payload) != bytes(digest):
            faults.add(Fault.of_row(FaultKind.PAYLOAD_CHANGED, index, pk))
        yield row, leaf
        if len(erased) >= ASKED_AT_ONCE:
            _check_erased(erased, faults)
            erased.clear()
    _check_erased(erased, faults)


def _leaf(values: Values) -> bytes:
    instant, actor, action, case, person, resource, salt = values[6:]
    return entry_leaf(
        instant=instant,
        actor=actor,
        action=action,
        case=case,
        person=person,
        resource=resource,
        payload_digest=bytes(values[5]),
        salt=bytes(salt),
    )


def _check_erased(rows: Sequence[Row], faults: Faults) -> None:
    """A payload may be gone only if an entry says so; that entry is verified like every other."""
    if not rows:
        return
    names = {f"entry:{row.leaf.hex()}": row for row in rows}
    told = Entry.objects.filter(resource__in=names, action="journal.payload-erased")
    for name in names.keys() - set(told.values_list("resource", flat=True)):
        row = names[name]
        faults.add(Fault.of_row(FaultKind.PAYLOAD_REMOVED, None if row.place < 0 else row.place, row.entry))
