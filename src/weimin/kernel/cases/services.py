"""Acts on an open case: one function per act; check, change, journal, in one transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from weimin.kernel.cases.answering import SIGNATURE, SIGNATURE_NAME
from weimin.kernel.cases.asked import check_answer
from weimin.kernel.cases.assignments import is_there
from weimin.kernel.cases.definition import Act
from weimin.kernel.cases.dossier import Dossier, lock_case
from weimin.kernel.cases.engine import carry, write
from weimin.kernel.cases.errors import (
    ActNotAllowed,
    CaseClosed,
    InvalidAnswer,
    NoSuchCase,
    NotDelegated,
    NotYetPossible,
    SameHand,
    StaleTask,
    TaskTaken,
)
from weimin.kernel.cases.intake import Received, check_received, may_take_in, window_post, write_intake
from weimin.kernel.cases.models import Case, ClockRow, Intake, Task
from weimin.kernel.cases.permissions import (
    acting_payload,
    free_for,
    handled_by,
    may_do,
    may_see,
    may_side,
    refusal,
    side_posts,
    task_posts,
)
from weimin.kernel.identity.api import SYSTEM, Actor, ActorPost, actor_posts_for, holders, users
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.lib.procedure import Cancel, Complete, Fire

__all__ = [
    "act_on_case",
    "acting_payload",
    "acts_of",
    "colleagues",
    "complete_task",
    "fire_clock",
    "may_do",
    "may_see",
    "may_side",
    "officers",
    "task_posts",
]

DECIDING = frozenset({"decider", "head"})


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
    dossier = lock_case(task_id=task_id, now=now)
    task = next(task for task in dossier.tasks if task.pk == task_id)
    brought = _brought(task, dossier.case, received, actor, now)
    if not (brought or may_do(task, dossier.case, actor)):
        raise refusal(task, dossier.case, actor)
    if task.state != Task.State.OPEN:
        raise StaleTask
    post = brought or _post_for(task, dossier, actor, outcome, now)
    dossier.handled_by = handled_by(post, actor)
    act = _act(dossier, task, outcome)
    answer = check_answer(act, _with_labels(dossier, data), today=law_date(now))
    _name_officers(dossier, act, answer, task, actor, law_date(now))
    blocking = dossier.kind.blocked(dossier.view, step=task.step, outcome=outcome)
    if blocking:
        raise NotYetPossible(papers=Bilingual("、".join(blocking), ", ".join(blocking)))
    today = received.received_on if received else law_date(now)
    if task.department == "applicant":
        dossier.case.papers_received_on = today
    consequences = dossier.kind.done(dossier.view, step=task.step, outcome=outcome, data=answer, today=today)
    task.state, task.outcome, task.data = Task.State.DONE, outcome, answer
    task.done_by_id, task.done_at = actor.user_id, now
    task.done_for_id = post.acting.user_id if post and post.acting else None
    dossier.touch_task(task)
    named = carry(dossier, Complete(task.wait, outcome, answer), first=consequences, answer=answer, now=now)
    payload = {"step": task.step, "task": task.name, **acting_payload(post)}
    write(dossier, named, actor=actor, payload=payload, now=now)
    if received:
        write_intake(dossier.case, received, what=Intake.What.PAPERS, originals=[], actor=actor, now=now)
    return dossier.case


@transaction.atomic
def act_on_case(case_id: int, *, act: str, data: Mapping[str, Any], actor: Actor, now: datetime) -> Case:
    """An act on the case as a whole, beside its steps: withdrawal, extension.

    Raises ``NoSuchCase``, ``CaseClosed``, ``ActNotAllowed``, ``InvalidAnswer``.
    """
    dossier = lock_case(case_id=case_id, now=now)
    case = dossier.case
    if not may_see(case, actor):
        raise NoSuchCase
    if case.closed_at:
        raise CaseClosed
    allowed = {side.act.code: side for side in dossier.kind.side_acts(dossier.view) if may_side(side, case, actor)}
    if act not in allowed:
        raise ActNotAllowed
    post = next(iter(side_posts(allowed[act], case, actor)), None)
    dossier.handled_by = handled_by(post, actor)
    answer = check_answer(allowed[act].act, data, today=law_date(now))
    consequences = dossier.kind.side(dossier.view, act=act, data=answer, today=law_date(now))
    command = Cancel(consequences.outcome) if consequences.outcome else None
    named = carry(dossier, command, first=consequences, answer=answer, now=now)
    write(dossier, named, actor=actor, payload=acting_payload(post), now=now)
    return case


@transaction.atomic
def fire_clock(clock_id: int, *, now: datetime) -> bool:
    """Let a clock that is up do what the procedure says. False if it was met or moved in the meantime."""
    dossier = lock_case(clock_id=clock_id, now=now, skip_locked=True)
    row = next(row for row in dossier.clocks if row.pk == clock_id)
    if row.state != ClockRow.State.RUNNING or row.wait is None or row.fires_at is None or row.fires_at > now:
        return False
    named = carry(dossier, Fire(row.wait), first=None, answer={}, now=now)
    write(dossier, named, actor=SYSTEM, payload={"clock": row.name}, now=now)
    return True


def _brought(task: Task, case: Case, received: Received | None, actor: Actor, now: datetime) -> ActorPost | None:
    """The window post by which is handed in for the applicant, whose turn it is, what was brought there."""
    if received is None:
        return None
    if task.department != "applicant" or not may_take_in(case, actor):
        raise NoSuchCase
    check_received(received, actor=actor, now=now)
    return window_post(actor, department=case.collects, item=case.item)


def _post_for(task: Task, dossier: Dossier, actor: Actor, outcome: str, now: datetime) -> ActorPost | None:
    """The post by which the actor does this act; None for the applicant. Raises ``TaskTaken``, ``NotDelegated``."""
    if task.department == "applicant":
        return None
    if not free_for(task, actor) and is_there(task, now=now):
        raise TaskTaken(name=users([task.assignee_id or 0])[task.assignee_id or 0].name)
    posts = task_posts(task, dossier.case, actor, outcome)
    if not posts:
        raise NotDelegated
    if posts[0].acting and task.role in DECIDING and _reviewed(dossier, actor):
        raise SameHand
    return posts[0]


def _reviewed(dossier: Dossier, actor: Actor) -> bool:
    """审查与决定分离: whether the actor has ever reviewed this very case; the dossier has only each step's last answer."""
    done = Task.objects.filter(case=dossier.case, state=Task.State.DONE, role="reviewer", done_by=actor.user_id)
    return done.exists()


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


