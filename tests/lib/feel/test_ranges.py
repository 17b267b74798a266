"""Relations of ranges, against a plain model on a line of half steps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.feel.support import problem, value


@st.composite
def ranges(draw):
    low = draw(st.integers(0, 6))
    high = draw(st.integers(low, 6))
    opening, closing = draw(st.sampled_from("[(")), draw(st.sampled_from("])"))
    return low, high, opening == "[", closing == "]"


def text(interval):
    low, high, low_included, high_included = interval
    return f"{'[' if low_included else '('}{low}..{high}{']' if high_included else ')'}"


def points(interval):
    """The range as the halves that lie in it: two ranges with whole ends meet exactly where these do."""
    low, high, low_included, high_included = interval
    inside = {half / 2 for half in range(2 * low + 1, 2 * high)}
    return (
        inside
        | ({low} if low_included and (low < high or high_included) else set())
        | ({high} if high_included and (low < high or low_included) else set())
    )


@settings(deadline=None)
@given(ranges(), st.integers(-1, 7))
def test_a_point_is_in_a_range_or_before_or_after_it(interval, point):
    inside = point in points(interval)
    assert value(f"{point} in {text(interval)}") is inside
    assert value(f"includes({text(interval)}, {point})") is inside
    assert value(f"during({point}, {text(interval)})") is inside
    if points(interval):
        before, after = (value(f"{word}({point}, {text(interval)})") for word in ("before", "after"))
        assert before is all(point < other for other in points(interval))
        assert after is all(point > other for other in points(interval))


@settings(deadline=None)
@given(ranges().filter(points), ranges().filter(points))
def test_two_ranges_are_before_after_or_overlap(first, second):
    a, b = text(first), text(second)
    before, after, overlap = (value(f"{word}({a}, {b})") for word in ("before", "after", "overlaps"))
    assert [before, after, overlap].count(True) == 1
    assert overlap is bool(points(first) & points(second))
    assert value(f"includes({a}, {b})") is (points(second) <= points(first))
    assert value(f"coincides({a}, {b})") is (first == second)
    for one, other in (
        ("finishes", "finished by"),
        ("starts", "started by"),
        ("meets", "met by"),
        ("during", "includes"),
    ):
        assert value(f"{one}({a}, {b})") is value(f"{other}({b}, {a})")
    assert value(f"overlaps before({a}, {b})") is value(f"overlaps after({b}, {a})")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("meets([1..5], [5..9])", True), ("meets([1..5), [5..9])", False), ("starts([1..3], [1..5])", True),
        ("starts(1, [1..5])", True), ("finishes(5, [1..5))", False), ("finished by([1..5], [3..5])", True),
        ("overlaps before([1..5], [3..8])", True), ("before([1..5], (> 9))", True),
        ("includes((< 9), [1..5])", True), ("[1..9].end", 9), ("(> 9).start included", False), ("(< 9).start", None),
        ('range("[1..3)") = [1..3)', True), ('range("(1..null)") = (> 1)', True),
    ],
)  # fmt: skip
def test_named_relations(expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize("expression", ["[5..1]", '[1.."a"]', 'range("[1..x]")', 'range("1")', 'includes([1..3], "a")'])
def test_what_makes_no_range_is_null_with_a_reason(expression):
    assert problem(expression)
