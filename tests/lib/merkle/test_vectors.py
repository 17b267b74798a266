"""Vectors that others published: Certificate Transparency's trees, Go's signed note, the paths of tlog-tiles."""

import pytest

from weimin.lib.merkle import (
    EMPTY_ROOT,
    BadKey,
    BadSignature,
    BadTilePath,
    Checkpoint,
    MalformedCheckpoint,
    MalformedNote,
    SigningKey,
    TileId,
    TreeBuilder,
    UnknownSigner,
    VerifierKey,
    consistency_proof,
    edge_tiles,
    inclusion_proof,
    leaf_hash,
    open_note,
    tiles_of,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)

# google/certificate-transparency, merkletree tests: inputs, the root after each, and some proofs.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [leaf_hash(bytes.fromhex(data)) for data in INPUTS]

# golang.org/x/mod/sumdb/note: key, seed and signed text of its documentation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_NOTE = (
    PETER_TEXT + "\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def node(height: int, index: int) -> bytes:
    return tree_hash(LEAVES[index << height : (index + 1) << height])


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert TreeBuilder().root() == EMPTY_ROOT == tree_hash([])
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    tree = TreeBuilder()
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    assert tree.root().hex() == tree_hash(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(index: int, size: int) -> None:
    proof = inclusion_proof(index, size, node)
    assert [step.hex() for step in proof] == INCLUSION[index, size]
    verify_inclusion(LEAVES[index], index=index, size=size, root=bytes.fromhex(ROOTS[size - 1]), proof=proof)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int) -> None:
    proof = consistency_proof(old, new, node)
    assert [step.hex() for step in proof] == CONSISTENCY[old, new]
    old_root, new_root = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    verify_consistency(old=old, new=new, old_root=old_root, new_root=new_root, proof=proof)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (TileId(0, 0), "tile/0/000"),
        (TileId(0, 1234067), "tile/0/x001/x234/067"),  # the example of the specification
        (TileId(0, 273, 112), "tile/0/273.p/112"),
        (TileId(1, 1000, 17), "tile/1/x001/000.p/17"),
        (TileId(63, 999, 1), "tile/63/999.p/1"),
    ],
)
def test_paths_are_spelled_as_tlog_tiles_says_and_read_back(tile: TileId, path: str) -> None:
    assert tile.path == path
    assert TileId.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/00/000",
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/001/002",
        "tile/-1/000",
        "tile/0/٠٠٠",
        "tile/0/000/",
        "tile/entries/000",
        "tile/0/000\n",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/000.p/999",
        "TILE/0/000",
        "",
    ],
)
def test_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(BadTilePath):
        TileId.parse(path)


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    tiles = list(tiles_of(70_000))
    full = [tile for tile in tiles if tile.is_full]
    assert [sum(tile.level == level for tile in full) for level in (0, 1, 2)] == [273, 1, 0]
    assert edge_tiles(70_000) == (TileId(0, 273, 112), TileId(1, 1, 17), TileId(2, 0, 1))
    assert list(tiles_of(256)) == [TileId(0, 0), TileId(1, 0, 1)]


def test_gos_note_opens_and_is_signed_again_byte_for_byte() -> None:
    key = VerifierKey.parse(PETER)
    assert str(key) == PETER
    assert open_note(PETER_NOTE, [key]) == PETER_TEXT
    signing = SigningKey("PeterNeumann", bytes.fromhex(PETER_SEED))
    assert signing.verifier == key
    assert signing.sign(PETER_TEXT) == PETER_NOTE


def test_a_changed_text_and_an_unknown_signer_are_refused() -> None:
    key = VerifierKey.parse(PETER)
    with pytest.raises(BadSignature):
        open_note(PETER_NOTE.replace("answer", "Answer"), [key])
    with pytest.raises(UnknownSigner):
        open_note(PETER_NOTE, [SigningKey("PeterNeumann", bytes(32)).verifier])
    with pytest.raises(UnknownSigner):
        open_note(PETER_NOTE, [])


def test_signatures_of_unknown_keys_beside_a_known_one_are_ignored() -> None:
    other = SigningKey("witness.example", bytes(32)).sign(PETER_TEXT).removeprefix(PETER_TEXT + "\n")
    assert open_note(PETER_NOTE + other, [VerifierKey.parse(PETER)]) == PETER_TEXT
    assert open_note(PETER_TEXT + "\n" + other + PETER_NOTE.rpartition("\n\n")[2], [VerifierKey.parse(PETER)])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— \n",
        "text\n\n— a AAAA\n",
        "text\n\n- a AAAAAAAA\n",
        "text\n\n— a+b AAAAAAAA\n",
        "te\txt\n\n— a AAAAAAAA\n",
        "text\n\n— a AAAAAAAA",
        "text\n\n— a AAAAAAB=\n",
        "text\n\n— a\u3000b AAAAAAAA\n",
        "text\n\n" + "— a AAAAAAAA\n" * 101,
    ],
)
def test_what_is_no_note_is_refused_as_malformed(note: str) -> None:
    with pytest.raises(MalformedNote):
        open_note(note, [VerifierKey.parse(PETER)])


def test_every_mangling_of_a_verifier_key_is_refused() -> None:
    for at in range(len(PETER)):
        for mangled in (PETER[:at], PETER[at + 1 :], PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :]):
            with pytest.raises(BadKey):
                VerifierKey.parse(mangled)


def test_the_checkpoint_of_the_specification_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = Checkpoint.parse(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex().startswith("0ac5186a91863e8e")
    assert checkpoint.text == text
    key = SigningKey(checkpoint.origin, b"7" * 32)
    assert Checkpoint.open(checkpoint.sign(key), [key.verifier]) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=\n\n",
        "a\n1\n不是\n",
        "a\n1\n" + "A" * 43 + "=",
        "a\n99999999999999999999\n" + "A" * 43 + "=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(MalformedCheckpoint):
        Checkpoint.parse(text)
