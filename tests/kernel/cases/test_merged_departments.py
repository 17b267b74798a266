"""Departments are merged while cases are open: cases, tasks, clocks, people and powers go with them, and nobody waits."""

from datetime import date
from pathlib import Path

import pytest

from support.qingdao import applicant, at, do, draft_restaurant, official, task_of
from support.reforms import MERGE, NEW, copy_of_the_city, merge_in_shinan, write_reform
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.catalogue.models import ReformRun
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices
from weimin.kernel.organisations import api as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NOW = at("2026-10-09 09:00")
DAY = at("2026-10-12 07:00")
LATER = at("2026-10-12 10:00")
PAPERS = ("floor-plan", "equipment", "safety-rules")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of_the_city(tmp_path / "qingdao")


@pytest.fixture
def merged(folder: Path) -> Path:
    return merge_in_shinan(folder)


def filed(now: object = NOW) -> cases.Case:
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=PAPERS)
    return cases.file_draft(draft.pk, actor=trader, now=NOW)


def accepted() -> cases.Case:
    return do(filed(), "acceptance", "accept", official("acceptor", NOW), NOW)


def apply(folder: Path) -> catalogue.Applied:
    return catalogue.apply_city(folder, actor="system", now=DAY)


def sides(case: cases.Case) -> tuple[str, ...]:
    case = cases.Case.objects.get(pk=case.pk)
    return case.collects, case.accepts, case.decides, case.regulates


def clocks(case: cases.Case) -> list[tuple[object, ...]]:
    rows = cases.ClockRow.objects.filter(case=case).order_by("name", "round")
    return list(rows.values_list("name", "state", "start_on", "due_on", "length", "extended", "pauses"))


def test_an_open_case_goes_to_the_new_department_and_is_carried_to_its_end(merged: Path) -> None:
    case = accepted()
    before = clocks(case)
    apply(merged)
    assert sides(case) == (NEW, NEW, NEW, "scjg-shinan")
    assert task_of(case, "review").department == NEW
    assert clocks(case) == before, "a reform of the government costs the applicant no day"
    do(case, "review", "approve", official("reviewer", LATER), LATER)
    do(case, "decision", "grant", official("chief", LATER), LATER)
    do(case, "making", "done", official("issuer", LATER), LATER)
    closed = do(case, "delivery", "done", official("window", LATER), LATER, mode="counter", recipient="纪禾生")
    assert (closed.status, closed.outcome, closed.number) == ("closed", "granted", case.number)


def test_papers_afterwards_carry_the_new_name_with_the_old_and_those_before_stay(merged: Path) -> None:
    case = accepted()
    apply(merged)
    do(case, "review", "approve", official("reviewer", LATER), LATER)
    do(case, "decision", "grant", official("chief", LATER), LATER)
    names = [paper.department_name for paper in documents.papers_about([cases.case_ref(case)])]
    assert names[0] == "市南区行政审批服务局"
    assert names[-1] == "市南区政务服务管理局（原市南区行政审批服务局）"


def test_old_numbers_stay_and_new_ones_have_the_new_letters(merged: Path) -> None:
    old = accepted()
    draft = draft_restaurant(applicant("trader", NOW), NOW, papers=PAPERS)  # begun before, filed after
    apply(merged)
    late = cases.file_draft(draft.pk, actor=applicant("trader", LATER), now=LATER)
    trader = applicant("trader", LATER)
    new = cases.file_draft(draft_restaurant(trader, LATER, papers=PAPERS).pk, actor=trader, now=LATER)
    assert [case.number.split("-")[1] for case in (old, late, new)] == ["XZSP", "ZWFW", "ZWFW"]
    assert late.revision_id == old.revision_id, "rules at filling in stay"
    assert sides(late) == sides(new) == (NEW, NEW, NEW, "scjg-shinan")
    assert task_of(late, "acceptance").department == NEW


