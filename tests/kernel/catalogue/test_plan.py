"""What applying would change, told before it does, and whom open cases would lose."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.cities import FILES, write_city
from weimin.config.cli import main
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.catalogue import planning
from weimin.kernel.catalogue.models import Revision
from weimin.kernel.search import api as search
from weimin.lib.bilingual import using_language

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ITEM = "items/office/dog-registration.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_city(tmp_path)


@pytest.fixture
def revision(folder: Path) -> int:
    return catalogue.apply_city(folder, actor="system", now=NOW).revision_id


@pytest.fixture(autouse=True)
def _no_providers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planning, "_providers", {})


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def plan(folder: Path) -> catalogue.Plan:
    return catalogue.plan_city(folder, now=NOW)


def codes(changes: tuple[catalogue.Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind, change.code) for change in changes]


def test_before_the_first_apply_everything_is_added(folder: Path):
    first = plan(folder)
    assert ("item", "dog-registration") in codes(first.added)
    assert (first.changed, first.retired, first.losses) == ((), (), ())
    assert not Revision.objects.exists()


@pytest.mark.usefixtures("revision")
def test_an_unchanged_city_changes_nothing(folder: Path):
    assert not plan(folder)


@pytest.mark.usefixtures("revision")
def test_added_changed_and_retired_parts_are_named_with_what_differs(folder: Path):
    change(folder, ITEM, "summary: {zh: 给狗上牌", "summary: {zh: 给爱犬上牌")
    change(folder, ITEM, "deferrable: {within: 3wd}", "deferrable: {within: 4wd}")
    (folder / "agreements/all.yaml").write_text(
        FILES["agreements/all.yaml"].replace("code: dogs", "code: hounds"), encoding="utf-8"
    )
    found = plan(folder)
    assert codes(found.added) == [("agreement", "hounds")]
    assert codes(found.retired) == [("agreement", "dogs")]
    assert codes(found.changed) == [("item", "dog-registration")]
    assert found.changed[0].details == ("summary.zh", "materials.photo.deferrable")
    assert found.changed[0].name == "养犬登记"
    assert catalogue.item("dog-registration").summary.zh == "给狗上牌"


@pytest.mark.usefixtures("revision")
def test_a_long_list_of_differences_is_cut(folder: Path):
    text = FILES[ITEM].replace("{zh: ", "{zh: 新")
    (folder / ITEM).write_text(text, encoding="utf-8")
    details = plan(folder).changed[0].details
    assert (len(details), details[-1]) == (9, "…")


def open_case(revision: int, number: str = "370202-XZSP-2026-000001-A", **sides: str) -> catalogue.OpenCase:
    departments = {"collects": "office", "accepts": "office", "decides": "office", "regulates": "health"} | sides
    return catalogue.OpenCase(number, revision, "dog-registration", "new", "370202", departments)


def losses(folder: Path) -> list[str]:
    with using_language("en"):
        return [f"{loss.number[-1]}: {loss.message}" for loss in plan(folder).losses]


def test_open_cases_that_lose_nobody_are_not_named(folder: Path, revision: int):
    catalogue.register_open_cases("cases", lambda: [open_case(revision)])
    change(folder, ITEM, "给狗上牌", "给爱犬上牌")
    assert losses(folder) == []


def test_an_open_case_that_would_lose_its_decider_is_named(folder: Path, revision: int):
    catalogue.register_open_cases("cases", lambda: [open_case(revision)])
    change(folder, "departments/all.yaml", "roles: [decider, head]", "roles: [head]")
    assert losses(folder) == ["A: loses its decider (office)"]


def test_an_open_case_that_would_lose_a_post_is_named(folder: Path, revision: int):
    catalogue.register_open_cases("cases", lambda: [open_case(revision)])
    change(folder, "departments/all.yaml", "    - {code: issuer, name: {zh: 制证, en: Issuer}, roles: [issuer]}\n", "")
    change(folder, "people.yaml", "office/clerk, office/issuer", "office/clerk")
    assert losses(folder) == ["A: loses the post of issuer at office"]


def test_an_open_case_that_would_lose_a_department_is_named_once(folder: Path, revision: int):
    health = FILES["departments/all.yaml"][FILES["departments/all.yaml"].index("- code: health") :]
    change(folder, "departments/all.yaml", health, "")
    change(folder, ITEM, "regulates: health", "regulates: office")
    change(folder, ITEM, "  - {id: vaccination, supply: shared, resource: health.vaccination, fallback: upload}\n", "")
    change(folder, ITEM, "materials: [photo, vaccination, pledge]", "materials: [photo, pledge]")
    for gone in ("resources/health.yaml", "agreements/all.yaml"):
        (folder / gone).unlink()
    both = [open_case(revision), open_case(revision, "370202-XZSP-2026-000002-B", accepts="health", collects="health")]
    catalogue.register_open_cases("cases", lambda: both)
    assert losses(folder) == ["A: loses the department health", "B: loses the department health"]


def test_a_case_keeps_the_procedure_of_its_own_revision(folder: Path, revision: int):
    catalogue.register_open_cases("cases", lambda: [open_case(revision)])
    (folder / ITEM).rename(folder / "items/office/cat-registration.yaml")
    for file in ("items/office/cat-registration.yaml", "agreements/all.yaml", "city.yaml"):
        change(folder, file, "dog-registration", "cat-registration")
    change(folder, "departments/all.yaml", "roles: [decider, head]", "roles: [head]")
    assert losses(folder) == ["A: loses its decider (office)"]


@pytest.mark.usefixtures("revision")
def test_a_city_with_errors_has_no_plan(folder: Path):
    change(folder, ITEM, "promised: 8wd", "promised: soon")
    with pytest.raises(catalogue.CityRefused):
        plan(folder)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_the_commands_apply_and_plan_say_what_they_do(folder: Path):
    code, output = run("apply", str(folder), "--lang", "en")
    assert code == 0
    assert output.endswith("Testing: revision 1 is in force\n")
    assert "written 10 of 10" in output
    assert run("apply", str(folder), "--lang", "en") == (0, "Testing: nothing has changed, revision 1 stays in force\n")
    assert run("plan", str(folder), "--lang", "en") == (0, "nothing would change\n")
    change(folder, ITEM, "给狗上牌", "给爱犬上牌")
    assert (
        run("plan", str(folder), "--lang", "en")[1]
        == "changed 1\n  ~ item dog-registration Dog registration  (summary.zh)\n"
    )
    revision = catalogue.active_revision().pk
    catalogue.register_open_cases("cases", lambda: [open_case(revision)])
    change(folder, "departments/all.yaml", "roles: [decider, head]", "roles: [head]")
    assert run("plan", str(folder))[1].endswith(
        "在办的办件会受影响：\n  370202-XZSP-2026-000001-A  失去决定人（office）\n"
    )


@pytest.mark.parametrize("name", ["apply", "plan"])
def test_the_commands_list_the_findings_of_a_broken_city_and_exit_with_1(folder: Path, name: str):
    change(folder, ITEM, "promised: 8wd", "promised: soon")
    code, output = run(name, str(folder), "--lang", "en")
    assert code == 1
    assert f"error E003 {ITEM}:" in output
    assert "The city has 1 errors; nothing was changed" in output


def test_the_commands_tell_of_another_city_without_a_traceback(folder: Path):
    run("apply", str(folder))
    change(folder, "city.yaml", "code: testing", "code: elsewhere")
    for name in ("apply", "plan"):
        code, output = run(name, str(folder), "--lang", "en")
        assert (code, "belongs to the city testing" in output) == (1, True)


def test_the_commands_make_a_fresh_home_ready_themselves(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("fresh") / "home"
    done = subprocess.run(
        [sys.executable, "-m", "weimin.config.cli", "plan", str(folder), "--lang", "en"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "WEIMIN_HOME": str(home), "WEIMIN_DATABASE_URL": "", "PYTHONUTF8": "1",
             "DJANGO_SETTINGS_MODULE": "weimin.config.settings"},
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "added 10"), done.stderr
    assert (home / "weimin.sqlite3").exists()


def test_a_plan_shows_what_the_basic_list_gains_and_loses(tmp_path: Path) -> None:
    table = "code,name_zh,name_en,kind,department,audience,theme,basis\n"
    theme = FILES["items/office/dog-registration.yaml"].split("theme: ")[1].split("\n")[0]
    row = f"tree-permit,砍树许可,Tree permit,licence,office,person,{theme},《森林法》第五十六条\n"
    catalogue.apply_city(write_city(tmp_path, {"items/list.csv": table + row}), actor="x", now=NOW)
    assert [each.code for each in catalogue.listed_items()] == ["tree-permit"]
    assert {hit.code for hit in search.search("砍树许可")} >= {"tree-permit"}
    changed = catalogue.plan_city(
        write_city(tmp_path, {"items/list.csv": table + row.replace("person", "legal-entity")}), now=NOW
    )
    assert [(each.kind, each.code, each.details) for each in changed.changed] == [
        ("listed", "tree-permit", ("audience",))
    ]
    gone = catalogue.plan_city(write_city(tmp_path, {"items/list.csv": table}), now=NOW)
    assert [(each.kind, each.code) for each in gone.retired] == [("listed", "tree-permit")]
