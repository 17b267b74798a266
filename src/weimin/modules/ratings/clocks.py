"""The clocks of a follow-up: begun and ended with its steps, noted once when they are late, recounted with the calendar."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from weimin.blueprint.values import Clock
from weimin.kernel.cases import api as cases
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date
from weimin.lib.workdays import Due, Unit, due_on
from weimin.modules.ratings.inviting import reference
from weimin.modules.ratings.models import FollowUp, Invitation, StepClock
from weimin.modules.ratings.section import RatingRules

__all__ = ["begin", "cell", "due_of", "end", "note_late", "recount"]

BATCH: Final = 200


def cell(invitation: Invitation) -> dict[str, str]:
    """Which public figure an entry of the journal changes."""
    return {
        "day": invitation.happened_on.isoformat(),
        "department": invitation.department,
        "item": invitation.item,
    }


def begin(followup: FollowUp, step: str, rules: RatingRules, today: date) -> None:
    """Start the clock of a step; the day itself is not counted. Sets ``step`` and ``due_on``, unsaved."""
    rule: Clock = {"verify": rules.verify, "correct": rules.correct, "call-back": rules.call_back}[step]
    before = StepClock.objects.filter(followup=followup, step=step).count()
    row = StepClock(
        followup=followup,
        step=step,
        round=before + 1,
        start_on=today,
        length=rule.length.count,
        unit=rule.length.unit.counted.value,
        roll=bool(rule.roll),
        article=rule.article,
        confirmed=rule.confirmed,
    )
    _count(row)
    row.save(force_insert=True)
    followup.step, followup.due_on = step, row.due_on


def end(followup: FollowUp, today: date) -> None:
    """End the running clock; a late one makes the follow-up late, unsaved."""
    row = StepClock.objects.filter(followup=followup, ended_on=None).first()
    if row is None:
        return
    row.ended_on = today
    row.late = row.late or today > row.due_on
    row.save(update_fields=["ended_on", "late"])
    followup.late = followup.late or row.late


def due_of(row: StepClock) -> Due:
    """When the step is due, with the reason of every day."""
    return due_on(row.start_on, row.length, Unit(row.unit), roll=row.roll, calendar=cases.calendar())


def _count(row: StepClock) -> None:
    due = due_of(row)
    row.due_on, row.provisional, row.calendar = due.date, due.provisional, cases.calendar().version


@transaction.atomic
def note_late(*, now: datetime) -> int:
    """A job: each clock that has run out is marked and journalled once, so that lateness shows while it lasts."""
    rows = StepClock.objects.filter(ended_on=None, late=False, due_on__lt=law_date(now)).order_by("due_on", "pk")
    found = list(rows.values_list("followup_id", flat=True)[:BATCH])
    held = FollowUp.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=found)
    noted = 0
    for followup in held.select_related("rating__invitation").order_by("pk"):
        row = StepClock.objects.filter(followup=followup, ended_on=None, late=False, due_on__lt=law_date(now)).first()
        if row is None:
            continue
        row.late = followup.late = True
        row.save(update_fields=["late"])
        followup.save(update_fields=["late"])
        invitation = followup.rating.invitation
        payload = {**cell(invitation), "step": row.step, "due": row.due_on.isoformat()}
        journal.append(
            actor="system", action="rating.late", resource=reference(invitation.pk), payload=payload, now=now
        )
        noted += 1
    return noted


@transaction.atomic
def recount(*, now: datetime) -> int:
    """A job: after a new calendar has been published, open clocks are counted anew."""
    stale = StepClock.objects.filter(ended_on=None).exclude(calendar=cases.calendar().version)
    ids = list(stale.order_by("pk").values_list("followup_id", flat=True)[:BATCH])
    done = 0
    for followup in FollowUp.objects.select_for_update(skip_locked=True).filter(pk__in=ids).order_by("pk"):
        row = StepClock.objects.filter(followup=followup, ended_on=None).first()
        if row is None or row.calendar == cases.calendar().version:
            continue
        _count(row)
        row.save(update_fields=["due_on", "provisional", "calendar"])
        followup.due_on = row.due_on
        followup.save(update_fields=["due_on"])
        done += 1
    return done
