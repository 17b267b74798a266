"""A restaurant's licence, from a missing paper to service: through the front door of cases, on the real city."""

from typing import Any

import pytest

from support.qingdao import applicant, at, do, draft_restaurant, hand_in, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.cases import drafts
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

FILED = at("2026-09-21 14:40")


@pytest.fixture
def filed() -> cases.Case:
    trader = applicant("trader", FILED)
    draft = draft_restaurant(trader, FILED, papers=("floor-plan", "equipment"))
    return cases.file_draft(draft.pk, actor=trader, now=FILED)


def clock(case: cases.Case, name: str) -> cases.ClockRow:
    return cases.ClockRow.objects.filter(case=case, name=name).latest("round")


def corrected(case: cases.Case) -> cases.Case:
    """The one missing paper is asked for on the 22nd, handed in on the 24th, accepted on the 28th."""
    acceptor, trader = official("acceptor", FILED), applicant("trader", FILED)
    missing = [{"code": "safety-rules", "label": "食品安全规章制度", "how": "请补交。"}]
    do(case, "acceptance", "correct", acceptor, at("2026-09-22 09:00"), missing=missing)
    hand_in("safety-rules", trader, at("2026-09-24 10:00"), case_id=case.pk)
    do(case, "correction", "submit", trader, at("2026-09-24 10:05"))
    return do(case, "acceptance", "accept", acceptor, at("2026-09-28 09:12"))


def visited(case: cases.Case) -> None:
    """The reviewer sends two officers, who find the site in order."""
    reviewer, inspector = official("reviewer", FILED), official("inspector-1", FILED)
    other = cases.colleagues(task := _ordered(case, reviewer), inspector, today=at("2026-09-29 10:00").date())
    second = next(iter(other))
    cases.complete_task(
        task.pk,
        outcome="pass",
        data={"visited_on": "2026-09-29", "companion": second, "findings": "布局合理，生熟分开。"},
        actor=inspector,
        now=at("2026-09-29 16:00"),
    )


def _ordered(case: cases.Case, reviewer: object) -> cases.Task:
    do(case, "review", "visit", reviewer, at("2026-09-28 15:00"))  # type: ignore[arg-type]
    return task_of(case, "visit")


def test_filing_gives_a_number_a_receipt_and_an_acceptance_clock(filed: cases.Case) -> None:
    assert filed.number.startswith("370202-XZSP-2026-")
    assert filed.status == cases.Status.RECEIVED
    assert clock(filed, "acceptance").due_on.isoformat() == "2026-09-29"
    assert [paper.title for paper in documents.papers_about([cases.case_ref(filed)])] == ["收件凭证"]
    assert filed.lacking == ["safety-rules"]


def test_filing_twice_gives_the_same_case(filed: cases.Case) -> None:
    again = cases.file_draft(filed.draft.pk, actor=applicant("trader", FILED), now=FILED)
    assert again.pk == filed.pk


def test_an_incomplete_application_cannot_be_accepted(filed: cases.Case) -> None:
    with pytest.raises(cases.NotYetPossible, match="食品安全规章制度"):
        do(filed, "acceptance", "accept", official("acceptor", FILED), at("2026-09-22 09:00"))
    assert task_of(filed, "acceptance").state == "open"


def test_corrected_papers_start_a_new_acceptance_clock(filed: cases.Case) -> None:
    case = corrected(filed)
    rounds = list(cases.ClockRow.objects.filter(case=case, name="acceptance").order_by("round"))
    assert [row.state for row in rounds] == ["met", "met"]
    assert rounds[1].start_on.isoformat() == "2026-09-24"
    assert case.accepted_on.isoformat() == "2026-09-28"
    assert clock(case, "promised").due_on.isoformat() == "2026-10-14"
    assert clock(case, "statutory").due_on.isoformat() == "2026-10-16"


def test_a_special_procedure_suspends_and_its_end_resumes_the_clocks(filed: cases.Case) -> None:
    case = corrected(filed)
    visited(case)
    reviewer, experts = official("reviewer", FILED), official("expert-secretary", FILED)
    before = clock(case, "promised").due_on
    do(
        case,
        "review",
        "special",
        reviewer,
        at("2026-09-30 09:00"),
        ground="expert-review",
        days="5",
        reason="工艺特殊。",
    )
    suspended = clock(case, "promised")
    assert (suspended.state, suspended.due_on) == ("suspended", None)
    assert cases.Case.objects.get(pk=case.pk).status == cases.Status.SUSPENDED
    do(case, "special", "done", experts, at("2026-10-12 17:00"), findings="专家认为可行。")
    resumed = clock(case, "promised")
    assert resumed.state == "running"
    # from 30 September to 12 October nothing was counted
    assert (before.isoformat(), resumed.due_on.isoformat()) == ("2026-10-14", "2026-10-21")


