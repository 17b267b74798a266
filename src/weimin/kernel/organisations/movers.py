"""What a reform of departments carries along: each room registers how its own things move, and is asked in order.

The rooms above know the departments; the departments know no room. A mover moves in chunks, each in a transaction of the
caller's, and must bear being asked again: what has moved already is left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from weimin.blueprint.api import Reform
from weimin.lib.bilingual import Bilingual

__all__ = ["Carried", "Mover", "movers", "register_mover"]


@dataclass(frozen=True, slots=True)
class Carried:
    """One chunk: how many things moved, by kind; the id looked at last (None: nothing is left); what found no place."""

    last: int | None
    counts: Mapping[str, int] = field(default_factory=dict)
    left: tuple[str, ...] = ()


class Counting(Protocol):
    def __call__(self, reform: Reform) -> Mapping[Bilingual, int]:
        """For the dry run: how many things of each kind would move. Changes nothing."""


class Moving(Protocol):
    def __call__(self, reform: Reform, *, after: int, limit: int, revision_id: int, now: datetime) -> Carried:
        """Move at most ``limit`` things whose ids come after ``after``. ``revision_id``: the blueprint from then on."""


@dataclass(frozen=True, slots=True)
class Mover:
    """``order``: people move before what waits for them."""

    name: str
    count: Counting
    move: Moving
    order: int = 100


_movers: Final[dict[str, Mover]] = {}


def register_mover(mover: Mover) -> None:
    """Call it in ``AppConfig.ready()``. Raises ``ValueError`` where the name is another's."""
    if _movers.setdefault(mover.name, mover) != mover:
        raise ValueError(f"another mover is already registered as {mover.name}")


def movers() -> tuple[Mover, ...]:
    return tuple(sorted(_movers.values(), key=lambda each: (each.order, each.name)))
