"""A work calendar: weekdays, corrected by the State Council's yearly notices; every question in O(log n).

The notices' corrections (a weekday off, a weekend worked) are kept as a sorted table of running sums over plain
weekday arithmetic, so that a question costs one bisection whatever the distance, and years without a notice need
no table at all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays.errors import BeyondCalendar

__all__ = ["TAIL_FIRST_DAY", "Notice", "SpecialDay", "WorkCalendar"]

TAIL_FIRST_DAY: Final = (12, 29)
"""Month and day from which the *next* year's notice may still change a year: New Year's Day can take the last days
of December with it. Of all notices since 2004, those for 2007, 2008 and 2019 reached back furthest, the latter two
to 29 December."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that a notice names: a day off, or a make-up workday (``off`` false), and the holiday it belongs to."""

    date: date
    name: Bilingual
    off: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """The State Council's arrangement for one year. Its days lie in that year or in the tail of the year before."""

    year: int
    days: tuple[SpecialDay, ...]


class WorkCalendar:
    """Which days are working days, and which of them a notice not yet published could still change. Immutable.

    A year without a notice counts its weekdays; such days are undecided, and so are the last days of a year before
    it (``TAIL_FIRST_DAY``). Dates outside the years 1 to 9999 raise ``BeyondCalendar``.
    """

    __slots__ = ("_notices", "_reached", "_settled_from", "_settled_through", "_special", "_sums", "_turns", "version")

    version: str
    """Digest (SHA-256, hex) of everything the calendar knows; the same knowledge gives the same digest."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self._notices = {notice.year: notice for notice in notices}
        self._special: dict[date, SpecialDay] = {}
        for year in sorted(self._notices):
            self._special.update((day.date, day) for day in self._notices[year].days)
        changed = [day for _, day in sorted(self._special.items()) if day.off == (day.date.weekday() < 5)]
        self._turns = [day.date.toordinal() for day in changed]
        self._sums = [0, *accumulate(-1 if day.off else 1 for day in changed)]
        self._reached = [self._workdays_through(turn) for turn in self._turns]
        settled = _settled_spans(self._notices)
        self._settled_from = [first for first, _ in settled]
        self._settled_through = [last for _, last in settled]
        self.version = self._digest()

    def with_notices(self, notices: Iterable[Notice]) -> "WorkCalendar":
        """This calendar and more notices; a notice for a year that is already here replaces it whole."""
        return WorkCalendar((self._notices | {notice.year: notice for notice in notices}).values())

    @property
    def published(self) -> frozenset[int]:
        """The years whose notice is known."""
        return frozenset(self._notices)

    @property
    def published_through(self) -> int:
        """The last year up to which no notice is missing; 0 for a calendar without notices."""
        return next((last for _, last in _runs(sorted(self._notices))), 0)

    def special(self, day: date) -> SpecialDay | None:
        """What a notice says of this day, if it names it."""
        return self._special.get(day)

    def is_workday(self, day: date) -> bool:
        named = self._special.get(day)
        return day.weekday() < 5 if named is None else not named.off

    def next_workday(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        return day if self.is_workday(day) else self.add(day, 1)

    def add(self, day: date, workdays: int) -> date:
        """The n-th working day after ``day`` (before it, if negative); the day itself for 0."""
        if workdays == 0:
            return day
        start = day.toordinal()
        if workdays > 0:
            return self._nth(self._workdays_through(start) + workdays)
        return self._nth(self._workdays_through(start - 1) + workdays + 1)

    def count(self, after: date, through: date) -> int:
        """Working days after ``after`` up to and with ``through``; negative if ``through`` is the earlier."""
        return self._workdays_through(through.toordinal()) - self._workdays_through(after.toordinal())

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """Whether a notice not yet published could change any day from ``first`` to ``last`` (or ``first`` alone)."""
        start, end = first.toordinal(), (last or first).toordinal()
        span = bisect_right(self._settled_from, start) - 1
        return start <= end and not (span >= 0 and end <= self._settled_through[span])

    def awaited_notice(self, day: date) -> int | None:
        """The year whose notice could still change this day; ``None`` if the day is settled."""
        if not self.is_provisional(day):
            return None
        return day.year + 1 if day.year in self._notices else day.year

    def _workdays_through(self, ordinal: int) -> int:
        """Working days from 0001-01-01, a Monday, up to and with this ordinal."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) + self._sums[bisect_right(self._turns, ordinal)]

    def _nth(self, number: int) -> date:
        """The ``number``-th working day since 0001-01-01."""
        turn = bisect_left(self._reached, number)
        weeks, rest = divmod(number - self._sums[turn] - 1, 5)
        ordinal = weeks * 7 + rest + 1
        if turn < len(self._turns):
            ordinal = min(ordinal, self._turns[turn])
        if not 1 <= ordinal <= _LAST_ORDINAL:
            raise BeyondCalendar
        return date.fromordinal(ordinal)

    def _digest(self) -> str:
        digest = sha256()
        for year, notice in sorted(self._notices.items()):
            digest.update(f"{year}\n".encode())
            for day in sorted(notice.days, key=lambda day: day.date):
                digest.update(f"{day.date} {'off' if day.off else 'work'} {day.name.zh} {day.name.en}\n".encode())
        return digest.hexdigest()


_LAST_ORDINAL: Final = date.max.toordinal()


def _runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """First and last year of each unbroken run of years, in order."""
    for position, year in enumerate(years):
        if position == 0 or years[position - 1] != year - 1:
            first = year
        if position == len(years) - 1 or years[position + 1] != year + 1:
            yield first, year


def _settled_spans(notices: Mapping[int, Notice]) -> list[tuple[int, int]]:
    """First and last ordinal of each unbroken span of days that no notice to come can change: the published years
    without their tails, and days of a missing year's tail that the next notice, which has the last word, names."""
    spans = [
        (date(first, 1, 1).toordinal(), date(last, *TAIL_FIRST_DAY).toordinal() - 1)
        for first, last in _runs(sorted(notices))
    ]
    named = (day.date for notice in notices.values() for day in notice.days if day.date.year not in notices)
    spans += [(day.toordinal(), day.toordinal()) for day in named]
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        joins = bool(merged) and first == merged[-1][1] + 1
        merged.append((merged.pop()[0] if joins else first, last))
    return merged


def day_after(day: date, days: int = 1) -> date:
    """``day`` plus so many calendar days; ``BeyondCalendar`` outside the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise BeyondCalendar from None
