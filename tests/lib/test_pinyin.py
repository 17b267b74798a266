import pytest
from hypothesis import given
from hypothesis import strategies as st

from weimin.lib.pinyin import coarse, readings, sounds, syllables


@pytest.mark.parametrize(
    ("character", "expected"),
    [("狗", ("gou",)), ("养", ("yang",)), ("養", ("yang",)), ("绿", ("lv", "lu")), ("a", ()), ("，", ())],
)
def test_a_character_has_its_commonest_readings_without_tones(character: str, expected: tuple[str, ...]):
    assert readings(character) == expected


def test_a_text_is_read_in_every_way_its_characters_are():
    assert sounds("银行") == ["yinxing", "yinhang"]
    assert sounds("狗x") == []


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("yanggou", [("yang", "gou")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("dog", []),
        ("", []),
        ("lvdi", [("lv", "di")]),
        ("a" * 41, []),
        ("é", []),
    ],
)
def test_letters_are_cut_into_syllables_or_are_no_pinyin(letters: str, expected: list[tuple[str, ...]]):
    assert list(syllables(letters)) == expected


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=40))
def test_every_cut_holds_all_letters(letters: str):
    assert all("".join(way) == letters for way in syllables(letters))


@pytest.mark.parametrize(("one", "other"), [("zhuang", "zuan"), ("shen", "seng"), ("xing", "xin"), ("chi", "ci")])
def test_what_many_do_not_tell_apart_is_written_alike(one: str, other: str):
    assert coarse(one) == coarse(other)


def test_a_nasal_before_a_vowel_is_left_alone():
    assert coarse("fangan") == "fangan"
