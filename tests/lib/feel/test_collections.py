"""Lists, contexts, filters, loops and functions."""

from decimal import Decimal

import pytest

from lib.feel.support import problem, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3][1]", 1), ("[1, 2, 3][-1]", 3), ("[1, 2, 3][4]", None), ("[1, 2, 3][0]", None), ("5[1]", 5),
        ("[1, 2, 3][item > 1]", [2, 3]), ("[{a: 1}, {a: 2}][a > 1]", [{"a": 2}]), ("[{a: 1}, {b: 2}].a", [1, None]),
        ("[{item: 1}, {item: 2}][item > 1]", [{"item": 2}]), ("[][item > 1]", []), ("null[item > 1]", None),
        ("[1, 2, 3][n]", 2), ("[[1], [2, 3]][2][1]", 2), ("[1, 2, 3][item > 1][1]", 2),
        ("[1, 2, null][item > 1]", [2]),
    ],
)  # fmt: skip
def test_a_filter_takes_a_position_or_a_condition(text, expected):
    assert value(text, n=2) == expected


def test_entries_of_a_context_see_those_before_them():
    assert value("{a: 1, b: a + 1, c: {d: a + b}}") == {"a": 1, "b": 2, "c": {"d": 3}}


def test_an_entry_hides_a_name_outside():
    assert value("[x, {x: 2, y: x}.y]", x=1) == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in 1..3 return i * i", [1, 4, 9]), ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1..4) return i", [1, 2, 3]), ("for i in 5 return i", [5]),
        ("for i in 1..2, j in [10, 20] return i * j", [10, 20, 20, 40]),
        ("for i in 1..3, j in 1..i return j", [1, 1, 2, 1, 2, 3]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("some i in [1, 2] satisfies i > 1", True), ("every i in [1, 2] satisfies i > 1", False),
        ("some i in [] satisfies true", False), ("every i in [] satisfies false", True),
        ("some i in [null, 1] satisfies i > 1", None), ("every i in [null, 2] satisfies i > 1", None),
    ],
)  # fmt: skip
def test_loops(text, expected):
    assert value(text) == expected


def test_a_loop_over_dates_goes_by_days():
    days = value('for d in @"2026-02-27"..@"2026-03-01" return string(d)')
    assert days == ["2026-02-27", "2026-02-28", "2026-03-01"]


def test_functions_are_values_that_remember_their_scope():
    assert value("{twice: function(f, x) f(f(x)), plus: function(n) n + step, r: twice(plus, 1)}.r", step=5) == 11


def test_a_function_may_call_itself():
    assert value("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r") == 2432902008176640000


def test_arguments_may_be_named():
    assert value("(function(first name, b) first name - b)(b: 1, first name: 3)") == 2


def test_a_typed_parameter_refuses_another_kind():
    assert value("(function(n: number) n)(1)") == 1
    assert value("(function(n: number) n)([1])") == 1
    assert "not of the parameter's type" in problem('(function(n: number) n)("a")')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f(1)", "there is no function named 'f'"),
        ("(function(a) a)(1, 2)", "the function takes 1 arguments, 2 are given"),
        ("(function(a) a)(b: 1)", "the parameters are: a"),
        ("1(2)", "a number is no function"),
        ("{a: 1}.b", "the context has no entry 'b'"),
        ("null.b", "null has no property 'b'"),
        ("{a: 1, a: 2}", "the context has 'a' twice"),
        ("missing", "there is no value named 'missing'"),
        ("(function(x) external {java: {class: x}})(1)", "external functions are not supported"),
        ("for i in null return i", "the list to loop over is null"),
    ],
)
def test_a_null_has_its_reason(text, message):
    assert message in problem(text)


def test_data_never_hides_a_builtin_function():
    assert value("count(count)", count=[1, 2]) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True), ("1 instance of string", False), ("[1, null] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False), ("{a: 1} instance of context<a: number>", True),
        ("{} instance of context<a: number>", False), ("[1..2] instance of range<number>", True),
        ("null instance of Null", True), ("null instance of Any", False), ("abs instance of function", True),
        ("(function(a: number) a) instance of function<number> -> number", True),
        ('@"P1D" instance of days and time duration', True), ("1 instance of nonsense", None),
    ],
)  # fmt: skip
def test_instance_of(text, expected):
    assert value(text) is expected


def test_an_object_shows_none_of_its_attributes():
    class Secret:
        password = "x"

    assert value("x.a", x={"a": Decimal(1)}) == 1
    for attribute in ("__class__", "keys", "real", "_code"):
        assert value(f"x.{attribute}", x={"a": 1}) is None
        assert value(f"x.{attribute}", x=Decimal(1)) is None
