import json
import string
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kernel.journal.conftest import NOW, Write
from weimin.kernel.journal import record
from weimin.kernel.journal.api import (
    BadReference,
    Entry,
    NotInTransaction,
    PayloadTooLong,
    UnknownAction,
    UnwritablePayload,
    actions,
    append,
    entries,
    erase_payloads,
    register_actions,
)
from weimin.lib.bilingual import Bilingual
from weimin.lib.merkle import leaf_hash


@pytest.mark.django_db
def test_an_act_is_one_row_and_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        pk = append(
            actor="user:1",
            action="test.done",
            now=NOW,
            case="case:7",
            person="party:3",
            resource="item:dog",
            payload={"fee": Decimal("12.50"), "due": date(2026, 10, 1), "copies": 2, "kept": True, "note": None},
        )
    entry = Entry.objects.get(pk=pk)
    assert (entry.actor, entry.action, entry.case, entry.person) == ("user:1", "test.done", "case:7", "party:3")
    assert (entry.resource, entry.instant, entry.index) == ("item:dog", NOW, None)
    assert entry.payload == {"fee": "12.50", "due": "2026-10-01", "copies": "2", "kept": True, "note": None}
    assert str(entry.action_name) == "做了一件事"
    assert len(entry.salt) >= 16
    assert len(entry.leaf) == 32


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        append(actor="user:1", action="test.done", now=NOW)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_entry() -> None:
    with transaction.atomic():
        append(actor="user:1", action="test.done", now=NOW)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_unregistered_action_is_refused() -> None:
    with pytest.raises(UnknownAction, match="undone"):
        append(actor="user:1", action="test.undone", now=NOW)


def test_actions_are_listed_in_order_and_keep_one_meaning() -> None:
    register_actions({"test.before": Bilingual("先", "before")})
    assert list(actions()) == sorted(actions())
    assert actions()["test.before"].en == "before"
    register_actions({"test.before": Bilingual("先", "before")})
    with pytest.raises(ValueError, match="another name"):
        register_actions({"test.before": Bilingual("后", "after")})


@pytest.mark.parametrize("action", ["done", "Test.done", "test.", "test..done", "test done", "test.done\n", ""])
def test_an_action_has_one_spelling(action: str) -> None:
    with pytest.raises(ValueError, match="spelled"):
        register_actions({action: Bilingual("甲", "a")})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"actor": ""}, {"case": "x" * 101}, {"person": "party 3"}, {"resource": "a\x00b"}, {"case": "a\ud800"}]
)
def test_a_reference_that_is_none_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BadReference):
        append(**({"actor": "user:1", "action": "test.done", "now": NOW} | wrong))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        append(actor="user:1", action="test.done", now=NOW.replace(tzinfo=None))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), {1, 2}, b"raw", object(), datetime(2026, 9, 28), Decimal("NaN"), "nul\x00", "\ud800", {3: "x"}],  # noqa: DTZ001
)
def test_what_has_no_exact_text_is_refused_with_its_place(value: Any) -> None:
    with pytest.raises(UnwritablePayload, match="payload"):
        append(actor="user:1", action="test.done", now=NOW, payload={"deep": [value]})
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_document_is_no_payload() -> None:
    with pytest.raises(PayloadTooLong):
        append(actor="user:1", action="test.done", now=NOW, payload={"text": "长" * 30_000})


def test_a_payload_is_canonical_json_with_everything_exact_as_text() -> None:
    payload = {
        "b": UUID(int=1),
        "a": [NOW, Bilingual("甲", "A"), -0, 10**30],
        "é": Decimal("1E+3"),
        "𐀀": "",
        "\ue000": "",
    }
    assert record.canonical_payload(payload) == (
        '{"a":["2026-09-28T01:00:00.000000Z",{"en":"A","zh":"甲"},"0","1' + "0" * 30 + '"],'
        '"b":"00000000-0000-0000-0000-000000000001","é":"1000","𐀀":"","\ue000":""}'
    )


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.lists(texts, min_size=5, max_size=5), st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16)
)
def test_a_leaf_is_the_hash_of_rfc_8785_json(fields: list[str], digest: bytes, salt: bytes) -> None:
    names = ["actor", "action", "case", "person", "resource"]
    leaf = record.entry_leaf(instant=NOW, payload_digest=digest, salt=salt, **dict(zip(names, fields, strict=True)))  # type: ignore[arg-type]
    document = dict(zip(names, fields, strict=True)) | {
        "instant": "2026-09-28T01:00:00.000000Z",
        "payload": digest.hex(),
        "salt": salt.hex(),
    }
    assert leaf == leaf_hash(b"weimin-journal-entry/1\n" + rfc8785.dumps(document))


json_values = st.recursive(
    st.none() | st.booleans() | texts.filter(lambda text: "\x00" not in text) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(string.ascii_letters), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(string.ascii_letters), json_values, max_size=4))
def test_writing_what_was_written_again_gives_the_same_text(payload: dict[str, Any]) -> None:
    text = record.canonical_payload(payload)
    assert record.canonical_payload(json.loads(text)) == text


@pytest.mark.django_db
def test_a_timeline_is_paged_newest_first_and_shows_what_is_not_yet_sequenced(
    write: Write, django_assert_num_queries: Any
) -> None:
    ids = write(5, case="case:a")
    write(5, case="case:b", person="party:9")
    with django_assert_num_queries(1):
        page = entries(case="case:a", limit=3)
    assert [entry.pk for entry in page] == ids[:1:-1]
    with django_assert_num_queries(1):
        assert [entry.pk for entry in entries(case="case:a", before=page[-1].pk, limit=3)] == ids[1::-1]
    assert len(entries(person="party:9")) == 5
    assert entries(person="party:9", case="case:a") == []
    with pytest.raises(ValueError, match="timeline"):
        entries()


@pytest.mark.django_db
def test_erasing_a_payload_leaves_the_act_and_is_itself_journalled(write: Write) -> None:
    (pk, other) = write(2, case="case:a", payload={"name": "丁一"})
    leaf = bytes(Entry.objects.get(pk=pk).leaf)
    assert erase_payloads([pk], actor="user:9", ground="个人信息保护法第四十七条", now=NOW) == 1
    entry = Entry.objects.get(pk=pk)
    assert (entry.is_erased, entry.payload, entry.payload_salt) == (True, {}, None)
    assert bytes(entry.leaf) == leaf
    note = entries(case="case:a")[0]
    assert (note.action, note.resource, note.actor) == ("journal.payload-erased", entry.name, "user:9")
    assert note.payload == {"ground": "个人信息保护法第四十七条"}
    assert not Entry.objects.get(pk=other).is_erased
    assert erase_payloads([pk], actor="user:9", ground="again", now=NOW) == 0
