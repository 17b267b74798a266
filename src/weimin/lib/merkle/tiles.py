"""Where a tree's hashes lie: the tile layout of C2SP tlog-tiles (https://c2sp.org/tlog-tiles).

A tile holds up to 256 consecutive hashes of one level; each hash of level L+1 is the root of a full tile of level L.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.merkle.hashing import HASH_BYTES, tree_hash

__all__ = ["TILE_WIDTH", "BadTilePath", "TileId", "edge_tiles", "tile_nodes", "tiles_of"]

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
HIGHEST_LEVEL: Final = 63
LAST_INDEX: Final = 2**63 - 1
_PATH = re.compile(r"tile/(0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class BadTilePath(WeiminError):
    code = "bad-tile-path"
    status = 404
    message = Bilingual(
        "“{path}”不是 tlog-tiles 的路径，应形如 tile/0/x001/067 或 tile/0/x001/067.p/12",
        "“{path}” is no tlog-tiles path; one looks like tile/0/x001/067 or tile/0/x001/067.p/12",
    )


@dataclass(frozen=True, slots=True, order=True)
class TileId:
    """A tile's place: level, index in the level, number of hashes (256 when full)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def is_full(self) -> bool:
        return self.width == TILE_WIDTH

    @property
    def path(self) -> str:
        """``tile/<L>/<N>[.p/<W>]``; N in groups of three digits, all but the last after an ``x``."""
        groups, rest = [f"{self.index % 1000:03}"], self.index // 1000
        while rest:
            groups.append(f"x{rest % 1000:03}")
            rest //= 1000
        partial = "" if self.is_full else f".p/{self.width}"
        return f"tile/{self.level}/{'/'.join(reversed(groups))}{partial}"

    @classmethod
    def parse(cls, path: str) -> "TileId":
        """The place that a path names. Raises ``BadTilePath`` for anything but its one correct spelling."""
        match = _PATH.fullmatch(path)
        if match is None:
            raise BadTilePath(path=path[:200])
        index = int(match[2].replace("x", "").replace("/", ""))
        tile = cls(int(match[1]), index, int(match[3] or TILE_WIDTH))
        if tile.level > HIGHEST_LEVEL or index > LAST_INDEX or tile.width > TILE_WIDTH or tile.path != path:
            raise BadTilePath(path=path[:200])
        return tile


def tiles_of(size: int) -> Iterator[TileId]:
    """All tiles of a tree, level by level, the partial one of a level last."""
    level, hashes = 0, size
    while hashes:
        full, partial = divmod(hashes, TILE_WIDTH)
        for index in range(full):
            yield TileId(level, index)
        if partial:
            yield TileId(level, full, partial)
        level, hashes = level + 1, full


def edge_tiles(size: int) -> tuple[TileId, ...]:
    """The partial tiles on the right edge, lowest first: all that a tree needs to grow and to know its root."""
    edge, level, hashes = [], 0, size
    while hashes:
        full, partial = divmod(hashes, TILE_WIDTH)
        if partial:
            edge.append(TileId(level, full, partial))
        level, hashes = level + 1, full
    return tuple(edge)


def tile_nodes(fetch: Callable[[TileId], bytes], size: int) -> Callable[[int, int], bytes]:
    """Reads the root of any perfect subtree of a tree of ``size`` from its tiles, as proofs need it.

    The answer takes (height, index): the subtree over leaves ``index << height`` and the ``2**height - 1`` after it.
    """

    def node(height: int, index: int) -> bytes:
        level, rise = divmod(height, TILE_HEIGHT)
        tile_index, first = divmod(index << rise, TILE_WIDTH)
        width = min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - tile_index * TILE_WIDTH)
        hashes = fetch(TileId(level, tile_index, width))
        places = range(first, first + (1 << rise))
        return tree_hash([hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES] for place in places])

    return node
