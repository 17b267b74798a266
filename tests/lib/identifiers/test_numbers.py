"""Codes of items, numbers of cases, identifiers of certificates."""

import csv
import json
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from weimin.lib.identifiers import (
    ITEM_TYPES,
    CaseNumber,
    IdentifierError,
    WrongCharacter,
    WrongCheckCharacter,
    WrongForm,
    WrongLength,
    format_case_number,
    format_certificate_identifier,
    mod_37_36_check,
    parse_basic_code,
    parse_case_number,
    parse_certificate_identifier,
    parse_implementation_code,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CASE_PARTS = {
    "division": st.sampled_from(["370202", "370202006", "370202006001"]),
    "letters": st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=6),
    "year": st.integers(2000, 2100),
    "serial": st.integers(1, 999_999_999),
}


def test_the_check_character_is_that_of_a_published_identifier():
    """GRid A1-2425G-ABC1234002-M, the worked example of IFPI's Global Release Identifier (ISO 7064 MOD 37,36)."""
    assert mod_37_36_check("A12425GABC1234002") == "M"


@settings(deadline=None)
@given(body=st.text(ALPHABET, min_size=1, max_size=40), data=st.data())
def test_the_check_character_finds_every_single_error(body, data):
    place = data.draw(st.integers(0, len(body) - 1))
    wrong = body[:place] + data.draw(st.sampled_from(ALPHABET)) + body[place + 1 :]
    assert (mod_37_36_check(wrong) == mod_37_36_check(body)) == (wrong == body)


def test_the_check_character_misses_one_swap_of_neighbours_in_six_hundred():
    swaps = [(before, a, b) for before in ALPHABET for a in ALPHABET for b in ALPHABET if a != b]
    missed = [s for s in swaps if mod_37_36_check(s[0] + s[1] + s[2]) == mod_37_36_check(s[0] + s[2] + s[1])]
    assert len(swaps) / len(missed) > 600


@settings(deadline=None)
@given(**CASE_PARTS)
def test_a_case_number_reads_back_as_it_was_written(division, letters, year, serial):
    number = format_case_number(division, letters, year, serial)
    assert parse_case_number(number) == CaseNumber(division, letters, year, serial)
    assert str(parse_case_number(number)) == number
    assert number[-1] == mod_37_36_check(number[:-1].replace("-", ""))


@settings(deadline=None)
@given(**CASE_PARTS, data=st.data())
def test_a_case_number_is_understood_as_people_type_it(division, letters, year, serial, data):
    number = format_case_number(division, letters, year, serial)
    full_width = number.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    typed = data.draw(
        st.sampled_from([number.lower(), full_width, f" {number} ", number.replace("-", ""), number.replace("-", "－")])
    )
    assert str(parse_case_number(typed)) == number


@settings(deadline=None)
@given(**CASE_PARTS, data=st.data())
def test_a_mistyped_case_number_finds_no_other_case(division, letters, year, serial, data):
    number = format_case_number(division, letters, year, serial)
    place = data.draw(st.sampled_from([n for n, character in enumerate(number) if character != "-"]))
    wrong = number[:place] + data.draw(st.sampled_from(ALPHABET)) + number[place + 1 :]
    assume(wrong != number)
    with pytest.raises(IdentifierError):
        parse_case_number(wrong)


def test_a_case_number_looks_as_the_design_shows_it():
    assert format_case_number("370202", "XZSP", 2026, 123) == "370202-XZSP-2026-000123-F"


@pytest.mark.parametrize(
    "text",
    ["", "370202-XZSP-2026-000123", "370202-XZSP-2026-123-F", "37020-XZSP-2026-000123-F", "370202-X-2026-000123-F"],
)
def test_what_is_no_case_number_is_refused_with_an_example(text):
    with pytest.raises(WrongForm, match="370202-XZSP-2026-000123-C"):
        parse_case_number(text)


def test_a_case_number_with_another_check_character_is_refused():
    with pytest.raises(WrongCheckCharacter):
        parse_case_number("370202-XZSP-2026-000123-G")


@pytest.mark.parametrize(
    "parts",
    [
        ("37", "XZSP", 2026, 1),
        ("370202", "xzsp", 2026, 1),
        ("370202", "XZSP", 26, 1),
        ("370202", "XZSP", 2026, 0),
        ("370202", "XZSP", 2026, 10**9),
    ],
)
def test_no_case_number_is_made_of_parts_that_do_not_fit(parts):
    with pytest.raises(WrongForm):
        format_case_number(*parts)


