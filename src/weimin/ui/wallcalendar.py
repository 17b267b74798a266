"""A due date's reasons as a wall calendar: the days of a period laid out Monday to Sunday."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import DayKind, DayReason

__all__ = ["Cell", "Note", "notes", "weeks"]

SHORT: Final = {
    DayKind.EVENT: Bilingual("起始", "start"),
    DayKind.COUNTED: Bilingual("第 {number} 天", "day {number}"),
    DayKind.MAKE_UP: Bilingual("第 {number} 天", "day {number}"),
    DayKind.WEEKEND: Bilingual("周末", "off"),
    DayKind.HOLIDAY: Bilingual("放假", "off"),
    DayKind.SUSPENDED: Bilingual("中止", "paused"),
    DayKind.ROLLED: Bilingual("顺延", "moved"),
}
LOOKS: Final = {
    DayKind.EVENT: "start",
    DayKind.WEEKEND: "off",
    DayKind.HOLIDAY: "off",
    DayKind.SUSPENDED: "paused",
}
EXPLAINED: Final = {DayKind.EVENT, DayKind.HOLIDAY, DayKind.MAKE_UP, DayKind.SUSPENDED, DayKind.ROLLED}
"""What the notes under the calendar name; plain weekends and plain counted days explain themselves."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One square: ``look`` is its class (start, counted, off, paused, due, outside), ``text`` says why in full."""

    day: date
    look: str
    short: Bilingual | str = ""
    text: Bilingual | str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Days in a row with one reason."""

    first: date
    last: date
    text: Bilingual


def weeks(reasons: Sequence[DayReason]) -> list[list[Cell]]:
    """Rows of seven squares; the last reason is the due date; what lies around the period is ``outside``."""
    if not reasons:
        return []
    last = reasons[-1].date
    known = {each.date: _cell(each, last) for each in reasons}
    first = min(known)
    monday = first - timedelta(days=first.weekday())
    days = [monday + timedelta(days=n) for n in range(((last - monday).days // 7 + 1) * 7)]
    cells = [known.get(each) or Cell(each, "outside") for each in days]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def notes(reasons: Iterable[DayReason]) -> list[Note]:
    """What is out of the ordinary, days in a row taken together: 10/1–10/7 国庆节放假."""
    found = []
    for (_kind, text), group in groupby(reasons, key=lambda each: (each.kind, each.text)):
        days = list(group)
        if days[0].kind in EXPLAINED:
            found.append(Note(days[0].date, days[-1].date, text))
    return found


def _cell(reason: DayReason, due: date) -> Cell:
    look = "due" if reason.date == due else LOOKS.get(reason.kind, "counted")
    return Cell(reason.date, look, SHORT[reason.kind].format(number=reason.number), reason.text)
