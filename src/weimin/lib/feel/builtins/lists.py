"""Functions of lists. Positions count from 1, or from -1 backwards; no list is ever changed, new ones are made."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.comparing import same
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import whole
from weimin.lib.feel.values import Function, as_list


def _index(items: list[Any], position: Decimal) -> int:
    """The Python index of a position. Raises ``Fault`` if the list has none such."""
    place = whole(position)
    if place != position or place == 0 or abs(place) > len(items):
        raise Fault("列表没有第 {p} 项", "the list has no position {p}", p=place)
    return place - 1 if place > 0 else len(items) + place


@builtin("list contains", "list: list", "element: any")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    run.spend(len(items))
    return any(same(item, element, run) for item in items)


@builtin("count", "list: list")
def count(_run: Run, items: list[Any]) -> Decimal:
    return Decimal(len(items))


@builtin("sublist", "list: list", "start position: number", "length?: number")
def sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    begin = _index(items, start)
    end = len(items) if length is None else begin + whole(length)
    if not begin <= end <= len(items):
        raise Fault(
            "从第 {p} 项起没有 {n} 项", "there are not {n} elements from position {p}", p=whole(start), n=end - begin
        )
    run.items(end - begin)
    return items[begin:end]


@builtin("append", "list: list", "*item: any")
def append(run: Run, items: list[Any], *more: Any) -> list[Any]:
    run.items(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "*list: list")
def concatenate(run: Run, *lists: list[Any]) -> list[Any]:
    if not lists:
        raise Fault("至少要一个列表", "it takes at least one list")
    run.items(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list", "position: number", "newItem: any")
def insert_before(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any]:
    index = _index(items, position)
    run.items(len(items) + 1)
    return [*items[:index], new, *items[index:]]


@builtin("remove", "list: list", "position: number")
def remove(run: Run, items: list[Any], position: Decimal) -> list[Any]:
    index = _index(items, position)
    run.items(len(items))
    return [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list: list", "position: number", "newItem: any")
def list_replace_at(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any]:
    index = _index(items, position)
    run.items(len(items))
    return [*items[:index], new, *items[index + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: any")
def list_replace_matching(run: Run, items: list[Any], match: Function, new: Any) -> list[Any]:
    """Replaces every element for which ``match(element, newItem)`` is true."""
    run.items(len(items))
    replaced = []
    for item in items:
        verdict = match.invoke(run, [item, new])
        if not isinstance(verdict, bool):
            raise Fault("match 函数应得真假值", "the function match must give a boolean")
        replaced.append(new if verdict else item)
    return replaced


@builtin("reverse", "list: list")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    run.items(len(items))
    return items[::-1]


@builtin("index of", "list: list", "match: any")
def index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    run.items(len(items))
    return [Decimal(position) for position, item in enumerate(items, 1) if same(item, match, run)]


def _distinct(run: Run, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        run.spend(len(kept))
        if not any(same(item, other, run) for other in kept):
            kept.append(item)
    return kept


@builtin("distinct values", "list: list")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    return _distinct(run, items)


@builtin("union", "*list: list")
def union(run: Run, *lists: list[Any]) -> list[Any]:
    return _distinct(run, concatenate(run, *lists))


@builtin("flatten", "list: list")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    _flatten(run, items, flat)
    return flat


def _flatten(run: Run, items: list[Any], flat: list[Any]) -> None:
    run.enter(1)
    run.spend(len(items))
    for item in items:
        if isinstance(item, list):
            _flatten(run, item, flat)
        else:
            flat.append(item)
    run.items(len(flat) and 1)
    if len(flat) > run.limits.items:
        run.items(len(flat))
    run.leave(1)


@builtin("sort", "list: list", "precedes: function")
def sort(run: Run, items: list[Any], precedes: Function) -> list[Any]:
    """Stable; ``precedes(a, b)`` says whether a comes before b."""
    run.items(len(items))

    def before(left: Any, right: Any) -> bool:
        run.spend(1)
        verdict = precedes.invoke(run, [left, right])
        if not isinstance(verdict, bool):
            raise Fault("precedes 函数应得真假值", "the function precedes must give a boolean")
        return verdict

    def order(left: Any, right: Any) -> int:
        return -1 if before(left, right) else int(before(right, left))

    return sorted(items, key=cmp_to_key(order))


def _quantify(items: list[Any], decisive: bool) -> bool | None:
    answer: bool | None = not decisive
    wrong = False
    for item in items:
        if item is decisive:
            return bool(decisive)
        if not isinstance(item, bool):
            answer = None
            wrong = wrong or item is not None
    if wrong:
        raise Fault("列表里应都是真假值", "the list must hold booleans only")
    return answer


@builtin("all", "list: list")
@builtin("all", "*b: any")
def all_true(run: Run, *values: Any) -> bool | None:
    """False if one is false, unknown if one is null, else true."""
    return _quantify(_one_list(run, values), False)


@builtin("any", "list: list")
@builtin("any", "*b: any")
def any_true(run: Run, *values: Any) -> bool | None:
    """True if one is true, unknown if one is null, else false."""
    return _quantify(_one_list(run, values), True)


def _one_list(run: Run, values: tuple[Any, ...]) -> list[Any]:
    """The arguments of a function that takes one list or its elements."""
    if not values or (len(values) == 1 and values[0] is None):
        raise Fault("缺少列表", "the list is missing")
    items = as_list(values[0]) if len(values) == 1 else list(values)
    run.spend(len(items))
    return items
