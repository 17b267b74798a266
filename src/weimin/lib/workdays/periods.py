"""A period of law: a length of time from an event, with its suspensions and extensions, and the day it is due."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from weimin.lib.lawtime import law_date
from weimin.lib.workdays.calendar import WorkCalendar, day_after
from weimin.lib.workdays.errors import (
    AlreadySuspended,
    BeyondCalendar,
    GroundMissing,
    LengthNotPositive,
    MomentNeeded,
    NotSuspended,
    WrongOrder,
)
from weimin.lib.workdays.explain import DayReason, explain_days, explain_hours
from weimin.lib.workdays.hours import first_moment, last_day, last_moment, midnight_after, running_time

__all__ = ["Due", "Extended", "Pause", "Period", "Unit", "due_on"]

_ONE_DAY: Final = timedelta(days=1)
_ONE_HOUR: Final = timedelta(hours=1)


class Unit(StrEnum):
    """What a law counts in: 工作日, 日, 小时, 月, 年."""

    WORKDAY = "workday"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension on a named ground; ``first`` and ``last`` are themselves not counted. Open while ``last`` is None."""

    first: date
    last: date | None
    ground: str


@dataclass(frozen=True, slots=True)
class Extended:
    """An extension by ``length``, in the period's own unit."""

    length: int


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period. ``provisional`` if and only if a notice not yet published could change it."""

    date: date
    provisional: bool
    ends_at: datetime
    """The instant (Beijing time) at which the period is over: midnight after ``date``, or the end of its last hour."""
    _period: "Period" = field(repr=False, compare=False)
    _calendar: WorkCalendar = field(repr=False, compare=False)

    def explain(self) -> Iterator[DayReason]:
        """Every day from the event to the due date: whether it counted, and why (not)."""
        return self._period.explain(self._calendar, through=self.date)


def due_on(start: date | datetime, length: int, unit: Unit, *, roll: bool = False, calendar: WorkCalendar) -> Due:
    """The last day of a period of ``length`` units that begins with an event on ``start``.

    The day of the event is not counted (民法典 201). ``roll``: a period that ends on a day off ends on the next
    working day (民法典 203). Hours need an aware ``datetime``. Raises ``WorkdaysError``.
    """
    due = Period(start, length, unit, roll).due(calendar)
    assert due is not None, "a period without a suspension has a due date"
    return due


@dataclass(frozen=True, slots=True)
class Period:
    """A period that began with an event on ``start``; immutable: each act gives a new one.

    While it is suspended it has no due date. Counting goes on with the next day of its unit after the last
    suspended one. Months and years are counted on the calendar first (民法典 202) and then lengthened by the
    suspended days. A suspension that begins after the period has run out changes nothing.
    """

    start: date | datetime
    length: int
    unit: Unit
    roll: bool = False
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extended, ...] = ()

    def __post_init__(self) -> None:
        for length in (self.length, *(extension.length for extension in self.extensions)):
            if isinstance(length, bool) or not isinstance(length, int) or length < 1:
                raise LengthNotPositive(length=length)
        is_aware = isinstance(self.start, datetime) and self.start.tzinfo is not None
        if not is_aware and (self.unit is Unit.HOUR or isinstance(self.start, datetime)):
            raise MomentNeeded
        try:
            self.first_day  # noqa: B018 -- the first and last hours of all time have no date in Beijing
        except OverflowError:
            raise BeyondCalendar from None
        if self.pauses:
            self._check_pauses()

    # -- acts ---------------------------------------------------------------------------------------------------

    def suspend(self, on: date, ground: str) -> "Period":
        """Suspended from ``on``, which is not counted any more. Raises ``AlreadySuspended``, ``WrongOrder``…"""
        return replace(self, pauses=(*self.pauses, Pause(on, None, ground)))

    def resume(self, on: date) -> "Period":
        """Not suspended after ``on``, the last day that is not counted. Raises ``NotSuspended``, ``WrongOrder``."""
        if not self.is_suspended:
            raise NotSuspended
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], last=on)))

    def extend(self, length: int) -> "Period":
        """Longer by ``length`` of its own units."""
        return replace(self, extensions=(*self.extensions, Extended(length)))

    # -- what is known without a calendar -----------------------------------------------------------------------

    @property
    def is_suspended(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].last is None

    @property
    def total(self) -> int:
        """The length with all extensions, in the period's unit."""
        return self.length + sum(extension.length for extension in self.extensions)

    @property
    def first_day(self) -> date:
        """The day of the event, in Beijing."""
        return law_date(self.start) if isinstance(self.start, datetime) else self.start

    def length_in_days(self) -> int | None:
        """Calendar days from the event to the end, suspensions left out; ``None`` for working days and hours."""
        match self.unit:
            case Unit.WORKDAY | Unit.HOUR:
                return None
            case Unit.MONTH:
                return (_months_later(self.first_day, self.total) - self.first_day).days
            case Unit.YEAR:
                return (_months_later(self.first_day, 12 * self.total) - self.first_day).days
            case Unit.DAY:
                return self.total

    def pause_on(self, day: date) -> Pause | None:
        """The suspension that this day falls in."""
        return next((p for p in self.pauses if p.first <= day and (p.last is None or day <= p.last)), None)

    # -- what the calendar says ---------------------------------------------------------------------------------

    def due(self, calendar: WorkCalendar) -> Due | None:
        """The last day of the period; ``None`` while it is suspended with time left."""
        if self.unit is Unit.HOUR:
            return self._due_in_hours(calendar)
        found = self._last_workday(calendar) if self.unit is Unit.WORKDAY else self._last_day(calendar)
        if found is None:
            return None
        day, provisional = found
        return Due(day, provisional, midnight_after(day), self, calendar)

    def remaining(self, on: date | datetime, calendar: WorkCalendar) -> int:
        """What is left after the day ``on``: 0 on the last day, negative when overdue.

        In working days for a period of working days, in whole hours for hours (``on`` is then an aware
        ``datetime``), else in calendar days; suspended days are not counted.
        """
        if self.unit is Unit.HOUR:
            return self._remaining_hours(on, calendar)
        day = max(law_date(on) if isinstance(on, datetime) else on, self.first_day)
        length = self.length_in_days()
        if length is None:
            return self.total - sum(calendar.count(after, last) for after, last in self._running(self.first_day, day))
        due = self.due(calendar)
        if due is None:
            return max(1, length - self._running_days(self.first_day, day))
        return self._running_days(day, due.date) - self._running_days(due.date, day)

    def explain(self, calendar: WorkCalendar, *, through: date) -> Iterator[DayReason]:
        """Every day from the event up to ``through``: whether it counted, and why (not)."""
        explain = explain_hours if self.unit is Unit.HOUR else explain_days
        return explain(self, calendar, through)

    # -- counting -----------------------------------------------------------------------------------------------

    def _running(self, after: date, through: date = date.max) -> Iterator[tuple[date, date]]:
        """The stretches after ``after`` up to ``through`` that are not suspended, as (day before, last day)."""
        for pause in self.pauses:
            if pause.first > through:
                break
            if (pause.first - after).days > 1:
                yield after, pause.first - _ONE_DAY
            if pause.last is None:
                return
            after = max(after, pause.last)
        if after < through:
            yield after, through

    def _running_days(self, after: date, through: date) -> int:
        return sum((last - before).days for before, last in self._running(after, through))

    def _last_workday(self, calendar: WorkCalendar) -> tuple[date, bool] | None:
        """The n-th working day that is not suspended. Each undecided one among the days up to it matters:
        worked or not, it moves the count by one."""
        left, provisional = self.total, False
        for after, last in self._running(self.first_day):
            here = left if last == date.max else min(left, calendar.count(after, last))
            left -= here
            until = calendar.add(after, here) if left == 0 else last
            provisional = provisional or calendar.is_provisional(after + _ONE_DAY, until)
            if left == 0:
                return until, provisional
        self._expect_suspended()
        return None

    def _last_day(self, calendar: WorkCalendar) -> tuple[date, bool] | None:
        """The n-th calendar day that is not suspended, moved off days off if the period rolls."""
        left = self.length_in_days() or 0
        for after, last in self._running(self.first_day):
            if (last - after).days >= left:
                day = day_after(after, left)
                return self._rolled(day, calendar) if self.roll else (day, False)
            left -= (last - after).days
        self._expect_suspended()
        return None

    def _rolled(self, day: date, calendar: WorkCalendar) -> tuple[date, bool] | None:
        """The first working day from ``day`` on that is not suspended. Days before ``day`` count whatever they are;
        each undecided one from it to the working day found matters: worked, it would be the end itself."""
        provisional = False
        for after, last in self._running(day_after(day, -1)):
            found = calendar.next_workday(after + _ONE_DAY)
            provisional = provisional or calendar.is_provisional(after + _ONE_DAY, min(found, last))
            if found <= last:
                return found, provisional
        self._expect_suspended()
        return None

    def _expect_suspended(self) -> None:
        """Only a suspension leaves a period without a last day; else the calendar's years were too few."""
        if not self.is_suspended:
            raise BeyondCalendar

    def _due_in_hours(self, calendar: WorkCalendar) -> Due | None:
        end = last_moment(self)
        if end is None:
            return None
        last = last_day(end)
        if not self.roll:
            return Due(last, False, end, self, calendar)
        rolled = self._rolled(last, calendar)
        if rolled is None:
            return None
        day, provisional = rolled
        return Due(day, provisional, end if day == last else midnight_after(day), self, calendar)

    def _remaining_hours(self, on: date | datetime, calendar: WorkCalendar) -> int:
        if not isinstance(on, datetime) or on.tzinfo is None:
            raise MomentNeeded
        due = self._due_in_hours(calendar)
        if due is None:
            left = timedelta(hours=self.total) - running_time(self, first_moment(self), on)
            return max(1, left // _ONE_HOUR)
        return (running_time(self, on, due.ends_at) - running_time(self, due.ends_at, on)) // _ONE_HOUR

    def _check_pauses(self) -> None:
        earliest = self.first_day
        for position, pause in enumerate(self.pauses):
            if not pause.ground.strip():
                raise GroundMissing
            if pause.first < earliest:
                raise WrongOrder(later=pause.first, earlier=earliest)
            if pause.last is None and position < len(self.pauses) - 1:
                raise AlreadySuspended(since=pause.first, ground=pause.ground)
            earliest = pause.last or pause.first
            if earliest < pause.first:
                raise WrongOrder(later=earliest, earlier=pause.first)


def _months_later(day: date, months: int) -> date:
    """The corresponding day, or the month's last where there is none (民法典 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        raise BeyondCalendar
    return date(year, month, min(day.day, monthrange(year, month)[1]))
