"""Clocks of offices beside the deciding one: a first review below it (行政许可法 43), officers sent to test (55)."""

import pytest

from support.filling import file, holder_of, offered
from support.qingdao import at, do, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

FILED, ACCEPTED, LATER = at("2026-09-01 09:00"), at("2026-09-02 09:00"), at("2026-09-04 09:00")


def accepted(item: str, handling: str) -> cases.Case:
    found = catalogue.item(item, revision_id=catalogue.active_revision().pk)
    place = next(place for code, place in offered(found) if code == handling)
    case = file(found, handling, place, FILED)
    return by_its_post(case, "acceptance", "accept", ACCEPTED)


def by_its_post(case: cases.Case, step: str, outcome: str, now=LATER, **data: str) -> cases.Case:  # type: ignore[no-untyped-def]
    return do(case, step, outcome, holder_of(task_of(case, step), case, now), now, **data)


def clock(case: cases.Case, name: str) -> cases.ClockRow:
    return cases.ClockRow.objects.get(case=case, name=name)


def test_the_lower_office_has_its_own_time_and_the_higher_one_goes_on() -> None:
    case = accepted("rural-building-permit", "new")
    first = clock(case, "first-review")
    assert (first.state, first.due_on.isoformat()) == ("running", "2026-09-22")
    assert first.article == "青岛市城乡规划条例 第三十一条第三款"
    assert case.accepts != case.decides
    assert task_of(case, "review").department == case.accepts
    by_its_post(case, "review", "approve")
    assert (clock(case, "first-review").state, clock(case, "first-review").ended_on) == ("met", LATER.date())
    higher = task_of(case, "review")
    assert (higher.department, higher.due_on) == (case.decides, clock(case, "promised").due_on)


def test_officers_are_sent_to_test_within_five_days_of_acceptance() -> None:
    case = accepted("gas-business-licence", "new")
    assert clock(case, "inspection").due_on.isoformat() == "2026-09-09"
    assert task_of(case, "review").due_on.isoformat() == "2026-09-09"
    by_its_post(case, "review", "special", ground="testing", days="5", reason="压力检测。")
    assert clock(case, "inspection").state == "met"


def test_another_special_procedure_does_not_stand_in_for_the_test() -> None:
    case = accepted("gas-business-licence", "new")
    by_its_post(case, "review", "special", ground="expert-review", days="5", reason="方案评审。")
    assert clock(case, "inspection").state == "running"


def test_what_never_was_needed_ends_with_the_decision() -> None:
    case = accepted("gas-business-licence", "new")
    by_its_post(case, "review", "approve")
    by_its_post(case, "decision", "grant")
    assert clock(case, "inspection").state == "cancelled"
