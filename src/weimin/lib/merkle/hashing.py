"""The hashes of RFC 6962 §2.1: a leaf and a node are told apart by their first byte, so neither passes for the other."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

__all__ = ["EMPTY_ROOT", "HASH_BYTES", "leaf_hash", "node_hash", "tree_hash"]

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def tree_hash(hashes: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash over leaf hashes (or over the roots of equally tall perfect subtrees).

    Pairing level by level and carrying an odd last node upwards gives the tree that RFC 6962 defines by
    splitting at the largest power of two. The last element may be the root of a smaller tree.
    """
    if not hashes:
        return EMPTY_ROOT
    row = hashes
    while len(row) > 1:
        paired = [sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        if len(row) % 2:
            paired.append(row[-1])
        row = paired
    return row[0]
