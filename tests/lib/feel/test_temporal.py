"""Dates, times, durations: reading, writing, reckoning, and the injected clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.feel.support import NOW, problem, value
from weimin.lib.feel import ClockNotGiven, compile_expression
from weimin.lib.feel.temporal import Date


@settings(deadline=None)
@given(st.dates())
def test_the_calendar_agrees_with_pythons(day):
    counted = Date.from_days((day - date(1970, 1, 1)).days)
    assert str(counted) == day.isoformat()
    assert counted.weekday == day.isoweekday()
    assert value("week of year(d)", d=day) == day.isocalendar().week
    assert value("day of year(d)", d=day) == day.timetuple().tm_yday


@settings(deadline=None)
@given(st.integers(-300_000_000_000, 300_000_000_000))
def test_days_and_dates_are_inverse_far_beyond_pythons_years(days):
    assert Date.from_days(days).days == days


@settings(deadline=None)
@given(
    st.datetimes(timezones=st.just(UTC)), st.timedeltas(min_value=timedelta(days=-9999), max_value=timedelta(days=9999))
)
def test_adding_a_duration_and_taking_it_away_is_the_same_instant(instant, span):
    assert value("t + d - d = t", t=instant, d=span) is True
    assert value("(t + d) - t = d", t=instant, d=span) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-01-31") + @"P1M"', "2026-02-28"), ('date("2024-02-29") + @"P1Y"', "2025-02-28"),
        ('@"2026-01-01" + @"PT36H"', "2026-01-02"), ('@"P1D" + @"2026-01-01"', "2026-01-02"),
        ('@"2026-01-01" - @"2025-12-01"', "P31D"), ('@"10:00:00" + @"PT15H"', "01:00:00"),
        ('@"10:00:00Z" - @"12:00:00Z"', "-PT2H"), ('@"P1Y" * 1.5', "P1Y6M"), ('@"P3M" / 2', "P1M"),
        ('@"P1D" * 0.5', "PT12H"), ('@"2026-01-01T00:00:00+08:00" - @"2025-12-31T16:00:00Z"', "PT0S"),
        ('@"2026-03-08T01:30:00@America/New_York" + @"PT1H"', "2026-03-08T03:30:00@America/New_York"),
        ('years and months duration(@"2011-12-22", @"2013-08-24")', "P1Y8M"),
        ('years and months duration(@"2013-08-24", @"2011-12-22")', "-P1Y8M"),
        ('date("-0044-03-15")', "-0044-03-15"), ('date("999999999-12-31")', "999999999-12-31"),
        ('date and time("2026-12-31T24:00:00")', "2027-01-01T00:00:00"),
        ('date and time(@"2026-01-01", @"10:00:00+08:00")', "2026-01-01T10:00:00+08:00"),
        ('date and time(2026, 1, 2, 3, 4, 5.5, "Asia/Shanghai")', "2026-01-02T03:04:05.5@Asia/Shanghai"),
        ('duration("PT1000M")', "PT16H40M"), ('duration("-P26M")', "-P2Y2M"), ('abs(@"-P1D")', "P1D"),
    ],
)  # fmt: skip
def test_reckoning(text, expected):
    assert value(f"string({text})") == expected


@pytest.mark.parametrize(
    "text",
    [
        'date("2026-02-29")', 'date("2026-1-1")', 'date("02026-01-01")', 'time("25:00:00")', 'time("10:00")',
        'time("10:00:00+19:00")', 'time("10:00:00@Nowhere/City")', 'time("10:00:00@../../etc/passwd")', '@"P1Y2D"',
        'duration("P")', 'duration("PT")', 'date("999999999-12-31") + @"P1D"', '@"2026-01-01" * 2',
        '@"2026-01-01" + @"2026-01-01"', '@"10:00:00" - @"10:00:00Z"', "date(2026, 1.5, 1)", "time(1, 2, 60)",
    ],
)  # fmt: skip
def test_what_is_no_date_or_time_is_null_with_a_reason(text):
    assert problem(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-09-28".weekday', 1), ('@"2026-09-28T10:20:30".hour', 10), ('@"10:20:30.5".second', 30.5),
        ('string(@"10:00:00+08:00".time offset)', "PT8H"), ('@"10:00:00".time offset', None),
        ('@"2026-07-01T10:00:00@Asia/Shanghai".timezone', "Asia/Shanghai"), ('@"-P1Y2M".years', -1),
        ('@"-P1Y2M".months', -2), ('@"P1DT2H".hours', 2), ('@"2026-01-01".hour', None),
        ('day of week(@"2026-09-28")', "Monday"), ('month of year(@"2026-09-28")', "September"),
    ],
)  # fmt: skip
def test_properties(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"10:00:00+08:00" = @"02:00:00Z"', True), ('is(@"10:00:00+08:00", @"02:00:00Z")', False),
        ('@"2026-01-01T10:00:00@Asia/Shanghai" = @"2026-01-01T02:00:00Z"', True),
        ('@"10:00:00" = @"10:00:00Z"', False), ('@"10:00:00" < @"11:00:00Z"', None),
        ('@"P1Y" = @"P12M"', True), ('@"P1D" = @"PT24H"', True), ('@"P0D" = @"P0M"', None),
    ],
)  # fmt: skip
def test_instants_are_compared_wherever_they_were_read(text, expected):
    assert value(text) is expected


def test_now_is_what_the_caller_says_read_in_the_laws_zone():
    assert value('now() = @"2026-09-28T01:00:00+08:00"') is True
    assert str(value("today()")) == "2026-09-28"


def test_an_instant_of_the_context_has_the_laws_date():
    assert str(value("date(filed)", filed=NOW)) == "2026-09-28"


def test_asking_for_the_time_without_one_is_an_error_not_a_null():
    with pytest.raises(ClockNotGiven, match="第 1 行第 9 列"):
        compile_expression("filed < today()").evaluate({"filed": date(2026, 1, 1)})


def test_python_dates_come_in_as_dates():
    assert value("d + p", d=date(2026, 1, 1), p=timedelta(days=1)) == Date(2026, 1, 2)
    naive = datetime(2026, 1, 1, 10)  # noqa: DTZ001 -- a local time is what is meant
    assert str(value("t", t=naive)) == "2026-01-01T10:00:00"
