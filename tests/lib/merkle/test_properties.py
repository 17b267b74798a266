"""The tree against a naive one that follows RFC 6962's recursive definition word by word."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weimin.lib.merkle import (
    DamagedTree,
    ProofFails,
    Tile,
    TileId,
    TreeBuilder,
    consistency_proof,
    edge_tiles,
    inclusion_proof,
    leaf_hash,
    tile_nodes,
    tiles_of,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)

sizes = st.integers(min_value=1, max_value=600)


def naive_root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def grow(tree: TreeBuilder, leaves: Sequence[bytes], stored: dict[tuple[int, int], bytes]) -> None:
    """Append and store as the journal does: full tiles when they fill, the edge at the end."""
    for leaf in leaves:
        for tile in tree.append(leaf):
            stored[tile.id.level, tile.id.index] = tile.hashes
    for tile in tree.edge():
        stored[tile.id.level, tile.id.index] = tile.hashes


def fetcher(stored: dict[tuple[int, int], bytes]):  # type: ignore[no-untyped-def]
    return lambda tile: stored[tile.level, tile.index][: tile.width * 32]


@given(sizes)
def test_the_root_is_that_of_the_definition(size: int) -> None:
    leaves = leaves_of(size)
    tree = TreeBuilder()
    grow(tree, leaves, {})
    assert tree.root() == tree_hash(leaves) == naive_root(leaves)


@given(st.lists(st.integers(min_value=0, max_value=300), max_size=5))
def test_a_tree_resumed_from_its_edge_grows_as_if_it_had_never_stopped(batches: list[int]) -> None:
    leaves = leaves_of(sum(batches))
    stored: dict[tuple[int, int], bytes] = {}
    done = 0
    for batch in batches:
        edge = {tile: stored[tile.level, tile.index] for tile in edge_tiles(done)}
        tree = TreeBuilder(done, edge)
        grow(tree, leaves[done : done + batch], stored)
        done += batch
        assert tree.root() == naive_root(leaves[:done])
    whole: dict[tuple[int, int], bytes] = {}
    grow(TreeBuilder(), leaves, whole)
    assert stored == whole
    assert sorted((t.level, t.index, t.width) for t in tiles_of(done)) == sorted(
        (level, index, len(hashes) // 32) for (level, index), hashes in whole.items()
    )


def test_a_tree_of_three_levels_has_the_root_of_the_definition() -> None:
    leaves = leaves_of(65_536 + 300)
    stored: dict[tuple[int, int], bytes] = {}
    tree = TreeBuilder()
    grow(tree, leaves, stored)
    assert tree.root() == naive_root(leaves)
    assert {(tile.level, tile.index) for tile in tiles_of(len(leaves))} == set(stored)
    node = tile_nodes(fetcher(stored), len(leaves))
    for index in (0, 255, 256, 65_535, 65_536, len(leaves) - 1):
        proof = inclusion_proof(index, len(leaves), node)
        assert proof == naive_path(index, leaves)


@given(sizes, st.data())
def test_inclusion_proofs_from_tiles_are_the_naive_ones_and_verify(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    leaves = leaves_of(size)
    stored: dict[tuple[int, int], bytes] = {}
    tree = TreeBuilder()
    grow(tree, leaves, stored)
    proof = inclusion_proof(index, size, tile_nodes(fetcher(stored), size))
    assert proof == naive_path(index, leaves)
    verify_inclusion(leaves[index], index=index, size=size, root=tree.root(), proof=proof)


@given(sizes, st.data())
def test_a_false_inclusion_proof_never_verifies(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    other = data.draw(st.integers(min_value=0, max_value=size + 2).filter(lambda number: number != index))
    root, proof = naive_root(leaves), naive_path(index, leaves)
    with pytest.raises(ProofFails):
        verify_inclusion(leaves[index], index=other, size=size, root=root, proof=proof)
    with pytest.raises(ProofFails):
        verify_inclusion(leaf_hash(b"forged"), index=index, size=size, root=root, proof=proof)
    with pytest.raises(ProofFails):
        verify_inclusion(leaves[index], index=index, size=size, root=root, proof=[*proof, root])
    if proof:
        at = data.draw(st.integers(min_value=0, max_value=len(proof) - 1))
        with pytest.raises(ProofFails):
            verify_inclusion(leaves[index], index=index, size=size, root=root, proof=proof[:at] + proof[at + 1 :])


@given(sizes, st.data())
def test_consistency_proofs_verify_and_a_rewritten_history_has_none(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(min_value=0, max_value=size))
    leaves = leaves_of(size)
    stored: dict[tuple[int, int], bytes] = {}
    grow(TreeBuilder(), leaves, stored)
    proof = consistency_proof(old, size, tile_nodes(fetcher(stored), size))
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    verify_consistency(old=old, new=size, old_root=old_root, new_root=new_root, proof=proof)
    if not old:
        return
    place = data.draw(st.integers(min_value=0, max_value=old - 1))
    rewritten = naive_root([*leaves[:place], leaf_hash(b"rewritten"), *leaves[place + 1 : old]])
    with pytest.raises(ProofFails):
        verify_consistency(old=old, new=size, old_root=rewritten, new_root=new_root, proof=proof)
    with pytest.raises(ProofFails):
        verify_consistency(old=old, new=size, old_root=old_root, new_root=new_root, proof=[*proof, old_root])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_an_index_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ProofFails):
        inclusion_proof(index, size, lambda height, place: b"")
    with pytest.raises(ProofFails):
        verify_inclusion(b"", index=index, size=size, root=b"", proof=[])


def test_sizes_that_shrink_are_refused() -> None:
    with pytest.raises(ProofFails):
        consistency_proof(3, 2, lambda height, place: b"")
    with pytest.raises(ProofFails):
        verify_consistency(old=3, new=2, old_root=b"", new_root=b"", proof=[])


def test_an_edge_with_a_missing_or_cut_tile_is_refused() -> None:
    with pytest.raises(DamagedTree):
        TreeBuilder(3, {})
    with pytest.raises(DamagedTree):
        TreeBuilder(3, {TileId(0, 0, 3): b"x" * 64})


def test_a_tile_is_given_exactly_when_it_is_full() -> None:
    tree = TreeBuilder()
    given_tiles: list[Tile] = []
    for leaf in leaves_of(512):
        given_tiles += tree.append(leaf)
    assert [tile.id for tile in given_tiles] == [TileId(0, 0), TileId(0, 1)]
    assert [tile.id for tile in tree.edge()] == [TileId(1, 0, 2)]
