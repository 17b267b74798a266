"""Whatever is wrong with a file is told with its line, in both languages, and never with a traceback."""

from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import Compiled, Finding, compile_city
from weimin.lib.bilingual import using_language

TODAY = date(2026, 11, 22)
ITEM = "items/office/dog-registration.yaml"


def check(folder: Path, changes: dict[str, str | None] | None = None) -> Compiled:
    return compile_city(write_city(folder, changes), today=TODAY)


def spoiled(file: str, old: str, new: str) -> dict[str, str | None]:
    assert old in FILES[file], "the test must spoil something"
    return {file: FILES[file].replace(old, new, 1)}


def line_of(file: str, text: str) -> int:
    return FILES[file][: FILES[file].index(text)].count("\n") + 1


def only(compiled: Compiled) -> Finding:
    assert [str(f) for f in compiled.findings][1:] == []
    return compiled.findings[0]


def english(finding: Finding) -> str:
    with using_language("en"):
        return str(finding)


def test_a_valid_city_has_no_finding_and_a_full_score(tmp_path: Path):
    compiled = check(tmp_path)
    assert compiled.findings == ()
    assert (compiled.ok, compiled.score) == (True, 100)


def test_counts_say_what_the_city_holds(tmp_path: Path):
    assert check(tmp_path).blueprint.counts() == {
        "items": 1, "listed": 0, "handlings": 2, "implementations": 1, "procedures": 1,
        "departments": 2, "posts": 5, "windows": 0, "resources": 1, "agreements": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("code: a\n\tname: b\n", 2, "tab"),
        ("code: a\nname: {zh: b\n", 3, "bracket"),
        ("code: 'a\n", 2, "quote"),
        ("code: a: b\n", 1, "colon"),
        ("code：a\nname：b\nx: y\n", 3, "full-width"),
        ("code: a\nname: b\ncode: c\n", 3, "twice, first on line 1"),
        ("code: &x a\n", 1, "anchors"),
        ("code: *x\n", 1, "aliases"),
        ("code: !!python/object:os.system a\n", 1, "tags"),
        ("code: a\n---\ncode: b\n", 2, "one document"),
        ("? [a]\n: b\n", 1, "a key must be text"),
        ("[" * 3000, 1, "nested too deeply"),
        ("a: " + "[" * 40 + "]" * 40, 1, "nested too deeply"),
    ],
    ids=range(13),
)
def test_yaml_that_is_not_well_formed_is_told_at_its_line(tmp_path: Path, text: str, line: int, words: str):
    finding = next(f for f in check(tmp_path, {"city.yaml": text}).findings if f.file == "city.yaml")
    assert (finding.code, finding.line) == ("E002", line)
    assert words in english(finding)


def test_a_file_in_another_encoding_is_told_at_its_line(tmp_path: Path):
    folder = write_city(tmp_path)
    (folder / "city.yaml").write_bytes(b"code: a\n" + "name: 中文".encode("gbk"))
    finding = next(f for f in compile_city(folder, today=TODAY).findings if f.file == "city.yaml")
    assert (finding.code, finding.line) == ("E001", 2)
    assert "UTF-8" in str(finding)


def test_a_procedure_in_another_encoding_is_told(tmp_path: Path):
    folder = write_city(tmp_path)
    bpmn = (
        FILES["procedures/simple.bpmn"]
        .replace('encoding="UTF-8"', 'encoding="GBK"')
        .replace('name="review"', 'name="审查"')
    )
    (folder / "procedures/simple.bpmn").write_bytes(bpmn.encode("gbk"))
    finding = only(compile_city(folder, today=TODAY))
    assert (finding.code, finding.file) == ("E001", "procedures/simple.bpmn")
    assert finding.line == bpmn[: bpmn.index("审查")].count("\n") + 1


