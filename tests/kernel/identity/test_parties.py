from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from support.people import NOW
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import NumberKind, Party, PartyKind, RepresentationRole
from weimin.kernel.identity.numbers import masked
from weimin.lib.sealing import Unsealable

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def person(number: str = NUMBER, **more: str) -> Party:
    return identity.register_party(
        PartyKind.PERSON, name="王某", number_kind=NumberKind.ID_CARD, number=number, now=NOW, **more
    )


def stored(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM identity_party")
        return str(cursor.fetchone()[0])


def test_numbers_phones_and_addresses_lie_sealed_in_the_database_and_read_as_they_were():
    person(phone="138 0000 0001", address="八大峡街道 1 号")
    for column, plain in [("number", NUMBER), ("phone", "13800000001"), ("address", "八大峡街道 1 号")]:
        assert stored(column).startswith("v1.")
        assert plain not in stored(column)
        assert getattr(Party.objects.get(), column) == plain


def test_an_empty_phone_stays_empty():
    person()
    assert stored("phone") == ""
    assert Party.objects.get().phone == ""
    assert Party.objects.get().phone_index == ""


def test_a_party_is_found_by_its_number_however_it_is_typed():
    party = person()
    assert identity.find_party(" 110105 19491231 002x ", kind=NumberKind.ID_CARD) == party
    assert identity.find_party(NUMBER, kind=NumberKind.PASSPORT) is None
    assert identity.find_party("110105194912310038", kind=NumberKind.ID_CARD) is None


def test_a_number_is_registered_once():
    person()
    with pytest.raises(identity.NumberTaken):
        person("11010519491231002x")
    assert Party.objects.count() == 1


def test_the_database_itself_refuses_a_second_one():
    first = person()
    double = Party(kind="person", name="x", number_kind="id-card", number=NUMBER, registered_at=NOW)
    double.reindex()
    assert double.number_index == first.number_index
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


def test_a_sealed_number_copied_to_another_row_does_not_open():
    person()
    other = person("110105194912310038")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_party SET number = (SELECT number FROM identity_party WHERE id <> %s) WHERE id = %s",
            [other.pk, other.pk],
        )
    with pytest.raises(Unsealable) as caught:
        _ = Party.objects.get(pk=other.pk).number
    assert NUMBER not in str(caught.value)


def test_a_sealed_column_cannot_be_searched_or_written_past_its_row():
    person()
    with pytest.raises(TypeError, match="sealed"):
        Party.objects.filter(number=NUMBER).exists()
    with pytest.raises(TypeError, match="sealed"):
        Party.objects.update(number=NUMBER)


def test_saving_a_row_unread_keeps_its_ciphertext_and_a_deferred_one_is_fetched():
    person()
    before = stored("number")
    party = Party.objects.get()
    party.name = "王某某"
    party.save()
    assert stored("number") == before
    assert Party.objects.only("name").get().number == NUMBER
    assert Party.objects.defer("number").get().number == NUMBER


def test_many_rows_can_be_made_at_once():
    rows = [
        Party(kind="person", name=f"第{n}人", number_kind="passport", number=f"E{n:08}", registered_at=NOW)
        for n in range(3)
    ]
    for row in rows:
        row.reindex()
    Party.objects.bulk_create(rows)
    assert sorted(party.number for party in Party.objects.all()) == ["E00000000", "E00000001", "E00000002"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("370202199001011237", "370202********1237"),
        ("91370202MA3C00002X", "913702********002X"),
        ("E12345678", "E12****78"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_a_number_is_shown_masked(number: str, shown: str):
    hidden = masked(number)
    assert len(hidden) == len(number)
    assert hidden.count("*") >= min(4, len(number))
    if len(number) != 9:
        assert hidden == shown


def test_an_agent_needs_an_end(town: dict[str, identity.User]):
    party = person("110105194912310038")
    with pytest.raises(IntegrityError), transaction.atomic():
        identity.give_mandate(town["wang"].pk, party.pk, role=RepresentationRole.AGENT, actor=identity.SYSTEM, now=NOW)


def test_mandates_come_self_first_and_end_on_their_last_day(town: dict[str, identity.User]):
    today = date(2026, 12, 1)
    found = identity.mandates(town["li"].pk, on=today)
    assert [(m.name, m.role) for m in found] == [
        ("李某", "self"),
        ("李记小吃店", "self"),
        ("试城餐饮有限公司", "agent"),
    ]
    last = found[-1].until
    assert last is not None
    assert len(identity.mandates(town["li"].pk, on=last)) == 3
    assert len(identity.mandates(town["li"].pk, on=date(last.year + 1, 1, 1))) == 2


def test_a_login_is_folded_and_unique_and_has_a_shape():
    user = identity.register_user("Zhang.San", name="张三", password=None, now=NOW)
    assert user.login == "zhang.san"
    with pytest.raises(identity.LoginTaken):
        identity.register_user("ZHANG.SAN", name="张三", password=None, now=NOW)
    with pytest.raises(identity.BadLogin):
        identity.register_user("张 三", name="张三", password=None, now=NOW)
