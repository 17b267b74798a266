"""Decision tables of a city: read from YAML and DMN, checked with their items, used for fee and department."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import Compiled, Filling, compile_city
from weimin.blueprint.items import Item
from weimin.lib.bilingual import using_language

TODAY = date(2026, 11, 22)
ITEM = "items/office/dog-registration.yaml"
TABLE = """\
code: dog-fee
name: {zh: 收费, en: Fee}
inputs:
  - {id: owner, label: {zh: 大小, en: How large}, type: string, expression: size, values: [small, large]}
  - {id: years, label: {zh: 年数, en: Years}, type: integer, expression: 3, values: ">= 1"}
outputs:
  - {id: fee, label: {zh: 费用, en: Fee}, type: number, unit: {zh: 元, en: yuan}}
rules:
  - when: {owner: small, years: "< 3"}
    then: {fee: 100}
  - when: {owner: small, years: ">= 3"}
    then: {fee: 80 * 3}
    note: {zh: 三年起优惠。, en: Cheaper from three years.}
  - when: {owner: large}
    then: {fee: 0}
"""
FEE = "fee: [{decided-by: dog-fee, basis: {law: 某法, article: 第一条}}]"


def check(folder: Path, changes: dict[str, str | None]) -> Compiled:
    return compile_city(write_city(folder, changes), today=TODAY)


def told(compiled: Compiled) -> list[str]:
    with using_language("en"):
        return [f"{f.file}:{f.line}: {f.code} {f.text}" for f in compiled.findings if f.code.startswith("E")]


def item_with(table: str = TABLE, *, fee: str = FEE) -> dict[str, str | None]:
    text = FILES[ITEM]
    assert "fee: none" in text
    return {ITEM: text.replace("fee: none", fee), "decisions/dog-fee.yaml": table}


def filling(item: Item, **situations: str) -> Filling:
    return Filling(item, "change", situations=situations)


def test_a_table_tells_the_fee_and_says_why(tmp_path):
    compiled = check(tmp_path, item_with())
    assert told(compiled) == []
    item = compiled.blueprint.items["dog-registration"].value
    due = filling(item, size="small").fee
    assert due.total == Decimal(240)
    assert not due.open
    (because,) = due.reasons
    assert [rule.number for rule in because.rules] == [2]
    assert because.looked[0].value.en == "Small"
    assert because.sentence.zh == "大小 小型，年数 3：适用第 2 条，240 元"
    assert because.rules[0].notes[0].en == "Cheaper from three years."


def test_a_fee_of_nothing_is_no_line_and_an_unanswered_one_is_open(tmp_path):
    item = check(tmp_path, item_with()).blueprint.items["dog-registration"].value
    assert filling(item, size="large").fee.lines == ()
    unanswered = filling(item).fee
    assert unanswered.open
    assert unanswered.total == 0


def test_the_item_holds_the_table_it_uses_so_that_a_case_keeps_it(tmp_path):
    entry = check(tmp_path, item_with()).blueprint.items["dog-registration"]
    again = Item.model_validate_json(json.dumps(entry.place.value))
    assert again == entry.value
    assert filling(again, size="small").fee.total == Decimal(240)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('years: "< 3"', 'years: "< 2"', 'decisions/dog-fee.yaml:1: E012 dog-fee: a gap: no rule holds for How large = "small", Years = 2'),
        ('years: "< 3"', 'years: "<= 3"', 'decisions/dog-fee.yaml:11: E012 dog-fee: rules 1 and 2 overlap: both hold for How large = "small", Years = 3'),
        ("then: {fee: 100}", 'then: {fee: \'"a"\'}', "decisions/dog-fee.yaml:10: E012 dog-fee: the result '\"a\"' is a string"),
        ("then: {fee: 100}", "then: {fees: 100}", "decisions/dog-fee.yaml:10: E004 rules.1.then.fees: there is no column 'fees'"),
        ("expression: size", "expression: sizes", f"{ITEM}:"),
        ("code: dog-fee", "code: dog-fees", "decisions/dog-fee.yaml:1: E011 code: the table's code"),
        ("type: number, unit", "type: string, unit", "decisions/dog-fee.yaml:10: E012 dog-fee: the result '100' is a number"),
        ("80 * 3", "80 * * 3", "decisions/dog-fee.yaml:12: E012 dog-fee: '80 * * 3' is wrong at character"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_at_its_line(tmp_path, old, new, words):
    assert old in TABLE
    findings = told(check(tmp_path, item_with(TABLE.replace(old, new, 1))))
    assert any(finding.startswith(words) for finding in findings), findings


def test_a_fee_that_no_table_tells_is_told(tmp_path):
    changes = item_with() | {"decisions/dog-fee.yaml": None}
    assert any("there is no decision table 'dog-fee'" in each for each in told(check(tmp_path, changes)))


def test_a_fee_has_one_source(tmp_path):
    both = "fee: [{decided-by: dog-fee, amount: 5, basis: {law: 某法}}]"
    assert any("either 'amount' or 'decided-by'" in each for each in told(check(tmp_path, item_with(fee=both))))


def test_a_table_that_names_a_department_names_one_that_is_there(tmp_path):
    table = TABLE.replace("type: number, unit: {zh: 元, en: yuan}", "type: string").replace(
        "fee: 100", "fee: '\"office\"'"
    )
    table = table.replace("fee: 80 * 3", "fee: '\"ofice\"'").replace("fee: 0", "fee: '\"health\"'")
    changes = item_with(table, fee="fee: none")
    changes[ITEM] = str(changes[ITEM]).replace("decides: office", "decides: office\n    decided-by: dog-fee", 1)
    assert "decided-by" in changes[ITEM]
    assert any(
        "there is no department 'ofice'; did you mean office?" in each for each in told(check(tmp_path, changes))
    )


KINDS = """\
code: kind
name: {zh: 种类, en: Kind}
inputs: [{id: size, label: {zh: 大小, en: Size}, type: string, values: [small, large]}]
outputs: [{id: kind, label: {zh: 种类, en: Kind}, type: string, values: [pet, guard], names: {pet: {zh: 宠物, en: A pet}}}]
rules:
  - {when: {size: small}, then: {kind: pet}}
  - {when: {size: large}, then: {kind: guard}}
