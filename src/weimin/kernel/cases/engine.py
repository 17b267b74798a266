"""One command to a case: the token moves, the law's consequences follow, everything is written in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from weimin.kernel.cases.calendar import calendar
from weimin.kernel.cases.clocks import ENCLOSING, OPEN, apply_changes, recompute
from weimin.kernel.cases.definition import Consequences, EndClocks, Status
from weimin.kernel.cases.dossier import Dossier
from weimin.kernel.cases.giving import give
from weimin.kernel.cases.models import Case, ClockRow, Task, case_ref
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import Paper, prepare_paper
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.kernel.rows.api import Insert, Update, Upsert
from weimin.lib.lawtime import law_date
from weimin.lib.procedure import Called, Closed, Command, Effect, Ended, Opened, State, step

__all__ = ["carry", "record", "refresh_dues", "write"]

UPDATE_CASE: Final = Update(Case, [
    "status", "outcome", "state", "papers_received_on", "accepted_on", "decided_on", "closed_at", "papers_given",
    "lacking",
])  # fmt: skip
UPSERT_TASKS: Final = Upsert(
    Task, unique=["case", "wait"], update=["state", "due_on", "outcome", "data", "done_by", "done_at"]
)
UPSERT_CLOCKS: Final = Upsert(ClockRow, unique=["case", "name", "round"], update=[
    "state", "extended", "pauses", "due_on", "provisional", "calendar", "ended_on", "wait", "fires_at",
])  # fmt: skip
INSERT_PAPERS: Final = Insert(Paper)


def carry(
    dossier: Dossier, command: Command | None, *, first: Consequences | None, answer: Mapping[str, Any], now: datetime
) -> Consequences:
    """Move the token and apply all consequences in memory; ``write`` puts them down.

    ``first`` are the consequences of the act itself, ``answer`` what it was given. Returns the consequences that name
    the act in the journal.
    """
    state, effects = _moved(dossier, command, answer, now)
    found = [first] if first else []
    today = law_date(now)
    found += [
        dossier.kind.performed(dossier.view, service=effect.name, today=today)
        for effect in effects
        if isinstance(effect, Called)
    ]
    for consequences in found:
        _apply(dossier, consequences, now)
    for effect in effects:
        _follow(dossier, effect, now)
    if state is not None:
        dossier.case.state = state.to_json()
    refresh_dues(dossier)
    for consequences in found:
        _give_papers(dossier, consequences, now)
        dossier.certificate_orders += consequences.certificates
        dossier.delivery_orders += consequences.deliveries
    return found[0] if found else Consequences("case.moved")


def record(
    dossier: Dossier,
    consequences: Consequences,
    *,
    actor: Actor,
    now: datetime,
    payload: Mapping[str, Any] | None = None,
) -> Case:
    """An act that moves no token, on a case held by ``lock_case``: for modules whose acts reach over several cases."""
    named = carry(dossier, None, first=consequences, answer={}, now=now)
    write(dossier, named, actor=actor, payload=payload or {}, now=now)
    return dossier.case


def _moved(
    dossier: Dossier, command: Command | None, answer: Mapping[str, Any], now: datetime
) -> tuple[State | None, tuple[Effect, ...]]:
    if command is None:
        return None, ()
    before = State.from_json(dossier.case.state) if dossier.case.state else None
    return step(dossier.graph, before, command, context=dossier.context(), now=now)


def _apply(dossier: Dossier, consequences: Consequences, now: datetime) -> None:
    case = dossier.case
    if consequences.status is not None:
        case.status = consequences.status.value
    case.outcome = consequences.outcome or case.outcome
    case.accepted_on = consequences.accepted_on or case.accepted_on
    case.decided_on = consequences.decided_on or case.decided_on
    changes = consequences.clocks
    if consequences.status is Status.CLOSED:
        case.closed_at = now
        changes = (*changes, EndClocks(ENCLOSING))
    for row in apply_changes(dossier.clocks, changes, now=now, calendar=calendar()):
        dossier.touch_clock(row)


def _follow(dossier: Dossier, effect: Effect, now: datetime) -> None:
    match effect:
        case Opened():
            _open(dossier, effect, now)
        case Closed():
            _close(dossier, effect, now)
        case Ended(outcome=outcome):
            case = dossier.case
            case.status, case.closed_at = Status.CLOSED.value, now
            case.outcome = case.outcome or outcome
        case Called():
            pass


def _open(dossier: Dossier, effect: Opened, now: datetime) -> None:
    node = dossier.graph.nodes[effect.node]
    if node.kind == "timer":
        row = next(row for row in reversed(dossier.clocks) if row.name == node.clock and row.state in OPEN)
        row.wait = effect.wait
        recompute(row, calendar())
        dossier.touch_clock(row)
        return
    case = dossier.case
    department = effect.instance or _department_of(case, node.department)
    task = Task(
        case=case,
        wait=effect.wait,
        node=node.id,
        instance=effect.instance or "",
        step=node.step,
        name=node.name,
        department=department,
        role=node.role,
        outcomes=list(node.outcomes),
        opened_at=now,
    )
    dossier.tasks.append(task)
    dossier.touch_task(task)


def _department_of(case: Case, function: str) -> str:
    """The department that has this function in the case; the applicant's tasks belong to ``applicant``."""
    return function if function == "applicant" else str(getattr(case, function))


