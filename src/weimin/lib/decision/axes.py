"""The values of one input, cut into classes that no condition of the table can tell apart, with one value for each."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal, DecimalException, localcontext
from itertools import pairwise
from typing import Any, Final

from weimin.lib.decision.conditions import constants_of, only_about_input, ordered
from weimin.lib.decision.kinds import INTEGER
from weimin.lib.decision.model import Cell, Input
from weimin.lib.feel import FeelError
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.numbers import ARITHMETIC
from weimin.lib.feel.temporal import DAY, Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.values import kind

__all__ = ["Axis", "axis_of", "holds_for"]

WORD: Final = "其他"


@dataclass(frozen=True, slots=True)
class Axis:
    """``values``: one of each class. ``free``: the conditions that cannot be told.

    Where not even the column's own values can be told ``values`` is empty. On an ordered axis ``keys`` are the places of
    the values on its line, and ``own`` those of each condition's constants: only there its truth can change.
    """

    column: Input
    values: tuple[Any, ...]
    free: frozenset[Cell]
    keys: tuple[Decimal, ...] = ()
    own: Mapping[Cell, tuple[Decimal, ...]] = field(default_factory=dict)

    def classes(self, cell: Cell) -> int:
        """The classes (as bits) for whose values a condition holds."""
        everything = (1 << len(self.values)) - 1
        if cell.any:
            return everything
        if cell not in self.own:
            return sum(1 << place for place, value in enumerate(self.values) if holds_for(cell, value))
        found, start = 0, 0
        edges = {bisect_left(self.keys, key) for key in self.own[cell]}
        stops = sorted({*edges, *(edge + 1 for edge in edges if edge < len(self.keys)), len(self.keys)})
        for stop in (*stops, len(self.values)):
            if stop > start and holds_for(cell, self.values[start]):
                found |= (1 << stop) - (1 << start)
            start = max(start, stop)
        return found


@dataclass(frozen=True, slots=True)
class _Line:
    """An ordered type as a line of numbers: to it, and back; whole steps only, or dense; perhaps with an end."""

    key: Callable[[Any], Decimal]
    back: Callable[[Decimal], Any]
    whole: bool
    low: Decimal | None = None
    high: Decimal | None = None


def holds_for(cell: Cell | None, value: Any) -> bool:
    """Whether a condition that looks at nothing else holds for a value."""
    if cell is None or cell.any:
        return True
    try:
        return cell.code.evaluate({"?": value}) is True
    except FeelError:
        return False


def axis_of(column: Input, cells: Sequence[Cell]) -> Axis:
    """The classes of a column's values under these conditions (all the conditions on the same expression)."""
    told = [cell for cell in cells if not cell.any]
    everything_free = Axis(column, (), frozenset(told))
    if column.type == "boolean":
        return _finite(column, (True, False), told)
    if column.values is not None and not only_about_input(column.values.code):
        return everything_free
    limits = () if column.values is None else constants_of(column.values.code)
    if limits is None:
        return everything_free
    mentioned = {cell: constants_of(cell.code) for cell in told}
    known = [value for values in mentioned.values() for value in values or ()]
    type_name = column.type or _common_type([*limits, *known])
    if type_name == "boolean":
        return _finite(column, (True, False), told)
    if type_name == "string":
        return _words(column, told, mentioned, limits)
    free = frozenset(cell for cell, values in mentioned.items() if values is None)
    of_kind = [value for value in (*limits, *known) if value is not None and kind(value) == _kind_of(type_name)]
    line = _line(type_name, of_kind)
    if line is None:
        return everything_free
    with localcontext(ARITHMETIC):
        values = _allowed(column, _representatives(of_kind, line))
        keys = tuple(line.key(value) for value in values if value is not None)
        own = {
            cell: tuple(
                line.key(each) for each in found or () if each is not None and kind(each) == _kind_of(type_name)
            )
            for cell, found in mentioned.items()
        }
    return Axis(column, values, free, keys, own)


def _kind_of(type_name: str) -> str:
    return "number" if type_name == INTEGER else type_name


def _common_type(values: Iterable[Any]) -> str:
    """The one type of all constants of a column that names none; empty if there are several, or none."""
    found = {kind(value) for value in values if value is not None}
    return found.pop() if len(found) == 1 else ""


def _allowed(column: Input, values: Iterable[Any]) -> tuple[Any, ...]:
    """The values that the column allows; a null only where its allowed values name it."""
    if column.values is None:
        return tuple(values)
    return tuple(value for value in (*values, None) if holds_for(column.values, value))


