"""DMN as it is written: every version, every policy, what is refused, and why."""

from decimal import Decimal

import pytest

from lib.decision.dmn import column, dmn, rule
from weimin.lib.bilingual import using_language
from weimin.lib.decision import DecisionError, DecisionTable, check_table, compile_dmn, decide, explain
from weimin.lib.decision.dmn import DMN_NAMESPACES

AREA = column("input", "area", "number")
FEE = column("output", "fee", "number")
RANKED = column("output", "risk", "string", '"high", "middle", "low"')


def table(source: bytes) -> DecisionTable:
    (only,) = compile_dmn(source, file="t.dmn")
    return only


def told(source: bytes) -> list[str]:
    """Code and English message of everything that is wrong, with the line."""
    try:
        found = check_table(table(source))
    except DecisionError as error:
        found = error.findings
    return [f"{each.line} {each.code} {each.message.en}" for each in found]


@pytest.mark.parametrize("namespace", DMN_NAMESPACES)
def test_every_version_of_dmn_is_read(namespace):
    source = dmn([AREA], [FEE], [rule(["< 50"], ["1"], "small"), rule([">= 50"], ["area / 10"])], namespace=namespace)
    small, large = (decide(table(source), {"area": area}) for area in (49, 61))
    assert (small.value, large.value) == (1, Decimal("6.1"))
    assert small.hits[0].rule.notes[0].zh == "small"
    assert told(source) == []


THREE = [rule(["> 0"], ['"low"']), rule(["> 10"], ['"high"']), rule(["> 20"], ['"middle"'])]


@pytest.mark.parametrize(
    ("policy", "area", "value", "rules"),
    [
        ("UNIQUE", 5, "low", (1,)), ("UNIQUE", 15, None, ()), ("ANY", 5, "low", (1,)), ("ANY", 15, None, ()),
        ("FIRST", 25, "low", (1,)), ("PRIORITY", 25, "high", (2,)), ("RULE ORDER", 25, ["low", "high", "middle"], (1, 2, 3)),
        ("OUTPUT ORDER", 25, ["high", "middle", "low"], (1, 2, 3)), ("COLLECT", 15, ["low", "high"], (1, 2)),
        ("COLLECT", -1, [], ()), ("FIRST", -1, None, ()),
    ],
)  # fmt: skip
def test_the_policy_says_which_rules_count(policy, area, value, rules):
    decided = decide(table(dmn([AREA], [RANKED], THREE, policy=policy)), {"area": area})
    assert decided.value == value
    assert decided.rules == rules
    assert (value is None) == bool(decided.problems)


@pytest.mark.parametrize(("how", "value"), [("SUM", "0.6"), ("MIN", "0.1"), ("MAX", "0.3"), ("COUNT", "3")])
def test_collected_numbers_are_exact(how, value):
    rules = [rule(["> 0"], ["0.1"]), rule(["> 1"], ["0.2"]), rule(["> 2"], ["0.3"])]
    assert decide(table(dmn([AREA], [FEE], rules, policy="COLLECT", aggregation=how)), {"area": 3}).value == Decimal(
        value
    )


def test_of_nothing_only_the_count_and_the_list_are_something():
    def nothing(how: str) -> object:
        return decide(
            table(dmn([AREA], [FEE], [rule(["> 9"], ["1"])], policy="COLLECT", aggregation=how)), {"area": 1}
        ).value

    assert [nothing(how) for how in ("COUNT", "SUM", "MIN", "MAX")] == [0, None, None, None]


def test_several_results_are_a_context_and_rank_from_left_to_right():
    outputs = [column("output", "risk", "string", '"high", "low"'), column("output", "days", "number", "10, 5, 20")]
    rules = [rule(["-"], ['"low"', "10"]), rule(["-"], ['"high"', "20"]), rule(["-"], ['"high"', "5"])]
    decided = decide(table(dmn([AREA], outputs, rules, policy="PRIORITY")), {"area": 1})
    assert decided.value == {"risk": "high", "days": 5}
    assert decided.rules == (3,)


def test_a_default_is_given_where_no_rule_holds_and_fills_the_gap():
    source = dmn([AREA], [column("output", "fee", "number", default="7")], [rule(["> 9"], ["1"])])
    decided = decide(table(source), {"area": 1})
    assert (decided.value, decided.by_default, told(source)) == (7, True, [])


def test_what_is_not_allowed_or_of_another_type_has_no_answer_and_says_why():
    asked = column("input", "area", "number", "[1..100]")
    source = dmn([asked], [FEE], [rule(["-"], ["1"])])
    assert (
        decide(table(source), {"area": 101}).problems[0].en
        == "the value of 'area' is not among those allowed ([1..100])"
    )
    assert decide(table(source), {"area": "1"}).problems[0].en == "'area' is a string, it should be a number"
    assert decide(table(source), {}).value == 1, "an unanswered question is no wrong answer"


