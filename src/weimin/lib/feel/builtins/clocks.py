"""Functions of the calendar, and the injected clock."""

from decimal import Decimal
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.errors import ClockNotGiven
from weimin.lib.feel.limits import Run
from weimin.lib.feel.temporal import Date, DateTime, days_from_civil
from weimin.lib.feel.temporal_text import from_python

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@builtin("now")
def now(run: Run) -> Any:
    """The instant that the caller gave, read in the law's zone."""
    if run.now is None:
        message = Bilingual(
            "表达式用到当前时间，但调用时没有给出；请传入 now",
            "the expression asks for the present time, which was not given; pass now",
        )
        raise run.error(ClockNotGiven, message)
    return from_python(run.now)


@builtin("today")
def today(run: Run) -> Date:
    """The law's date of that instant."""
    return _date(now(run))


def _date(value: Any) -> Date:
    date: Date = value.date if isinstance(value, DateTime) else value
    return date


@builtin("day of year", "date: date|datetime")
def day_of_year(_run: Run, value: Any) -> Decimal:
    date = _date(value)
    return Decimal(date.days - days_from_civil(date.year, 1, 1) + 1)


@builtin("day of week", "date: date|datetime")
def day_of_week(_run: Run, value: Any) -> str:
    return _DAYS[_date(value).weekday - 1]


@builtin("month of year", "date: date|datetime")
def month_of_year(_run: Run, value: Any) -> str:
    return _MONTHS[_date(value).month - 1]


@builtin("week of year", "date: date|datetime")
def week_of_year(_run: Run, value: Any) -> Decimal:
    """By ISO 8601: the week that holds the year's first Thursday is week 1."""
    date = _date(value)
    thursday = date.days + 4 - date.weekday
    return Decimal((thursday - days_from_civil(Date.from_days(thursday).year, 1, 1)) // 7 + 1)
