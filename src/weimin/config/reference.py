"""The reference pages as text, each made from the code that it describes."""

from collections.abc import Iterator
from importlib import import_module
from types import UnionType
from typing import Any, Union, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from weimin.blueprint import city, items, values
from weimin.config.cli import COMMANDS
from weimin.config.environment import SETTINGS
from weimin.kernel.journal import api as journal

__all__ = ["pages"]

NOTE = "<!-- Made by `make docs`; edit the code, not this page. -->\n\n"
PARTS: dict[str, list[type[BaseModel]]] = {
    "city.yaml": [city.City, city.Theme],
    "divisions": [city.Division],
    "departments/*.yaml": [city.Department, city.Post],
    "items/*/*.yaml": [
        items.Item,
        items.Situation,
        items.FormField,
        items.Material,
        items.Deferral,
        items.Fee,
        items.Result,
        items.Handling,
        items.HandlingClocks,
        items.Implementation,
        items.Example,
        items.Expected,
    ],
    "resources/*.yaml": [city.Resource],
    "agreements/*.yaml": [city.Agreement],
    "people.yaml": [city.DemoOfficial, city.DemoPerson, city.DemoEntity],
    "values": [values.Text, values.Clock, values.Extension, values.Article],
}


def pages() -> dict[str, str]:
    """File name → text, for every generated page."""
    return {
        "settings.md": _page("Settings", _settings()),
        "commands.md": _page("Commands", _commands()),
        "journal-actions.md": _page("Journal actions", _actions()),
        "blueprint.md": _page("The blueprint's keys", _blueprint()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return f"# {title}\n\n{NOTE}" + "\n".join(lines).rstrip() + "\n"


def _settings() -> Iterator[str]:
    yield "Read from the environment. Without any, everything is embedded: SQLite, files and keys under the home.\n"
    yield "| Variable | Default | Meaning | 说明 |"
    yield "|---|---|---|---|"
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "–"
        yield f"| `{setting.name}` | {default} | {setting.meaning.en} | {setting.meaning.zh} |"


def _commands() -> Iterator[str]:
    for name in COMMANDS:
        if name == "manage":
            yield "## weimin manage\n\nRuns a Django management command with Weimin's settings.\n"
            continue
        command: click.Command = import_module(f"weimin.config.cli.{name}").command
        yield from _command(command, f"weimin {name}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
    yield f"## {path}\n"
    yield f"```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _command(child, f"{path} {name}")


def _actions() -> Iterator[str]:
    yield "Every act writes one row with one of these actions, in its own transaction.\n"
    yield "| Action | Meaning | 含义 |"
    yield "|---|---|---|"
    for action, name in journal.actions().items():
        yield f"| `{action}` | {name.en} | {name.zh} |"


def _blueprint() -> Iterator[str]:
    yield "`weimin schema -o DIR` writes the same as JSON Schema for editors.\n"
    for file, models in PARTS.items():
        yield f"## {file}\n"
        for model in models:
            yield f"### {model.__name__}\n"
            yield f"{(model.__doc__ or '').strip()}\n"
            yield "| Key | Type | Required |"
            yield "|---|---|---|"
            for name, field in model.model_fields.items():
                yield f"| `{field.alias or name}` | {_type(field)} | {'yes' if field.is_required() else ''} |"
            yield ""


def _type(field: FieldInfo) -> str:
    return _name(field.annotation).replace("|", "\\|")


def _name(kind: Any) -> str:
    if get_origin(kind) in {Union, UnionType}:
        return " | ".join(_name(each) for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is not None and get_args(kind):
        inside = ", ".join(each if isinstance(each, str) else _name(each) for each in get_args(kind))
        return f"{getattr(get_origin(kind), '__name__', 'one of')}[{inside}]"
    return getattr(kind, "__name__", str(kind))