def test_the_old_departments_keep_their_history(merged: Path) -> None:
    case = accepted()
    cases.act_on_case(case.pk, act="withdraw", data={}, actor=applicant("trader", NOW), now=NOW)
    apply(merged)
    assert sides(case) == ("hall-shinan", "xzspj-shinan", "xzspj-shinan", "scjg-shinan")
    gone = organisations.departments(["xzspj-shinan"])["xzspj-shinan"]
    assert gone.valid_to == date(2026, 10, 12)
    assert str(cases.department_title(case, "xzspj-shinan")) == "市南区行政审批服务局"


def test_a_closed_case_can_still_be_read_by_those_who_carry_on_and_by_nobody_else(merged: Path) -> None:
    case = accepted()
    cases.act_on_case(case.pk, act="withdraw", data={}, actor=applicant("trader", NOW), now=NOW)
    apply(merged)
    reviewer = official("reviewer", LATER)
    assert cases.open_case_page(case.pk, actor=reviewer, now=LATER).case.pk == case.pk
    assert case.pk in [line.case.pk for line in cases.search_cases(reviewer, text=case.number)[0]]
    stranger = official("csgl-review", LATER)
    with pytest.raises(cases.NoSuchCase):
        cases.open_case_page(case.pk, actor=stranger, now=LATER)
    assert cases.search_cases(stranger, text=case.number)[0] == []


def test_people_keep_their_work_at_the_new_post(merged: Path) -> None:
    apply(merged)
    assert [post.ref for post in official("window", LATER).posts] == [f"{NEW}/reception"]
    assert [post.ref for post in official("chief", LATER).posts] == [f"{NEW}/decide"]


def test_the_applicant_is_told_once_and_sees_the_new_name(merged: Path) -> None:
    case = accepted()
    apply(merged)
    journal.sequence(now=LATER)
    while journal.run_consumers(now=LATER):
        pass
    party = applicant("trader", LATER).party_id or 0
    told = [message.body_zh for message in notices.inbox(party) if "机构改革" in message.body_zh]
    assert told == [
        f"因机构改革，{case.number} 由市南区政务服务管理局（原市南区行政审批服务局）继续办理。"
        "编号、期限和已交的材料都不变，您不用做什么。"
    ]
    case = cases.Case.objects.get(pk=case.pk)
    seen = cases.public_view(number=case.number, code=case.query_code)
    assert str(seen.department) == "市南区政务服务管理局（原市南区行政审批服务局）"


def test_one_act_is_logged_with_one_row_for_each_case(merged: Path) -> None:
    open_cases = [accepted(), filed()]
    apply(merged)
    rows = {
        action: list(journal.Entry.objects.filter(action=action))
        for action in ("city.reformed", "case.reformed", "city.reform-carried")
    }
    assert [len(found) for found in rows.values()] == [1, 2, 1]
    assert {row.case for row in rows["case.reformed"]} == {cases.case_ref(case) for case in open_cases}
    moved = rows["city.reform-carried"][0].payload["moved"]
    assert (moved["cases"], moved["tasks"]) == ("2", "2")
    assert rows["city.reform-carried"][0].payload["left"] == []


def test_applied_twice_nothing_moves_twice(merged: Path) -> None:
    case = accepted()
    apply(merged)
    count = journal.Entry.objects.count()
    assert not apply(merged).changed
    (merged / "reforms" / "reform.yaml").write_text(MERGE + "# a remark\n", encoding="utf-8")
    assert not apply(merged).changed
    assert catalogue.carry_reforms(now=LATER) == 0
    assert journal.Entry.objects.count() == count
    assert len(cases.Case.objects.get(pk=case.pk).reforms) == 1


