"""A hearing on a planning permit: offered, asked for, arranged with seven days' notice, held, and decided on its record."""

import pytest

from support.hearing import ASKED, FILED, OFFERED, arranged, asked_for, offer, presiding
from support.qingdao import applicant, at, do, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.cases.messages import BODIES, tell_applicants
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def offered() -> cases.Case:
    return offer()


def clock(case: cases.Case, name: str) -> cases.ClockRow:
    return cases.ClockRow.objects.filter(case=case, name=name).latest("round")


def held(case: cases.Case) -> cases.Case:
    record = {"held_on": "2026-09-24", "attended": "申请人、业主代表", "findings": "双方对采光分析没有异议。"}
    return do(case, "hearing", "held", official("zrzy-experts", FILED), at("2026-09-24 11:00"), **record)


def test_an_offer_gives_five_working_days_and_stops_no_clock(offered: cases.Case) -> None:
    assert clock(offered, "hearing-request").due_on.isoformat() == "2026-09-14"
    assert clock(offered, "statutory").state == "running"
    assert task_of(offered, "hearing-request").due_on.isoformat() == "2026-09-14"
    offer = documents.papers_about([cases.case_ref(offered)])[-1]
    assert offer.title == "听证权利告知书"
    assert "2026年9月14日前" in offer.facts["paragraphs"][1]
    journal.sequence(now=OFFERED)
    told = [entry for entry in journal.entries(case=cases.case_ref(offered)) if entry.action in BODIES]
    tell_applicants(told, now=OFFERED)
    assert [message.title_zh for message in notices.inbox(offered.applicant_id) if message.needs_action] == [
        "告知听证权利"
    ]


def test_a_request_suspends_the_decision_and_gives_twenty_working_days_to_hold_it(offered: cases.Case) -> None:
    case = asked_for(offered)
    assert case.status == cases.Status.SUSPENDED
    assert (clock(case, "statutory").state, clock(case, "promised").state) == ("suspended", "suspended")
    # 11 September to 14 October: 25–27 September and 1–7 October are days off, 20 September and 10 October are worked
    assert clock(case, "hearing").due_on.isoformat() == "2026-10-14"
    assert task_of(case, "hearing-arrangement").due_on.isoformat() == "2026-10-14"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-09-22", "最早是 2026-09-23"),  # seven working days after the 14th end on the 22nd: the 20th is worked
        ("2026-10-15", "最晚是 2026-10-14"),
        ("2026-09-11", "最早是"),
        ("next week", "年-月-日"),
    ],
)
def test_a_hearing_has_seven_working_days_notice_and_is_held_in_time(offered: cases.Case, day: str, words: str) -> None:
    case = asked_for(offered)
    with pytest.raises(cases.InvalidAnswer) as refused:
        arranged(case, on=day)
    assert words in refused.value.errors["on"].zh
    assert task_of(case, "hearing-arrangement").state == "open"


def test_the_earliest_lawful_day_is_taken(offered: cases.Case) -> None:
    arranged(asked_for(offered), on="2026-09-23")


def test_who_reviewed_the_case_does_not_preside(offered: cases.Case) -> None:
    case = asked_for(offered)
    for nobody in (presiding("zrzy-review"), presiding("chief"), "0", "乱写"):
        with pytest.raises(cases.InvalidAnswer) as refused:
            arranged(case, presiding=nobody)
        assert "没有审查过本件" in refused.value.errors["presiding"].zh
    arranged(case)
    notice = documents.papers_about([cases.case_ref(case)])[-1]
    assert notice.title == "听证通知书"
    assert ["主持人", "尹南乔"] in notice.facts["rows"]


def test_after_the_hearing_the_clock_runs_on_and_the_decision_names_the_record(offered: cases.Case) -> None:
    case = asked_for(offered)
    arranged(case)
    case = held(case)
    assert case.status == cases.Status.ACCEPTED
    statutory = clock(case, "statutory")
    # three working days ran before the 10th, seventeen follow the 24th
    assert (statutory.state, statutory.due_on.isoformat()) == ("running", "2026-10-26")
    do(case, "review", "approve", official("zrzy-review", FILED), at("2026-09-28 09:00"))
    do(case, "decision", "grant", official("zrzy-decide", FILED), at("2026-09-29 09:00"))
    decision = documents.papers_about([cases.case_ref(case)])[-1]
    assert any("根据听证笔录作出" in paragraph for paragraph in decision.facts["paragraphs"])


def test_a_decision_without_a_hearing_names_no_record(offered: cases.Case) -> None:
    case = do(offered, "hearing-request", "waive", applicant("builder", FILED), ASKED)
    assert (case.status, clock(case, "statutory").state) == (cases.Status.ACCEPTED, "running")
    do(case, "review", "approve", official("zrzy-review", FILED), at("2026-09-11 09:00"))
    do(case, "decision", "grant", official("zrzy-decide", FILED), at("2026-09-11 10:00"))
    decision = documents.papers_about([cases.case_ref(case)])[-1]
    assert not any("听证笔录" in paragraph for paragraph in decision.facts["paragraphs"])


def test_if_nobody_asks_in_time_the_review_goes_on(offered: cases.Case) -> None:
    assert cases.fire_due_clocks(now=at("2026-09-14 23:00")) == 0
    assert cases.fire_due_clocks(now=at("2026-09-15 00:00")) == 1
    assert clock(offered, "hearing-request").state == "lapsed"
    assert task_of(offered, "review").state == "open"
    assert cases.Task.objects.get(case=offered, step="hearing-request").state == "cancelled"


def test_who_asked_and_does_not_come_has_no_hearing(offered: cases.Case) -> None:
    case = asked_for(offered)
    arranged(case)
    case = do(
        case, "hearing", "absent", official("zrzy-experts", FILED), at("2026-09-24 11:00"), reason="经通知没有到场。"
    )
    assert (case.status, clock(case, "hearing").state) == (cases.Status.ACCEPTED, "cancelled")
    assert clock(case, "statutory").state == "running"


def test_only_the_applicant_asks(offered: cases.Case) -> None:
    for other in (official("zrzy-review", FILED), applicant("trader", FILED)):
        with pytest.raises((cases.NoSuchCase, cases.TaskNotYours)):
            do(offered, "hearing-request", "ask", other, ASKED)
