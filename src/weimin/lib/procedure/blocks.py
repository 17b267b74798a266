"""Parallel blocks have one entry and one exit, or the procedure is refused.

Every node gets the stack of parallel branches in which it lies: a splitting gateway pushes, its join pops. A flow that
would bring a second stack to a node crosses the border of a block; a join that does not gather every branch of one
split exactly once could fire too early or never. Both are refused here, before anything runs.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import replace

from weimin.lib.procedure.graph import ROOT, Flow, Node
from weimin.lib.procedure.model import Model
from weimin.lib.procedure.reading import Report

__all__ = ["enclose"]

Stack = tuple[tuple[str, int], ...]
SIDE = ("side", 0)  # the bottom of paths that begin at a non-interrupting event


def enclose(model: Model, nodes: dict[str, Node], report: Report) -> dict[str, Node]:
    """The nodes with their blocks: of a join its split, of a split and a container all that lies inside."""
    stacks: dict[str, Stack] = {}
    forks: dict[str, str] = {}
    for begin in [n.id for n in nodes.values() if n.kind == "start"]:
        walk = _Walk(model, nodes, report)
        walk.run(begin)
        stacks |= walk.stacks
        forks |= walk.forks
    below = _below(nodes)
    return {
        name: replace(
            node,
            fork=forks.get(name, ""),
            side=stacks.get(name, ())[:1] == (SIDE,),
            branch=_branch(stacks.get(name, ())),
            branch_of=_branch_of(node, nodes),
            inside=tuple(_inside(node, nodes, stacks, below)),
        )
        for name, node in nodes.items()
    }


def _branch(stack: Stack) -> int:
    return stack[-1][1] if stack and stack[-1] != SIDE else 0


def _branch_of(node: Node, nodes: dict[str, Node]) -> str:
    place = node.parent
    while place != ROOT:
        if nodes[place].each is not None:
            return place
        place = nodes[place].parent
    return ""


def _below(nodes: dict[str, Node]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = defaultdict(list)
    for node in nodes.values():
        place = node.parent
        while place != ROOT:
            children[place].append(node.id)
            place = nodes[place].parent
    return children


def _inside(node: Node, nodes: dict[str, Node], stacks: dict[str, Stack], below: dict[str, list[str]]) -> Iterable[str]:
    if node.kind == "subprocess":
        yield from below[node.id]
    elif node.kind == "parallel" and len(node.outgoing) > 1:
        for name, stack in stacks.items():
            if any(fork == node.id for fork, _ in stack):
                yield name
                yield from below[name]


class _Walk:
    """Follows the flows of one container from its start."""

    def __init__(self, model: Model, nodes: dict[str, Node], report: Report) -> None:
        self.model, self.nodes, self.report = model, nodes, report
        self.stacks: dict[str, Stack] = {}
        self.forks: dict[str, str] = {}
        self.arrived: dict[str, dict[str, Stack]] = defaultdict(dict)
        self.todo: deque[tuple[Flow, Stack]] = deque()

    def run(self, begin: str) -> None:
        self._visit(self.nodes[begin], ())
        while self.todo:
            flow, stack = self.todo.popleft()
            target = self.nodes[flow.target]
            if target.kind == "parallel" and len(target.incoming) > 1:
                self._gather(target, flow, stack)
            elif target.id not in self.stacks:
                self._visit(target, stack)
            elif self.stacks[target.id] != stack:
                self._refuse_crossing(flow, stack, self.stacks[target.id])
        for join, arrived in self.arrived.items():
            if join not in self.stacks:
                self._refuse_open(self.nodes[join], arrived)

    def _visit(self, node: Node, stack: Stack) -> None:
        self.stacks[node.id] = stack
        if node.kind in ("end", "throw") and not node.outgoing and any(fork != SIDE for fork in stack):
            leaves = node.catcher and self.nodes[node.catcher].interrupting
            if not leaves:
                self._refuse_end(node, stack)
        if node.kind == "end" and stack == (SIDE,) and node.outcome:
            self.report.at(
                self.model.elements[node.id], "P021", "旁路的结束不决定办件结果，不能有 weimin:outcome",
                "the end of a side path does not decide the case, it takes no weimin:outcome",
            )  # fmt: skip
        splits = node.kind == "parallel" and len(node.outgoing) > 1
        for branch, flow in enumerate(node.outgoing):
            self.todo.append((flow, (*stack, (node.id, branch)) if splits else stack))
        for boundary in node.boundaries:
            event = self.nodes[boundary]
            self._visit(event, stack if event.interrupting else (SIDE,))

    def _gather(self, join: Node, flow: Flow, stack: Stack) -> None:
        arrived = self.arrived[join.id]
        arrived[flow.id] = stack
        if len(arrived) < len(join.incoming):
            return
        stacks = list(arrived.values())
        tops = [s[-1] if s else SIDE for s in stacks]
        fork = tops[0][0]
        fits = (
            all(top != SIDE and top[0] == fork for top in tops)
            and len({s[:-1] for s in stacks}) == 1
            and len(set(tops)) == len(tops)
            and len(tops) == len(self.nodes[fork].outgoing)
        )
        if not fits:
            self._refuse_join(join, arrived)
        self.forks[join.id] = fork if tops[0] != SIDE else ""
        self._visit(join, stacks[0][:-1])

    def _names(self, stack: Stack) -> str:
        return "/".join(f"{fork}#{branch + 1}" for fork, branch in stack if (fork, branch) != SIDE) or "-"

    def _refuse_crossing(self, flow: Flow, stack: Stack, there: Stack) -> None:
        element = self.model.elements[flow.id]
        if (stack[:1] == (SIDE,)) != (there[:1] == (SIDE,)):
            self.report.at(
                element, "P021", "非中断事件引出的旁路不能并回主路（到 {node}）：会多出一个令牌",
                "a side path of a non-interrupting event must not run into the main path (at {node}): it would double the token",
                node=flow.target,
            )  # fmt: skip
        else:
            self.report.at(
                element, "P020",
                "连线穿过了并行块的边界（从 {here} 到 {there} 的 {node}）；从分支里退回，要用外层子流程边上的中断事件",
                "the flow crosses the border of a parallel block (from {here} to {node} in {there}); to return from inside a"
                " branch use an interrupting event on the boundary of an enclosing sub-process",
                here=self._names(stack), there=self._names(there), node=flow.target,
            )  # fmt: skip

    def _refuse_end(self, node: Node, stack: Stack) -> None:
        self.report.at(
            self.model.elements[node.id], "P020",
            "在并行分支 {here} 里结束，汇合处永远等不齐；用终止事件，或走到汇合处",
            "ends inside the parallel branch {here}: the join would wait for ever; terminate, or lead to the join",
            here=self._names(stack),
        )  # fmt: skip

    def _refuse_open(self, join: Node, arrived: dict[str, Stack]) -> None:
        missing = ", ".join(flow for flow in join.incoming if flow not in arrived)
        self.report.at(
            self.model.elements[join.id], "P020",
            "汇合处等的 {flows} 不从分叉而来，永远到不了",
            "waits for {flows}, which no branch of the split ever brings: the join would never fire",
            flows=missing,
        )  # fmt: skip

    def _refuse_join(self, join: Node, arrived: dict[str, Stack]) -> None:
        self.report.at(
            self.model.elements[join.id], "P020",
            "汇合处要恰好收齐一个分叉的每个分支各一次，这里收到：{got}",
            "a join must gather each branch of one split exactly once, this gathers: {got}",
            got=", ".join(f"{flow} ({self._names(stack)})" for flow, stack in arrived.items()),
        )  # fmt: skip
