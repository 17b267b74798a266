"""Rules as boxes over the classes of the inputs: which box is covered by which others, exactly, within a budget."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["Grid", "TooMuchWork"]


class TooMuchWork(Exception):
    """The question needs more steps than are allowed."""


@dataclass(slots=True)
class Grid:
    """``sizes[a]``: how many classes axis ``a`` has. ``boxes[r][a]``: the classes (as bits) where rule ``r`` holds."""

    sizes: Sequence[int]
    boxes: Sequence[Sequence[int]]
    steps: int = 2_000_000
    found: dict[int, list[int]] = field(default_factory=dict)

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWork

    def meeting(self, one: int, other: int) -> tuple[int, ...] | None:
        """A point (a class for each axis) where both rules hold; None if there is none."""
        self.spend(1)
        both = [a & b for a, b in zip(self.boxes[one], self.boxes[other], strict=True)]
        return tuple(map(_lowest, both)) if all(both) else None

    def uncovered(self, within: Sequence[int], by: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Points of a box where none of the rules ``by`` holds, each from a different part; none if it is covered."""
        if not all(within):
            return
        self.spend(1 + len(by))
        rules = [r for r in by if all(box & w for box, w in zip(self.boxes[r], within, strict=True))]
        full = [_bits(r for r in rules if self._full(r, within, axis)) for axis in range(len(within))]
        yield from _Search(self, within, full).points(0, _bits(rules), ())

    def alive(self, axis: int) -> list[int]:
        """For each class of an axis the rules (as bits) that hold there."""
        if axis not in self.found:
            self.spend(self.sizes[axis])
            columns = [box[axis] for box in self.boxes]
            self.found[axis] = [
                _bits(rule for rule, bits in enumerate(columns) if bits >> point & 1) for point in range(self.sizes[axis])
            ]  # fmt: skip
        return self.found[axis]

    def _full(self, rule: int, within: Sequence[int], axis: int) -> bool:
        """Whether a rule holds everywhere along this axis and all that follow."""
        return all(w & ~self.boxes[rule][a] == 0 for a, w in enumerate(within) if a >= axis)


class _Search:
    """Axis by axis: classes with the same rules are one case, and what was found covered once is not looked at again."""

    def __init__(self, grid: Grid, within: Sequence[int], full: Sequence[int]) -> None:
        self.grid, self.within, self.full = grid, within, full
        self.covered: set[tuple[int, int]] = set()

    def points(self, axis: int, rules: int, before: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        self.grid.spend(1)
        if not rules:
            yield (*before, *(_lowest(bits) for bits in self.within[axis:]))
            return
        if axis == len(self.within) or rules & self.full[axis] or (axis, rules) in self.covered:
            return
        some = False
        for left, point in self._cases(axis, rules):
            for found in self.points(axis + 1, left, (*before, point)):
                some = True
                yield found
        if not some:
            self.covered.add((axis, rules))

    def _cases(self, axis: int, rules: int) -> list[tuple[int, int]]:
        """What is left of the rules along an axis, each once with its first class; nothing left, once a stretch."""
        cases: list[tuple[int, int]] = []
        seen: set[int] = set()
        before = -1
        for point, alive in enumerate(self.grid.alive(axis)):
            if self.within[axis] >> point & 1:
                self.grid.spend(1)
                left = alive & rules
                if left not in seen or (not left and before):
                    seen.add(left)
                    cases.append((left, point))
                before = left
        return cases


def _bits(numbers: Iterable[int]) -> int:
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
