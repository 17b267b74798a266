"""Renames and transfers: what keeps its code takes the new name, what is transferred goes by item or by the post it waits at."""

from pathlib import Path

import pytest

from support.qingdao import applicant, at, do, draft_restaurant, official, task_of
from support.reforms import copy_of_the_city, write_reform
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NOW = at("2026-10-09 09:00")
DAY = at("2026-10-12 07:00")
LATER = at("2026-10-12 10:00")
REFORM = """\
code: reform
name: {zh: 职责调整, en: A reform}
kind: KIND
effective: 2026-10-12
basis: [{law: 市南区机构改革方案（示范）, article: 第四条, confirmed: false}]
from: [xzspj-shinan]
into: [INTO]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of_the_city(tmp_path / "qingdao")


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def filed() -> cases.Case:
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    return cases.file_draft(draft.pk, actor=trader, now=NOW)


def accepted() -> cases.Case:
    return do(filed(), "acceptance", "accept", official("acceptor", NOW), NOW)


def apply(folder: Path, kind: str, into: str, more: str = "") -> None:
    write_reform(folder, REFORM.replace("KIND", kind).replace("INTO", into) + more)
    catalogue.apply_city(folder, actor="system", now=DAY)


def test_a_department_that_keeps_its_code_takes_the_new_name_in_open_cases(folder: Path) -> None:
    case = accepted()
    replace(folder / "departments" / "shinan.yaml", "市南区行政审批服务局", "市南区政务服务和数据局")
    apply(folder, "rename", "xzspj-shinan")
    do(case, "review", "approve", official("reviewer", LATER), LATER)
    do(case, "decision", "grant", official("chief", LATER), LATER)
    names = [paper.department_name for paper in documents.papers_about([cases.case_ref(case)])]
    assert (names[0], names[-1]) == ("市南区行政审批服务局", "市南区政务服务和数据局（原市南区行政审批服务局）")
    assert len(cases.Case.objects.get(pk=case.pk).reforms) == 1
    assert catalogue.carry_reforms(now=LATER) == 0


def test_a_rename_that_was_written_ahead_begins_on_its_day_without_another_change(folder: Path) -> None:
    case = accepted()
    replace(folder / "departments" / "shinan.yaml", "市南区行政审批服务局", "市南区政务服务和数据局")
    text = REFORM.replace("KIND", "rename").replace("INTO", "xzspj-shinan").replace("2026-10-12", "2026-11-02")
    write_reform(folder, text)
    catalogue.apply_city(folder, actor="system", now=DAY)
    assert cases.Case.objects.get(pk=case.pk).reforms == []
    assert not catalogue.apply_city(folder, actor="system", now=at("2026-11-02 08:00")).changed
    assert [each["reform"] for each in cases.Case.objects.get(pk=case.pk).reforms] == ["reform"]


def test_items_that_are_transferred_take_their_open_cases_along(folder: Path) -> None:
    case = accepted()
    item = next(folder.glob("items/*/food-business-licence.yaml"))
    replace(item, "xzspj-shinan", "scjg-shinan")
    apply(
        folder,
        "transfer",
        "scjg-shinan",
        "cases: [{from: xzspj-shinan, to: scjg-shinan, items: [food-business-licence]}]\n",
    )
    assert task_of(case, "review").department == "scjg-shinan"
    case = cases.Case.objects.get(pk=case.pk)
    assert (case.collects, case.accepts, case.decides) == ("hall-shinan", "scjg-shinan", "scjg-shinan")
    with pytest.raises(cases.NoSuchCase):
        do(case, "review", "approve", official("reviewer", LATER), LATER)  # whose bureau goes on, without this case
    do(case, "review", "approve", official("scjg-shinan-review", LATER), LATER)
    assert [post.ref for post in official("reviewer", LATER).posts] == ["xzspj-shinan/review"]


def test_cases_go_by_the_post_at_which_they_wait(folder: Path) -> None:
    waiting, reviewed = filed(), accepted()
    apply(folder, "transfer", "scjg-shinan", "cases: [{from: xzspj-shinan, to: scjg-shinan, posts: [review]}]\n")
    assert task_of(waiting, "acceptance").department == "xzspj-shinan"
    assert task_of(reviewed, "review").department == "scjg-shinan"


def test_the_plan_of_a_transfer_counts_what_goes_and_not_what_could(folder: Path) -> None:
    filed(), accepted()
    write_reform(
        folder,
        REFORM.replace("KIND", "transfer").replace("INTO", "scjg-shinan")
        + "cases: [{from: xzspj-shinan, to: scjg-shinan, posts: [review]}]\n",
    )
    (planned,) = catalogue.plan_city(folder, now=DAY).reforms
    counts = {title.en: number for title, number in planned.counts}
    assert (counts["open cases"], counts["open tasks"], counts["appointments"]) == (1, 1, 0)
