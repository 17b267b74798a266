"""Each lint rule: a city that has the weakness, and the same city without it; a page in the docs for each code."""

from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import STRUCTURAL_CODES, Compiled, compile_city
from weimin.blueprint.lint import RULES, rules

TODAY = date(2026, 11, 22)
ITEM = "items/office/dog-registration.yaml"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "lint"


def check(folder: Path, changes: dict[str, str | None], today: date = TODAY) -> Compiled:
    return compile_city(write_city(folder, changes), today=today)


def spoiled(file: str, *pairs: tuple[str, str]) -> dict[str, str | None]:
    text = FILES[file]
    for old, new in pairs:
        assert old in text, "the test must spoil something"
        text = text.replace(old, new, 1)
    return {file: text}


def found(compiled: Compiled) -> list[tuple[str, str]]:
    assert [str(f) for f in compiled.findings if f.level == "error"] == []
    return [(f.code, f.field) for f in compiled.findings]


NO_TESTS = (FILES[ITEM][FILES[ITEM].index("tests:") :], "")


@pytest.mark.parametrize(
    "new",
    [
        "{id: vaccination, name: {zh: 免疫证, en: Certificate}, supply: upload}",
        "{id: proof, name: {zh: 犬只免疫记录, en: Record}, supply: upload}",
        "{id: proof, name: {zh: 免疫证, en: Certificate}, supply: upload, resource: health.vaccination}",
        "{id: vaccination, name: {zh: 承诺, en: Pledge}, supply: declare, template: pledge}",
    ],
    ids=["same id", "same name", "named resource", "declared"],
)
def test_t001_asks_for_what_another_department_holds(tmp_path: Path, new: str):
    changes = spoiled(
        ITEM, ("{id: vaccination, supply: shared, resource: health.vaccination, fallback: upload}", new), NO_TESTS
    )
    assert ("T001", f"materials.{new[5:].split(',')[0]}") in found(check(tmp_path, changes))


def test_t001_is_silent_about_what_the_deciding_department_holds_itself(tmp_path: Path):
    resources = (
        FILES["resources/health.yaml"]
        .replace("health.vaccination", "office.photo")
        .replace("holder: health", "holder: office")
    )
    changes = {"resources/office.yaml": resources.replace("犬只免疫记录", "照片").replace("免疫日期", "日期")}
    assert "T001" not in {code for code, _ in found(check(tmp_path, changes))}


def test_t001_is_silent_about_what_may_not_be_shared(tmp_path: Path):
    resources = FILES["resources/health.yaml"].replace(
        "sharing: conditional", "sharing: none\n  basis: {law: 某法, article: 第一条}"
    )
    material = (
        "{id: vaccination, supply: shared, resource: health.vaccination, fallback: upload}",
        "{id: vaccination, name: {zh: 甲, en: A}, supply: upload}",
    )
    changes = spoiled(ITEM, material, NO_TESTS) | {"resources/health.yaml": resources}
    assert "T001" not in {code for code, _ in found(check(tmp_path, changes))}


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("promised: 8wd", "promised: 21wd", ["implementations.1.promised", "implementations.1.promised"]),
        (
            "promised: 8wd",
            "promised: 11wd",
            ["implementations.1.promised"],
        ),  # 15 calendar days are shorter than 11 working days
        ("promised: 8wd", "promised: 10wd", []),
        ("within: 3wd", "within: 9wd", ["materials.photo.deferrable", "materials.photo.deferrable"]),
        ("within: 3wd", "within: 8wd", []),
        ("within: 3wd", "within: 10d", []),
        ("within: 3wd", "within: 1m", ["materials.photo.deferrable", "materials.photo.deferrable"]),
    ],
)
def test_t002_a_promise_or_deferral_longer_than_it_may_be(tmp_path: Path, old: str, new: str, fields: list[str]):
    assert found(check(tmp_path, spoiled(ITEM, (old, new), NO_TESTS))) == [("T002", field) for field in fields]


@pytest.mark.parametrize(
    ("pairs", "field"),
    [
        ([("use = \"guard\"", "use = \"circus\"")], "materials.pledge.when"),
        ([("weight > 40", "use = \"sport\"")], "form.yard.when"),
        ([("when: 'size = \"large\"'}\nresult", "when: 'size = \"huge\"'}\nresult")], "fee.1.when"),
        ([("use = \"guard\"", "use = \"guard\" and size = \"small\"")], "materials.pledge.when"),
    ],
)  # fmt: skip
def test_t003_a_question_paper_or_fee_to_which_no_answers_lead(
    tmp_path: Path, pairs: list[tuple[str, str]], field: str
):
    assert found(check(tmp_path, spoiled(ITEM, *pairs, NO_TESTS))) == [("T003", field)]


