"""The basic list: rows of a table that are told by line, give way to item files, and are measured like them."""

from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import Compiled, Finding, compile_city
from weimin.blueprint.listed import ListedItem
from weimin.lib.bilingual import using_language

TODAY = date(2026, 11, 22)
TABLE = "items/basic-list.csv"
ELSEWHERE = "health"
HEAD = "code,name_zh,name_en,kind,department,audience,theme,basis,statutory,statutory_from,statutory_article,promised,fee,fee_basis,windows,aliases"
ROW = "tree-permit,砍树许可,Tree permit,licence,office,person;legal-entity,{theme},《森林法》第五十六条；《绿化条例》第二十条（待核实）,20wd,acceptance,《行政许可法》第四十二条第一款,10wd,,,hall-window,砍树；挪树"
WINDOWS = """- code: hall-window
  name: {zh: 一号窗口, en: Window 1}
  department: office
  division: "370202"
  address: {zh: 示范路 1 号, en: 1 Demonstration Road}
"""


def theme() -> str:
    return FILES["items/office/dog-registration.yaml"].split("theme: ")[1].split("\n")[0]


def row(**cells: str) -> str:
    values = dict(zip(HEAD.split(","), ROW.format(theme=theme()).split(","), strict=True)) | cells
    return ",".join(values.values())


def check(folder: Path, *rows: str, head: str = HEAD, windows: str = WINDOWS) -> Compiled:
    table = "\n".join((head, *rows)) + "\n"
    return compile_city(write_city(folder, {TABLE: table, "windows/all.yaml": windows}), today=TODAY)


def listed(compiled: Compiled, code: str = "tree-permit") -> ListedItem:
    return compiled.blueprint.only_listed[code].value


def told(finding: Finding) -> str:
    with using_language("en"):
        return f"{finding.code} {finding}"


def only(compiled: Compiled) -> str:
    found = [told(finding) for finding in compiled.findings]
    assert len(found) == 1, found
    return found[0]


def test_a_row_is_read_with_its_law_its_clock_and_its_words(tmp_path: Path) -> None:
    compiled = check(tmp_path, row())
    assert [told(finding) for finding in compiled.findings] == []
    found = listed(compiled)
    assert [(a.law, a.article, a.confirmed) for a in found.basis] == [
        ("森林法", "第五十六条", True),
        ("绿化条例", "第二十条", False),
    ]
    assert found.statutory is not None
    assert (str(found.statutory.length), found.statutory.start, found.statutory.article) == (
        "20wd",
        "acceptance",
        "行政许可法 第四十二条第一款",
    )
    assert found.statutory.confirmed
    assert (found.aliases, found.windows, found.is_confirmed) == (["砍树", "挪树"], ["hall-window"], False)
    assert compiled.blueprint.counts()["listed"] == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"kind": "licens"}, "E003 items/basic-list.csv:2: kind: must be one of"),
        ({"department": "offise"}, "E004 items/basic-list.csv:2: department: there is no department 'offise'; did you mean office"),
        ({"theme": "nothing"}, "E004 items/basic-list.csv:2: theme: there is no theme"),
        ({"windows": "hall-windov"}, "E004 items/basic-list.csv:2: windows.1: there is no window"),
        ({"audience": ""}, "E003 items/basic-list.csv:2: audience"),
        ({"statutory": "20 days"}, "E003 items/basic-list.csv:2: statutory"),
        ({"basis": "森林法第五十六条"}, "E003 items/basic-list.csv:2: basis.1"),
        ({"fee": "maybe"}, "E003 items/basic-list.csv:2: fee"),
        ({"fee": "yes"}, "E011 items/basic-list.csv:2: fee: a fee needs its basis"),
        ({"name_en": ""}, "E003 items/basic-list.csv:2: name.en: is missing"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_told_at_its_line(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    assert only(check(tmp_path, row(**cells))).startswith(words)


def test_a_table_with_other_columns_or_a_short_row_is_told(tmp_path: Path) -> None:
    assert "unknown: price" in told(check(tmp_path / "a", row() + ",1", head=f"{HEAD},price").findings[0])
    short = only(check(tmp_path / "b", row(), "x,y"))
    assert short.startswith("E002 items/basic-list.csv:3: not as many columns")


def test_a_code_stands_once_in_all_tables(tmp_path: Path) -> None:
    assert only(check(tmp_path, row(), row())).startswith("E007 items/basic-list.csv:3")


def test_an_item_file_takes_the_place_of_its_row_and_they_must_agree(tmp_path: Path) -> None:
    item = FILES["items/office/dog-registration.yaml"]
    kind = item.split("kind: ")[1].split("\n")[0]
    same = check(tmp_path / "a", row(code="dog-registration", kind=kind))
    assert [told(finding) for finding in same.findings] == []
    assert (same.blueprint.counts()["listed"], same.blueprint.counts()["items"]) == (0, 1)
    other = check(tmp_path / "b", row(code="dog-registration", kind="benefit"))
    assert only(other).startswith("E011 items/basic-list.csv:2: kind: the item's file says that its kind is")
    wrong = check(tmp_path / "c", row(code="dog-registration", kind=kind, department=ELSEWHERE))
    assert only(wrong).startswith("E011 items/basic-list.csv:2: department: the item's file names")


def test_a_promise_longer_than_the_law_and_a_missing_basis_are_measured(tmp_path: Path) -> None:
    late = check(tmp_path / "a", row(promised="30wd"))
    assert only(late).startswith("T002 items/basic-list.csv:2: promised: 30 working days exceed the statutory 20")
    bare = check(tmp_path / "b", row(basis=""))
    assert only(bare).startswith("T007 items/basic-list.csv:2")
    assert check(tmp_path / "c", row(basis="", kind="public-service")).findings == ()


def test_a_window_needs_a_place_and_a_department(tmp_path: Path) -> None:
    bare = WINDOWS.replace("  address: {zh: 示范路 1 号, en: 1 Demonstration Road}\n", "")
    assert only(check(tmp_path / "a", row(), windows=bare)).startswith(
        "E011 windows/all.yaml:1: hall-window: needs an address"
    )
    lost = WINDOWS.replace("department: office", "department: nobody")
    assert "there is no department 'nobody'" in only(check(tmp_path / "b", row(), windows=lost))


def test_an_implementation_names_a_window_or_says_it_in_words(tmp_path: Path) -> None:
    item = FILES["items/office/dog-registration.yaml"]
    at = item.index("    promised:")
    changes = {
        "items/office/dog-registration.yaml": f"{item[:at]}    windows: [hall-windoww, {{zh: 二号窗口, en: Window 2}}]\n{item[at:]}"
    }
    compiled = compile_city(write_city(tmp_path, {**changes, "windows/all.yaml": WINDOWS}), today=TODAY)
    assert "there is no window 'hall-windoww'; did you mean hall-window" in only(compiled)
