"""Acts on an open case: one function per act; check, change, journal, in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from weimin.kernel.cases.answering import SIGNATURE, SIGNATURE_NAME
from weimin.kernel.cases.asked import check_answer
from weimin.kernel.cases.definition import Act, SideAct
from weimin.kernel.cases.dossier import Dossier, lock_case
from weimin.kernel.cases.engine import carry, write
from weimin.kernel.cases.errors import (
    ActNotAllowed,
    CaseClosed,
    InvalidAnswer,
    NoSuchCase,
    NotYetPossible,
    StaleTask,
    TaskNotYours,
)
from weimin.kernel.cases.intake import Received, check_received, may_take_in, write_intake
from weimin.kernel.cases.models import Case, ClockRow, Intake, Task
from weimin.kernel.cases.words import ROLE_NAMES
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import SYSTEM, Actor, actor_posts_for, users
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.lawtime import law_date
from weimin.lib.procedure import Cancel, Complete, Fire

__all__ = ["act_on_case", "acts_of", "colleagues", "complete_task", "fire_clock", "may_do", "may_see", "may_side"]


@transaction.atomic
def complete_task(
    task_id: int,
    *,
    outcome: str,
    data: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    received: Received | None = None,
) -> Case:
    """Finish one step of a case and carry it to its next waiting points.

    ``received`` is how a window took in what the applicant, whose turn it is, brought there.

    Raises ``NoSuchCase``, ``TaskNotYours`` if the actor fills none of the task's posts, ``StaleTask`` if it is no
    longer open, ``ActNotAllowed``, ``NotYetPossible``, ``InvalidAnswer`` with one message per field. Nothing is
    changed when it raises.
    """
    dossier = lock_case(tasks__pk=task_id, now=now)
    task = next(task for task in dossier.tasks if task.pk == task_id)
    if not (_brought(task, dossier.case, received, actor, now) or may_do(task, dossier.case, actor)):
        raise _refused(task, dossier.case, actor)
    if task.state != Task.State.OPEN:
        raise StaleTask
    act = _act(dossier, task, outcome)
    answer = check_answer(act, _with_labels(dossier, data), today=law_date(now))
    _name_officer(act, answer, task, actor, law_date(now))
    blocking = dossier.kind.blocked(dossier.view, step=task.step, outcome=outcome)
    if blocking:
        raise NotYetPossible(papers=Bilingual("、".join(blocking), ", ".join(blocking)))
    today = received.received_on if received else law_date(now)
    if task.department == "applicant":
        dossier.case.papers_received_on = today
    consequences = dossier.kind.done(dossier.view, step=task.step, outcome=outcome, data=answer, today=today)
    task.state, task.outcome, task.data = Task.State.DONE, outcome, answer
    task.done_by_id, task.done_at = actor.user_id, now
    dossier.touch_task(task)
    named = carry(dossier, Complete(task.wait, outcome, answer), first=consequences, answer=answer, now=now)
    write(dossier, named, actor=actor, payload={"step": task.step, "task": task.name}, now=now)
    if received:
        write_intake(dossier.case, received, what=Intake.What.PAPERS, originals=[], actor=actor, now=now)
    return dossier.case


@transaction.atomic
def act_on_case(case_id: int, *, act: str, data: Mapping[str, Any], actor: Actor, now: datetime) -> Case:
    """An act on the case as a whole, beside its steps: withdrawal, extension.

    Raises ``NoSuchCase``, ``CaseClosed``, ``ActNotAllowed``, ``InvalidAnswer``.
    """
    dossier = lock_case(pk=case_id, now=now)
    case = dossier.case
    if not may_see(case, actor):
        raise NoSuchCase
    if case.closed_at:
        raise CaseClosed
    allowed = {side.act.code: side for side in dossier.kind.side_acts(dossier.view) if may_side(side, case, actor)}
    if act not in allowed:
        raise ActNotAllowed
    answer = check_answer(allowed[act].act, data, today=law_date(now))
    consequences = dossier.kind.side(dossier.view, act=act, data=answer, today=law_date(now))
    command = Cancel(consequences.outcome) if consequences.outcome else None
    named = carry(dossier, command, first=consequences, answer=answer, now=now)
    write(dossier, named, actor=actor, payload={}, now=now)
    return case


@transaction.atomic
def fire_clock(clock_id: int, *, now: datetime) -> bool:
    """Let a clock that is up do what the procedure says. False if it was met or moved in the meantime."""
    dossier = lock_case(clocks__pk=clock_id, now=now, skip_locked=True)
    row = next(row for row in dossier.clocks if row.pk == clock_id)
    if row.state != ClockRow.State.RUNNING or row.wait is None or row.fires_at is None or row.fires_at > now:
        return False
    named = carry(dossier, Fire(row.wait), first=None, answer={}, now=now)
    write(dossier, named, actor=SYSTEM, payload={"clock": row.name}, now=now)
    return True


def _brought(task: Task, case: Case, received: Received | None, actor: Actor, now: datetime) -> bool:
    """Whether a window hands in for the applicant, whose turn it is, what was brought there."""
    if received is None:
        return False
    if task.department != "applicant" or not may_take_in(case, actor):
        raise NoSuchCase
    check_received(received, actor=actor, now=now)
    return True


def may_do(task: Task, case: Case, actor: Actor) -> bool:
    """Whether the actor fills the task's post, or is the applicant whose turn it is."""
    if task.department == "applicant":
        return actor.party_id == case.applicant_id and actor.may_handle(case.item)
    return actor.has_role(task.role, task.department)


