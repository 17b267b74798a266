"""The copy of a city that a preview publishes: as it stands, with someone to log in as where the city has nobody."""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import yaml

__all__ = ["stage"]

MOST: Final = 30
"""Departments for which officials are made up."""


def stage(folder: Path, copy: Path) -> None:
    """``copy`` becomes the folder as it is now. A city in use is shown as a demonstration, so that nobody takes it for real."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", "*~"))
    file = copy / "city.yaml"
    city: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    if city.get("demonstration"):
        return
    _write(file, city | {"demonstration": True})
    if not (copy / "people.yaml").exists():
        _write(copy / "people.yaml", _people(copy))


def _people(folder: Path) -> dict[str, Any]:
    """A citizen, a company, and two officials at each of the first departments, who fill all its posts."""
    officials = []
    for department in _departments(folder)[:MOST]:
        code, name = department["code"], department["name"]["zh"]
        posts = [f"{code}/{post['code']}" for post in department.get("posts", [])]
        for number in (1, 2) if posts else ():
            hint = {"zh": f"{name}：所有岗位", "en": f"{department['name']['en']}: all posts"}
            officials.append({"login": f"{code}-{number}", "name": f"试用人员{number}", "posts": posts, "hint": hint})
    return {
        "officials": officials,
        "persons": [
            {
                "login": "citizen", "name": "某居民", "id-number": "370202198509239991", "phone": "13800138000",
                "hint": {"zh": "居民", "en": "a resident"},
            },
        ],
        "entities": [
            {"name": "试用有限公司", "credit-code": "91370202MADEM00382", "representative": "citizen"},
        ],
    }  # fmt: skip


def _departments(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in sorted((folder / "departments").glob("*.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        found += told["departments"] if isinstance(told, dict) else told
    return found


def _write(file: Path, value: Any) -> None:
    """As JSON, which is YAML without anchors."""
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