def test_the_chief_grants_and_the_paper_can_be_checked_by_a_stranger(filed: cases.Case) -> None:
    case = corrected(filed)
    visited(case)
    do(case, "review", "approve", official("reviewer", FILED), at("2026-10-09 09:00"))
    granted = do(case, "decision", "grant", official("chief", FILED), at("2026-10-10 10:00"))
    assert (granted.status, granted.outcome) == (cases.Status.DECIDED, "granted")
    do(case, "making", "done", official("issuer", FILED), at("2026-10-12 10:00"))
    closed = do(
        case, "delivery", "done", official("window", FILED), at("2026-10-13 10:00"), mode="counter", recipient="纪禾生"
    )
    assert (closed.status, closed.outcome) == (cases.Status.CLOSED, "granted")
    paper = documents.certificates_about([cases.case_ref(case)])[-1]
    assert (paper.title, paper.valid_until.isoformat()) == ("食品经营许可证", "2031-10-09")
    checked = documents.check_paper(
        number=paper.number, code=paper.check_code.lower(), today=at("2026-11-01 09:00").date()
    )
    assert checked.recipient.endswith("*")
    with pytest.raises(documents.NoSuchPaper):
        documents.check_paper(number=paper.number, code="AAAA-AAAA", today=FILED.date())


def test_a_refusal_states_its_reasons_and_the_remedies(filed: cases.Case) -> None:
    case = corrected(filed)
    do(
        case,
        "review",
        "reject",
        official("reviewer", FILED),
        at("2026-09-29 09:00"),
        reason="厨房面积不足。",
        basis="食品安全法 第三十三条",
    )
    refused = do(
        case, "decision", "refuse", official("chief", FILED), at("2026-09-30 09:00"),
        reason="厨房面积不足。", basis="食品安全法 第三十三条",
    )  # fmt: skip
    assert refused.outcome == "refused"
    paper = documents.papers_about([cases.case_ref(case)])[-1]
    assert paper.title == "不予行政许可决定书"
    assert "六十日" in paper.facts["remedies"][0]
    assert any("厨房面积不足" in text for text in paper.facts["paragraphs"])


def test_silence_for_five_working_days_is_acceptance_from_the_day_of_receipt(filed: cases.Case) -> None:
    row = clock(filed, "acceptance")
    assert not cases.fire_clock(row.pk, now=at("2026-09-29 23:59"))
    assert cases.fire_due_clocks(now=at("2026-09-30 00:00")) == 1
    case = cases.Case.objects.get(pk=filed.pk)
    assert (case.status, case.accepted_on.isoformat()) == (cases.Status.ACCEPTED, "2026-09-21")
    assert clock(case, "acceptance").state == "lapsed"
    assert clock(case, "promised").start_on.isoformat() == "2026-09-21"
    assert cases.fire_due_clocks(now=at("2026-09-30 00:01")) == 0
    task, acceptor = cases.Task.objects.get(case=case, step="acceptance"), official("acceptor", FILED)
    with pytest.raises(cases.StaleTask):
        cases.complete_task(task.pk, outcome="accept", data={}, actor=acceptor, now=at("2026-09-30 09:00"))


def test_the_head_extends_once_and_tells_the_reason(filed: cases.Case) -> None:
    case = corrected(filed)
    head, now = official("head", FILED), at("2026-10-09 09:00")
    with pytest.raises(cases.InvalidAnswer) as refused:
        cases.act_on_case(case.pk, act="extend", data={"days": "6", "reason": "节前积压"}, actor=head, now=now)
    assert set(refused.value.errors) == {"days"}
    before = clock(case, "statutory").due_on
    cases.act_on_case(case.pk, act="extend", data={"days": "5", "reason": "需要补充检测"}, actor=head, now=now)
    assert clock(case, "statutory").due_on > before
    with pytest.raises(cases.ActNotAllowed):
        cases.act_on_case(case.pk, act="extend", data={"days": "5", "reason": "再延"}, actor=head, now=now)
    assert documents.papers_about([cases.case_ref(case)])[-1].title == "延长办理期限告知书"


def test_only_the_head_may_extend(filed: cases.Case) -> None:
    case = corrected(filed)
    with pytest.raises(cases.ActNotAllowed):
        cases.act_on_case(
            case.pk,
            act="extend",
            data={"days": "5", "reason": "x"},
            actor=official("reviewer", FILED),
            now=at("2026-10-09 09:00"),
        )


