"""Rebuilds the tree from the rows and says what does not fit. Memory is bounded, whatever the size of the journal.

Truth comes from the signed root. If the rows give it, the rows are proven and any tile that differs was changed;
if they do not, the published leaves tell which row it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Max, Min, Q

from weimin.kernel.journal.alignment import Alignment, Leaf, Row
from weimin.kernel.journal.faults import MOST_FAULTS, PLACEMENT, Fault, FaultKind, Faults
from weimin.kernel.journal.keys import verifier_key
from weimin.kernel.journal.models import Entry, Head, Tile
from weimin.kernel.journal.reading import read_rows
from weimin.lib import merkle
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["Verdict", "verify"]

WIDTH: Final = merkle.TILE_WIDTH
CHUNK_TILES: Final = 16
CHUNK: Final = CHUNK_TILES * WIDTH


@dataclass(frozen=True, slots=True)
class Verdict:
    """The size of the journal and the root rebuilt from its rows; ``faults`` is empty when everything fits.

    ``waiting`` rows are not in the tree yet: their contents are checked, their place cannot be. ``is_cut``: only
    the first faults are told.
    """

    size: int
    root: bytes
    waiting: int
    faults: tuple[Fault, ...]
    is_cut: bool

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify(*, against: str | None = None) -> Verdict:
    """Check every row, every tile and the signature; ``against`` is a checkpoint (signed note) kept elsewhere.

    Without it, whoever holds both database and key could have rewritten everything; with it, nothing up to its
    size. May run beside a working city: what is appended meanwhile is left for the next time.
    """
    head = Head.objects.first() or Head()
    whole = Faults()
    signed = _signed(head, whole)
    kept_name = Bilingual("另存的检查点", "The kept checkpoint")
    kept = None if against is None else _open(against, FaultKind.HISTORY, kept_name, whole)
    rebuilt = _Rebuilding()
    rebuilt.run(head.size, kept.size if kept else 0)
    _check_outside(head.size, whole)
    is_proven = signed is not None and (signed.size, signed.root) == (rebuilt.tree.size, rebuilt.tree.root())
    if signed and not is_proven:
        _judge_root(signed, rebuilt, whole)
    if kept:
        _judge_history(kept, rebuilt, whole)
    waiting_faults = Faults()
    waiting = sum(1 for _row in _waiting_rows(waiting_faults))
    faults = rebuilt.judged(is_proven)
    faults.take(waiting_faults)
    faults.take(whole)
    return Verdict(head.size, rebuilt.tree.root(), waiting, tuple(faults.found), faults.is_cut)


class _Rebuilding:
    """One pass over the rows beside the published tiles."""

    def __init__(self) -> None:
        self.tree = merkle.TreeBuilder()
        self.kept_root: bytes | None = None
        self.rows, self.tiles = Faults(), Faults()
        self._alignment = Alignment(self.rows)

    def run(self, size: int, kept_size: int) -> None:
        """Takes the root in passing where the tree has ``kept_size`` entries."""
        if kept_size == 0:
            self.kept_root = merkle.EMPTY_ROOT
        for low in range(0, size, CHUNK):
            high = min(low + CHUNK, size)
            tiles = _leaf_tiles(low)
            rows = []
            entries = Entry.objects.filter(index__gte=low, index__lt=high).order_by("index", "id")
            for row, leaf in read_rows(entries, self.rows):
                rows.append(row)
                for tile in self.tree.append(leaf):
                    self._check_tile(tile, tiles.get(tile.id.index) if tile.id.level == 0 else _stored(tile.id))
                if self.tree.size == kept_size:
                    self.kept_root = self.tree.root()
            self._compare(rows, list(_published(low, high, tiles)))
        self._alignment.finish()
        if self.tree.size == size:
            for tile in self.tree.edge():
                self._check_tile(tile, _stored(tile.id))

    def judged(self, is_proven: bool) -> Faults:
        """Rows that give the signed root are right, whatever a tile says; else tiles only mirror the rows' faults."""
        changed = {fault.entry for fault in self.rows.found if fault.kind is FaultKind.CHANGED}
        faults = Faults(is_cut=self.rows.is_cut)
        for fault in self.rows.found:
            if fault.kind not in PLACEMENT or not (is_proven or fault.entry in changed):
                faults.add(fault)
        if is_proven or not faults.found:
            faults.take(self.tiles)
        return faults

    def _compare(self, rows: Sequence[Row], leaves: Sequence[Leaf]) -> None:
        if self._alignment.is_level and [row[1:] for row in rows] == leaves:
            return
        self._alignment.feed(rows, leaves)

    def _check_tile(self, tile: merkle.Tile, stored: bytes | None) -> None:
        path = tile.id.path
        if stored is None:
            self.tiles.about(FaultKind.TILE, f"{path} 没了", f"{path} is missing")
        elif stored[: len(tile.hashes)] != tile.hashes:
            self.tiles.about(FaultKind.TILE, f"{path} 被改过", f"{path} was changed")


# What was signed


def _signed(head: Head, faults: Faults) -> merkle.Checkpoint | None:
    if not head.note and not head.size:
        return merkle.Checkpoint(verifier_key().name, 0, merkle.EMPTY_ROOT)
    signed = _open(head.note, FaultKind.CHECKPOINT, Bilingual("检查点", "The checkpoint"), faults)
    if signed and signed.size != head.size:
        faults.about(
            FaultKind.CHECKPOINT,
            f"检查点签的是 {signed.size} 条，账上写着 {head.size} 条",
            f"The checkpoint was signed for {signed.size} entries, the journal says {head.size}",
        )
    return signed


