"""Which questions and papers of different items are the same one: said by the event, or the same by themselves. Pure."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from weimin.blueprint.items import FormField, Item, Material, Situation
from weimin.modules.joint.events import LifeEvent

__all__ = ["Groups", "groups_of"]

S = TypeVar("S", Situation, FormField, Material)
Names = Mapping[tuple[str, str], str]
"""(item, id of its question or paper) → the id under which the joint form asks it."""


@dataclass(frozen=True)
class Groups:
    """The ids of the joint form. A group's name is the same whichever of its items an applicant needs."""

    situations: Names
    fields: Names
    materials: Names


def groups_of(event: LifeEvent, items: Mapping[str, Item]) -> Groups:
    """Over all items of the event, chosen or not, so that names never move while an applicant answers."""
    own = {situation.id for situation in event.situations}
    return Groups(
        _named(event, items, event.same, own, lambda item: item.situations, _situation),
        _named(event, items, event.same, set(), lambda item: [f for f in item.form if f.source is None], _field),
        _named(event, items, event.same_papers, set(), lambda item: item.materials, _material),
    )


def _named(
    event: LifeEvent,
    items: Mapping[str, Item],
    said: Mapping[str, list[str]],
    taken: set[str],
    subjects: "Callable[[Item], list[S]]",
    signature: "Callable[[S], Hashable]",
) -> Names:
    explicit = {_split(reference): group for group, references in said.items() for reference in references}
    used = taken | set(said)
    by_signature: dict[Hashable, str] = {}
    names: dict[tuple[str, str], str] = {}
    for item, subject in _subjects(event, items, subjects):
        key = (item, subject.id)
        if key in explicit:
            names[key] = explicit[key]
            continue
        sign = signature(subject)
        if sign not in by_signature:
            by_signature[sign] = _free(subject.id, used)
            used.add(by_signature[sign])
        names[key] = by_signature[sign]
    return names


def _subjects(
    event: LifeEvent, items: Mapping[str, Item], subjects: "Callable[[Item], list[S]]"
) -> "Iterator[tuple[str, S]]":
    for _number, _stage, _index, member in event.members():
        if member.item in items:
            for subject in subjects(items[member.item]):
                yield member.item, subject


def _split(reference: str) -> tuple[str, str]:
    item, _, name = reference.partition(".")
    return item, name


def _free(name: str, used: set[str]) -> str:
    """The id itself, else with a number: ``place``, ``place-2``."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    return found


def _situation(subject: Situation) -> Hashable:
    return (subject.id, subject.ask.zh, tuple(subject.choices))


def _field(subject: FormField) -> Hashable:
    return (subject.id, subject.type, subject.label.zh if subject.label else "", tuple(subject.choices), subject.unit)


def _material(subject: Material) -> Hashable:
    text = subject.declaration.zh if subject.declaration else subject.template
    return (subject.id, subject.name.zh if subject.name else "", subject.supply, subject.resource, text)
