"""How elements are joined: every flow has its two ends in one container, every element its proper flows."""

from collections import defaultdict
from dataclasses import replace

from weimin.lib.procedure import conditions
from weimin.lib.procedure.catching import catch
from weimin.lib.procedure.conventions import BPMN
from weimin.lib.procedure.graph import ROOT, Flow, Node
from weimin.lib.procedure.model import Model
from weimin.lib.procedure.reading import Report, referred

__all__ = ["wire"]

GUARDED = frozenset({"user", "receive", "subprocess", "call", "events"})  # where a boundary event can happen
MULTIPLE = frozenset({"user", "service", "send", "subprocess", "call"})


def wire(model: Model, report: Report) -> dict[str, Node]:
    """The nodes with their flows, boundary events, start events and the catchers of their messages."""
    flows = [flow for flow in model.flows if _ends_fit(model, flow, report)]
    leaving: dict[str, list[Flow]] = defaultdict(list)
    arriving: dict[str, list[str]] = defaultdict(list)
    guards: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        leaving[flow.source].append(flow)
        arriving[flow.target].append(flow.id)
    for node in model.nodes.values():
        if node.attached and _attachable(model, node, report):
            guards[node.attached].append(node.id)
    nodes = {
        name: replace(
            node,
            outgoing=tuple(leaving[name]),
            incoming=tuple(arriving[name]),
            boundaries=tuple(guards[name]),
        )
        for name, node in model.nodes.items()
    }
    for node in nodes.values():
        _check_counts(model, node, report)
        _check_conditions(model, node, report)
        _check_listed(model, node, report)
    _begin(model, nodes, report)
    catch(model, nodes, report)
    return nodes


def _ends_fit(model: Model, flow: Flow, report: Report) -> bool:
    ends = [model.nodes.get(flow.source), model.nodes.get(flow.target)]
    element = model.elements[flow.id]
    for what, end in zip((flow.source, flow.target), ends, strict=True):
        if end is None and not report.failed:
            report.at(element, "P009", "{what} 不是流程里的节点", "{what} is not a node of the process", what=what)
    if ends[0] is None or ends[1] is None:
        return False
    if ends[0].parent != ends[1].parent:
        report.at(
            element, "P020", "连线不得穿过子流程的边界；要离开子流程，用它边上的事件",
            "a flow must not cross the border of a sub-process; leave it by an event on its boundary",
        )  # fmt: skip
        return False
    return True


def _attachable(model: Model, node: Node, report: Report) -> bool:
    host = model.nodes.get(node.attached)
    if host is None:
        return False
    if host.kind not in GUARDED or host.attached or host.parent != node.parent:
        report.at(
            model.elements[node.id], "P021", "边界事件只能附在同一层的用户、接收任务、子流程或调用上",
            "a boundary event guards a user or receive task, a sub-process or a call beside it",
        )  # fmt: skip
        return False
    return True


def _check_counts(model: Model, node: Node, report: Report) -> None:
    element = model.elements[node.id]
    arrives, leaves = len(node.incoming), len(node.outgoing)
    first = node.kind == "start" or bool(node.attached)
    last = node.tag == "endEvent"
    if first and arrives:
        report.at(element, "P013", "{tag} 不能有进来的连线", "{tag} takes no incoming flow", tag=node.tag)
    if last and leaves:
        report.at(element, "P013", "{tag} 不能有出去的连线", "{tag} takes no outgoing flow", tag=node.tag)
    if not last and not leaves and node.kind != "events":
        report.at(
            element, "P013", "没有出去的连线，走到这里就停住了", "has no outgoing flow: a token would be lost here"
        )
    if leaves > 1 and node.kind not in ("exclusive", "parallel"):
        report.at(
            element,
            "P013",
            "有 {n} 条出去的连线；分叉要用网关",
            "has {n} outgoing flows; use a gateway to split",
            n=leaves,
        )
    if node.kind == "parallel" and (arrives > 1) == (leaves > 1):
        report.at(
            element, "P014", "并行网关要么分（一进多出），要么合（多进一出），这里 {i} 进 {o} 出",
            "a parallel gateway either splits (one in, several out) or joins (several in, one out); this has {i} in, {o} out",
            i=arrives, o=leaves,
        )  # fmt: skip
    if node.each is not None and node.kind not in MULTIPLE:
        report.at(element, "P018", "{tag} 不能是多实例", "{tag} cannot be a multi-instance", tag=node.tag)


