import pytest
from django.core.management import call_command

from support import people
from support.people import NOW
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import NumberKind, Party

OLD, NEW = "0f" * 32, "a1" * 32
NUMBER = "11010519491231002X"


@pytest.fixture
def rotated(town, settings):
    """The city after a new key was put in front of the old one."""
    settings.DATA_KEYS = [NEW, OLD]
    return town


def test_rows_under_an_old_key_are_still_read_and_found(rotated):
    party = identity.find_party(NUMBER, kind=NumberKind.ID_CARD)
    assert party is not None
    assert party.number == NUMBER


def test_a_number_registered_under_the_old_key_is_still_taken(rotated):
    with pytest.raises(identity.NumberTaken):
        identity.register_party(
            identity.PartyKind.PERSON, name="x", number_kind=NumberKind.ID_CARD, number=NUMBER, now=NOW
        )


def test_after_resealing_the_old_key_can_be_thrown_away(rotated, settings):
    done = identity.reseal()
    assert done["identity.party"] == Party.objects.count() == 4
    assert done["mfa.authenticator"] == 2
    settings.DATA_KEYS = [NEW]
    party = identity.find_party(NUMBER, kind=NumberKind.ID_CARD)
    assert party is not None
    assert (party.number, party.phone) == (NUMBER, "13800000001")
    people.log_in("chief")


def test_resealing_again_has_nothing_to_do(rotated):
    identity.reseal()
    assert set(identity.reseal().values()) == {0}


def test_the_command_says_how_many_rows_it_changed(rotated, capsys):
    call_command("reseal")
    assert "identity.party: 4" in capsys.readouterr().out
