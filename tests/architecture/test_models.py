"""What holds for every table: whom it may point at, that its personal data is declared, that its migration exists."""

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

from architecture.sources import ROOT, dotted, imported_modules, modules
from weimin.kernel.identity.fields import EncryptedText

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
FIELD_TYPES = "weimin.kernel.identity.fields"
"""Field classes are the language in which migrations speak; a migration may name this module and no other room's."""


def house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("weimin.")]


def kernel_order() -> list[set[str]]:
    """The rooms of the kernel, highest first, as pyproject's import rules name them."""
    project = tomllib.loads((ROOT.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("containers") == ["weimin.kernel"])
    return [{room.strip(" ()") for room in layer.split("|")} for layer in layers]


def relations(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if dotted(call.func).rpartition(".")[2] in RELATIONS]


def named_by_label(call: ast.Call, tree: ast.Module) -> bool:
    """By a string; a class will do only where it is defined in the same file."""
    target = call.args[0] if call.args else None
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    return (isinstance(target, ast.Constant) and isinstance(target.value, str)) or dotted(target or call) in own


def test_relations_across_rooms_name_their_target_by_a_string_label():
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules(skip=("migrations",))
        for call in relations(tree)
        if not named_by_label(call, tree)
    ]
    assert not wrong, "\n".join(wrong)


def test_relations_point_into_their_own_room_or_down_the_kernel():
    order = kernel_order()
    height = {room: len(order) - place for place, rooms in enumerate(order) for room in rooms}
    wrong = []
    for model in house_models():
        own, kernel = model._meta.app_label, ".kernel." in model.__module__
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            target = field.related_model
            if target is None or target._meta.app_label == own:
                continue
            there = target._meta.app_label
            below = there in height and (not kernel or height[there] < height[own])
            if not below:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not wrong, "\n".join(wrong)


def test_every_model_declares_its_personal_data():
    missing = [model._meta.label for model in house_models() if "personal_data" not in model.__dict__]
    assert missing == [], "give it personal_data: ClassVar[frozenset[str]], empty if it holds none"


def test_what_is_declared_personal_exists_and_what_is_sealed_is_declared():
    wrong = []
    for model in house_models():
        declared = model.__dict__.get("personal_data", frozenset())
        names = {field.name for field in model._meta.local_fields}
        sealed = {field.name for field in model._meta.local_fields if isinstance(field, EncryptedText)}
        wrong += [f"{model._meta.label}: no field {name}" for name in sorted(declared - names)]
        wrong += [f"{model._meta.label}: {name} is sealed but not declared" for name in sorted(sealed - declared)]
    assert not wrong, "\n".join(wrong)


def test_no_model_orders_itself_and_none_points_anywhere():
    ordered = [model._meta.label for model in house_models() if model._meta.ordering]
    generic = [model._meta.label for model in house_models() if model._meta.private_fields]
    assert (ordered, generic) == ([], []), "order in the query; no generic foreign keys"


def test_no_migration_is_missing(tmp_path):
    """In a process of its own, because the tests may run without migrations."""
    labels = sorted({model._meta.app_label for model in house_models()})
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", *labels],
        env=os.environ | {"WEIMIN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "weimin.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_migration_imports_another_room_s_code():
    wrong = []
    for path, tree in modules():
        if "migrations" not in path.parts:
            continue
        own = ".".join(("weimin", *path.parts[: path.parts.index("migrations")]))
        for name in sorted(imported_modules(tree)):
            allowed = name.startswith((own, "weimin.lib", FIELD_TYPES)) or not name.startswith("weimin")
            if not allowed:
                wrong.append(f"{path}: {name}")
    assert not wrong, "\n".join(wrong)


def test_the_order_of_the_kernel_was_really_read():
    order = kernel_order()
    assert order[0] == {"cases"}
    assert [{"journal"}, {"rows"}] == order[-2:]
    assert Path(ROOT / "kernel").is_dir()
