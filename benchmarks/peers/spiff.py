"""SpiffWorkflow (LGPL-3.0): read the instance, complete the task, carry on, write the instance and the task rows."""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from peers.models import Instance, TaskRow

BRANCHES: Final = 5
SERIALIZER: Final = BpmnWorkflowSerializer()


def start(branches: int, now: datetime) -> int:
    """A new instance, waiting for its first step; its id."""
    workflow = BpmnWorkflow(_spec(branches))
    workflow.do_engine_steps()
    with transaction.atomic():
        row = Instance.objects.create(state=SERIALIZER.serialize_json(workflow))
        _open(row, _waiting(workflow), now)
    return row.pk


def step(instance_id: int, name: str, outcome: str, now: datetime) -> None:
    """One step in one transaction."""
    with transaction.atomic():
        row = Instance.objects.select_for_update().get(pk=instance_id)
        workflow = SERIALIZER.deserialize_json(row.state)
        before = _waiting(workflow)
        done = next(task for task in before.values() if task.task_spec.bpmn_id == name)
        done.data["outcome"] = outcome
        done.run()
        workflow.do_engine_steps()
        after = _waiting(workflow)
        row.state = SERIALIZER.serialize_json(workflow)
        row.closed_at = now if workflow.is_completed() else None
        row.save(update_fields=["state", "closed_at"])
        TaskRow.objects.filter(task=done.id).update(outcome=outcome, done_at=now)
        _open(row, {key: task for key, task in after.items() if key not in before}, now)


def state_bytes(instance_id: int) -> int:
    return len(Instance.objects.values_list("state", flat=True).get(pk=instance_id))


def _waiting(workflow: BpmnWorkflow) -> dict[Any, Any]:
    return {task.id: task for task in workflow.get_tasks(state=TaskState.READY, manual=True)}


def _open(row: Instance, tasks: dict[Any, Any], now: datetime) -> None:
    TaskRow.objects.bulk_create(
        [TaskRow(instance=row, task=key, name=task.task_spec.bpmn_id, opened_at=now) for key, task in tasks.items()]
    )


def _spec(branches: int) -> Any:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(_bpmn(branches).encode())))
    return parser.get_spec("approval")


def _bpmn(branches: int) -> str:
    """The same procedure as the city's, with conditions in SpiffWorkflow's language."""
    reviews = [f"review-{place}" for place in range(branches)]
    nodes = ["startEvent filed", "userTask acceptance", "exclusiveGateway complete", "userTask correction"]
    nodes += [f"userTask {name}" for name in reviews]
    nodes += ["userTask decision", "userTask making", "userTask delivery", "endEvent granted"]
    flows = [("filed", "acceptance"), ("acceptance", "complete"), ("complete", "correction", "correct")]
    flows += [("correction", "acceptance"), ("decision", "making"), ("making", "delivery"), ("delivery", "granted")]
    if branches > 1:
        nodes += ["parallelGateway consult", "parallelGateway heard"]
        flows += [("complete", "consult", "accept"), ("heard", "decision")]
        flows += [flow for name in reviews for flow in (("consult", name), (name, "heard"))]
    else:
        flows += [("complete", reviews[0], "accept"), (reviews[0], "decision")]
    body = [f'<{kind} id="{name}"/>' for kind, name in (node.split() for node in nodes)]
    for source, target, *when in flows:
        condition = f"<conditionExpression>outcome == '{when[0]}'</conditionExpression>" if when else ""
        body.append(
            f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'
        )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="weimin">'
        f'<process id="approval" isExecutable="true">{"".join(body)}</process></definitions>'
    )