def _close(dossier: Dossier, effect: Closed, now: datetime) -> None:
    for row in dossier.clocks:
        if row.wait == effect.wait:
            row.wait, row.fires_at = None, None
            dossier.touch_clock(row)
    for task in dossier.tasks:
        if task.wait == effect.wait and task.state == Task.State.OPEN:
            task.state = Task.State.CANCELLED
            task.done_at = now
            dossier.touch_task(task)


def refresh_dues(dossier: Dossier) -> None:
    """Every open task is due by the nearest running clock that its step answers to."""
    dues = {row.name: row.due_on for row in dossier.clocks if row.state == ClockRow.State.RUNNING}
    for task in dossier.open_tasks():
        own = dossier.kind.clocks_of(task.step)
        around = ENCLOSING if own and task.department != "applicant" else ()
        found = [dues[name] for name in (*own, *around) if dues.get(name)]
        due = min((day for day in found if day), default=None)
        if due != task.due_on:
            task.due_on = due
            dossier.touch_task(task)


def _give_papers(dossier: Dossier, consequences: Consequences, now: datetime) -> None:
    case = dossier.case
    for order in consequences.papers:
        case.papers_given += 1
        department = catalogue.department(getattr(case, order.by), revision_id=case.revision_id)
        dossier.papers.append(
            prepare_paper(
                dossier.kind.letter(dossier.view, order, today=law_date(now)),
                number=f"{case.number}-{case.papers_given:02d}",
                subject="",
                recipient=case.applicant.name,
                department=department.code,
                department_name=department.name.zh,
                now=now,
            )
        )


def write(
    dossier: Dossier, consequences: Consequences, *, actor: Actor, payload: Mapping[str, Any], now: datetime
) -> None:
    """Put down everything that changed, the case itself first, in the caller's transaction: at most five statements,
    a certificate or a service among them, since the steps that give those change less else."""
    case = dossier.case
    if case.pk is None:
        case.save(force_insert=True)
    else:
        UPDATE_CASE(case)
    for task in dossier.touched_tasks:
        task.case = case
    for clock in dossier.touched_clocks:
        clock.case = case
    UPSERT_TASKS(dossier.touched_tasks)
    UPSERT_CLOCKS(dossier.touched_clocks)
    for paper in dossier.papers:
        paper.subject, paper.given_by = case_ref(case), actor.ref
    INSERT_PAPERS(dossier.papers)
    papers = {"papers": [paper.number for paper in dossier.papers]} if dossier.papers else {}
    given = give(dossier, actor=actor)
    journal.append(
        actor=actor.ref,
        action=consequences.action,
        case=case_ref(case),
        person=f"party:{case.applicant_id}",
        payload={**consequences.payload, **payload, **papers, **given, "number": case.number},
        now=now,
    )
