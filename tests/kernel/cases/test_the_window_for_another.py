"""A window filled for another: for the items and acts that were given, and the journal and the papers say for whom."""

import uuid
from datetime import date

import pytest

from support.counter import GRANDMOTHER, dog_at, person, received
from support.qingdao import at, do, hand_in, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal

NOW = at("2026-09-21 14:40")
GIVER, RECEIVER = "gafj-shinan-window", "gafj-shinan-accept"


@pytest.fixture(autouse=True)
def in_force(city: object, db: None) -> None:
    """Every test finds the city."""


def user(login: str) -> int:
    return identity.User.objects.get(login=login).pk


def given(*, items: tuple[str, ...] = (), acts: tuple[str, ...] = ()) -> identity.Actor:
    """The one who accepts, to whom the clerk of the window has delegated it."""
    giver = official(GIVER, NOW)
    identity.delegate(
        giver, post=giver.own_posts[0].ref, to=user(RECEIVER), until=date(2026, 12, 31), reason="出差", now=NOW,
        items=items, acts=acts,
    )  # fmt: skip
    return official(RECEIVER, NOW)


def last(action: str) -> dict[str, object]:
    return journal.Entry.objects.filter(action=action).latest("pk").payload or {}


def turn_away(clerk: identity.Actor) -> cases.TurnedAway:
    return cases.turn_away(
        department=min(cases.counters_of(clerk)), reason="no-permit", told={}, key=uuid.uuid4(), actor=clerk, now=NOW
    )


def test_what_is_taken_in_for_another_says_so_in_the_journal_and_once_on_the_receipt() -> None:
    clerk, owner = given(), official(GIVER, NOW)
    draft = dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    case = cases.file_draft(draft.pk, actor=clerk, now=NOW, received=received(clerk, NOW))
    for action in ("case.begun-at-window", "case.filed"):
        assert last(action)["acting"]["name"] == owner.name  # type: ignore[index]
    (receipt,) = documents.papers_about([cases.case_ref(case)])
    assert [row for row in receipt.facts["rows"] if row[0] == "经办"] == [["经办", f"{clerk.name}（代{owner.name}）"]]
    assert cases.intakes_of(case)[0].officer_id == clerk.user_id


def test_a_clerk_at_the_own_window_acts_for_nobody() -> None:
    clerk = official(GIVER, NOW)
    draft = dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    case = cases.file_draft(draft.pk, actor=clerk, now=NOW, received=received(clerk, NOW))
    assert "acting" not in last("case.filed")
    (receipt,) = documents.papers_about([cases.case_ref(case)])
    assert "经办" not in [row[0] for row in receipt.facts["rows"]]


def test_whoever_is_turned_away_for_another_is_told_by_whom() -> None:
    clerk, owner = given(), official(GIVER, NOW)
    row = turn_away(clerk)
    assert last("case.turned-away")["acting"]["name"] == owner.name  # type: ignore[index]
    (notice,) = documents.papers_about([cases.away_ref(row)])
    assert ["经办", f"{clerk.name}（代{owner.name}）"] in [list(each) for each in notice.facts["rows"]]


def test_a_window_given_for_other_items_takes_in_finds_and_shows_nothing_of_this_one() -> None:
    owner = official(GIVER, NOW)
    draft = dog_at(owner, person(*GRANDMOTHER, NOW), NOW)
    clerk = given(items=("food-business-licence",))
    with pytest.raises(cases.NoSuchCase):
        dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.own_draft(draft.pk, clerk)
    assert cases.own_drafts(clerk) == []
    case = cases.file_draft(draft.pk, actor=owner, now=NOW, received=received(owner, NOW))
    assert cases.case_at_window(clerk, number=case.number) == []
    assert cases.look_up(case.applicant_id, actor=clerk, now=NOW) == []
    assert not cases.may_take_in(case, clerk)
    with pytest.raises(cases.NoSuchCase):
        hand_in("home-lease", clerk, NOW, case_id=case.pk)
    assert [found.pk for found, _item in cases.case_at_window(owner, number=case.number)] == [case.pk]


def test_a_window_given_for_handing_over_takes_nothing_in() -> None:
    clerk = given(acts=("deliver",))
    assert cases.counters_of(clerk) == frozenset()
    with pytest.raises(cases.NoSuchCase):
        dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)


def test_what_a_colleague_has_in_hand_another_window_does_not_hand_over() -> None:
    owner, clerk = official(GIVER, NOW), given()
    draft = dog_at(owner, person(*GRANDMOTHER, NOW), NOW)
    case = cases.file_draft(draft.pk, actor=owner, now=NOW, received=received(owner, NOW))
    desks = {"acceptor": "accept", "reviewer": "review", "decider": "decide", "issuer": "issue"}
    good = {"acceptance": "accept", "review": "approve", "decision": "grant"}
    while (task := case.tasks.get(state="open")).step != "delivery":
        clerk_of_step = official(f"gafj-shinan-{desks[task.role]}", NOW)
        do(case, task.step, good.get(task.step, task.outcomes[0]), clerk_of_step, NOW)
    assert list(cases.hand_overs([case], clerk)) == [case.pk]
    cases.take_task(task.pk, actor=owner, now=NOW)
    assert cases.hand_overs([case], clerk) == {}
    assert list(cases.hand_overs([case], owner)) == [case.pk]
