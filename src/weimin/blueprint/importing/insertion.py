"""Adds entries to a list in a hand-written YAML file, and leaves every other line, comments too, as it stands."""

import re
from collections.abc import Mapping
from typing import Any

from weimin.blueprint.findings import Findings, Path, Place
from weimin.blueprint.importing.errors import ImportRefused
from weimin.blueprint.importing.yamlout import entry_lines
from weimin.blueprint.yamlfile import read_yaml

__all__ = ["add_entries"]


def add_entries(content: str, file: str, base: Path, key: str, entries: list[dict[str, Any]]) -> str:
    """The file with ``entries`` at the end of the list ``key`` of the group at ``base``; the list is begun if missing.

    Proved by reading the outcome again: raises ``ImportRefused`` if it does not say exactly that.
    """
    place = _read(content, file)
    group = place.at(*base)
    if not isinstance(group.value, Mapping):
        raise _by_hand(file)
    lines = content.split("\n")
    listed = group.value.get(key)
    if listed:
        first = place.at(*base, key, len(listed) - 1).line - 1
        indent = _dash(lines[first])
        new = [entry_lines(entry, indent).rstrip("\n") for entry in entries]
        end = _end(lines, first, indent)
    else:
        first = group.line - 1
        indent = _keys(lines[first])
        new = [f"{' ' * indent}{key}:", *(entry_lines(entry, indent + 2).rstrip("\n") for entry in entries)]
        end = _end(lines, first, indent - 1)
    outcome = "\n".join([*lines[:end], *new, *lines[end:]])
    outcome = outcome if outcome.endswith("\n") else f"{outcome}\n"
    _prove(place, outcome, file, base, key, entries)
    return outcome


def _read(content: str, file: str) -> Place:
    findings = Findings()
    place = read_yaml(content.encode(), file, findings)
    if place is None:
        raise _by_hand(file)
    return place


def _dash(line: str) -> int:
    """Where the dash of a list's element stands; -1 for forms of YAML that are not written so."""
    match = re.match(r" *(?=- )", line)
    return len(match[0]) if match else -1


def _keys(line: str) -> int:
    """Where the keys of a group begin, on its first line."""
    match = re.match(r" *(?:- )?", line)
    return len(match[0]) if match else 0


def _end(lines: list[str], first: int, indent: int) -> int:
    """The line after the last that belongs to what begins on line ``first``: deeper, or a comment or blank between."""
    end = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        if line.strip() and not line.lstrip().startswith("#"):
            end = number + 1
    return end


def _prove(before: Place, outcome: str, file: str, base: Path, key: str, entries: list[dict[str, Any]]) -> None:
    wanted: Any = before.document
    group = wanted
    after = _read(outcome, file).document
    for step in base:
        group = group[step]
    group[key] = [*(group.get(key) or []), *entries]
    if after != wanted:
        raise _by_hand(file)


def _by_hand(file: str) -> ImportRefused:
    return ImportRefused(
        file,
        "这个文件的写法不便自动添加；请把列表写成每行以“- ”开头，或手工添加",
        "this file is not written so that entries can be added: write its lists in '- ' lines, or add them by hand",
    )
