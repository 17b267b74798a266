"""The types of columns: the ones of FEEL by all the names that DMN files use, and whole numbers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.values import KIND_NAMES, kind, kind_name

__all__ = ["INTEGER", "TYPES", "conforms", "name_of_type", "type_named", "what_is"]

INTEGER: Final = "integer"
TYPES: Final[Mapping[str, str]] = {
    "number": "number", "double": "number", "decimal": "number", "float": "number",
    "integer": INTEGER, "long": INTEGER, "int": INTEGER,
    "string": "string", "boolean": "boolean", "date": "date", "time": "time",
    "date and time": "date and time", "dateTime": "date and time", "datetime": "date and time",
    "days and time duration": "days and time duration", "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration", "yearMonthDuration": "years and months duration",
    "Any": "", "any": "", "": "",
}  # fmt: skip
"""A type as files write it, to the kind of its values; empty stands for any kind."""


def type_named(text: str) -> str | None:
    """The kind behind a type's name (``feel:number``, ``xs:dateTime``); None if there is no such type."""
    return TYPES.get(text.rsplit(":", 1)[-1].strip())


def conforms(value: Any, type_name: str) -> bool:
    """Whether a value is of a column's type; null and columns without type take everything."""
    if value is None or not type_name:
        return True
    if type_name == INTEGER:
        return isinstance(value, Decimal) and value == value.to_integral_value()
    return kind(value) == type_name


def name_of_type(type_name: str) -> Bilingual:
    return Bilingual("整数", "a whole number") if type_name == INTEGER else KIND_NAMES[type_name]


def what_is(value: Any) -> Bilingual:
    return kind_name(value)
