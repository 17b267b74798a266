"""Where a case stands: tokens, the scopes they lie in, and the last answer of each step. A few hundred bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from weimin.lib.procedure.errors import InvalidState

__all__ = ["CASE", "Answers", "Scope", "State", "Token", "Wait", "instance_of", "waiting"]

VERSION = 1
CASE = 0  # the id of the scope that is the whole case

# The last outcome of each node; of nodes inside a multi-instance, by instance. None: done, without an outcome.
Answers = Mapping[str, str | Mapping[str, str | None] | None]


@dataclass(frozen=True, slots=True)
class Token:
    """A token at rest. Its ``id`` is the wait. ``scope`` is the scope it lies in; of a boundary event, what it guards."""

    id: int
    node: str
    kind: str
    scope: int
    outcome: str | None = None  # of the token's last user task


@dataclass(frozen=True, slots=True)
class Scope:
    """An open block: the case, a sub-process, a call, a parallel block, a multi-instance or one of its instances."""

    id: int
    node: str
    parent: int
    instance: str | None = None
    outcome: str | None = None  # of the token that came in; once its main path has ended, the result
    arrived: tuple[tuple[int, str | None], ...] = ()  # of a parallel block: (flow of the join, outcome)
    over: bool = False  # its main path has ended; side paths may still be going


@dataclass(frozen=True, slots=True)
class Wait:
    """An open wait, as the world sees it."""

    wait: int
    node: str
    kind: str
    instance: str | None


@dataclass(frozen=True, slots=True)
class State:
    """Immutable; the same commands give the same state, byte for byte in JSON."""

    next: int = 1
    tokens: tuple[Token, ...] = ()
    scopes: tuple[Scope, ...] = ()
    answers: Answers = field(default_factory=dict)
    ended: str | None = None

    def to_json(self) -> str:
        """Compact JSON with a version, stable for equal states."""
        body: dict[str, Any] = {
            "v": VERSION,
            "n": self.next,
            "t": [_trim([t.id, t.node, t.kind, t.scope, t.outcome]) for t in self.tokens],
            "s": [
                _trim([s.id, s.node, s.parent, s.instance, s.outcome, list(map(list, s.arrived)), s.over])
                for s in self.scopes
            ],
            "a": self.answers,
        }
        if self.ended is not None:
            body["e"] = self.ended
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "State":
        """The state that ``to_json`` wrote. Raises ``InvalidState``."""
        try:
            body = json.loads(text)
            if body["v"] != VERSION:
                raise InvalidState(f"version {body['v']!r}")
            return cls(
                next=int(body["n"]),
                tokens=tuple(Token(*row) for row in body["t"]),
                scopes=tuple(_scope(*row) for row in body["s"]),
                answers=body["a"],
                ended=body.get("e"),
            )
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise InvalidState(f"{type(error).__name__}: {error}") from error


def _trim(row: list[Any]) -> list[Any]:
    """Leave out what is empty at the end of a row."""
    while row and (row[-1] is None or row[-1] is False or row[-1] == []):
        row.pop()
    return row


def _scope(
    number: int,
    node: str,
    parent: int,
    instance: str | None = None,
    outcome: str | None = None,
    arrived: Sequence[tuple[int, str | None]] = (),
    over: bool = False,
) -> Scope:
    return Scope(number, node, parent, instance, outcome, tuple((branch, given) for branch, given in arrived), over)


def instance_of(scope: int, scopes: Mapping[int, Scope], tokens: Mapping[int, Token]) -> str | None:
    """The multi-instance key that holds in this scope (or in what a boundary event guards)."""
    while True:
        if scope in tokens:
            scope = tokens[scope].scope
            continue
        found = scopes[scope]
        if found.instance is not None or found.id == CASE:
            return found.instance
        scope = found.parent


def waiting(state: State | None) -> tuple[Wait, ...]:
    """All that the case waits for, oldest first: user tasks, receive tasks, timers, messages."""
    if state is None:
        return ()
    scopes = {scope.id: scope for scope in state.scopes}
    tokens = {token.id: token for token in state.tokens}
    return tuple(Wait(t.id, t.node, t.kind, instance_of(t.scope, scopes, tokens)) for t in state.tokens)
