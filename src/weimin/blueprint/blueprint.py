"""A city in memory: every part of its folder, typed, with the place in the files where it was written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

from weimin.blueprint.city import Agreement, City, Department, Division, People, Resource, Role, Window
from weimin.blueprint.decisions import Decision
from weimin.blueprint.findings import Place
from weimin.blueprint.items import Handling, Implementation, Item
from weimin.blueprint.listed import ListedItem
from weimin.blueprint.reforms import Reform
from weimin.blueprint.values import Strict
from weimin.lib.procedure import Graph
from weimin.lib.workdays import WorkCalendar

__all__ = ["ANY", "Blueprint", "Entry", "Procedure", "handled_pairs"]

T = TypeVar("T")
ANY: Final = "*"
"""Stands in ``broken`` for all codes of a kind: a whole file of them could not be read."""


@dataclass(frozen=True, eq=False)
class Entry(Generic[T]):
    """A value of the blueprint and where it stands."""

    value: T
    place: Place


@dataclass(frozen=True, eq=False)
class Procedure:
    """A BPMN file; ``graph`` is None when it did not compile."""

    id: str
    source: bytes
    place: Place
    graph: Graph | None


@dataclass(eq=False)
class Blueprint:
    """What the folder says. Parts that could not be read are named in ``broken``, so that nobody calls them missing."""

    folder: Path
    city_entry: Entry[City] | None = None
    divisions: dict[str, Entry[Division]] = field(default_factory=dict)
    departments: dict[str, Entry[Department]] = field(default_factory=dict)
    items: dict[str, Entry[Item]] = field(default_factory=dict)
    listed: dict[str, Entry[ListedItem]] = field(default_factory=dict)
    """Rows of the basic list. Those that an item of the same code has taken the place of are among them."""
    windows: dict[str, Entry[Window]] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    resources: dict[str, Entry[Resource]] = field(default_factory=dict)
    agreements: dict[str, Entry[Agreement]] = field(default_factory=dict)
    decisions: dict[str, Entry[Decision]] = field(default_factory=dict)
    reforms: dict[str, Entry[Reform]] = field(default_factory=dict)
    calendar: WorkCalendar | None = None
    people: Entry[People] | None = None
    sections: dict[str, dict[str, Entry[Strict]]] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)

    @property
    def city(self) -> City:
        """Raises ``ValueError`` if ``city.yaml`` could not be read."""
        if self.city_entry is None:
            raise ValueError("this blueprint has no readable city.yaml")
        return self.city_entry.value

    @property
    def only_listed(self) -> dict[str, Entry[ListedItem]]:
        """The rows of the basic list that no item has taken the place of."""
        return {code: entry for code, entry in self.listed.items() if code not in self.items}

    def is_broken(self, kind: str, code: str) -> bool:
        """Whether a part may well be there, in a file or entry that could not be read."""
        return (kind, code) in self.broken or (kind, ANY) in self.broken

    def counts(self) -> dict[str, int]:
        """How much the city holds, in the words of ``weimin check --json``."""
        items = [entry.value for entry in self.items.values()]
        return {
            "items": len(items),
            "listed": len(self.only_listed),
            "handlings": sum(len(item.handlings) for item in items),
            "implementations": sum(len(item.implementations) for item in items),
            "procedures": len(self.procedures),
            "departments": len(self.departments),
            "posts": sum(len(entry.value.posts) for entry in self.departments.values()),
            "windows": len(self.windows),
            "resources": len(self.resources),
            "agreements": len(self.agreements),
        }

    def graphs(self) -> Mapping[str, Graph]:
        return {code: each.graph for code, each in self.procedures.items() if each.graph is not None}

    def family(self, department: str) -> frozenset[str]:
        """The department and every department above it."""
        found: set[str] = set()
        code: str | None = department
        while code is not None and code not in found:
            found.add(code)
            entry = self.departments.get(code)
            code = entry.value.parent if entry else None
        return frozenset(found)

    def roles_of(self, department: str) -> frozenset[Role]:
        """What the posts of one department may do together."""
        entry = self.departments.get(department)
        return frozenset(role for post in (entry.value.posts if entry else []) for role in post.roles)


def handled_pairs(item: Item) -> Iterator[tuple[int, Implementation, str, Handling]]:
    """Every implementation of an item with every handling it offers."""
    for index, implementation in enumerate(item.implementations):
        for code, handling in item.handlings.items():
            if implementation.handlings is None or code in implementation.handlings:
                yield index, implementation, code, handling
