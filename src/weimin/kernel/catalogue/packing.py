"""A compiled city as objects named by their content."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from weimin import __version__
from weimin.blueprint.api import Blueprint

__all__ = ["Packed", "PackedCity", "pack", "source_digest"]


@dataclass(frozen=True, slots=True)
class Packed:
    kind: str
    code: str
    body: str
    digest: str
    name: str = ""


@dataclass(frozen=True)
class PackedCity:
    """``digest`` names the whole; two folders with the same content have the same."""

    city: str
    objects: tuple[Packed, ...]
    people_digest: str

    @cached_property
    def digest(self) -> str:
        lines = sorted(f"{each.kind}\0{each.code}\0{each.digest}\n" for each in self.objects)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def pack(blueprint: Blueprint) -> PackedCity:
    """Every part that a revision keeps. Demonstration people are no part of it: they are accounts, not rules."""
    people = blueprint.people
    return PackedCity(
        blueprint.city.code,
        tuple(_objects(blueprint)),
        hashlib.sha256(_text(people.place.value).encode()).hexdigest() if people else "",
    )


def source_digest(folder: Path) -> str:
    """The SHA-256 of all files of a city, and of the version of Weimin that reads them; empty if one cannot be read."""
    digest = hashlib.sha256(__version__.encode())
    try:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                digest.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    except OSError:
        return ""
    return digest.hexdigest()


def _objects(blueprint: Blueprint) -> Iterator[Packed]:
    assert blueprint.city_entry is not None
    yield _packed("city", blueprint.city.code, blueprint.city_entry.place.value, str(blueprint.city.name))
    for kind, entries in (
        ("division", blueprint.divisions),
        ("department", blueprint.departments),
        ("window", blueprint.windows),
        ("item", blueprint.items),
        ("listed", blueprint.only_listed),
        ("resource", blueprint.resources),
        ("agreement", blueprint.agreements),
        ("reform", blueprint.reforms),
    ):
        for code, entry in entries.items():
            yield _packed(kind, code, entry.place.value, str(getattr(entry.value, "name", "")))
    for code, procedure in blueprint.procedures.items():
        name = procedure.graph.name if procedure.graph else ""
        yield _packed("procedure", code, {"bpmn": procedure.source.decode("utf-8-sig")}, name)
    for section, kept in blueprint.sections.items():
        for code, part in kept.items():
            yield _packed(f"section:{section}", code, part.place.value, "")


def _packed(kind: str, code: str, value: Any, name: str) -> Packed:
    body = _text(value)
    return Packed(kind, code, body, hashlib.sha256(f"{kind}\0{code}\0{body}".encode()).hexdigest(), name)


def _text(value: Any) -> str:
    """JSON in the file's own order, because the order of choices and handlings is what people see."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
