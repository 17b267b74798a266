"""Sections of a city that modules own: typed by the module's model, registered here, so that the kernel knows no module."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from weimin.blueprint.descriptions import DESCRIPTIONS
from weimin.blueprint.findings import Findings, Place
from weimin.blueprint.values import Strict
from weimin.lib.bilingual import Bilingual

if TYPE_CHECKING:
    from weimin.blueprint.blueprint import Blueprint
    from weimin.blueprint.lint.rules import Rule

__all__ = ["Section", "descriptions", "register_section", "sections"]

SectionCheck = Callable[["Blueprint", Strict, Place, Findings], None]


@dataclass(frozen=True)
class Section:
    """``<name>/*.yaml``, each file one entry or a list of entries, each entry with a ``code``."""

    name: str
    model: type[Strict]
    check: SectionCheck | None = None
    rules: tuple["Rule", ...] = ()
    searched: bool = False
    descriptions: Mapping[str, Mapping[str, Bilingual]] = field(default_factory=dict)


_registered: dict[str, Section] = {}


def register_section(
    name: str,
    model: type[Strict],
    *,
    check: SectionCheck | None = None,
    rules: tuple["Rule", ...] = (),
    searched: bool = False,
    descriptions: Mapping[str, Mapping[str, Bilingual]] | None = None,
) -> None:
    """Teach the grammar a folder. ``check`` adds findings for one entry, ``rules`` measure the design as the lint does.

    ``searched``: people may look its entries up by name, aliases and summary; the section's name is the kind of the hit.
    ``descriptions`` say what the keys mean, by model and key, for editors and for the reference.
    Registering the same again changes nothing.

    Raises ``ValueError`` if the name is taken by another model, or the model has no ``code``.
    """
    if "code" not in model.model_fields:
        raise ValueError(f"{model.__name__} needs a field 'code' to be a section")
    known = _registered.get(name)
    if known is not None and known.model is not model:
        raise ValueError(f"the section {name!r} belongs to {known.model.__name__}")
    _registered[name] = Section(name, model, check, rules, searched, descriptions or {})


def descriptions(part: str) -> Mapping[str, Bilingual]:
    """What the keys of a part of the grammar mean, be it the grammar's own or a section's."""
    own = DESCRIPTIONS.get(part)
    if own is not None:
        return own
    return next((each.descriptions[part] for each in _registered.values() if part in each.descriptions), {})


def sections() -> Mapping[str, Section]:
    return MappingProxyType(_registered)
