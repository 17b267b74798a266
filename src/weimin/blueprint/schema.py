"""JSON Schema (draft 2020-12) for every kind of file in a city, so that editors complete and check while typing."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from weimin.blueprint import certificates as _certificates  # noqa: F401 -- registers its sections
from weimin.blueprint.city import Agreement, City, Department, Division, People, Resource, Window
from weimin.blueprint.decisions import Decision
from weimin.blueprint.items import Item
from weimin.blueprint.listed import ListedItem
from weimin.blueprint.sections import descriptions, sections

__all__ = ["FILES", "file_schemas"]

_REFERENCE: Final = re.compile(r'"#/\$defs/([^"]+)"')
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ONE: Final[Mapping[str, type[BaseModel]]] = {"city": City, "item": Item, "people": People, "decision": Decision}
ONE_OR_LIST: Final[Mapping[str, type[BaseModel]]] = {
    "divisions": Division,
    "departments": Department,
    "windows": Window,
    "resources": Resource,
    "agreements": Agreement,
    "listed": ListedItem,
}
FILES: Final[Mapping[str, str]] = {
    "city": "city.yaml",
    "divisions": "divisions.csv, divisions.yaml",
    "departments": "departments/*.yaml",
    "windows": "windows/*.yaml",
    "item": "items/<department>/<code>.yaml",
    "listed": "items/*.csv",
    "resources": "resources/*.yaml",
    "agreements": "agreements/*.yaml",
    "people": "people.yaml",
    "decision": "decisions/<code>.yaml",
    "certificates": "certificates/*.yaml",
    "seals": "seals/*.yaml",
}
"""Where the files of each kind lie in a city's folder; a registered section lies in ``<name>/*.yaml``."""


def file_schemas() -> dict[str, dict[str, Any]]:
    """Schemas by the name of their file: ``item.schema.json`` and so on, registered sections included."""
    lists: dict[str, type[BaseModel]] = {**ONE_OR_LIST, **{s.name: s.model for s in sections().values()}}
    whole = {name: _schema(name, model, may_be_list=False) for name, model in ONE.items()}
    whole |= {name: _schema(name, model, may_be_list=True) for name, model in lists.items()}
    return {f"{name}.schema.json": schema for name, schema in sorted(whole.items())}


def _schema(name: str, model: type[BaseModel], *, may_be_list: bool) -> dict[str, Any]:
    references, definitions = models_json_schema([(model, "validation")], by_alias=True)
    reference = references[model, "validation"]
    parts = _needed(reference, definitions["$defs"])
    for part in parts.values():
        for each in _objects(part):
            _describe(each)
    either: dict[str, Any] = {"anyOf": [reference, {"type": "array", "items": reference}]}
    return {
        "$schema": DIALECT,
        "$id": f"https://weimin.example/schema/{name}.schema.json",
        "title": f"Weimin: {name}",
        "description": (model.__doc__ or "").strip(),
        **(either if may_be_list else reference),
        "$defs": parts,
    }


def _needed(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions that a schema leads to; pydantic also gives those of values that are written as text."""
    todo, found = [schema], set[str]()
    while todo:
        names = set(_REFERENCE.findall(json.dumps(todo.pop()))) - found
        found |= names
        todo += [parts[name] for name in names]
    return {name: part for name, part in parts.items() if name in found}


def _objects(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The object that a definition is, also where it is one of two forms."""
    for each in (part, *part.get("anyOf", ())):
        if "properties" in each:
            yield each


def _describe(part: dict[str, Any]) -> None:
    own = descriptions(part.get("title", ""))
    for key, schema in part["properties"].items():
        text = own.get(key)
        if text is not None:
            schema["description"] = f"{text.zh} / {text.en}"
        schema.pop("title", None)
