"""When two graphs are the same: everything that decides how a case goes, and nothing of how the file is written."""

from pathlib import Path
from typing import Any

from weimin.lib.procedure import Graph, Node, called_by, compile_procedure


def compiled_beside(source: bytes, folder: Path, **more: Any) -> Graph:
    """A procedure with those that it calls, which lie in this folder."""
    called = {
        name: compiled_beside((folder / f"{name}.bpmn").read_bytes(), folder, **more) for name in called_by(source)
    }
    return compile_procedure(source, file="x.bpmn", called=called, **more)


def meaning(graph: Graph, *, names: bool = True) -> dict[str, Any]:
    """Equal for equal graphs, wherever shapes stand and in whatever order elements do."""
    return {
        "id": graph.id,
        "name": (graph.name, graph.en),
        "begin": graph.begin,
        "roles": frozenset(graph.roles),
        "outcomes": frozenset(graph.outcomes),
        "nodes": {node.id: _node(node, names) for node in graph.nodes.values()},
    }


def _node(node: Node, names: bool) -> tuple[Any, ...]:
    flows = [(f.id, f.target, f.condition, f.default, f.name, f.foreign) for f in node.outgoing]
    chosen = node.kind == "exclusive"  # the first flow that fits is taken, so their order counts
    return (
        node.kind, node.tag, node.name if names else "", node.en, node.role, node.department, node.step, node.outcomes,
        node.form, node.clock, node.message, node.service, node.outcome, node.parent, node.prefix,
        tuple(flows) if chosen else frozenset(flows), frozenset(node.incoming), node.attached, node.interrupting,
        frozenset(node.boundaries), node.begin, node.each, node.combine, node.fork, frozenset(node.inside),
        node.branch_of, node.side, node.catcher, node.repeats, node.written_as,
    )  # fmt: skip
