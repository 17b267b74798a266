import base64
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from kernel.journal.conftest import NOW, Write
from weimin.kernel.journal.api import (
    Entry,
    JournalDamaged,
    JournalKeyChanged,
    append,
    checkpoint,
    sequence,
    status,
    verifier_key,
    verify,
)
from weimin.kernel.journal.models import Head, Tile
from weimin.lib.merkle import (
    Checkpoint,
    TileId,
    inclusion_proof,
    tile_nodes,
    tiles_of,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)
from weimin.lib.merkle.proofs import consistency_proof

Tamper = Callable[..., None]


def signed() -> Checkpoint:
    return Checkpoint.open(checkpoint() or "", [verifier_key()])


@pytest.mark.django_db
def test_the_first_checkpoint_is_of_the_empty_tree() -> None:
    assert checkpoint() is None
    assert sequence(now=NOW) == 0
    assert signed() == Checkpoint("weimin.example/qingdao", 0, tree_hash([]))


@pytest.mark.django_db
def test_entries_get_indexes_without_a_gap_in_the_order_of_their_ids(write: Write) -> None:
    first = write(3)
    assert sequence(now=NOW) == 3
    second = write(2)
    assert sequence(now=NOW) == 2
    assert sequence(now=NOW) == 0
    assert list(Entry.objects.order_by("index").values_list("id", "index")) == [
        (pk, index) for index, pk in enumerate(first + second)
    ]
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf", flat=True)]
    assert signed() == Checkpoint("weimin.example/qingdao", 5, tree_hash(leaves))


