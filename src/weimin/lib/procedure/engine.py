"""The engine: ``(graph, state, command, now) -> (state, effects)``. No input or output, no clock, no chance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from weimin.lib.procedure.commands import Cancel, Command, Complete, Effect, Fire, Receive, Start
from weimin.lib.procedure.errors import (
    AlreadyEnded,
    AlreadyStarted,
    AmbiguousMessage,
    InvalidState,
    NotExpected,
    NotStarted,
    StaleWait,
    UnknownOutcome,
    WrongKind,
)
from weimin.lib.procedure.evaluation import Evaluation
from weimin.lib.procedure.graph import Graph
from weimin.lib.procedure.moves import MOST_MOVES, Decider, Run
from weimin.lib.procedure.state import State, Token

__all__ = ["follow", "step"]


def step(
    graph: Graph, state: State | None, command: Command, *, context: Mapping[str, Any], now: datetime
) -> tuple[State, tuple[Effect, ...]]:
    """Carry a case to its next waiting points.

    ``context`` is what conditions may read; under ``steps`` it may hold the data of earlier answers, by node id and,
    in a multi-instance, by instance: ``{"steps": {"review": {"data": {…}}}}``. Raises a ``StepError`` that says why
    the command cannot be followed; nothing has changed then.
    """
    return follow(graph, state, command, Evaluation(context, now))


def follow(
    graph: Graph, state: State | None, command: Command, decider: Decider, most_moves: int = MOST_MOVES
) -> tuple[State, tuple[Effect, ...]]:
    """``step`` with the decisions left to ``decider``: FEEL for a case, every possibility when a graph is explored."""
    if isinstance(command, Start):
        if state is not None:
            raise AlreadyStarted
        run = Run(graph, State(), decider, most_moves)
        run.start(command.data)
        return run.result()
    if state is None:
        raise NotStarted
    if state.ended is not None:
        raise AlreadyEnded(state.ended)
    strange = [token.node for token in state.tokens if token.node not in graph.nodes]
    strange += [scope.node for scope in state.scopes if scope.node and scope.node not in graph.nodes]
    if strange:
        raise InvalidState(f"{graph.id} has no {strange[0]}")
    run = Run(graph, state, decider, most_moves)
    match command:
        case Complete(wait, outcome, data):
            token = _open(run, wait, "user")
            allowed = graph.nodes[token.node].outcomes
            if outcome not in allowed:
                raise UnknownOutcome(token.node, outcome, allowed)
            run.complete(token, outcome, data)
        case Fire(wait):
            run.occur(_open(run, wait, "timer"), "fired", {})
        case Receive(_, data, _):
            run.occur(_expecting(run, command), "received", data)
        case Cancel(reason):
            run.cancel(reason)
    return run.result()


def _open(run: Run, wait: int, *kinds: str) -> Token:
    token = run.tokens.get(wait)
    if token is None:
        raise StaleWait(wait)
    if token.kind not in kinds:
        raise WrongKind(wait, token.kind, "/".join(kinds))
    return token


def _expecting(run: Run, command: Receive) -> Token:
    """The one wait that takes this message."""
    if command.wait is not None:
        token = _open(run, command.wait, "message", "receive")
        if run.graph.nodes[token.node].message != command.message:
            raise NotExpected(command.message)
        return token
    takers = [
        token
        for token in run.tokens.values()
        if token.kind in ("message", "receive") and run.graph.nodes[token.node].message == command.message
    ]
    if not takers:
        raise NotExpected(command.message)
    if len(takers) > 1:
        raise AmbiguousMessage(command.message, tuple(token.id for token in takers))
    return takers[0]