def test_the_applicant_may_withdraw_until_the_decision(filed: cases.Case) -> None:
    trader = applicant("trader", FILED)
    case = cases.act_on_case(filed.pk, act="withdraw", data={}, actor=trader, now=at("2026-09-22 09:00"))
    assert (case.status, case.outcome) == (cases.Status.CLOSED, "withdrawn")
    assert not cases.Task.objects.filter(case=case, state="open").exists()
    assert clock(case, "acceptance").state == "cancelled"
    with pytest.raises(cases.CaseClosed):
        cases.act_on_case(filed.pk, act="withdraw", data={}, actor=trader, now=at("2026-09-22 09:01"))


def test_the_site_visit_needs_two_different_officers(filed: cases.Case) -> None:
    case = corrected(filed)
    inspector = official("inspector-1", FILED)
    task = _ordered(case, official("reviewer", FILED))
    with pytest.raises(cases.InvalidAnswer) as refused:
        cases.complete_task(
            task.pk,
            outcome="pass",
            data={"visited_on": "2026-09-29", "companion": str(inspector.user_id), "findings": "好"},
            actor=inspector,
            now=at("2026-09-29 16:00"),
        )
    assert set(refused.value.errors) == {"companion"}


def test_another_post_may_not_do_the_step_and_another_department_does_not_see_it(filed: cases.Case) -> None:
    task = task_of(filed, "acceptance")
    with pytest.raises(cases.TaskNotYours):
        cases.complete_task(task.pk, outcome="accept", data={}, actor=official("chief", FILED), now=FILED)
    with pytest.raises(cases.NoSuchCase):
        cases.complete_task(task.pk, outcome="accept", data={}, actor=official("csgl-shinan-accept", FILED), now=FILED)
    with pytest.raises(cases.NoSuchCase):
        cases.open_case_page(filed.pk, actor=applicant("company", FILED), now=FILED)


def test_an_official_cannot_hand_in_for_the_applicant(filed: cases.Case) -> None:
    missing = [{"code": "safety-rules", "label": "食品安全规章制度", "how": "请补交。"}]
    do(filed, "acceptance", "correct", official("acceptor", FILED), at("2026-09-22 09:00"), missing=missing)
    with pytest.raises(cases.TaskNotYours, match="申请人"):
        do(filed, "correction", "submit", official("acceptor", FILED), at("2026-09-22 10:00"))


def test_a_paper_on_its_way_while_the_case_ends_is_not_added(
    filed: cases.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    trader, real = applicant("trader", FILED), drafts.store_upload

    def slow(*given: Any, **named: Any) -> documents.StoredFile:
        cases.act_on_case(filed.pk, act="withdraw", data={}, actor=trader, now=FILED)
        return real(*given, **named)

    monkeypatch.setattr(drafts, "store_upload", slow)
    with pytest.raises(cases.ActNotAllowed):
        hand_in("safety-rules", trader, FILED, case_id=filed.pk)
    assert "safety-rules" not in {row.material for row in cases.handed_in(filed)}


def test_every_act_writes_one_journal_row(filed: cases.Case) -> None:
    corrected(filed)
    actions = [entry.action for entry in journal.entries(case=cases.case_ref(filed), limit=50)]
    assert actions == ["case.accepted", "case.corrected", "material.added", "case.correction-asked", "case.filed"]


def test_a_step_costs_at_most_eight_statements(filed: cases.Case, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    acceptor, reviewer, trader = official("acceptor", FILED), official("reviewer", FILED), applicant("trader", FILED)
    missing = [{"code": "safety-rules", "label": "食品安全规章制度", "how": "请补交。"}]
    steps = [
        ("acceptance", "correct", acceptor, {"missing": missing}),
        ("correction", "submit", trader, {}),
        ("acceptance", "accept", acceptor, {}),
        ("review", "visit", reviewer, {}),
    ]
    for step, outcome, actor, data in steps:
        if (step, outcome) == ("acceptance", "accept"):
            hand_in("safety-rules", trader, at("2026-09-24 10:00"), case_id=filed.pk)
        task = task_of(filed, step)
        with django_assert_max_num_queries(8 + 2):  # the savepoint and its release stand for BEGIN and COMMIT
            cases.complete_task(task.pk, outcome=outcome, data=data, actor=actor, now=at("2026-09-24 10:00"))


def test_lists_cost_the_same_whatever_they_hold(filed: cases.Case, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    acceptor, trader = official("acceptor", FILED), applicant("trader", FILED)
    assert len(cases.open_tasks(acceptor, today=FILED.date())[0]) == 1  # and the names of items are known from now on
    with django_assert_num_queries(1):
        cases.open_tasks(acceptor, today=FILED.date())
    for _ in range(4):
        draft = draft_restaurant(trader, FILED, papers=())
        cases.file_draft(draft.pk, actor=trader, now=FILED)
    with django_assert_num_queries(1):
        lines, total = cases.open_tasks(acceptor, today=FILED.date())
    assert (len(lines), total) == (5, 5)
