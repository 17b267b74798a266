"""What may stand after a dot: the entries of contexts, and the named properties of dates, durations and ranges.

Nothing else: no attribute of a Python object is ever looked up by a name from an expression.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.values import Range, kind_name

__all__ = ["entry"]


def _offset(value: DateTime | Time) -> DaysTime | None:
    if value.zone is None:
        return None
    return DaysTime(Decimal(value.offset if isinstance(value, DateTime) else value.zone.offset))


def _region(value: DateTime | Time) -> str | None:
    return value.zone.region or None if value.zone else None


def _signed(months: int, unit: int) -> Decimal:
    years, rest = divmod(abs(months), 12)
    return Decimal((rest if unit == 1 else years) * (-1 if months < 0 else 1))


_DATE: Mapping[str, Callable[[Any], Any]] = {
    "year": lambda d: Decimal(d.year),
    "month": lambda d: Decimal(d.month),
    "day": lambda d: Decimal(d.day),
    "weekday": lambda d: Decimal(d.weekday),
}
_TIME: Mapping[str, Callable[[Any], Any]] = {
    "hour": lambda t: Decimal(t.hour),
    "minute": lambda t: Decimal(t.minute),
    "second": lambda t: +t.second,
}
_ZONE: Mapping[str, Callable[[Any], Any]] = {"time offset": _offset, "timezone": _region}


def _of_date(get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: get(value.date)


def _of_time(get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: get(value.time)


def _part(index: int) -> Callable[[Any], Any]:
    return lambda duration: Decimal(duration.parts()[index])


_PROPERTIES: Mapping[type, Mapping[str, Callable[[Any], Any]]] = {
    Date: _DATE,
    Time: {**_TIME, **_ZONE},
    DateTime: {
        **{name: _of_date(get) for name, get in _DATE.items()},
        **{name: _of_time(get) for name, get in _TIME.items()},
        **_ZONE,
    },
    DaysTime: {"days": _part(0), "hours": _part(1), "minutes": _part(2), "seconds": _part(3)},
    YearsMonths: {"years": lambda d: _signed(d.months, 12), "months": lambda d: _signed(d.months, 1)},
    Range: {
        "start": lambda r: r.low,
        "end": lambda r: r.high,
        "start included": lambda r: r.low_included,
        "end included": lambda r: r.high_included,
    },
}


def entry(value: Any, name: str, run: Run) -> Any:
    """``value.name``: of a list, the list of its elements' entries. Raises ``Fault`` where there is none."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise Fault("对象里没有“{n}”", "the context has no entry '{n}'", n=name)
    if isinstance(value, list):
        return _entries(value, name, run)
    get = _PROPERTIES.get(type(value), {}).get(name)
    if get is None:
        raise Fault("{k}没有属性“{n}”", "{k} has no property '{n}'", k=kind_name(value), n=name)
    return get(value)


def _entries(values: list[Any], name: str, run: Run) -> list[Any]:
    run.enter(1)
    run.items(len(values))
    found = []
    for value in values:
        try:
            found.append(entry(value, name, run))
        except Fault:
            found.append(None)
    run.leave(1)
    return found
