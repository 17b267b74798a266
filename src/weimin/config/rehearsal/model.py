"""A plain account of what the law says of each case: its state and its clocks, from the blueprint's numbers alone.

Written against the law and ``lib.workdays``, not against the case engine: it knows no tokens, tasks or rows. After a
rehearsal both must say the same of every case.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from weimin.blueprint.items import Handling, Implementation, Item
from weimin.blueprint.values import Clock, Length, LengthUnit
from weimin.lib.lawtime import LAW_ZONE, law_date
from weimin.lib.workdays import Period, Unit, WorkCalendar

__all__ = ["ClockAccount", "PlainCase"]

UNITS: Final = {
    LengthUnit.WORKDAY: Unit.WORKDAY,
    LengthUnit.DAY: Unit.DAY,
    LengthUnit.HOUR: Unit.HOUR,
    LengthUnit.MONTH: Unit.MONTH,
    LengthUnit.YEAR: Unit.YEAR,
}
DECISION: Final = ("promised", "statutory")
OPEN: Final = frozenset({"running", "suspended"})
ROUGH_DAYS: Final = {"h": 1 / 24, "d": 1, "wd": 7 / 5, "m": 30, "y": 365}


@dataclass
class ClockAccount:
    """One period of law and how it ended."""

    name: str
    round: int
    period: Period
    state: str = "running"
    ended_on: date | None = None

    def due_on(self, calendar: WorkCalendar) -> date | None:
        due = self.period.due(calendar)
        return due.date if due else None


@dataclass
class PlainCase:
    """One case. The methods are the law's events, each on its day; ``lacking`` are papers still owed."""

    item: Item
    handling: Handling
    place: Implementation
    filed_at: datetime
    lacking: set[str]
    calendar: WorkCalendar
    status: str = "received"
    outcome: str = ""
    received_on: date = field(init=False)
    accepted_on: date | None = None
    decided_on: date | None = None
    closed_on: date | None = None
    clocks: list[ClockAccount] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.received_on = law_date(self.filed_at)
        self._start("acceptance", self.handling.clocks.acceptance, self.filed_at)

    # -- what is owed -------------------------------------------------------------------------------------------

    @property
    def firmly_lacking(self) -> set[str]:
        """Papers without which nothing is accepted."""
        return {material.id for material in self._lacking if material.deferrable is None}

    @property
    def deferred(self) -> set[str]:
        """Papers that may follow (容缺)."""
        return self.lacking - self.firmly_lacking

    @property
    def _lacking(self) -> Iterable[Any]:
        return (material for material in self.item.materials if material.id in self.lacking)

    def running(self, name: str) -> ClockAccount | None:
        """The latest round of a clock, if it runs or stands still."""
        return next((clock for clock in reversed(self.clocks) if clock.name == name and clock.state in OPEN), None)

    @property
    def may_be_extended_by(self) -> int:
        """So many units may the head add now: once, while the decision is owed; 0 if not at all."""
        clock, rule = self.running("statutory"), self.handling.clocks.statutory.extend
        if rule is None or clock is None or clock.state != "running" or clock.period.extensions:
            return 0
        return rule.length.count

    # -- events -------------------------------------------------------------------------------------------------

    def accepted(self, on: datetime) -> None:
        self.status, self.accepted_on = "accepted", law_date(on)
        self._end(["acceptance"], "met", on)
        self._start_decision(law_date(on), on)
        if self.deferred:
            self._start("deferral", self._deferral(), on)

    def correction_asked(self, on: datetime) -> None:
        self.status = "correction"
        self._end(["acceptance"], "met", on)
        self._start("correction", self.handling.clocks.correction, on)

    def corrected(self, on: datetime) -> None:
        """Corrected papers start an acceptance clock of their own."""
        self.status, self.received_on = "received", law_date(on)
        self._end(["correction"], "met", on)
        self._start("acceptance", self.handling.clocks.acceptance, on)

    def not_accepted(self, on: datetime) -> None:
        self._end(["acceptance"], "met", on)
        self._close("not-accepted", on)

    def time_passes(self, now: datetime) -> None:
        """Silence beyond the acceptance period is acceptance, from the day of receipt (行政许可法 32)."""
        clock = self.running("acceptance")
        due = clock.period.due(self.calendar) if clock else None
        if self.status != "received" or due is None or now < due.ends_at:
            return
        self.status, self.accepted_on = "accepted", self.received_on
        self._end(["acceptance"], "lapsed", now)
        self._start_decision(self.received_on, now)

    def paper_came(self, material: str, on: datetime) -> None:
        self.lacking.discard(material)
        if not self.lacking:
            self._end(["deferral"], "met", on)

    def suspended(self, ground: str, on: datetime) -> None:
        self.status = "suspended"
        self._each(DECISION, lambda clock: (clock.period.suspend(law_date(on), ground), "suspended"))

    def resumed(self, on: datetime) -> None:
        self.status = "accepted"
        self._each(DECISION, lambda clock: (clock.period.resume(law_date(on)), "running"))

    def extended(self, units: int) -> None:
        self._each(DECISION, lambda clock: (clock.period.extend(units), clock.state))

    def granted(self, on: datetime) -> None:
        self._decide("granted", on)
        self._end([*DECISION, "deferral"], "met", on)

    def refused(self, on: datetime) -> None:
        self._decide("refused", on)
        self._end(DECISION, "met", on)
        self._end(["deferral"], "cancelled", on)

    def delivered(self, on: datetime) -> None:
        self._end(["issue"], "met", on)
        self._close(self.outcome, on)

    def withdrawn(self, on: datetime) -> None:
        self._end({clock.name for clock in self.clocks}, "cancelled", on)
        self._close("withdrawn", on)

    # -- clocks -------------------------------------------------------------------------------------------------

    def _decide(self, outcome: str, on: datetime) -> None:
        self.status, self.outcome, self.decided_on = "decided", outcome, law_date(on)
        self._start("issue", self.handling.clocks.issue, on)

    def _close(self, outcome: str, on: datetime) -> None:
        self.status, self.outcome, self.closed_on = "closed", outcome, law_date(on)

    def _start_decision(self, accepted_on: date, on: datetime) -> None:
        """The promise and the statute run from the same event: acceptance, or receipt where the law says so."""
        statutory = self.handling.clocks.statutory
        first = self.received_on if statutory.start == "receipt" else accepted_on
        event = datetime.combine(first, on.astimezone(LAW_ZONE).timetz())
        self._start("promised", Clock(length=self.place.promised, start=statutory.start), event)
        self._start("statutory", statutory, event)

    def _start(self, name: str, rule: Clock | None, event: datetime) -> None:
        if rule is None:
            return
        unit = UNITS[rule.length.unit]
        roll = rule.roll if rule.roll is not None else unit in {Unit.DAY, Unit.MONTH, Unit.YEAR}
        start = event if unit is Unit.HOUR else law_date(event)
        rounds = sum(clock.name == name for clock in self.clocks)
        self.clocks.append(ClockAccount(name, rounds + 1, Period(start, rule.length.count, unit, roll)))

    def _deferral(self) -> Clock | None:
        chosen = self.handling.materials
        lengths = [
            material.deferrable.within
            for material in self.item.materials
            if material.deferrable and (chosen is None or material.id in chosen)
        ]
        return Clock(length=max(lengths, key=_rough)) if lengths else None

    def _end(self, names: Iterable[str], state: str, on: datetime) -> None:
        for name in names:
            clock = self.running(name)
            if clock is not None:
                clock.state, clock.ended_on = state, law_date(on)

    def _each(self, names: Iterable[str], change: Callable[[ClockAccount], tuple[Period, str]]) -> None:
        for name in names:
            clock = self.running(name)
            if clock is not None:
                clock.period, clock.state = change(clock)

    # -- the account --------------------------------------------------------------------------------------------

    def account(self) -> Mapping[str, Any]:
        """What is to be compared, in plain values: dates as ISO text."""
        return {
            "status": self.status,
            "outcome": self.outcome,
            "received": _iso(self.received_on),
            "accepted": _iso(self.accepted_on),
            "decided": _iso(self.decided_on),
            "closed": _iso(self.closed_on),
            "lacking": sorted(self.lacking),
        } | {
            f"{clock.name} {clock.round}": (
                clock.state,
                _iso(clock.due_on(self.calendar)),
                _iso(clock.ended_on),
            )
            for clock in self.clocks
        }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _rough(length: Length) -> float:
    return length.count * ROUGH_DAYS[length.unit.value]
