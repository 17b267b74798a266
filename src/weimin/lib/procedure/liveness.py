"""Where a token's outcome can still decide something; elsewhere two markings that differ only in it are one."""

from weimin.lib.procedure import conditions
from weimin.lib.procedure.graph import ROOT, Combine, Graph, Node

__all__ = ["outcome_readers"]


def outcome_readers(graph: Graph) -> frozenset[str]:
    """The nodes that a token must enter with its outcome, because a gateway, a join or an enclosing block reads it."""
    readers: set[str] = set()
    before: set[str] | None = None
    while before != readers:
        before = set(readers)
        readers |= {node.id for node in graph.nodes.values() if node.id not in readers and _reads(graph, node, readers)}
    return frozenset(readers)


def _reads(graph: Graph, node: Node, readers: set[str]) -> bool:
    after = any(flow.target in readers for flow in node.outgoing)
    guarded = any(flow.target in readers for name in node.boundaries for flow in graph.nodes[name].outgoing)
    match node.kind:
        case "exclusive":
            return after or any(_mentions(flow.condition) for flow in node.outgoing)
        case "parallel" if node.fork:
            return (node.combine or Combine()).rule != "separate"
        case "user":
            return guarded
        case "end" | "terminate" | "throw" if not node.outgoing:
            return not node.outcome and _leaves_with_outcome(graph, node, readers)
        case "subprocess" | "call":
            return guarded or any(flow.target in readers for flow in graph.nodes[node.begin].outgoing)
    return after or guarded


def _mentions(condition: str | None) -> bool:
    return (
        condition is not None
        and conditions.problem(condition) is None
        and "outcome" in conditions.free_names(condition)
    )


def _leaves_with_outcome(graph: Graph, node: Node, readers: set[str]) -> bool:
    """An end inside a block gives its outcome to what follows the block, or to the join of the instances."""
    if node.parent == ROOT:
        return False
    block = graph.nodes[node.parent]
    if block.each is not None:
        return (block.combine or Combine()).rule != "separate"
    return any(flow.target in readers for flow in block.outgoing)
