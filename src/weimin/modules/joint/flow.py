"""When the parts of a joint case open, when they never will, and how the whole ends. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ENDED", "Moves", "PartState", "Step", "advance", "simulate"]


class PartState(StrEnum):
    """Where one part stands. ``dropped``: it cannot open, because what it needs was not granted."""

    WAITING = "waiting"
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    NOT_ACCEPTED = "not-accepted"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


ENDED = frozenset(PartState) - {PartState.WAITING, PartState.OPEN}


@dataclass(frozen=True)
class Step:
    """One part: its item, the number of its stage, and the items whose grant it needs."""

    key: str
    stage: int
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moves:
    """What may happen now: parts to open, parts to drop (with what they fail on), the outcome once all have ended."""

    open: tuple[str, ...]
    drop: Mapping[str, str]
    outcome: str


def advance(steps: Sequence[Step], states: Mapping[str, PartState]) -> Moves:
    """What follows from where the parts stand. Asking again after carrying it out gives nothing to do but the same outcome."""
    now = dict(states)
    dropped: dict[str, str] = {}
    while failing := _failing(steps, now):
        dropped |= failing
        now |= dict.fromkeys(failing, PartState.DROPPED)
    opening = tuple(step.key for step in steps if now[step.key] is PartState.WAITING and _may_open(step, steps, now))
    return Moves(opening, dropped, _outcome(now.values()))


def _failing(steps: Sequence[Step], now: Mapping[str, PartState]) -> dict[str, str]:
    """Parts that wait for something that has ended without being granted; a part that is not in the case is no need."""
    found = {}
    for step in steps:
        if now[step.key] is not PartState.WAITING:
            continue
        lost = [key for key in step.after if key in now and now[key] in ENDED - {PartState.GRANTED}]
        if lost:
            found[step.key] = lost[0]
    return found


def _may_open(step: Step, steps: Sequence[Step], now: Mapping[str, PartState]) -> bool:
    earlier = all(now[other.key] in ENDED for other in steps if other.stage < step.stage)
    return earlier and all(now[key] is PartState.GRANTED for key in step.after if key in now)


def _outcome(states: Iterable[PartState]) -> str:
    """Nothing while a part is open or waits. What was withdrawn does not count against the rest."""
    found = list(states)
    if any(state not in ENDED for state in found):
        return ""
    counted = [state for state in found if state is not PartState.WITHDRAWN]
    if not counted:
        return "withdrawn"
    granted = sum(state is PartState.GRANTED for state in counted)
    if granted == len(counted):
        return "granted"
    return "partly-granted" if granted else "refused"


def simulate(steps: Sequence[Step], ends: Mapping[str, PartState]) -> tuple[list[str], dict[str, str], str]:
    """How it goes if each opened part ends as ``ends`` says (granted if it says nothing): opened, dropped, outcome."""
    states = {step.key: PartState.WAITING for step in steps}
    opened: list[str] = []
    dropped: dict[str, str] = {}
    for _ in range(2 * len(steps) + 1):
        moves = advance(steps, states)
        dropped |= moves.drop
        states |= dict.fromkeys(moves.drop, PartState.DROPPED)
        opened += moves.open
        states |= {key: ends.get(key, PartState.GRANTED) for key in moves.open}
    return opened, dropped, advance(steps, states).outcome
