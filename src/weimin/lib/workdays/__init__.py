"""Periods of law: working days, calendar days, hours, months and years, counted as the law counts them.

The day of the event is not counted (民法典 201); hours run from the stated moment (201); months and years end on
the corresponding day or the month's last (202); a period of days that rolls and ends on a day off ends on the next
working day (203); working days leave out days off (行政许可法 82). A result is *provisional* if and only if a holiday
notice not yet published could change it, and every result explains itself day by day.
"""

from weimin.lib.workdays.calendar import Notice, SpecialDay, WorkCalendar
from weimin.lib.workdays.errors import (
    AlreadySuspended,
    BeyondCalendar,
    GroundMissing,
    InvalidCalendar,
    LengthNotPositive,
    MomentNeeded,
    NotSuspended,
    WorkdaysError,
    WrongOrder,
)
from weimin.lib.workdays.explain import DayKind, DayReason
from weimin.lib.workdays.official import official_calendar, read_calendar
from weimin.lib.workdays.periods import Due, Extended, Pause, Period, Unit, due_on

__all__ = [
    "AlreadySuspended",
    "BeyondCalendar",
    "DayKind",
    "DayReason",
    "Due",
    "Extended",
    "GroundMissing",
    "InvalidCalendar",
    "LengthNotPositive",
    "MomentNeeded",
    "NotSuspended",
    "Notice",
    "Pause",
    "Period",
    "SpecialDay",
    "Unit",
    "WorkCalendar",
    "WorkdaysError",
    "WrongOrder",
    "due_on",
    "official_calendar",
    "read_calendar",
]
