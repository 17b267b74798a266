"""Writing to the record: one row an act, and the erasure of what an act told."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from weimin.kernel.journal.errors import BadReference, NotInTransaction, UnknownAction
from weimin.kernel.journal.models import REFERENCE_LENGTH, Entry
from weimin.kernel.journal.record import SALT_BYTES, canonical_payload, entry_leaf, payload_commitment
from weimin.kernel.journal.registry import is_action
from weimin.kernel.rows.api import Insert

__all__ = ["append", "erase_payloads"]

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
    if not connection.in_atomic_block:
        raise NotInTransaction(action=action)
    if not is_action(action):
        raise UnknownAction(action=action)
    if now.tzinfo is None:
        raise ValueError("the instant of an act must be aware")
    references = {"actor": actor, "case": case, "person": person, "resource": resource}
    for field, value in references.items():
        _check(field, value)
    text = canonical_payload(payload or {})
    payload_salt, salt = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES)
    digest = payload_commitment(payload_salt, text)
    entry = Entry(
        instant=now,
        action=action,
        payload_text=text,
        payload_salt=payload_salt,
        payload_digest=digest,
        salt=salt,
        leaf=entry_leaf(instant=now, action=action, payload_digest=digest, salt=salt, **references),
        **references,
    )
    return int(INSERT_ENTRY.one(entry))


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
