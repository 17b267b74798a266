"""Every item of Qingdao, in every handling and wherever it is offered, can be walked from filing to an end.

With the city's own people and through the front door of cases: a post that nobody fills, a step without an act, a
question that cannot be answered or a paper that cannot be handed in would stop one of these walks.
"""

from collections.abc import Iterator

import pytest

from support import filling
from support.qingdao import FOLDER, at
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NOW = at("2026-09-21 10:00")
GRANTED = {"review": ["visit", "special", "approve"]}
REFUSED = {
    "acceptance": ["correct", "accept"],
    "review": ["reject"],
    "visit": ["fail"],
    "decision": ["return", "refuse"],
}
TURNED_AWAY = {"acceptance": ["refuse"]}


ITEMS = sorted(file.stem for file in FOLDER.glob("items/*/*.yaml"))


def walks(code: str, wishes: dict[str, list[str]]) -> Iterator[tuple[cases.Case, list[str]]]:
    """A case of every handling at every place that offers it, walked to its end, with the steps it took."""
    item = catalogue.item(code)
    for handling, place in filling.offered(item):
        case = filling.file(item, handling, place, NOW)
        taken = filling.walk(case, wishes, NOW)
        assert [act.code for _step, act in taken if not act.article] == [], f"{handling}: an act without an article"
        assert [act.code for _step, act in taken if str(act.label).startswith("完成：")] == [], f"{handling}: no name"
        yield cases.Case.objects.get(pk=case.pk), [step for step, _act in taken]


def titles(case: cases.Case) -> list[str]:
    return [paper.title for paper in documents.papers_about([cases.case_ref(case)])]


def running(case: cases.Case) -> list[str]:
    return [row.name for row in cases.ClockRow.objects.filter(case=case, state__in=["running", "suspended"])]


@pytest.mark.parametrize("code", ITEMS)
def test_it_can_be_granted(code: str) -> None:
    for case, steps in walks(code, GRANTED):
        assert (case.status, case.outcome) == (cases.Status.CLOSED, "granted"), (case.handling, steps)
        assert (steps[0], steps[-2:]) == ("acceptance", ["making", "delivery"]), (case.handling, steps)
        assert {"收件凭证", "受理通知书"} <= set(titles(case)), case.handling
        assert running(case) == [], case.handling


@pytest.mark.parametrize("code", ITEMS)
def test_it_can_be_refused_after_a_correction_and_a_second_review(code: str) -> None:
    for case, steps in walks(code, REFUSED):
        assert (case.status, case.outcome) == (cases.Status.CLOSED, "refused"), (case.handling, steps)
        assert steps[:3] == ["acceptance", "correction", "acceptance"], (case.handling, steps)
        assert steps[-1] == "delivery", (case.handling, steps)
        assert any(title.startswith("不予") for title in titles(case)), case.handling
        assert running(case) == [], case.handling


@pytest.mark.parametrize("code", ITEMS)
def test_it_can_be_turned_away(code: str) -> None:
    for case, steps in walks(code, TURNED_AWAY):
        assert (case.status, case.outcome) == (cases.Status.CLOSED, "not-accepted"), case.handling
        assert (steps, titles(case)[-1]) == (["acceptance"], "不予受理决定书"), case.handling
