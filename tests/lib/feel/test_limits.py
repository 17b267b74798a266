"""Whatever the text, an expression ends: with a value, or with an error that says which limit it met."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.feel.support import NOW
from weimin.lib.feel import FeelError, FeelLimitError, FeelSyntaxError, Limits, compile_expression, to_json

TOO_MUCH = {
    "brackets": "(" * 9000 + "1" + ")" * 9000,
    "lists": "[" * 9000 + "]" * 9000,
    "contexts": "{a:" * 4000 + "1" + "}" * 4000,
    "signs": "-" * 15000 + "1",
    "conditions": "if true then " * 1500 + "1",
    "functions": "function() " * 1500 + "1",
    "loops in loops": "for a in " * 1500 + "1",
    "paths": "a" + ".a" * 9000,
    "filters": "[1]" + "[1]" * 6000,
    "comparisons": "1" + "=1" * 9000,
    "types": "1 instance of " + "list<" * 3900,
    "length": "1" * 20001,
    "endless range": "for i in 1..1000000000 return i",
    "product of ranges": "for a in 1..1000, b in 1..1000, c in 1..1000 return 1",
    "all days": 'for d in @"0001-01-01"..@"9999-01-01" return d',
    "quantifiers": "every x in 1..100000 satisfies (every y in 1..100000 satisfies true)",
    "doubled strings": 'for i in 1..60 return if i = 1 then "0123456789" else partial[-1] + partial[-1]',
    "shared lists": "string(for i in 1..60 return partial)",
    "equal shared lists": "(for i in 1..60 return partial) = (for i in 1..60 return partial)",
    "flattened shared lists": "flatten(for i in 1..60 return partial)",
    "endless recursion": "{f: function(n) f(n + 1), r: f(1)}.r",
    "branching recursion": "{f: function(n) [f(n + 1), f(n + 2)], r: f(1)}.r",
    "joined strings": f'string join(for i in 1..10000 return "{"x" * 1000}")',
    "replaced strings": f'replace(string join(for i in 1..50000 return "a"), "a", "{"b" * 100}")',
    "distinct values": "distinct values(for i in 1..100000 return i)",
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_too_much_is_refused_soon(text):
    start = time.process_time()
    with pytest.raises(FeelLimitError) as caught:
        to_json(compile_expression(text, limits=Limits(steps=200_000)).evaluate({}))
    assert time.process_time() - start < 5
    assert caught.value.message.zh != caught.value.message.en


@pytest.mark.parametrize(
    "text",
    ["9 ** 9 ** 9 ** 9", "exp(1e6)", "string(1e-6000)", "decimal(1/3, 6000)", "1e6000 ** 0.001", "modulo(1e6000, 7)"],
)
def test_huge_numbers_cost_no_time(text):
    start = time.process_time()
    to_json(compile_expression(text).evaluate({}))
    assert time.process_time() - start < 1


def test_the_whole_budget_is_used_up_within_seconds():
    start = time.process_time()
    with pytest.raises(FeelLimitError):
        compile_expression(TOO_MUCH["quantifiers"]).evaluate({})
    assert time.process_time() - start < 10


def test_sixty_brackets_are_no_trouble():
    assert compile_expression("(" * 60 + "1" + ")" * 60).evaluate({}) == 1


def test_the_same_expression_meets_the_same_limit_every_time():
    expression = compile_expression("for i in 1..n return i", limits=Limits(steps=1000))
    assert len(expression.evaluate({"n": 300})) == 300
    for _ in range(3):
        with pytest.raises(FeelLimitError):
            expression.evaluate({"n": 600})


def test_data_that_is_too_deep_is_refused():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(FeelLimitError):
        compile_expression("x").evaluate({"x": deep})


@pytest.mark.parametrize("depth", [10, 300, 600, 850])
def test_a_caller_with_a_deep_stack_gets_a_feel_error_at_worst(depth):
    def below(levels: int) -> FeelError | None:
        if levels:
            return below(levels - 1)
        return failure("{f: function(n) if n = 0 then [0] else [f(n - 1)], r: f(40)}.r") or failure(
            "(" * 60 + "1" + ")" * 60
        )

    assert isinstance(below(depth), FeelLimitError | None)


words = st.sampled_from(
    ["a", "item", "1", "0.5", '"s"', "+", "-", "*", "/", "**", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "<", "=",
     "!=", ">=", "and", "or", "not", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between",
     "instance", "of", "list", "<", ">", "function", "external", "@", '"2026-01-01"', "date", "and", "time", "count", "sort",
     "null", "true", "partial", "?", "sum", "string", "range", '"[1..2]"', "matches", "get", "value", "\n"]
)  # fmt: skip


def failure(text: str) -> FeelError | None:
    """The error that an evaluation ends with, if it does."""
    try:
        to_json(compile_expression(text).evaluate({"a": [1, {"b": "x"}], "n": None}, now=NOW))
    except FeelError as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(words, max_size=25).map(" ".join)))
def test_any_text_is_a_value_or_a_feel_error(text):
    error = failure(text)
    assert error is None or isinstance(error, FeelLimitError | FeelSyntaxError)
    assert error is None or min(error.line, error.column) >= 1
