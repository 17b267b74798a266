"""The last days to ask for review and to sue, counted from the day of service. Pure.

行政复议法 20: sixty days from knowing of the act; 行政诉讼法 46: six months. Where the remedy was not told the periods are
longer; every decision of this house tells it. The day of service is not counted; a last day on a holiday moves on (民法典 203,
民事诉讼法 85).
"""

from dataclasses import dataclass
from datetime import date

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Due, Unit, WorkCalendar, due_on

__all__ = ["Remedy", "remedies_from"]


@dataclass(frozen=True)
class Remedy:
    """One way to object and its last day, which can explain itself (``due``)."""

    name: Bilingual
    length: Bilingual
    article: str
    due: Due
    rolled: bool
    """Whether the last day moved on because it fell on a day off."""

    @property
    def last_day(self) -> date:
        return self.due.date


def remedies_from(served_on: date, calendar: WorkCalendar) -> tuple[Remedy, ...]:
    """Review and suit, from the day of service."""
    rules = (
        (Bilingual("申请行政复议", "Ask for administrative review"), 60, Unit.DAY, Bilingual("六十日", "sixty days"), "行政复议法第二十条"),
        (Bilingual("提起行政诉讼", "Bring an action in court"), 6, Unit.MONTH, Bilingual("六个月", "six months"), "行政诉讼法第四十六条"),
    )  # fmt: skip
    found = []
    for name, length, unit, words, article in rules:
        due = due_on(served_on, length, unit, roll=True, calendar=calendar)
        plain = due_on(served_on, length, unit, calendar=calendar)
        found.append(Remedy(name, words, article, due, due.date != plain.date))
    return tuple(found)
