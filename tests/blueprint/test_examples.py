"""A blueprint carries its own tests; one that fails is an error at its line."""

from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import Compiled, compile_city
from weimin.lib.bilingual import using_language

ITEM = "items/office/dog-registration.yaml"


def check(folder: Path, *pairs: tuple[str, str]) -> Compiled:
    text = FILES[ITEM]
    for old, new in pairs:
        assert old in text, "the test must spoil something"
        text = text.replace(old, new, 1)
    return compile_city(write_city(folder, {ITEM: text}), today=date(2026, 11, 22))


def told(compiled: Compiled) -> list[tuple[str, str, str]]:
    with using_language("en"):
        return [(f.code, f.field.removeprefix("tests.1."), str(f.message)) for f in compiled.findings]


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("form: [name, weight, yard]", "form: [name, weight]", "expect.form", "should be [name, weight], is [name, weight, yard]"),
        ("materials: [photo, vaccination, pledge]", "materials: []", "expect.materials", "should be [], is [photo, vaccination, pledge]"),
        ("steps: [acceptance, correction,", "steps: [correction,", "expect.steps", "the steps should be"),
        ('promised: "2026-10-09"', 'promised: "2026-10-08"', "expect.due.promised", "should be due on 2026-10-08, is due on 2026-10-09"),
        ('acceptance: "2026-09-29"', 'issue: "2026-09-29"', "expect.due.issue", "runs from decision, whose day is not given"),
        ("outcome: granted", "outcome: refused", "expect.outcome", "should be refused, is granted"),
        ("fee: 12.5", "fee: 12", "expect.fee", "should be 12, is 12.5"),
        ("refused: []", "refused: [name]", "expect.refused", "should be [name], is []"),
        ("situations: {size: large, use: guard}", "situations: {size: huge}", "situations.size", "no situation size = huge"),
        ("answers: {name: 旺财,", "answers: {colour: red, name: 旺财,", "answers.colour", "no form field colour"),
        ("[correct, accept]", "[correct, correct]", "outcomes", "no outcome is left"),
        ("[correct, accept]", "[approve]", "outcomes", "no outcome 'approve'"),
        ("outcomes: {acceptance:", "outcomes: {inspection: pass, acceptance:", "outcomes.inspection", "has no step inspection"),
        ("outcomes: {acceptance:", "outcomes: {decision: return, acceptance:", "outcomes", "not closed after 300 steps"),
        ("- name: 大狗看门", '- name: 大狗看门\n    division: "370299"', "", "no implementation offers 'new' there"),
    ],
)  # fmt: skip
def test_an_expectation_that_is_not_met_is_an_error_at_its_line(
    tmp_path: Path, old: str, new: str, field: str, words: str
):
    compiled = check(tmp_path, (old, new))
    code, where, message = told(compiled)[0]
    assert (code, where.removeprefix("tests.1")) == ("E008", field)
    assert words in message
    assert not compiled.ok
    if field.startswith("expect."):
        assert compiled.findings[0].line == FILES[ITEM][: FILES[ITEM].index(old)].count("\n") + 1


def test_an_answer_that_would_be_refused_is_told_unless_expected(tmp_path: Path):
    unexpected = told(
        check(
            tmp_path / "1",
            ("weight: 45", "weight: 450"),
            ("      refused: []\n", ""),
        )
    )
    assert [(code, field) for code, field, _ in unexpected] == [("E008", "answers.weight")]
    assert "At most 90 kg" in unexpected[0][2]
    assert check(tmp_path / "2", ("weight: 45", "weight: 450"), ("refused: []", "refused: [weight]")).findings == ()


def test_silence_is_tried_by_firing_its_timer(tmp_path: Path):
    pairs = (
        ("outcomes: {acceptance: [correct, accept]}", "outcomes: {silence: fire}"),
        ("steps: [acceptance, correction, acceptance, review", "steps: [review"),
    )
    assert check(tmp_path, *pairs).findings == ()


def test_a_refusal_is_walked_to_its_end(tmp_path: Path):
    pairs = (
        ("outcomes: {acceptance: [correct, accept]}", "outcomes: {review: reject, decision: [return, refuse]}"),
        ("steps: [acceptance, correction, acceptance, review, decision, making, delivery]", "steps: [acceptance, review, decision, review, decision]"),
        ("outcome: granted", "outcome: refused"),
    )  # fmt: skip
    assert check(tmp_path, *pairs).findings == ()


def test_months_and_calendar_days_roll_over_days_off(tmp_path: Path):
    change = (
        '  - name: 变更\n    handling: change\n    situations: {size: small}\n    received: "2026-09-15"\n'
        '    accepted: "2026-09-18"\n    expect: {due: {statutory: "2026-10-08"}, form: [name], fee: 0}\n'
    )  # 15 days after 18 September end on 3 October, inside the national holiday that lasts until the 7th
    assert check(tmp_path, ("tests:\n", "tests:\n" + change)).findings == ()


def test_examples_of_an_item_that_is_itself_wrong_are_not_run(tmp_path: Path):
    compiled = check(tmp_path, ("weight > 40", "wieght > 40"), ("fee: 12.5", "fee: 1"))
    assert [code for code, _, _ in told(compiled)] == ["E005"]
