"""Clock rows: between what the law says (``lib.workdays``) and what the database keeps. Nothing here touches the database."""

from collections.abc import Iterable
from datetime import date, datetime

from weimin.blueprint.values import LengthUnit
from weimin.kernel.cases.definition import (
    ClockChange,
    ClockView,
    EndClocks,
    ExtendClocks,
    ResumeClocks,
    StartClock,
    SuspendClocks,
)
from weimin.kernel.cases.models import ClockRow
from weimin.lib.lawtime import law_date
from weimin.lib.workdays import Due, Pause, Period, Unit, WorkCalendar

__all__ = ["ENCLOSING", "OPEN", "apply_changes", "as_period", "clock_views", "due_of", "recompute"]

OPEN = frozenset({ClockRow.State.RUNNING, ClockRow.State.SUSPENDED})
ENCLOSING = ("stage-promised", "stage")
"""The clocks of a stage around the case (行政许可法 42(2)): they stand still and end with the case's statutory clock, and an
extension of the case's own does not lengthen them."""


def as_period(row: ClockRow) -> Period:
    pauses = tuple(
        Pause(
            first=date.fromisoformat(pause["first"]),
            last=date.fromisoformat(pause["last"]) if pause.get("last") else None,
            ground=pause["ground"],
        )
        for pause in row.pauses
    )
    start = row.start_at if row.unit == Unit.HOUR and row.start_at else row.start_on
    period = Period(start=start, length=row.length, unit=Unit(row.unit), roll=row.roll, pauses=pauses)
    return period.extend(row.extended) if row.extended else period


def due_of(row: ClockRow, calendar: WorkCalendar) -> Due | None:
    """When the clock is up; ``None`` while it stands still."""
    return as_period(row).due(calendar)


def clock_views(rows: Iterable[ClockRow]) -> dict[str, ClockView]:
    """The latest round of each clock, by name."""
    return {
        row.name: ClockView(row.name, row.state, row.due_on, row.extended)
        for row in sorted(rows, key=lambda row: row.round)
    }


def recompute(row: ClockRow, calendar: WorkCalendar) -> None:
    """Set due date, provisional mark and firing instant from what the row says now."""
    due = due_of(row, calendar)
    row.due_on = due.date if due else None
    row.provisional = due.provisional if due else False
    row.calendar = calendar.version
    waiting = row.wait is not None and row.state == ClockRow.State.RUNNING
    row.fires_at = due.ends_at if waiting and due else None


def apply_changes(
    rows: list[ClockRow], changes: Iterable[ClockChange], *, now: datetime, calendar: WorkCalendar
) -> list[ClockRow]:
    """Carry out the changes on the rows in memory; return those touched. New rows join ``rows``, without their case yet."""
    touched: list[ClockRow] = []
    for change in changes:
        if isinstance(change, StartClock):
            row = _start(rows, change, now)
            rows.append(row)
            changed = [row]
        else:
            changed = [row for row in rows if _is_meant(row, change) and row.state in OPEN]
            for row in changed:
                _change(row, change, law_date(now))
        for row in changed:
            recompute(row, calendar)
            if row not in touched:
                touched.append(row)
    return touched


def _is_meant(row: ClockRow, change: EndClocks | SuspendClocks | ResumeClocks | ExtendClocks) -> bool:
    around = row.name in ENCLOSING and "statutory" in change.names and not isinstance(change, ExtendClocks)
    return row.name in change.names or around


def _start(rows: list[ClockRow], change: StartClock, now: datetime) -> ClockRow:
    rule = change.rule
    return ClockRow(
        name=change.name,
        round=1 + max((row.round for row in rows if row.name == change.name), default=0),
        start_on=change.on,
        start_at=now if rule.length.unit is LengthUnit.HOUR else None,
        length=rule.length.count,
        unit=rule.length.unit.counted.value,
        roll=rule.roll,
        article=rule.article,
        confirmed=rule.confirmed,
    )


def _change(row: ClockRow, change: EndClocks | SuspendClocks | ResumeClocks | ExtendClocks, today: date) -> None:
    match change:
        case EndClocks(how=how):
            row.state = ClockRow.State(how)
            row.ended_on = today
            row.wait = None
        case SuspendClocks(ground=ground) if row.state == ClockRow.State.RUNNING:
            row.state = ClockRow.State.SUSPENDED
            row.pauses = [*row.pauses, {"first": today.isoformat(), "last": None, "ground": ground}]
        case ResumeClocks() if row.state == ClockRow.State.SUSPENDED:
            row.state = ClockRow.State.RUNNING
            row.pauses = [*row.pauses[:-1], {**row.pauses[-1], "last": today.isoformat()}]
        case ExtendClocks(length=length):
            row.extended += length
