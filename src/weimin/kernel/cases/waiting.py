"""What waits for whom, narrowed: the same narrowing serves the list, its export, the calendar of due dates and bulk acts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, F, Q, QuerySet

from weimin.kernel.cases.calendar import calendar
from weimin.kernel.cases.models import Task
from weimin.kernel.cases.permissions import waiting_for
from weimin.kernel.identity.api import Actor

__all__ = [
    "SOON",
    "TaskFilter",
    "Urgency",
    "due_days",
    "narrowed",
    "tasks_of",
    "walk_tasks",
]

SOON = 2
"""Working days: due within them is soon."""
CHUNK = 200
Urgency = Literal["late", "today", "soon", "later"]


@dataclass(frozen=True)
class TaskFilter:
    """What of the waiting tasks is wanted. ``text`` is the beginning of a number or a part of an applicant's name."""

    step: str = ""
    due: Urgency | Literal[""] = ""
    item: str = ""
    text: str = ""
    on: date | None = None


def tasks_of(actor: Actor) -> QuerySet[Task]:
    """Open tasks that wait for the actor: at own posts, and at those filled for others as far as a delegation goes.

    What a colleague has in hand waits for nobody else; it is back within a minute when the colleague is away.
    """
    return Task.objects.filter(waiting_for(actor), state=Task.State.OPEN)


def narrowed(actor: Actor, wanted: TaskFilter, *, today: date) -> QuerySet[Task]:
    """The tasks wanted, the most urgent first."""
    rows = tasks_of(actor)
    if wanted.step:
        rows = rows.filter(step=wanted.step)
    if wanted.due:
        rows = rows.filter(_due_when(wanted.due, today))
    if wanted.on:
        rows = rows.filter(due_on=wanted.on)
    if wanted.item:
        rows = rows.filter(case__item=wanted.item)
    if wanted.text:
        rows = rows.filter(Q(case__number__istartswith=wanted.text) | Q(case__applicant__name__icontains=wanted.text))
    return rows.order_by(F("due_on").asc(nulls_last=True), "opened_at", "pk")


def walk_tasks(actor: Actor, wanted: TaskFilter, *, today: date, most: int) -> Iterator[Task]:
    """The wanted tasks with case and applicant, at most ``most``, read in chunks: memory does not grow with them."""
    rows = narrowed(actor, wanted, today=today).select_related("case__applicant")
    yield from rows[:most].iterator(chunk_size=CHUNK)


def due_days(actor: Actor, *, first: date, last: date) -> Mapping[date, int]:
    """How many tasks of the actor's posts are due on each day from ``first`` to ``last``. One query."""
    rows = tasks_of(actor).filter(due_on__gte=first, due_on__lte=last)
    return dict(rows.values_list("due_on").annotate(count=Count("pk")).order_by("due_on"))


def _due_when(due: Urgency, today: date) -> Q:
    soon = calendar().add(today, SOON)
    return {
        "late": Q(due_on__lt=today),
        "today": Q(due_on=today),
        "soon": Q(due_on__gt=today, due_on__lte=soon),
        "later": Q(due_on__gt=soon) | Q(due_on=None),
    }[due]
