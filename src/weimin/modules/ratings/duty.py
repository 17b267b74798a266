"""Who sees to a bad rating: the head of the rated department; where the head is rated or there is none, the office above."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import transaction

from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations import api as organisations
from weimin.lib.lawtime import law_date
from weimin.modules.ratings.inviting import reference
from weimin.modules.ratings.models import FollowUp
from weimin.modules.ratings.rules import rules_of

__all__ = ["HEAD", "rehouse", "responsible_for"]

HEAD: Final = "head"
LEVELS: Final = 6
BATCH: Final = 200


def responsible_for(department: str, rated: Collection[int], *, otherwise: str | None, on: date) -> str:
    """The nearest department, upwards, with a head none of whose holders is rated; else the city's ``otherwise``.

    Without either it stays with the department, where it waits, and is late, in sight of everyone.
    """
    here = department
    for _ in range(LEVELS):
        if _may(here, rated, on):
            return here
        row = organisations.department(here)
        if row is None or not row.parent_code:
            break
        here = row.parent_code
    return otherwise if otherwise and _may(otherwise, rated, on) else department


def _may(department: str, rated: Collection[int], on: date) -> bool:
    heads = set(identity.actor_posts_for(HEAD, department, on=on))
    return bool(heads) and not heads & set(rated)


@transaction.atomic
def rehouse(*, now: datetime) -> int:
    """A job: what waits for a post that nobody fills any more (a department merged, a head gone) goes to the office above."""
    today = law_date(now)
    waiting = FollowUp.objects.filter(closed_at=None)
    departments = set(waiting.values_list("responsible", flat=True).distinct())
    empty = [code for code in sorted(departments) if not identity.actor_posts_for(HEAD, code, on=today)]
    if not empty:
        return 0
    moved, otherwise = 0, rules_of().otherwise
    rows = FollowUp.objects.select_for_update(of=("self",), skip_locked=True).filter(
        closed_at=None, responsible__in=empty
    )
    for row in rows.select_related("rating__invitation").order_by("pk")[:BATCH]:
        invitation = row.rating.invitation
        rated = set(invitation.rated.values_list("user_id", flat=True))
        there = responsible_for(row.responsible, rated, otherwise=otherwise, on=today)
        if there == row.responsible:
            continue
        payload = {"from": row.responsible, "to": there}
        row.responsible = there
        row.save(update_fields=["responsible"])
        journal.append(
            actor="system", action="rating.moved", resource=reference(invitation.pk), payload=payload, now=now
        )
        moved += 1
    return moved
