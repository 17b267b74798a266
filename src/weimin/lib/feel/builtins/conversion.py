"""Functions that make one kind of value from another, and those of logic that are no operators."""

import re
from decimal import Decimal
from typing import Any

from weimin.lib.feel.arithmetic import negate
from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.comparing import equal, make_range
from weimin.lib.feel.errors import Fault, FeelError
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import number, whole
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths, Zone, zone_named
from weimin.lib.feel.temporal_text import MAX_OFFSET, read_date, read_date_time, read_duration, read_time
from weimin.lib.feel.text import text_of
from weimin.lib.feel.tree import Call, Literal, Name, Negation, Node, RangeLiteral
from weimin.lib.feel.types import midnight
from weimin.lib.feel.values import Range


def _integer(value: Decimal) -> int:
    if value != whole(value):
        raise Fault("{v} 应为整数", "{v} must be a whole number", v=value)
    return whole(value)


def _needed(value: Any, text: str) -> Any:
    if value is None:
        raise Fault("读不懂“{t}”", "'{t}' cannot be read", t=text[:40])
    return value


@builtin("date", "from: string|date|datetime")
def date_from(_run: Run, source: Any) -> Date:
    if isinstance(source, str):
        source = _needed(read_date(source), source)
    date: Date = source.date if isinstance(source, DateTime) else source
    return date


@builtin("date", "year: number", "month: number", "day: number")
def date_of(_run: Run, year: Decimal, month: Decimal, day: Decimal) -> Date:
    return Date.of(_integer(year), _integer(month), _integer(day))


@builtin("time", "from: string|time|date|datetime")
def time_from(_run: Run, source: Any) -> Time:
    if isinstance(source, str):
        source = _needed(read_time(source), source)
    if isinstance(source, Date):
        source = midnight(source)
    time: Time = source.time if isinstance(source, DateTime) else source
    return time


def _offset(duration: DaysTime | None) -> Zone | None:
    if duration is None:
        return None
    if abs(duration.seconds) > MAX_OFFSET:
        raise Fault("时差不能超过 18 小时", "an offset is at most 18 hours")
    return Zone(int(duration.seconds))


@builtin("time", "hour: number", "minute: number", "second: number", "offset?: dtd|null")
def time_of(_run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Time:
    return Time.of(_integer(hour), _integer(minute), second, _offset(offset))


@builtin("date and time", "from: string|date|datetime")
def date_time_from(_run: Run, source: Any) -> DateTime:
    """From text; a date alone is its start, without a zone if it is text, in UTC if it is a date."""
    if isinstance(source, str):
        day = read_date(source)
        source = DateTime(day, Time(0, 0, Decimal(0))) if day else _needed(read_date_time(source), source)
    made: DateTime = midnight(source) if isinstance(source, Date) else source
    return made


@builtin("date and time", "date: date|datetime", "time: time")
def date_time_joined(_run: Run, date: Any, time: Time) -> DateTime:
    return DateTime(date.date if isinstance(date, DateTime) else date, time)


_FIELDS = ("year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number")


@builtin("date and time", *_FIELDS, "offset?: dtd|null")
def date_time_of(run: Run, *fields: Any) -> DateTime:
    return DateTime(date_of(run, *fields[:3]), time_of(run, *fields[3:]))


@builtin("date and time", *_FIELDS, "timezone: string")
def date_time_in(run: Run, *fields: Any) -> DateTime:
    zone = _needed(zone_named(fields[6]), fields[6])
    return DateTime(date_of(run, *fields[:3]), Time.of(_integer(fields[3]), _integer(fields[4]), fields[5], zone))


@builtin("duration", "from: string|dtd|ymd")
def duration(_run: Run, source: Any) -> DaysTime | YearsMonths:
    made: DaysTime | YearsMonths = _needed(read_duration(source), source) if isinstance(source, str) else source
    return made


@builtin("years and months duration", "from: date|datetime", "to: date|datetime")
def months_between(_run: Run, start: Any, end: Any) -> YearsMonths:
    """The whole months from one day to another; negative if the second is earlier."""
    if isinstance(start, DateTime) and isinstance(end, DateTime) and (start.zone is None) == (end.zone is None):
        first, last, backwards = start.date, end.date, end.seconds < start.seconds
        clocks = (start.time.local_seconds, end.time.local_seconds)
    else:
        first, last = (value.date if isinstance(value, DateTime) else value for value in (start, end))
        backwards, clocks = last.days < first.days, (Decimal(0), Decimal(0))
    if backwards:
        first, last, clocks = last, first, (clocks[1], clocks[0])
    months = (last.year - first.year) * 12 + last.month - first.month
    if (last.day, clocks[1]) < (first.day, clocks[0]):
        months -= 1
    return YearsMonths(-months if backwards else months)


_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


@builtin("number", "from: string", "grouping separator?: string|null", "decimal separator?: string|null")
def number_from(_run: Run, text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", "."):
        raise Fault("分组符应为空格、逗号、句点或 null", "the grouping separator is a space, a comma, a period or null")
    if point not in (None, ",", ".") or (point is not None and point == grouping):
        raise Fault(
            "小数点应为逗号、句点或 null，且不同于分组符",
            "the decimal separator is a comma, a period or null, and not the grouping one",
        )
    plain = text.replace(grouping, "") if grouping else text
    if point and point != ".":
        if "." in plain:
            raise Fault("“{t}”不是数字", "'{t}' is not a number", t=text[:40])
        plain = plain.replace(point, ".")
    if not _NUMBER.fullmatch(plain):
        raise Fault("“{t}”不是数字", "'{t}' is not a number", t=text[:40])
    return number(plain)


@builtin("string", "from: any")
def string_from(run: Run, value: Any) -> str | None:
    return None if value is None else text_of(value, run)


@builtin("not", "negand: any")
def negation(_run: Run, value: Any) -> bool | None:
    return not value if isinstance(value, bool) else None


@builtin("is", "value1: any", "value2: any")
def identical(run: Run, left: Any, right: Any) -> bool:
    """Equal, of one kind, and with the same time zone: ``10:00Z`` and ``18:00+08:00`` are equal but not the same."""
    if isinstance(left, Time | DateTime) and isinstance(right, type(left)):
        zones = [(value.zone.offset, value.zone.region) if value.zone else None for value in (left, right)]
        return zones[0] == zones[1] and equal(left, right, run) is True
    return equal(left, right, run) is True


@builtin("range", "from: string")
def range_from(_run: Run, text: str) -> Range:
    """From the text of a range whose ends are literals."""
    from weimin.lib.feel.parser import parse_expression  # the parser asks for the builtins' names

    try:
        tree = parse_expression(text)
    except FeelError as error:
        raise Fault("读不懂区间：{m}", "the range cannot be read: {m}", m=error.message) from None
    if not isinstance(tree, RangeLiteral):
        raise Fault("“{t}”不是区间", "'{t}' is not a range", t=text[:40])
    low, high = (_constant(end) for end in (tree.low, tree.high))
    return make_range(low, high, low_included=tree.low_included, high_included=tree.high_included)


_CONSTRUCTORS = {"date": read_date, "time": read_time, "date and time": read_date_time, "duration": read_duration}


def _constant(node: Node) -> Any:
    match node:
        case Literal(_, value):
            return value
        case Negation(_, Literal(_, value)):
            return negate(value)
        case Call(_, Name(_, name), (Literal(_, str() as text),), ()) if name in _CONSTRUCTORS:
            return _needed(_CONSTRUCTORS[name](text), text)
        case _:
            raise Fault("区间的两端应是常数", "the ends of the range must be constants")
