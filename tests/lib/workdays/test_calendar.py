"""The calendar answers by bisection what a walk over the days would answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.workdays.naive import naive_count
from lib.workdays.strategies import DATES, calendars, notices
from weimin.lib.workdays import BeyondCalendar, Notice, SpecialDay, WorkCalendar, official_calendar
from weimin.lib.workdays.calendar import TAIL_FIRST_DAY

OFFICIAL = official_calendar()
ONE = timedelta(days=1)


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), after=DATES, days=st.integers(0, 900))
def test_counting_agrees_with_a_walk_over_the_days(calendar, after, days):
    through = after + days * ONE
    expected = naive_count(calendar.is_workday, after, through)
    assert calendar.count(after, through) == expected
    assert calendar.count(through, after) == -expected


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), start=DATES, days=st.integers(1, 600))
def test_adding_and_counting_undo_each_other(calendar, start, days):
    end = calendar.add(start, days)
    assert calendar.is_workday(end)
    assert calendar.count(start, end) == days


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), start=DATES, days=st.integers(1, 600))
def test_counting_back_finds_the_nth_working_day_before(calendar, start, days):
    found = calendar.add(start, -days)
    assert calendar.is_workday(found)
    assert naive_count(calendar.is_workday, found - ONE, start - ONE) == days


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), day=DATES)
def test_the_next_working_day_is_the_first_one_from_the_day_on(calendar, day):
    expected = day
    while not calendar.is_workday(expected):
        expected += ONE
    assert calendar.next_workday(day) == expected


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), first=DATES, days=st.integers(0, 900))
def test_a_span_is_provisional_exactly_if_one_of_its_days_is(calendar, first, days):
    each = [first + n * ONE for n in range(days + 1)]
    undecided = [
        day
        for day in each
        if (day.year not in calendar.published and not calendar.special(day))
        or ((day.month, day.day) >= (12, 29) and day.year + 1 not in calendar.published)
    ]
    assert calendar.is_provisional(first, each[-1]) == bool(undecided)
    assert [day for day in each if calendar.awaited_notice(day)] == undecided


def test_an_empty_span_is_not_provisional():
    assert not OFFICIAL.is_provisional(date(2031, 1, 2), date(2031, 1, 1))


def test_adding_nothing_stays_on_the_day_even_on_a_sunday():
    assert OFFICIAL.add(date(2026, 10, 11), 0) == date(2026, 10, 11)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 9, 28), 20, date(2026, 10, 30)),  # National Day, and Saturday 10 October is worked
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # Saturday before Spring Festival is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2018, 12, 28), 1, date(2018, 12, 29)),  # the notice for 2019 made this Saturday a workday
        (date(2018, 12, 29), 1, date(2019, 1, 2)),  # and the Monday that followed a day off
        (date(2006, 12, 29), 2, date(2006, 12, 31)),
        (date(2015, 9, 2), 1, date(2015, 9, 6)),  # a special holiday, made good on a Sunday
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # the festival was lengthened within its year
    ],
)
def test_real_festivals_are_counted_as_they_were_lived(start, days, due):
    assert OFFICIAL.add(start, days) == due


def test_days_beyond_every_notice_are_weekdays_and_cost_no_more():
    wednesday = date(9000, 1, 1)
    assert OFFICIAL.add(wednesday, 50_000 * 5) == wednesday + 50_000 * 7 * ONE
    assert OFFICIAL.count(date(1, 1, 1), date(1, 1, 8)) == 5


@pytest.mark.parametrize(("start", "days"), [(date(9999, 12, 30), 3), (date(1, 1, 2), -2), (date(2026, 1, 1), 10**12)])
def test_leaving_the_years_that_dates_have_is_refused(start, days):
    with pytest.raises(BeyondCalendar, match="9999"):
        OFFICIAL.add(start, days)


def test_no_notice_has_reached_back_further_than_the_tail_that_is_kept_undecided():
    """The measured reason for TAIL_FIRST_DAY, recounted from every December on record."""
    reached = {
        (day.month, day.day)
        for year in OFFICIAL.published
        for n in range(31)
        if (day := date(year, 12, 1) + n * ONE) and OFFICIAL.special(day)
    }
    assert min(reached) == TAIL_FIRST_DAY


@settings(max_examples=40, deadline=None)
@given(calendar=calendars(), data=st.data())
def test_the_digest_changes_exactly_with_what_is_known(calendar, data):
    assert calendar.with_notices([]).version == calendar.version
    year = data.draw(st.integers(2031, 2040))
    assert calendar.with_notices([data.draw(notices(year))]).version != calendar.version


def test_the_order_of_notices_does_not_matter():
    one = Notice(2027, (SpecialDay(date(2026, 12, 31), _name(), True), SpecialDay(date(2027, 1, 1), _name(), True)))
    two = Notice(2026, (SpecialDay(date(2026, 12, 31), _name(), False),))
    forth, back = WorkCalendar([one, two]), WorkCalendar([two, one])
    assert forth.version == back.version
    assert not forth.is_workday(date(2026, 12, 31)), "the later notice has the last word"
    assert not back.is_workday(date(2026, 12, 31))


def test_years_are_published_through_the_first_gap_only():
    calendar = OFFICIAL.with_notices([Notice(2028, ())])
    assert calendar.published_through == OFFICIAL.published_through
    assert WorkCalendar([]).published_through == 0


def _name():
    return OFFICIAL.special(date(2026, 1, 1)).name
