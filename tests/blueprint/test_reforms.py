"""A reform in a city's folder: what contradicts itself or leaves somebody behind is told with file and line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import Reform, compile_city
from weimin.blueprint.reforms import CaseRule, lies_in
from weimin.lib.bilingual import using_language

TODAY = date(2026, 11, 22)
REFORM = """\
code: one-office
name: {zh: 组建新局, en: One office}
kind: merge
effective: 2026-11-01
basis: [{law: 机构改革方案, article: 第一条}]
from: [old-office, old-hall]
into: [office]
"""


@pytest.fixture
def findings(tmp_path: Path) -> Callable[..., list[str]]:
    """Errors of the small city with these reforms in it."""

    def found(*reforms: str, today: date = TODAY) -> list[str]:
        files = {f"reforms/{number}.yaml": text for number, text in enumerate(reforms, 1)}
        folder = write_city(tmp_path / "city", files)
        with using_language("en"):
            compiled = compile_city(folder, today=today)
            return [str(each) for each in compiled.findings if each.level == "error"]

    return found


def test_a_sound_reform_is_found_sound(findings: Callable[..., list[str]]) -> None:
    assert findings(REFORM) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("into: [office]", "into: [offise]", "reforms/1.yaml:7: into.1: there is no department 'offise'; did you mean office?"),
        ("kind: merge", "kind: split", "reforms/1.yaml:7: into: a split makes several of one"),
        ("kind: merge", "kind: rename", "reforms/1.yaml:7: into: a rename is of one department"),
        ("from: [old-office, old-hall]", "from: [old-office]", "reforms/1.yaml:7: into: a merge makes one of several"),
        (
            "from: [old-office, old-hall]", "from: [old-office, health]",
            "reforms/1.yaml:6: from.2: the reform is in force since 2026-11-01, yet health still stands in departments: both sides at once",
        ),
        ("from: [old-office, old-hall]", "from: [old-hall, old-hall]", "reforms/1.yaml:6: from.2: 'old-hall' is given twice"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told_with_its_line(
    findings: Callable[..., list[str]], before: str, after: str, told: str
) -> None:
    assert told in findings(REFORM.replace(before, after))


def test_before_its_day_the_old_departments_must_still_be_there(findings: Callable[..., list[str]]) -> None:
    found = findings(REFORM, today=date(2026, 10, 31))
    assert len(found) == 2
    assert "begins on 2026-11-01, yet old-office is no longer in departments" in found[0]


def test_a_split_must_find_somebody_for_every_case(findings: Callable[..., list[str]]) -> None:
    split = REFORM.replace("kind: merge", "kind: split").replace("[old-office, old-hall]", "[old-office]")
    split = split.replace("into: [office]", "into: [office, health]")
    one = "cases: [{from: old-office, to: health, items: [dog-registration]}]\n"
    assert [text for text in findings(split + one) if "not every case of old-office" in text]
    both = one.replace("}]", "}, {from: old-office, to: office}]")
    assert findings(split + both) == []


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("[{from: nobody, to: office}]", "cases.1.from: 'nobody' is no part of this reform (old-office, old-hall)"),
        ("[{from: old-hall, to: health}]", "cases.1.to: 'health' is no part of this reform"),
        ("[{from: old-hall, to: office, items: [cat]}]", "there is no item 'cat'"),
        ('[{from: old-hall, to: office, divisions: ["999999"]}]', "there is no division '999999'"),
        (
            "[{from: old-hall, to: office, items: [dog-registration]}, {from: old-hall, to: office, items: [dog-registration]}]",
            "the item dog-registration has its place already in rule 1",
        ),
    ],
)
def test_rules_name_what_there_is_and_each_item_once(findings: Callable[..., list[str]], rules: str, told: str) -> None:
    assert any(told in text for text in findings(f"{REFORM}cases: {rules}\n"))


def test_an_item_goes_where_its_cases_go(findings: Callable[..., list[str]]) -> None:
    transfer = REFORM.replace("kind: merge", "kind: transfer").replace("[old-office, old-hall]", "[office]")
    transfer = transfer.replace("into: [office]", "into: [health]")
    found = findings(transfer + "cases: [{from: office, to: health, items: [dog-registration]}]\n")
    assert [
        "its cases go to health, yet the item dog-registration is still handled by office" in text for text in found
    ] == [True]


def test_posts_are_mapped_to_posts_that_exist(findings: Callable[..., list[str]]) -> None:
    found = findings(REFORM + "posts: {old-hall/window: office/nobody, office/clerk: office/clerk}\n")
    assert any("there is no post 'nobody'" in text for text in found)
    assert any("'office' is no part of this reform (old-office, old-hall)" in text for text in found)


def test_a_department_ends_once(findings: Callable[..., list[str]]) -> None:
    again = REFORM.replace("one-office", "again").replace("2026-11-01", "2026-11-15")
    assert any("was already ended by the reform one-office on 2026-11-01" in text for text in findings(REFORM, again))


def test_history_may_name_departments_that_a_later_reform_ended(findings: Callable[..., list[str]]) -> None:
    first = (
        REFORM.replace("one-office", "first").replace("2026-11-01", "2020-01-01").replace("[office]", "[old-office]")
    )
    first = first.replace("[old-office, old-hall]", "[older, oldest]")
    assert findings(first, REFORM) == []


def test_a_post_names_substitutes_of_its_own_department(tmp_path: Path) -> None:
    text = FILES["departments/all.yaml"].replace("roles: [issuer]}", "roles: [issuer], substitutes: [issuer, nobody]}")
    folder = write_city(tmp_path / "city", {"departments/all.yaml": text})
    with using_language("en"):
        told = [str(each) for each in compile_city(folder, today=TODAY).findings if each.level == "error"]
    assert [text for text in told if "a post cannot stand in for itself" in text]
    assert [text for text in told if "there is no post 'nobody'" in text]


def reform(kind: str, before: list[str], into: list[str], *rules: CaseRule) -> Reform:
    return Reform.model_validate(
        {
            "code": "r", "name": {"zh": "改", "en": "r"}, "kind": kind, "effective": date(2026, 11, 1),
            "basis": [{"law": "方案"}], "from": before, "into": into, "cases": list(rules),
        }
    )  # fmt: skip


def test_the_first_rule_that_fits_counts() -> None:
    found = reform(
        "split", ["a"], ["b", "c"],
        CaseRule(from_="a", to="c", items=["x"]),
        CaseRule(from_="a", to="c", posts=["review"]),
        CaseRule(from_="a", to="c", divisions=["370202"]),
        CaseRule(from_="a", to="b"),
    )  # fmt: skip

    def goes(item: str = "y", division: str = "370203", waits_at: tuple[str, ...] = ("accept",)) -> str | None:
        return found.successor("a", item=item, division=division, waits_at=waits_at)

    assert [goes(), goes(item="x"), goes(waits_at=("review",)), goes(division="370202001")] == ["b", "c", "c", "c"]
    assert found.ended == {"a"}


def test_a_transfer_leaves_what_no_rule_names_where_it_is() -> None:
    found = reform("transfer", ["a"], ["b"], CaseRule(from_="a", to="b", items=["x"]))
    assert found.successor("a", item="y", division="370202") == "a"
    assert found.successor("a", item="x", division="370202") == "b"
    assert found.ended == frozenset()
    assert found.post_after("a/review") == "a/review"


def test_a_department_that_takes_another_in_keeps_its_own() -> None:
    found = reform("merge", ["a", "b"], ["a"])
    assert [found.successor(code, item="x", division="370202") for code in ("a", "b", "z")] == ["a", "a", "z"]
    assert found.ended == {"b"}
    assert found.keeper_of_seals("b") == "a"


@pytest.mark.parametrize(
    ("division", "around", "inside"),
    [
        ("370202001", "370202", True), ("370202", "370200", True), ("370202", "370000", True),
        ("370211", "370210", False), ("370202101", "370202100", False), ("370202", "370202", True),
    ],
)  # fmt: skip
def test_a_division_lies_in_those_around_it_and_in_no_other(division: str, around: str, inside: bool) -> None:
    assert lies_in(division, around) is inside