def _open(note: str, kind: FaultKind, what: Bilingual, faults: Faults) -> merkle.Checkpoint | None:
    """The key is named as the origin: what it signed for another origin is not this journal's."""
    key = verifier_key()
    try:
        checkpoint = merkle.Checkpoint.open(note, [key])
    except WeiminError as error:
        faults.about(kind, f"{what.zh}不可信：{error.message.zh}", f"{what.en} cannot be trusted: {error.message.en}")
        return None
    if checkpoint.origin != key.name:
        faults.about(kind, f"{what.zh}属于 {checkpoint.origin}", f"{what.en} belongs to {checkpoint.origin}")
        return None
    return checkpoint


def _judge_root(signed: merkle.Checkpoint, rebuilt: _Rebuilding, faults: Faults) -> None:
    faults.about(
        FaultKind.CHECKPOINT,
        f"由 {rebuilt.tree.size} 行重算的树根不是签过的（{signed.size} 条）",
        f"The root rebuilt from {rebuilt.tree.size} rows is not the one signed for {signed.size} entries",
    )
    if rebuilt.rows.found and _published_root(signed.size) != signed.root:
        faults.about(
            FaultKind.TILE,
            "瓦片也被改过：上面与瓦片不符的行，可能是瓦片不对",
            "Tiles were changed as well: where a row above differs from its tile, it may be the tile that is wrong",
        )


def _judge_history(kept: merkle.Checkpoint, rebuilt: _Rebuilding, faults: Faults) -> None:
    if rebuilt.kept_root is None:
        faults.about(
            FaultKind.HISTORY,
            f"另存的检查点有 {kept.size} 条，现在只有 {rebuilt.tree.size} 条：历史被截断",
            f"The kept checkpoint has {kept.size} entries, now there are {rebuilt.tree.size}: history was cut",
        )
    elif rebuilt.kept_root != kept.root:
        faults.about(
            FaultKind.HISTORY,
            f"前 {kept.size} 条与另存的检查点不符：历史被改写",
            f"The first {kept.size} entries are not those of the kept checkpoint: history was rewritten",
        )


# What is stored


def _leaf_tiles(low: int) -> dict[int, bytes]:
    first = low // WIDTH
    rows = Tile.objects.filter(level=0, index__gte=first, index__lt=first + CHUNK_TILES)
    return {index: bytes(hashes) for index, hashes in rows.values_list("index", "hashes")}


def _stored(place: merkle.TileId) -> bytes | None:
    hashes = Tile.objects.filter(level=place.level, index=place.index).values_list("hashes", flat=True).first()
    return None if hashes is None else bytes(hashes)


def _published(low: int, high: int, tiles: dict[int, bytes]) -> Iterator[Leaf]:
    """The leaves of the tiles from ``low`` on; what a missing or cut tile does not tell is an empty leaf."""
    for index in range(low, high):
        place = index % WIDTH * merkle.HASH_BYTES
        yield Leaf(index, tiles.get(index // WIDTH, b"")[place : place + merkle.HASH_BYTES])


def _published_root(size: int) -> bytes:
    tree = merkle.TreeBuilder()
    for low in range(0, size, CHUNK):
        for leaf in _published(low, min(low + CHUNK, size), _leaf_tiles(low)):
            tree.append(leaf.leaf)
    return tree.root()


def _waiting_rows(faults: Faults) -> Iterator[Row]:
    """Rows without an index, chunk by chunk; few, unless no worker runs."""
    last = 0
    while True:
        chunk = [
            row
            for row, _leaf in read_rows(Entry.objects.filter(index=None, id__gt=last).order_by("id")[:CHUNK], faults)
        ]
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].entry


def _check_outside(size: int, faults: Faults) -> None:
    """Rows and tiles beyond the tree. Its size is read again afterwards: a working city goes on growing."""
    ends = Entry.objects.aggregate(first=Min("index"), last=Max("index"))
    levels = list(Tile.objects.values_list("level").annotate(Min("index"), Max("index")).order_by("level"))
    now = Head.objects.values_list("size", flat=True).first() or 0
    if ends["first"] is not None and (ends["first"] < 0 or ends["last"] >= now):
        beyond = Entry.objects.filter(Q(index__lt=0) | Q(index__gte=now)).order_by("index")[: MOST_FAULTS + 1]
        for entry, index in beyond.values_list("id", "index"):
            faults.add(Fault.of_row(FaultKind.INSERTED, index, entry))
    lasts = _last_tiles(max(size, now))
    for level, first, last in levels:
        if first < 0 or last > lasts.get(level, -1):
            faults.about(
                FaultKind.TILE,
                f"第 {level} 层有不属于这棵树的瓦片",
                f"Level {level} holds tiles that do not belong to the tree",
            )


def _last_tiles(size: int) -> dict[int, int]:
    """The highest tile index of each level of a tree."""
    lasts: dict[int, int] = {}
    level, hashes = 0, size
    while hashes:
        lasts[level] = (hashes - 1) // WIDTH
        level, hashes = level + 1, hashes // WIDTH
    return lasts
