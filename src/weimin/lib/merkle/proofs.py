"""Inclusion and consistency proofs: made after RFC 6962 §2.1.1–2.1.2, verified after RFC 9162 §2.1.3.2 and §2.1.4.2."""

from collections.abc import Callable, Sequence

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.merkle.hashing import EMPTY_ROOT, HASH_BYTES, node_hash

__all__ = ["ProofFails", "consistency_proof", "inclusion_proof", "verify_consistency", "verify_inclusion"]

ReadNode = Callable[[int, int], bytes]


class ProofFails(WeiminError):
    code = "proof-fails"
    status = 422
    message = Bilingual("证明不成立：{reason}", "The proof fails: {reason}")


WRONG_RANGE = Bilingual("序号或大小不合", "the index or the sizes do not fit")
WRONG_LENGTH = Bilingual("证明的哈希个数不对", "it has a wrong number of hashes")
WRONG_ROOT = Bilingual("算出的树根不同", "it leads to another root")


def inclusion_proof(index: int, size: int, node: ReadNode) -> list[bytes]:
    """The audit path of one leaf in a tree of ``size``, leaf's sibling first; reads O(log n) nodes."""
    if not 0 <= index < size:
        raise ProofFails(reason=WRONG_RANGE)
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_root(middle, high, node))
            high = middle
        else:
            path.append(_range_root(low, middle, node))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, node: ReadNode) -> list[bytes]:
    """That the tree of ``old`` leaves is the beginning of the tree of ``new``; empty for equal sizes and for 0."""
    if not 0 <= old <= new:
        raise ProofFails(reason=WRONG_RANGE)
    if old in (0, new):
        return []
    path: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_range_root(middle, high, node))
            high = middle
        else:
            path.append(_range_root(low, middle, node))
            low, whole = middle, False
    return ([] if whole else [_range_root(low, high, node)]) + path[::-1]


def verify_inclusion(leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ``ProofFails`` unless ``leaf`` stands at ``index`` of the tree with that size and root."""
    if not 0 <= index < size:
        raise ProofFails(reason=WRONG_RANGE)
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0 or len(step) != HASH_BYTES:
            raise ProofFails(reason=WRONG_LENGTH)
        if place & 1 or place == last:
            found = node_hash(step, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofFails(reason=WRONG_LENGTH)
    if found != root:
        raise ProofFails(reason=WRONG_ROOT)


def verify_consistency(*, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ``ProofFails`` unless the tree (new, new_root) begins with the tree (old, old_root)."""
    if not 0 <= old <= new:
        raise ProofFails(reason=WRONG_RANGE)
    if old in (0, new):
        _verify_trivial(old, old_root, new_root, new, proof)
        return
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps or any(len(step) != HASH_BYTES for step in steps):
        raise ProofFails(reason=WRONG_LENGTH)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofFails(reason=WRONG_LENGTH)
        if place & 1 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofFails(reason=WRONG_LENGTH)
    if (found_old, found_new) != (old_root, new_root):
        raise ProofFails(reason=WRONG_ROOT)


def _verify_trivial(old: int, old_root: bytes, new_root: bytes, new: int, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofFails(reason=WRONG_LENGTH)
    if old_root != (new_root if old == new else EMPTY_ROOT):
        raise ProofFails(reason=WRONG_ROOT)


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(low: int, high: int, node: ReadNode) -> bytes:
    """The root over leaves ``low`` to ``high - 1``, a range that RFC 6962's splitting produced."""
    count = high - low
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return node(height, low >> height)
    middle = low + _split(count)
    return node_hash(_range_root(low, middle, node), _range_root(middle, high, node))
