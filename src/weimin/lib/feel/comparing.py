"""Equality, order and membership: DMN 1.5 §10.3.2.13 and tables 45, 50-55. None stands for "cannot be told"."""

from decimal import Decimal
from typing import Any

from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.values import Range, kind, kind_name

__all__ = ["compare", "contains", "equal", "holds", "make_range", "same"]


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """Equality by value: 1.0 is 1, an instant is the same in every zone. None for values of different kinds."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return None
    if isinstance(left, list | dict):
        run.enter(1)
        run.spend(1)
        result = _equal_lists(left, right, run) if isinstance(left, list) else _equal_contexts(left, right, run)
        run.leave(1)
        return result
    if isinstance(left, Range):
        return _equal_ranges(left, right, run)
    if isinstance(left, DateTime | Time):
        return (left.zone is None) == (right.zone is None) and left.seconds == right.seconds
    return bool(left == right)


def _all_equal(pairs: list[tuple[Any, Any]], run: Run) -> bool | None:
    run.spend(len(pairs))
    answer: bool | None = True
    for left, right in pairs:
        one = equal(left, right, run)
        if one is False:
            return False
        if one is None:
            answer = None
    return answer


def _equal_lists(left: list[Any], right: list[Any], run: Run) -> bool | None:
    return len(left) == len(right) and _all_equal(list(zip(left, right, strict=True)), run)


def _equal_contexts(left: dict[str, Any], right: dict[str, Any], run: Run) -> bool | None:
    return left.keys() == right.keys() and _all_equal([(left[key], right[key]) for key in left], run)


def _equal_ranges(left: Range, right: Range, run: Run) -> bool | None:
    if (left.low_included, left.high_included) != (right.low_included, right.high_included):
        return False
    return _all_equal([(left.low, right.low), (left.high, right.high)], run)


def same(left: Any, right: Any, run: Run) -> bool:
    """Whether two values are certainly equal, as list functions ask."""
    return equal(left, right, run) is True


def compare(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None if the two have no order (different kinds, or one with a zone and one without)."""
    if type(left) is not type(right):
        return None
    a: Any
    b: Any
    match left:
        case bool() | None:
            return None
        case Decimal() | str():
            a, b = left, right
        case Date():
            a, b = left.days, right.days
        case DateTime() | Time():
            if (left.zone is None) != (right.zone is None):
                return None
            a, b = left.seconds, right.seconds
        case DaysTime():
            a, b = left.seconds, right.seconds
        case YearsMonths():
            a, b = left.months, right.months
        case _:
            return None
    return int(a > b) - int(a < b)


def make_range(low: Any, high: Any, *, low_included: bool, high_included: bool) -> Range:
    """A range with one or two ends. Raises ``Fault`` without any, or with ends that do not follow one another."""
    if low is None and high is None:
        raise Fault("区间至少要有一端", "a range needs at least one end")
    order = compare(high if low is None else low, low if high is None else high)
    if order is None:
        raise Fault(
            "区间两端{a}和{b}不能比较", "the ends of the range, {a} and {b}, cannot be compared",
            a=kind_name(low), b=kind_name(high),
        )  # fmt: skip
    if order > 0:
        raise Fault("区间的起点大于终点", "the range begins after its end")
    return Range(low, high, low_included and low is not None, high_included and high is not None)


def contains(interval: Range, value: Any) -> bool | None:
    """Whether a value lies in a range; None if it cannot be compared with its ends."""
    if interval.low is not None:
        order = compare(value, interval.low)
        if order is None:
            return None
        if order < 0 or (order == 0 and not interval.low_included):
            return False
    if interval.high is not None:
        order = compare(value, interval.high)
        if order is None:
            return None
        if order > 0 or (order == 0 and not interval.high_included):
            return False
    return interval.low is not None or interval.high is not None


def holds(value: Any, test: Any, run: Run) -> bool | None:
    """``value in test``: inside the range, an element of the list, or equal to it."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value)
    if isinstance(test, list):
        return _holds_in_list(value, test, run)
    return equal(value, test, run)


def _holds_in_list(value: Any, tests: list[Any], run: Run) -> bool | None:
    if isinstance(value, list) and equal(value, tests, run) is True:
        return True
    run.spend(len(tests))
    answer: bool | None = False
    for test in tests:
        one = (
            contains(test, value)
            if isinstance(test, Range) and not isinstance(value, Range)
            else equal(value, test, run)
        )
        if one:
            return True
        if one is None and kind(test) == "range":
            answer = None
    return answer
