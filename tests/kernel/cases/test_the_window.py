"""Windows in the kernel: who may take in what, who signs, what an agent may do, a notice for whoever leaves."""

import uuid
from datetime import date, datetime, timedelta

import pytest

from support.counter import DOG, GRANDMOTHER, GRANDSON, dog_at, person, received, restaurant_at, scan
from support.qingdao import applicant, at, hand_in, official
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity

NOW = at("2026-09-21 14:40")


@pytest.fixture(autouse=True)
def in_force(city: object, db: None) -> None:
    """Every test finds the city."""


@pytest.fixture
def clerk() -> identity.Actor:
    return official("gafj-shinan-window", NOW)


def asked_to_correct(clerk: identity.Actor, now: datetime = NOW) -> cases.Case:
    draft = dog_at(clerk, person(*GRANDMOTHER, now), now, situations={"keeper": "resident", "home": "rented"})
    case = cases.file_draft(draft.pk, actor=clerk, now=now, received=received(clerk, now))
    missing = [
        {"code": "home-lease", "label": "租赁合同", "how": "请带合同。"},
        {"code": "colour", "label": "毛色", "how": "请写清楚。"},
    ]
    acceptor = official("gafj-shinan-accept", now)
    return cases.complete_task(
        case.tasks.get(step="acceptance").pk, outcome="correct", data={"missing": missing}, actor=acceptor, now=now
    )


