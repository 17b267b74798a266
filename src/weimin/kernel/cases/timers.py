"""What time itself does to cases: clocks that are up fire, and a newly published calendar recomputes open clocks.

Called by the worker with the instant of its round. Cost follows what is due, not what is open.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from weimin.kernel.cases.calendar import calendar
from weimin.kernel.cases.clocks import OPEN, recompute
from weimin.kernel.cases.definition import Consequences
from weimin.kernel.cases.dossier import lock_case
from weimin.kernel.cases.engine import refresh_dues, write
from weimin.kernel.cases.errors import NoSuchCase
from weimin.kernel.cases.models import ClockRow
from weimin.kernel.cases.services import fire_clock
from weimin.kernel.identity.api import SYSTEM

__all__ = ["fire_due_clocks", "recompute_for_new_calendar"]

LONGEST_DELAY_MINUTES = 24 * 60

log = logging.getLogger(__name__)


def fire_due_clocks(*, now: datetime, limit: int = 200) -> int:
    """Fire clocks that are up, oldest first; several workers share the work through the case's own lock.

    A case that cannot move is logged and left for the next round: it stops no other.
    """
    due = ClockRow.objects.filter(state=ClockRow.State.RUNNING, fires_at__lte=now).order_by("fires_at")
    fired = 0
    for clock_id in list(due.values_list("pk", flat=True)[:limit]):
        try:
            fired += fire_clock(clock_id, now=now)
        except NoSuchCase:
            continue  # another worker holds it
        except Exception as error:
            log.exception("clock %s could not fire", clock_id)
            _put_off(clock_id, error, now)
    return fired


def _put_off(clock_id: int, error: Exception, now: datetime) -> None:
    """Try again later, each time later still, and keep the reason where an operator sees it."""
    row = ClockRow.objects.get(pk=clock_id)
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {error}"[:500]
    row.fires_at = now + timedelta(minutes=min(2**row.attempts, LONGEST_DELAY_MINUTES))
    row.save(update_fields=["attempts", "last_error", "fires_at"])


def recompute_for_new_calendar(*, now: datetime, limit: int = 200) -> int:
    """Recompute open clocks that were counted by another calendar; a changed date is journalled. Returns cases seen."""
    stale = ClockRow.objects.filter(state__in=OPEN).exclude(calendar=calendar().version)
    cases = list(stale.order_by("case_id").values_list("case_id", flat=True).distinct()[:limit])
    for case_id in cases:
        _recompute(case_id, now)
    return len(cases)


@transaction.atomic
def _recompute(case_id: int, now: datetime) -> None:
    dossier = lock_case(case_id=case_id, now=now)
    changed: dict[str, str] = {}
    for row in dossier.clocks:
        if row.state not in OPEN:
            continue
        before = row.due_on
        recompute(row, calendar())
        dossier.touch_clock(row)
        if before and row.due_on and before != row.due_on:
            changed[row.name] = f"{before} → {row.due_on}"
    refresh_dues(dossier)
    if changed:
        payload = {"changed": changed}
        write(dossier, Consequences("case.calendar-changed"), actor=SYSTEM, payload=payload, now=now)
    else:
        for row in dossier.touched_clocks:
            row.save(update_fields=["calendar", "provisional"])
