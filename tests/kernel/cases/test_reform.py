"""A changed blueprint and the cases that are open: the plan names what would be lost, and old cases keep their rules."""

import shutil
from pathlib import Path

import pytest

from support.qingdao import FOLDER, applicant, at, do, draft_restaurant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NOW = at("2026-09-21 09:00")


@pytest.fixture
def case() -> cases.Case:
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    return cases.file_draft(draft.pk, actor=trader, now=NOW)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "qingdao"))


def item_file(folder: Path) -> Path:
    return next(folder.glob("items/*/food-business-licence.yaml"))


def test_a_case_keeps_the_rules_under_which_it_was_filed(case: cases.Case, copy: Path) -> None:
    file = item_file(copy)
    text = file.read_text(encoding="utf-8")
    assert "promised: 8wd" in text
    file.write_text(
        text.replace("promised: 8wd", "promised: 5wd").replace('promised: "2026-10-14"', 'promised: "2026-10-10"'),
        encoding="utf-8",
    )
    applied = catalogue.apply_city(copy, actor="system", now=NOW)
    assert applied.changed
    do(case, "acceptance", "accept", official("acceptor", NOW), at("2026-09-22 09:00"))
    kept = cases.ClockRow.objects.get(case=case, name="promised")
    trader = applicant("trader", NOW)
    later = cases.file_draft(
        draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules")).pk, actor=trader, now=NOW
    )
    do(later, "acceptance", "accept", official("acceptor", NOW), at("2026-09-22 09:00"))
    assert (kept.length, cases.ClockRow.objects.get(case=later, name="promised").length) == (8, 5)


def test_the_plan_names_open_cases_that_would_lose_their_decider(case: cases.Case, copy: Path) -> None:
    file = next(
        path for path in copy.glob("departments/*.yaml") if "code: xzspj-shinan" in path.read_text(encoding="utf-8")
    )
    people = copy / "people.yaml"
    text = file.read_text(encoding="utf-8")
    assert "roles: [decider]" in text
    file.write_text(text.replace("roles: [decider]", "roles: [head]"), encoding="utf-8")
    people.unlink()
    plan = catalogue.plan_city(copy, now=NOW)
    assert case.number in {loss.number for loss in plan.losses}


def test_a_closed_case_loses_nothing(case: cases.Case, copy: Path) -> None:
    cases.act_on_case(case.pk, act="withdraw", data={}, actor=applicant("trader", NOW), now=NOW)
    plan = catalogue.plan_city(copy, now=NOW)
    assert not plan
    assert plan.losses == ()
