from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kernel.journal.conftest import NOW, Write
from weimin.kernel.journal.api import (
    Entry,
    NothingToSkip,
    append,
    consumer_states,
    entries,
    failing_consumers,
    register_consumer,
    run_consumers,
    sequence,
    skip_entry,
)
from weimin.kernel.journal.models import Cursor

pytestmark = pytest.mark.django_db


class Reader:
    """Remembers what it was given; raises at the entries that it cannot take, after having written something."""

    def __init__(self, *poison: int) -> None:
        self.taken: list[int] = []
        self.poison = set(poison)

    def __call__(self, entries: Sequence[Entry], *, now: Any) -> None:
        for entry in entries:
            assert entry.index is not None
            if entry.index in self.poison:
                append(actor="system", action="test.done", now=now, resource="half-done")
                raise RuntimeError(f"cannot take {entry.index}")
            self.taken.append(entry.index)


@pytest.fixture(autouse=True)
def _only_these(consumers: dict[str, Any]) -> None:
    pass


def test_a_reader_gets_every_entry_once_in_order(journal: list[Entry], write: Write) -> None:
    reader = Reader()
    register_consumer("reader", reader, batch=4)
    assert [run_consumers(now=NOW) for _ in range(4)] == [4, 4, 2, 0]
    write(2)
    assert run_consumers(now=NOW) == 0  # not sequenced yet
    sequence(now=NOW)
    assert run_consumers(now=NOW) == 2
    assert reader.taken == list(range(12))


def test_a_reader_of_some_actions_passes_over_the_others(journal: list[Entry]) -> None:
    reader = Reader()
    register_consumer("reader", reader, actions={"test.other"})
    assert run_consumers(now=NOW) == 10
    assert reader.taken == []
    assert consumer_states()[0].behind == 0


def test_an_idle_round_costs_two_queries(journal: list[Entry], django_assert_num_queries: Any) -> None:
    register_consumer("one", Reader())
    register_consumer("two", Reader())
    run_consumers(now=NOW)
    with django_assert_num_queries(2):
        assert run_consumers(now=NOW) == 0


def test_what_a_failing_reader_wrote_is_undone_and_the_others_go_on(journal: list[Entry]) -> None:
    bad, good = Reader(3), Reader()
    register_consumer("bad", bad)
    register_consumer("good", good)
    run_consumers(now=NOW)
    assert good.taken == list(range(10))
    assert entries(resource="half-done") == []
    (state,) = failing_consumers()
    assert (state.name, state.position, state.attempts, state.behind) == ("bad", 0, 1, 10)
    assert "RuntimeError: cannot take 3" in state.error


def test_a_failing_reader_rests_longer_each_time_and_ends_at_the_very_entry(journal: list[Entry]) -> None:
    bad = Reader(3)
    register_consumer("bad", bad)
    run_consumers(now=NOW)
    now, pauses = NOW, []
    for _ in range(14):
        run_consumers(now=now)
        cursor = Cursor.objects.get()
        if cursor.retry_at and cursor.retry_at > now:
            pauses.append((cursor.retry_at - now).total_seconds())
            assert run_consumers(now=cursor.retry_at - timedelta(microseconds=1)) == 0
            now = cursor.retry_at
    assert pauses == sorted(pauses)
    assert pauses[-1] == 300
    (state,) = failing_consumers()
    assert (state.position, state.is_stalled) == (3, True)


def test_a_reader_that_recovers_goes_on_where_it_stopped(journal: list[Entry]) -> None:
    reader = Reader(3)
    register_consumer("reader", reader)
    run_consumers(now=NOW)
    reader.poison.clear()
    reader.taken.clear()
    later = NOW + timedelta(minutes=1)
    while run_consumers(now=later):
        pass
    assert reader.taken == list(range(10))
    assert failing_consumers() == []
    assert Cursor.objects.get().error == ""


def test_an_operator_can_let_it_skip_an_entry_and_that_is_journalled(journal: list[Entry]) -> None:
    reader = Reader(0)
    register_consumer("reader", reader)
    with pytest.raises(NothingToSkip):
        skip_entry("reader", actor="user:1", ground="", now=NOW)
    run_consumers(now=NOW)
    assert skip_entry("reader", actor="user:1", ground="known bug", now=NOW) == 0
    while run_consumers(now=NOW):
        pass
    assert reader.taken == list(range(1, 10))
    (note,) = entries(resource="consumer:reader")
    assert note.action == "journal.entry-skipped"
    assert note.payload["index"] == "0"
    assert note.payload["ground"] == "known bug"


def test_a_reader_that_breaks_its_transaction_is_rolled_back_too(journal: list[Entry]) -> None:
    def breaking(entries: Sequence[Entry], *, now: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")

    register_consumer("breaking", breaking)
    assert run_consumers(now=NOW) == 0
    assert failing_consumers()[0].attempts == 1


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_dies_is_given_the_same_entries_again(write: Write) -> None:
    """Killed between its writes and the commit, as by SIGKILL: nothing of the batch stays."""
    write(3)
    sequence(now=NOW)
    given: list[int] = []

    class Killed(BaseException):
        pass

    def dying(entries: Sequence[Entry], *, now: Any) -> None:
        append(actor="system", action="test.done", now=now, resource="by-reader")
        given.extend(entry.pk for entry in entries)
        if len(given) == 3:
            raise Killed

    register_consumer("dying", dying)
    with pytest.raises(Killed):
        run_consumers(now=NOW)
    assert entries(resource="by-reader") == []
    run_consumers(now=NOW)
    assert given[:3] == given[3:]
    assert len(entries(resource="by-reader")) == 1
    assert run_consumers(now=NOW) == 0


def test_one_name_belongs_to_one_reader() -> None:
    register_consumer("reader", len)  # type: ignore[arg-type]
    register_consumer("reader", len)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="reader"):
        register_consumer("reader", sum)  # type: ignore[arg-type]


def test_a_new_reader_begins_at_the_first_entry(journal: list[Entry]) -> None:
    register_consumer("new", Reader())
    (state,) = consumer_states()
    assert (state.position, state.behind, state.is_failing) == (0, 10, False)
    assert run_consumers(now=NOW) == 10
    assert consumer_states()[0].behind == 0
