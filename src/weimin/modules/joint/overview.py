"""The whole on one page: how each part stands, who is late, how long it has taken. Seven statements, whatever it holds."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Actor
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.joint.events import LifeEvent, Stage
from weimin.modules.joint.flow import ENDED, PartState
from weimin.modules.joint.matter import JOINT, STAGE, STAGE_PROMISED, stage_rules
from weimin.modules.joint.models import Part
from weimin.modules.joint.published import event
from weimin.modules.joint.words import STATE_NAMES
from weimin.ui.words import period

__all__ = ["Elapsed", "Line", "Overview", "StageLine", "led_cases", "open_joint", "overview_of"]

COUNTING: Final = frozenset({"acceptance", "promised", "statutory", STAGE, STAGE_PROMISED})
TAGS: Final = {
    PartState.GRANTED: "ok",
    PartState.REFUSED: "late",
    PartState.NOT_ACCEPTED: "late",
    PartState.DROPPED: "late",
}
PAGE: Final = 30


@dataclass(frozen=True)
class Line:
    """One part: ``due_on`` is the nearest of its running clocks, its stage's included; ``days_left`` in working days."""

    part: Part
    name: Bilingual
    department: Bilingual
    words: Bilingual
    tag: str
    due_on: date | None
    days_left: int | None
    reason: str
    waits_for: tuple[Bilingual, ...]
    holds_up: tuple[Bilingual, ...]
    because: Bilingual | None

    @property
    def late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def state(self) -> PartState:
        return PartState(self.part.state)

    @property
    def yours(self) -> bool:
        """Whether it waits for the applicant."""
        return self.part.case is not None and self.part.case.status == cases.Status.CORRECTION


@dataclass(frozen=True)
class StageLine:
    """A stage with its parts and clocks; ``standing_still``: the parts whose special procedure stops it."""

    name: Bilingual
    lines: tuple[Line, ...]
    legal: cases.ClockRow | None
    promised: cases.ClockRow | None
    standing_still: tuple[Bilingual, ...]
    legal_length: Bilingual
    promised_length: Bilingual | None
    article: str
    extension: int


@dataclass(frozen=True)
class Elapsed:
    """How long it has taken so far, or took: calendar days and working days since it was filed, that day not counted."""

    days: int
    workdays: int


@dataclass(frozen=True)
class Overview:
    case: cases.Case
    event: LifeEvent
    stages: tuple[StageLine, ...]
    elapsed: Elapsed

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for stage in self.stages for line in stage.lines)

    @property
    def missing(self) -> tuple[Line, ...]:
        """还差哪几家: the parts that have not ended."""
        return tuple(line for line in self.lines if line.state not in ENDED)

    def extendable(self, actor: Actor) -> int:
        """How many working days this actor may add now as head of the government (行政许可法 42(2)): once, while it runs."""
        if self.case.closed_at or not actor.has_role("head", self.case.regulates):
            return 0
        running = (stage for stage in self.stages if stage.legal is not None and stage.legal.state == "running")
        return next((stage.extension for stage in running if stage.legal and not stage.legal.extended), 0)

    @property
    def done(self) -> int:
        return sum(line.state is PartState.GRANTED for line in self.lines)


def open_joint(case_id: int, actor: Actor) -> cases.Case:
    """A joint case for someone who may see it: its applicant, the lead department, the government. Raises ``NoSuchCase``."""
    case = cases.Case.objects.select_related("applicant").filter(pk=case_id, kind=JOINT).first()
    if case is None or not cases.may_see(case, actor):
        raise cases.NoSuchCase
    return case


def overview_of(case: cases.Case, *, today: date) -> Overview:
    """Three statements: parts with their cases, clocks, reasons of refusal."""
    parts = list(Part.objects.filter(parent=case).select_related("case").order_by("position"))
    ids = [part.case_id for part in parts if part.case_id is not None]
    clocks: dict[int, list[cases.ClockRow]] = defaultdict(list)
    for row in cases.ClockRow.objects.filter(case_id__in=[case.pk, *ids]).order_by("name", "round"):
        clocks[row.case_id].append(row)
    reasons = _reasons(ids)
    of = event(case.item, case.revision_id)
    names = {part.item: catalogue.item(part.item, revision_id=case.revision_id).name.bilingual for part in parts}
    lines = {part.pk: _line(part, parts, names, clocks, reasons, case.revision_id, today) for part in parts}
    end = law_date(case.closed_at) if case.closed_at else today
    filed = law_date(case.received_at)
    return Overview(
        case,
        of,
        tuple(_stages(case, of, parts, lines, clocks[case.pk])),
        Elapsed((end - filed).days, cases.calendar().count(filed, end)),
    )


