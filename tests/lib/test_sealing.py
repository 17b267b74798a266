import pytest
from hypothesis import given
from hypothesis import strategies as st

from weimin.lib.sealing import INDEX_LENGTH, BadKey, Keyring, Unsealable

OLD, NEW = "0f" * 32, "a1" * 32


@given(st.text())
def test_what_was_sealed_opens_in_its_own_place(text: str):
    ring = Keyring([NEW])
    assert ring.unseal(ring.seal(text, context="party.number:1"), context="party.number:1") == text


def test_it_does_not_open_in_another_place():
    ring = Keyring([NEW])
    token = ring.seal("11010519491231002X", context="party.number:1")
    with pytest.raises(Unsealable):
        ring.unseal(token, context="party.number:2")


def test_the_same_text_never_looks_the_same_twice_and_never_shows():
    ring = Keyring([NEW])
    first, second = (ring.seal("13800000001", context="x") for _ in range(2))
    assert first != second
    assert "13800000001" not in first


@pytest.mark.parametrize("position", [4, 14, 20, -2])
def test_a_changed_token_does_not_open(position: int):
    ring = Keyring([NEW])
    token = list(ring.seal("text", context="x"))
    token[position] = "A" if token[position] != "A" else "B"
    with pytest.raises(Unsealable):
        ring.unseal("".join(token), context="x")


@pytest.mark.parametrize("token", ["", "v1", "v1.", "v2.00000000.AAAA", "plain text", "v1.zz.é"])
def test_what_is_no_token_does_not_open(token: str):
    with pytest.raises(Unsealable):
        Keyring([NEW]).unseal(token, context="x")


def test_the_first_key_seals_and_every_key_opens():
    old = Keyring([OLD]).seal("text", context="x")
    both = Keyring([NEW, OLD])
    assert both.unseal(old, context="x") == "text"
    assert not both.is_current(old)
    assert both.is_current(both.seal("text", context="x"))
    with pytest.raises(Unsealable):
        Keyring([NEW]).unseal(old, context="x")


def test_an_index_is_stable_keyed_and_its_own_for_each_purpose():
    ring = Keyring([NEW])
    index = ring.index("13800000001", purpose="phone")
    assert len(index) == INDEX_LENGTH
    assert index == Keyring([NEW]).index("13800000001", purpose="phone")
    assert index != ring.index("13800000001", purpose="number")
    assert index != Keyring([OLD]).index("13800000001", purpose="phone")
    assert Keyring([NEW, OLD]).indexes("1", purpose="p") == (
        Keyring([NEW]).index("1", purpose="p"),
        Keyring([OLD]).index("1", purpose="p"),
    )


@pytest.mark.parametrize("secrets", [[], ["short"], [NEW, "0f" * 31], [NEW, ""]])
def test_a_bad_key_is_refused_with_its_position(secrets: list[str]):
    with pytest.raises(BadKey) as caught:
        Keyring(secrets)
    assert caught.value.data["position"] == max(len(secrets), 1)
    assert str(caught.value.data["position"]) in str(caught.value)
