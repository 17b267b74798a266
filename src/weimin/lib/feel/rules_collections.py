"""How lists, contexts, ranges, filters and loops run."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from weimin.lib.feel.comparing import compare, make_range
from weimin.lib.feel.compiler import Code, Compiler, Scope, guarded
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.free_names import mentions
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import whole
from weimin.lib.feel.temporal import Date
from weimin.lib.feel.tree import (
    ContextLiteral,
    Filter,
    For,
    Iteration,
    ListLiteral,
    Literal,
    Node,
    Quantified,
    RangeLiteral,
    UnaryRange,
)
from weimin.lib.feel.values import Range, as_list, kind_name

__all__ = ["COLLECTION_RULES"]


def list_literal(compiler: Compiler, node: ListLiteral) -> Code:
    items = [compiler.code(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


def context_literal(compiler: Compiler, node: ContextLiteral) -> Code:
    """Entries are computed in order, and each sees those before it."""
    entries = [(key, compiler.code(value)) for key, value in node.entries]

    def build(scope: Scope) -> dict[str, Any]:
        made: dict[str, Any] = {}
        inner = Scope(made, scope, scope.run)
        for key, value in entries:
            made[key] = value(inner)
        return made

    return build


def range_literal(compiler: Compiler, node: RangeLiteral) -> Code:
    """An end that is unknown makes the range unknown; only the word ``null`` itself leaves it open."""
    low, high = compiler.code(node.low), compiler.code(node.high)
    open_ends = tuple(isinstance(end, Literal) and end.value is None for end in (node.low, node.high))

    def build(scope: Scope) -> Range | None:
        bottom, top = low(scope), high(scope)
        if (bottom is None and not open_ends[0]) or (top is None and not open_ends[1]):
            return None
        return make_range(bottom, top, low_included=node.low_included, high_included=node.high_included)

    return guarded(build, node.at)


def unary_range(compiler: Compiler, node: UnaryRange) -> Code:
    bound, operator = compiler.code(node.bound), node.operator

    def build(scope: Scope) -> Range | None:
        end = bound(scope)
        if end is None:
            return None
        if compare(end, end) is None or operator == "!=":
            raise Fault("{a}不能这样作为区间", "{a} makes no range here", a=kind_name(end))
        match operator:
            case "=":
                return Range(end, end, True, True)
            case "<" | "<=":
                return Range(None, end, False, operator == "<=")
            case _:
                return Range(end, None, operator == ">=", False)

    return guarded(build, node.at)


# -- filters ------------------------------------------------------------------------------------------------------


def _pick(items: list[Any], index: Decimal) -> Any:
    """The element at a position from 1, or from -1 backwards; null where there is none."""
    position = whole(index)
    if position != index or position == 0 or abs(position) > len(items):
        return None
    return items[position - 1 if position > 0 else position]


def _item_scope(item: Any, scope: Scope) -> Scope:
    """``item``, and over it the entries of an element that is a context."""
    outer = Scope({"item": item}, scope, scope.run)
    return Scope(item, outer, scope.run) if isinstance(item, dict) else outer


def filter_rule(compiler: Compiler, node: Filter) -> Code:
    base, at = compiler.code(node.base), node.at
    test, weight, _ = compiler.priced(node.test)

    def keep(scope: Scope) -> Any:
        value, run = base(scope), scope.run
        if value is None:
            return None
        items, kept = as_list(value), []
        run.at = at
        if not items:
            return None if isinstance(test(_item_scope(None, scope)), Decimal) else []
        for item in items:
            run.spend(weight)
            verdict = test(_item_scope(item, scope))
            if verdict is True:
                kept.append(item)
            elif isinstance(verdict, Decimal):
                return _pick(items, verdict)
            elif verdict is not None and verdict is not False:
                raise Fault(
                    "筛选条件应为真假值或序号，却是{k}",
                    "a filter is a condition or a position, not {k}",
                    k=kind_name(verdict),
                )
        return kept

    return guarded(keep, at)


# -- loops --------------------------------------------------------------------------------------------------------


def _steps(first: Any, last: Any, run: Run) -> Iterable[Any]:
    """Whole numbers or days from one to another, upwards or downwards, both included."""
    if isinstance(first, Decimal) and isinstance(last, Decimal) and first == whole(first) and last == whole(last):
        start, end = whole(first), whole(last)
        run.items(abs(end - start) + 1)
        return map(Decimal, range(start, end + 1) if start <= end else range(start, end - 1, -1))
    if isinstance(first, Date) and isinstance(last, Date):
        start, end = first.days, last.days
        run.items(abs(end - start) + 1)
        return map(Date.from_days, range(start, end + 1) if start <= end else range(start, end - 1, -1))
    raise Fault(
        "循环的范围应为整数或日期，却是{a}和{b}", "a loop runs over whole numbers or dates, not {a} to {b}",
        a=kind_name(first), b=kind_name(last),
    )  # fmt: skip


def _within(interval: Range, run: Run) -> Iterable[Any]:
    found = list(_steps(interval.low, interval.high, run))
    return found[0 if interval.low_included else 1 : None if interval.high_included else -1]


def _domain(compiler: Compiler, iteration: Iteration) -> Code:
    domain = compiler.code(iteration.domain)
    through = compiler.code(iteration.through) if iteration.through is not None else None

    def elements(scope: Scope) -> Iterable[Any]:
        value = domain(scope)
        if through is not None:
            return _steps(value, through(scope), scope.run)
        if value is None:
            raise Fault("循环的列表是空值 null", "the list to loop over is null")
        return _within(value, scope.run) if isinstance(value, Range) else as_list(value)

    return elements


def _scopes(iterations: list[tuple[str, Code]], scope: Scope, weight: int) -> Iterable[Scope]:
    """One scope for each combination, the last name moving fastest."""
    (word, domain), rest = iterations[0], iterations[1:]
    for value in domain(scope):
        scope.run.spend(weight)
        inner = Scope({word: value}, scope, scope.run)
        if rest:
            yield from _scopes(rest, inner, weight)
        else:
            yield inner


def for_rule(compiler: Compiler, node: For) -> Code:
    """``partial`` is the list of the results so far."""
    iterations = [(one.name, _domain(compiler, one)) for one in node.iterations]
    body, weight, _ = compiler.priced(node.body)
    at, uses_partial = node.at, mentions(node.body, "partial")

    def loop(scope: Scope) -> list[Any]:
        results: list[Any] = []
        run = scope.run
        run.at = at
        for inner in _scopes(iterations, scope, weight):
            if len(results) >= run.limits.items:
                run.items(len(results) + 1)
            if uses_partial:
                run.items(len(results))
                inner = Scope({"partial": results.copy()}, inner, run)
            results.append(body(inner))
        return results

    return guarded(loop, at)


def quantified(compiler: Compiler, node: Quantified) -> Code:
    iterations = [(one.name, _domain(compiler, one)) for one in node.iterations]
    condition, weight, _ = compiler.priced(node.condition)
    at, decisive = node.at, node.quantifier == "some"

    def decide(scope: Scope) -> bool | None:
        answer: bool | None = not decisive
        scope.run.at = at
        for inner in _scopes(iterations, scope, weight):
            value = condition(inner)
            if value is decisive:
                return bool(decisive)
            if not isinstance(value, bool):
                answer = None
        return answer

    return guarded(decide, at)


COLLECTION_RULES: Mapping[type[Node], Any] = {
    ListLiteral: list_literal,
    ContextLiteral: context_literal,
    RangeLiteral: range_literal,
    UnaryRange: unary_range,
    Filter: filter_rule,
    For: for_rule,
    Quantified: quantified,
}
