"""Every due date explains itself, day by day, in both languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings

from lib.workdays.naive import paused
from lib.workdays.strategies import calendars, periods
from weimin.lib.workdays import DayKind, Period, Unit, due_on, official_calendar

OFFICIAL = official_calendar()


def told(due):
    return {reason.date: (reason.kind, reason.number, reason.text.en) for reason in due.explain()}


@settings(max_examples=50, deadline=None)
@given(calendar=calendars(), period=periods())
def test_an_explanation_holds_every_day_once_and_counts_to_the_length(calendar, period):
    due = period.due(calendar)
    assume(due is not None)
    reasons = list(due.explain())
    span = (due.date - period.first_day).days
    assert [reason.date for reason in reasons] == [period.first_day + timedelta(days=n) for n in range(span + 1)]
    numbers = [reason.number for reason in reasons if reason.counted]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == (period.total if period.unit is Unit.WORKDAY else period.length_in_days())
    assert due.provisional == any(reason.provisional for reason in reasons)


@settings(max_examples=50, deadline=None)
@given(calendar=calendars(), period=periods())
def test_each_reason_is_true_of_its_day(calendar, period):
    due = period.due(calendar)
    assume(due is not None)
    for reason in list(due.explain())[1:]:
        assert (reason.kind is DayKind.SUSPENDED) == paused(period, reason.date)
        if reason.kind in {DayKind.WEEKEND, DayKind.HOLIDAY}:
            assert not calendar.is_workday(reason.date)
            assert (reason.kind is DayKind.HOLIDAY) == (calendar.special(reason.date) is not None)
        if reason.kind in {DayKind.MAKE_UP, DayKind.ROLLED} or (reason.counted and period.unit is Unit.WORKDAY):
            assert calendar.is_workday(reason.date)
        if reason.kind is DayKind.MAKE_UP:
            assert reason.date.weekday() >= 5


def test_working_days_name_the_holiday_the_weekend_and_the_make_up_workday():
    days = told(due_on(date(2026, 9, 28), 20, Unit.WORKDAY, calendar=OFFICIAL))
    assert days[date(2026, 9, 28)] == (DayKind.EVENT, None, "day of the event, not counted")
    assert days[date(2026, 10, 1)] == (DayKind.HOLIDAY, None, "National Day holiday, not counted")
    assert days[date(2026, 10, 10)] == (DayKind.MAKE_UP, 5, "day 5, make-up workday for National Day")
    assert days[date(2026, 10, 11)] == (DayKind.WEEKEND, None, "weekend, not counted")
    assert days[date(2026, 10, 30)] == (DayKind.COUNTED, 20, "day 20")


def test_a_suspended_day_names_its_ground():
    period = Period(date(2026, 3, 2), 5, Unit.WORKDAY).suspend(date(2026, 3, 4), "听证").resume(date(2026, 3, 5))
    texts = [reason.text.zh for reason in period.due(OFFICIAL).explain()]
    assert texts.count("期限中止（听证），不计入") == 2


def test_a_period_that_rolls_says_over_which_days():
    days = told(due_on(date(2026, 9, 20), 15, Unit.DAY, roll=True, calendar=OFFICIAL))
    assert days[date(2026, 10, 5)] == (DayKind.COUNTED, 15, "day 15 (the end, but a day off)")
    assert days[date(2026, 10, 6)][0] is DayKind.HOLIDAY
    assert days[date(2026, 10, 8)][0] is DayKind.ROLLED
    assert "2026-10-05" in days[date(2026, 10, 8)][2]


def test_an_undecided_day_says_which_notice_it_waits_for():
    days = told(due_on(date(2026, 12, 25), 3, Unit.WORKDAY, calendar=OFFICIAL))
    assert days[date(2026, 12, 28)][2] == "day 1"
    assert days[date(2026, 12, 29)][2] == "day 2; the holidays of 2027 are not published yet"


def test_a_suspended_period_explains_itself_up_to_any_day():
    period = Period(date(2026, 3, 2), 20, Unit.WORKDAY).suspend(date(2026, 3, 4), "检验")
    kinds = [reason.kind for reason in period.explain(OFFICIAL, through=date(2026, 3, 5))]
    assert kinds == [DayKind.EVENT, DayKind.COUNTED, DayKind.SUSPENDED, DayKind.SUSPENDED]


def test_hours_name_their_first_and_their_last_moment():
    start = datetime(2026, 9, 30, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    due = due_on(start, 24, Unit.HOUR, roll=True, calendar=OFFICIAL)
    reasons = list(due.explain())
    assert reasons[0].text.zh == "2026-09-30 17:00+08:00 起算"
    assert reasons[1].text.en.startswith("24 hours are over at 2026-10-01 17:00+08:00")
    assert reasons[-1].kind is DayKind.ROLLED
    assert reasons[-1].date == date(2026, 10, 8)
