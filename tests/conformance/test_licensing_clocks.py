"""The clocks of 行政许可法 as cases run them, against a recount on the fingers: day by day, from its own list of days off.

The recount shares nothing with ``lib/workdays`` or its source: the State Council's notices for 2024 to 2026 stand here.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from weimin.blueprint.answers import EffectiveClock
from weimin.blueprint.api import Blueprint, compile_city
from weimin.blueprint.values import Length, LengthUnit
from weimin.kernel.cases.clocks import apply_changes
from weimin.kernel.cases.definition import ExtendClocks, ResumeClocks, StartClock, SuspendClocks
from weimin.kernel.cases.models import ClockRow
from weimin.lib.lawtime import LAW_ZONE
from weimin.lib.workdays import WorkCalendar, official_calendar
from weimin.modules.approvals.clocks import CLOCKS_OF, LICENSING_LAW, StatutoryClock

STARTS = 10_000
OFF = {
    2024: "0101 0210 0211 0212 0213 0214 0215 0216 0217 0404 0405 0406 0501 0502 0503 0504 0505 0610 0915 0916 0917 "
    "1001 1002 1003 1004 1005 1006 1007",
    2025: "0101 0128 0129 0130 0131 0201 0202 0203 0204 0404 0405 0406 0501 0502 0503 0504 0505 0531 0601 0602 1001 "
    "1002 1003 1004 1005 1006 1007 1008",
    2026: "0101 0102 0103 0215 0216 0217 0218 0219 0220 0221 0222 0223 0404 0405 0406 0501 0502 0503 0504 0505 0619 "
    "0620 0621 0925 0926 0927 1001 1002 1003 1004 1005 1006 1007",
}
WORKED = {
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}
LATER_OFF = {2027: "0101 0102 0103 0205 0206 0207 0208 0209 0210 0211"}
LATER_WORKED = {2027: "0131 0213"}
"""An invented notice for 2027, as one is published: it comes while the clocks of late 2026 run."""


def days(table: dict[int, str]) -> set[date]:
    return {date(year, int(text[:2]), int(text[2:])) for year, row in table.items() for text in row.split()}


def fingers(off: set[date], worked: set[date]) -> Callable[[date], bool]:
    """Whether people work that day: what a notice says, else Monday to Friday."""
    return lambda day: day in worked or (day not in off and day.weekday() < 5)


@dataclass
class Story:
    """One clock and what befalls it: suspended and resumed on days, extended by working days."""

    start: date
    length: int
    extended: int = 0
    pauses: list[tuple[date, date]] = field(default_factory=list)


def recount(story: Story, works: Callable[[date], bool]) -> date:
    """One day after the other: the day of the event is not counted, nor a day off, nor a suspended one."""
    day, left = story.start, story.length + story.extended
    while left:
        day += timedelta(days=1)
        if works(day) and not any(first <= day <= last for first, last in story.pauses):
            left -= 1
    return day


def played(story: Story, clock: StatutoryClock, calendar: WorkCalendar) -> ClockRow:
    """The same clock, run by the acts that a case runs it by, in the order of their days."""
    rule = EffectiveClock(
        name=clock.name, length=Length(count=story.length, unit=LengthUnit.WORKDAY), start="acceptance", roll=False,
        article=clock.article, extend=None, confirmed=True, note=None,
    )  # type: ignore[arg-type]  # fmt: skip
    acts: list[tuple[date, object]] = [(story.start, StartClock(clock.name, rule, story.start))]
    for first, last in story.pauses:
        acts.append((first, SuspendClocks((clock.name,), "expert-review")))
        acts.append((last, ResumeClocks((clock.name,))))
    if story.extended:
        acts.append((story.start, ExtendClocks((clock.name,), story.extended)))
    rows: list[ClockRow] = []
    for day, act in sorted(acts, key=lambda each: each[0]):
        apply_changes(rows, [act], now=datetime.combine(day, time(10), LAW_ZONE), calendar=calendar)  # type: ignore[list-item]
    return rows[0]


def stories(rng: random.Random, first: date, last: date, count: int) -> Iterator[tuple[StatutoryClock, Story]]:
    span = (last - first).days
    for _ in range(count):
        clock = rng.choice(LICENSING_LAW)
        story = Story(first + timedelta(days=rng.randrange(span)), clock.length)
        if clock.extra and rng.random() < 0.4:
            story.extended = rng.randint(1, clock.extra)
        day = story.start
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            day += timedelta(days=rng.randint(1, 12))
            until = day + timedelta(days=rng.randint(0, 25))
            story.pauses.append((day, until))
            day = until + timedelta(days=1)
        yield clock, story


def test_ten_thousand_clocks_agree_with_a_recount_on_the_fingers() -> None:
    calendar, works = official_calendar(), fingers(days(OFF), days(WORKED))
    over_spring_festival = 0
    for clock, story in stories(random.Random(20260101), date(2023, 12, 31), date(2026, 9, 1), STARTS):
        due = recount(story, works)
        row = played(story, clock, calendar)
        assert row.due_on == due, (clock.name, story)
        over_spring_festival += any(story.start < day <= due for day in map(date.fromisoformat, FESTIVALS))
    assert over_spring_festival > STARTS / 20


FESTIVALS = ("2024-02-10", "2025-01-29", "2026-02-17")


def test_a_calendar_published_later_moves_exactly_the_clocks_that_the_recount_moves(tmp_path: Path) -> None:
    later = [(day, True) for day in sorted(days(LATER_OFF))] + [(day, False) for day in sorted(days(LATER_WORKED))]
    names = {1: "元旦"}
    listed = [{"name": names.get(day.month, "春节"), "date": str(day), "isOffDay": off} for day, off in later]
    listed = [{**each, "name": "春节"} if each["date"] == "2027-01-31" else each for each in listed]
    (tmp_path / "2027.json").write_text(json.dumps({"year": 2027, "papers": [], "days": listed}), encoding="utf-8")
    before, after = official_calendar(), official_calendar(tmp_path)
    known = fingers(days(OFF), days(WORKED))
    published = fingers(days(OFF) | days(LATER_OFF), days(WORKED) | days(LATER_WORKED))
    moved = 0
    for clock, story in stories(random.Random(2027), date(2026, 11, 1), date(2027, 2, 20), 2_000):
        was, now = played(story, clock, before), played(story, clock, after)
        assert (was.due_on, now.due_on) == (recount(story, known), recount(story, published)), (clock.name, story)
        if was.due_on != now.due_on:
            moved += 1
            assert was.provisional, "a date that a notice changes has said that it might"
    assert moved > 200


@pytest.fixture(scope="module")
def city() -> Blueprint:
    folder = Path(__file__).resolve().parents[2] / "cities" / "qingdao"
    return compile_city(folder, today=date(2026, 11, 1)).blueprint


@pytest.mark.parametrize("clock", LICENSING_LAW, ids=lambda clock: f"{clock.article} {clock.name}")
def test_every_period_of_the_licensing_law_runs_in_the_example_city(clock: StatutoryClock, city: Blueprint) -> None:
    """A step answers to it, and some item runs it by that article, or by a law of its own."""
    if clock.how is not None:
        assert clock.name in CLOCKS_OF
        return
    assert any(clock.name in names for names in CLOCKS_OF.values())
    attribute = clock.name.replace("-", "_")
    rules = [
        rule
        for item in city.items.values()
        for handling in item.value.handlings.values()
        if (rule := getattr(handling.clocks, attribute)) is not None
    ]
    by_the_law = [rule for rule in rules if rule.article.startswith("行政许可法")]
    assert by_the_law, f"no item of the city runs {clock.name} by 行政许可法"
    assert {str(rule.length) for rule in by_the_law} == {f"{clock.length}wd"}
    extensions = {rule.extend.length.count for rule in by_the_law if rule.extend}
    assert extensions <= {clock.extra}
