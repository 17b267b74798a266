"""Calendars with gaps and surprises, and periods with everything that can happen to them."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Extended, Notice, Pause, Period, SpecialDay, Unit, WorkCalendar

NAME = Bilingual("某节", "Some Day")
YEARS = range(2022, 2029)


_DAYS_OF_YEAR = st.integers(-3, 364)
_AROUND_NEW_YEAR = st.integers(-3, 9) | st.integers(352, 364)


@st.composite
def notices(draw: st.DrawFn, year: int, *, days: st.SearchStrategy[int] = _DAYS_OF_YEAR, most: int = 15) -> Notice:
    offsets = draw(st.dictionaries(days, st.booleans(), max_size=most))
    new_year = date(year, 1, 1)
    return Notice(year, tuple(SpecialDay(new_year + timedelta(days=n), NAME, off) for n, off in offsets.items()))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    years = draw(st.sets(st.sampled_from(YEARS), max_size=len(YEARS)))
    return WorkCalendar([draw(notices(year)) for year in sorted(years)])


@st.composite
def calendars_awaiting_2027(draw: st.DrawFn) -> WorkCalendar:
    """2027's notice is missing, the years around it have theirs, and festivals crowd about the turn of the years."""
    years = (2026, 2028) if draw(st.booleans()) else (2026,)
    return WorkCalendar([draw(notices(year, days=_AROUND_NEW_YEAR, most=20)) for year in years])


DATES = st.dates(date(2021, 6, 1), date(2029, 6, 1))
_PAUSES = st.integers(0, 25) | st.just(365)
_LENGTHS = {
    Unit.WORKDAY: st.integers(1, 80),
    Unit.DAY: st.integers(1, 120),
    Unit.MONTH: st.integers(1, 14),
    Unit.YEAR: st.integers(1, 2),
}


@st.composite
def periods(
    draw: st.DrawFn, starts: st.SearchStrategy[date] = DATES, *, units: Sequence[Unit] = tuple(_LENGTHS)
) -> Period:
    unit = draw(st.sampled_from(units))
    longer = st.integers(1, 20 if unit in {Unit.WORKDAY, Unit.DAY} else 2)
    extensions = tuple(Extended(n) for n in draw(st.lists(longer, max_size=2)))
    period = Period(draw(starts), draw(_LENGTHS[unit]), unit, draw(st.booleans()), (), extensions)
    day, pauses = period.first_day, []
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 30), _PAUSES), max_size=3)):
        first = day + timedelta(days=gap)
        day = first + timedelta(days=length)
        pauses.append(Pause(first, day, "专家评审"))
    if pauses and draw(st.integers(0, 3)) == 0:
        pauses[-1] = Pause(pauses[-1].first, None, "听证")
    return Period(period.start, period.length, unit, period.roll, tuple(pauses), extensions)
