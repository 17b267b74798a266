"""Every name leads somewhere; what contradicts itself is told."""

from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, procedure, write_city
from weimin.blueprint.api import Compiled, Findings, Place, compile_city, register_section, sections
from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.sections import _registered
from weimin.blueprint.values import Code, Strict, Text
from weimin.lib.bilingual import using_language

TODAY = date(2026, 11, 22)
ITEM = "items/office/dog-registration.yaml"
BPMN = "procedures/simple.bpmn"


def check(folder: Path, changes: dict[str, str | None]) -> Compiled:
    return compile_city(write_city(folder, changes), today=TODAY)


def spoiled(file: str, old: str, new: str) -> dict[str, str | None]:
    assert old in FILES[file], "the test must spoil something"
    return {file: FILES[file].replace(old, new, 1)}


def told(compiled: Compiled) -> list[tuple[str, str, str]]:
    with using_language("en"):
        return [(f.code, f.field, str(f.message)) for f in compiled.findings]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field", "words"),
    [
        ("city.yaml", 'division: "370200"', 'division: "370299"', "E004", "division", "no division '370299'; did you mean 370202?"),
        ("city.yaml", "popular: [dog-registration]", "popular: [cat-registration]", "E004", "popular.1", "no item 'cat-registration'"),
        ("city.yaml", "themes:\n", "themes:\n  - {code: living, name: {zh: 甲, en: A}}\n", "E007", "themes.living", "given twice"),
        ("divisions.csv", "南区,Shinan District,370200", "南区,Shinan District,370202", "E010", "parent", "above itself"),
        ("divisions.csv", "370202,2000-01-01,", "370202,2000-01-01,1999-01-01", "E011", "valid-to", "ends before it begins"),
        ("departments/all.yaml", "letters: WJ", "letters: XZSP", "E007", "health.letters", "already belong to office"),
        ("departments/all.yaml", "code: chief,", "code: clerk,", "E007", "office.posts.clerk", "given twice"),
        ("departments/all.yaml", "letters: WJ", "letters: WJ\n  credit-code: 11370200MB2855918X", "E003", "health.credit-code", "check"),
        ("departments/all.yaml", "letters: WJ", "letters: WJ\n  parent: ofice", "E004", "health.parent", "did you mean office?"),
        ("departments/all.yaml", "letters: WJ", "letters: WJ\n  parent: health", "E010", "health.parent", "above itself"),
        ("resources/health.yaml", "holder: health", "holder: office", "E011", "health.vaccination.code", "must be the holder, office"),
        ("resources/health.yaml", "keys: [chip]", "keys: [chop]", "E004", "health.vaccination.keys.1", "no field 'chop'; did you mean chip?"),
        ("agreements/all.yaml", "fields: [date]", "fields: [owner]", "E004", "dogs.fields.1", "no field 'owner'"),
        ("agreements/all.yaml", "consumer: office", "consumer: offices", "E004", "dogs.consumer", "did you mean office?"),
        ("agreements/all.yaml", "items: [dog-registration]", "items: [dog]", "E004", "dogs.items.1", "no item 'dog'"),
        ("people.yaml", "posts: [office/chief]", "posts: [office/boss]", "E004", "officials.chief.posts.1", "no post 'boss'"),
        ("people.yaml", "posts: [office/chief]", "posts: [chief]", "E003", "officials.chief.posts.1", "department/post"),
        ("people.yaml", "11237", "11238", "E003", "persons.citizen.id-number", "check"),
        ("people.yaml", "login: citizen", "login: chief", "E007", "persons.chief.login", "given twice"),
        ("people.yaml", "entities: []", "entities:\n  - {name: 公司, credit-code: 91370200MA3C0PJR0K, representative: nobody}", "E004", "entities.1.representative", "no person 'nobody'"),
        ("city.yaml", "demonstration: true", "demonstration: false", "E011", "", "only a demonstration city"),
        (ITEM, "theme: living", "theme: lving", "E004", "theme", "did you mean living?"),
        (ITEM, "procedure: simple", "procedure: smple", "E004", "handlings.new.procedure", "did you mean simple?"),
        (ITEM, "collects: office", "collects: ofice", "E004", "implementations.1.collects", "did you mean office?"),
        (ITEM, "resource: health.vaccination", "resource: health.vacination", "E004", "materials.vaccination.resource", "did you mean"),
        (ITEM, "form: [name]", "form: [nam]", "E004", "handlings.change.form.1", "did you mean name?"),
        (ITEM, "materials: [photo]", "materials: [foto]", "E004", "handlings.change.materials.1", "did you mean photo?"),
        (ITEM, "promised: 8wd", "promised: 8wd\n    handlings: [new, renew]", "E004", "implementations.1.handlings.2", "no handling 'renew'"),
        (ITEM, "from: registers.person", "from: registers.persons", "E004", "form.owner.from", "did you mean person?"),
        (ITEM, "id: yard", "id: size", "E007", "form.size.id", "already names"),
        (ITEM, "id: yard", "id: division", "E007", "form.division.id", "already names"),
        (ITEM, "id: pledge", "id: photo", "E007", "materials.photo", "given twice"),
        (ITEM, ", label: {zh: 狗名, en: Its name}", "", "E011", "form.name", "needs a label"),
        (ITEM, "id: weight, type: number,", "id: weight, type: choice,", "E011", "form.weight", "choices do not go"),
        (ITEM, "max-length: 10", "min: 3", "E011", "form.name.min", "does not go with the type text"),
        (ITEM, "min: 1, max: 90", "min: 100, max: 90", "E011", "form.weight.min", "larger than max"),
        (ITEM, "max-length: 10", 'pattern: "["', "E003", "form.name.pattern", "not a regular expression"),
        (ITEM, ", fallback: upload", "", "E011", "materials.vaccination", "fallback: upload"),
        (ITEM, "resource: health.vaccination, ", "", "E011", "materials.vaccination", "needs its resource"),
        (ITEM, "name: {zh: 照片, en: Photo}, ", "", "E011", "materials.photo", "needs a name"),
        (ITEM, "    declaration: {zh: 我会牵绳, en: I will use a leash}\n", "", "E011", "materials.pledge", "needs its text"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_or_a_contradiction_is_told(
    tmp_path: Path, file: str, old: str, new: str, code: str, field: str, words: str
):
    found = [each for each in told(check(tmp_path, spoiled(file, old, new))) if each[:2] == (code, field)]
    assert len(found) == 1
    assert words in found[0][2]


def test_two_implementations_of_one_handling_in_one_division_are_refused(tmp_path: Path):
    text = FILES[ITEM]
    block = text[text.index('  - division: "370202"') : text.index("tests:")]
    found = told(check(tmp_path, {ITEM: text.replace(block, block + block)}))
    assert [(code, field) for code, field, _ in found] == [("E007", "implementations.2.division")] * 2


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("when: 'size = \"large\"'\nform", "when: 'size = '\nform", "situations.use.when", "wrong at character"),
        ("when: 'size = \"large\"'\nform", "when: 'weight > 3'\nform", "situations.use.when", "unknown name 'weight'"),
        ("weight > 40", "wieght > 40", "form.yard.when", "unknown name 'wieght'"),
        ("when: 'use = \"guard\"'", "when: 'usage = \"guard\"'", "materials.pledge.when", "unknown name 'usage'"),
    ],
)
def test_a_condition_that_does_not_compile_is_told(tmp_path: Path, old: str, new: str, field: str, words: str):
    found = told(check(tmp_path, spoiled(ITEM, old, new)))
    assert [(code, where) for code, where, _ in found] == [("E005", field)]
    assert words in found[0][2]