def test_a_basic_code_falls_into_its_parts():
    code = parse_basic_code("370117002011", types=ITEM_TYPES)
    assert (code.region, code.type, code.department, code.main_item, code.sub_item) == ("37", "01", "17", "002", "011")
    assert code.warnings == ()


@pytest.mark.parametrize("code", ["000104002000", "511Z07001006", "511A01380000"])
def test_regional_types_may_have_letters(code):
    assert str(parse_basic_code(code)) == code


def test_an_unknown_region_or_type_is_a_warning():
    assert len(parse_basic_code("991Z07001006", types=ITEM_TYPES).warnings) == 2


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("00010400200", WrongLength),
        ("0001040020001", WrongLength),
        ("A00104002000", WrongCharacter),
        ("00010400200A", WrongCharacter),
    ],
)
def test_what_is_no_basic_code_is_refused(code, error):
    with pytest.raises(error):
        parse_basic_code(code)


def test_an_implementation_code_falls_into_unit_level_and_item():
    code = parse_implementation_code("11450721MB155808114000104002000", types=ITEM_TYPES)
    assert (str(code.unit), code.level, str(code.basic), code.handling) == ("11450721MB15580811", 4, "000104002000", "")
    assert code.warnings == ()


def test_a_handling_has_two_characters_more():
    code = parse_implementation_code("11450721MB15580811400010400200001")
    assert code.handling == "01"
    assert str(code) == "11450721MB15580811400010400200001"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("11450721MB15580811400010400200", WrongForm),
        ("11450721MB15580811400010400200001000", WrongForm),
        ("11450721MB155808124000104002000", WrongCheckCharacter),
        ("11450721MB15580811X000104002000", WrongCharacter),
        ("11450721MB15580811400010400200 0", WrongForm),
        ("11450721MB155808114000104002000-1", WrongCharacter),
    ],
)
def test_what_is_no_implementation_code_is_refused(code, error):
    with pytest.raises(error):
        parse_implementation_code(code)


def test_a_level_that_nobody_has_is_a_warning():
    assert "层级 9" in parse_implementation_code("11450721MB155808119000104002000").warnings[0].zh


def test_published_items_have_codes_of_this_form(shared_data):
    items = shared_data / "service-items"
    record = json.loads((items / "sample_task_full.json").read_text("utf-8"))["AUDIT_ITEM"]
    code = parse_implementation_code(record["task_code"], types=ITEM_TYPES)
    assert (str(code.unit), str(code.basic)) == (record["dept_code"], record["catalog_code"])
    with (items / "guangan_district_items.csv").open(encoding="utf-8-sig") as file:
        codes = [row["item_code"].split("-")[0] for row in csv.DictReader(file)]
    regional = [parse_basic_code(code) for code in codes if len(code) == 12 and code.startswith("51")]
    assert len(regional) == 262
    assert all(code.warnings == () for code in regional)


CERTIFICATES = [
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
]


@pytest.mark.parametrize("text", CERTIFICATES)
def test_published_certificate_identifiers_pass_their_check(text):
    identifier = parse_certificate_identifier(text)
    parts = (identifier.type, identifier.issuer, identifier.serial, identifier.version)
    assert str(identifier) == format_certificate_identifier(*parts) == text


def test_an_issuer_of_another_length_is_a_warning():
    assert [warning.en[:10] for warning in parse_certificate_identifier(CERTIFICATES[2]).warnings] == ["the issuer"]


def test_a_documentation_example_with_a_wrong_check_is_refused():
    text = "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M"
    with pytest.raises(WrongCheckCharacter):
        parse_certificate_identifier(text)
    assert str(parse_certificate_identifier(text[:-1] + "D")).endswith(".D")


@pytest.mark.parametrize(
    "text", ["", CERTIFICATES[0][2:], CERTIFICATES[0].lower(), CERTIFICATES[0][:-2], CERTIFICATES[0] + "."]
)
def test_what_is_no_certificate_identifier_is_refused(text):
    with pytest.raises(WrongForm, match=r"1\.2\.156\.3005\.2"):
        parse_certificate_identifier(text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_leads_to_another_error(text):
    for parse in (parse_case_number, parse_basic_code, parse_implementation_code, parse_certificate_identifier):
        with suppress(IdentifierError):
            parse(text)