def test_corrections_come_to_the_window_that_collects_and_to_no_other(clerk: identity.Actor) -> None:
    case = asked_to_correct(clerk)
    task = case.tasks.get(step="correction", state="open")
    other = official("window", NOW)
    with pytest.raises(cases.NoSuchCase):
        hand_in("home-lease", other, NOW, case_id=case.pk)
    with pytest.raises(cases.NoSuchCase):
        cases.correct_answer(case.pk, field="colour", value="白", actor=other, now=NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.complete_task(task.pk, outcome="submit", data={}, actor=other, now=NOW, received=received(other, NOW))
    with pytest.raises(cases.TaskNotYours):  # without writing down how it came in, it is not the clerk's to do
        cases.complete_task(task.pk, outcome="submit", data={}, actor=clerk, now=NOW)
    later = NOW + timedelta(days=1)
    cases.paper_brought(case.pk, material="home-lease", since=task.opened_at, actor=clerk, now=later)
    cases.correct_answer(case.pk, field="colour", value="黄白", actor=clerk, now=later)
    done = cases.complete_task(
        task.pk, outcome="submit", data={}, actor=clerk, now=later, received=received(clerk, later)
    )
    assert (done.status, done.lacking, done.answers["colour"]) == ("received", [], "黄白")
    assert done.papers_received_on == date(2026, 9, 22)


def test_a_window_takes_in_only_what_it_collects_for() -> None:
    clerk = official("window", NOW)
    with pytest.raises(cases.NoSuchCase):
        dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    with pytest.raises(cases.NoSuchCase):
        dog_at(official("gafj-shinan-accept", NOW), person(*GRANDMOTHER, NOW), NOW)
    with pytest.raises(cases.NotForYou):
        restaurant_at(clerk, person(*GRANDMOTHER, NOW), NOW)


def test_the_clock_of_mail_that_lay_about_is_not_stopped_by_that(clerk: identity.Actor) -> None:
    """Written down after its five days: silence has accepted it, and the machine says so."""
    draft = dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    late = received(
        clerk,
        NOW,
        channel=cases.Channel.MAIL,
        signed=cases.Intake.Signed.BY_MAIL,
        received_on=date(2026, 9, 7),
        details={"tracking": "平信"},
    )
    case = cases.file_draft(draft.pk, actor=clerk, now=NOW, received=late)
    cases.fire_due_clocks(now=NOW)
    case.refresh_from_db()
    assert (case.status, case.accepted_on) == ("accepted", date(2026, 9, 7))


def test_an_agent_online_cannot_file_and_the_applicant_confirms() -> None:
    citizen, agent = applicant("citizen", NOW), identity.User.objects.get(login="agent")
    person_of_agent = person(*GRANDSON, NOW)
    identity.give_agent(
        citizen.party_id or 0,
        person_of_agent,
        scope=["dog-registration"],
        until=date(2026, 12, 31),
        actor=citizen,
        now=NOW,
    )
    mandate = next(m for m in identity.mandates(agent.pk, on=date(2026, 9, 21)) if m.party_id == citizen.party_id)
    actor = identity.Actor(
        kind="applicant", user_id=agent.pk, name=agent.name, party_id=mandate.party_id, party_kind=mandate.kind,
        mandate=mandate.role, scope=mandate.scope,
    )  # fmt: skip
    own = identity.Actor(
        kind="applicant", user_id=citizen.user_id, name=citizen.name, party_id=citizen.party_id, party_kind="person",
        mandate="self",
    )  # fmt: skip
    draft = cases.start_draft(
        item="dog-registration", handling="new", division="370202", situations={"keeper": "resident", "home": "own"},
        actor=actor, now=NOW,
    )  # fmt: skip
    cases.save_answers(draft.pk, answers=DOG, actor=actor, now=NOW)
    with pytest.raises(cases.NeedsSignature):
        cases.file_draft(draft.pk, actor=actor, now=NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.own_draft(draft.pk, own)  # not before the agent asks
    cases.ask_to_confirm(draft.pk, actor=actor, now=NOW)
    assert [each.pk for each in cases.drafts_to_confirm(own)] == [draft.pk]
    cases.save_answers(draft.pk, answers={"colour": "黑"}, actor=actor, now=NOW)
    assert cases.drafts_to_confirm(own) == [], "what was changed is asked again"
    cases.ask_to_confirm(draft.pk, actor=actor, now=NOW)
    case = cases.file_draft(draft.pk, actor=own, now=NOW)
    intake = case.intakes.get()
    assert (case.channel, intake.signed) == ("agent", "online")
    assert (intake.agent, case.submitted_by) == (person_of_agent, agent)
    with pytest.raises(cases.NotForYou):  # outside the scope
        cases.start_draft(
            item="renovation-registration", handling="new", division="370202", situations={}, actor=actor, now=NOW
        )


def test_an_agent_hands_in_the_form_that_the_applicant_signed() -> None:
    agent = identity.User.objects.get(login="agent")
    mandate = next(m for m in identity.mandates(agent.pk, on=date(2026, 9, 21)) if m.role == "agent")
    actor = identity.Actor(
        kind="applicant", user_id=agent.pk, name=agent.name, party_id=mandate.party_id, party_kind=mandate.kind,
        mandate="agent", scope=mandate.scope,
    )  # fmt: skip
    draft = cases.start_draft(
        item="food-business-licence", handling="cancel", division="370202", situations={}, actor=actor, now=NOW
    )
    filling = cases.filling_of(catalogue.item(draft.item), draft, NOW)
    chosen = {each.id: next(iter(each.choices)) for each in filling.open_situations}
    cases.save_answers(draft.pk, situations=chosen, answers={"phone": "13800000009"}, actor=actor, now=NOW)
    form = received(official("window", NOW), NOW, signature_id=scan(actor, NOW))
    case = cases.file_draft(draft.pk, actor=actor, now=NOW, received=form)
    intake = case.intakes.get()
    assert (intake.channel, intake.signed, intake.department) == ("agent", "agent-brought", "")


def test_a_mandate_ends_at_once_and_can_be_given_again(clerk: identity.Actor) -> None:
    agent, grandmother = identity.User.objects.get(login="agent"), person(*GRANDMOTHER, NOW)
    today = date(2026, 9, 21)

    def holds() -> bool:
        return any(each.party_id == grandmother.pk for each in identity.mandates(agent.pk, on=today))

    given = identity.give_agent(grandmother.pk, person(*GRANDSON, NOW), until=today, actor=clerk, now=NOW)
    assert holds()
    with pytest.raises(identity.NotYourParty):
        identity.end_agent(given.pk, party_id=given.agent_id or 0, actor=clerk, now=NOW)
    identity.end_agent(given.pk, party_id=grandmother.pk, actor=clerk, now=NOW)
    assert not holds()
    identity.give_agent(grandmother.pk, person(*GRANDSON, NOW), until=today, actor=clerk, now=NOW)
    assert holds()
    for until in (today - timedelta(days=1), today + identity.LONGEST_MANDATE + timedelta(days=1)):
        with pytest.raises(identity.BadMandateEnd):
            identity.give_agent(grandmother.pk, person(*GRANDSON, NOW), until=until, actor=clerk, now=NOW)
    with pytest.raises(identity.NoSuchAgent):
        identity.give_agent(grandmother.pk, grandmother, until=today, actor=clerk, now=NOW)


TOLD = {
    "not-ours": {"where": "市场监管局"},
    "papers": {"bring": "平面图\n健康证"},
    "not-now": {"why": "每年三月受理"},
    "other": {"why": "停电"},
}


@pytest.mark.parametrize("reason", list(cases.REASONS))
def test_whoever_is_turned_away_takes_a_notice_along(clerk: identity.Actor, reason: str) -> None:
    row = cases.turn_away(
        department="gafj-shinan", reason=reason, told=TOLD.get(reason, {}), key=uuid.uuid4(), actor=clerk, now=NOW
    )
    paper = documents.papers_about([cases.away_ref(row)])[0]
    text = "\n".join([*paper.facts["paragraphs"], *(row[1] for row in paper.facts["rows"]), *paper.facts["remedies"]])
    assert (paper.number, paper.issued_on, paper.recipient) == (row.number, date(2026, 9, 21), "来访人")
    assert "理由：" in text
    assert "行政复议" in text
    assert "应当收件" in text
    for said in TOLD.get(reason, {}).values():
        assert all(line in text for line in said.splitlines())
    assert cases.turned_away_counts(first=NOW.date(), last=NOW.date()) == {reason: 1}


@pytest.mark.parametrize("reason", [reason for reason, each in cases.REASONS.items() if each.needs])
def test_a_notice_without_what_it_must_say_is_not_given(clerk: identity.Actor, reason: str) -> None:
    with pytest.raises(cases.InvalidAnswer) as refused:
        cases.turn_away(department="gafj-shinan", reason=reason, told={}, key=uuid.uuid4(), actor=clerk, now=NOW)
    assert set(refused.value.errors) == set(cases.REASONS[reason].needs)
    assert not cases.TurnedAway.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"department": "hall-shinan"},
        {"department": ""},
    ],
)
def test_an_intake_of_another_window_is_refused(clerk: identity.Actor, wrong: dict[str, str]) -> None:
    draft = dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.file_draft(draft.pk, actor=clerk, now=NOW, received=received(clerk, NOW, **wrong))


def test_every_channel_leaves_one_intake(clerk: identity.Actor) -> None:
    citizen = applicant("citizen", NOW)
    draft = cases.start_draft(
        item="dog-registration", handling="new", division="370202", situations={"keeper": "resident", "home": "own"},
        actor=citizen, now=NOW,
    )  # fmt: skip
    cases.save_answers(draft.pk, answers=DOG, actor=citizen, now=NOW)
    intake = cases.file_draft(draft.pk, actor=citizen, now=NOW).intakes.get()
    assert (intake.channel, intake.signed, intake.officer) == ("portal", "online", None)
