"""The arithmetic operators over numbers, strings, dates and durations: DMN 1.5 tables 56-61.

Every function answers null for a null operand and raises ``Fault`` for operands it is not made for.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import InvalidNumber
from weimin.lib.feel.temporal import MAX_SECONDS, Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.types import midnight
from weimin.lib.feel.values import kind_name

__all__ = ["OPERATORS", "Operator", "negate"]

MAX_MONTHS = 10**12
Operator = Callable[[Any, Any, Run], Any]


def _text(left: str, right: str, run: Run) -> str:
    run.text(len(left) + len(right))
    return left + right


def _days_time(seconds: Decimal) -> DaysTime:
    if abs(seconds) > MAX_SECONDS:
        raise Fault("时长超出范围", "the duration is out of range")
    return DaysTime(seconds)


def _months(months: int | Decimal) -> YearsMonths:
    if not -MAX_MONTHS < months < MAX_MONTHS:
        raise Fault("时长超出范围", "the duration is out of range")
    return YearsMonths(int(months))


def _plus_seconds(start: Date | DateTime, seconds: Decimal) -> Date | DateTime:
    if isinstance(start, Date):
        return DateTime.from_seconds(midnight(start).seconds + seconds, midnight(start).zone).date
    return DateTime.from_seconds(start.seconds + seconds, start.zone)


def _plus_months(start: Date | DateTime, months: int) -> Date | DateTime:
    if isinstance(start, Date):
        return start.plus_months(months)
    return DateTime(start.date.plus_months(months), start.time)


def _time_plus(start: Time, seconds: Decimal) -> Time:
    return Time.from_seconds(start.local_seconds + seconds, start.zone)


def _between(left: Any, right: Any) -> DaysTime:
    """The duration from one point to another. A date counts as its start in UTC."""
    left = midnight(left) if isinstance(left, Date) else left
    right = midnight(right) if isinstance(right, Date) else right
    if (left.zone is None) != (right.zone is None):
        raise Fault("一个有时区、一个没有，不能相减", "one has a time zone and one has not; they cannot be subtracted")
    return DaysTime(left.seconds - right.seconds)


def _quotient(left: Decimal, right: Decimal) -> Decimal | None:
    return left / right if right else None


def _raise(base: Decimal, exponent: Decimal) -> Decimal:
    return base**exponent


_Table = Mapping[tuple[type, type], Callable[[Any, Any, Run], Any]]

_ADD: _Table = {
    (Decimal, Decimal): lambda a, b, run: a + b,
    (str, str): _text,
    (DaysTime, DaysTime): lambda a, b, run: _days_time(a.seconds + b.seconds),
    (YearsMonths, YearsMonths): lambda a, b, run: _months(a.months + b.months),
    **{(point, DaysTime): lambda a, b, run: _plus_seconds(a, b.seconds) for point in (Date, DateTime)},
    **{(DaysTime, point): lambda a, b, run: _plus_seconds(b, a.seconds) for point in (Date, DateTime)},
    **{(point, YearsMonths): lambda a, b, run: _plus_months(a, b.months) for point in (Date, DateTime)},
    **{(YearsMonths, point): lambda a, b, run: _plus_months(b, a.months) for point in (Date, DateTime)},
    (Time, DaysTime): lambda a, b, run: _time_plus(a, b.seconds),
    (DaysTime, Time): lambda a, b, run: _time_plus(b, a.seconds),
}
_SUBTRACT: _Table = {
    (Decimal, Decimal): lambda a, b, run: a - b,
    (DaysTime, DaysTime): lambda a, b, run: _days_time(a.seconds - b.seconds),
    (YearsMonths, YearsMonths): lambda a, b, run: _months(a.months - b.months),
    **{(left, right): lambda a, b, run: _between(a, b) for left in (Date, DateTime) for right in (Date, DateTime)},
    (Time, Time): lambda a, b, run: _between(a, b),
    **{(point, DaysTime): lambda a, b, run: _plus_seconds(a, -b.seconds) for point in (Date, DateTime)},
    **{(point, YearsMonths): lambda a, b, run: _plus_months(a, -b.months) for point in (Date, DateTime)},
    (Time, DaysTime): lambda a, b, run: _time_plus(a, -b.seconds),
}
_MULTIPLY: _Table = {
    (Decimal, Decimal): lambda a, b, run: a * b,
    (DaysTime, Decimal): lambda a, b, run: _days_time(a.seconds * b),
    (Decimal, DaysTime): lambda a, b, run: _days_time(a * b.seconds),
    (YearsMonths, Decimal): lambda a, b, run: _months(a.months * b),
    (Decimal, YearsMonths): lambda a, b, run: _months(a * b.months),
}
_DIVIDE: _Table = {
    (Decimal, Decimal): lambda a, b, run: _quotient(a, b),
    (DaysTime, Decimal): lambda a, b, run: _days_time(a.seconds / b) if b else None,
    (DaysTime, DaysTime): lambda a, b, run: _quotient(a.seconds, b.seconds),
    (YearsMonths, Decimal): lambda a, b, run: _months(a.months / b) if b else None,
    (YearsMonths, YearsMonths): lambda a, b, run: _quotient(Decimal(a.months), Decimal(b.months)),
}
_POWER: _Table = {(Decimal, Decimal): lambda a, b, run: _raise(a, b)}


def _operator(sign: str, table: _Table) -> Operator:
    def operate(left: Any, right: Any, run: Run) -> Any:
        found = table.get((type(left), type(right)))
        if found is None:
            if left is None or right is None:
                return None
            raise Fault(
                "{a}和{b}之间不能用 {sign}", "{sign} does not go between {a} and {b}",
                sign=sign, a=kind_name(left), b=kind_name(right),
            )  # fmt: skip
        try:
            return found(left, right, run)
        except InvalidNumber:
            raise Fault(
                "{sign} 的结果不是数字或超出范围", "the result of {sign} is no number or out of range", sign=sign
            ) from None

    return operate


OPERATORS: Mapping[str, Operator] = {
    "+": _operator("+", _ADD),
    "-": _operator("-", _SUBTRACT),
    "*": _operator("*", _MULTIPLY),
    "/": _operator("/", _DIVIDE),
    "**": _operator("**", _POWER),
}


def negate(value: Any) -> Any:
    """Unary minus, for numbers and durations."""
    match value:
        case None:
            return None
        case Decimal():
            return -value
        case DaysTime():
            return DaysTime(-value.seconds)
        case YearsMonths():
            return YearsMonths(-value.months)
        case _:
            raise Fault("{a}前面不能用负号", "a minus sign does not go before {a}", a=kind_name(value))
