"""A month of due dates: how much is due each day, laid out Monday to Sunday, days off marked."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from weimin.lib.workdays import WorkCalendar

__all__ = ["DayCell", "Month", "month_of", "parse_month"]


@dataclass(frozen=True)
class DayCell:
    """One square. ``look``: late, today, day, off or outside."""

    day: date
    count: int
    look: str

    @property
    def href(self) -> str:
        return f"/desk/?on={self.day.isoformat()}"


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[DayCell]]
    total: int

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def busy(self) -> list[DayCell]:
        """The days on which something is due, for phones and those who listen."""
        return [cell for week in self.weeks for cell in week if cell.count and cell.look != "outside"]


def parse_month(text: str, today: date) -> date:
    """``2026-11`` as its first day; this month for anything else, and for what lies far away."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if abs((first - today).days) < 800 else today.replace(day=1)


def month_of(first: date, due: Mapping[date, int], *, today: date, calendar: WorkCalendar) -> Month:
    """``due``: how much is due on a day. Days of the neighbouring months fill the first and the last week."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    monday = first - timedelta(days=first.weekday())
    count = ((last - monday).days // 7 + 1) * 7
    cells = [_cell(monday + timedelta(days=n), first, due, today, calendar) for n in range(count)]
    total = sum(cell.count for cell in cells if cell.look != "outside")
    return Month(first, [cells[n : n + 7] for n in range(0, count, 7)], total)


def _cell(day: date, first: date, due: Mapping[date, int], today: date, calendar: WorkCalendar) -> DayCell:
    count = due.get(day, 0)
    if day.month != first.month:
        return DayCell(day, count, "outside")
    if day == today:
        return DayCell(day, count, "today")
    if count and day < today:
        return DayCell(day, count, "late")
    return DayCell(day, count, "day" if calendar.is_workday(day) else "off")
