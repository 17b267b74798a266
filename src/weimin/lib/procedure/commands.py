"""What may be said to a case (commands) and what the engine asks its caller to do (effects)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "Called",
    "Cancel",
    "Closed",
    "Command",
    "Complete",
    "Effect",
    "Ended",
    "Fire",
    "Opened",
    "Receive",
    "Start",
]


@dataclass(frozen=True, slots=True)
class Start:
    """Open the case. ``data`` is seen by conditions of this step as ``steps.<start event>.data``."""

    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complete:
    """A user task is done, with one of its declared outcomes."""

    wait: int
    outcome: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fire:
    """A timer is due."""

    wait: int


@dataclass(frozen=True, slots=True)
class Receive:
    """A message has come. ``wait`` is needed only when several waits take the same message."""

    message: str
    data: Mapping[str, Any] = field(default_factory=dict)
    wait: int | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the case from outside, whatever it waits for; ``reason`` becomes its outcome."""

    reason: str


Command = Start | Complete | Fire | Receive | Cancel


@dataclass(frozen=True, slots=True)
class Opened:
    """A wait is open: a task row, a timer row, or a message expected. ``wait`` is never used again in this case."""

    wait: int
    node: str
    instance: str | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A wait is no longer open."""

    wait: int
    node: str
    reason: Literal["completed", "cancelled", "fired", "received"]


@dataclass(frozen=True, slots=True)
class Called:
    """Perform the service, or send the message, called ``name``. The case does not wait for it."""

    node: str
    name: str
    instance: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """The case is over; the end event's ``weimin:outcome`` (or its id), or the reason of ``Cancel``."""

    outcome: str


Effect = Opened | Closed | Called | Ended