def _reasons(ids: Sequence[int]) -> Mapping[int, str]:
    """Why a part was refused, in the words of its decision."""
    rows = cases.Task.objects.filter(case_id__in=ids, outcome="refuse", state=cases.Task.State.DONE).order_by("wait")
    return {row.case_id: str(row.data.get("reason", "")) for row in rows}


def _line(
    part: Part, parts: Sequence[Part], names: Mapping[str, Bilingual], clocks: Mapping[int, list[cases.ClockRow]],
    reasons: Mapping[int, str], revision_id: int, today: date,
) -> Line:  # fmt: skip
    state = PartState(part.state)
    open_now = state is PartState.OPEN and part.case is not None
    rows = clocks.get(part.case_id or 0, []) if open_now else []
    dues = [row.due_on for row in rows if row.name in COUNTING and row.state == "running" and row.due_on]
    due = min(dues, default=None)
    pending = {each.item for each in parts if PartState(each.state) not in ENDED}
    return Line(
        part=part,
        name=names[part.item],
        department=catalogue.department_name(part.department, revision_id=revision_id),
        words=cases.STATUS_NAMES[cases.Status(part.case.status)] if open_now and part.case else STATE_NAMES[state],
        tag=TAGS.get(state, "wait" if open_now and part.case and part.case.status == "correction" else "neutral"),
        due_on=due,
        days_left=cases.days_left(due, today),
        reason=reasons.get(part.case_id or 0, ""),
        waits_for=tuple(names[item] for item in part.after if item in pending) if state is PartState.WAITING else (),
        holds_up=tuple(names[each.item] for each in parts if part.item == each.because),
        because=names.get(part.because),
    )


def _stages(
    case: cases.Case, of: LifeEvent, parts: Sequence[Part], lines: Mapping[int, Line], clocks: Sequence[cases.ClockRow]
) -> "list[StageLine]":
    """The stages that this application has. Clocks of one name are counted in rounds, in the order in which they started."""
    found: list[StageLine] = []
    rounds: Counter[str] = Counter()
    for number in sorted({part.stage for part in parts}):
        stage, members = of.stages[number], [part for part in parts if part.stage == number]
        rules = stage_rules(stage) if members[0].clocked else {}
        rounds.update(list(rules))
        here = [row for row in clocks if row.name in rules and row.round == rounds[row.name]]
        found.append(
            StageLine(
                stage.name.bilingual,
                tuple(lines[part.pk] for part in members),
                next((row for row in here if row.name == STAGE), None),
                next((row for row in here if row.name == STAGE_PROMISED), None),
                tuple(lines[part.pk].name for part in members if part.paused),
                period(stage.clock.length.count, stage.clock.length.unit.value),
                period(stage.promised.count, stage.promised.unit.value) if stage.promised else None,
                stage.clock.article,
                _extension(stage),
            )
        )
    return found


def _extension(stage: Stage) -> int:
    """How many days the head of the government may add to it."""
    rule = stage.clock.extend
    return rule.length.count if rule is not None and rule.by == "government-head" else 0


def led_cases(actor: Actor, *, page: int = 1) -> tuple[list[cases.CaseLine], int]:
    """The joint cases that the actor's departments lead or their government watches, open ones first. Two statements."""
    departments = {post.department for post in actor.posts}
    rows = cases.Case.objects.filter(kind=JOINT).filter(accepts__in=departments) | cases.Case.objects.filter(
        kind=JOINT, regulates__in=departments
    )
    ordered = rows.select_related("applicant").order_by(F("closed_at").desc(nulls_first=True), "received_at", "pk")
    found = list(ordered[(page - 1) * PAGE : page * PAGE])
    names = cases.matter_names({case.revision_id for case in found})
    return [cases.CaseLine(case, names[case.revision_id, case.item]) for case in found], rows.count()
