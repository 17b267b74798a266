"""Every marking that a procedure can reach, tried with the engine itself.

Markings are compressed: wait numbers and answers that decide nothing are left out, and of the branches of a parallel
block only the first that is still going moves, and a side path before its main path: they meet nowhere but where a
scope ends, and a cancelled scope forgets where they stood. (Tests compare this with all interleavings.) Conditions on ``outcome`` alone are evaluated;
all others may go either way. A multi-instance has no branch or two.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weimin.lib.procedure import conditions
from weimin.lib.procedure.commands import Command, Complete, Fire, Receive, Start
from weimin.lib.procedure.engine import follow
from weimin.lib.procedure.errors import ENDLESS, MISCOUNT, Unsound
from weimin.lib.procedure.graph import Flow, Graph, Node
from weimin.lib.procedure.liveness import outcome_readers
from weimin.lib.procedure.moves import Run
from weimin.lib.procedure.state import CASE, Scope, State, Token
from weimin.lib.procedure.tree import Tree

__all__ = ["UNDECLARED", "Exploration", "TooLarge", "explore"]

MOST_WORK = 100_000  # tokens and scopes over all markings: some seconds
UNDECLARED = "done"  # the outcome of a user task that declares none, in a file that stands alone

Marking = tuple[Any, ...]


class TooLarge(Exception):
    """The procedure has more markings than are explored."""


@dataclass
class Exploration:
    """What was found."""

    markings: int = 0
    entered: set[str] = field(default_factory=set)  # nodes
    taken: set[str] = field(default_factory=set)  # flows that an exclusive gateway took
    gaps: set[tuple[str, str | None]] = field(default_factory=set)  # (gateway, outcome) without a flow for sure
    overlaps: set[tuple[str, str | None]] = field(default_factory=set)  # (gateway, outcome) with two flows for sure
    unsound: dict[str, Unsound] = field(default_factory=dict)
    endless: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)  # where cases rest that can never end


def explore(graph: Graph, *, reduced: bool = True, known: bool = True, most_work: int = MOST_WORK) -> Exploration:
    """Raises ``TooLarge``. ``known`` says that every user task has declared its outcomes."""
    return _Explorer(graph, reduced, known, most_work).run()


class _Possible:
    """A decider that follows a script of choices and notes where another choice was possible."""

    def __init__(self, found: Exploration, known: bool) -> None:
        self.found, self.known = found, known
        self.script: list[int] = []
        self.options: list[int] = []
        self._cache: dict[tuple[str, str | None], list[Flow]] = {}

    def scripts(self) -> Iterator[None]:
        """Once for every combination of choices in one command."""
        self.script = []
        while True:
            self.options = []
            yield
            script = (self.script + [0] * len(self.options))[: len(self.options)]
            while script and script[-1] + 1 >= self.options[len(script) - 1]:
                script.pop()
            if not script:
                return
            script[-1] += 1
            self.script = script

    def _choose(self, options: int) -> int:
        place = len(self.options)
        self.options.append(options)
        return self.script[place] if place < len(self.script) else 0

    def entered(self, node: Node) -> None:
        self.found.entered.add(node.id)

    def flow(self, run: Run, node: Node, scope: int, outcome: str | None) -> Flow:
        if (node.id, outcome) not in self._cache:
            self._cache[node.id, outcome] = self._possible(node, outcome)
        flows = self._cache[node.id, outcome]
        taken = flows[self._choose(len(flows)) if len(flows) > 1 else 0]
        self.found.taken.add(taken.id)
        return taken

    def instances(self, run: Run, node: Node, scope: int, outcome: str | None) -> list[str]:
        return [[], ["1", "2"]][self._choose(2)]

    def _possible(self, node: Node, outcome: str | None) -> list[Flow]:
        conditional = [flow for flow in node.outgoing if not flow.default]
        verdicts = [(flow, self._verdict(flow, outcome)) for flow in conditional]
        if sum(verdict is True for _, verdict in verdicts) > 1:
            self.found.overlaps.add((node.id, outcome))
        possible = []
        for flow, verdict in verdicts:
            if verdict is not False:
                possible.append(flow)
            if verdict:
                return possible
        default = [flow for flow in node.outgoing if flow.default]
        if not default:
            self.found.gaps.add((node.id, outcome))
        return possible + default or list(node.outgoing)

    def _verdict(self, flow: Flow, outcome: str | None) -> bool | None:
        if flow.condition is None or flow.foreign or not (self.known or outcome != UNDECLARED):
            return None
        return conditions.decided(flow.condition, outcome)


class _Explorer:
    def __init__(self, graph: Graph, reduced: bool, known: bool, most_work: int) -> None:
        self.graph, self.reduced, self.most_work = graph, reduced, most_work
        self.found = Exploration()
        self.decider = _Possible(self.found, known)
        self.most_moves = 4 * len(graph.nodes) + 100
        readers = outcome_readers(graph)
        self.carriers = {n.id for n in graph.nodes.values() if any(flow.target in readers for flow in n.outgoing)}
        self.joins = {n.fork or n.id: n.combine for n in graph.nodes.values() if n.combine is not None}
        self.sides = {n.id: self._side_path(n) for n in graph.nodes.values() if n.attached and not n.interrupting}

    def _side_path(self, event: Node) -> frozenset[str]:
        seen: set[str] = set()
        todo = [flow.target for flow in event.outgoing]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                node = self.graph.nodes[name]
                todo += [flow.target for flow in node.outgoing]
                todo += list(node.boundaries)
        return frozenset(seen)

    def run(self) -> Exploration:
        states: dict[Marking, State] = {}
        before: dict[Marking, list[Marking]] = defaultdict(list)
        ended: list[Marking] = []
        todo: list[Marking] = []
        work = 0

        def reach(state: State, source: Marking | None) -> None:
            nonlocal work
            marking = self._marking(state)
            if source is not None:
                before[marking].append(source)
            if marking not in states:
                states[marking] = state
                work += 5 + len(state.tokens) + len(state.scopes)
                if work > self.most_work:
                    raise TooLarge
                (todo if state.ended is None else ended).append(marking)

        for state in self._after(None, Start()):
            reach(state, None)
        while todo and not self.found.endless:
            marking = todo.pop()
            for command in self._commands(states[marking]):
                for state in self._after(states[marking], command):
                    reach(state, marking)
        self.found.markings = len(states)
        if not self.found.unsound and not self.found.endless:
            self._find_stuck(states, before, ended)
        return self.found

    def _after(self, state: State | None, command: Command) -> Iterator[State]:
        for _ in self.decider.scripts():
            try:
                after, _effects = follow(self.graph, state, command, self.decider, self.most_moves)
                self._count(after)
            except Unsound as error:
                if error.what == ENDLESS:
                    self.found.endless.add(error.node)
                    return
                self.found.unsound.setdefault(error.node, error)
            else:
                yield after

    # What can happen

    def _commands(self, state: State) -> Iterator[Command]:
        movable = self._movable(state) if self.reduced else {t.id for t in state.tokens}
        for token in state.tokens:
            node = self.graph.nodes[token.node]
            if token.id not in movable:
                continue
            if token.kind == "user":
                yield from (Complete(token.id, outcome) for outcome in node.outcomes)
            elif token.kind == "timer":
                if not node.repeats or not self._side_goes_on(node, state):
                    yield Fire(token.id)
            elif token.kind == "events":
                continue  # one of its events ends the wait
            elif node.interrupting or not self._side_goes_on(node, state):
                yield Receive(node.message, wait=token.id)

    def _side_goes_on(self, event: Node, state: State) -> bool:
        """A repeated event begins its side path again only when the last one is over: more would show nothing new."""
        path = self.sides.get(event.id, frozenset()) if event.attached else frozenset()
        return any(token.node in path for token in state.tokens) or any(s.node in path for s in state.scopes)

    def _movable(self, state: State) -> set[int]:
        """The waits of the main path, of the first branch of each block; of a scope with a side path, only that path's."""
        return self._moving_in(Tree(self.graph, state), CASE)

    def _moving_in(self, tree: Tree, place: int) -> set[int]:
        inner: list[Token | Scope] = [*tree.tokens[place], *tree.scopes[place]]
        aside = [item for item in inner if tree.is_side(item)]
        if aside:
            return self._moving_of(tree, min(aside, key=tree.order))
        if tree.is_block(place) and inner:
            inner = [min(inner, key=tree.order)]
        moving = {token.id for token in tree.guards[place]}
        return moving.union(*(self._moving_of(tree, item) for item in inner))

    def _moving_of(self, tree: Tree, item: Token | Scope) -> set[int]:
        own = {item.id} if isinstance(item, Token) else set()
        return own | self._moving_in(tree, item.id)

    # What a marking is

    def _marking(self, state: State) -> Marking:
        if state.ended is not None:
            return ("ended", state.ended)
        tree = Tree(self.graph, state)

        def guards(place: int) -> Marking:
            return tuple(sorted((t.node, self._live(t.node, t.outcome)) for t in tree.guards[place]))

        def of(scope: Scope) -> Marking:
            inner = [
                (t.node, "" if t.kind == "user" else self._live(t.node, t.outcome), guards(t.id))
                for t in tree.tokens[scope.id]
            ]
            arrived = self._gathered(scope.node, [outcome for _, outcome in scope.arrived])
            arrived = (*(branch for branch, _ in scope.arrived), *arrived)
            result = self._result(scope)
            content = tuple(sorted([*inner, *map(of, tree.scopes[scope.id])], key=repr))
            return (scope.node, scope.instance or "", scope.over, result, arrived, guards(scope.id), content)

        answers = tuple(
            (name, *self._gathered(name, list(found.values())))
            for name, found in sorted(state.answers.items())
            if isinstance(found, dict)
        )
        return (of(tree.case), answers)

    def _live(self, node: str, outcome: str | None) -> str:
        """The outcome, if what follows the node can still read it."""
        return outcome or "" if node in self.carriers else ""

    def _result(self, scope: Scope) -> str:
        """What a block whose main path has ended will give: an instance to its join, another to what follows."""
        if not scope.over:
            return ""
        gathered = scope.instance is not None and scope.node in self.joins
        return scope.outcome or "" if gathered else self._live(scope.node, scope.outcome)

    def _gathered(self, block: str, outcomes: list[str | None]) -> Marking:
        """What the join of a block can still make of the answers that it has: all that is kept of them."""
        combine = self.joins.get(block)
        return (combine.of(outcomes) or "",) if combine is not None and outcomes else ()

    # What must hold

    def _count(self, state: State) -> None:
        """In every scope the main path has exactly one token, in a parallel block one for every branch."""
        if state.ended is not None:
            return
        tree = Tree(self.graph, state)
        for scope in state.scopes:
            inner: list[Token | Scope] = [*tree.tokens[scope.id], *tree.scopes[scope.id]]
            main = [item for item in inner if not tree.is_side(item)]
            node = self.graph.nodes.get(scope.node)
            if node is not None and node.kind == "parallel":  # side paths never lie in it, but it may lie in one
                main, wanted = inner, len(node.outgoing) - len(scope.arrived)
            elif node is not None and node.each is not None and scope.instance is None:
                continue
            else:
                wanted = 0 if scope.over else 1
            if len(main) != wanted:
                raise Unsound(scope.node or self.graph.begin, MISCOUNT)

    def _find_stuck(
        self, states: dict[Marking, State], before: dict[Marking, list[Marking]], ended: list[Marking]
    ) -> None:
        can_end = set(ended)
        todo = list(ended)
        while todo:
            for earlier in before[todo.pop()]:
                if earlier not in can_end:
                    can_end.add(earlier)
                    todo.append(earlier)
        for marking, state in states.items():
            if marking not in can_end:
                self.found.stuck.update(t.node for t in state.tokens if not self.graph.nodes[t.node].attached)
