"""Types of FEEL, as ``instance of`` and the parameters of functions name them, and which values conform to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import number
from weimin.lib.feel.temporal import UTC_ZONE, Date, DateTime, Time
from weimin.lib.feel.values import KIND_NAMES, Function, Range, kind

__all__ = [
    "ANY",
    "ContextType",
    "FeelType",
    "FunctionType",
    "ListType",
    "NamedType",
    "RangeType",
    "coerce",
    "conforms",
    "midnight",
]


@dataclass(frozen=True, slots=True)
class FeelType:
    """One of the classes below."""


@dataclass(frozen=True, slots=True)
class NamedType(FeelType):
    """A type without parts, such as ``number``."""

    name: str

    @property
    def known(self) -> bool:
        return self.name in KIND_NAMES or self.name in ("Any", "Null")


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    """``list<item>``."""

    item: FeelType


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    """``range<bound>``."""

    bound: FeelType


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    """``context<name: type>``."""

    entries: Mapping[str, FeelType]


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    """``function<parameters> -> result``."""

    parameters: tuple[FeelType, ...]
    result: FeelType


ANY = NamedType("Any")


def conforms(value: Any, wanted: FeelType, run: Run) -> bool:
    """Whether a value conforms to a type (DMN 1.5 §10.3.2.9.2). Inside lists and contexts null conforms to all."""
    if isinstance(wanted, NamedType):
        if not wanted.known:
            raise Fault("没有这个类型：{t}", "there is no type {t}", t=wanted.name)
        if wanted.name == "Null":
            return value is None
        return value is not None and (wanted.name == "Any" or kind(value) == wanted.name)
    run.enter(1)
    try:
        return _conforms_inside(value, wanted, run)
    finally:
        run.leave(1)


def _conforms_inside(value: Any, wanted: FeelType, run: Run) -> bool:
    match wanted, value:
        case ListType(item), list():
            run.spend(len(value))
            return all(entry is None or conforms(entry, item, run) for entry in value)
        case RangeType(bound), Range():
            ends = [end for end in (value.low, value.high) if end is not None]
            return all(conforms(end, bound, run) for end in ends)
        case ContextType(entries), dict():
            run.spend(len(entries))
            return all(
                name in value and (value[name] is None or conforms(value[name], entry, run))
                for name, entry in entries.items()
            )
        case FunctionType(parameters, _), Function():
            return len(parameters) == len(value.parameters) and all(
                _accepts(own, asked) for own, asked in zip(value.types, parameters, strict=True)
            )
        case _:
            return False


def _accepts(own: FeelType, asked: FeelType) -> bool:
    """Whether a parameter of type ``own`` takes every value of type ``asked``."""
    match own, asked:
        case NamedType("Any"), _:
            return True
        case _, NamedType("Null"):
            return True
        case ListType(mine), ListType(theirs):
            return _accepts(mine, theirs)
        case RangeType(mine), RangeType(theirs):
            return _accepts(mine, theirs)
        case ContextType(mine), ContextType(theirs):
            return all(name in theirs and _accepts(entry, theirs[name]) for name, entry in mine.items())
        case _:
            return own == asked


def midnight(value: Date) -> DateTime:
    """A date where a date and time is asked for: its start in UTC (DMN 1.5 §10.3.2.9.4)."""
    return DateTime(value, Time(0, 0, number(0), UTC_ZONE))


def coerce(value: Any, wanted: FeelType, run: Run) -> Any:
    """The value as the type asks: itself, the one element of a list, a list of one, or a date as an instant.

    Raises ``Fault`` if none of them conforms.
    """
    if value is None or wanted == ANY or conforms(value, wanted, run):
        return value
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], wanted, run):
        return value[0]
    if isinstance(wanted, ListType) and not isinstance(value, list) and conforms(value, wanted.item, run):
        return [value]
    if isinstance(value, Date) and wanted == NamedType("date and time"):
        return midnight(value)
    raise Fault("参数类型不符", "the argument is not of the parameter's type")
