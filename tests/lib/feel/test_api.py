"""The front door: names, conditions, caching, data in and out."""

import json
from decimal import Decimal

import pytest

from lib.feel.support import value
from weimin.lib.feel import (
    FeelEvaluationError,
    FeelLimitError,
    compile_expression,
    compile_unary_tests,
    evaluate_condition,
    from_json,
    to_json,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("outlet_kind = 1 and area > 50", {"outlet_kind", "area"}),
        ("steps.site_visit.outcome", {"steps", "steps.site_visit.outcome"}),
        ("count(papers) + max", {"papers"}),
        ("for x in xs return x + y", {"xs", "y"}),
        ("some x in xs satisfies x = y", {"xs", "y"}),
        ("{a: 1, b: a + c}", {"c"}),
        ("function(a) a + b", {"b"}),
        ("papers[kind = wanted]", {"papers"}),
        ("papers[item.kind = 1]", {"papers"}),
        ("f(x)", {"f", "x"}),
        ("date(filed.at).year", {"filed", "filed.at"}),
    ],
)
def test_an_expression_tells_the_names_that_it_takes_from_its_context(text, names):
    assert compile_expression(text).names == names


def test_names_inside_a_filter_are_told_apart():
    expression = compile_expression("papers[kind = wanted]")
    assert expression.item_names == {"kind", "wanted"}
    context = {"papers": [{"kind": 1}, {"kind": 2}], "wanted": 2}
    assert expression.evaluate(context) == [{"kind": 2}]


@pytest.mark.parametrize(
    ("text", "holds"), [("a > 1", True), ("a > 5", False), ("b > 1", False), ("a", False), ('"true"', False)]
)
def test_a_condition_holds_only_if_it_is_true(text, holds):
    assert evaluate_condition(text, {"a": 2}) is holds
    assert evaluate_condition(compile_expression(text), {"a": 2}) is holds


def test_the_same_text_is_compiled_once():
    assert compile_expression("a + 1") is compile_expression("a + 1", names={"a"})


def test_only_what_is_named_is_read_from_the_context():
    class Guarded(dict):
        def __getitem__(self, key):
            assert key == "a"
            return super().__getitem__(key)

    assert compile_expression("a + 1").evaluate(Guarded(a=1, b=object())) == 2


def test_data_that_is_no_feel_value_is_refused():
    with pytest.raises(FeelEvaluationError, match="不能用在表达式里的数据：object"):
        compile_expression("a").evaluate({"a": object()})
    with pytest.raises(FeelEvaluationError, match="数字超出范围"):
        compile_expression("a").evaluate({"a": float("nan")})


def test_the_context_is_left_as_it_was():
    context = {"a": [1, {"b": 2}]}
    value('append(a, context put(a[2], "b", 3))', **context)
    assert context == {"a": [1, {"b": 2}]}


def test_problems_are_told_with_their_places():
    problems: list[FeelEvaluationError] = []
    assert compile_expression("[a,\n sqrt(-1)]").evaluate({}, problems=problems) == [None, None]
    assert [(one.line, one.column) for one in problems] == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("tests", "holds", "fails"),
    [
        ("-", [1, None], []), ("< 10", [9], [10]), ('"a", "b"', ["a"], ["c"]), ("[1..5], > 9", [1, 10], [7]),
        ('not("a", "b")', ["c"], ["a"]), ("? > 3 and ? < 6", [4], [7]), ("not(< 3)", [3], [2]), ("null", [None], [1]),
        ("limit", [7], [8]), ("even(?)", [2], [3]), ("[7, 8]", [7], [9]),
    ],
)  # fmt: skip
def test_unary_tests_are_the_cells_of_decision_tables(tests, holds, fails):
    expression = compile_unary_tests(tests)
    for one in holds:
        assert expression.evaluate({"?": one, "limit": 7}) is True, one
    for one in fails:
        assert expression.evaluate({"?": one, "limit": 7}) is not True, one


@pytest.mark.parametrize(
    "text",
    ['["@", "date", "2026-01-01"]', '["@", "time", "10:00:00+08:00"]', '["@", "dateTime", "2026-01-01T10:00:00@Asia/Shanghai"]',
     '["@", "duration", "P1DT2H"]', '["@", "duration", "-P1Y"]', '{"a": [1, 0.3, null, true, "中"]}', "1E+40", "-0.00001", '["@"]'],
)  # fmt: skip
def test_json_goes_in_and_comes_out_the_same(text):
    assert to_json(from_json(text)) == text


def test_json_numbers_are_exact():
    assert from_json("0.1") == Decimal("0.1")
    assert json.loads(to_json(value("0.1 + 0.2"))) == 0.3
    assert to_json(Decimal("12345678901234567890.123")) == "12345678901234567890.123"


@pytest.mark.parametrize("text", ["", "{", "NaN", "1e99999", '["@", "date", "soon"]', "[" * 100_000])
def test_json_that_is_wrong_is_refused(text):
    with pytest.raises((FeelEvaluationError, FeelLimitError)):
        from_json(text)