def test_control_characters_and_huge_files_are_refused(tmp_path: Path):
    found = check(tmp_path, {"city.yaml": "code: a\nname: \x07\n", "people.yaml": "x: " + "y" * 1_000_001}).findings
    assert [(f.code, f.file, f.line) for f in found if f.code == "E001"] == [
        ("E001", "city.yaml", 2),
        ("E001", "people.yaml", 1),
    ]


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path):
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    assert any(f.code == "E002" for f in check(tmp_path, {"city.yaml": bomb}).findings)


def test_words_that_yaml_would_change_stay_text(tmp_path: Path):
    compiled = check(
        tmp_path,
        spoiled(
            "city.yaml", "operator: {zh: 试城大数据局, en: Testing data bureau}", "operator: {zh: no, en: 2026-01-01}"
        ),
    )
    assert compiled.blueprint.city.operator.model_dump() == {"zh": "no", "en": "2026-01-01"}


def test_an_unknown_key_names_the_near_one(tmp_path: Path):
    finding = only(check(tmp_path, spoiled(ITEM, "promised: 8wd", "promised: 8wd\n    promissed: 8wd")))
    assert finding.line == line_of(ITEM, "promised: 8wd") + 1
    assert finding.field == "implementations.1.promissed"
    assert "did you mean 'promised'" in english(finding)


