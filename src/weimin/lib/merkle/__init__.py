"""A transparency log's mathematics, pure: RFC 6962 trees in C2SP tlog-tiles, signed notes, checkpoints, proofs.

Hashes are 32 bytes of SHA-256; sizes and indexes count leaves from 0. Nothing here reads a clock, a file or
a database, so anyone can check a record with this package alone.
"""

from weimin.lib.merkle.checkpoints import Checkpoint, MalformedCheckpoint
from weimin.lib.merkle.hashing import EMPTY_ROOT, HASH_BYTES, leaf_hash, node_hash, tree_hash
from weimin.lib.merkle.notes import (
    BadKey,
    BadSignature,
    MalformedNote,
    SigningKey,
    UnknownSigner,
    VerifierKey,
    open_note,
)
from weimin.lib.merkle.proofs import (
    ProofFails,
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)
from weimin.lib.merkle.tiles import TILE_WIDTH, BadTilePath, TileId, edge_tiles, tile_nodes, tiles_of
from weimin.lib.merkle.tree import DamagedTree, Tile, TreeBuilder

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "TILE_WIDTH",
    "BadKey",
    "BadSignature",
    "BadTilePath",
    "Checkpoint",
    "DamagedTree",
    "MalformedCheckpoint",
    "MalformedNote",
    "ProofFails",
    "SigningKey",
    "Tile",
    "TileId",
    "TreeBuilder",
    "UnknownSigner",
    "VerifierKey",
    "consistency_proof",
    "edge_tiles",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "open_note",
    "tile_nodes",
    "tiles_of",
    "tree_hash",
    "verify_consistency",
    "verify_inclusion",
]
