"""viewflow (AGPL-3.0): the same procedure as a flow of its own, stepped as its task view does when a form is sent.

Its licence keeps it out of everything that is shipped; whoever wants to see its figures installs it for the benchmark.
"""

from typing import Any

from django.contrib.auth import get_user_model
from viewflow import this
from viewflow.workflow import STATUS, flow, lock
from viewflow.workflow.flow.views import UpdateProcessView
from viewflow.workflow.models import Process, Task

__all__ = ["Joint", "Linear", "start", "step"]


def _official(_activation: Any) -> Any:
    """Who is given each task as it opens: spares viewflow an assignment of its own in every step."""
    return get_user_model().objects.only("pk").first()


def _task() -> Any:
    return flow.View(UpdateProcessView.as_view(fields=[])).Assign(_official)


def _said(outcome: str) -> Any:
    return lambda activation: activation.process.data.get("outcome") == outcome


class Linear(flow.Flow):
    lock_impl = lock.select_for_update_lock
    process_class = Process

    filed = flow.StartHandle().Next(this.acceptance)
    acceptance = _task().Next(this.complete)
    complete = flow.Switch().Case(this.correction, cond=_said("correct")).Default(this.review_0)
    correction = _task().Next(this.acceptance)
    review_0 = _task().Next(this.decision)
    decision = _task().Next(this.making)
    making = _task().Next(this.delivery)
    delivery = _task().Next(this.granted)
    granted = flow.End()


class Joint(flow.Flow):
    lock_impl = lock.select_for_update_lock
    process_class = Process

    filed = flow.StartHandle().Next(this.acceptance)
    acceptance = _task().Next(this.complete)
    complete = flow.Switch().Case(this.correction, cond=_said("correct")).Default(this.consult)
    correction = _task().Next(this.acceptance)
    consult = (
        flow.Split()
        .Always(this.review_0)
        .Always(this.review_1)
        .Always(this.review_2)
        .Always(this.review_3)
        .Always(this.review_4)
    )
    review_0 = _task().Next(this.heard)
    review_1 = _task().Next(this.heard)
    review_2 = _task().Next(this.heard)
    review_3 = _task().Next(this.heard)
    review_4 = _task().Next(this.heard)
    heard = flow.Join().Next(this.decision)
    decision = _task().Next(this.making)
    making = _task().Next(this.delivery)
    delivery = _task().Next(this.granted)
    granted = flow.End()


def start(branches: int) -> int:
    """A new process, waiting for its first step; its id."""
    kind = Joint if branches > 1 else Linear
    return kind.filed.run().pk


def step(process_id: int, task_id: int, outcome: str) -> None:
    """One step in one transaction: the lock, the task, the process saved with the answer, the next tasks."""
    task = Task.objects.only("flow_task", "process_id").get(pk=task_id)
    with task.flow_task.flow_class.lock(process_id):
        activation = task.flow_task.activation_class(Task.objects.select_related("process").get(pk=task_id))
        activation.start(None)
        activation.process.data["outcome"] = outcome
        activation.process.save()
        activation.execute()


def open_task(process_id: int, name: str) -> int:
    """The id of the open task of a step."""
    waiting = Task.objects.filter(process_id=process_id, status=STATUS.ASSIGNED)
    return next(task.pk for task in waiting if task.flow_task.name == name)