def _finite(column: Input, values: tuple[Any, ...], cells: Sequence[Cell]) -> Axis:
    """Of a few values each is tried, so a condition may say of ``?`` what it likes."""
    possible = _allowed(column, values)
    free = frozenset(cell for cell in cells if not _decided(cell, possible))
    return Axis(column, possible, free)


def _decided(cell: Cell, values: tuple[Any, ...]) -> bool:
    if not only_about_input(cell.code):
        return False
    try:
        for value in values:
            cell.code.evaluate({"?": value})
    except FeelError:
        return False
    return True


def _words(
    column: Input, cells: Sequence[Cell], mentioned: dict[Cell, tuple[Any, ...] | None], limits: tuple[Any, ...]
) -> Axis:
    """Strings: those that are allowed, each; where any is allowed, those that are named, and one that is not."""
    values = column.values
    if values is not None and not ordered(values.code) and not _negated(values):
        return _finite(column, tuple(dict.fromkeys(each for each in limits if isinstance(each, str))), cells)
    if values is not None and ordered(values.code):
        return Axis(column, (), frozenset(cells))
    free = frozenset(cell for cell, found in mentioned.items() if found is None or ordered(cell.code))
    named = [*limits, *(each for found in mentioned.values() for each in found or ())]
    words = dict.fromkeys(each for each in named if isinstance(each, str))
    other = WORD
    while other in words:
        other += WORD
    return Axis(column, _allowed(column, (*words, other)), free)


def _negated(cell: Cell) -> bool:
    """Whether words that the condition does not name satisfy it."""
    unnamed = WORD * 20
    return holds_for(cell, unnamed)


def _representatives(values: Sequence[Any], line: _Line) -> list[Any]:
    """Each constant, and a value in each gap between two of them and beyond the ends."""
    keys = {line.key(value) for value in values}
    keys |= {end for end in (line.low, line.high) if end is not None}
    ends = sorted(keys)
    found: list[Decimal | None] = [*ends, *(_between(a, b, whole=line.whole) for a, b in pairwise(ends))]
    if not ends:
        found = [Decimal(0)]
    else:
        found += [_beside(ends[0], -1, whole=line.whole), _beside(ends[-1], 1, whole=line.whole)]
    back = []
    for key in sorted({key for key in found if key is not None and _possible(key, line)}):
        try:
            back.append(line.back(key))
        except (Fault, DecimalException):  # beyond the calendar or the numbers
            continue
    return back


def _possible(key: Decimal, line: _Line) -> bool:
    if line.whole and key != key.to_integral_value():
        return False
    return (line.low is None or key >= line.low) and (line.high is None or key < line.high)


def _between(low: Decimal, high: Decimal, *, whole: bool) -> Decimal | None:
    """A short number strictly between two others; None if there is none."""
    if whole:
        after = low.to_integral_value(ROUND_FLOOR) + 1
        return after if after < high else None
    try:
        width = (high - low).adjusted()
        for digits in range(3):
            grain = Decimal(1).scaleb(min(width, 0) - digits)
            near = (low / grain).to_integral_value(ROUND_FLOOR) * grain + grain
            if low < near < high:
                return near
        middle = (low + high) / 2
    except DecimalException:
        return None
    return middle if low < middle < high else None


def _beside(end: Decimal, side: int, *, whole: bool) -> Decimal | None:
    """A number just beyond an end."""
    try:
        near = (end.to_integral_value(ROUND_FLOOR) if whole else end) + side
        return near if near != end else end * (2 if (end > 0) == (side > 0) else Decimal("0.5"))
    except DecimalException:
        return None


def _line(type_name: str, values: Sequence[Any]) -> _Line | None:
    """How a type lies on a line; None for types without order, and for times of which only some have a zone."""
    match type_name:
        case "number":
            return _Line(lambda value: value, lambda key: key, False)
        case "integer":
            return _Line(lambda value: value, lambda key: key, True)
        case "date":
            return _Line(lambda value: Decimal(value.days), lambda key: Date.from_days(int(key)), True)
        case "years and months duration":
            return _Line(lambda value: Decimal(value.months), lambda key: YearsMonths(int(key)), True)
        case "days and time duration":
            return _Line(lambda value: value.seconds, DaysTime, False)
        case "time" if all(value.zone is None for value in values):
            return _Line(
                lambda value: value.seconds, lambda key: Time.from_seconds(key, None), False, Decimal(0), Decimal(DAY)
            )
        case "date and time" if len({value.zone is None for value in values}) == 1:
            zone = values[0].zone
            return _Line(lambda value: value.seconds, lambda key: DateTime.from_seconds(key, zone), False)
    return None
