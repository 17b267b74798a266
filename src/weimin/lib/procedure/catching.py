"""What is thrown inside a procedure and caught there: messages, errors and escalations of an enclosing sub-process."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from weimin.lib.procedure.conventions import BPMN
from weimin.lib.procedure.graph import ROOT, Node
from weimin.lib.procedure.model import RAISED, Model
from weimin.lib.procedure.reading import Report

__all__ = ["catch"]


def catch(model: Model, nodes: dict[str, Node], report: Report) -> None:
    """Name the catcher of each node that throws: an event on the boundary of an enclosing sub-process.

    A message thrown inside a sub-process that catches it on its boundary stays in the case: that is how one returns.
    """
    caught: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        if node.kind in ("message", "receive"):
            caught[node.message].append(node)
    for node in [n for n in nodes.values() if n.kind in ("throw", "send")]:
        wanted = [node.message, f"{_raised(node)}:"] if _raised(node) else [node.message]
        takers = [taker for name in dict.fromkeys(wanted) for taker in caught.get(name, ())]
        around = [taker for host in _around(node, nodes) for taker in takers if taker.attached == host]
        if node.kind == "throw" and around and not _is_signal(model, node):
            nodes[node.id] = replace(node, catcher=around[0].id)
        elif _raised(node):
            _uncaught(model, node, report)
        elif takers:
            _both(model, node, report)
    _check_raised(model, nodes, report)


def _around(node: Node, nodes: dict[str, Node]) -> Iterator[str]:
    place = node.parent
    while place != ROOT:
        yield place
        place = nodes[place].parent


def _raised(node: Node) -> str:
    """``error`` or ``escalation`` of an event that throws or catches one; its message says which."""
    kind = node.message.split(":", 1)[0]
    return kind if kind in RAISED and ":" in node.message else ""


def _is_signal(model: Model, node: Node) -> bool:
    return model.elements[node.id].find(f"{{{BPMN}}}signalEventDefinition") is not None


def _check_raised(model: Model, nodes: dict[str, Node], report: Report) -> None:
    """An error that nothing throws would come from outside, from an engine that we are not."""
    used = {node.catcher for node in nodes.values() if node.catcher}
    for node in nodes.values():
        guards = node.attached and node.id in nodes[node.attached].boundaries
        if guards and _raised(node) and node.id not in used:
            report.at(
                model.elements[node.id], "P025", "{host} 里没有什么抛出它：这里的服务不报错",
                "nothing in {host} throws it: services report no errors here", host=node.attached,
            )  # fmt: skip


def _uncaught(model: Model, node: Node, report: Report) -> None:
    report.at(
        model.elements[node.id], "P025", "没有外层子流程的边界事件接住它",
        "no event on the boundary of an enclosing sub-process catches it",
    )  # fmt: skip


def _both(model: Model, node: Node, report: Report) -> None:
    report.at(
        model.elements[node.id], "P023",
        "消息“{name}”在同一流程里又发又收，只有外层子流程边上的事件才接得住；换个名字，或把接收移到子流程边上",
        "the message {name!r} is both sent and awaited here; only an event on the boundary of an enclosing"
        " sub-process surely takes it",
        name=node.message,
    )  # fmt: skip
