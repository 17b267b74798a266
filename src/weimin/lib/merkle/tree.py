"""A tree that grows: takes leaves, gives tiles and the root. Memory is one tile a level, whatever the size."""

from collections.abc import Mapping
from dataclasses import dataclass

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.merkle.hashing import HASH_BYTES, tree_hash
from weimin.lib.merkle.tiles import TILE_WIDTH, TileId, edge_tiles

__all__ = ["DamagedTree", "Tile", "TreeBuilder"]


class DamagedTree(WeiminError):
    code = "damaged-tree"
    status = 500
    message = Bilingual(
        "{path} 应有 {expected} 字节，实有 {found} 字节，树无法继续",
        "{path} should hold {expected} bytes and holds {found}; the tree cannot go on",
    )


@dataclass(frozen=True, slots=True)
class Tile:
    id: TileId
    hashes: bytes


class TreeBuilder:
    """Appending costs one hash a leaf on average, the root at most 255 hashes a level."""

    def __init__(self, size: int = 0, edge: Mapping[TileId, bytes] | None = None) -> None:
        """Start empty, or go on where a tree of ``size`` with these partial tiles (``edge_tiles(size)``) stopped.

        Raises ``DamagedTree`` if a tile of the edge is missing or has a wrong width.
        """
        self.size = size
        self._levels: list[list[bytes]] = []
        for tile in edge_tiles(size):
            hashes = (edge or {}).get(tile, b"")
            if len(hashes) != tile.width * HASH_BYTES:
                raise DamagedTree(path=tile.path, expected=tile.width * HASH_BYTES, found=len(hashes))
            self._level(tile.level).extend(hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES))

    def append(self, leaf: bytes) -> tuple[Tile, ...]:
        """Add a leaf hash; the tiles that became full by it (none, mostly), lowest first."""
        if not self._levels:
            self._levels.append([])
        row = self._levels[0]
        row.append(leaf)
        self.size += 1
        return () if len(row) < TILE_WIDTH else self._fill()

    def edge(self) -> tuple[Tile, ...]:
        """The partial tiles as they stand, lowest first."""
        return tuple(Tile(tile, b"".join(self._levels[tile.level])) for tile in edge_tiles(self.size))

    def root(self) -> bytes:
        """The tree head of RFC 6962 over all leaves so far."""
        below: list[bytes] = []
        for row in self._levels:
            if row or below:
                below = [tree_hash([*row, *below])]
        return tree_hash(below)

    def _level(self, level: int) -> list[bytes]:
        while len(self._levels) <= level:
            self._levels.append([])
        return self._levels[level]

    def _fill(self) -> tuple[Tile, ...]:
        filled, level = [], 0
        while len(row := self._level(level)) == TILE_WIDTH:
            index = (self.size >> (8 * (level + 1))) - 1
            filled.append(Tile(TileId(level, index), b"".join(row)))
            self._level(level + 1).append(tree_hash(row))
            self._levels[level] = []
            level += 1
        return tuple(filled)
