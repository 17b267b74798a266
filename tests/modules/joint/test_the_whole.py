"""A joint application from its one form to the last result, through the services as the pages use them."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from modules.joint.conftest import NOW
from support import joining
from support.qingdao import applicant, at, do, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices
from weimin.modules.joint import opening, services
from weimin.modules.joint.models import Application, HandedIn, Part
from weimin.modules.joint.overview import overview_of
from weimin.modules.joint.showing import says, stage_clocks

pytestmark = pytest.mark.django_db
FOOD, FIRE, ADVERT, SHOP = (
    "food-business-licence",
    "fire-opening-check",
    "outdoor-advertisement",
    "sole-trader-registration",
)


def child(parent: cases.Case, item: str) -> cases.Case:
    found = joining.part(parent, item).case
    assert found is not None
    return found


def accept(parent: cases.Case, item: str, login: str, day: str) -> None:
    now = at(day)
    do(child(parent, item), "acceptance", "accept", official(login, now), now)
    joining.catch_up(now)


def test_one_act_files_the_whole_and_a_case_for_each_office_that_can_begin(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    assert joining.states(parent) == {FOOD: "open", FIRE: "open", ADVERT: "open"}
    food, fire = child(parent, FOOD), child(parent, FIRE)
    assert food.answers["premises"] == fire.answers["premises"]
    assert food.situations["outlet"] == "restaurant", "the event answers what is plain from it"
    assert (food.accepts, fire.accepts) == ("xzspj-shinan", "xfdd-shinan")
    assert len({parent.number, food.number, fire.number}) == 3
    assert parent.answers == {}, "the lead department holds nothing of what is meant for others"


def test_a_paper_that_several_offices_use_is_stored_once_and_shared(trader: identity.Actor) -> None:
    joining.file(trader, NOW)
    plans = cases.Material.objects.filter(material="floor-plan", case__isnull=False)
    assert plans.count() == 2
    assert len(set(plans.values_list("file_id", flat=True))) == 1
    assert HandedIn.objects.filter(material="floor-plan").count() == 1


def test_filing_costs_the_same_few_statements_for_each_office(
    trader: identity.Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    application = joining.fill(trader, NOW)
    with django_assert_max_num_queries(17 + 3 * 9):
        opening.file_application(application.pk, actor=trader, now=NOW)


def test_pressing_send_twice_files_one_whole(trader: identity.Actor) -> None:
    application = joining.fill(trader, NOW)
    first = opening.file_application(application.pk, actor=trader, now=NOW)
    assert opening.file_application(application.pk, actor=trader, now=NOW).pk == first.pk
    assert Part.objects.count() == 3


def test_an_unanswered_question_files_nothing(trader: identity.Actor) -> None:
    application = joining.fill(trader, NOW)
    Application.objects.filter(pk=application.pk).update(situations={"besides": "no"})
    with pytest.raises(cases.InvalidAnswer) as wrong:
        opening.file_application(application.pk, actor=trader, now=NOW)
    assert "s-advert" in wrong.value.errors
    assert not cases.Case.objects.filter(applicant_id=trader.party_id).exists()


def test_a_stranger_neither_fills_in_nor_files_it(trader: identity.Actor) -> None:
    application = joining.fill(trader, NOW)
    with pytest.raises(cases.NoSuchCase):
        opening.file_application(application.pk, actor=applicant("citizen", NOW), now=NOW)


def test_a_refusal_inside_stops_only_what_needs_it_and_the_whole_ends_partly_granted(citizen: identity.Actor) -> None:
    parent = joining.file(citizen, NOW)
    assert joining.states(parent)[FOOD] == "waiting"
    joining.handle(parent, SHOP, NOW)
    assert joining.states(parent)[FOOD] == "open"
    joining.handle(parent, ADVERT, NOW, review=["reject"], decision=["refuse"])
    refused = next(line for line in overview_of(parent, today=NOW.date()).lines if line.part.item == ADVERT)
    assert "别的几项不受影响" in str(says(refused))
    joining.handle(parent, FOOD, NOW)
    joining.handle(parent, FIRE, NOW)
    parent.refresh_from_db()
    assert (parent.outcome, parent.status) == ("partly-granted", "closed")
    assert child(parent, FOOD).outcome == "granted"


def test_what_needs_a_refused_part_does_not_open_and_says_why(citizen: identity.Actor) -> None:
    parent = joining.file(citizen, NOW)
    joining.handle(parent, SHOP, NOW, decision=["refuse"])
    assert joining.states(parent) == {SHOP: "refused", FOOD: "dropped", FIRE: "dropped", ADVERT: "dropped"}
    lines = {line.part.item: line for line in overview_of(parent, today=NOW.date()).lines}
    assert "它要等的“个体工商户登记”没有办成" in str(says(lines[FOOD]))
    assert "没法接着办" in str(says(lines[SHOP]))
    told = [message.body_zh for message in notices.inbox(parent.applicant_id)]
    assert any("没法接着办：它要等的“个体工商户登记”没有办成" in body for body in told)


def test_the_applicant_is_told_once_that_the_whole_was_received(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    joining.catch_up(NOW)
    received = [m for m in notices.inbox(parent.applicant_id) if "已收到" in m.body_zh]
    assert [message.subject for message in received] == [cases.case_ref(parent)]


def test_the_stage_s_clock_starts_with_the_first_acceptance_and_encloses_every_part(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    accept(parent, ADVERT, "csgl-shinan-accept", "2026-09-22 09:00")
    clocks = {row.name: row for row in cases.ClockRow.objects.filter(case=parent)}
    assert clocks["stage"].start_on == date(2026, 9, 22)
    assert clocks["stage"].length == 45
    inside = cases.ClockRow.objects.filter(name="stage-promised").exclude(case=parent)
    assert {row.case_id for row in inside} == {child(parent, item).pk for item in (FOOD, FIRE, ADVERT)}
    assert {row.due_on for row in inside} == {clocks["stage-promised"].due_on}


def test_a_part_is_due_by_its_own_clock_or_its_stage_s_whichever_is_first(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    accept(parent, FIRE, "xfdd-shinan-accept", "2026-09-21 10:00")
    late = at("2026-10-23 10:00")
    do(child(parent, ADVERT), "acceptance", "accept", official("csgl-shinan-accept", late), late)
    own = cases.ClockRow.objects.get(case=child(parent, ADVERT), name="promised").due_on
    stage = cases.ClockRow.objects.get(case=parent, name="stage-promised").due_on
    task = cases.Task.objects.filter(case=child(parent, ADVERT), step="review", state="open").first()
    assert task is not None
    assert own is not None
    assert stage is not None
    assert stage < own
    assert task.due_on == stage


def test_an_office_s_special_procedure_stops_its_own_clocks_and_the_stage_and_no_other_office(
    trader: identity.Actor,
) -> None:
    parent = joining.file(trader, NOW)
    accept(parent, FOOD, "acceptor", "2026-09-21 10:00")
    accept(parent, FIRE, "xfdd-shinan-accept", "2026-09-21 10:00")
    paused = at("2026-09-22 10:00")
    do(
        child(parent, FOOD),
        "review",
        "special",
        official("reviewer", paused),
        paused,
        ground="expert-review",
        days=5,
        reason="需要评审。",
    )
    joining.catch_up(paused)
    state = {(row.case_id, row.name): row.state for row in cases.ClockRow.objects.all()}
    assert state[child(parent, FOOD).pk, "stage"] == "suspended"
    assert state[parent.pk, "stage"] == "suspended"
    assert state[child(parent, FIRE).pk, "stage"] == "running"
    shown = stage_clocks(overview_of(parent, today=paused.date()), paused.date())
    assert "食品经营许可" in str(shown[0]["detail"])
    resumed = at("2026-09-29 10:00")
    do(child(parent, FOOD), "special", "done", official("expert-secretary", resumed), resumed, findings="可行。")
    joining.catch_up(resumed)
    row = cases.ClockRow.objects.get(case=parent, name="stage")
    assert row.state == "running"
    assert [(pause["first"], pause["last"]) for pause in row.pauses] == [("2026-09-22", "2026-09-29")]


def test_the_head_of_the_government_extends_a_stage_once_with_a_reason(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    accept(parent, FOOD, "acceptor", "2026-09-21 10:00")
    before = cases.ClockRow.objects.get(case=parent, name="stage").due_on
    head, wish = official("zfb-shinan-head", NOW), {"days": "15", "reason": "涉及多部门会商。"}
    for wrong in ("chief", "head"):
        with pytest.raises(cases.ActNotAllowed):
            services.extend(parent.pk, data=wish, actor=official(wrong, NOW), now=NOW)
    with pytest.raises(cases.InvalidAnswer):
        services.extend(parent.pk, data=wish | {"days": "16"}, actor=head, now=NOW)
    services.extend(parent.pk, data=wish, actor=head, now=NOW)
    after = cases.ClockRow.objects.get(case=parent, name="stage")
    assert before is not None
    assert after.due_on is not None
    assert cases.calendar().count(before, after.due_on) == 15
    assert cases.ClockRow.objects.get(case=child(parent, FOOD), name="stage").due_on == after.due_on
    assert cases.ClockRow.objects.get(case=child(parent, FOOD), name="statutory").extended == 0
    with pytest.raises(cases.ActNotAllowed):
        services.extend(parent.pk, data=wish, actor=head, now=NOW)


def test_the_lead_department_reminds_an_office_and_no_one_else_may(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    wish = {"item": ADVERT, "data": {"note": "请抓紧。"}}
    services.remind(parent.pk, **wish, actor=official("acceptor", NOW), now=NOW)  # type: ignore[arg-type]
    for case in (parent, child(parent, ADVERT)):
        entries = journal.entries(case=cases.case_ref(case))
        assert ("joint.reminded", "请抓紧。") in [(e.action, (e.payload or {}).get("note")) for e in entries]
    with pytest.raises(cases.NoSuchCase):
        services.remind(parent.pk, **wish, actor=official("csgl-shinan-accept", NOW), now=NOW)  # type: ignore[arg-type]
    with pytest.raises(cases.ActNotAllowed):
        services.remind(parent.pk, **wish, actor=official("zfb-shinan-head", NOW), now=NOW)  # type: ignore[arg-type]


def test_the_lead_department_decides_for_no_one(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    task = cases.Task.objects.get(case=child(parent, ADVERT), step="acceptance")
    with pytest.raises(cases.NoSuchCase):
        cases.complete_task(task.pk, outcome="accept", data={}, actor=official("acceptor", NOW), now=NOW)


def test_one_part_withdrawn_leaves_the_rest(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    cases.act_on_case(child(parent, ADVERT).pk, act="withdraw", data={}, actor=trader, now=NOW)
    joining.catch_up(NOW)
    assert joining.states(parent)[ADVERT] == "withdrawn"
    joining.handle(parent, FOOD, NOW)
    joining.handle(parent, FIRE, NOW)
    parent.refresh_from_db()
    assert parent.outcome == "granted"


def test_the_whole_withdrawn_ends_every_part_that_is_not_decided(citizen: identity.Actor) -> None:
    parent = joining.file(citizen, NOW)
    joining.handle(parent, SHOP, NOW)
    services.withdraw(parent.pk, actor=citizen, now=NOW)
    joining.catch_up(NOW)
    parent.refresh_from_db()
    assert parent.outcome == "withdrawn"
    assert joining.states(parent) == {SHOP: "granted", FOOD: "withdrawn", FIRE: "withdrawn", ADVERT: "withdrawn"}
    assert child(parent, FOOD).outcome == "withdrawn"
    with pytest.raises(cases.CaseClosed):
        services.withdraw(parent.pk, actor=citizen, now=NOW)


def test_elapsed_time_counts_calendar_and_working_days(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    elapsed = overview_of(parent, today=date(2026, 10, 9)).elapsed
    assert (elapsed.days, elapsed.workdays) == (18, 8)


def test_what_the_city_changes_later_does_not_change_the_parts_of_an_open_case(citizen: identity.Actor) -> None:
    """A part that opens later opens under the revision at filing."""
    parent = joining.file(citizen, NOW)
    joining.handle(parent, SHOP, NOW)
    assert {child(parent, item).revision_id for item in (SHOP, FOOD)} == {parent.revision_id}


def test_the_window_of_the_lead_department_and_the_query_page_know_the_whole(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    seat = identity.ActorPost(parent.collects, "370202", "window", frozenset({"window"}))
    clerk = identity.Actor("official", user_id=official("window", NOW).user_id, name="窗口", posts=(seat,))
    names = {case.pk: name.zh for case, name in cases.look_up(parent.applicant_id, actor=clerk, now=NOW)}
    assert names[parent.pk] == cases.public_view(number=parent.number, code=parent.query_code).item.zh
    assert names[parent.pk]
