"""What follows for the whole from what an office does with its part. A reader of the journal: idempotent, and killed at any
point it goes on where it stood, because its writes and its cursor are one transaction (kernel/journal/consumers.py)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from weimin.kernel.cases import api as cases
from weimin.kernel.cases.definition import Consequences
from weimin.kernel.identity.api import SYSTEM
from weimin.kernel.journal.api import Entry
from weimin.lib.lawtime import law_date
from weimin.modules.joint import definition as law
from weimin.modules.joint.applications import form_of
from weimin.modules.joint.flow import ENDED, PartState, Step, advance
from weimin.modules.joint.form import JointForm
from weimin.modules.joint.models import Application, HandedIn, Part
from weimin.modules.joint.opening import open_part, stage_clocks
from weimin.modules.joint.words import STATE_NAMES

__all__ = ["FOLLOWED", "follow", "settle"]

FOLLOWED: Final = frozenset(
    {
        "case.accepted", "case.deemed-accepted", "case.not-accepted", "case.suspended", "case.resumed", "case.granted",
        "case.refused", "case.withdrawn",
    }
)  # fmt: skip
PART_COLUMNS: Final = ["state", "because", "clocked", "paused", "case", "ended_on"]


def follow(entries: Sequence[Entry], *, now: datetime) -> None:
    """Take the next acts on cases; those on parts move the whole, as of the instant of the act."""
    ids = {int(entry.case.removeprefix("case:")) for entry in entries}
    parents = dict(Part.objects.filter(case_id__in=ids).values_list("case_id", "parent_id"))
    for entry in entries:
        case_id = int(entry.case.removeprefix("case:"))
        if case_id in parents:
            settle(parents[case_id], now=entry.instant, about=case_id, action=entry.action)


def settle(parent_id: int, *, now: datetime, about: int = 0, action: str = "") -> None:
    """Bring the whole up to where its parts stand. Doing it twice changes nothing. The parent is locked first, then parts.

    ``about`` and ``action``: the act that calls for it, which tells of a special procedure that began or ended.
    """
    dossier = cases.lock_case(case_id=parent_id, now=now)
    if dossier.case.closed_at:
        return
    whole = _Whole(dossier, now)
    whole.take_results()
    whole.start_clock()
    if about:
        whole.special_procedure(about, action)
    whole.move_on()


class _Whole:
    def __init__(self, dossier: cases.Dossier, now: datetime) -> None:
        self.dossier, self.now, self.today = dossier, now, law_date(now)
        rows = Part.objects.filter(parent=dossier.case).select_related("case").order_by("position")
        self.parts = list(rows)
        self.application = Application.objects.select_related("applicant").get(case=dossier.case)

    @property
    def form(self) -> JointForm:
        """As it stood when it was filed: what time has changed since does not change which parts there are."""
        return form_of(self.application, self.dossier.case.received_at)

    def record(self, consequences: Consequences, **payload: object) -> None:
        cases.record(self.dossier, consequences, actor=SYSTEM, payload=payload, now=self.now)

    def save(self, part: Part) -> None:
        part.save(update_fields=PART_COLUMNS)

    def take_results(self) -> None:
        """Each result is the applicant's as it comes."""
        for part in self.parts:
            if part.state == PartState.OPEN and part.case is not None and part.case.outcome:
                part.state, part.paused = PartState(part.case.outcome).value, False
                part.ended_on = part.case.decided_on or self.today
                self.save(part)
                self.record(Consequences("joint.part-ended"), item=part.item, part=part.case.number, result=part.state)

    def start_clock(self) -> None:
        """The clock of a stage starts with the first acceptance in it, and encloses every part that is open by then."""
        for stage in sorted({part.stage for part in self.parts}):
            members = [part for part in self.parts if part.stage == stage]
            accepted = [part.case.accepted_on for part in members if part.case and part.case.accepted_on]
            if not accepted or members[0].clocked:
                continue
            on = self._start_of(stage, min(accepted))
            self.record(law.stage_started(self.form.event.stages[stage], on))
            for part in members:
                part.clocked = True
                self.save(part)
                if part.state == PartState.OPEN and part.case is not None:
                    self._enclose(part.case, stage, on)

    def _start_of(self, stage: int, accepted: date) -> date:
        clock = self.form.event.stages[stage].clock
        return law_date(self.dossier.case.received_at) if clock.start == "receipt" else accepted

    def _enclose(self, case: cases.Case, stage: int, on: date) -> None:
        child = cases.lock_case(case_id=case.pk, now=self.now)
        if child.case.decided_on or child.case.closed_at:
            return
        clocks = stage_clocks(self.form, stage, on)
        cases.record(child, Consequences("joint.stage-started", clocks=clocks), actor=SYSTEM, now=self.now)

    def special_procedure(self, case_id: int, action: str) -> None:
        """The time of a special procedure is not counted (45): the stage stands still while an office holds one."""
        part = next(part for part in self.parts if part.case_id == case_id)
        if action == "case.suspended" and part.state == PartState.OPEN and not part.paused:
            part.paused = True
            self.save(part)
            if self.dossier.case.status != cases.Status.SUSPENDED:
                self.record(law.paused(part.item), item=part.item)
        elif action == "case.resumed" and part.paused:
            part.paused = False
            self.save(part)
        if self.dossier.case.status == cases.Status.SUSPENDED and not any(each.paused for each in self.parts):
            self.record(law.resumed())

    def move_on(self) -> None:
        steps = [Step(part.item, part.stage, tuple(part.after)) for part in self.parts]
        moves = advance(steps, {part.item: PartState(part.state) for part in self.parts})
        by_item = {part.item: part for part in self.parts}
        for item, because in moves.drop.items():
            part = by_item[item]
            part.state, part.because, part.ended_on = PartState.DROPPED.value, because, self.today
            self.save(part)
            self.record(Consequences("joint.part-dropped"), item=item, because=because)
        self._end_stages(moves.open)
        for item in moves.open:
            self._open(by_item[item])
        if moves.outcome:
            self._close(moves.outcome)

    def _end_stages(self, opening: Sequence[str]) -> None:
        """A stage that has ended gives its clock back before the next one begins."""
        beginning = {part.stage for part in self.parts if part.item in opening}
        for stage in {part.stage for part in self.parts if part.clocked}:
            members = [part for part in self.parts if part.stage == stage]
            over = all(PartState(part.state) in ENDED for part in members)
            if over and beginning and stage < min(beginning) and self._clock_runs():
                self.record(law.stage_ended(self.form.event.stages[stage]))

    def _clock_runs(self) -> bool:
        return any(row.name == law.STAGE and row.state in {"running", "suspended"} for row in self.dossier.clocks)

    def _open(self, part: Part) -> None:
        """A part is opened by the system in the name of whoever filed the whole. Its row holds one case, once."""
        clocks: tuple[cases.StartClock, ...] = ()
        if part.clocked:
            row = max((r for r in self.dossier.clocks if r.name == law.STAGE), key=lambda r: r.round)
            clocks = stage_clocks(self.form, part.stage, row.start_on)
        held = list(HandedIn.objects.filter(application=self.application, replaced_at=None))
        channel = cases.Channel(self.dossier.case.channel)
        open_part(
            part, self.dossier.case, self.application, self.form, held, clocks,
            channel=channel, actor=SYSTEM, now=self.now,
        )  # fmt: skip
        self.save(part)
        assert part.case is not None
        self.record(Consequences("joint.part-opened"), item=part.item, part=part.case.number)

    def _close(self, outcome: str) -> None:
        form = self.form
        rows = [(form.items[part.item].name.zh, STATE_NAMES[PartState(part.state)].zh) for part in self.parts]
        self.record(law.closed(outcome, rows, self.today))