"""
CHAINED = """\
code: dog-fee
name: {zh: 收费, en: Fee}
requires: [kind]
inputs: [{id: what, label: {zh: 种类, en: Kind}, expression: kind}]
outputs: [{id: fee, label: {zh: 费用, en: Fee}, type: number}]
rules:
  - {when: {what: '"pet"'}, then: {fee: 5}}
  - {when: {what: '"guard"'}, then: {fee: 9}}
"""


def test_an_item_holds_the_decisions_behind_the_one_it_names(tmp_path):
    compiled = check(tmp_path, item_with(CHAINED) | {"decisions/kind.yaml": KINDS})
    assert told(compiled) == []
    entry = compiled.blueprint.items["dog-registration"]
    again = Item.model_validate_json(json.dumps(entry.place.value))
    assert [each.code for each in again.decisions] == ["dog-fee", "kind"]
    due = filling(again, size="large").fee
    assert due.total == Decimal(9)
    assert [each.sentence.zh for each in due.reasons[0].before] == ["大小 大型：适用第 2 条，guard"]
    (why,) = filling(again, size="small").whys(again.implementations[0])
    assert (str(why.before[0].result), str(why.because.looked[0].value)) == ("宠物", "宠物")


def test_the_same_chain_may_stand_in_the_item_s_own_file(tmp_path):
    """A table of its own that takes the result of one of the folder."""
    changes = item_with("") | {"decisions/dog-fee.yaml": None, "decisions/kind.yaml": KINDS}
    own = "decisions:\n  - " + CHAINED.strip().replace("\n", "\n    ") + "\n"
    compiled = check(tmp_path, changes | {ITEM: str(changes[ITEM]) + own})
    assert told(compiled) == []
    assert filling(compiled.blueprint.items["dog-registration"].value, size="small").fee.total == 5


@pytest.mark.parametrize(
    ("fee", "kind", "words"),
    [
        (CHAINED.replace("[kind]", "[kinds]"), KINDS, "decisions/dog-fee.yaml:3: E012 dog-fee: this takes the result of 'kinds'"),
        (CHAINED, KINDS.replace("inputs:", "requires: [dog-fee]\ninputs:"), "decisions/dog-fee.yaml:3: E012 dog-fee: the decisions go in a circle: dog-fee → kind → dog-fee"),
        (CHAINED.replace("expression: kind", "expression: kind, type: number"), KINDS, "decisions/dog-fee.yaml:4: E012 dog-fee: 'Kind' should be a number"),
        (CHAINED, KINDS.replace("[pet, guard]", "[pet, guard, show]"), "decisions/dog-fee.yaml:1: E012 dog-fee: a gap: no rule holds for Kind = \"show\""),
        (CHAINED + "expression: 5\n", KINDS, "decisions/dog-fee.yaml:1: E003"),
        (CHAINED, KINDS.replace("type: string, values: [small", "expression: height, type: string, values: [small"), "items/office/dog-registration.yaml:"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_chain_is_told_at_its_line(tmp_path, fee, kind, words):
    findings = told(check(tmp_path, item_with(fee) | {"decisions/kind.yaml": kind}))
    assert any(finding.startswith(words) for finding in findings), findings


def test_a_file_that_cannot_be_read_is_not_called_missing_by_those_that_require_it(tmp_path):
    findings = told(check(tmp_path, item_with(CHAINED) | {"decisions/kind.yaml": "code: [\n"}))
    assert [each for each in findings if "dog-fee.yaml" in each] == []
    assert any("decisions/kind.yaml" in each for each in findings)


def test_the_decisions_behind_the_one_that_bears_a_dmn_file_s_name_may_have_other_names(tmp_path):
    from lib.decision.test_chains import CHAIN

    table = "code: other\n" + CHAINED.removeprefix("code: dog-fee\n").replace("kind", "charge").replace(
        "{what: '\"pet\"'}, then: {fee: 5}", "{what: '<= 0'}, then: {fee: 0}"
    ).replace("{what: '\"guard\"'}, then: {fee: 9}", "{what: '> 0'}, then: {fee: charge}")
    compiled = check(tmp_path, {"decisions/charge.dmn": CHAIN.decode(), "decisions/other.yaml": table})
    assert told(compiled) == []
    assert set(compiled.blueprint.decisions) == {"charge", "rate", "size", "other"}


QINGDAO = Path(__file__).parents[2] / "cities" / "qingdao"


@pytest.fixture(scope="module")
def qingdao() -> Compiled:
    return compile_city(QINGDAO, today=TODAY)


@pytest.mark.parametrize(
    ("trees", "diameter", "department", "rule"),
    [(1, "8", "csgl-shinan", 1), (3, "9.9", "csgl-shinan", 1), (3, "10", "ylj", 2), (4, "5", "ylj", 3), (20, "60", "ylj", 3)],
)  # fmt: skip
def test_how_many_and_how_thick_trees_decide_who_decides(qingdao, trees, diameter, department, rule):
    """青岛市城市绿化条例 31(1)."""
    item = qingdao.blueprint.items["tree-removal"].value
    answers = {"tree-count": trees, "diameter": Decimal(diameter)}
    deciding = Filling(item, "new", answers=answers).deciding(item.implementations[0])
    assert deciding.department == department
    assert deciding.because is not None
    assert [each.number for each in deciding.because.rules] == [rule]
    assert deciding.because.looked[1].value.zh == f"{diameter} cm"


def test_while_the_trees_are_not_counted_the_named_department_decides(qingdao):
    item = qingdao.blueprint.items["tree-removal"].value
    deciding = Filling(item, "new").deciding(item.implementations[0])
    assert deciding.department == "csgl-shinan"
    assert deciding.because is None


def test_the_road_s_charge_follows_its_area(qingdao):
    item = qingdao.blueprint.items["road-works"].value
    charges = {
        (works, area, age): Filling(
            item, "new", situations={"works": works, "road-age": age}, answers={"area": Decimal(area)}
        ).fee.total
        for works, area, age in [
            ("occupy", "19.9", ""), ("occupy", "20", ""), ("dig", "299.5", "older"), ("dig", "300", "older"),
            ("dig", "320", "older"), ("dig", "320", "protected"),
        ]
    }  # fmt: skip
    assert [str(charge) for charge in charges.values()] == [
        "0.00", "120.00", "35940.00", "36000.00", "38000.00", "76000.00",
    ]  # fmt: skip


def test_the_whole_table_is_told_with_the_rule_that_applies(qingdao):
    item = qingdao.blueprint.items["road-works"].value
    filled = Filling(item, "new", situations={"works": "dig", "road-age": "protected"}, answers={"area": Decimal(60)})
    (why,) = filled.whys(item.implementations[0])
    base, times = why.before
    assert [rule.counts for rule in base.rules] == [False, False, True, False]
    assert base.rules[2].conditions.zh == "占路还是挖路：挖掘；面积：不到 300 m²"
    assert (str(base.result), str(times.result), str(why.result)) == ("7,200 元", "2 倍", "14,400 元")
    assert (
        times.rules[2].conditions.en
        == "Occupy or dig: Dig; Age of the road: Opened less than five, or repaired less than three years ago"
    )
    assert why.formula
    assert why.rules[0].conditions.en == "Basic charge × Times"
    assert why.because is not None
    (unanswered,) = Filling(item, "new").whys(item.implementations[0])
    assert unanswered.because is None
