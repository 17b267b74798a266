"""What the city says of its cases after a rehearsal, in figures, and whether the plain account says the same."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from weimin.config.rehearsal.known import Known
from weimin.kernel.cases import api as cases
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.lib.workdays import WorkCalendar

__all__ = ["Figures", "Mean", "differences", "figures"]


@dataclass
class Mean:
    """The average of what was added."""

    total: int = 0
    count: int = 0

    def add(self, value: int) -> None:
        self.total, self.count = self.total + value, self.count + 1

    @property
    def value(self) -> float:
        return self.total / self.count if self.count else 0.0


@dataclass
class Figures:
    """``by_state``: closed cases by how they ended. ``days``: working days from receipt to decision, by item."""

    cases: int = 0
    by_state: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    broken: int = 0
    overdue: int = 0
    deemed: int = 0
    suspended: int = 0
    extended: int = 0
    corrected: int = 0
    days: dict[str, Mean] = field(default_factory=dict)

    @property
    def late(self) -> int:
        return self.broken + self.overdue


def figures(*, today: date, calendar: WorkCalendar) -> Figures:
    """Read from the product's own rows, 500 at a time. ``today`` tells which open promises are overdue."""
    found = Figures()
    for case in cases.Case.objects.filter(submitted_by__isnull=False).order_by("pk").iterator(chunk_size=500):
        found.cases += 1
        found.by_state[case.outcome if case.status == "closed" else case.status] += 1
        if case.decided_on:
            mean = found.days.setdefault(case.item, Mean())
            mean.add(calendar.count(law_date(case.received_at), case.decided_on))
    for clock in cases.ClockRow.objects.order_by("pk").iterator(chunk_size=500):
        _count(found, clock, today)
    return found


def _count(found: Figures, clock: cases.ClockRow, today: date) -> None:
    if clock.name == "acceptance":
        found.deemed += clock.state == "lapsed"
        found.corrected += clock.round == 2
    elif clock.name == "promised":
        met = clock.state == "met" and clock.due_on is not None and clock.ended_on is not None
        found.kept += met and clock.ended_on <= clock.due_on  # type: ignore[operator]
        found.broken += met and clock.ended_on > clock.due_on  # type: ignore[operator]
        found.overdue += clock.state == "running" and clock.due_on is not None and clock.due_on < today
        found.suspended += bool(clock.pauses)
        found.extended += bool(clock.extended)


def differences(known: Mapping[int, Known]) -> Iterator[Bilingual]:
    """Where the city and the plain account do not say the same, case by case."""
    clocks: dict[int, dict[str, Any]] = {}
    for row in cases.ClockRow.objects.order_by("pk").iterator(chunk_size=500):
        clocks.setdefault(row.case_id, {})[f"{row.name} {row.round}"] = (
            row.state,
            _iso(row.due_on),
            _iso(row.ended_on),
        )
    seen = set()
    for case in cases.Case.objects.filter(submitted_by__isnull=False).order_by("pk").iterator(chunk_size=500):
        seen.add(case.pk)
        each = known.get(case.pk)
        if each is None:
            yield Bilingual("{n}：模型里没有", "{n}: the model has no such case").format(n=case.number)
            continue
        city, plain = _account(case) | clocks.get(case.pk, {}), each.plain.account()
        for name in sorted(city.keys() | plain.keys()):
            if city.get(name) != plain.get(name):
                text = Bilingual("{n} {w}：系统 {c}，模型 {m}", "{n} {w}: the city {c}, the model {m}")
                yield text.format(n=case.number, w=name, c=city.get(name), m=plain.get(name))
    for case_id in sorted(known.keys() - seen):
        yield Bilingual("办件 {n} 不在系统里", "case {n} is not in the city").format(n=case_id)


def _account(case: cases.Case) -> dict[str, Any]:
    return {
        "status": case.status,
        "outcome": case.outcome,
        "received": _iso(case.papers_received_on),
        "accepted": _iso(case.accepted_on),
        "decided": _iso(case.decided_on),
        "closed": _iso(law_date(case.closed_at)) if case.closed_at else "",
        "lacking": sorted(case.lacking),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
