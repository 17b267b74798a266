"""A due date's reasons, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays.calendar import WorkCalendar, day_after
from weimin.lib.workdays.hours import first_moment, last_day, last_moment

if TYPE_CHECKING:
    from weimin.lib.workdays.periods import Pause, Period

__all__ = ["DayKind", "DayReason", "explain_days", "explain_hours"]


class DayKind(StrEnum):
    """Why a day counts or does not."""

    EVENT = "event"
    COUNTED = "counted"
    MAKE_UP = "make-up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SUSPENDED = "suspended"
    ROLLED = "rolled"


_TEXTS: Final = {
    DayKind.EVENT: Bilingual("起始当日，不计入", "day of the event, not counted"),
    DayKind.COUNTED: Bilingual("第 {number} 日", "day {number}"),
    DayKind.MAKE_UP: Bilingual("第 {number} 日，{name}调休上班", "day {number}, make-up workday for {name}"),
    DayKind.WEEKEND: Bilingual("周末，不计入", "weekend, not counted"),
    DayKind.HOLIDAY: Bilingual("{name}放假，不计入", "{name} holiday, not counted"),
    DayKind.SUSPENDED: Bilingual("期限中止（{ground}），不计入", "suspended ({ground}), not counted"),
    DayKind.ROLLED: Bilingual(
        "最后一日 {last} 是休息日，顺延到这个工作日", "the last day, {last}, is a day off: moved on to this working day"
    ),
}
_ENDS_ON_DAY_OFF: Final = Bilingual("（期满，但当日休息）", " (the end, but a day off)")
_UNDECIDED: Final = Bilingual("；{year} 年放假安排尚未公布", "; the holidays of {year} are not published yet")
_FROM_MOMENT: Final = Bilingual("{moment} 起算", "counted from {moment}")
_HOURS_END: Final = Bilingual("满 {number} 小时：{moment}", "{number} hours are over at {moment}")


@dataclass(frozen=True, slots=True)
class DayReason:
    """One day of a period: what it is and, if it counts, its number in the count.

    ``provisional`` where a notice not yet published could change this day and the result with it.
    """

    date: date
    kind: DayKind
    number: int | None
    provisional: bool
    text: Bilingual

    @property
    def counted(self) -> bool:
        return self.kind in {DayKind.COUNTED, DayKind.MAKE_UP}


def explain_days(period: "Period", calendar: WorkCalendar, through: date) -> Iterator[DayReason]:
    """Every day from the event to ``through`` (usually the due date) of a period not counted in hours."""
    event = last = period.first_day
    yield DayReason(event, DayKind.EVENT, None, False, _TEXTS[DayKind.EVENT])
    number, length = 0, period.length_in_days()
    for offset in range(1, (through - event).days + 1):
        day = day_after(event, offset)
        pause = period.pause_on(day)
        if pause is not None:
            yield _suspended(day, pause)
        elif length is None:
            number += calendar.is_workday(day)
            yield _working_day(day, number, calendar)
        elif number < length:
            number, last = number + 1, day
            text = _TEXTS[DayKind.COUNTED].format(number=number)
            yield _any_day(day, number, text, calendar if period.roll and number == length else None)
        else:
            yield _rolled_day(day, last, calendar)


def explain_hours(period: "Period", calendar: WorkCalendar, through: date) -> Iterator[DayReason]:
    """The moment it starts, suspended days, the moment it ends, and the days off that it is moved over."""
    text = _FROM_MOMENT.format(moment=first_moment(period).isoformat(" ", "minutes"))
    yield DayReason(period.first_day, DayKind.EVENT, None, False, text)
    end = last_moment(period)
    last = last_day(end) if end else None
    for offset in range((through - period.first_day).days + 1):
        day = day_after(period.first_day, offset)
        pause = period.pause_on(day)
        if pause is not None:
            yield _suspended(day, pause)
        elif end and day == last:
            text = _HOURS_END.format(number=period.total, moment=end.isoformat(" ", "minutes"))
            yield _any_day(day, period.total, text, calendar if period.roll else None)
        elif last and day > last:
            yield _rolled_day(day, last, calendar)


def _working_day(day: date, number: int, calendar: WorkCalendar) -> DayReason:
    if not calendar.is_workday(day):
        return _day_off(day, calendar)
    named = calendar.special(day)
    if named is not None and day.weekday() >= 5:
        text = _TEXTS[DayKind.MAKE_UP].format(number=number, name=named.name)
        return _reason(day, DayKind.MAKE_UP, number, text, calendar)
    return _reason(day, DayKind.COUNTED, number, _TEXTS[DayKind.COUNTED].format(number=number), calendar)


def _any_day(day: date, number: int, text: Bilingual, calendar: WorkCalendar | None) -> DayReason:
    """A day that counts whatever it is; ``calendar`` for the last one of a period that rolls, where a day off matters."""
    if calendar and not calendar.is_workday(day):
        text = _joined(text, _ENDS_ON_DAY_OFF)
    return _reason(day, DayKind.COUNTED, number, text, calendar)


def _suspended(day: date, pause: "Pause") -> DayReason:
    text = _TEXTS[DayKind.SUSPENDED].format(ground=pause.ground)
    return _reason(day, DayKind.SUSPENDED, None, text, None)


def _rolled_day(day: date, last: date, calendar: WorkCalendar) -> DayReason:
    if not calendar.is_workday(day):
        return _day_off(day, calendar)
    return _reason(day, DayKind.ROLLED, None, _TEXTS[DayKind.ROLLED].format(last=last), calendar)


def _day_off(day: date, calendar: WorkCalendar) -> DayReason:
    named = calendar.special(day)
    if named is None:
        return _reason(day, DayKind.WEEKEND, None, _TEXTS[DayKind.WEEKEND], calendar)
    return _reason(day, DayKind.HOLIDAY, None, _TEXTS[DayKind.HOLIDAY].format(name=named.name), calendar)


def _reason(day: date, kind: DayKind, number: int | None, text: Bilingual, calendar: WorkCalendar | None) -> DayReason:
    """``calendar``: where it matters whether the day is off, so that an undecided day must say so."""
    awaited = calendar.awaited_notice(day) if calendar else None
    if awaited is not None:
        text = _joined(text, _UNDECIDED.format(year=awaited))
    return DayReason(day, kind, number, awaited is not None, text)


def _joined(text: Bilingual, note: Bilingual) -> Bilingual:
    return Bilingual(text.zh + note.zh, text.en + note.en)
