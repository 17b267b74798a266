"""Credit codes, division codes and phone numbers."""

import csv
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weimin.lib.identifiers import (
    DivisionLevel,
    IdentifierError,
    PhoneKind,
    WrongCharacter,
    WrongCheckCharacter,
    WrongForm,
    WrongLength,
    check_credit_code,
    check_phone,
    credit_code_check,
    normalise_code,
    normalise_phone,
    organisation_code_check,
    parse_credit_code,
    parse_division_code,
    parse_phone,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@st.composite
def credit_codes(draw):
    organisation = draw(st.text(ALPHABET, min_size=8, max_size=8))
    start = draw(st.sampled_from(["11370202", "91370200", "92370203", "52440100", "N2370281"]))
    check = organisation_code_check(organisation)
    body = start + organisation + check
    return body + credit_code_check(body)


@settings(deadline=None)
@given(credit_codes())
def test_a_code_with_both_checks_parses_without_a_warning(code):
    parsed = parse_credit_code(code)
    assert (str(parsed), parsed.warnings) == (code, ())
    assert (parsed.authority, parsed.division, parsed.organisation_code) == (code[0], code[2:8], code[8:17])
    assert parsed.is_sole_trader == code.startswith("92")


@settings(deadline=None)
@given(code=credit_codes(), place=st.integers(0, 17), character=st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(code, place, character):
    wrong = code[:place] + character + code[place + 1 :]
    assert (check_credit_code(wrong) is None) == (wrong == code)


def test_the_published_vectors_parse_as_they_say(shared_data):
    vectors = json.loads((shared_data / "test-vectors" / "uscc_gb32100.json").read_text("utf-8"))
    for vector in vectors["valid"]:
        assert check_credit_code(vector["code"]) is None, vector["note"]
    for vector in vectors["invalid"]:
        assert check_credit_code(vector["code"]) is not None, vector["why"]
    for vector in vectors["org_code_gb11714"]["valid"]:
        assert organisation_code_check(vector["body"]) == vector["check"]


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        ("91350100M000100Y44", WrongCheckCharacter, "check character"),
        ("9135010OM000100Y43", WrongCharacter, "Character 8 of the unified social credit code is 'O'"),
        ("91A50100M000100Y43", WrongCharacter, "characters 3 to 8 are the area"),
        ("91350100M000100Y4", WrongLength, "18 characters, this has 17"),
        ("91350100m000100y43", WrongCharacter, "capitals"),
    ],
)
def test_a_wrong_code_is_refused_with_place_and_remedy(code, error, words):
    with pytest.raises(error) as refused:
        parse_credit_code(code)
    assert words in refused.value.message.en


def test_a_code_typed_in_lower_case_or_full_width_is_repaired_on_request():
    assert str(parse_credit_code(normalise_code(" ９１350100m000100y43"))) == "91350100M000100Y43"


def test_an_unknown_area_and_an_odd_organisation_code_only_warn():
    body = "9138010000000000" + "1"
    parsed = parse_credit_code(body + credit_code_check(body))
    assert [warning.zh[:4] for warning in parsed.warnings] == ["区划代码", "主体标识"]
    assert parse_credit_code("91350100M000100Y43", areas={"370202"}).warnings


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000", DivisionLevel.STATE),
        ("370000", DivisionLevel.PROVINCE),
        ("370200", DivisionLevel.CITY),
        ("370202", DivisionLevel.COUNTY),
        ("370202000000", DivisionLevel.COUNTY),
        ("370202006", DivisionLevel.STREET),
        ("370202006000", DivisionLevel.STREET),
        ("370202006001", DivisionLevel.VILLAGE),
    ],
)
def test_a_division_code_names_its_level(code, level):
    parsed = parse_division_code(code)
    assert (parsed.level, parsed.warnings) == (level, ())


@pytest.mark.parametrize(
    ("code", "error"), [("3702", WrongForm), ("37020a", WrongCharacter), ("３70202", WrongCharacter)]
)
def test_what_is_no_division_code_is_refused(code, error):
    with pytest.raises(error):
        parse_division_code(code)


def test_an_abolished_division_is_a_warning():
    assert parse_division_code("370205", known={"370202"}).warnings
    assert parse_division_code("380000").warnings


def test_every_published_division_parses_without_a_warning(shared_data):
    with (shared_data / "admin-divisions" / "streets.csv").open(encoding="utf-8-sig") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert len(codes) > 40_000
    assert [code for code in codes if parse_division_code(code).warnings] == []


@pytest.mark.parametrize(
    ("typed", "value", "kind"),
    [
        ("13800000000", "13800000000", PhoneKind.MOBILE),
        ("+86 138-0000-0000", "13800000000", PhoneKind.MOBILE),
        ("0086 13800000000", "13800000000", PhoneKind.MOBILE),
        ("8613800000000", "13800000000", PhoneKind.MOBILE),
        ("１３８００００００００", "13800000000", PhoneKind.MOBILE),
        ("0532-80000000", "0532-80000000", PhoneKind.LANDLINE),
        ("(0532) 80000000", "0532-80000000", PhoneKind.LANDLINE),
        ("（0532）-80000000", "0532-80000000", PhoneKind.LANDLINE),
        ("053280000000", "0532-80000000", PhoneKind.LANDLINE),
        ("010 80000000", "010-80000000", PhoneKind.LANDLINE),
        ("+86-532-80000000", "0532-80000000", PhoneKind.LANDLINE),
        ("0532-80000000转801", "0532-80000000-801", PhoneKind.LANDLINE),
        ("0312-5000000", "0312-5000000", PhoneKind.LANDLINE),
    ],
)
def test_phone_numbers_as_people_type_them_have_one_canonical_form(typed, value, kind):
    parsed = parse_phone(normalise_phone(typed))
    assert (parsed.value, parsed.kind) == (value, kind)
    assert check_phone(value) is None
    assert normalise_phone(value) == value


@pytest.mark.parametrize(
    "text", ["", "12800000000", "1380000000", "138000000000", "80000000", "0532-10000000", "手机", "138 0000 0000"]
)
def test_what_is_no_phone_number_is_refused_with_an_example(text):
    assert "0532-80000000" in check_phone(text).en


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_whatever_leads_to_another_error(text):
    for parse in (parse_credit_code, parse_division_code, parse_phone, lambda t: parse_phone(normalise_phone(t))):
        with suppress(IdentifierError):
            parse(text)
