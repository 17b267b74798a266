"""Which row does not fit: the rows as they are, laid beside the leaves that were published, both in order."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from weimin.kernel.journal.faults import Fault, FaultKind, Faults

__all__ = ["Alignment", "Leaf", "Row"]

WINDOW: Final = 1024


class Row(NamedTuple):
    """A row as recorded: its id, its index (-1: not sequenced), its leaf."""

    entry: int
    place: int
    leaf: bytes


class Leaf(NamedTuple):
    """What the tiles say stands at an index."""

    place: int
    leaf: bytes


class Alignment:
    """Compares two sequences that are too long to hold, looking at most ``WINDOW`` ahead to find its feet again."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._rows: deque[Row] = deque()
        self._leaves: deque[Leaf] = deque()
        self._shift = 0
        self._displaced: dict[bytes, int] = {}

    @property
    def is_level(self) -> bool:
        """Nothing is held back: the next rows may be compared with the next leaves directly."""
        return not self._rows and not self._leaves and not self._shift

    def feed(self, rows: Sequence[Row], leaves: Sequence[Leaf]) -> None:
        self._rows.extend(rows)
        self._leaves.extend(leaves)
        while min(len(self._rows), len(self._leaves)) > WINDOW:
            self._step()

    def finish(self) -> None:
        while self._rows and self._leaves:
            self._step()
        self._insert(len(self._rows))
        self._miss(len(self._leaves))

    def _step(self) -> None:
        row, leaf = self._rows[0], self._leaves[0]
        if row.leaf == leaf.leaf:
            self._fit(row, leaf)
            return
        inserted, missing = _ahead(self._rows, leaf.leaf), _ahead(self._leaves, row.leaf)
        if inserted and not missing:
            self._insert(inserted)
            self._shift = self._rows[0].place - leaf.place
        elif missing and not inserted:
            self._miss(missing)
            self._shift = row.place - self._leaves[0].place
        else:
            self._replace(row, leaf, missing)

    def _fit(self, row: Row, leaf: Leaf) -> None:
        """The row that belongs here; if all from here on carry another number, that is told once."""
        if row.place - leaf.place != self._shift:
            self._faults.add(Fault.of_row(FaultKind.RENUMBERED, row.place, row.entry, was=leaf.place))
            self._shift = row.place - leaf.place
        self._rows.popleft()
        self._leaves.popleft()

    def _insert(self, count: int) -> None:
        for _ in range(count):
            row = self._rows.popleft()
            self._faults.add(Fault.of_row(FaultKind.INSERTED, row.place, row.entry))

    def _miss(self, count: int) -> None:
        for _ in range(count):
            self._faults.add(Fault.of_row(FaultKind.MISSING, self._leaves.popleft().place, None))

    def _replace(self, row: Row, leaf: Leaf, missing: int) -> None:
        """Another row stands in this one's place: exchanged with a later or an earlier one, or put there."""
        was = self._leaves[missing].place if missing else self._displaced.pop(row.leaf, None)
        if len(self._displaced) < WINDOW:
            self._displaced[leaf.leaf] = leaf.place
        if was is None:
            self._faults.add(Fault.of_row(FaultKind.REPLACED, row.place, row.entry))
        else:
            self._faults.add(Fault.of_row(FaultKind.MOVED, row.place, row.entry, was=was))
        self._rows.popleft()
        self._leaves.popleft()


def _ahead(items: Iterable[Row] | Iterable[Leaf], leaf: bytes) -> int:
    """How far ahead this leaf stands, within the window; 0 if it does not."""
    for distance, (*_where, found) in enumerate(islice(items, WINDOW)):
        if distance and found == leaf:
            return distance
    return 0
