"""Identity numbers, passports and names of people."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weimin.lib.identifiers import (
    BirthInFuture,
    Holder,
    IdentifierError,
    NotADate,
    Sex,
    WrongCharacter,
    WrongCheckCharacter,
    WrongForm,
    WrongLength,
    check_id_number,
    check_passport,
    check_personal_name,
    id_number_check,
    normalise_code,
    normalise_personal_name,
    parse_id_number,
    parse_passport,
    parse_personal_name,
)

TODAY = date(2026, 11, 22)


@st.composite
def id_numbers(draw):
    area = draw(st.sampled_from(["370202", "110105", "440524", "990099"]))
    birth = draw(st.dates(date(1850, 1, 1), TODAY))
    body = f"{area}{birth:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + id_number_check(body)


@settings(deadline=None)
@given(id_numbers())
def test_a_number_with_date_and_check_digit_parses_into_its_parts(number):
    parsed = parse_id_number(number, today=TODAY)
    assert str(parsed) == number
    assert parsed.birth == date.fromisoformat(number[6:14])
    assert parsed.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@settings(deadline=None)
@given(number=id_numbers(), place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_every_single_wrong_digit_is_found(number, place, digit):
    wrong = number[:place] + digit + number[place + 1 :]
    assert (check_id_number(wrong, today=TODAY) is None) == (wrong == number)


@settings(deadline=None)
@given(number=id_numbers(), place=st.integers(0, 15))
def test_every_swap_of_neighbours_is_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (check_id_number(swapped, today=TODAY) is None) == (swapped == number)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_examples_parse(number):
    assert check_id_number(number, today=TODAY) is None


def test_the_published_vectors_parse_as_they_say(shared_data):
    vectors = json.loads((shared_data / "test-vectors" / "id_card_gb11643.json").read_text("utf-8"))
    for vector in vectors["valid"]:
        parsed = parse_id_number(vector["id"], today=TODAY)
        assert (parsed.birth.isoformat(), parsed.sex.value[0].upper()) == (vector["birth"], vector["sex"])
    for vector in vectors["invalid"]:
        assert check_id_number(vector["id"], today=TODAY) is not None, vector["why"]


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        ("110105194912310021", WrongCheckCharacter, "check character"),
        ("11010519491331002X", NotADate, "date of birth"),
        ("110105190002290021", NotADate, "date of birth"),
        ("370202202611230017", BirthInFuture, "later than today"),
        ("11010519491231002x", WrongCharacter, "capital X"),
        ("1101O519491231002X", WrongCharacter, "Character 5 of the identity number is 'O'"),
        ("１１010519491231002X", WrongCharacter, "Character 1"),
        ("1101051949\x00231002X", WrongCharacter, "U+0000"),
        ("1101051949<231002X", WrongCharacter, "U+003C"),
        ("1101051949123100", WrongLength, "18 characters, this has 16"),
        ("110105491231002", WrongForm, "15 digits are no longer valid"),
        ("", WrongLength, "this has 0"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong_and_never_repeated(number, error, words):
    with pytest.raises(error) as refused:
        parse_id_number(number, today=TODAY)
    assert words in refused.value.message.en
    assert refused.value.message.zh
    if number:
        assert number not in refused.value.message.en


@pytest.mark.parametrize(
    "typed", [" 11010519491231002x ", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x"]
)
def test_what_people_type_is_repaired_only_on_request(typed):
    assert check_id_number(typed) is not None
    assert check_id_number(normalise_code(typed)) is None


def test_an_unknown_area_warns_and_refuses_nobody():
    body = "99000019900101001"
    foreigner_or_not = parse_id_number(body + id_number_check(body), today=TODAY)
    assert foreigner_or_not.holder is Holder.FOREIGNER
    body = "38000019900101001"
    parsed = parse_id_number(body + id_number_check(body), today=TODAY)
    assert "380000" in parsed.warnings[0].zh
    merged = parse_id_number("370202199003070011", today=TODAY, areas={"370203"})
    assert "370202" in merged.warnings[0].en
    assert parse_id_number("370202199003070011", today=TODAY, areas={"370202"}).warnings == ()


@pytest.mark.parametrize(
    ("body", "holder"),
    [
        ("81000019900101001", Holder.HONG_KONG_MACAO_TAIWAN),
        ("83000019900101001", Holder.HONG_KONG_MACAO_TAIWAN),
        ("91112419810803002", Holder.FOREIGNER),
        ("37020219900101001", Holder.CITIZEN),
    ],
)
def test_residence_permits_have_numbers_of_the_same_form(body, holder):
    parsed = parse_id_number(body + id_number_check(body), today=TODAY)
    assert (parsed.holder, parsed.warnings) == (holder, ())


def test_a_number_keeps_itself_out_of_logs():
    assert "19491231" not in repr(parse_id_number("11010519491231002X", today=TODAY))


@pytest.mark.parametrize("number", ["E12345678", "123456789", "P1234567", "YA0123456", "C01X00T47"])
def test_passports_of_many_countries_parse(number):
    assert str(parse_passport(number)) == number


@pytest.mark.parametrize("number", ["", "E123", "PASSPORT", "E12345678901234567890", "e12345678", "E1234567<"])
def test_what_cannot_be_a_passport_is_refused(number):
    assert "5 to 20" in check_passport(number).en


@pytest.mark.parametrize(
    "name",
    [
        "王伟",
        "欧阳娜娜",
        "买买提·吐尔逊",
        "阿卜杜热西提·阿卜杜拉·伊斯拉木",
        "李䶮",
        "王𬎆",
        "张𫟰",
        "赵\U000313f9",  # Extension H, newer than this Python's tables
        "〇小明",
        "Mary-Jane O’Neill",
        "'t Hooft",
        "José da Silva Jr.",
        "Nguyễn Thị Minh Khai",
        "Müller, Jürgen",
        "محمد",
        "辻\U000e0100",  # with an ideographic variation selector
        "Ng",
        "О",
    ],
)
def test_names_that_people_bear_are_accepted(name):
    parsed = parse_personal_name(name)
    assert (parsed.value, parsed.warnings) == (name, ())


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "·",
        "·王",
        "王·",
        " 王伟",
        "王伟 ",
        "王\n伟",
        "王\x00伟",
        "<b>王</b>",
        "王&伟",
        "王2伟",
        "王😀",
        "王\u202e伟",
        "王;伟",
        "王" * 101,
    ],
)
def test_control_characters_markup_and_stray_signs_are_no_names(name):
    assert check_personal_name(name) is not None


def test_a_private_use_character_warns_and_refuses_nobody():
    assert "䶮" in parse_personal_name("李\ue863").warnings[0].zh


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 王　伟 ", "王 伟"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("J.R. Smith", "J.R. Smith"),
        ("Jose\u0301", "José"),
        ("李䶮", "李䶮"),
    ],
)
def test_a_name_is_kept_in_one_spelling(typed, kept):
    assert normalise_personal_name(typed) == kept
    assert check_personal_name(kept) is None


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_whatever_leads_to_another_error(text):
    for parse in (parse_passport, parse_personal_name, lambda t: parse_id_number(t, today=TODAY)):
        with suppress(IdentifierError):
            parse(text)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text):
    assert normalise_code(normalise_code(text)) == normalise_code(text)
    assert normalise_personal_name(normalise_personal_name(text)) == normalise_personal_name(text)