def _name_officers(dossier: Dossier, act: Act, answer: dict[str, Any], task: Task, actor: Actor, today: date) -> None:
    """Puts the officer's name in the place of the choice; it must be one of those whom the law lets be chosen."""
    for asked in act.asks:
        if asked.type not in _WRONG_OFFICER or asked.name not in answer:
            continue
        names = officers(dossier, task, act, actor, today=today)[asked.name]
        if answer[asked.name] not in names:
            raise InvalidAnswer({asked.name: _WRONG_OFFICER[asked.type]})
        answer[asked.name] = names[answer[asked.name]]


_WRONG_OFFICER: Mapping[str, Bilingual] = {
    "officer": Bilingual("请选择同岗位的另一名工作人员。", "Choose another official of the same post."),
    "presiding": Bilingual(
        "请选择本机关没有审查过本件的工作人员（行政许可法第四十八条）。",
        "Choose an official of this office who has not reviewed this case (Administrative Licensing Law art. 48).",
    ),
}


def officers(dossier: Dossier, task: Task, act: Act, actor: Actor, *, today: date) -> dict[str, dict[str, str]]:
    """Whom an act lets be chosen for each officer it asks for: user id as text → name."""
    found: dict[str, dict[str, str]] = {}
    for asked in act.asks:
        if asked.type == "officer":
            found[asked.name] = colleagues(task, actor, today=today)
        elif asked.type == "presiding":
            found[asked.name] = presiding_officers(dossier, task, today=today)
    return found


def presiding_officers(dossier: Dossier, task: Task, *, today: date) -> dict[str, str]:
    """Officials of the task's department who have not reviewed the case (行政许可法 48(3))."""
    reviewers = {each.done_by_id for each in dossier.tasks if each.step == "review" and each.done_by_id is not None}
    people = {user.pk: user for held in holders(departments=[task.department], on=today).values() for user in held}
    return {str(pk): user.name for pk, user in people.items() if pk not in reviewers}


def colleagues(task: Task, actor: Actor, *, today: date) -> dict[str, str]:
    """Others who fill the task's post today: user id as text → name (行政许可法 34(3): two officers)."""
    ids = set(actor_posts_for(task.role, task.department, on=today)) - {actor.user_id}
    return {str(pk): user.name for pk, user in users([pk for pk in ids if pk is not None]).items()}
