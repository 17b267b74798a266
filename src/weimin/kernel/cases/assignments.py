"""经办人: who of a post has a task in hand. Two clerks do not both work; who is away or gone holds nothing up."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from weimin.kernel.cases.errors import NoSuchCase, StaleTask, TaskTaken
from weimin.kernel.cases.models import Case, Task, case_ref
from weimin.kernel.cases.permissions import refusal
from weimin.kernel.identity.api import (
    SYSTEM,
    Actor,
    actor_posts_for,
    present_holders,
    users,
)
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date

__all__ = ["assign_task", "hand_on", "held_by", "is_there", "put_back", "return_tasks", "take_task", "tasks_in_hand"]

BATCH: Final = 200


def is_there(task: Task, *, now: datetime) -> bool:
    """Whether the one who has the task in hand still fills the post and is not away: two queries at most."""
    holders = present_holders(task.role, task.department, now=now)
    return task.assignee_id in holders


@transaction.atomic
def take_task(task_id: int, *, actor: Actor, now: datetime) -> Task:
    """From now on the actor has it in hand. Raises ``NoSuchCase``, ``TaskNotYours``, ``StaleTask``, ``TaskTaken``."""
    task = _locked(task_id, actor)
    if task.assignee_id == actor.user_id:
        return task
    if task.assignee_id is not None and is_there(task, now=now):
        raise TaskTaken(name=users([task.assignee_id])[task.assignee_id].name)
    return _give(task, actor.user_id, "case.task-taken", actor, now)


@transaction.atomic
def put_back(task_id: int, *, actor: Actor, now: datetime) -> Task:
    """The one who has it, or the head of the department, gives it back to the post."""
    task = _locked(task_id, actor, as_head=True)
    if task.assignee_id is None:
        return task
    if task.assignee_id != actor.user_id and not actor.heads(task.department):
        raise TaskTaken(name=users([task.assignee_id])[task.assignee_id].name)
    return _give(task, None, "case.task-put-back", actor, now)


@transaction.atomic
def assign_task(task_id: int, *, user_id: int, actor: Actor, now: datetime) -> Task:
    """The head gives it to one who fills the post. Raises ``NoSuchCase``, ``TaskNotYours``, ``StaleTask``."""
    task = _locked(task_id, actor, as_head=True)
    allowed = actor_posts_for(task.role, task.department, on=law_date(now))
    if not actor.heads(task.department) or user_id not in allowed:
        raise refusal(task, task.case, actor)
    return _give(task, user_id, "case.task-assigned", actor, now)


def _locked(task_id: int, actor: Actor, *, as_head: bool = False) -> Task:
    """The task, with its case locked as every act locks it."""
    case = Case.objects.select_for_update(of=("self",)).filter(tasks__pk=task_id).first()
    if case is None:
        raise NoSuchCase
    task = Task.objects.get(pk=task_id)
    task.case = case
    fits = bool(actor.posts_for(role=task.role, department=task.department, item=case.item))
    if not fits and not (as_head and actor.heads(task.department)):
        raise refusal(task, case, actor)
    if task.state != Task.State.OPEN:
        raise StaleTask
    return task


def _give(
    task: Task, user_id: int | None, action: str, actor: Actor, now: datetime, *, returned_from: int | None = None
) -> Task:
    before, task.assignee_id, task.returned_from_id = task.assignee_id, user_id, returned_from
    task.save(update_fields=["assignee", "returned_from"])
    names = {pk: user.name for pk, user in users([pk for pk in (before, user_id) if pk is not None]).items()}
    payload = {
        "step": task.step,
        "task": task.name,
        "from": names.get(before or 0, ""),
        "to": names.get(user_id or 0, ""),
        "number": task.case.number,
    }
    journal.append(actor=actor.ref, action=action, case=case_ref(task.case), payload=payload, now=now)
    return task


def return_tasks(*, now: datetime) -> int:
    """What is in the hands of someone who is away, or no longer fills the post, goes back to the post. The worker's.

    So a task rests no longer than a minute. One query where nothing is assigned; one more for each post that has
    something assigned.
    """
    held = Task.objects.filter(state=Task.State.OPEN, assignee__isnull=False)
    there: dict[tuple[str, str], Collection[int]] = {}
    back = []
    for task in held.order_by("pk").iterator(chunk_size=BATCH):
        post = (task.role, task.department)
        if post not in there:
            there[post] = present_holders(*post, now=now).keys()
        if task.assignee_id not in there[post]:
            back.append(task.pk)
    return sum(_return(task_id, now) for task_id in back[:BATCH])


@transaction.atomic
def _return(task_id: int, now: datetime) -> int:
    case = Case.objects.select_for_update(of=("self",)).filter(tasks__pk=task_id).first()
    task = Task.objects.filter(pk=task_id, state=Task.State.OPEN, assignee__isnull=False).first()
    if case is None or task is None or is_there(task, now=now):
        return 0
    task.case = case
    _give(task, None, "case.task-returned", SYSTEM, now, returned_from=task.assignee_id)
    return 1


@transaction.atomic
def hand_on(task_id: int, *, giver: int, receiver: int, actor: Actor, now: datetime) -> bool:
    """From one pair of hands to another, inside a handover; False where the receiver does not fill the post."""
    case = Case.objects.select_for_update(of=("self",)).filter(tasks__pk=task_id).first()
    task = Task.objects.filter(pk=task_id, state=Task.State.OPEN, assignee_id=giver).first()
    if case is None or task is None or receiver not in actor_posts_for(task.role, task.department, on=law_date(now)):
        return False
    task.case = case
    _give(task, receiver, "case.task-assigned", actor, now)
    return True


def tasks_in_hand(departments: Collection[str], *, page: int, per_page: int) -> tuple[list[Task], int]:
    """Open tasks of these departments that someone has in hand, the most urgent first, and how many. Two queries."""
    rows = Task.objects.filter(state=Task.State.OPEN, department__in=departments, assignee__isnull=False)
    found = rows.select_related("case", "assignee").order_by(F("due_on").asc(nulls_last=True), "pk")
    return list(found[(page - 1) * per_page : page * per_page]), rows.count()


def held_by(user_ids: Collection[int]) -> Sequence[Task]:
    """Open tasks in these hands, with their cases, the most urgent first."""
    rows = Task.objects.filter(assignee_id__in=user_ids, state=Task.State.OPEN).select_related("case__applicant")
    return list(rows.order_by("due_on", "pk"))
