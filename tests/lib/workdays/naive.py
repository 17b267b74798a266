"""A second opinion on periods: walks day by day and knows no table, so that the fast code has something to agree with."""

from collections.abc import Callable
from datetime import date, timedelta

from weimin.lib.workdays import Period, Unit

DAY = timedelta(days=1)


def paused(period: Period, day: date) -> bool:
    return any(p.first <= day and (p.last is None or p.last >= day) for p in period.pauses)


def naive_due(period: Period, is_workday: Callable[[date], bool]) -> date | None:
    """The due date by walking; ``None`` if an open suspension is met first."""
    if period.unit is Unit.WORKDAY:
        return _walk(period, period.total, is_workday)
    day = _walk(period, (_calendar_end(period) - period.first_day).days, lambda _day: True)
    if day is None or not period.roll:
        return day
    while not is_workday(day) or paused(period, day):
        if _suspended_for_good(period, day):
            return None
        day += DAY
    return day


def naive_count(is_workday: Callable[[date], bool], after: date, through: date) -> int:
    count = 0
    while after < through:
        after += DAY
        count += is_workday(after)
    return count


def _walk(period: Period, length: int, counts: Callable[[date], bool]) -> date | None:
    day = period.first_day
    while length:
        day += DAY
        if _suspended_for_good(period, day):
            return None
        length -= counts(day) and not paused(period, day)
    return day


def _suspended_for_good(period: Period, day: date) -> bool:
    return any(p.last is None and p.first <= day for p in period.pauses)


def _calendar_end(period: Period) -> date:
    if period.unit is Unit.DAY:
        return period.first_day + period.total * DAY
    year, month = period.first_day.year, period.first_day.month
    for _ in range(period.total * (12 if period.unit is Unit.YEAR else 1)):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in range(period.first_day.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError("a month has days")
