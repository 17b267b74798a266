"""Call activities: the called procedure becomes part of the calling graph, under ``<call activity>/``."""

from collections.abc import Mapping
from dataclasses import replace

from weimin.lib.procedure.graph import ROOT, Flow, Graph, Node
from weimin.lib.procedure.model import Model
from weimin.lib.procedure.reading import Report

__all__ = ["MOST_NODES", "inline"]

MOST_NODES = 1000


def inline(model: Model, nodes: dict[str, Node], called: Mapping[str, Graph], report: Report) -> dict[str, Node]:
    """The nodes with those of every called procedure beside them."""
    whole = dict(nodes)
    for name, callee in model.calls.items():
        graph = called.get(callee)
        if graph is None:
            report.at(
                model.elements[name], "P019", "调用的流程 {callee} 不在这里，或者它自己有错", "the called procedure {callee} is not here, or has errors itself",
                callee=callee or "(空 / nothing)",
            )  # fmt: skip
            continue
        if len(whole) + len(graph.nodes) > MOST_NODES:
            report.at(
                model.elements[name], "P002", "连同调用的流程超过 {n} 个节点", "with what it calls it has more than {n} nodes", n=MOST_NODES
            )  # fmt: skip
            return whole
        call = nodes[name]
        multiple = name if call.each is not None else call.branch_of
        if multiple and any(node.each is not None for node in graph.nodes.values()):
            report.at(
                model.elements[name], "P018", "多实例里调用的流程自己有多实例", "a multi-instance calls a procedure that has one itself"
            )  # fmt: skip
        inner = {f"{name}/{node.id}": _moved(node, name, multiple) for node in graph.nodes.values()}
        whole |= inner
        whole[name] = replace(call, begin=f"{name}/{graph.begin}", inside=tuple(inner))
    return _with_inner(whole)


def _moved(node: Node, call: str, multiple: str) -> Node:
    """A called node under its new name; conditions and messages stay as they are."""

    def moved(name: str) -> str:
        return f"{call}/{name}" if name else ""

    def flow(old: Flow) -> Flow:
        return replace(old, id=moved(old.id), source=moved(old.source), target=moved(old.target))

    return replace(
        node,
        id=moved(node.id),
        parent=call if node.parent == ROOT else moved(node.parent),
        prefix=f"{call}/{node.prefix}",
        outgoing=tuple(map(flow, node.outgoing)),
        incoming=tuple(map(moved, node.incoming)),
        attached=moved(node.attached),
        boundaries=tuple(map(moved, node.boundaries)),
        begin=moved(node.begin),
        fork=moved(node.fork),
        inside=tuple(map(moved, node.inside)),
        catcher=moved(node.catcher),
        branch_of=moved(node.branch_of) or multiple,
    )


def _with_inner(nodes: dict[str, Node]) -> dict[str, Node]:
    """Blocks around a call contain what is called."""
    calls = {name: node.inside for name, node in nodes.items() if node.kind == "call"}

    def whole(inside: tuple[str, ...]) -> tuple[str, ...]:
        return (*inside, *(n for name in inside for n in calls.get(name, ()) if n not in inside))

    return {n.id: replace(n, inside=whole(n.inside)) if n.kind != "call" else n for n in nodes.values()}
