"""Decisions that rest on each other, and literal expressions: evaluated in order, typed, refused in a circle, explained."""

from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.decision.dmn import NAMESPACE, column, rule
from weimin.lib.bilingual import Bilingual
from weimin.lib.decision import (
    Aggregate,
    ColumnText,
    DecisionError,
    HitPolicy,
    RuleText,
    Span,
    TableText,
    check_table,
    compile_dmn,
    compile_tables,
    decide,
    explain,
)


def decision(name: str, body: str, *, takes: tuple[str, ...] = (), typed: str = "", data: tuple[str, ...] = ()) -> str:
    """One decision on three lines or more: its head, what it requires (one a line), its logic."""
    type_ref = f' typeRef="{typed}"' if typed else ""
    needs = [f'<informationRequirement><requiredDecision href="#{each}"/></informationRequirement>' for each in takes]
    needs += [f'<informationRequirement><requiredInput href="#{each}"/></informationRequirement>' for each in data]
    head = f'<decision id="{name}" name="The {name}"><variable name="{name}"{type_ref}/>'
    return "\n".join([head, *needs, body, "</decision>"])


def table(*parts: str, policy: str = "UNIQUE") -> str:
    return f'<decisionTable hitPolicy="{policy}">' + "".join(parts) + "</decisionTable>"


def formula(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def file(*decisions: str) -> bytes:
    data = "".join(f'<inputData id="{name}"><variable name="{name}"/></inputData>' for name in ("area", "kind"))
    return "\n".join([f'<definitions xmlns="{NAMESPACE}">{data}', *decisions, "</definitions>"]).encode()


CLASS = table(
    column("input", "area", "number"), column("output", "class", "string", '"small", "large"'),
    rule(["< 100"], ['"small"'], "little"), rule([">= 100"], ['"large"'], "much"),
)  # fmt: skip
RATE = table(
    column("input", "size"), column("output", "rate", "number"), rule(['"small"'], ["2"]), rule(['"large"'], ["3"])
)
CHAIN = file(
    decision("charge", formula("rate * area"), takes=("rate",), data=("area",), typed="number"),
    decision("rate", RATE, takes=("size",), typed="number"),
    decision("size", CLASS, data=("area",), typed="string"),
)


def told(*decisions: str) -> list[str]:
    with pytest.raises(DecisionError) as caught:
        compile_dmn(file(*decisions), file="c.dmn")
    return [f"{each.line} {each.code} {each.message.en}" for each in caught.value.findings]


def test_a_formula_takes_the_result_of_a_table_that_takes_another_s():
    charge, rate, size = compile_dmn(CHAIN, file="c.dmn")
    assert [each.id for each in charge.chain] == ["size", "rate"]
    assert charge.names == {"area"}
    decided = decide(charge, {"area": Decimal("150.5")})
    assert decided.value == Decimal("451.5")
    assert [each.value for each in decided.required] == ["large", 3]
    assert [check_table(each) for each in (charge, rate, size)] == [(), (), ()]


def test_the_reasons_of_a_chain_are_told_in_the_order_of_its_decisions():
    because = explain(decide(compile_dmn(CHAIN, file="c.dmn")[0], {"area": 7}))
    assert [each.title.en for each in because.before] == ["The size", "The rate"]
    assert because.before[0].rules[0].notes[0].en == "little"
    assert because.sentence.en == "area 7, rate 2: rate × area = 14"
    assert [(each.label.en, each.value.en) for each in because.looked] == [("area", "7"), ("rate", "2")]


def test_an_input_has_the_type_and_the_values_of_the_result_that_it_looks_at():
    gap = table(column("input", "size"), column("output", "rate", "number"), rule(['"small"'], ["2"]))
    rate, _size = compile_dmn(
        file(decision("rate", gap, takes=("size",)), decision("size", CLASS, data=("area",))), file="c.dmn"
    )
    assert rate.inputs[0].type == "string"
    (finding,) = check_table(rate)
    assert (finding.code, dict(finding.example)) == ("D020", {"size": "large"})


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (table(column("input", "size", "number"), column("output", "x", "number"), rule(["> 1"], ["2"])), "D012 'size' should be a number, the result 'class' that it takes is a string"),
        (table(column("input", "size", "string", '"small"'), column("output", "x", "number"), rule(["-"], ["2"])), """D012 'class' may be "large", which 'size' does not allow"""),
    ],
)  # fmt: skip
def test_an_input_that_does_not_fit_the_result_it_looks_at_is_told(body, words):
    found = told(decision("rate", body, takes=("size",)), decision("size", CLASS, data=("area",)))
    assert found == [f"4 {words}"]


