"""How tokens move. One ``Run`` carries the working copy of a state through one command.

A token lies in a scope. The case, a sub-process, a parallel block, a multi-instance and each of its instances is a
scope of its own: a join gathers only the tokens of its own round, and cancelling a scope takes all that lies in it.
So a join that fires with a department still open cannot happen, after however many corrections.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, Protocol

from weimin.lib.procedure.commands import Called, Closed, Effect, Ended, Opened
from weimin.lib.procedure.errors import DOUBLED, ENDLESS, FOREIGN, LOST, Unsound
from weimin.lib.procedure.graph import Combine, Flow, Graph, Node
from weimin.lib.procedure.state import CASE, Scope, State, Token, instance_of

__all__ = ["MOST_MOVES", "Decider", "Run"]

MOST_MOVES = 100_000  # of one command: a checked procedure has no loop without a wait, so only lists are this long
Reason = Literal["completed", "cancelled", "fired", "received"]


class Decider(Protocol):
    """What is decided outside the engine while tokens move."""

    def entered(self, node: Node) -> None:
        """A token has come to a node."""

    def flow(self, run: "Run", node: Node, scope: int, outcome: str | None) -> Flow:
        """The flow that an exclusive gateway takes."""

    def instances(self, run: "Run", node: Node, scope: int, outcome: str | None) -> list[str]:
        """The keys of a multi-instance, one branch for each."""


class Run:
    """The working copy of one case's state during one command."""

    def __init__(self, graph: Graph, state: State, decider: Decider, most_moves: int = MOST_MOVES) -> None:
        self.graph, self.decider, self.most_moves = graph, decider, most_moves
        self.tokens = {token.id: token for token in state.tokens}
        self.scopes = {scope.id: scope for scope in state.scopes}
        self.answers: dict[str, str | Mapping[str, str | None] | None] = dict(state.answers)
        self.data: dict[tuple[str, str | None], Mapping[str, Any]] = {}  # of this command's answer
        self._next, self._ended = state.next, state.ended
        self._effects: list[Effect] = []
        self._moving: deque[tuple[Flow, int, str | None]] = deque()

    def result(self) -> tuple[State, tuple[Effect, ...]]:
        state = State(self._next, tuple(self.tokens.values()), tuple(self.scopes.values()), self.answers, self._ended)
        return state, tuple(self._effects)

    def instance(self, scope: int) -> str | None:
        return instance_of(scope, self.scopes, self.tokens)

    # Commands

    def start(self, data: Mapping[str, Any]) -> None:
        self.scopes[CASE] = Scope(CASE, "", -1)
        if data:
            self._answer(self.graph.begin, CASE, None, data)
        self._leave(self.graph.nodes[self.graph.begin], CASE, None)
        self._settle()

    def complete(self, token: Token, outcome: str, data: Mapping[str, Any]) -> None:
        """A user task at rest is done."""
        self._pass(token, outcome, "completed", outcome, data)

    def occur(self, token: Token, reason: Literal["fired", "received"], data: Mapping[str, Any]) -> None:
        """A timer is due or a message has come."""
        if self.graph.nodes[token.node].attached:
            if reason == "received":
                self._answer(token.node, token.scope, None, data)
            self._trigger(token, reason)
            self._settle()
        else:
            self._pass(token, token.outcome, reason, None, data)

    def cancel(self, reason: str) -> None:
        for token in list(self.tokens.values()):
            self._close(token, "cancelled")
        self._finish(reason)

    # Rest and leave

    def _pass(
        self, token: Token, carries: str | None, reason: Reason, answer: str | None, data: Mapping[str, Any]
    ) -> None:
        """A token at rest goes on; what guarded it is disarmed."""
        node = self.graph.nodes[token.node]
        self._close(token, reason)
        self._disarm(token.id)
        if node.kind != "timer":
            self._answer(node.id, token.scope, answer, data)
        if node.each is not None:
            self.scopes[token.scope] = replace(self.scopes[token.scope], outcome=carries, over=True)
        else:
            self._leave(node, token.scope, carries)
        self._settle()

    def _rest(self, node: Node, scope: int, outcome: str | None) -> int:
        """Open a wait; ``scope`` of a boundary event is what it guards."""
        token = Token(self._id(), node.id, node.kind, scope, outcome)
        self.tokens[token.id] = token
        self._effects.append(Opened(token.id, node.id, self.instance(scope)))
        return token.id

    def _guard(self, node: Node, host: int, outcome: str | None) -> None:
        for boundary in node.boundaries:
            self.decider.entered(self.graph.nodes[boundary])
            self._rest(self.graph.nodes[boundary], host, outcome)

    def _disarm(self, host: int) -> None:
        for token in [t for t in self.tokens.values() if t.scope == host and self.graph.nodes[t.node].attached]:
            self._close(token, "cancelled")

    def _close(self, token: Token, reason: Reason) -> None:
        del self.tokens[token.id]
        self._effects.append(Closed(token.id, token.node, reason))

    def _leave(self, node: Node, scope: int, outcome: str | None) -> None:
        self._moving.append((node.outgoing[0], scope, outcome))

    def _answer(self, node: str, scope: int, outcome: str | None, data: Mapping[str, Any]) -> None:
        """Keep the latest answer of a step; each instance has its own, so branches never overwrite each other."""
        key = self.instance(scope)
        self.data[node, key] = data
        if key is None:
            self.answers[node] = outcome
            return
        others = self.answers.get(node)
        self.answers[node] = {**(others if isinstance(others, Mapping) else {}), key: outcome}

    def _forget(self, nodes: Iterable[str], scope: int) -> None:
        """A block begins a new round: what was answered in it before no longer counts."""
        key = self.instance(scope)
        for node in nodes:
            found = self.answers.get(node)
            if key is not None and isinstance(found, Mapping):
                self.answers[node] = {k: v for k, v in found.items() if k != key}
            else:
                self.answers.pop(node, None)

    # Move

    def _settle(self) -> None:
        """Move all tokens to where they rest, close the scopes that are done, until nothing moves."""
        moves = 0
        while True:
            while self._moving:
                flow, scope, outcome = self._moving.popleft()
                moves += 1
                if moves > self.most_moves:
                    raise Unsound(flow.target, ENDLESS)
                if scope in self.scopes:  # else it was cancelled on the way
                    self._enter(self.graph.nodes[flow.target], flow, scope, outcome)
            done = self._done_scope()
            if done is None:
                return
            self._complete_scope(done)

    def _enter(self, node: Node, flow: Flow, scope: int, outcome: str | None) -> None:
        self.decider.entered(node)
        match node.kind:
            case "exclusive":
                only = len(node.outgoing) == 1
                taken = node.outgoing[0] if only else self.decider.flow(self, node, scope, outcome)
                self._moving.append((taken, scope, outcome))
            case "parallel":
                if node.fork:
                    self._join(node, flow, scope, outcome)
                else:
                    self._fork(node, scope, outcome)
            case "service" | "send":
                self._call_each(node, scope, outcome)
                self._leave(node, scope, outcome)
            case "throw":
                self._throw(node, scope, outcome)
            case "end":
                self._end(node, scope, outcome)
            case "terminate":
                body = self._body(scope)
                self._empty(body)
                self._over(body, node, outcome)
            case _ if node.each is not None:
                self._multiply(node, scope, outcome)
            case _:
                self._begin(node, scope, outcome)

    def _begin(self, node: Node, scope: int, outcome: str | None) -> None:
        if node.begin:
            block = self._scope(node, scope, outcome)
            self._guard(node, block, outcome)
            self._forget(node.inside, block)
            self._leave(self.graph.nodes[node.begin], block, outcome)
        else:
            self._guard(node, self._rest(node, scope, outcome), outcome)

    def _multiply(self, node: Node, scope: int, outcome: str | None) -> None:
        keys = self.decider.instances(self, node, scope, outcome)
        whole = self._scope(node, scope, outcome)
        self.scopes[whole] = replace(self.scopes[whole], over=True)
        self._guard(node, whole, outcome)
        self._forget((node.id, *node.inside), whole)
        for key in keys:
            branch = self._scope(node, whole, outcome, key)
            if node.begin:
                self._leave(self.graph.nodes[node.begin], branch, outcome)
            else:
                self._rest(node, branch, outcome)

    def _fork(self, node: Node, scope: int, outcome: str | None) -> None:
        block = self._scope(node, scope, outcome)
        self._forget(node.inside, block)
        self._moving.extend((flow, block, outcome) for flow in node.outgoing)

    def _join(self, node: Node, flow: Flow, scope: int, outcome: str | None) -> None:
        block = self.scopes[scope]
        if block.node != node.fork:
            raise Unsound(node.id, FOREIGN)
        branch = node.incoming.index(flow.id)
        if any(branch == arrived for arrived, _ in block.arrived):
            raise Unsound(node.id, DOUBLED)
        arrived = tuple(sorted((*block.arrived, (branch, outcome)), key=lambda pair: pair[0]))
        if len(arrived) < len(node.incoming):
            self.scopes[scope] = replace(block, arrived=arrived)
            return
        del self.scopes[scope]
        self._leave(node, block.parent, (node.combine or Combine()).of([o for _, o in arrived]))

    def _call_each(self, node: Node, scope: int, outcome: str | None) -> None:
        """A service of several instances is asked for each; nobody waits, so there is no block."""
        if node.each is None:
            self._call(node, scope)
            return
        for key in self.decider.instances(self, node, scope, outcome):
            self._effects.append(Called(node.id, node.service or node.message, key))

    def _call(self, node: Node, scope: int) -> None:
        self._effects.append(Called(node.id, node.service or node.message, self.instance(scope)))

    def _throw(self, node: Node, scope: int, outcome: str | None) -> None:
        if node.catcher:
            around = set(self._around(scope))
            catcher = next(t for t in self.tokens.values() if t.node == node.catcher and t.scope in around)
            self._trigger(catcher, "received")
            if scope not in self.scopes:
                return
        else:
            self._call(node, scope)
        if node.outgoing:
            self._leave(node, scope, outcome)
        else:
            self._end(node, scope, outcome)

    def _trigger(self, token: Token, reason: Literal["fired", "received"]) -> None:
        """A boundary event happens: its host goes, or a side path begins and the host stays."""
        node, host = self.graph.nodes[token.node], token.scope
        outer = self.tokens[host].scope if host in self.tokens else self.scopes[host].parent
        self._close(token, reason)
        if node.interrupting:
            if host in self.tokens:
                self._close(self.tokens[host], "cancelled")
                self._disarm(host)
            else:
                self._drop(host)
        else:
            if node.kind == "message" or node.repeats:  # may come again, as long as the activity lasts
                self._rest(node, host, token.outcome)
            outer = self._body(outer)
        self._leave(node, outer, token.outcome)

    # Scopes

    def _id(self) -> int:
        self._next += 1
        return self._next - 1

    def _scope(self, node: Node, parent: int, outcome: str | None, instance: str | None = None) -> int:
        scope = Scope(self._id(), node.id, parent, instance, outcome)
        self.scopes[scope.id] = scope
        return scope.id

    def _around(self, scope: int) -> Iterable[int]:
        while scope >= CASE:
            yield scope
            scope = self.scopes[scope].parent

    def _is_parallel(self, scope: int) -> bool:
        return scope != CASE and self.graph.nodes[self.scopes[scope].node].kind == "parallel"

    def _body(self, scope: int) -> int:
        """The scope that ends by itself: the nearest that is not a parallel block."""
        return next(s for s in self._around(scope) if not self._is_parallel(s))

    def _end(self, node: Node, scope: int, outcome: str | None) -> None:
        if self._is_parallel(scope):
            raise Unsound(node.id, LOST)
        if not node.side:
            if self.scopes[scope].over:
                raise Unsound(node.id, DOUBLED)
            self._over(scope, node, outcome)

    def _over(self, scope: int, node: Node, outcome: str | None) -> None:
        gives = node.outcome or (node.id if scope == CASE else outcome)
        self.scopes[scope] = replace(self.scopes[scope], outcome=gives, over=True)

    def _empty(self, scope: int) -> None:
        """Cancel all that lies in a scope; the scope itself and what guards it stay."""
        for inner in [s.id for s in self.scopes.values() if s.parent == scope]:
            self._drop(inner)
        for token in [t for t in self.tokens.values() if t.scope == scope and not self.graph.nodes[t.node].attached]:
            self._close(token, "cancelled")
            self._disarm(token.id)

    def _drop(self, scope: int) -> None:
        self._empty(scope)
        self._disarm(scope)
        del self.scopes[scope]

    def _done_scope(self) -> Scope | None:
        """The innermost scope in which nothing is left to do."""
        busy = {t.scope for t in self.tokens.values() if not self.graph.nodes[t.node].attached}
        busy |= {scope.parent for scope in self.scopes.values()}
        for scope in sorted(self.scopes.values(), key=lambda s: -s.id):
            if scope.id not in busy:
                if not scope.over:
                    raise Unsound(scope.node, LOST)
                return scope
        return None

    def _complete_scope(self, scope: Scope) -> None:
        if scope.id == CASE:
            self._finish(scope.outcome or "")
            return
        node = self.graph.nodes[scope.node]
        self._disarm(scope.id)
        outcome = scope.outcome
        if scope.instance is not None:
            if node.begin:
                self._answer(node.id, scope.id, outcome, {})
            del self.scopes[scope.id]
            return
        del self.scopes[scope.id]
        if node.each is not None:
            given = self.answers.get(node.id, {})
            outcome = (node.combine or Combine()).of(list(given.values()) if isinstance(given, Mapping) else [])
        else:
            self._answer(node.id, scope.parent, outcome, {})
        self._leave(node, scope.parent, outcome)

    def _finish(self, outcome: str) -> None:
        self.tokens.clear()
        self.scopes.clear()
        self._ended = outcome
        self._effects.append(Ended(outcome))
