"""The grammar as JSON Schema: valid, described, and true of real files."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from support.cities import FILES
from weimin.blueprint.api import Findings, file_schemas
from weimin.blueprint.yamlfile import read_yaml
from weimin.config.cli import main

QINGDAO = Path(__file__).resolve().parents[2] / "cities" / "qingdao"
KINDS = {
    "city.yaml": "city", "people.yaml": "people", "items/*/*.yaml": "item", "departments/*.yaml": "departments", "windows/*.yaml": "windows",
    "resources/*.yaml": "resources", "agreements/*.yaml": "agreements",
}  # fmt: skip


def schema(kind: str) -> dict[str, Any]:
    return file_schemas()[f"{kind}.schema.json"]


def document(text: str) -> Any:
    place = read_yaml(text.encode(), "x.yaml", Findings())
    assert place is not None
    return place.document


@pytest.mark.parametrize("name", sorted(file_schemas()))
def test_a_schema_is_valid_2020_12_and_every_key_is_described(name: str):
    content = file_schemas()[name]
    Draft202012Validator.check_schema(content)
    assert content["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    bare = [
        f"{part}.{key}"
        for part, definition in content["$defs"].items()
        for each in (definition, *definition.get("anyOf", ()))
        for key, value in each.get("properties", {}).items()
        if " / " not in value.get("description", "")
    ]
    assert bare == [], "describe them in weimin/blueprint/descriptions.py"


@pytest.mark.parametrize(("pattern", "kind"), KINDS.items())
def test_the_demonstration_city_s_files_fit(pattern: str, kind: str):
    validator = Draft202012Validator(schema(kind))
    files = sorted(QINGDAO.glob(pattern))
    assert files
    for file in files:
        errors = list(validator.iter_errors(document(file.read_text(encoding="utf-8"))))
        assert errors == [], file


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: licence", "kind: licens"),
        ("promised: 8wd", "promised: 8 days"),
        ("fee: none", "fee: free"),
        ("theme: living", "thema: living"),
        ("max-length: 10", "max_length: 10"),
        ("statutory: 15d", "statutory: soon"),
        ('division: "370202"', "division: 370202"),
    ],
)
def test_what_check_refuses_an_editor_underlines(old: str, new: str):
    text = FILES["items/office/dog-registration.yaml"]
    validator = Draft202012Validator(schema("item"))
    assert validator.is_valid(document(text))
    assert not validator.is_valid(document(text.replace(old, new, 1)))


def test_the_command_writes_a_file_for_every_kind(tmp_path: Path):
    result = CliRunner().invoke(main, ["schema", "-o", str(tmp_path / "new" / "folder")])
    assert result.exit_code == 0
    written = {file.name: json.loads(file.read_text()) for file in (tmp_path / "new" / "folder").iterdir()}
    assert written == file_schemas()


def test_a_folder_that_cannot_be_made_is_told_without_a_traceback(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    result = CliRunner().invoke(main, ["schema", "-o", str(tmp_path / "file" / "x")])
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_an_editor_is_told_which_schema_each_kind_of_file_has(tmp_path: Path):
    words = ["schema", "-o", str(tmp_path / "schema"), "--vscode", str(tmp_path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    told = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    kinds = {Path(uri).name: pattern for uri, pattern in told.items()}
    assert set(kinds) == set(file_schemas())
    assert kinds["decision.schema.json"] == "**/decisions/*.yaml"
    for pattern, kind in KINDS.items():
        assert kinds[f"{kind}.schema.json"] == f"**/{pattern}"
    again = CliRunner().invoke(main, words)
    assert again.exit_code == 1
    assert "settings.json" in again.output