def test_conditions_in_a_circle_are_told_with_the_circle(tmp_path: Path):
    text = FILES[ITEM].replace("unit: kg, min: 1, max: 90}", "unit: kg, when: 'yard > 1'}")
    found = told(check(tmp_path, {ITEM: text}))
    assert found == [("E010", "form.weight.when", "the conditions go in a circle: weight → yard → weight")]


def test_a_timer_needs_its_clock_in_every_handling(tmp_path: Path):
    text = FILES[BPMN].replace("clock.acceptance", "clock.issue")
    assert ("E004", "handlings.change.procedure") in [each[:2] for each in told(check(tmp_path, {BPMN: text}))]


def test_a_procedure_s_own_findings_keep_their_line_and_element(tmp_path: Path):
    text = FILES[BPMN].replace('weimin:outcomes="done"/>', 'weimin:outcomes="finished"/>', 1)
    finding = check(tmp_path, {BPMN: text}).findings[0]
    line = text[: text.index('"finished"')].count("\n") + 1
    assert (finding.code, finding.file, finding.line) == ("E006", BPMN, line)
    assert "making" in finding.field


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('weimin:outcomes="done"/>', "/>", "making"),  # what a lone file is only warned of
        ('outcome = "accept"<', "${accepted}<", "conditionExpression"),
        ("<startEvent", '<businessRuleTask id="rules"/><startEvent', "rules"),
        ("<exclusiveGateway", '<task id="loose"/><exclusiveGateway', "loose"),
    ],
)
def test_what_is_a_warning_in_a_lone_file_is_an_error_in_a_city_at_its_line(
    tmp_path: Path, old: str, new: str, where: str
):
    text = FILES[BPMN].replace(old, new, 1)
    compiled = check(tmp_path, {BPMN: text})
    found = [each for each in compiled.findings if each.code == "E006" and where in (each.field or "")]
    line = FILES[BPMN][: FILES[BPMN].index(old)].count("\n") + 1
    assert found
    assert {(str(each.level), each.file) for each in found} == {("error", BPMN)}
    assert line in {each.line for each in found}