def may_side(side: SideAct, case: Case, actor: Actor) -> bool:
    if side.department == "applicant":
        return actor.party_id == case.applicant_id and actor.may_handle(case.item)
    return side.role is not None and actor.has_role(side.role, getattr(case, side.department))


def may_see(case: Case, actor: Actor) -> bool:
    """Whether a case is the actor's to know: its applicant within the mandate, or an official of one of its departments."""
    if actor.party_id is not None:
        return actor.party_id == case.applicant_id and actor.may_handle(case.item)
    return bool(actor.posts_for(department={case.collects, case.accepts, case.decides, case.regulates}))


def acts_of(dossier: Dossier, task: Task) -> tuple[Act, ...]:
    """Everything that the law lets be done at this step, whoever asks."""
    return dossier.kind.acts(dossier.view, step=task.step, outcomes=tuple(task.outcomes), department=task.department)


def _with_labels(dossier: Dossier, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Names what is missing by the item's own words where the official gave only its code."""
    if not isinstance(data.get("missing"), list):
        return data
    names = {field.id: field.label.zh for field in dossier.item.form if field.label}
    names |= {material.id: material.name.zh for material in dossier.item.materials if material.name}
    names[SIGNATURE] = SIGNATURE_NAME.zh
    return {
        **data,
        "missing": [
            {**entry, "label": entry.get("label") or names.get(str(entry.get("code")), "其他")}
            if isinstance(entry, Mapping)
            else entry
            for entry in data["missing"]
        ],
    }


def _act(dossier: Dossier, task: Task, outcome: str) -> Act:
    acts = acts_of(dossier, task)
    found = next((act for act in acts if act.code == outcome), None)
    if found is None:
        raise ActNotAllowed
    return found


def _name_officer(act: Act, answer: dict[str, Any], task: Task, actor: Actor, today: date) -> None:
    """Puts the second officer's name in the place of the choice; it must be another holder of the same role."""
    for asked in act.asks:
        if asked.type != "officer" or asked.name not in answer:
            continue
        names = colleagues(task, actor, today=today)
        if answer[asked.name] not in names:
            text = Bilingual("请选择同岗位的另一名工作人员。", "Choose another official of the same post.")
            raise InvalidAnswer({asked.name: text})
        answer[asked.name] = names[answer[asked.name]]


def colleagues(task: Task, actor: Actor, *, today: date) -> dict[str, str]:
    """Others who fill the task's post today: user id as text → name (行政许可法 34(3): two officers)."""
    ids = set(actor_posts_for(task.role, task.department, on=today)) - {actor.user_id}
    return {str(pk): user.name for pk, user in users([pk for pk in ids if pk is not None]).items()}


def _refused(task: Task, case: Case, actor: Actor) -> WeiminError:
    """Who has nothing to do with the case does not even learn that it exists."""
    if not may_see(case, actor):
        return NoSuchCase()
    if task.department == "applicant":
        return TaskNotYours(
            department=Bilingual("申请人", "the applicant"), role=Bilingual("本人或代理人", "the person or agent")
        )
    name = catalogue.department_name(task.department, revision_id=case.revision_id)
    return TaskNotYours(department=name, role=ROLE_NAMES.get(task.role, Bilingual(task.role, task.role)))
