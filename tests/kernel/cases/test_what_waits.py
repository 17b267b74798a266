"""What officials are told of their work: how much waits, how urgent it is, what they did; and papers that may follow."""

import pytest

from support import filling
from support.qingdao import applicant, at, do, draft_restaurant, hand_in, official
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MONDAY = at("2026-09-21 14:40")
PAPERS = ("floor-plan", "equipment", "safety-rules")


def filed(day: str, *papers: str) -> cases.Case:
    now = at(f"{day} 10:00")
    trader = applicant("trader", now)
    return cases.file_draft(draft_restaurant(trader, now, papers=papers or PAPERS).pk, actor=trader, now=now)


@pytest.fixture
def three() -> list[cases.Case]:
    """Acceptance due on 24, 29 and 30 September."""
    return [filed(day) for day in ("2026-09-18", "2026-09-21", "2026-09-22")]


def test_figures_count_by_step_and_by_urgency_in_one_query(three, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    acceptor = official("acceptor", MONDAY)
    with django_assert_num_queries(1):
        figures = cases.task_figures(acceptor, today=at("2026-09-29 09:00").date())
    assert (dict(figures.by_step), figures.total) == ({"acceptance": 3}, 3)
    assert dict(figures.by_due) == {"late": 1, "today": 1, "soon": 1}


@pytest.mark.parametrize(("due", "found"), [("late", 0), ("today", 1), ("soon", 2)])
def test_the_list_can_be_narrowed_to_an_urgency(three: list[cases.Case], due: cases.Urgency, found: int) -> None:
    lines, total = cases.open_tasks(
        official("acceptor", MONDAY), today=at("2026-09-29 09:00").date(), wanted=cases.TaskFilter(due=due)
    )
    assert ([line.task.case_id for line in lines], total) == ([three[found].pk], 1)


def test_what_is_not_due_soon_is_later(three: list[cases.Case]) -> None:
    _lines, total = cases.open_tasks(
        official("acceptor", MONDAY), today=at("2026-09-21 09:00").date(), wanted=cases.TaskFilter(due="later")
    )
    assert total == 3


def test_an_official_finds_again_what_was_done_last(three: list[cases.Case]) -> None:
    acceptor = official("acceptor", MONDAY)
    for case, hour in zip(three, ("09", "11", "10"), strict=True):
        do(case, "acceptance", "accept", acceptor, at(f"2026-09-23 {hour}:00"))
    assert [line.task.case_id for line in cases.done_tasks(acceptor)] == [three[1].pk, three[2].pk, three[0].pk]
    assert cases.done_tasks(official("reviewer", MONDAY)) == []


def test_what_is_missing_is_named_by_the_item_where_only_its_code_was_given() -> None:
    case = filed("2026-09-21", "floor-plan", "equipment")
    missing = [{"code": "safety-rules", "how": "请补交。"}, {"code": "area", "how": "请核对。"}]
    do(case, "acceptance", "correct", official("acceptor", MONDAY), MONDAY, missing=missing)
    dossier = cases.open_case_page(case.pk, actor=applicant("trader", MONDAY), now=MONDAY)
    asked = [entry["label"] for entry in cases.asked_corrections(dossier)]
    assert asked == ["食品安全规章制度", "经营面积有多大？"]


def test_the_time_of_papers_that_may_follow_ends_with_the_last_of_them() -> None:
    item = catalogue.item("rural-building-permit")
    handling, place = next(each for each in filling.offered(item) if each[0] == "new")
    case = filling.file(item, handling, place, MONDAY, without="sketch")
    task = cases.Task.objects.get(case=case, state="open")
    actor = filling.holder_of(task, case, MONDAY)
    cases.complete_task(task.pk, outcome="accept", data={}, actor=actor, now=MONDAY)
    row = cases.ClockRow.objects.get(case=case, name="deferral")
    assert (row.state, row.due_on.isoformat()) == ("running", "2026-10-08")  # ten days, rolled over the holiday
    hand_in("sketch", filling.somebody_for(item, MONDAY), at("2026-09-25 09:00"), case_id=case.pk)
    row.refresh_from_db()
    assert (row.state, row.ended_on.isoformat()) == ("met", "2026-09-25")


@pytest.mark.parametrize(
    ("due", "today", "left"),
    [
        ("2026-09-29", "2026-09-29", 0),
        ("2026-09-29", "2026-09-28", 1),
        ("2026-09-29", "2026-09-21", 5),
        ("2026-09-29", "2026-10-08", -2),
        ("2026-10-16", "2026-10-17", -1),  # late already on the Saturday after the Friday
        ("2026-10-18", "2026-10-17", 1),  # a period of days that ends on a Sunday is not over on the Saturday
    ],
)
def test_only_the_due_day_itself_is_due_today(due: str, today: str, left: int) -> None:
    assert cases.days_left(at(f"{due} 00:00").date(), at(f"{today} 00:00").date()) == left
