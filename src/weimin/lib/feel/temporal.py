"""Dates, times and durations of FEEL. Years may be negative or have nine digits, seconds any fraction, which
Python's own types do not allow; so the calendar is counted here, in days of the proleptic Gregorian calendar."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from weimin.lib.feel.errors import Fault

__all__ = ["DAY", "UTC_ZONE", "Date", "DateTime", "DaysTime", "Time", "YearsMonths", "Zone", "zone_named"]

DAY = 86_400
MAX_YEAR = 999_999_999
MAX_SECONDS = Decimal(10) ** 18


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms")."""
    year -= month <= 2
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> "Date":
        """Raises ``Fault`` if there is no such day."""
        if not (abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
            raise Fault("没有这一天：{y}-{m}-{d}", "there is no day {y}-{m}-{d}", y=year, m=month, d=day)
        return cls(year, month, day)

    @classmethod
    def from_days(cls, days: int) -> "Date":
        """The inverse of ``days``. Raises ``Fault`` beyond the years ±999999999."""
        shifted = days + 719_468
        era = shifted // 146_097
        rest = shifted - era * 146_097
        year_of_era = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
        day_of_year = rest - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
        part = (5 * day_of_year + 2) // 153
        month = part + 3 if part < 10 else part - 9
        return cls.of(year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * part + 2) // 5 + 1)

    @property
    def days(self) -> int:
        return days_from_civil(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 is Monday, 7 is Sunday."""
        return (self.days + 3) % 7 + 1

    def plus_months(self, months: int) -> "Date":
        """A day that the month does not have becomes its last (XML Schema, appendix E)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date.of(year, month + 1, min(self.day, days_in_month(year, month + 1)))

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Zone:
    """A fixed offset from UTC in seconds, or a region of the IANA time zone database."""

    offset: int
    region: str = ""

    def offset_at(self, local: "DateTime") -> int:
        """Seconds to take from the local time to have UTC."""
        if not self.region:
            return self.offset
        found = _zone_info(self.region).utcoffset(local.as_python())
        return int(found.total_seconds()) if found else 0

    def __str__(self) -> str:
        if self.region:
            return f"@{self.region}"
        if not self.offset:
            return "Z"
        minutes, seconds = divmod(abs(self.offset), 60)
        text = f"{'-' if self.offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
        return f"{text}:{seconds:02d}" if seconds else text


UTC_ZONE = Zone(0)
_REGION = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


@lru_cache(maxsize=256)
def _zone_info(region: str) -> ZoneInfo:
    return ZoneInfo(region)


@lru_cache(maxsize=256)
def zone_named(region: str) -> Zone | None:
    """The zone of a region, None if the time zone database does not know it."""
    if not _REGION.fullmatch(region):
        return None
    try:
        info = _zone_info(region)
    except (OSError, ValueError, KeyError):
        return None
    # A time of day without a date has no daylight saving: its offset is the region's standard one.
    winter = datetime(2000, 1, 1, tzinfo=info)
    standard = (winter.utcoffset() or timedelta()) - (winter.dst() or timedelta())
    return Zone(int(standard.total_seconds()), region)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with or without a zone."""

    hour: int
    minute: int
    second: Decimal
    zone: Zone | None = None

    @classmethod
    def of(cls, hour: int, minute: int, second: Decimal, zone: Zone | None = None) -> "Time":
        """Raises ``Fault`` if there is no such time. 24:00:00 is the day's end, written 00:00:00 (XML Schema)."""
        if (hour, minute) == (24, 0) and not second:
            hour = 0
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
            raise Fault("没有这个时刻：{h}:{m}:{s}", "there is no time {h}:{m}:{s}", h=hour, m=minute, s=second)
        return cls(hour, minute, second, zone)

    @classmethod
    def from_seconds(cls, seconds: Decimal, zone: Zone | None) -> "Time":
        """The time of day that many seconds after midnight; whole days are dropped."""
        rest = _modulo(seconds)
        whole = int(rest)
        minutes, second = divmod(whole, 60)
        return cls(minutes // 60, minutes % 60, second + (rest - whole), zone)

    @property
    def local_seconds(self) -> Decimal:
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def seconds(self) -> Decimal:
        """Seconds since midnight UTC; since local midnight without a zone."""
        return self.local_seconds - (self.zone.offset if self.zone else 0)

    def __str__(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}:{_seconds_text(self.second, 2)}{self.zone or ''}"


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of it; an instant if it has a zone."""

    date: Date
    time: Time

    @classmethod
    def from_seconds(cls, seconds: Decimal, zone: Zone | None) -> "DateTime":
        """The inverse of ``seconds``, as it is read in the zone."""
        if abs(seconds) > MAX_SECONDS:
            raise Fault("日期超出范围", "the date is out of range")
        if zone is None or not zone.region:
            return cls._local(seconds + (zone.offset if zone else 0), zone)
        utc = cls._local(seconds, UTC_ZONE)
        aware = utc.as_python().replace(tzinfo=UTC).astimezone(_zone_info(zone.region))
        offset = aware.utcoffset() or timedelta()
        return cls._local(seconds + int(offset.total_seconds()), zone)

    @classmethod
    def _local(cls, seconds: Decimal, zone: Zone | None) -> "DateTime":
        day = int((seconds - _modulo(seconds)) / DAY)
        return cls(Date.from_days(day), Time.from_seconds(seconds, zone))

    @property
    def zone(self) -> Zone | None:
        return self.time.zone

    @property
    def offset(self) -> int:
        return self.time.zone.offset_at(self) if self.time.zone else 0

    @property
    def seconds(self) -> Decimal:
        """Seconds since 1970-01-01T00:00:00 UTC; since that local time without a zone."""
        return self.date.days * DAY + self.time.local_seconds - self.offset

    def as_python(self) -> datetime:
        """A naive datetime near enough to ask a zone's rules (years beyond Python's follow a like one of 400)."""
        year = self.date.year if 2 <= self.date.year <= 9998 else 2000 + self.date.year % 400
        return datetime(  # noqa: DTZ001 -- a local time, to be read in a zone
            year, self.date.month, self.date.day, self.time.hour, self.time.minute, int(self.time.second)
        )

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


@dataclass(frozen=True, slots=True)
class DaysTime:
    """A days and time duration: an exact number of seconds."""

    seconds: Decimal

    def parts(self) -> tuple[int, int, int, Decimal]:
        """Days, hours, minutes and seconds, each with the duration's sign."""
        size = abs(self.seconds)
        whole = int(size)
        minutes, seconds = divmod(whole, 60)
        sign = -1 if self.seconds < 0 else 1
        exact = sign * (seconds + (size - whole))
        return sign * (minutes // 1440), sign * (minutes // 60 % 24), sign * (minutes % 60), exact

    def __str__(self) -> str:
        days, hours, minutes, seconds = DaysTime(abs(self.seconds)).parts()
        time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds:
            time += f"{_seconds_text(seconds, 1)}S"
        text = (f"{days}D" if days else "") + (f"T{time}" if time else "")
        return f"{'-' if self.seconds < 0 else ''}P{text or 'T0S'}"


@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A years and months duration: a whole number of months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if self.months < 0 else ''}P{text or '0M'}"


def _modulo(seconds: Decimal) -> Decimal:
    rest = seconds % DAY  # takes the sign of the dividend
    return rest + DAY if rest < 0 else rest


def _seconds_text(seconds: Decimal, width: int) -> str:
    whole = int(seconds)
    fraction = format(seconds - whole, "f").partition(".")[2].rstrip("0")
    return f"{whole:0{width}d}" + (f".{fraction}" if fraction else "")
