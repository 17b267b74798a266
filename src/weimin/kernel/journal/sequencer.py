"""Gives committed entries their index, puts them in the tree and signs the new checkpoint, all in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, Q

from weimin.kernel.journal.errors import JournalDamaged, JournalKeyChanged
from weimin.kernel.journal.keys import signing_key
from weimin.kernel.journal.models import Entry, Head, Tile
from weimin.lib import merkle

__all__ = ["BATCH", "INCLUSION_BUDGET", "sequence"]

logger = logging.getLogger(__name__)

BATCH: Final = 1024
INCLUSION_BUDGET: Final = timedelta(seconds=2)


def sequence(*, now: datetime, limit: int = BATCH) -> int:
    """Sequence up to ``limit`` waiting entries; how many. Also signs the first checkpoint, of the empty tree.

    Order is by id among the entries that are committed; an entry whose transaction commits later gets a later
    index, whatever its id, so the order has no gap and never changes. Of several sequencers one works, the others
    return 0. Work grows with the batch and the height of the tree, never with its size. Raises
    ``JournalKeyChanged`` or ``JournalDamaged`` instead of signing what does not continue the signed history.
    """
    if not _has_work():
        return 0
    with transaction.atomic(durable=True):
        head = _locked_head()
        if head is None:
            return 0
        waiting = list(Entry.objects.filter(index=None).order_by("id").values_list("id", "leaf", "instant")[:limit])
        if waiting or not head.note:
            _integrate(head, [(pk, bytes(leaf)) for pk, leaf, _instant in waiting], now)
    if waiting and now - waiting[0][2] > INCLUSION_BUDGET:
        logger.warning("entry %s waited %s for its place in the journal", waiting[0][0], now - waiting[0][2])
    return len(waiting)


def _has_work() -> bool:
    """One cheap read: the idle worker asks it several times a second, and no write lock is taken for it."""
    waiting = Exists(Entry.objects.filter(index=None))
    head = Head.objects.annotate(waiting=waiting).values_list("note", "waiting").first()
    return head is None or head[1] or not head[0]


def _locked_head() -> Head | None:
    """The head, locked to the end of the transaction; ``None`` if another sequencer holds it.

    On SQLite the transaction itself is the lock (IMMEDIATE).
    """
    Head.objects.bulk_create([Head()], ignore_conflicts=True)
    return Head.objects.select_for_update(skip_locked=True).filter(pk=Head.THE_ONE).first()


def _integrate(head: Head, entries: Sequence[tuple[int, bytes]], now: datetime) -> None:
    tree = _tree_at(head)
    _give_indexes([pk for pk, _leaf in entries], head.size)
    tiles = [tile for _pk, leaf in entries for tile in tree.append(leaf)]
    Tile.objects.bulk_create(
        [Tile(level=tile.id.level, index=tile.id.index, hashes=tile.hashes) for tile in [*tiles, *tree.edge()]],
        update_conflicts=True,
        unique_fields=["level", "index"],
        update_fields=["hashes"],
    )
    key = signing_key()
    head.size, head.signed_at = tree.size, now
    head.note = merkle.Checkpoint(key.verifier.name, tree.size, tree.root()).sign(key)
    head.save(update_fields=["size", "note", "signed_at"])


def _tree_at(head: Head) -> merkle.TreeBuilder:
    """The tree where it stopped, rebuilt from its right edge and compared with what was signed."""
    edge = {(tile.level, tile.index): tile for tile in merkle.edge_tiles(head.size)}
    places = Q()
    for level, index in edge:
        places |= Q(level=level, index=index)
    rows = Tile.objects.filter(places).values_list("level", "index", "hashes") if edge else []
    tree = merkle.TreeBuilder(head.size, {edge[level, index]: bytes(hashes) for level, index, hashes in rows})
    if not head.note:
        return tree
    try:
        signed = merkle.Checkpoint.open(head.note, [signing_key().verifier])
    except (merkle.UnknownSigner, merkle.BadSignature) as error:
        raise JournalKeyChanged from error
    if (signed.size, signed.root) != (head.size, tree.root()):
        raise JournalDamaged(size=head.size)
    return tree


def _give_indexes(ids: Sequence[int], first: int) -> None:
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            'UPDATE journal_entry SET "index" = %s WHERE id = %s AND "index" IS NULL',
            [(first + place, pk) for place, pk in enumerate(ids)],
        )
        if cursor.rowcount != len(ids):
            raise JournalDamaged(size=first)
