"""Relations between points and ranges: DMN 1.5 §10.3.4.9, table 78 (Allen's interval algebra with open ends)."""

from dataclasses import dataclass
from typing import Any

from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.comparing import compare, contains, equal
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.values import Range, kind_name

_POINT = "number|string|date|time|datetime|dtd|ymd"


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a range; ``infinite`` is -1 or 1 where it is open without limit."""

    value: Any
    infinite: int
    included: bool


def _start(interval: Range) -> _End:
    return _End(interval.low, 0 if interval.low is not None else -1, interval.low_included)


def _end(interval: Range) -> _End:
    return _End(interval.high, 0 if interval.high is not None else 1, interval.high_included)


def _order(left: _End, right: _End) -> int:
    if left.infinite or right.infinite:
        return (left.infinite > right.infinite) - (left.infinite < right.infinite)
    return _compared(left.value, right.value)


def _compared(left: Any, right: Any) -> int:
    order = compare(left, right)
    if order is None:
        raise Fault("{a}和{b}不能比较", "{a} cannot be compared with {b}", a=kind_name(left), b=kind_name(right))
    return order


def _has(interval: Range, point: Any) -> bool:
    inside = contains(interval, point)
    if inside is None:
        raise Fault("{a}不能和区间的两端比较", "{a} cannot be compared with the ends of the range", a=kind_name(point))
    return inside


@builtin("before", f"point1: {_POINT}", f"point2: {_POINT}")
def before_points(_run: Run, first: Any, second: Any) -> bool:
    return _compared(first, second) < 0


@builtin("before", f"point: {_POINT}", "range: range")
def before_range(_run: Run, point: Any, interval: Range) -> bool:
    return _before(_End(point, 0, True), _start(interval))


@builtin("before", "range: range", f"point: {_POINT}")
def range_before(_run: Run, interval: Range, point: Any) -> bool:
    return _before(_end(interval), _End(point, 0, True))


@builtin("before", "range1: range", "range2: range")
def before_ranges(_run: Run, first: Range, second: Range) -> bool:
    return _before(_end(first), _start(second))


def _before(end: _End, start: _End) -> bool:
    order = _order(end, start)
    return order < 0 or (order == 0 and not (end.included and start.included))


@builtin("after", f"point1: {_POINT}", f"point2: {_POINT}")
def after_points(_run: Run, first: Any, second: Any) -> bool:
    return _compared(first, second) > 0


@builtin("after", f"point: {_POINT}", "range: range")
def after_range(_run: Run, point: Any, interval: Range) -> bool:
    return _before(_end(interval), _End(point, 0, True))


@builtin("after", "range: range", f"point: {_POINT}")
def range_after(_run: Run, interval: Range, point: Any) -> bool:
    return _before(_End(point, 0, True), _start(interval))


@builtin("after", "range1: range", "range2: range")
def after_ranges(_run: Run, first: Range, second: Range) -> bool:
    return _before(_end(second), _start(first))


@builtin("meets", "range1: range", "range2: range")
def meets(_run: Run, first: Range, second: Range) -> bool:
    return _touch(_end(first), _start(second))


@builtin("met by", "range1: range", "range2: range")
def met_by(_run: Run, first: Range, second: Range) -> bool:
    return _touch(_end(second), _start(first))


def _touch(end: _End, start: _End) -> bool:
    return end.included and start.included and _order(end, start) == 0


@builtin("overlaps", "range1: range", "range2: range")
def overlaps(_run: Run, first: Range, second: Range) -> bool:
    return not _before(_end(first), _start(second)) and not _before(_end(second), _start(first))


@builtin("overlaps before", "range1: range", "range2: range")
def overlaps_before(_run: Run, first: Range, second: Range) -> bool:
    starts = _order(_start(first), _start(second))
    earlier = starts < 0 or (starts == 0 and first.low_included and not second.low_included)
    return earlier and not _before(_end(first), _start(second)) and _ends_within(first, second)


@builtin("overlaps after", "range1: range", "range2: range")
def overlaps_after(run: Run, first: Range, second: Range) -> bool:
    return overlaps_before(run, second, first)


def _ends_within(inner: Range, outer: Range) -> bool:
    order = _order(_end(inner), _end(outer))
    return order < 0 or (order == 0 and (not inner.high_included or outer.high_included))


def _starts_within(inner: Range, outer: Range) -> bool:
    order = _order(_start(inner), _start(outer))
    return order > 0 or (order == 0 and (not inner.low_included or outer.low_included))


@builtin("finishes", f"point: {_POINT}", "range: range")
def finishes_point(_run: Run, point: Any, interval: Range) -> bool:
    return _touch(_end(interval), _End(point, 0, True))


@builtin("finishes", "range1: range", "range2: range")
def finishes(_run: Run, first: Range, second: Range) -> bool:
    together = _order(_end(first), _end(second)) == 0 and first.high_included == second.high_included
    return together and _starts_within(first, second)


@builtin("finished by", "range: range", f"point: {_POINT}")
def finished_by_point(_run: Run, interval: Range, point: Any) -> bool:
    return _touch(_end(interval), _End(point, 0, True))


@builtin("finished by", "range1: range", "range2: range")
def finished_by(run: Run, first: Range, second: Range) -> bool:
    return finishes(run, second, first)


@builtin("includes", "range: range", f"point: {_POINT}")
def includes_point(_run: Run, interval: Range, point: Any) -> bool:
    return _has(interval, point)


@builtin("includes", "range1: range", "range2: range")
def includes(_run: Run, first: Range, second: Range) -> bool:
    return _starts_within(second, first) and _ends_within(second, first)


@builtin("during", f"point: {_POINT}", "range: range")
def during_point(_run: Run, point: Any, interval: Range) -> bool:
    return _has(interval, point)


@builtin("during", "range1: range", "range2: range")
def during(run: Run, first: Range, second: Range) -> bool:
    return includes(run, second, first)


@builtin("starts", f"point: {_POINT}", "range: range")
def starts_point(_run: Run, point: Any, interval: Range) -> bool:
    return _touch(_End(point, 0, True), _start(interval))


@builtin("starts", "range1: range", "range2: range")
def starts(_run: Run, first: Range, second: Range) -> bool:
    together = _order(_start(first), _start(second)) == 0 and first.low_included == second.low_included
    return together and _ends_within(first, second)


@builtin("started by", "range: range", f"point: {_POINT}")
def started_by_point(_run: Run, interval: Range, point: Any) -> bool:
    return _touch(_End(point, 0, True), _start(interval))


@builtin("started by", "range1: range", "range2: range")
def started_by(run: Run, first: Range, second: Range) -> bool:
    return starts(run, second, first)


@builtin("coincides", f"point1: {_POINT}", f"point2: {_POINT}")
def coincides_points(_run: Run, first: Any, second: Any) -> bool:
    return _compared(first, second) == 0


@builtin("coincides", "range1: range", "range2: range")
def coincides(run: Run, first: Range, second: Range) -> bool | None:
    return equal(first, second, run)