def test_t003_says_nothing_where_a_form_answer_may_decide(tmp_path: Path):
    assert found(check(tmp_path, spoiled(ITEM, ("weight > 40", "weight > 4000"), NO_TESTS))) == []


@pytest.mark.parametrize("name", ['applicant_kind = "person"', 'division = "370202"', 'handling = "new"'])
def test_t003_knows_what_the_built_in_names_may_be(tmp_path: Path, name: str):
    ways = ("when: 'size = \"large\"'\nform", f"when: '{name}'\nform")
    assert found(check(tmp_path / "may", spoiled(ITEM, ways, NO_TESTS))) == []
    never = (ways[0], f"when: '{name[:-2]}x\"'\nform")
    assert ("T009", "situations.use.when") in found(check(tmp_path / "never", spoiled(ITEM, never, NO_TESTS)))


@pytest.mark.parametrize("place", ["situations", "materials"])
def test_t003_and_t009_are_silent_about_what_depends_on_the_day(tmp_path: Path, place: str):
    spoil = {
        "situations": ("when: 'size = \"large\"'\nform", "when: 'today() > date(\"2999-01-01\")'\nform"),
        "materials": ('use = "guard"', 'today() > date("2999-01-01")'),
    }[place]
    assert found(check(tmp_path, spoiled(ITEM, spoil, NO_TESTS))) == []


def test_t003_says_nothing_where_there_are_too_many_combinations(tmp_path: Path):
    many = "".join(
        f"  - {{id: s{n}, ask: {{zh: 甲, en: A}}, choices: {{a: {{zh: 甲, en: A}}, b: {{zh: 乙, en: B}}}}}}\n"
        for n in range(12)
    )
    changes = spoiled(ITEM, ("situations:\n", "situations:\n" + many), ('use = "guard"', 'use = "circus"'), NO_TESTS)
    assert found(check(tmp_path, changes)) == []


def test_t003_a_procedure_that_nothing_follows(tmp_path: Path):
    changes = {"procedures/spare.bpmn": FILES["procedures/simple.bpmn"].replace('id="simple"', 'id="spare"')}
    compiled = check(tmp_path, changes)
    assert found(compiled) == [("T003", "")]
    assert compiled.findings[0].file == "procedures/spare.bpmn"


def test_t003_a_step_that_no_situation_reaches(tmp_path: Path):
    text = (
        FILES["procedures/simple.bpmn"]
        .replace('<exclusiveGateway id="decided"/>', '<exclusiveGateway id="decided" default="decided-refused"/>')
        .replace('<conditionExpression>outcome = "refuse"</conditionExpression></sequenceFlow>\n<sequenceFlow id="decided-accepted"',
                 '</sequenceFlow>\n<sequenceFlow id="decided-accepted"')
        .replace('outcome = "grant"<', 'size = "huge"<')
    )  # fmt: skip
    fields = found(check(tmp_path, spoiled(ITEM, NO_TESTS) | {"procedures/simple.bpmn": text}))
    steps = [("T003", "handlings.change.procedure")] * 2 + [("T003", "handlings.new.procedure")] * 2
    assert sorted(each for each in fields if each[0] == "T003") == steps


@pytest.mark.parametrize(
    "changes",
    [
        {"agreements/all.yaml": "[]\n"},
        spoiled("agreements/all.yaml", ("2030-12-31", "2026-11-21")),
        spoiled("agreements/all.yaml", ("consumer: office", "consumer: health")),
    ],
    ids=["none", "ended", "another's"],
)
def test_t004_a_resource_used_without_agreement(tmp_path: Path, changes: dict[str, str | None]):
    assert ("T004", "materials.vaccination.resource") in found(check(tmp_path, changes))


def test_t004_a_resource_that_is_not_shared_at_all(tmp_path: Path):
    changes = spoiled(
        "resources/health.yaml", ("sharing: conditional", "sharing: none\n  basis: {law: 某法, article: 第一条}")
    )
    assert ("T004", "materials.vaccination.resource") in found(check(tmp_path, changes))


