"""The builtin functions."""

from decimal import Decimal

import pytest

from lib.feel.support import problem, value

D = Decimal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(1/3, 2)", D("0.33")), ("decimal(2.5, 0)", 2), ("decimal(1234, -2)", 1200), ("floor(-1.5)", -2),
        ("ceiling(1.21, 1)", D("1.3")), ("round up(-5.5, 0)", -6), ("round down(-5.5, 0)", -5),
        ("round half up(-1.126, 2)", D("-1.13")), ("round half down(5.5, 0)", 5), ("round up(0.0000001, 2)", D("0.01")),
        ("abs(-1)", 1), ("modulo(-12, 5)", 3), ("modulo(12, -5)", -3), ("sqrt(16)", 4), ("even(-2)", True),
        ("odd(1e30)", False), ("number(\"1 000,5\", \" \", \",\")", D("1000.5")), ('number("-1.5e2")', -150),
    ],
)  # fmt: skip
def test_numbers(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('string length("𠮷野家")', 3), ('substring("受理通知书", 3, 2)', "通知"), ('substring("abc", -2)', "bc"),
        ('upper case("abc")', "ABC"), ('lower case("ABC")', "abc"), ('substring before("a=b", "=")', "a"),
        ('substring after("a=b", "=")', "b"), ('contains("abc", "b")', True), ('starts with("abc", "ab")', True),
        ('ends with("abc", "bc")', True), ('string join(["a", null, "b"], "、")', "a、b"),
        ('string join(["a", "b"])', "ab"), ("string(1.50)", "1.5"), ("string(1e3)", "1000"), ("string(null)", None),
        ('string([1, "a", {b c: true}])', '[1, "a", {b c: true}]'), ('string("a")', "a"), ("string([1..2))", "[1..2)"),
        ('string([@"2026-01-01"])', '[@"2026-01-01"]'),
    ],
)  # fmt: skip
def test_strings(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list contains([1, null], null)", True), ("count([1, 2])", 2), ("min(3, 1, 2)", 1), ("max([])", None),
        ("sum([])", None), ("sum([0.1, 0.2])", D("0.3")), ("mean(1, 2)", D("1.5")), ("product([2, 3])", 6),
        ("median([1, 2, 3, 10])", D("2.5")), ("mode([6, 1, 9, 6, 1])", [1, 6]), ("mode([])", []),
        ("sublist([1, 2, 3], 2)", [2, 3]), ("sublist([1, 2, 3], -2, 1)", [2]), ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1], [2], 3)", [1, 2, 3]), ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("remove([1, 2], -1)", [1]), ("reverse([1, 2])", [2, 1]), ("index of([1, 2, 1], 1)", [1, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]), ("distinct values([1, 1.0, 2, null, null])", [1, 2, None]),
        ("flatten([[1, [2]], 3])", [1, 2, 3]), ("list replace([1, 2], 2, 5)", [1, 5]),
        ("list replace([1, 5], function(item, newItem) item < newItem, 3)", [3, 5]),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]), ("all([true, null])", None), ("all([null, false])", False),
        ("any([false, null])", None), ("any([null, true])", True), ("any([])", False), ("count(5)", 1),
    ],
)  # fmt: skip
def test_lists(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('get value({a: 1}, "a")', 1), ('get value({a: 1}, "b")', None), ('get value({a: {b: 1}}, ["a", "b"])', 1),
        ("get entries({a: 1})", [{"key": "a", "value": 1}]), ('context({key: "a", value: 1})', {"a": 1}),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}), ('context put({a: 1}, ["b", "c"], 2)', {"a": 1, "b": {"c": 2}}),
        ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
    ],
)  # fmt: skip
def test_contexts(text, expected):
    assert value(text) == expected


def test_making_a_changed_context_leaves_the_first_as_it_was():
    assert value('{a: {b: 1}, c: context put(a, "b", 2), d: context put({a: a}, ["a", "b"], 3)}.a') == {"b": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sqrt(-1)", "sqrt: a negative number has no square root"),
        ("sqrt()", "sqrt does not take 0 arguments; use sqrt(number)"),
        ("sqrt(n: 4)", "sqrt has no such parameters; use sqrt(number)"),
        ('sqrt("4")', "sqrt: parameter number must be a number, not a string"),
        ("floor(1.5, null)", "floor: parameter scale must be a number, not null"),
        ('substring("a", 0)', "there is no position 0 in the string"),
        ("remove([1], 2)", "the list has no position 2"),
        ("modulo(1, 0)", "the divisor must not be 0"),
        ("round up(1, 7000)", "the scale must be between -6111 and 6176"),
        ('max(1, "a")', "the elements of the list have no order"),
        ("sort([1, 2], function(a, b) 1)", "the function precedes must give a boolean"),
        ('number("1,5")', "'1,5' is not a number"),
        ("today(1)", "today does not take 1 arguments"),
    ],
)
def test_a_wrong_argument_is_null_with_a_reason(text, message):
    assert message in problem(text)


def test_a_list_of_one_stands_for_its_element():
    assert value("abs([-1])") == 1