def test_the_plan_tells_what_the_reform_carries_and_writes_nothing(merged: Path) -> None:
    accepted(), filed()
    count = journal.Entry.objects.count()
    plan = catalogue.plan_city(merged, now=DAY)
    (planned,) = plan.reforms
    counts = {title.en: number for title, number in planned.counts}
    assert planned.state == "due"
    assert counts["open cases"] == 2
    assert counts["open tasks"] == 2
    assert counts["clocks"] >= 3
    assert counts["appointments"] == 9
    assert counts["agreements (as the new files write them)"] > 0
    assert plan.losses == (), "nobody loses anything that the reform carries along"
    assert journal.Entry.objects.count() == count
    assert not ReformRun.objects.exists()


def test_what_was_filed_while_the_reform_ran_is_found_by_the_worker(merged: Path) -> None:
    """A transaction that began before the reform commits after it: its case still has the old department."""
    apply(merged)
    straggler = filed()
    stale = catalogue.Revision.objects.order_by("number").first()
    cases.Case.objects.filter(pk=straggler.pk).update(
        revision=stale, collects="hall-shinan", accepts="xzspj-shinan", decides="xzspj-shinan", reforms=[],
        departments_as_of=None,
    )  # fmt: skip
    cases.Task.objects.filter(case=straggler).update(department="xzspj-shinan")
    assert catalogue.carry_reforms(now=LATER) > 0
    assert sides(straggler) == (NEW, NEW, NEW, "scjg-shinan")
    assert task_of(straggler, "acceptance").department == NEW


def test_a_clerk_who_was_at_work_when_the_reform_came_loses_nothing(merged: Path) -> None:
    case = accepted()
    at_work = official("reviewer", NOW)  # their request began before
    apply(merged)
    do(case, "review", "approve", at_work, LATER, opinion="布局合理。")
    assert cases.Task.objects.get(case=case, step="review").data["opinion"] == "布局合理。"
    assert task_of(case, "decision").department == NEW


def test_a_step_done_a_moment_before_leaves_the_next_one_to_the_new_department(merged: Path) -> None:
    case = accepted()
    do(case, "review", "approve", official("reviewer", NOW), NOW)
    apply(merged)
    assert task_of(case, "decision").department == NEW


def test_powers_and_substitutes_follow_the_post(merged: Path) -> None:
    head, chief, reviewer = (official(login, NOW) for login in ("head", "chief", "acceptor"))
    given = identity.delegate(
        chief, post="xzspj-shinan/decide", to=reviewer.user_id or 0, until=date(2026, 11, 1), reason="出差", now=NOW
    )
    identity.name_substitute(head, post="xzspj-shinan/review", user_id=reviewer.user_id or 0, now=NOW)
    apply(merged)
    acting = [post.ref for post in official("acceptor", LATER).posts if post.acting]
    assert acting == [f"{NEW}/decide"], "the reviewer is there, so nobody stands in for that post"
    assert given.pk


def test_a_reform_that_is_still_to_come_moves_nothing(folder: Path) -> None:
    case = accepted()
    write_reform(folder, MERGE.replace("into: [zwfw-shinan]", "into: [xzspj-shinan]").replace(
        "2026-10-12", "2027-01-04").replace("zwfw-shinan/reception", "xzspj-shinan/accept").replace("zwfw", "xzspj"))  # fmt: skip
    plan = catalogue.plan_city(folder, now=DAY)
    assert [each.state for each in plan.reforms] == ["later"]
    apply(folder)
    assert sides(case)[0] == "hall-shinan"


def test_a_department_that_nobody_ever_knew_is_refused_with_its_line(merged: Path) -> None:
    text = MERGE.replace("from: [xzspj-shinan, hall-shinan]", "from: [xzspj-shinan, hall-shinan, nobody]")
    write_reform(merged, text)
    for act in (lambda: apply(merged), lambda: catalogue.plan_city(merged, now=DAY)):
        with pytest.raises(catalogue.CityRefused) as refused:
            act()
        assert [str(finding) for finding in refused.value.findings if finding.level == "error"] == [
            "reforms/reform.yaml:8: from.3: 没有部门“nobody”：从来没有发布过"
        ]
    assert not ReformRun.objects.exists()
