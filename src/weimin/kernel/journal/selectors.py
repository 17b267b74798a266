"""Reading the record: timelines, the published tree, and how the readers are doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from weimin.kernel.journal.models import Cursor, Entry, Head, Tile
from weimin.kernel.journal.registry import consumers
from weimin.lib.merkle import HASH_BYTES, TileId

__all__ = ["ConsumerState", "Status", "checkpoint", "consumer_states", "entries", "failing_consumers", "status", "tile"]

STALLED_AFTER: Final = 5


def entries(
    *, case: str = "", person: str = "", resource: str = "", before: int | None = None, limit: int = 50
) -> list[Entry]:
    """A page of a timeline, newest first, also entries not yet sequenced. One query on an index.

    Give at least one reference; ``before`` is the id of the last entry of the page before.
    """
    references = {"case": case, "person": person, "resource": resource}
    named = {field: reference for field, reference in references.items() if reference}
    if not named:
        raise ValueError("a timeline needs a case, a person or a resource")
    rows = Entry.objects.filter(**named).order_by("-id")
    return list((rows if before is None else rows.filter(id__lt=before))[:limit])


def checkpoint() -> str | None:
    """The signed checkpoint (C2SP tlog-checkpoint); ``None`` before the first was signed. One query."""
    return Head.objects.exclude(note="").values_list("note", flat=True).first()


def tile(place: TileId) -> bytes | None:
    """The hashes of a full or partial tile; ``None`` if the tree has not grown that far. One query."""
    hashes = Tile.objects.filter(level=place.level, index=place.index).values_list("hashes", flat=True).first()
    wanted = place.width * HASH_BYTES
    return bytes(hashes)[:wanted] if hashes is not None and len(hashes) >= wanted else None


@dataclass(frozen=True, slots=True)
class Status:
    """How the journal is doing: entries in the tree, entries waiting, and how long the oldest has waited."""

    size: int
    waiting: int
    oldest_wait: timedelta
    signed_at: datetime | None


def status(*, now: datetime) -> Status:
    """For health pages and alarms; inclusion is promised within two seconds. Three queries."""
    head = Head.objects.first() or Head()
    waiting = Entry.objects.filter(index=None).order_by("id")
    oldest = waiting.values_list("instant", flat=True).first()
    return Status(head.size, waiting.count(), now - oldest if oldest else timedelta(), head.signed_at)


@dataclass(frozen=True, slots=True)
class ConsumerState:
    """One reader: ``behind`` entries left to take; ``error`` of the last of ``attempts`` on entry ``position``."""

    name: str
    position: int
    behind: int
    attempts: int
    error: str
    failed_at: datetime | None
    retry_at: datetime | None

    @property
    def is_failing(self) -> bool:
        return self.attempts > 0

    @property
    def is_stalled(self) -> bool:
        """Has failed so often that an operator should look (weimin journal consumers)."""
        return self.attempts >= STALLED_AFTER


def consumer_states() -> list[ConsumerState]:
    """Every registered reader, also one that has not begun. Two queries."""
    size = Head.objects.values_list("size", flat=True).first() or 0
    cursors = {cursor.name: cursor for cursor in Cursor.objects.all()}
    states = []
    for consumer in consumers():
        cursor = cursors.get(consumer.name) or Cursor(name=consumer.name)
        states.append(
            ConsumerState(
                cursor.name,
                cursor.position,
                max(size - cursor.position, 0),
                cursor.attempts,
                cursor.error,
                cursor.failed_at,
                cursor.retry_at if cursor.attempts else None,
            )
        )
    return states


def failing_consumers() -> list[ConsumerState]:
    """The readers whose last attempt failed, the most tried first: what operators must see."""
    return sorted((state for state in consumer_states() if state.is_failing), key=lambda state: -state.attempts)