def test_t004_is_content_with_an_agreement_of_the_department_above_and_until_its_last_day(tmp_path: Path):
    above = '- code: offices\n  letters: ZF\n  name: {zh: 市府, en: City hall}\n  division: "370200"\n- code: office\n  parent: offices\n'
    departments = FILES["departments/all.yaml"].replace("- code: office\n", above, 1)
    changes = spoiled("agreements/all.yaml", ("consumer: office", "consumer: offices"), ("2030-12-31", "2026-11-22"))
    assert found(check(tmp_path, changes | {"departments/all.yaml": departments})) == []


def test_t005_one_field_with_two_sources(tmp_path: Path):
    other = (
        FILES["resources/health.yaml"]
        .replace("health.vaccination", "office.dogs")
        .replace("holder: health", "holder: office")
    )
    both = check(tmp_path / "1", {"resources/office.yaml": other})
    assert found(both) == [("T005", "office.dogs.fields.date")]
    renamed = other.replace("date: {zh: 免疫日期", "day: {zh: 登记日期")
    assert found(check(tmp_path / "2", {"resources/office.yaml": renamed})) == []


def test_t006_a_department_that_is_an_island(tmp_path: Path):
    island = '- code: island\n  letters: GD\n  name: {zh: 孤岛, en: Island}\n  division: "370200"\n'
    alone = check(tmp_path / "1", {"departments/island.yaml": island})
    assert found(alone) == [("T006", "island.code")]
    child = check(tmp_path / "2", {"departments/island.yaml": island + "  parent: health\n"})
    assert found(child) == []


def test_t007_an_item_without_legal_basis(tmp_path: Path):
    without = ("basis:\n  - {law: 养犬管理条例, article: 第七条}\n", "")
    assert found(check(tmp_path / "1", spoiled(ITEM, without))) == [("T007", "code")]
    service = spoiled(ITEM, without, ("kind: licence", "kind: public-service"))
    assert found(check(tmp_path / "2", service)) == []


def test_t007_data_withheld_without_a_provision(tmp_path: Path):
    changes = spoiled("resources/health.yaml", ("sharing: conditional", "sharing: none"))
    assert ("T007", "health.vaccination.sharing") in found(check(tmp_path, changes))


def test_t008_a_role_that_no_post_has(tmp_path: Path):
    changes = spoiled("departments/all.yaml", ("roles: [decider, head]", "roles: [head]"))
    assert found(check(tmp_path, changes)) == [("T008", "implementations.1.decides")]


def test_t008_a_post_that_no_demonstration_official_fills(tmp_path: Path):
    changes = spoiled("people.yaml", ("posts: [office/clerk, office/issuer]", "posts: [office/clerk]"))
    assert found(check(tmp_path / "1", changes)) == [("T008", "implementations.1.decides")]
    assert found(check(tmp_path / "2", {"people.yaml": None})) == []


def test_t009_a_situation_that_no_one_is_ever_asked(tmp_path: Path):
    changes = spoiled(ITEM, ("when: 'size = \"large\"'\nform", "when: 'size = \"giant\"'\nform"), NO_TESTS)
    assert ("T009", "situations.use.when") in found(check(tmp_path, changes))


def test_the_score_falls_with_findings_and_does_not_exist_beside_errors(tmp_path: Path):
    one = check(tmp_path / "1", spoiled(ITEM, ("promised: 8wd", "promised: 21wd"), NO_TESTS)).score
    more = check(
        tmp_path / "2", spoiled(ITEM, ("promised: 8wd", "promised: 21wd"), NO_TESTS) | {"agreements/all.yaml": "[]\n"}
    ).score
    broken = check(tmp_path / "3", {"city.yaml": None}).score
    assert one is not None
    assert more is not None
    assert 0 <= more < one < 100
    assert broken is None


def test_every_code_has_a_page_that_names_it_and_says_how_to_mend():
    assert [rule.code for rule in RULES] == [f"T{n:03d}" for n in range(1, 11)]
    for rule in rules():
        text = (DOCS / f"{rule.code}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {rule.code} ")
        assert rule.title.zh in text
        assert rule.title.en in text
        for heading in ("## What", "## Why", "## Example", "## How to mend"):
            assert heading in text


def test_no_page_is_left_for_a_code_that_is_gone():
    assert {page.stem for page in DOCS.glob("T*.md")} == {rule.code for rule in rules()}


def test_the_overview_lists_every_code():
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    for rule in rules():
        assert f"[{rule.code}]({rule.code}.md) | {rule.title.zh} | {rule.title.en} |" in text
    for code, meaning in STRUCTURAL_CODES.items():
        assert f"| {code} | {meaning.zh} | {meaning.en} |" in text