def test_an_item_definition_gives_type_and_allowed_values():
    before = '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>'
    source = dmn([column("input", "kind", "tKind")], [FEE], [rule(['"a"'], ["1"])], before=before)
    (gap,) = check_table(table(source))
    assert gap.example == {"kind": "b"}


def test_names_that_the_decision_does_not_require_are_unknown():
    before = '<inputData id="i" name="area"/>'
    source = dmn([AREA], [FEE], [rule(["-"], ["rate * area"])], before=before)
    source = source.replace(
        b"<decisionTable", b'<informationRequirement><requiredInput href="#i"/></informationRequirement><decisionTable'
    )
    assert told(source) == ["6 D007 'rate * area' uses the unknown name 'rate'; known are: area"]


@pytest.mark.parametrize(
    ("inputs", "rules", "words"),
    [
        ([AREA], [rule(["< 5"], ["1"]), rule(["> 5"], ["2"])], "3 D020 a gap: no rule holds for area = 5"),
        ([AREA], [rule(["<= 5"], ["1"]), rule([">= 5"], ["2"])], "7 D021 rules 1 and 2 overlap: both hold for area = 5"),
        ([column("input", "n", "integer")], [rule(["<= 5"], ["1"]), rule(["> 6"], ["2"])], "3 D020 a gap: no rule holds for n = 6"),
        ([column("input", "d", "date")], [rule(['< date("2026-03-01")'], ["1"]), rule(['> @"2026-03-01"'], ["2"])], '3 D020 a gap: no rule holds for d = @"2026-03-01"'),
        ([column("input", "d", "date")], [rule(['<= @"2026-02-28"'], ["1"]), rule(['>= @"2026-03-02"'], ["2"])], '3 D020 a gap: no rule holds for d = @"2026-03-01"'),
        ([column("input", "t", "time")], [rule(['< @"08:30:00"'], ["1"])], '3 D020 a gap: no rule holds for t = @"08:30:00"'),
        ([column("input", "p", "dayTimeDuration")], [rule(['< @"P1D"'], ["1"]), rule(['> @"P1D"'], ["1"])], '3 D020 a gap: no rule holds for p = @"P1D"'),
        ([column("input", "p", "yearMonthDuration")], [rule(['<= @"P1Y"'], ["1"]), rule(['> @"P13M"'], ["1"])], '3 D020 a gap: no rule holds for p = @"P1Y1M"'),
        ([column("input", "open", "boolean")], [rule(["true"], ["1"])], "3 D020 a gap: no rule holds for open = false"),
        ([column("input", "kind", "string")], [rule(['"a"'], ["1"])], '3 D020 a gap: no rule holds for kind = "其他"'),
        ([column("input", "kind", "string", '"a", "b"')], [rule(['"a"'], ["1"])], '3 D020 a gap: no rule holds for kind = "b"'),
        ([column("input", "kind", "string", 'not("x")')], [rule(['"a"'], ["1"])], '3 D020 a gap: no rule holds for kind = "其他"'),
        ([column("input", "kind", "string", '> "m"')], [rule(['"n"'], ["1"])], "4 D024 the condition '> \"m\"' on 'kind'"),
        ([AREA, AREA], [rule(["< 5", "> 3"], ["1"]), rule(["<= 3", "-"], ["1"])], "3 D020 a gap: no rule holds for area = 5"),
        ([AREA], [rule(["not(5)"], ["1"])], "3 D020 a gap: no rule holds for area = 5"),
        ([AREA], [rule(["? < 5 or ? > 7"], ["1"])], "3 D020 a gap: no rule holds for area = 5"),
        ([AREA], [rule(["[1..3], 7, > 10"], ["1"]), rule(["< 1, (3..7), (7..10]"], ["2"])], ""),
        ([AREA], [rule(["> limit"], ["1"]), rule(["-"], ["2"])], "6 D024 the condition '> limit' on 'area' is more than a comparison with fixed values (1 such): its gaps and overlaps cannot be told"),
        ([AREA], [rule(['"a"'], ["1"])], "6 D008 the condition '\"a\"' of rule 1 holds a string, 'area' is a number"),
        ([AREA], [rule(["-"], ['"a"'])], "6 D009 the result '\"a\"' is a string, the output 'fee' is a number"),
        ([AREA], [rule(["-", "-"], ["1"])], "6 D005 rule 1 has 2 conditions and 1 results, it should have 1 and 1"),
        ([AREA], [rule(["< 1 and"], ["1"])], "6 D006 '< 1 and' is wrong at character"),
        ([column("input", "area", "numbr")], [rule(["-"], ["1"])], "4 D005 there is no type 'numbr'"),
        ([column("input", "n", "number", "[1..9]")], [rule(["> 9"], ["1"]), rule(["-"], ["1"])], "6 D023 rule 1 never holds: 'n' has no such value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_an_example(inputs, rules, words):
    found = told(dmn(inputs, [FEE], rules))
    assert any(each.startswith(words) for each in found) if words else not found, found


def test_a_free_condition_hides_no_certain_overlap_and_no_certain_gap():
    inputs = [AREA, column("input", "kind", "string", '"a", "b"')]
    rules = [rule(["> limit", '"a"'], ["1"]), rule(["< 3", "-"], ["1"]), rule(["< 5", "-"], ["1"])]
    found = check_table(table(dmn(inputs, [FEE], rules)))
    assert {each.code for each in found} == {"D020", "D021", "D024"}
    (gap,) = (each for each in found if each.code == "D020")
    assert gap.example == {"area": 5, "kind": "b"}, "with kind a the first rule might hold"


def test_rules_that_others_always_precede_are_told():
    first = dmn([AREA], [FEE], [rule(["< 9"], ["1"]), rule(["> 3"], ["2"]), rule(["[2..11]"], ["3"])], policy="FIRST")
    assert [each[:6] for each in told(first)] == ["8 D023"]
    ranked = dmn([AREA], [RANKED], [rule(["> 3"], ['"low"']), rule(["-"], ['"high"'])], policy="PRIORITY")
    assert [each.split()[1] for each in told(ranked)] == ["D023"]


def test_any_allows_an_overlap_with_the_same_result():
    def rules(second: str) -> list[str]:
        return told(dmn([AREA], [FEE], [rule(["<= 5"], ["1"]), rule([">= 5"], [second])], policy="ANY"))

    assert rules("1.0") == []
    assert [each.split()[1] for each in rules("2")] == ["D022"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "D001"), (b"<a", "D001"), (b"\xff\xfe", "D001"), (b"<definitions/>", "D004"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "D003"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "D003"),
        (f'<definitions xmlns="{DMN_NAMESPACES[0]}"/>'.encode(), "D004"),
        (b"<a>" + b"<b/>" * 60_000 + b"</a>", "D002"), (b" " * 5_000_000, "D002"),
        (dmn([AREA], [FEE], [rule(["-"], ["1"])], policy="BEST"), "D005"),
        (dmn([AREA], [FEE], [rule(["-"], ["1"])], aggregation="SUM"), "D005"),
        (dmn([AREA], [FEE], [rule(["-"], ["1"])], policy="PRIORITY"), "D005"),
        (dmn([AREA], [FEE], [rule(["-"], ["1"])] * 1_001), "D002"),
        (dmn([AREA], [FEE], []), "D005"), (dmn([AREA], [FEE, FEE], [rule(["-"], ["1", "1"])]), "D011"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason_in_both_languages(source, code):
    with pytest.raises(DecisionError) as caught:
        compile_dmn(source, file="t.dmn")
    assert code in {each.code for each in caught.value.findings}
    assert all(each.message.zh and each.message.en and each.line >= 1 for each in caught.value.findings)


def test_a_table_as_large_as_allowed_is_analysed_within_seconds():
    rules = [rule([f"[{n}..{n + 1})", '"a"'], [str(n)]) for n in range(1_000)]
    found = told(dmn([AREA, column("input", "kind", "string", '"a"')], [FEE], rules))
    assert [each.split()[1] for each in found] == ["D020", "D020"]


def test_rules_too_entangled_to_search_are_told_not_guessed_at():
    inputs = [column("input", f"x{n}", "number") for n in range(30)]
    rules = [rule(["-"] * n + [f"not({n})"] + ["-"] * (29 - n), ["1"]) for n in range(30)]
    entangled = [
        rule([f"> {(n * k) % 7}" if (n + k) % 2 else f"< {(n * k) % 5}" for k in range(30)], ["1"]) for n in range(60)
    ]
    assert told(dmn(inputs, [FEE], [*rules, *entangled], policy="ANY"))


def test_the_reasons_are_told_in_both_languages():
    inputs = [AREA, column("input", "open", "boolean")]
    made = table(dmn(inputs, [FEE], [rule(["[50..200)", "true"], ["60"], "medium")]))
    because = explain(decide(made, {"area": 60, "open": True}))
    with using_language("en"):
        assert [f"{each.label}={each.value}" for each in because.looked] == ["area=60", "open=yes"]
        assert str(because.rules[0].conditions) == "area: at least 50 and less than 200; open: yes"
        assert str(because.sentence) == "area 60, open yes: rule 1 applies, 60"
    assert str(because.rules[0].conditions) == "area：至少 50、不到 200；open：是"
