"""BPMN written shortly, for tests: each function gives one element."""

# ruff: noqa: A002 -- the attribute is called id

import re
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "https://weimin.example/bpmn/1"


def tag(name: str, inner: str = "", **attributes: object) -> str:
    """An element; ``weimin_x`` becomes ``weimin:x``, ``None`` is left out."""
    given = "".join(
        f" {key.replace('weimin_', 'weimin:')}={quoteattr(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{inner}</{name}>"


def start(id: str = "begin") -> str:
    return tag("startEvent", id=id)


def end(id: str = "finish", outcome: str | None = None) -> str:
    return tag("endEvent", id=id, weimin_outcome=outcome)


def terminate(id: str, outcome: str | None = None) -> str:
    return tag("endEvent", "<terminateEventDefinition/>", id=id, weimin_outcome=outcome)


def user(id: str, outcomes: str = "approve reject", step: str = "review", inner: str = "", **more: object) -> str:
    return tag("userTask", inner, id=id, weimin_step=step, weimin_outcomes=outcomes, **more)


def service(id: str, name: str = "notify") -> str:
    return tag("serviceTask", id=id, weimin_service=name)


def receive(id: str, message: str) -> str:
    return tag("receiveTask", id=id, weimin_message=message)


def send(id: str, message: str) -> str:
    return tag("sendTask", id=id, weimin_message=message)


def choice(id: str, default: str | None = None) -> str:
    return tag("exclusiveGateway", id=id, default=default)


def fork(id: str) -> str:
    return tag("parallelGateway", id=id)


def join(id: str, combine: str | None = "separate") -> str:
    return tag("parallelGateway", id=id, weimin_combine=combine)


def timer_definition(clock: str = "promised") -> str:
    return f"<timerEventDefinition><timeDate>clock.{clock}</timeDate></timerEventDefinition>"


def message_definition(message: str) -> str:
    return tag("messageEventDefinition", weimin_message=message)


def catch(id: str, definition: str) -> str:
    return tag("intermediateCatchEvent", definition, id=id)


def throw(id: str, message: str) -> str:
    return tag("intermediateThrowEvent", message_definition(message), id=id)


def throw_end(id: str, message: str) -> str:
    return tag("endEvent", message_definition(message), id=id)


def boundary(id: str, host: str, definition: str, interrupting: bool = True) -> str:
    return tag("boundaryEvent", definition, id=id, attachedToRef=host, cancelActivity=str(interrupting).lower())


def sub(id: str, *inner: str, loop: str = "") -> str:
    return tag("subProcess", "".join(inner) + loop, id=id)


def call(id: str, callee: str, loop: str = "") -> str:
    return tag("callActivity", loop, id=id, calledElement=callee)


def each(list_: str, combine: str | None = "separate") -> str:
    return tag("multiInstanceLoopCharacteristics", weimin_each=list_, weimin_combine=combine)


def flow(source: str, target: str, when: str | None = None, id: str | None = None) -> str:
    condition = f"<conditionExpression>{escape(when)}</conditionExpression>" if when is not None else ""
    return tag("sequenceFlow", condition, id=id or f"{source}--{target}", sourceRef=source, targetRef=target)


def path(*nodes: str) -> str:
    """Flows from one node to the next."""
    return "".join(flow(a, b) for a, b in pairwise(nodes))


def lanes(**members: str) -> str:
    """``decides_reviewer="a b"`` is a lane of the department that decides, for reviewers."""
    inner = ""
    for key, nodes in members.items():
        department, _, role = key.partition("_")
        references = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes.split())
        inner += tag(
            "lane",
            references,
            id=f"lane-{key}",
            weimin_department=department,
            weimin_role=role.replace("_", "-") or None,
        )
    return tag("laneSet", inner, id="lanes")


def process(*elements: str, id: str = "trial", lane: str | None = None) -> bytes:
    """A whole file, one element a line; every user task lies in one lane unless ``lane`` says how they lie."""
    body = "\n".join(elements)
    if lane is None:
        tasks = re.findall(r'<(?:userTask) id="([^"]+)"', body)
        lane = lanes(decides_reviewer=" ".join(tasks)) if tasks else ""
    head = f'<definitions xmlns="{MODEL}" xmlns:weimin="{OURS}" targetNamespace="https://weimin.example/test">'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n<process id="{id}" name="{id}">\n{lane}\n{body}\n</process>\n</definitions>'
    return text.encode()