@pytest.mark.django_db
def test_a_batch_is_bounded_and_the_rest_comes_next(write: Write) -> None:
    write(7)
    assert [sequence(now=NOW, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert signed().size == 7


@pytest.mark.django_db
def test_the_idle_sequencer_asks_one_question(write: Write, django_assert_num_queries: Any) -> None:
    write(1)
    sequence(now=NOW)
    with django_assert_num_queries(1):
        sequence(now=NOW)


@pytest.mark.django_db
def test_a_batch_costs_the_same_whatever_the_size_of_the_journal(write: Write, django_assert_num_queries: Any) -> None:
    write(600)
    sequence(now=NOW)
    for count in (1, 300):
        write(count)
        # look, savepoint, head row, lock, waiting, edge, indexes, tiles, head, release
        with django_assert_num_queries(10):
            sequence(now=NOW)
    read = sum(len(bytes(hashes)) for hashes in Tile.objects.filter(level=1).values_list("hashes", flat=True))
    assert read == 3 * 32  # 901 entries: three full tiles below


@pytest.mark.django_db
def test_tiles_full_and_partial_prove_inclusion_and_consistency_over_http(write: Write, client: Client) -> None:
    """An outsider's check, with nothing but the public addresses and the key."""
    write(300)
    sequence(now=NOW)
    before = signed()
    write(300)
    sequence(now=NOW)
    after = Checkpoint.open(client.get("/journal/checkpoint").text, [verifier_key()])

    def fetch(tile: TileId) -> bytes:
        return client.get(f"/journal/{tile.path}").content

    for tile in tiles_of(after.size):
        assert len(fetch(tile)) == tile.width * 32
    node = tile_nodes(fetch, after.size)
    for entry in Entry.objects.filter(index__in=[0, 255, 256, 299, 300, 599]):
        assert entry.index is not None
        proof = inclusion_proof(entry.index, after.size, node)
        verify_inclusion(bytes(entry.leaf), index=entry.index, size=after.size, root=after.root, proof=proof)
    proof = consistency_proof(before.size, after.size, node)
    verify_consistency(old=before.size, new=after.size, old_root=before.root, new_root=after.root, proof=proof)
    assert fetch(TileId(0, 1, 44)) == fetch(TileId(0, 1))[: 44 * 32]  # the partial tile of the older checkpoint


@pytest.mark.django_db
def test_the_public_addresses_answer_as_tlog_tiles_says(journal: list[Entry], client: Client) -> None:
    answer = client.get("/journal/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=1"
    tile = client.get("/journal/tile/0/000.p/10")
    assert tile.headers["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile.headers["Cache-Control"]
    assert tile.content == b"".join(bytes(entry.leaf) for entry in journal)
    assert client.head("/journal/tile/0/000.p/10").status_code == 200
    assert client.get("/journal/key").text == f"{verifier_key()}\n"
    assert client.post("/journal/checkpoint").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "entries/000",
        "entries/000.p/10",
        "0/000",
        "0/000.p/11",
        "0/001.p/1",
        "1/000",
        "0/0",
        "00/000.p/10",
        "0/000.p/010",
        "0/x000/000.p/10",
        "0/../checkpoint",
        "64/000",
        "0/x999/x999/x999/x999/x999/x999/999",
        "",
        "0/000.p/10/",
    ],
)
def test_entries_and_tiles_that_are_not_there_are_never_served(journal: list[Entry], client: Client, path: str) -> None:
    answer = client.get(f"/journal/tile/{path}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_there_is_no_checkpoint_to_serve_before_the_first(client: Client) -> None:
    assert client.get("/journal/checkpoint").status_code == 404


@pytest.mark.django_db
def test_public_addresses_cost_one_query(journal: list[Entry], client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client.get("/journal/checkpoint")
    with django_assert_num_queries(1):
        client.get("/journal/tile/0/000.p/3")


def test_every_public_view_says_that_it_is_public() -> None:
    from weimin.kernel.journal.urls import urlpatterns

    assert {getattr(pattern.callback, "audience", None) for pattern in urlpatterns} == {"public"}


@pytest.mark.django_db
def test_nothing_is_signed_with_another_key_or_origin(write: Write, journal: list[Entry], settings: Any) -> None:
    write(1)
    settings.JOURNAL_KEY = "ab" * 32
    with pytest.raises(JournalKeyChanged):
        sequence(now=NOW)
    assert Entry.objects.filter(index=None).count() == 1


@pytest.mark.django_db
def test_nothing_is_signed_on_top_of_damaged_hashes(write: Write, journal: list[Entry], tamper: Tamper) -> None:
    tamper("UPDATE journal_tile SET hashes = %s", b"\x07" * 320)
    write(1)
    with pytest.raises(JournalDamaged):
        sequence(now=NOW)
    assert Head.objects.get().size == 10


@pytest.mark.django_db
def test_late_inclusion_is_an_alarm(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    write(1)
    assert status(now=NOW + timedelta(seconds=3)).oldest_wait == timedelta(seconds=3)
    sequence(now=NOW + timedelta(seconds=1))
    assert caplog.text == ""
    write(1)
    sequence(now=NOW + timedelta(seconds=3))
    assert "waited 0:00:03" in caplog.text
    found = status(now=NOW)
    assert (found.size, found.waiting, found.oldest_wait) == (2, 0, timedelta())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal_entry",
        "UPDATE journal_entry SET actor = 'user:0'",
        "UPDATE journal_entry SET action = 'test.other'",
        "UPDATE journal_entry SET \"case\" = 'case:9'",
        "UPDATE journal_entry SET person = 'party:9'",
        "UPDATE journal_entry SET resource = 'x'",
        "UPDATE journal_entry SET instant = '2020-01-01 00:00:00'",
        "UPDATE journal_entry SET leaf = salt",
        "UPDATE journal_entry SET salt = leaf",
        "UPDATE journal_entry SET payload_digest = leaf",
        "UPDATE journal_entry SET payload = '{}'",
        "UPDATE journal_entry SET payload = NULL",
        'UPDATE journal_entry SET "index" = "index" + 100',
        'UPDATE journal_entry SET "index" = NULL',
        "UPDATE journal_entry SET id = id + 1000",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(journal: list[Entry], sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify().is_sound


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL lets ids commit out of order")
@pytest.mark.postgres
def test_an_entry_that_commits_late_gets_a_late_index_and_leaves_no_gap(write: Write) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                append(actor="user:slow", action="test.done", now=NOW)
                begun.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(10)
    write(3)
    assert sequence(now=NOW) == 3
    go_on.set()
    thread.join()
    assert sequence(now=NOW) == 1
    late = Entry.objects.get(actor="user:slow")
    assert late.index == 3
    assert late.pk < Entry.objects.get(index=0).pk
    assert verify().is_sound


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_two_sequencers_make_one_gapless_history() -> None:
    writers_done, failures = threading.Event(), []

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            except Exception as error:
                failures.append(error)
            finally:
                connections.close_all()

        return run

    def write_some() -> None:
        for number in range(60):
            with transaction.atomic():
                for _ in range(number % 3 + 1):
                    append(actor=threading.current_thread().name, action="test.done", now=NOW)
                if number % 7 == 0:
                    transaction.set_rollback(True)
                time.sleep(0.001)

    def sequence_all() -> None:
        while sequence(now=NOW, limit=17) or not writers_done.is_set() or Entry.objects.filter(index=None).exists():
            pass

    writers = [threading.Thread(target=guarded(write_some), name=f"writer:{number}") for number in range(4)]
    sequencers = [threading.Thread(target=guarded(sequence_all)) for _ in range(2)]
    for thread in writers + sequencers:
        thread.start()
    for thread in writers:
        thread.join()
    writers_done.set()
    for thread in sequencers:
        thread.join()
    assert failures == []
    indexes = list(Entry.objects.order_by("index").values_list("index", flat=True))
    assert indexes == list(range(len(indexes)))
    assert len(indexes) == signed().size > 300
    assert verify().is_sound


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last", [(Tile.objects, "bulk_create"), (Checkpoint, "sign"), (Head, "save")])
def test_a_sequencer_that_dies_leaves_nothing_half_done(
    write: Write, monkeypatch: pytest.MonkeyPatch, last: tuple[Any, str]
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_args: Any, **_options: Any) -> None:
        raise Killed

    write(300)
    sequence(now=NOW, limit=10)
    before = (checkpoint(), list(Tile.objects.values_list("level", "index", "hashes")))
    with monkeypatch.context() as patched:
        patched.setattr(*last, killed)
        with pytest.raises(Killed):
            sequence(now=NOW)
    assert (checkpoint(), list(Tile.objects.values_list("level", "index", "hashes"))) == before
    assert Entry.objects.exclude(index=None).count() == 10
    assert sequence(now=NOW) == 290
    assert verify().is_sound


@pytest.mark.django_db
def test_the_checkpoint_is_the_note_that_the_specification_describes(journal: list[Entry]) -> None:
    lines = (checkpoint() or "").split("\n")
    assert lines[:2] == ["weimin.example/qingdao", "10"]
    assert len(base64.b64decode(lines[2])) == 32
    assert lines[3] == ""
    assert lines[4].startswith("— weimin.example/qingdao ")
    assert lines[5:] == [""]
