"""The worker and two people at once: committed for real, on both databases."""

import pytest

from modules.ratings.conftest import NOW, give, taken_in, turned_away
from support.at_once import at_once
from support.qingdao import FOLDER, at, official
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.journal import api as journal
from weimin.modules.ratings import followups
from weimin.modules.ratings.errors import AlreadyRated, StepDone
from weimin.modules.ratings.models import DayFigure, FollowUp, Invitation, Rating

pytestmark = pytest.mark.django_db(transaction=True)


def work_off() -> None:
    """As the worker does: sequence, and let every consumer read until none is behind."""
    journal.sequence(now=NOW)
    while journal.run_consumers(now=NOW):
        journal.sequence(now=NOW)


def test_the_worker_invites_and_of_two_presses_at_once_one_counts():
    catalogue.apply_city(FOLDER, actor="system", now=at("2026-09-01 08:00"))
    turned_away(taken_in())
    work_off()
    assert journal.failing_consumers() == []
    invitation = Invitation.objects.get(kind="matter")

    told = at_once([lambda grade=grade: give(invitation, grade) for grade in ("1", "2", "1")])
    assert sorted(type(each).__name__ for each in told) == sorted(
        [type(None).__name__, AlreadyRated.__name__, AlreadyRated.__name__]
    )
    assert (Rating.objects.count(), FollowUp.objects.count()) == (1, 1)

    row, head = FollowUp.objects.get(), official("head", NOW)

    def verify(finding: str) -> object:
        return followups.verify(row.pk, finding=finding, ground="查了。", actor=head, now=NOW)

    told = at_once([lambda: verify("true"), lambda: verify("malicious")])
    assert [type(each) for each in told].count(StepDone) == 1
    work_off()
    work_off()
    assert Invitation.objects.count() == 2
    figure = DayFigure.objects.get(department="xzspj-shinan")
    assert (figure.invited, figure.answered, figure.bad) == (1, 1, 1)
