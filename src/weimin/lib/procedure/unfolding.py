"""What BPMN says in short is said at length, before anything is joined: the graph then knows gateways and events only.

A task that repeats becomes the task and a gateway that leads back; a task that goes one way under a condition and
another by default becomes the task and a gateway; the events behind an event-based gateway become its boundary events,
the first of which ends the wait. Each is the same in BPMN's own words (2.0.2, §13.3.1, §13.3.6, §10.6.6).
"""

from dataclasses import replace

from weimin.lib.procedure.conventions import BPMN
from weimin.lib.procedure.graph import Flow, Node
from weimin.lib.procedure.model import Model
from weimin.lib.procedure.reading import Report, text_of

__all__ = ["unfold"]

LOOP = f"{{{BPMN}}}standardLoopCharacteristics"
ACTIVITIES = frozenset({"user", "service", "send", "receive", "subprocess", "call"})
AWAITED = frozenset({"timer", "message", "receive"})


def unfold(model: Model, report: Report) -> None:
    """Put the long form into the model; what has none is left as it is, and refused where flows are joined."""
    for node in list(model.nodes.values()):
        if node.kind in ACTIVITIES:
            _repeat(model, node)
            _choose(model, node)
        elif node.kind == "events":
            _await_first(model, node, report)


def _leaving(model: Model, name: str) -> list[Flow]:
    return [flow for flow in model.flows if flow.source == name]


def _arriving(model: Model, name: str) -> list[Flow]:
    return [flow for flow in model.flows if flow.target == name]


def _replace(model: Model, old: Flow, new: Flow) -> None:
    model.flows[model.flows.index(old)] = new


def _gateway(model: Model, node: Node, suffix: str) -> str:
    """An exclusive gateway that stands in the file as a part of ``node``."""
    name = f"{node.id}.{suffix}"
    model.nodes[name] = Node(name, "", "exclusive", node.tag, node.line, parent=node.parent, written_as=node.id)
    model.elements[name] = model.elements[node.id]
    return name


def _link(model: Model, source: str, target: str, node: Node, *, default: bool = False) -> None:
    name = f"{source}--{target}"
    model.flows.append(Flow(name, source, target, node.line, default=default))
    model.elements[name] = model.elements[node.id]


def _repeat(model: Model, node: Node) -> None:
    """Again while the condition holds, asked after each time or, with ``testBefore``, before it."""
    element = model.elements[node.id].find(LOOP)
    if element is None:
        return
    again = _gateway(model, node, "again")
    name = f"{again}--{node.id}"
    condition = element.find(f"{{{BPMN}}}loopCondition")
    text = text_of(condition) if condition is not None else ""
    foreign = condition is not None and model.is_foreign(condition)
    leaving = _leaving(model, node.id)
    if element.get("testBefore") in ("true", "1"):
        for flow in _arriving(model, node.id):
            _replace(model, flow, replace(flow, target=again))
    model.flows.append(Flow(name, again, node.id, node.line, text or None, False, "", foreign))
    model.elements[name] = element
    after = again
    if len(leaving) > 1:
        after = _gateway(model, node, "next")
        _link(model, again, after, node, default=True)
    for flow in leaving:
        _replace(model, flow, replace(flow, source=after, default=flow.default or len(leaving) == 1))
    _link(model, node.id, again, node)


def _choose(model: Model, node: Node) -> None:
    """One flow with a condition and the default: what takes the one does not take the other."""
    leaving = _leaving(model, node.id)
    defaults = [flow for flow in leaving if flow.default]
    if len(leaving) != 2 or len(defaults) != 1 or all(flow.condition is None for flow in leaving):
        return
    after = _gateway(model, node, "next")
    for flow in leaving:
        _replace(model, flow, replace(flow, source=after))
    _link(model, node.id, after, node)


def _await_first(model: Model, node: Node, report: Report) -> None:
    leaving = _leaving(model, node.id)
    for flow in leaving:
        event = model.nodes.get(flow.target)
        if event is None or event.kind not in AWAITED or event.attached or len(_arriving(model, flow.target)) > 1:
            report.at(
                model.elements[flow.id], "P013", "事件网关后面只能是等待定时、消息的事件或接收任务，且只从它进来",
                "an event-based gateway leads to events that wait, or receive tasks, which nothing else leads to",
            )  # fmt: skip
            continue
        model.flows.remove(flow)
        model.nodes[event.id] = replace(event, attached=node.id)
    if len(leaving) < 2:
        report.at(
            model.elements[node.id], "P013", "事件网关要有两条以上出线", "an event-based gateway has two flows or more"
        )
