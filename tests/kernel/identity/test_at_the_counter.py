"""A number from a card: whose it is, told by its form; a slip of the finger makes nobody else of it."""

from datetime import date

import pytest

from support.counter import GRANDMOTHER, GRANDSON, person
from support.qingdao import at
from weimin.kernel.identity import api as identity

TODAY, NOW = date(2026, 9, 21), at("2026-09-21 10:00")


@pytest.mark.parametrize(
    ("typed", "kind", "party"),
    [
        (GRANDMOTHER[0], "id-card", "person"),
        (" 370202 19350302 9982 ", "id-card", "person"),
        ("92370202MADEM00117", "credit-code", "sole-trader"),
        ("91370202madem00382", "credit-code", "legal-entity"),
        ("E12345678", "passport", "person"),
    ],
)
def test_a_number_tells_what_it_is(typed: str, kind: str, party: str) -> None:
    found = identity.read_number(typed, today=TODAY)
    assert (found.kind, found.party) == (kind, party)


@pytest.mark.parametrize("number", [GRANDMOTHER[0], GRANDSON[0], "370202199005179985"])
def test_no_single_wrong_digit_passes(number: str) -> None:
    for place in range(17):
        for digit in "0123456789":
            if digit != number[place]:
                with pytest.raises(identity.UnreadableNumber):
                    identity.read_number(number[:place] + digit + number[place + 1 :], today=TODAY)


@pytest.mark.parametrize("typed", ["", "3", "3702021935030299", "3702021935030299821", "37020219350302998", "护照"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(identity.UnreadableNumber):
        identity.read_number(typed, today=TODAY)


@pytest.mark.django_db
def test_the_same_person_is_registered_once_and_the_name_must_fit() -> None:
    first = person(*GRANDMOTHER, NOW)
    assert person(*GRANDMOTHER, NOW).pk == first.pk
    with pytest.raises(identity.NameDiffers):
        person(GRANDMOTHER[0], "王奶奶", NOW)
    with pytest.raises(identity.NameDiffers):
        person("370202199005179985", "", NOW)
    with pytest.raises(identity.NameDiffers):
        person("91370202MADEM00382", "某", NOW)
    assert identity.Party.objects.count() == 1


@pytest.mark.django_db
def test_whoever_was_registered_at_a_counter_has_no_login() -> None:
    party = person(*GRANDMOTHER, NOW)
    assert identity.User.objects.count() == 0
    assert not party.representations.exists()
