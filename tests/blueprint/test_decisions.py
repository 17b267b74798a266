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
        (works, area): Filling(item, "new", situations={"works": works}, answers={"area": Decimal(area)}).fee.total
        for works, area in [("occupy", "19.9"), ("occupy", "20"), ("dig", "299.5"), ("dig", "300"), ("dig", "320")]
    }
    assert [str(charge) for charge in charges.values()] == ["0.00", "120.00", "35940.00", "36000.00", "38000.00"]


def test_the_whole_table_is_told_with_the_rule_that_applies(qingdao):
    item = qingdao.blueprint.items["road-works"].value
    filled = Filling(item, "new", situations={"works": "dig"}, answers={"area": Decimal(60)})
    (why,) = filled.whys(item.implementations[0])
    assert [rule.counts for rule in why.rules] == [False, False, True, False]
    assert why.rules[2].conditions.zh == "占路还是挖路：挖掘；面积：不到 300 m²"
    assert why.because is not None
    (unanswered,) = Filling(item, "new").whys(item.implementations[0])
    assert unanswered.because is None
