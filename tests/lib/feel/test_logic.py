"""Three-valued logic, comparison and membership."""

import itertools

import pytest

from lib.feel.support import problem, value

TRUTH = {"true": True, "false": False, "null": None, '"text"': None}


def _and(left, right):
    return False if False in (left, right) else None if None in (left, right) else True


def _or(left, right):
    return True if True in (left, right) else None if None in (left, right) else False


@pytest.mark.parametrize(("left", "right"), itertools.product(TRUTH, TRUTH))
def test_and_and_or_follow_the_tables_of_the_standard(left, right):
    assert value(f"{left} and {right}") is _and(TRUTH[left], TRUTH[right])
    assert value(f"{left} or {right}") is _or(TRUTH[left], TRUTH[right])


@pytest.mark.parametrize(("negand", "expected"), [("true", False), ("false", True), ("null", None), ("1", None)])
def test_not_is_null_for_what_is_no_boolean(negand, expected):
    assert value(f"not({negand})") is expected


def test_many_operands_are_one_condition():
    assert value(" and ".join(["true"] * 500)) is True


def test_what_is_decided_is_not_computed_further():
    assert value("x = 1 or now() = null", x=1) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.0", True), ("1 != 2", True), ('"a" = "a"', True), ("null = null", True), ("1 = null", False),
        ("[1, [2]] = [1, [2]]", True), ("[1, 2] = [2, 1]", False), ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 1, b: null}", False), ("[1..3] = [1..3]", True), ("[1..3] = [1..3)", False),
        ('[1] = ["1"]', None), ('1 = "1"', None), ("1 < 2", True), ('"b" >= "a"', True), ("null < 1", None),
        ("true < false", None), ("[1] < [2]", None),
    ],
)  # fmt: skip
def test_comparison(text, expected):
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 in [1..5]", True), ("5 in [1..5)", False), ("5 in > 3", True), ("5 in (< 3, > 4)", True),
        ("5 in (1, 5)", True), ('"a" in ["a", "b"]', True), ("5 in [[1..2], [4..6]]", True), ("5 in (!= 5)", False),
        ("null in null", True), ("null in [1..2]", None), ("5 in [1..x]", None), ("[1] in [[1], [2]]", True),
        ("5 between 1 and 5", True), ("5 between 6 and 9", False), ("(5 in 5) = true", True),
    ],
)  # fmt: skip
def test_membership(text, expected):
    assert value(text, x=None) is expected


def test_an_unknown_end_makes_a_range_unknown_and_the_word_null_leaves_it_open():
    assert value("5 in [1..limit]", limit=None) is None
    assert value("5 in [1..null)") is True


def test_a_condition_that_is_not_true_takes_the_else_branch():
    assert value("if null then 1 else 2") == 2
    assert value('if "true" then 1 else 2') == 2


def test_comparing_different_kinds_says_so():
    assert problem('area > "5"', area=3) == "line 1, column 6: a number cannot be compared with a string"


def test_between_says_that_an_end_is_missing():
    assert "none of them null" in problem("2 between 1 and null")
