"""What a city says of its ratings, and what `weimin check` refuses."""

from pathlib import Path

import pytest

from support.cities import write_city
from support.qingdao import FOLDER, at
from weimin.blueprint.api import compile_city
from weimin.lib.lawtime import law_date
from weimin.modules.ratings.section import RatingRules, register

TODAY = law_date(at("2026-09-21 09:00"))
FILE = "ratings/rules.yaml"


@pytest.fixture(autouse=True)
def registered() -> None:
    register()


def found(folder: Path, text: str) -> list[str]:
    compiled = compile_city(write_city(folder, {FILE: text}), today=TODAY)
    return [each.field for each in compiled.findings if each.file.endswith(FILE)]


def test_the_example_city_says_what_it_has_not_confirmed():
    rules = compile_city(FOLDER, today=TODAY).blueprint.sections["ratings"]["rules"].value
    assert isinstance(rules, RatingRules)
    assert rules.bad.grades == [1, 2]
    assert [rules.bad.confirmed, rules.verify.confirmed, rules.correct.confirmed, rules.call_back.confirmed] == [
        False
    ] * 4


def test_the_defaults_claim_no_more():
    rules = RatingRules()
    assert (rules.bad.grades, rules.shown_from) == ([1, 2], 5)
    assert not any(each.confirmed for each in (rules.open_for, rules.verify, rules.correct, rules.call_back))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{code: rules, otherwise: nowhere}", "otherwise"),
        ("{code: rules, otherwise: health}", "otherwise"),
        ("{code: rules, bad: {grades: [0]}}", "bad.grades.1"),
        ("{code: rules, bad: {grades: []}}", "bad.grades"),
        ("{code: rules, shown-from: 0}", "shown-from"),
        ("{code: mine}", "code"),
        ("{code: rules, verify: 24h}", ""),
    ],
)
def test_rules_that_cannot_be_are_refused_at_their_line(tmp_path: Path, text: str, field: str):
    assert found(tmp_path, text) == [field]


def test_rules_may_be_short(tmp_path: Path):
    assert found(tmp_path, "{code: rules, verify: 2wd, otherwise: office}") == []