def _check_conditions(model: Model, node: Node, report: Report) -> None:
    """Conditions stand on what leaves a splitting exclusive gateway, except the default; and nowhere else."""
    chooses = node.kind == "exclusive" and len(node.outgoing) > 1
    named = model.elements[node.id].get("default")
    if named and not _joins(model, named, "sourceRef", node):
        report.at(
            model.elements[node.id], "P009", "default 指向 {flow}，它不从这里出去", "default is {flow}, which does not leave here",
            flow=named,
        )  # fmt: skip
    for flow in node.outgoing:
        element = model.elements[flow.id]
        if flow.condition is not None and (flow.default or not chooses):
            report.at(
                element, "P015", "这条连线不能带条件：条件只写在排他网关的非默认出线上",
                "takes no condition: only non-default flows of a splitting exclusive gateway do",
            )  # fmt: skip
        elif flow.condition is None and chooses and not flow.default:
            report.at(
                element, "P015", "从 {gateway} 出去的连线要有 FEEL 条件，或者是默认", "needs a FEEL condition, or to be the default of {gateway}",
                level="convention", gateway=node.id,
            )  # fmt: skip
        elif flow.condition is not None:
            _check_feel(model, flow, report)


def _check_feel(model: Model, flow: Flow, report: Report) -> None:
    element = model.elements[flow.id]
    tags = (f"{{{BPMN}}}conditionExpression", f"{{{BPMN}}}loopCondition")
    element = next(element.iterchildren(*tags), element)
    wrong = conditions.problem(flow.condition or "")
    if flow.foreign:
        report.at(
            element, "P015", "条件用 FEEL 写，不用 {language}", "conditions are written in FEEL, not {language}",
            level="convention", language=element.get("language") or report.document.root.get("expressionLanguage", ""),
        )  # fmt: skip
    elif wrong is not None:
        report.at(
            element, "P015", "{flow} 的条件不是 FEEL：{reason}", "the condition of {flow} is not FEEL: {reason}",
            level="convention", flow=flow.id, reason=wrong,
        )  # fmt: skip


def _joins(model: Model, name: str, end: str, node: Node) -> bool:
    """Whether the file's flow of this name ends at the file's element of this node."""
    flow = model.elements.get(name)
    return flow is not None and referred(flow.get(end)) == (node.written_as or node.id)


def _check_listed(model: Model, node: Node, report: Report) -> None:
    """``incoming`` and ``outgoing`` repeat what the flows say; where they stand they must agree."""
    for side, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        for child in model.elements[node.id].iterchildren(f"{{{BPMN}}}{side}"):
            name = referred(child.text)
            if not _joins(model, name, end, node) and not report.failed:
                report.at(
                    model.elements[node.id], "P009", "{side} 写着 {flow}，但这条连线不在此处或不存在",
                    "{side} names {flow}, which is not there or does not exist", side=side, flow=name or "(空 / nothing)",
                )  # fmt: skip


def _begin(model: Model, nodes: dict[str, Node], report: Report) -> None:
    starts: dict[str, list[str]] = defaultdict(list)
    for node in nodes.values():
        if node.kind == "start":
            starts[node.parent].append(node.id)
    process = model.process
    containers = {ROOT: report.document.root if process is None else process}
    containers |= {n.id: model.elements[n.id] for n in nodes.values() if n.kind == "subprocess"}
    for name, element in containers.items():
        if len(starts[name]) != 1:
            report.at(
                element, "P012", "要有且只有一个 startEvent，这里有 {n} 个", "needs exactly one startEvent, it has {n}",
                n=len(starts[name]),
            )  # fmt: skip
        elif name != ROOT:
            nodes[name] = replace(nodes[name], begin=starts[name][0])