def test_a_circle_is_told_with_its_way_round_at_the_line_that_asks():
    found = told(
        decision("a", formula("b + 1"), takes=("b",)),
        decision("b", formula("c + 1"), takes=("c",)),
        decision("c", formula("a + 1"), takes=("a",)),
    )
    assert found == ["3 D014 the decisions go in a circle: a → b → c → a"]


def test_a_decision_that_takes_its_own_result_is_a_circle():
    assert told(decision("a", formula("a + 1"), takes=("a",))) == ["3 D014 the decisions go in a circle: a → a"]


def test_a_required_decision_that_is_missing_or_cannot_be_evaluated_is_told():
    missing = told(decision("a", formula("b + 1"), takes=("b",)))
    assert missing == [
        "3 D013 this takes the result of 'b', and there is no such decision that can be evaluated; there are: -"
    ]
    boxed = told(decision("a", formula("b + 1"), takes=("b",)), decision("b", "<context/>"))
    assert boxed[0].startswith("3 D013 this takes the result of 'b'")


def test_what_rests_on_an_unsound_decision_is_not_blamed_for_it():
    assert [each.split(" ")[:2] for each in told(
        decision("a", formula("b * 2"), takes=("b",)), decision("b", formula("1 +"))
    )] == [["7", "D006"]]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "line", "code"),
    [
        ("<literalExpression/>", 3, "D005"),
        ('<literalExpression expressionLanguage="http://java"><text>1</text></literalExpression>', 3, "D005"),
        (formula('"word"'), 3, "D009"),
        (formula("unknown + area"), 4, "D007"),
    ],
)
def test_a_formula_that_cannot_be_used_is_told(body, line, code):
    data = ("area",) if code == "D007" else ()
    assert [each.split(" ")[:2] for each in told(decision("a", body, typed="number", data=data))] == [[str(line), code]]


def test_a_question_that_is_not_answered_leaves_the_chain_open_and_says_where():
    decided = decide(compile_dmn(CHAIN, file="c.dmn")[0], {"area": None})
    assert decided.value is None
    assert any(problem.en.startswith("The size: no rule holds") for problem in decided.problems)


def test_two_decisions_of_one_file_have_two_ids():
    assert told(decision("a", formula("1")), decision("a", formula("2"))) == ["6 D011 'a' is given twice"]


def written(name: str, text: str, takes: list[str]) -> TableText:
    label = Bilingual(name, name)
    return TableText(
        name, label, "x", 1, HitPolicy.UNIQUE, Aggregate.LIST, (), (ColumnText(name, label, 1, type="number"),),
        (RuleText((), (Span(text, 1),), (), 1),), requires=tuple(Span(each, 1) for each in takes), variable=name,
        formula=True,
    )  # fmt: skip


@given(st.lists(st.sets(st.integers(0, 9), max_size=3), min_size=1, max_size=10), st.randoms())
def test_any_order_of_the_file_gives_the_sum_of_what_stands_behind(wanted, random):
    """Decision n is 1 plus the sum of some smaller ones: compared with plain recursion."""
    takes = [sorted(k for k in each if k < n) for n, each in enumerate(wanted)]
    texts = [
        written(f"d{n}", " + ".join(["1", *(f"d{k}" for k in each)]), [f"d{k}" for k in each])
        for n, each in enumerate(takes)
    ]

    def plain(n: int) -> int:
        return 1 + sum(plain(k) for k in takes[n])

    random.shuffle(texts)
    made, wrong = compile_tables(texts)
    assert wrong == ()
    assert {name: decide(each, {}).value for name, each in made.items()} == {
        f"d{n}": plain(n) for n in range(len(takes))
    }


def test_a_diamond_of_many_layers_is_evaluated_once_a_decision():
    texts = [written("d0", "1", []), written("e0", "1", [])]
    for n in range(1, 10):
        takes = [f"d{n - 1}", f"e{n - 1}"]
        texts += [written(f"{side}{n}", " + ".join(takes), takes) for side in "de"]
    made, _ = compile_tables(texts)
    decided = decide(made["d9"], {})
    assert decided.value == 2**9
    assert len(decided.required) == 18


def test_a_chain_that_is_too_long_is_refused():
    texts = [written("d0", "1", []), *(written(f"d{n}", f"d{n - 1}", [f"d{n - 1}"]) for n in range(1, 30))]
    made, wrong = compile_tables(texts)
    assert len(made) == 21
    assert [each.code for each in wrong] == ["D002"]
