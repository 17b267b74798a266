"""Two presses and two clerks at the windows: each act is done once, on both databases."""

import uuid
from datetime import date

import pytest

from kernel.cases.test_concurrency import at_once
from kernel.cases.test_the_window import asked_to_correct
from support.counter import GRANDMOTHER, GRANDSON, dog_at, person, received
from support.qingdao import FOLDER, at, official
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-09-21 14:40")


@pytest.fixture
def city() -> catalogue.Applied:
    return catalogue.apply_city(FOLDER, actor="system", now=at("2026-09-01 08:00"))


@pytest.fixture
def clerk(city: catalogue.Applied) -> identity.Actor:
    return official("gafj-shinan-window", NOW)


def test_two_presses_begin_one_application_and_take_it_in_once(clerk: identity.Actor) -> None:
    grandmother, key = person(*GRANDMOTHER, NOW), uuid.uuid4()
    begun = at_once([lambda: dog_at(clerk, grandmother, NOW, key=key)] * 4)
    assert {type(each) for each in begun} == {cases.Draft}, begun
    assert len({each.pk for each in begun}) == 1  # type: ignore[attr-defined]
    draft = cases.Draft.objects.get()
    filed = at_once([lambda: cases.file_draft(draft.pk, actor=clerk, now=NOW, received=received(clerk, NOW))] * 4)
    assert len({each.pk for each in filed}) == 1, filed  # type: ignore[attr-defined]
    assert cases.Intake.objects.count() == 1
    assert [entry.action for entry in journal.entries(case=cases.case_ref(cases.Case.objects.get()))] == ["case.filed"]


def test_two_counters_register_one_person(city: catalogue.Applied) -> None:
    found = at_once([lambda: person(*GRANDMOTHER, NOW)] * 4)
    assert len({each.pk for each in found}) == 1, found  # type: ignore[attr-defined]


def test_two_clerks_with_one_correction_hand_it_in_once(clerk: identity.Actor) -> None:
    case = asked_to_correct(clerk)
    task = case.tasks.get(step="correction", state="open")

    def bring() -> cases.Case:
        taken = received(clerk, NOW, key=uuid.uuid4())
        return cases.complete_task(task.pk, outcome="submit", data={}, actor=clerk, now=NOW, received=taken)

    results = at_once([bring] * 4)
    assert sum(isinstance(each, cases.Case) for each in results) == 1
    assert sum(isinstance(each, cases.StaleTask) for each in results) == 3
    assert case.intakes.count() == 2
    assert case.clocks.filter(name="acceptance").count() == 2


def test_two_presses_turn_away_once_and_no_number_is_lost(clerk: identity.Actor) -> None:
    key = uuid.uuid4()

    def away() -> cases.TurnedAway:
        return cases.turn_away(department="gafj-shinan", reason="no-permit", told={}, key=key, actor=clerk, now=NOW)

    rows = at_once([away] * 4)
    assert len({each.pk for each in rows}) == 1, rows  # type: ignore[attr-defined]
    other = cases.turn_away(
        department="gafj-shinan", reason="other", told={"why": "停电"}, key=uuid.uuid4(), actor=clerk, now=NOW
    )
    serials = [int(each.number.split("-")[3]) for each in (rows[0], other)]  # type: ignore[attr-defined]
    assert serials[1] == serials[0] + 1


def test_two_presses_give_one_mandate(clerk: identity.Actor) -> None:
    grandmother, grandson = person(*GRANDMOTHER, NOW), person(*GRANDSON, NOW)

    def give() -> identity.Representation:
        return identity.give_agent(
            grandmother.pk, grandson, scope=["dog-registration"], until=date(2026, 12, 31), actor=clerk, now=NOW
        )

    given = at_once([give] * 4)
    assert len({each.pk for each in given}) == 1, given  # type: ignore[attr-defined]
