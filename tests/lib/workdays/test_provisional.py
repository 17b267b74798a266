"""A date is provisional if and only if a notice not yet published could change it (DESIGN §4)."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.workdays.strategies import NAME, calendars, calendars_awaiting_2027, notices, periods
from weimin.lib.workdays import Notice, Period, SpecialDay, Unit, WorkCalendar, due_on, official_calendar

OFFICIAL = official_calendar()
ONE = timedelta(days=1)
AT_THE_EDGE = st.dates(date(2026, 12, 1), date(2027, 1, 5))
NEAR_THE_EDGE = st.dates(date(2026, 9, 1), date(2027, 2, 1))


def date_of(period: Period, calendar: WorkCalendar) -> date | None:
    due = period.due(calendar)
    return due and due.date


def undecided_days(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    days = [first + n * ONE for n in range((last - first).days + 1)]
    return [day for day in days if calendar.awaited_notice(day) is not None]


def with_day_turned(calendar: WorkCalendar, day: date) -> WorkCalendar:
    """The calendar after the notice that was awaited for this day came and turned just this day around."""
    turned = SpecialDay(day, NAME, off=calendar.is_workday(day))
    return calendar.with_notices([Notice(calendar.awaited_notice(day), (turned,))])


@settings(max_examples=60, deadline=None)
@given(
    calendar=calendars_awaiting_2027(),
    period=periods(AT_THE_EDGE, units=[Unit.WORKDAY, Unit.DAY, Unit.MONTH]),
)
def test_turning_single_undecided_days_changes_exactly_the_provisional_dates(calendar, period):
    due = period.due(calendar)
    assume(due is not None)
    undecided = undecided_days(calendar, period.first_day - 7 * ONE, due.date + 10 * ONE)
    changes = [day for day in undecided if date_of(period, with_day_turned(calendar, day)) != due.date]
    assert due.provisional == bool(changes)
    assert changes == [reason.date for reason in due.explain() if reason.provisional]


@settings(max_examples=40, deadline=None)
@given(period=periods(NEAR_THE_EDGE), data=st.data())
def test_calendars_published_later_never_change_a_settled_date(period, data):
    due = period.due(OFFICIAL)
    assume(due is not None)
    assume(not due.provisional)
    later = OFFICIAL.with_notices([data.draw(notices(year)) for year in (2027, 2028, 2029)])
    published = period.due(later)
    assert published == due


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), period=periods())
def test_with_every_notice_published_no_date_is_provisional(calendar, period):
    everything = calendar.with_notices(
        [Notice(year, ()) for year in range(2017, 2040) if year not in calendar.published]
    )
    due = period.due(everything)
    assert due is None or not due.provisional


@pytest.mark.parametrize(
    ("start", "length", "unit", "roll", "provisional"),
    [
        (date(2026, 12, 21), 5, Unit.WORKDAY, False, False),  # due Monday 28 December
        (date(2026, 12, 21), 6, Unit.WORKDAY, False, True),  # due 29 December, which 2027's notice may take
        (date(2018, 12, 21), 6, Unit.WORKDAY, False, False),  # the notice for 2019 is known
        (date(2026, 12, 21), 400, Unit.DAY, False, False),  # calendar days end where they end
        (date(2026, 12, 21), 400, Unit.DAY, True, True),
        (date(2026, 12, 25), 2, Unit.DAY, True, False),  # Sunday the 27th moves to Monday the 28th
        (date(2026, 12, 25), 4, Unit.DAY, True, True),
        (date(2026, 10, 31), 2, Unit.MONTH, True, True),
    ],
)
def test_a_date_is_provisional_where_the_end_of_the_year_begins(start, length, unit, roll, provisional):
    assert due_on(start, length, unit, roll=roll, calendar=OFFICIAL).provisional is provisional


def test_undecided_days_that_are_suspended_leave_a_date_settled():
    calendar = OFFICIAL.with_notices([Notice(2028, ())])  # 2027 alone is awaited
    period = Period(date(2026, 12, 25), 5, Unit.WORKDAY)
    period = period.suspend(date(2026, 12, 29), "听证").resume(date(2027, 12, 31))
    due = period.due(calendar)
    assert due.date == date(2028, 1, 6)
    assert not due.provisional


def test_a_period_that_rolls_into_undecided_days_is_provisional_though_it_ends_before_them():
    """Were Monday 28 December off, a period that ends on the Saturday would roll to the 29th, or further."""
    monday = SpecialDay(date(2026, 12, 28), NAME, off=True)
    calendar = OFFICIAL.with_notices([Notice(2026, (monday,))])
    period = Period(date(2026, 12, 20), 6, Unit.DAY, roll=True)
    assert period.due(calendar).date == date(2026, 12, 29)
    assert period.due(calendar).provisional
    assert date_of(period, with_day_turned(calendar, date(2026, 12, 29))) == date(2026, 12, 30)


def test_an_undecided_day_in_the_middle_makes_a_date_provisional_though_its_end_is_settled():
    calendar = OFFICIAL.with_notices([Notice(2028, ())])  # 2027 alone is awaited
    period = Period(date(2027, 12, 28), 5, Unit.WORKDAY)
    assert period.due(calendar).date == date(2028, 1, 4)
    assert not calendar.is_provisional(date(2028, 1, 4))
    assert period.due(calendar).provisional
    assert date_of(period, with_day_turned(calendar, date(2027, 12, 30))) == date(2028, 1, 5)


def test_rolling_over_a_suspension_leaves_out_the_undecided_days_within_it():
    monday = SpecialDay(date(2026, 12, 28), NAME, off=True)
    calendar = OFFICIAL.with_notices([Notice(2026, (monday,)), Notice(2028, ())])
    period = Period(date(2026, 12, 20), 6, Unit.DAY, roll=True)
    period = period.suspend(date(2026, 12, 28), "听证").resume(date(2027, 12, 31))
    assert period.due(calendar).date == date(2028, 1, 3)
    assert not period.due(calendar).provisional


def test_the_notice_of_the_next_year_settles_the_days_that_it_names():
    named = SpecialDay(date(2027, 12, 31), NAME, off=True)
    calendar = OFFICIAL.with_notices([Notice(2028, (named,))])
    assert not calendar.is_provisional(date(2027, 12, 31), date(2028, 12, 28))
    assert calendar.awaited_notice(date(2027, 12, 30)) == 2027
    assert not calendar.with_notices([Notice(2027, ())]).is_workday(date(2027, 12, 31))
