"""Sums and statistics. Each takes one list, or its elements as arguments."""

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from typing import Any

from weimin.lib.feel.arithmetic import OPERATORS
from weimin.lib.feel.builtins.lists import _one_list
from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.comparing import compare
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.temporal import DaysTime, YearsMonths


def _over_list(name: str) -> Callable[[Callable[[Run, list[Any]], Any]], Callable[[Run, list[Any]], Any]]:
    """Declare a function that takes one list or its elements."""

    def declare(function: Callable[[Run, list[Any]], Any]) -> Callable[[Run, list[Any]], Any]:
        def gather(run: Run, *values: Any) -> Any:
            return function(run, _one_list(run, values))

        builtin(name, "list: list")(gather)
        builtin(name, "*n: any")(gather)
        return function

    return declare


def _numbers(items: list[Any]) -> list[Decimal]:
    if not all(isinstance(item, Decimal) for item in items):
        raise Fault("列表里应都是数字", "the list must hold numbers only")
    return items


@_over_list("min")
def minimum(_run: Run, items: list[Any]) -> Any:
    return _extreme(items, -1)


@_over_list("max")
def maximum(_run: Run, items: list[Any]) -> Any:
    return _extreme(items, 1)


def _extreme(items: list[Any], direction: int) -> Any:
    """Null for an empty list."""
    best = None
    for index, item in enumerate(items):
        order = direction if index == 0 and compare(item, item) == 0 else compare(item, best)
        if order is None:
            raise Fault("列表里的值不能比较大小", "the elements of the list have no order")
        if order == direction:
            best = item
    return best


@_over_list("sum")
def total(run: Run, items: list[Any]) -> Any:
    """Of numbers or durations; null for an empty list."""
    if not items:
        return None
    if not all(isinstance(item, Decimal | DaysTime | YearsMonths) for item in items):
        raise Fault("列表里应都是数字或时长", "the list must hold numbers or durations only")
    return reduce(lambda left, right: OPERATORS["+"](left, right, run), items)


@_over_list("mean")
def mean(run: Run, items: list[Any]) -> Any:
    return OPERATORS["/"](total(run, items), Decimal(len(items)), run) if items else None


@_over_list("product")
def product(_run: Run, items: list[Any]) -> Decimal | None:
    return reduce(lambda left, right: left * right, _numbers(items)) if items else None


@_over_list("median")
def median(_run: Run, items: list[Any]) -> Decimal | None:
    ordered = sorted(_numbers(items))
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


@_over_list("stddev")
def standard_deviation(_run: Run, items: list[Any]) -> Decimal:
    """Of a sample: divided by one less than the count."""
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise Fault("标准差至少要两个数", "a standard deviation takes at least two numbers")
    average = sum(numbers, Decimal(0)) / len(numbers)
    return (sum(((n - average) ** 2 for n in numbers), Decimal(0)) / (len(numbers) - 1)).sqrt()


@_over_list("mode")
def mode(_run: Run, items: list[Any]) -> list[Decimal]:
    """The most frequent numbers, ascending; an empty list for an empty one."""
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)
