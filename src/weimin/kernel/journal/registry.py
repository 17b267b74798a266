"""What may be journalled and who reads on: filled by every room in ``AppConfig.ready()``."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from weimin.lib.bilingual import Bilingual

if TYPE_CHECKING:
    from weimin.kernel.journal.models import Entry

__all__ = [
    "Consumer",
    "Handler",
    "action_name",
    "actions",
    "consumers",
    "is_action",
    "register_actions",
    "register_consumer",
]

_ACTION = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+")
_actions: dict[str, Bilingual] = {}
_consumers: dict[str, "Consumer"] = {}


class Handler(Protocol):
    def __call__(self, entries: Sequence["Entry"], *, now: datetime) -> None:
        """Take the next entries, in order. Its writes and the cursor are one transaction, so it is called again with
        the same entries if it raises or dies; what it does outside the database must bear that."""


@dataclass(frozen=True, slots=True)
class Consumer:
    name: str
    handler: Handler
    actions: frozenset[str] | None
    batch: int


def register_actions(names: Mapping[str, Bilingual]) -> None:
    """Make actions writable: code such as ``case.filed`` → what people read. One code has one meaning."""
    for action, name in names.items():
        if not _ACTION.fullmatch(action) or len(action) > 100:
            raise ValueError(f"an action is spelled like case.filed, not {action!r}")
        if _actions.setdefault(action, name) != name:
            raise ValueError(f"the action {action} is already registered with another name")


def actions() -> Mapping[str, Bilingual]:
    """All registered actions by code, sorted; the reference of events is made from it."""
    return dict(sorted(_actions.items()))


def is_action(action: str) -> bool:
    return action in _actions


def action_name(action: str) -> Bilingual:
    return _actions.get(action) or Bilingual(action, action)


def register_consumer(name: str, handler: Handler, *, actions: Collection[str] | None = None, batch: int = 100) -> None:
    """Have ``handler`` called with the entries in the journal's order, from the first entry on, ``batch`` at a time.

    ``actions`` narrows what it gets; the cursor moves over the rest. The name is kept with the cursor: another
    name starts from the beginning.
    """
    known = _consumers.get(name)
    if known and known.handler is not handler:
        raise ValueError(f"another consumer is already registered as {name}")
    _consumers[name] = Consumer(name, handler, None if actions is None else frozenset(actions), batch)


def consumers() -> tuple[Consumer, ...]:
    return tuple(_consumers.values())
