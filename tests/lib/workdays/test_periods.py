"""Periods as the law counts them, and as a naive walk over the days counts them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.workdays.naive import naive_due, paused
from lib.workdays.strategies import calendars, periods
from weimin.lib.workdays import (
    AlreadySuspended,
    BeyondCalendar,
    DayKind,
    GroundMissing,
    LengthNotPositive,
    MomentNeeded,
    NotSuspended,
    Period,
    Unit,
    WrongOrder,
    due_on,
    official_calendar,
)

OFFICIAL = official_calendar()
BEIJING = ZoneInfo("Asia/Shanghai")
ONE = timedelta(days=1)
SPRING_FESTIVALS = st.integers(2005, 2026).flatmap(lambda year: st.dates(date(year, 1, 5), date(year, 3, 5)))


@settings(max_examples=60, deadline=None)
@given(calendar=calendars(), period=periods())
def test_a_due_date_agrees_with_a_walk_over_the_days(calendar, period):
    due = period.due(calendar)
    assert (due and due.date) == naive_due(period, calendar.is_workday)


@settings(max_examples=60, deadline=None)
@given(period=periods(SPRING_FESTIVALS))
def test_a_due_date_around_spring_festival_agrees_with_a_walk_over_the_days(period):
    due = period.due(OFFICIAL)
    assert (due and due.date) == naive_due(period, OFFICIAL.is_workday)


@settings(max_examples=60, deadline=None)
@given(calendar=calendars(), period=periods(), days=st.integers(0, 250))
def test_what_remains_agrees_with_a_walk_over_the_days(calendar, period, days):
    on = period.first_day + days * ONE
    due = period.due(calendar)
    assume(due is not None)

    def counts(day):
        return not paused(period, day) and (period.unit is not Unit.WORKDAY or calendar.is_workday(day))

    between = [min(on, due.date) + n * ONE for n in range(1, abs((due.date - on).days) + 1)]
    assert period.remaining(on, calendar) == sum(map(counts, between)) * (1 if on <= due.date else -1)


@settings(max_examples=60, deadline=None)
@given(calendar=calendars(), period=periods(), gap=st.integers(0, 40))
def test_while_suspended_something_remains_and_resuming_uses_it_up(calendar, period, gap):
    assume(not period.is_suspended)
    last = period.pauses[-1].last if period.pauses else period.first_day
    period = period.suspend(last + gap * ONE, "听证")
    assume(period.due(calendar) is None)
    on = period.pauses[-1].first + 10 * ONE
    left = period.remaining(on, calendar)
    assert left > 0
    resumed = period.resume(on).due(calendar)
    if period.unit is Unit.WORKDAY:
        assert resumed.date == calendar.add(on, left)
    elif not period.roll:
        assert resumed.date == on + left * ONE


@pytest.mark.parametrize(
    ("start", "length", "unit", "roll", "due"),
    [
        (date(2026, 9, 28), 20, Unit.WORKDAY, False, date(2026, 10, 30)),
        (date(2026, 9, 28), 20, Unit.DAY, False, date(2026, 10, 18)),
        (date(2026, 9, 28), 20, Unit.DAY, True, date(2026, 10, 19)),
        (date(2026, 9, 25), 15, Unit.DAY, True, date(2026, 10, 10)),  # ends on a Saturday that is worked
        (date(2026, 9, 17), 15, Unit.DAY, True, date(2026, 10, 8)),  # ends in National Day week
        (date(2026, 1, 31), 1, Unit.MONTH, False, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, Unit.MONTH, False, date(2024, 2, 29)),
        (date(2026, 11, 15), 2, Unit.MONTH, False, date(2027, 1, 15)),
        (date(2024, 2, 29), 1, Unit.YEAR, False, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, Unit.YEAR, False, date(2028, 2, 29)),
        (date(2026, 4, 1), 1, Unit.MONTH, True, date(2026, 5, 6)),  # 1 May
    ],
)
def test_a_period_ends_where_the_law_says(start, length, unit, roll, due):
    assert due_on(start, length, unit, roll=roll, calendar=OFFICIAL).date == due


def test_the_first_and_the_last_suspended_day_are_not_counted():
    """20 working days from Monday 2 March; suspended Thursday 5th to Tuesday 10th, four working days."""
    period = Period(date(2026, 3, 2), 20, Unit.WORKDAY)
    paused_period = period.suspend(date(2026, 3, 5), "专家评审").resume(date(2026, 3, 10))
    assert period.due(OFFICIAL).date == date(2026, 3, 30)
    assert paused_period.due(OFFICIAL).date == date(2026, 4, 3)


def test_a_suspension_of_a_single_day_leaves_out_that_day():
    period = Period(date(2026, 3, 2), 5, Unit.DAY).suspend(date(2026, 3, 4), "听证").resume(date(2026, 3, 4))
    assert period.due(OFFICIAL).date == date(2026, 3, 8)


def test_a_suspension_on_the_last_day_moves_the_last_day():
    period = Period(date(2026, 3, 2), 5, Unit.WORKDAY)
    assert period.due(OFFICIAL).date == date(2026, 3, 9)
    suspended = period.suspend(date(2026, 3, 9), "检验")
    assert suspended.due(OFFICIAL) is None
    assert suspended.remaining(date(2026, 3, 20), OFFICIAL) == 1
    assert suspended.resume(date(2026, 3, 20)).due(OFFICIAL).date == date(2026, 3, 23)


def test_a_suspension_after_the_end_changes_nothing():
    period = Period(date(2026, 3, 2), 5, Unit.WORKDAY).suspend(date(2026, 3, 10), "检验")
    assert period.due(OFFICIAL).date == date(2026, 3, 9)
    assert period.remaining(date(2026, 3, 9), OFFICIAL) == 0


def test_a_suspension_may_begin_again_on_the_day_it_ended():
    period = Period(date(2026, 3, 2), 5, Unit.WORKDAY)
    period = period.suspend(date(2026, 3, 4), "听证").resume(date(2026, 3, 5))
    period = period.suspend(date(2026, 3, 5), "检验").resume(date(2026, 3, 6))
    assert period.due(OFFICIAL).date == date(2026, 3, 12)


def test_an_extension_lengthens_in_the_periods_own_unit():
    assert Period(date(2026, 3, 2), 20, Unit.WORKDAY).extend(10).due(OFFICIAL).date == date(2026, 4, 14)
    assert Period(date(2026, 1, 31), 1, Unit.MONTH).extend(1).due(OFFICIAL).date == date(2026, 3, 31)


def test_acts_give_a_new_period_and_leave_the_old_one():
    period = Period(date(2026, 3, 2), 20, Unit.WORKDAY)
    period.suspend(date(2026, 3, 5), "听证")
    period.extend(3)
    assert period == Period(date(2026, 3, 2), 20, Unit.WORKDAY)


def test_hours_run_from_the_stated_moment_over_weekends():
    due = due_on(datetime(2026, 3, 6, 17, 30, tzinfo=BEIJING), 24, Unit.HOUR, calendar=OFFICIAL)
    assert due.ends_at == datetime(2026, 3, 7, 17, 30, tzinfo=BEIJING)
    assert due.date == date(2026, 3, 7)
    assert not due.provisional


def test_hours_that_roll_end_with_the_next_working_day():
    """城市道路管理条例 34: papers of an urgent repair within 24 hours; on a holiday, the first working day after."""
    due = due_on(datetime(2026, 9, 30, 9, 0, tzinfo=UTC), 24, Unit.HOUR, roll=True, calendar=OFFICIAL)
    assert due.date == date(2026, 10, 8)
    assert due.ends_at == datetime(2026, 10, 9, tzinfo=BEIJING)


def test_hours_that_are_over_at_midnight_belong_to_the_day_that_ends():
    due = due_on(datetime(2026, 3, 6, tzinfo=BEIJING), 24, Unit.HOUR, roll=True, calendar=OFFICIAL)
    assert due.date == date(2026, 3, 6)


def test_hours_that_remain_are_whole_hours():
    period = Period(datetime(2026, 3, 6, 17, 30, tzinfo=BEIJING), 24, Unit.HOUR)
    assert period.remaining(datetime(2026, 3, 7, 17, 0, tzinfo=BEIJING), OFFICIAL) == 0
    assert period.remaining(datetime(2026, 3, 7, 9, 0, tzinfo=BEIJING), OFFICIAL) == 8
    assert period.remaining(datetime(2026, 3, 7, 18, 31, tzinfo=BEIJING), OFFICIAL) < 0


def test_a_period_of_days_is_over_at_midnight_in_beijing():
    due = due_on(date(2026, 9, 28), 20, Unit.WORKDAY, calendar=OFFICIAL)
    assert due.ends_at.astimezone(UTC) == datetime(2026, 10, 30, 16, 0, tzinfo=UTC)


def test_an_event_late_in_the_utc_day_is_an_event_of_the_next_day_in_beijing():
    due = due_on(datetime(2026, 3, 2, 17, 0, tzinfo=UTC), 1, Unit.WORKDAY, calendar=OFFICIAL)
    assert due.date == date(2026, 3, 4)


@pytest.mark.parametrize("length", [0, -3, True, 2.5])
def test_a_length_that_is_no_positive_whole_number_is_refused(length):
    with pytest.raises(LengthNotPositive):
        due_on(date(2026, 3, 2), length, Unit.DAY, calendar=OFFICIAL)
    with pytest.raises(LengthNotPositive):
        Period(date(2026, 3, 2), 20, Unit.WORKDAY).extend(length)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_period_beyond_the_year_9999_is_refused(unit):
    start = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
    with pytest.raises(BeyondCalendar):
        due_on(start, 10**12, unit, roll=True, calendar=OFFICIAL)


def test_the_last_representable_day_is_still_a_day():
    due = due_on(date(9999, 12, 29), 2, Unit.DAY, calendar=OFFICIAL)
    assert due.date == date.max
    assert due.ends_at.date() == date.max


@pytest.mark.parametrize("start", [date(2026, 3, 2), datetime(2026, 3, 2, 9, 0)])  # noqa: DTZ001
def test_hours_without_a_moment_are_refused(start):
    with pytest.raises(MomentNeeded):
        due_on(start, 24, Unit.HOUR, calendar=OFFICIAL)


def test_a_suspension_without_a_ground_is_refused():
    with pytest.raises(GroundMissing):
        Period(date(2026, 3, 2), 20, Unit.WORKDAY).suspend(date(2026, 3, 5), " ")


def test_acts_out_of_order_are_refused():
    period = Period(date(2026, 3, 2), 20, Unit.WORKDAY)
    suspended = period.suspend(date(2026, 3, 5), "听证")
    with pytest.raises(WrongOrder, match="2026-03-01"):
        period.suspend(date(2026, 3, 1), "听证")
    with pytest.raises(WrongOrder):
        suspended.resume(date(2026, 3, 4))
    with pytest.raises(WrongOrder):
        suspended.resume(date(2026, 3, 9)).suspend(date(2026, 3, 8), "检验")
    with pytest.raises(AlreadySuspended, match="听证"):
        suspended.suspend(date(2026, 3, 6), "检验")
    with pytest.raises(NotSuspended):
        period.resume(date(2026, 3, 6))


def test_hours_stand_still_on_suspended_days():
    """Friday 17:30 to midnight are six and a half of the 24; the rest run from Tuesday 0:00."""
    period = Period(datetime(2026, 3, 6, 17, 30, tzinfo=BEIJING), 24, Unit.HOUR).suspend(date(2026, 3, 7), "检验")
    assert period.due(OFFICIAL) is None
    assert period.remaining(datetime(2026, 3, 8, 12, 0, tzinfo=BEIJING), OFFICIAL) == 17
    resumed = period.resume(date(2026, 3, 9))
    assert resumed.due(OFFICIAL).ends_at == datetime(2026, 3, 10, 17, 30, tzinfo=BEIJING)
    assert resumed.remaining(datetime(2026, 3, 8, 12, 0, tzinfo=BEIJING), OFFICIAL) == 17
    kinds = [reason.kind for reason in resumed.due(OFFICIAL).explain()]
    assert kinds == [DayKind.EVENT, *[DayKind.SUSPENDED] * 3, DayKind.COUNTED]


def test_hours_that_run_out_before_a_suspension_are_not_changed_by_it():
    period = Period(datetime(2026, 3, 6, 17, 30, tzinfo=BEIJING), 2, Unit.HOUR).suspend(date(2026, 3, 7), "检验")
    assert period.due(OFFICIAL).ends_at == datetime(2026, 3, 6, 19, 30, tzinfo=BEIJING)


def test_hours_suspended_while_they_wait_for_the_next_working_day_wait_on():
    start = datetime(2026, 9, 30, 17, 0, tzinfo=BEIJING)
    period = Period(start, 24, Unit.HOUR, roll=True).suspend(date(2026, 10, 8), "检验")
    assert period.due(OFFICIAL) is None
    assert period.resume(date(2026, 10, 8)).due(OFFICIAL).date == date(2026, 10, 9)
