"""Readers of the record: each has its cursor, gets every entry in order, and holds up no one but itself."""

import logging
import traceback
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from weimin.kernel.journal.errors import NothingToSkip
from weimin.kernel.journal.models import Cursor, Entry, Head
from weimin.kernel.journal.registry import Consumer, consumers
from weimin.kernel.journal.services import append

__all__ = ["LONGEST_PAUSE", "run_consumers", "skip_entry"]

logger = logging.getLogger(__name__)

LONGEST_PAUSE: Final = timedelta(minutes=5)
ERROR_LENGTH: Final = 2000


def run_consumers(*, now: datetime) -> int:
    """Give each consumer that is behind its next batch; the number of entries passed.

    A handler's writes and its cursor are one transaction. One that raises is rolled back, noted and tried again
    after a growing pause, then entry by entry, so that the cursor ends up at the very entry that it cannot take.
    It stays there, visible to operators (``failing_consumers``), until it can or an operator skips that entry.
    """
    size = Head.objects.values_list("size", flat=True).first() or 0
    cursors = {cursor.name: cursor for cursor in Cursor.objects.all()}
    passed = 0
    for consumer in consumers():
        cursor = cursors.get(consumer.name) or Cursor(name=consumer.name)
        if cursor.position < size and (cursor.retry_at is None or cursor.retry_at <= now):
            passed += _serve(consumer, size, cursor, now)
    return passed


def _serve(consumer: Consumer, size: int, seen: Cursor, now: datetime) -> int:
    try:
        with transaction.atomic(durable=True):
            return _advance(consumer, size, now)
    except Exception as error:
        logger.exception("consumer %s failed at entry %s", consumer.name, seen.position)
        _note_failure(seen, _end(consumer, size, seen), error, now)
        return 0


def _advance(consumer: Consumer, size: int, now: datetime) -> int:
    """Handle one batch; 0 if another worker serves this consumer just now."""
    Cursor.objects.bulk_create([Cursor(name=consumer.name)], ignore_conflicts=True)
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(name=consumer.name).first()
    if cursor is None or cursor.position >= size:
        return 0
    start, end = cursor.position, _end(consumer, size, cursor)
    entries = Entry.objects.filter(index__gte=start, index__lt=end).order_by("index")
    if consumer.actions is not None:
        entries = entries.filter(action__in=consumer.actions)
    if rows := list(entries):
        consumer.handler(rows, now=now)
    cursor.position, cursor.attempts, cursor.error, cursor.retry_at = end, 0, "", None
    cursor.save(update_fields=["position", "attempts", "error", "retry_at"])
    return end - start


def _end(consumer: Consumer, size: int, cursor: Cursor) -> int:
    take = 1 if cursor.position < cursor.careful_until else consumer.batch
    return min(cursor.position + take, size)


def _note_failure(seen: Cursor, end: int, error: Exception, now: datetime) -> None:
    """Only if the cursor still stands where it failed: another worker may have got on meanwhile."""
    Cursor.objects.bulk_create([Cursor(name=seen.name)], ignore_conflicts=True)
    pause = min(timedelta(seconds=2 ** min(seen.attempts, 16)), LONGEST_PAUSE)
    last = traceback.extract_tb(error.__traceback__)[-1]
    Cursor.objects.filter(name=seen.name, position=seen.position).update(
        attempts=F("attempts") + 1,
        careful_until=Greatest(F("careful_until"), end),
        error=f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})"[:ERROR_LENGTH].replace("\x00", ""),
        failed_at=now,
        retry_at=now + pause,
    )


@transaction.atomic
def skip_entry(name: str, *, actor: str, ground: str, now: datetime) -> int:
    """Let a failing consumer go on without the entry that it cannot take; the index of that entry. Journalled.

    Raises ``NothingToSkip`` if the consumer is not failing.
    """
    cursor = Cursor.objects.select_for_update().filter(name=name, attempts__gt=0).first()
    if cursor is None:
        raise NothingToSkip(name=name)
    skipped = cursor.position
    append(
        actor=actor,
        action="journal.entry-skipped",
        now=now,
        resource=f"consumer:{name}",
        payload={"index": skipped, "error": cursor.error, "ground": ground},
    )
    cursor.position, cursor.attempts, cursor.error, cursor.retry_at = skipped + 1, 0, "", None
    cursor.save(update_fields=["position", "attempts", "error", "retry_at"])
    return skipped