def test_a_flow_s_condition_names_only_what_items_ask(tmp_path: Path):
    text = (
        FILES[BPMN]
        .replace(
            '<exclusiveGateway id="complete"/>', '<exclusiveGateway id="complete" default="complete-turned-away"/>'
        )
        .replace('<conditionExpression>outcome = "refuse"</conditionExpression>', "", 1)
        .replace('outcome = "accept"<', 'outcome = "accept" and (colour = "red" or size = "small")<')
    )
    found = [each for each in told(check(tmp_path, {BPMN: text})) if each[0] == "E005"]
    assert len(found) == 1
    assert "unknown name 'colour'" in found[0][2]


def test_a_process_is_filed_under_its_own_id(tmp_path: Path):
    found = told(check(tmp_path, {BPMN: procedure("other")}))
    assert ("E011", "") in [each[:2] for each in found]


class Kennel(Strict):
    code: Code
    name: Text
    dogs: int = 0


def full(blueprint: Blueprint, kennel: Strict, place: Place, findings: Findings) -> None:
    assert isinstance(kennel, Kennel)
    if kennel.dogs > 9:
        findings.error("E011", place.at("dogs"), "{n} 只太多", "{n} dogs are too many", n=kennel.dogs)


@pytest.fixture
def kennels():
    register_section("kennels", Kennel, check=full)
    yield
    _registered.pop("kennels")


@pytest.mark.usefixtures("kennels")
def test_a_section_that_a_module_registers_is_read_typed_and_checked(tmp_path: Path):
    good = check(tmp_path / "1", {"kennels/north.yaml": "- {code: north, name: {zh: 北, en: North}, dogs: 3}\n"})
    assert good.findings == ()
    assert good.blueprint.sections["kennels"]["north"].value == Kennel(
        code="north", name=Text(zh="北", en="North"), dogs=3
    )
    wrong = check(tmp_path / "2", {"kennels/north.yaml": "- {code: north, name: {zh: 北, en: North}, dog: 3}\n"})
    assert [each[:2] for each in told(wrong)] == [("E003", "north.dog")]
    crowded = check(tmp_path / "3", {"kennels/north.yaml": "{code: north, name: {zh: 北, en: North}, dogs: 10}\n"})
    assert told(crowded) == [("E011", "dogs", "10 dogs are too many")]


def test_an_unregistered_section_is_a_file_that_nothing_reads(tmp_path: Path):
    assert told(check(tmp_path, {"kennels/north.yaml": "{code: north}\n"}))[0][0] == "E009"


@pytest.mark.usefixtures("kennels")
def test_a_section_has_one_owner():
    class Other(Strict):
        code: Code

    with pytest.raises(ValueError, match="Kennel"):
        register_section("kennels", Other)
    register_section("kennels", Kennel)
    assert sections()["kennels"].model is Kennel


def test_an_entry_of_a_section_needs_a_code():
    with pytest.raises(ValueError, match="code"):
        register_section("nameless", Text)
