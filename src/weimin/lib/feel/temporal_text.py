"""Reading dates, times and durations as XML Schema writes them, with FEEL's ``@Region/City`` for a zone."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from weimin.lib.feel.errors import Fault
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths, Zone, zone_named

__all__ = [
    "LAW_ZONE_NAME",
    "from_python",
    "read_at",
    "read_date",
    "read_date_time",
    "read_duration",
    "read_time",
    "read_zone",
]

LAW_ZONE_NAME = "Asia/Shanghai"
MAX_OFFSET = 18 * 3600

_DATE = re.compile(r"(-?)([1-9][0-9]{4,8}|[0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,18})?)(.*)", re.DOTALL)
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
_YEARS_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?")
_DAYS_TIME = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18}(?:\.[0-9]{0,18})?)S)?)?"
)


def read_date(text: str) -> Date | None:
    """None if the text is not a date."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    sign, year, month, day = match.groups()
    try:
        return Date.of(-int(year) if sign else int(year), int(month), int(day))
    except Fault:
        return None


def read_zone(text: str) -> Zone | None:
    """``Z``, ``+08:00`` or ``@Asia/Shanghai``; None if it is none of them, or further than 18 hours from UTC."""
    if text in ("Z", "z"):
        return Zone(0)
    if text.startswith("@"):
        return zone_named(text[1:])
    match = _OFFSET.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = int(match[2]), int(match[3]), int(match[4] or 0)
    offset = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or offset > MAX_OFFSET:
        return None
    return Zone(-offset if match[1] == "-" else offset)


def _read_time(text: str) -> tuple[Time, int] | None:
    """The time, and 1 if it is the day's end (24:00:00), which belongs to the next day."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    zone = read_zone(match[4]) if match[4] else None
    if match[4] and zone is None:
        return None
    try:
        return Time.of(int(match[1]), int(match[2]), Decimal(match[3]), zone), int(match[1] == "24")
    except Fault:
        return None


def read_time(text: str) -> Time | None:
    """None if the text is not a time."""
    found = _read_time(text)
    return found[0] if found else None


def read_date_time(text: str) -> DateTime | None:
    """None if the text is not a date and time; a date alone is not."""
    day, letter, clock = text.partition("T")
    date_read = read_date(day)
    time_read = _read_time(clock) if letter else None
    if not date_read or not time_read:
        return None
    return DateTime(Date.from_days(date_read.days + 1) if time_read[1] else date_read, time_read[0])


def read_duration(text: str) -> DaysTime | YearsMonths | None:
    """None if the text is no duration, or mixes months with days, which have no common measure."""
    if match := _YEARS_MONTHS.fullmatch(text):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    if match := _DAYS_TIME.fullmatch(text):
        whole = int(match[2] or 0) * 86_400 + int(match[3] or 0) * 3600 + int(match[4] or 0) * 60
        seconds = whole + Decimal(match[5] or 0)
        return DaysTime(-seconds if match[1] else seconds)
    return None


def read_at(text: str) -> Date | Time | DateTime | DaysTime | YearsMonths | None:
    """What the literal ``@"text"`` stands for; None if nothing."""
    return read_date(text) or read_date_time(text) or read_time(text) or read_duration(text)


def from_python(value: date | time | timedelta) -> Date | Time | DateTime | DaysTime:
    """Python's own dates and times. An aware instant is read in the law's zone, so that its date is the law's date."""
    if isinstance(value, datetime):
        law = zone_named(LAW_ZONE_NAME)
        if value.tzinfo is not None and law is not None:
            seconds = Decimal(value.microsecond) / 1_000_000 + int(value.replace(microsecond=0).timestamp())
            return DateTime.from_seconds(seconds, law)
        return DateTime(Date(value.year, value.month, value.day), _time(value.time()))
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, timedelta):
        return DaysTime(Decimal(value.days * 86_400 + value.seconds) + Decimal(value.microseconds) / 1_000_000)
    return _time(value)


def _time(value: time) -> Time:
    offset = value.utcoffset()
    zone = Zone(int(offset.total_seconds())) if offset is not None else None
    return Time(value.hour, value.minute, Decimal(value.second) + Decimal(value.microsecond) / 1_000_000, zone)
