"""The keys of every kind of file as rows of a reference, from the same schema that editors use."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from weimin.blueprint.schema import FILES, file_schemas
from weimin.blueprint.sections import descriptions, sections
from weimin.blueprint.values import LENGTH_PATTERN
from weimin.lib.bilingual import Bilingual

__all__ = ["Key", "Part", "describe_files"]

WORDS: Final = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": ""}


@dataclass(frozen=True, slots=True)
class Key:
    """``type`` in words; ``default`` as JSON, empty where there is none."""

    name: str
    type: str
    required: bool
    default: str
    meaning: Bilingual


@dataclass(frozen=True, slots=True)
class Part:
    """A group of keys. ``file`` is the pattern of the files that it stands in, empty for a part of many."""

    name: str
    file: str
    about: str
    keys: tuple[Key, ...]


def describe_files() -> list[Part]:
    """Every part of the grammar once, the file's own part before those that it is made of."""
    found: dict[str, Part] = {}
    for file, schema in file_schemas().items():
        definitions: Mapping[str, Any] = schema["$defs"]
        reference = schema.get("$ref") or schema["anyOf"][0]["$ref"]
        own = reference.rsplit("/", 1)[-1]
        for name in (own, *(each for each in definitions if each != own)):
            pattern = _pattern(file.removesuffix(".schema.json")) if name == own else ""
            if name not in found and (part := _part(name, pattern, definitions[name])) is not None:
                found[name] = part
    return list(found.values())


def _pattern(kind: str) -> str:
    """Where the files of a kind lie."""
    return FILES.get(kind, f"{kind}/*.yaml" if kind in sections() else "")


def _part(name: str, file: str, definition: Mapping[str, Any]) -> Part | None:
    body = next((each for each in (definition, *definition.get("anyOf", ())) if "properties" in each), None)
    if body is None:
        return None
    meanings = descriptions(name)
    required = body.get("required", ())
    keys = tuple(
        Key(key, _type(value), key in required, _default(value), meanings.get(key, Bilingual("", "")))
        for key, value in body["properties"].items()
    )
    return Part(name, file, body.get("description", definition.get("description", "")), keys)


def _default(value: Mapping[str, Any]) -> str:
    default = value.get("default")
    return "" if default in (None, [], {}, "") else json.dumps(default, ensure_ascii=False)


def _type(value: Mapping[str, Any]) -> str:
    """One schema in words."""
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(filter(None, map(_type, value["anyOf"]))))
    if "enum" in value or "const" in value:
        return ", ".join(f"`{each}`" for each in value.get("enum", [value.get("const")]))
    if value.get("pattern") == LENGTH_PATTERN:
        return "length"
    if value.get("format") == "date":
        return "date"
    if value.get("type") == "array":
        return f"list of {_type(value.get('items', {}))}"
    if value.get("type") == "object":
        return f"code → {_type(next(_values(value), {}))}"
    return WORDS.get(str(value.get("type", "")), "anything")


def _values(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from value.get("patternProperties", {}).values()
    if isinstance(value.get("additionalProperties"), Mapping):
        yield value["additionalProperties"]
