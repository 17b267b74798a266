"""Periods of hours: they run from the stated moment (民法典 201), and stand still on whole suspended days."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from weimin.lib.lawtime import LAW_ZONE
from weimin.lib.workdays.errors import BeyondCalendar, MomentNeeded

if TYPE_CHECKING:
    from weimin.lib.workdays.periods import Period

__all__ = ["first_moment", "last_day", "last_moment", "midnight_after", "running_time"]

_INSTANT = timedelta(microseconds=1)
_LAST = datetime.max.replace(tzinfo=LAW_ZONE)


def first_moment(period: "Period") -> datetime:
    """The moment from which the period runs, in Beijing."""
    if not isinstance(period.start, datetime):
        raise MomentNeeded
    return period.start.astimezone(LAW_ZONE)


def last_moment(period: "Period") -> datetime | None:
    """The moment at which the hours are over; ``None`` while they are suspended with time left."""
    try:
        left = timedelta(hours=period.total)
        for begin, end in _running(period):
            if end == _LAST or end - begin >= left:
                return begin + left
            left -= end - begin
    except OverflowError:
        raise BeyondCalendar from None
    return None


def last_day(end: datetime) -> date:
    """The day of the last hour: what is over at midnight is over at 24:00 of the day before (民法典 203)."""
    return (end - _INSTANT).date()


def running_time(period: "Period", since: datetime, until: datetime) -> timedelta:
    """How long the period ran between two moments."""
    spans = (min(end, until) - max(begin, since) for begin, end in _running(period))
    return sum((span for span in spans if span > timedelta(0)), timedelta(0))


def midnight_after(day: date) -> datetime:
    """24:00 of the day in Beijing (民法典 203); of the very last day there is, its last instant."""
    if day == date.max:
        return _LAST
    return _midnight_before(day + timedelta(days=1))


def _midnight_before(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LAW_ZONE)


def _running(period: "Period") -> Iterator[tuple[datetime, datetime]]:
    """The stretches that are not suspended, from moment to moment."""
    begin = first_moment(period)
    for pause in period.pauses:
        if _midnight_before(pause.first) > begin:
            yield begin, _midnight_before(pause.first)
        if pause.last is None:
            return
        begin = max(begin, midnight_after(pause.last))
    yield begin, _LAST
