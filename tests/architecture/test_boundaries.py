"""What an import linter cannot see: templates and addresses that reach into a sibling room."""

import re
from pathlib import Path

from architecture.sources import ROOT

URL = re.compile(r"""\{%\s*url\s+["']([\w-]+):""")
TEMPLATE = re.compile(r"""\{%\s*(?:extends|include)\s+["']([\w-]+)/""")
REVERSED = re.compile(r"""(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*["']([\w-]+):""")
FREE = {"ui", "account", "mfa"}
KERNEL = {path.name for path in (ROOT / "kernel").iterdir() if (path / "apps.py").exists()}
MODULES = {path.name for path in (ROOT / "modules").iterdir() if (path / "apps.py").exists()}


def room_of(path: Path) -> tuple[str, str]:
    """Layer and room of a file: ``("modules", "portal")``, ``("kernel", "cases")``, ``("ui", "")``."""
    parts = path.relative_to(ROOT).parts
    return parts[0], parts[1] if parts[0] in {"kernel", "modules"} else ""


def reaches(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return set(REVERSED.findall(text))
    return set(URL.findall(text)) | set(TEMPLATE.findall(text))


def wrong_reach(path: Path, there: str) -> bool:
    layer, room = room_of(path)
    if there in FREE or there == room or layer == "config":
        return False
    if layer == "modules":
        return there in MODULES
    return there in MODULES if layer == "kernel" else there in MODULES | KERNEL


def test_no_template_or_address_reaches_into_a_sibling_or_upwards():
    files = [*ROOT.rglob("*.html"), *ROOT.rglob("*.txt"), *ROOT.rglob("*.py")]
    wrong = [
        f"{path.relative_to(ROOT)}: {there}"
        for path in sorted(files)
        for there in reaches(path)
        if wrong_reach(path, there)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_reach_is_seen(tmp_path):
    page = tmp_path / "x.html"
    page.write_text('{% extends "desk/base.html" %}{% url "portal:home" %}')
    assert reaches(page) == {"desk", "portal"}
    assert wrong_reach(ROOT / "modules" / "portal" / "templates" / "portal" / "x.html", "desk")
    assert wrong_reach(ROOT / "kernel" / "cases" / "templates" / "x.html", "portal")
    assert not wrong_reach(ROOT / "modules" / "portal" / "templates" / "portal" / "x.html", "portal")


def test_a_room_keeps_its_templates_under_its_own_name():
    """Two rooms with a template of one name would hide each other's. Allauth's own names are identity's to fill."""
    allowed = {"identity": {"identity", "account", "mfa"}}
    wrong = []
    for folder in ROOT.glob("*/*/templates/*"):
        layer, room = room_of(folder)
        if layer in {"kernel", "modules"} and folder.name not in allowed.get(room, {room}):
            wrong.append(str(folder.relative_to(ROOT)))
    assert not wrong, "\n".join(wrong)
