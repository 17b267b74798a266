"""What will happen, drawn by lot: every draw follows from the seed and its own label, in whatever order it is asked.

Threads, restarts and the speed of the machine therefore change nothing: the same seed on the same day of the calendar
gives the same city.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

__all__ = ["Fates", "Lot"]

T = TypeVar("T")

DELAYS: Final = {
    "acceptance": (0, 2),
    "correction": (1, 4),
    "review": (0, 3),
    "visit": (1, 3),
    "special": (3, 8),
    "decision": (0, 2),
    "making": (0, 1),
    "delivery": (0, 2),
}
"""Working days for which a step waits, at least and at most, as offices do it who keep their promises."""
HARD: Final = (8, 15)
"""The same for the review of a hard case: some of these end late."""


@dataclass(frozen=True)
class Lot:
    """Draws by label."""

    seed: int

    def share(self, *label: object) -> float:
        """A number in [0, 1)."""
        digest = hashlib.blake2b(repr((self.seed, *label)).encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def chance(self, share: float, *label: object) -> bool:
        return self.share(*label) < share

    def between(self, low: int, high: int, *label: object) -> int:
        """A whole number, both ends included."""
        return low + int(self.share(*label) * (high - low + 1))

    def pick(self, options: Sequence[T], *label: object) -> T:
        return options[self.between(0, len(options) - 1, *label)]

    def weighted(self, options: Sequence[tuple[T, int]], *label: object) -> T:
        left = self.share(*label) * sum(weight for _option, weight in options)
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]


@dataclass(frozen=True)
class Fates:
    """What becomes of a case; ``index`` counts the applications from 0."""

    lot: Lot

    def is_forgotten(self, index: int) -> bool:
        """Nobody looks at it before the acceptance period is over: silence."""
        return self.lot.chance(0.03, index, "forgotten")

    def is_withdrawn(self, index: int) -> bool:
        return self.lot.chance(0.04, index, "withdrawn")

    def patience(self, index: int) -> int:
        """Calendar days after which the applicant of ``is_withdrawn`` gives up."""
        return self.lot.between(1, 8, index, "patience")

    def is_refused(self, index: int) -> bool:
        return self.lot.chance(0.09, index, "refused")

    def is_turned_away(self, index: int) -> bool:
        return self.lot.chance(0.04, index, "turned away")

    def wants_extension(self, index: int) -> bool:
        return self.lot.chance(0.25, index, "extension")

    def is_incomplete(self, index: int) -> bool:
        """A paper is left out when it is filed."""
        return self.lot.chance(0.25, index, "incomplete")

    def never_follows(self, index: int) -> bool:
        """What is owed is never handed in."""
        return self.lot.chance(0.06, index, "never follows")

    def delay(self, index: int, step: str, wait: int, *, quick: bool = False) -> int:
        """Working days for which the step rests (calendar days for the applicant's own).

        ``quick``: a matter that is promised within days is done while people wait, if not always.
        """
        if quick and step != "correction":
            return int(self.lot.chance(0.08, index, step, wait))
        if step == "review" and self.lot.chance(0.08, index, "hard"):
            return self.lot.between(*HARD, index, step, wait)
        return self.lot.between(*DELAYS.get(step, (0, 1)), index, step, wait)

    def review(self, index: int, offered: Sequence[str], before: Sequence[str]) -> str:
        """An outcome of a review; ``before`` are those that reviews of this case had already."""
        if "visit" in offered and "visit" not in before and self.lot.chance(0.4, index, "visit"):
            return "visit"
        if "special" in offered and "special" not in before and self.lot.chance(0.35, index, "special"):
            return "special"
        return "reject" if self.is_refused(index) and "reject" in offered else "approve"

    def returns(self, index: int) -> bool:
        """The decider sends it back once."""
        return self.lot.chance(0.05, index, "returned")
