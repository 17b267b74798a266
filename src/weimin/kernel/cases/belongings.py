"""What a clerk hands over of cases: the open tasks in their hands."""

from collections.abc import Collection, Sequence
from datetime import datetime

from weimin.kernel.cases.assignments import hand_on, held_by
from weimin.kernel.cases.models import Task
from weimin.kernel.cases.registry import matter_names
from weimin.kernel.identity.api import Actor, Belonging

__all__ = ["TasksInHand"]


class TasksInHand:
    """Tasks go to the receiver where the receiver fills the post; the others stay until the head assigns them."""

    kind = "task"

    def held(self, user_id: int, *, department: str) -> Sequence[Belonging]:
        tasks = [task for task in held_by([user_id]) if task.department == department]
        names = matter_names({task.case.revision_id for task in tasks})
        return [
            Belonging(
                str(task.pk),
                f"{task.case.number} {names[task.case.revision_id, task.case.item].zh} · {task.name}",
                f"/desk/cases/{task.case_id}/",
            )
            for task in tasks
        ]

    def move(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> Collection[str]:
        return _moved(refs, giver, receiver, actor, now)

    def undo(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> None:
        _moved(refs, receiver, giver, actor, now)

    def settle(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> None:
        return None


def _moved(refs: Collection[str], giver: int, receiver: int, actor: Actor, now: datetime) -> list[str]:
    tasks = Task.objects.filter(pk__in=[int(ref) for ref in refs], assignee_id=giver, state=Task.State.OPEN)
    ids = list(tasks.order_by("case_id", "pk").values_list("pk", flat=True))
    return [str(pk) for pk in ids if hand_on(pk, giver=giver, receiver=receiver, actor=actor, now=now)]
