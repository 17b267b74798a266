"""Someone who owns the database changes it behind the application's back, in every way that we could think of."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kernel.journal.conftest import NOW, Write
from weimin.kernel.journal import alignment
from weimin.kernel.journal.alignment import Alignment, Leaf, Row
from weimin.kernel.journal.api import Entry, FaultKind, checkpoint, erase_payloads, sequence, verify
from weimin.kernel.journal.faults import MOST_FAULTS, Faults
from weimin.kernel.journal.keys import signing_key
from weimin.kernel.journal.models import Head, Tile
from weimin.kernel.journal.record import entry_leaf, payload_commitment
from weimin.lib.bilingual import using_language
from weimin.lib.merkle import Checkpoint, SigningKey, TreeBuilder, tree_hash

pytestmark = pytest.mark.django_db
Tamper = Callable[..., None]


def named(**options: Any) -> set[tuple[str, int | None]]:
    """What verification says, without the remark about the root that goes with every change."""
    verdict = verify(**options)
    assert not verdict.is_sound
    return {(str(fault.kind), fault.index) for fault in verdict.faults if fault.kind is not FaultKind.CHECKPOINT}


def forged(number: int) -> dict[str, Any]:
    """The columns of an entry that never was, consistent in itself."""
    fields = {"actor": f"user:{number}", "action": "test.done", "case": "case:1", "person": "", "resource": ""}
    digest, salt = payload_commitment(b"s" * 16, "{}"), number.to_bytes(16, "big")
    leaf = entry_leaf(instant=NOW, payload_digest=digest, salt=salt, **fields)  # type: ignore[arg-type]
    return fields | {"instant": NOW, "payload_text": "{}", "payload_salt": b"s" * 16, "payload_digest": digest,
                     "salt": salt, "leaf": leaf}  # fmt: skip


def shift_up(tamper: Tamper, first: int) -> None:
    """Make room at an index, past the unique constraint."""
    tamper('UPDATE journal_entry SET "index" = "index" + 1000000 WHERE "index" >= %s', first)
    tamper('UPDATE journal_entry SET "index" = "index" - 999999 WHERE "index" >= 1000000')


def rewrite_everything(without: int) -> None:
    """What the owner of database and key can do: drop an entry, close the gap, rebuild, sign again."""
    with transaction.atomic():
        Entry.objects.filter(index=without).delete()
        tree = TreeBuilder()
        Tile.objects.all().delete()
        for place, entry in enumerate(Entry.objects.exclude(index=None).order_by("index")):
            Entry.objects.filter(pk=entry.pk).update(index=place)
            for tile in tree.append(bytes(entry.leaf)):
                Tile.objects.create(level=tile.id.level, index=tile.id.index, hashes=tile.hashes)
        for tile in tree.edge():
            Tile.objects.create(level=tile.id.level, index=tile.id.index, hashes=tile.hashes)
        key = signing_key()
        note = Checkpoint(key.verifier.name, tree.size, tree.root()).sign(key)
        Head.objects.update(size=tree.size, note=note)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600])
def test_an_untouched_journal_verifies(write: Write, size: int) -> None:
    write(size)
    sequence(now=NOW)
    kept = checkpoint()
    write(3)
    verdict = verify(against=kept)
    assert verdict.faults == ()
    leaves = [
        bytes(leaf) for leaf in Entry.objects.exclude(index=None).order_by("index").values_list("leaf", flat=True)
    ]
    assert (verdict.size, verdict.waiting, verdict.root) == (size, 3, tree_hash(leaves))
    sequence(now=NOW)
    assert verify(against=kept).faults == ()


def test_a_journal_that_never_ran_verifies() -> None:
    assert verify().is_sound


@pytest.mark.parametrize(
    "change",
    ["actor = 'user:0'", "action = 'test.other'", "\"case\" = 'case:9'", "person = 'party:1'", "resource = 'x'"]  # noqa: RUF005
    + ["instant = '2020-01-01 00:00:00'", "salt = leaf", "payload_digest = leaf"],
)
def test_a_changed_entry_is_named(journal: list[Entry], tamper: Tamper, change: str) -> None:
    tamper(f'UPDATE journal_entry SET {change} WHERE "index" = 4')
    with using_language("en"):
        faults = verify().faults
    assert ("changed", 4) in {(str(fault.kind), fault.index) for fault in faults}
    assert faults[0].entry == journal[4].pk
    assert "index 4" in faults[0].message.en
    assert "第 4 条" in faults[0].message.zh
    assert {fault.index for fault in faults} <= {4, None}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps every column's type")
@pytest.mark.parametrize("column", ["instant", "actor", "leaf", "salt", "payload_digest", "payload", "payload_salt"])
@pytest.mark.parametrize("value", ["nonsense", 7, b"blob"])
def test_a_value_of_a_foreign_type_is_a_change_like_any_other(
    journal: list[Entry], tamper: Tamper, column: str, value: Any
) -> None:
    tamper(f'UPDATE journal_entry SET {column} = %s WHERE "index" = 4', value)
    faults = verify().faults
    assert faults
    assert {fault.index for fault in faults} <= {4, None}
    assert 4 in {fault.index for fault in faults}


def test_a_changed_payload_is_named(journal: list[Entry], tamper: Tamper) -> None:
    tamper('UPDATE journal_entry SET payload = %s WHERE "index" = 4', '{"number":"5"}')
    assert named() == {("payload-changed", 4)}


def test_even_a_blank_in_a_payload_is_a_change(journal: list[Entry], tamper: Tamper) -> None:
    tamper('UPDATE journal_entry SET payload = %s WHERE "index" = 4', '{"number": "4"}')
    assert named() == {("payload-changed", 4)}


def test_a_changed_leaf_column_is_named(journal: list[Entry], tamper: Tamper) -> None:
    tamper('UPDATE journal_entry SET leaf = salt WHERE "index" = 4')
    assert named() == {("changed", 4)}


def test_an_entry_replaced_by_a_consistent_one_is_named(journal: list[Entry], tamper: Tamper) -> None:
    Entry.objects.filter(index=4).update(**forged(77))
    assert named() == {("replaced", 4)}


@pytest.mark.parametrize("index", [0, 4, 9])
def test_a_deleted_entry_is_named(journal: list[Entry], tamper: Tamper, index: int) -> None:
    tamper('DELETE FROM journal_entry WHERE "index" = %s', index)
    assert named() == {("missing", index)}


def test_a_deleted_entry_whose_gap_was_closed_is_named(journal: list[Entry], tamper: Tamper) -> None:
    tamper('DELETE FROM journal_entry WHERE "index" = 4')
    tamper('UPDATE journal_entry SET "index" = "index" + 1000 WHERE "index" > 4')
    tamper('UPDATE journal_entry SET "index" = "index" - 1001 WHERE "index" > 1000')
    assert named() == {("missing", 4)}


def test_many_deleted_entries_are_named_each(write: Write, tamper: Tamper) -> None:
    write(700)
    sequence(now=NOW)
    tamper('DELETE FROM journal_entry WHERE "index" IN (0, 1, 300, 301, 302, 699)')
    assert named() == {("missing", index) for index in (0, 1, 300, 301, 302, 699)}


def test_an_inserted_entry_with_the_rest_renumbered_is_named(journal: list[Entry], tamper: Tamper) -> None:
    shift_up(tamper, 4)
    entry = Entry.objects.create(index=4, **forged(77))
    faults = verify().faults
    assert ("inserted", 4) in {(str(fault.kind), fault.index) for fault in faults}
    assert {fault.entry for fault in faults if fault.index == 4} == {entry.pk}


def test_an_entry_beyond_the_signed_size_is_named(journal: list[Entry], tamper: Tamper) -> None:
    Entry.objects.create(index=10, **forged(77))
    assert named() == {("inserted", 10)}


def test_a_forged_entry_that_waits_is_checked_for_itself(journal: list[Entry], write: Write, tamper: Tamper) -> None:
    (pk,) = write(1)
    tamper("UPDATE journal_entry SET actor = 'user:99' WHERE id = %s", pk)
    (fault,) = verify().faults
    assert (fault.kind, fault.index, fault.entry) == (FaultKind.CHANGED, None, pk)


def test_two_exchanged_entries_are_named_both(journal: list[Entry], tamper: Tamper) -> None:
    tamper('UPDATE journal_entry SET "index" = 1000 WHERE "index" = 2')
    tamper('UPDATE journal_entry SET "index" = 2 WHERE "index" = 7')
    tamper('UPDATE journal_entry SET "index" = 7 WHERE "index" = 1000')
    assert named() == {("moved", 2), ("moved", 7)}


def test_a_payload_that_was_erased_by_law_is_no_fault(journal: list[Entry], write: Write) -> None:
    kept = checkpoint()
    erase_payloads([journal[2].pk, journal[3].pk], actor="user:1", ground="个人信息保护法第四十七条", now=NOW)
    assert verify(against=kept).faults == ()
    sequence(now=NOW)
    assert verify(against=kept).faults == ()


def test_a_payload_that_just_vanished_is_named(journal: list[Entry], tamper: Tamper) -> None:
    tamper('UPDATE journal_entry SET payload = NULL, payload_salt = NULL WHERE "index" = 4')
    assert named() == {("payload-removed", 4)}


@pytest.mark.parametrize(("level", "index"), [(0, 0), (0, 1), (0, 2), (1, 0)])
def test_a_changed_tile_is_named_and_the_rows_are_not_blamed(
    write: Write, tamper: Tamper, level: int, index: int
) -> None:
    write(600)
    sequence(now=NOW)
    tile = Tile.objects.get(level=level, index=index)
    tamper("UPDATE journal_tile SET hashes = %s WHERE id = %s", b"\x00" * 32 + bytes(tile.hashes)[32:], tile.pk)
    (fault,) = verify().faults
    assert fault.kind is FaultKind.TILE
    assert f"tile/{level}/00{index}" in fault.message.en
    tamper("DELETE FROM journal_tile WHERE id = %s", tile.pk)
    (fault,) = verify().faults
    assert "missing" in fault.message.en


def test_a_tile_too_many_is_named(journal: list[Entry]) -> None:
    Tile.objects.create(level=0, index=1, hashes=b"\x00" * 32)
    (fault,) = verify().faults
    assert fault.kind is FaultKind.TILE


def test_rows_and_tiles_changed_together_are_told_by_the_root(journal: list[Entry], tamper: Tamper) -> None:
    Entry.objects.filter(index=4).update(**forged(77))
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf", flat=True)]
    Tile.objects.update(hashes=b"".join(leaves))
    faults = verify().faults
    assert {fault.kind for fault in faults} == {FaultKind.CHECKPOINT}


def test_a_checkpoint_with_another_size_or_signature_is_named(journal: list[Entry]) -> None:
    stranger = SigningKey("weimin.example/qingdao", b"x" * 32)
    head = Head.objects.get()
    for note in (Checkpoint("weimin.example/qingdao", 10, b"r" * 32).sign(stranger), head.note.replace("10", "11"), ""):
        Head.objects.update(note=note)
        assert FaultKind.CHECKPOINT in {fault.kind for fault in verify().faults}
    Head.objects.update(note=head.note, size=9)
    assert FaultKind.CHECKPOINT in {fault.kind for fault in verify().faults}


def test_a_history_rewritten_whole_and_signed_again_is_seen_only_by_who_kept_a_checkpoint(
    write: Write, tamper: Tamper
) -> None:
    write(300)
    sequence(now=NOW)
    kept = checkpoint()
    write(10)
    sequence(now=NOW)
    rewrite_everything(without=17)
    assert verify().is_sound
    (fault,) = verify(against=kept).faults
    assert fault.kind is FaultKind.HISTORY
    assert "first 300 entries" in fault.message.en


def test_a_history_cut_short_and_signed_again_is_seen_by_who_kept_a_checkpoint(
    journal: list[Entry], tamper: Tamper
) -> None:
    kept = checkpoint()
    rewrite_everything(without=9)
    assert verify().is_sound
    (fault,) = verify(against=kept).faults
    assert fault.kind is FaultKind.HISTORY
    assert "was cut" in fault.message.en


def test_a_change_after_the_kept_checkpoint_does_not_touch_it(
    journal: list[Entry], write: Write, tamper: Tamper
) -> None:
    kept = checkpoint()
    write(5)
    sequence(now=NOW)
    rewrite_everything(without=12)
    assert verify(against=kept).is_sound


@pytest.mark.parametrize("text", ["", "nonsense", "weimin.example/qingdao\n10\nAAAA\n"])
def test_what_is_no_checkpoint_proves_nothing(journal: list[Entry], text: str) -> None:
    (fault,) = verify(against=text).faults
    assert fault.kind is FaultKind.HISTORY


def test_a_checkpoint_of_someone_else_proves_nothing(journal: list[Entry]) -> None:
    stranger = SigningKey("weimin.example/qingdao", b"x" * 32)
    (fault,) = verify(against=Checkpoint("weimin.example/qingdao", 10, b"r" * 32).sign(stranger)).faults
    assert fault.kind is FaultKind.HISTORY
    (fault,) = verify(against=signing_key().sign("other.example/log\n0\n" + "A" * 43 + "=\n")).faults
    assert "other.example" in fault.message.en


def test_only_the_first_faults_are_told(write: Write, tamper: Tamper) -> None:
    write(300)
    sequence(now=NOW)
    tamper("UPDATE journal_entry SET actor = 'nobody'")
    verdict = verify()
    assert verdict.is_cut
    assert len(verdict.faults) == MOST_FAULTS
    assert verdict.faults[0].index == 0


def test_verifying_reads_in_chunks_not_row_by_row(write: Write, django_assert_max_num_queries: Any) -> None:
    write(1500)
    sequence(now=NOW, limit=2000)
    with django_assert_max_num_queries(15):
        assert verify().is_sound


@given(st.data())
def test_whatever_is_done_to_the_rows_is_named_and_nothing_else(data: st.DataObject) -> None:
    """Pure: deletions, insertions and replacements at random places, with and without renumbering."""
    size = data.draw(st.integers(min_value=1, max_value=60))
    leaves = [Leaf(place, f"leaf {place}".encode()) for place in range(size)]
    rows: list[tuple[int, bytes]] = []
    expected: set[tuple[str, int | None]] = set()
    renumbered = data.draw(st.booleans())
    for leaf in leaves:
        done = data.draw(st.sampled_from(["keep"] * 6 + ["delete", "replace", "insert"]))
        if done == "insert" and renumbered:
            rows.append((len(rows), b"new %d" % leaf.place))
            expected.add(("inserted", len(rows) - 1))
        if done == "delete":
            expected.add(("missing", leaf.place))
            continue
        body = b"other %d" % leaf.place if done == "replace" else leaf.leaf
        rows.append((len(rows) if renumbered else leaf.place, body))
        if done == "replace":
            expected.add(("replaced", rows[-1][0]))
    faults = Faults()
    aligned = Alignment(faults)
    aligned.feed([Row(100 + number, place, body) for number, (place, body) in enumerate(rows)], leaves)
    aligned.finish()
    found = {(str(fault.kind), fault.index) for fault in faults.found}
    touched = {kind for kind, _place in expected}
    if len(touched) <= 1 and (not renumbered or "replaced" not in touched):
        assert found - {fault for fault in found if fault[0] == "renumbered"} == expected
    assert bool(found) == bool(expected)


def test_alignment_looks_no_further_ahead_than_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "WINDOW", 4)
    faults = Faults()
    aligned = Alignment(faults)
    leaves = [Leaf(place, b"%d" % place) for place in range(40)]
    rows = [Row(place, place, b"%d" % place) for place in range(40) if place not in (10, 11)]
    for start in range(0, 40, 8):
        aligned.feed(rows[start : start + 8], leaves[start : start + 8])
    aligned.finish()
    assert [(str(fault.kind), fault.index) for fault in faults.found] == [("missing", 10), ("missing", 11)]
