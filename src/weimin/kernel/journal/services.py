"""Writing to the record: one row an act, and the erasure of what an act told."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from weimin.kernel.journal.errors import BadReference, NotInTransaction, UnknownAction
from weimin.kernel.journal.models import REFERENCE_LENGTH, Entry
from weimin.kernel.journal.record import SALT_BYTES, canonical_payload, entry_leaf, payload_commitment
from weimin.kernel.journal.registry import is_action
from weimin.kernel.rows.api import Insert

__all__ = ["Act", "append", "append_many", "erase_payloads"]

CHUNK: Final = 200

INSERT_ENTRY: Final = Insert(Entry)


def append(
    *,
    actor: str,
    action: str,
    now: datetime,
    case: str = "",
    person: str = "",
    resource: str = "",
    payload: Mapping[str, Any] | None = None,
) -> int:
    """Write what was done, in the transaction that does it; the id of the entry. One statement.

    ``actor`` and the references are opaque (``user:12``, ``case:7``, ``party:3``). The payload may hold strings,
    numbers, dates, lists and objects; they are kept as text. Raises ``NotInTransaction``, ``UnknownAction``,
    ``BadReference``, ``UnwritablePayload`` or ``PayloadTooLong``.
    """
    entry = _entry(Act(actor, action, case, person, resource, payload or {}), now)
    return int(INSERT_ENTRY.one(entry))


@dataclass(frozen=True)
class Act:
    """What ``append`` is told of one act, for those who do the same to many things at once."""

    actor: str
    action: str
    case: str = ""
    person: str = ""
    resource: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


def append_many(acts: Iterable[Act], *, now: datetime) -> int:
    """Write many acts of one instant, a row each, in the transaction that does them; how many. One statement a chunk.

    Raises as ``append`` does, and then has written none.
    """
    entries = [_entry(act, now) for act in acts]
    Entry.objects.bulk_create(entries, batch_size=CHUNK)
    return len(entries)


def _entry(act: Act, now: datetime) -> Entry:
    if not connection.in_atomic_block:
        raise NotInTransaction(action=act.action)
    if not is_action(act.action):
        raise UnknownAction(action=act.action)
    if now.tzinfo is None:
        raise ValueError("the instant of an act must be aware")
    references = {"actor": act.actor, "case": act.case, "person": act.person, "resource": act.resource}
    for name, value in references.items():
        _check(name, value)
    text = canonical_payload(act.payload)
    payload_salt, salt = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES)
    digest = payload_commitment(payload_salt, text)
    return Entry(
        instant=now,
        action=act.action,
        payload_text=text,
        payload_salt=payload_salt,
        payload_digest=digest,
        salt=salt,
        leaf=entry_leaf(instant=now, action=act.action, payload_digest=digest, salt=salt, **references),
        **references,
    )


@transaction.atomic
def erase_payloads(entry_ids: Sequence[int], *, actor: str, ground: str, now: datetime) -> int:
    """Erase what these entries told (个人信息保护法 art. 47) and journal it, entry by entry; how many were erased.

    That the act happened, when, by whom and on which references stays, and so do all proofs. ``ground`` is kept:
    it names the legal ground, never the person.
    """
    entries = list(Entry.objects.filter(pk__in=entry_ids, payload_text__isnull=False).order_by("pk"))
    for entry in entries:
        append(
            actor=actor,
            action="journal.payload-erased",
            now=now,
            case=entry.case,
            person=entry.person,
            resource=entry.name,
            payload={"ground": ground},
        )
    return Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(payload_text=None, payload_salt=None)


def _check(field: str, value: str) -> None:
    """A reference is short and has no blank or control character; only the actor may not be empty."""
    unfit = len(value) > REFERENCE_LENGTH or any(char.isspace() or not char.isprintable() for char in value)
    if unfit or (field == "actor" and not value):
        raise BadReference(field=field, value=value[:REFERENCE_LENGTH], limit=REFERENCE_LENGTH)