def test_an_underscore_in_a_key_is_told_as_the_hyphen_it_should_be(tmp_path: Path):
    finding = only(check(tmp_path, spoiled(ITEM, "max-length: 10", "max_length: 10")))
    assert "did you mean 'max-length'" in english(finding)
    assert finding.field == "form.name.max_length"


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("kind: licence", "kind: licens", "kind", "did you mean licence?"),
        ("promised: 8wd", "promised: 8 days", "implementations.1.promised", "10wd (working days)"),
        ("promised: 8wd", "promised: 8", "implementations.1.promised", "must be"),
        ('division: "370202"', "division: 370202", "implementations.1.division", "put numbers and true/false in quotes"),
        ('division: "370202"', 'division: "37"', "implementations.1.division", "6, 9 or 12 digits"),
        ("audience: [person, legal-entity]", "audience: []", "audience", "at least 1"),
        ("audience: [person, legal-entity]", "audience: person", "audience", "must be a list"),
        ("amount: 12.5", "amount: -1", "fee.1.amount", "at least 0"),
        ("amount: 12.5", "amount: 12.555", "fee.1.amount", "at most 2 decimal places"),
        ("amount: 12.5", "amount: zwölf", "fee.1.amount", "must be a number"),
        ("fee: none", "fee: free", "handlings.change.fee", "one of none"),
        ("statutory: 15d", "statutory: {length: 15wd, roll: true}", "handlings.change.clocks.statutory", "cannot roll"),
        ("statutory: 15d", "issue: 15d", "handlings.change.clocks.statutory", "is missing"),
        ("id: photo", "id: Photo", "materials.Photo.id", "lower-case words"),
        ("supply: upload", "supply: {a: b}", "materials.photo.supply", "one of upload, shared, declare"),
        ('received: "2026-09-21"', 'received: "2026-02-30"', "tests.1.received", "must exist"),
        ('received: "2026-09-21"', 'received: "20260921"', "tests.1.received", "2026-01-31"),
        ("deferrable: {within: 3wd}", "deferrable: 3wd", "materials.photo.deferrable", "group of"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_shape_is_told_at_its_line(tmp_path: Path, old: str, new: str, field: str, words: str):
    finding = next(f for f in check(tmp_path, spoiled(ITEM, old, new)).findings if f.file == ITEM)
    assert (finding.code, finding.field) == ("E003", field)
    assert words in english(finding)
    parent = field.endswith(("statutory", "Photo.id"))
    assert finding.line == line_of(ITEM, old.split("\n")[0]) or parent


def test_an_error_reads_file_line_field_and_what_to_do(tmp_path: Path):
    finding = only(check(tmp_path, spoiled(ITEM, "promised: 8wd", "promised: soon")))
    line = line_of(ITEM, "promised: 8wd")
    assert (
        str(finding)
        == f"{ITEM}:{line}: implementations.1.promised: 时长写成数字加单位：10wd（工作日）、15d（日）、24h、3m、5y"
    )


def test_all_errors_of_all_files_come_in_one_run(tmp_path: Path):
    changes = {
        **spoiled("city.yaml", 'hotline: "12345"', "hotline: 12345"),
        **spoiled("departments/all.yaml", "letters: XZSP", "letters: xz"),
        **spoiled(ITEM, "promised: 8wd", "promised: soon"),
        "agreements/all.yaml": "- [\n",
        "resources/health.yaml": FILES["resources/health.yaml"].replace("sharing: conditional", "sharing: maybe"),
    }
    assert {f.file for f in check(tmp_path, changes).findings} == {
        "city.yaml", "departments/all.yaml", ITEM, "agreements/all.yaml", "resources/health.yaml",
    }  # fmt: skip


def test_a_part_that_could_not_be_read_is_not_called_missing_elsewhere(tmp_path: Path):
    compiled = check(tmp_path, spoiled("departments/all.yaml", "letters: XZSP", "letters: xz"))
    assert [f.code for f in compiled.findings] == ["E003"]


def test_one_bad_entry_of_a_list_hides_no_other(tmp_path: Path):
    compiled = check(tmp_path, spoiled("departments/all.yaml", "letters: XZSP", "letters: xz"))
    assert list(compiled.blueprint.departments) == ["health"]


def test_a_missing_folder_and_a_missing_city_file_are_told(tmp_path: Path):
    assert only(compile_city(tmp_path / "nowhere", today=TODAY)).code == "E001"
    assert only(check(tmp_path / "city", {"city.yaml": None})).code == "E001"


@pytest.mark.parametrize(
    "name", ["items/stray.yaml", "departments/more.yml", "procedures/old/simple.bpmn", "notes.csv"]
)
def test_a_file_that_nothing_reads_is_told(tmp_path: Path, name: str):
    finding = only(check(tmp_path, {name: "code: x\n"}))
    assert (finding.code, finding.file) == ("E009", name)


def test_readme_and_hidden_files_are_left_alone(tmp_path: Path):
    assert check(tmp_path, {"README.md": "# hello", ".git/config.yaml": "x: y"}).findings == ()


def test_an_item_is_filed_under_its_own_code(tmp_path: Path):
    compiled = check(tmp_path, {ITEM: None, "items/office/other.yaml": FILES[ITEM]})
    assert [(f.code, f.field) for f in compiled.findings] == [("E011", "code")]


def test_divisions_of_the_wrong_form_are_told_by_row(tmp_path: Path):
    rows = FILES["divisions.csv"]
    assert only(check(tmp_path / "1", {"divisions.csv": rows.replace("name_zh", "name")})).line == 1
    short = check(tmp_path / "2", {"divisions.csv": rows + "370203,市北区\n"})
    assert [(f.code, f.line) for f in short.findings] == [("E002", 5)]
    bad = check(tmp_path / "3", {"divisions.csv": rows + "3702,x,X,370200,2000-13-01,,perhaps\n"})
    assert {(f.field, f.line) for f in bad.findings} == {("code", 5), ("valid-from", 5), ("statistical", 5)}


def test_calendars_are_read_on_top_of_the_official_ones(tmp_path: Path):
    text = '{"year": 2027, "papers": [], "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}'
    compiled = check(tmp_path / "1", {"calendars/2027.json": text})
    assert compiled.findings == ()
    assert compiled.blueprint.calendar is not None
    assert compiled.blueprint.calendar.published_through == 2027
    finding = only(check(tmp_path / "2", {"calendars/2027.json": text.replace("2027-01-01", "2027-01-51")}))
    assert (finding.code, finding.file) == ("E003", "calendars/2027.json")
