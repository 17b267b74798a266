"""The kinds of cases, registered by their modules in ``AppConfig.ready()``: the kernel knows no module."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from weimin.blueprint.items import Item
from weimin.kernel.cases.definition import CaseKind
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import Graph

__all__ = ["Matters", "kind", "kinds", "matter", "matter_names", "own_page", "register_kind"]


class Matters(Protocol):
    """What the cases of a kind are about, where that is no item of the catalogue. Both cost no query for a known revision."""

    def matter(self, code: str, *, revision_id: int) -> tuple[Item, Graph]:
        """The thing as an item, and its procedure; a graph without nodes where the case has no steps of its own."""

    def names(self, revision_id: int) -> Mapping[str, Bilingual]: ...


@dataclass(frozen=True)
class _Registered:
    kind: CaseKind
    matters: Matters | None
    pages: Mapping[str, Callable[[int], str]]


_KINDS: dict[str, _Registered] = {}


def register_kind(
    kind: CaseKind, *, matters: Matters | None = None, pages: Mapping[str, Callable[[int], str]] | None = None
) -> None:
    """``pages``: for a face (portal, desk) that must not show its own page of such a case, the address by the case's id."""
    _KINDS[kind.code] = _Registered(kind, matters, pages or {})


def own_page(kind_code: str, face: str, case_id: int) -> str:
    """The address of the kind's own page of a case on this face; empty where the face shows it itself."""
    address = _KINDS[kind_code].pages.get(face)
    return address(case_id) if address else ""


def matter(kind_code: str, code: str, handling: str, *, revision_id: int) -> tuple[Item, Graph]:
    """What a case is about and how it goes, under its revision."""
    matters = _KINDS[kind_code].matters
    if matters is not None:
        return matters.matter(code, revision_id=revision_id)
    item = catalogue.item(code, revision_id=revision_id)
    return item, catalogue.procedure(item.handlings[handling].procedure, revision_id=revision_id)


def matter_names(revision_ids: Collection[int]) -> Mapping[tuple[int, str], Bilingual]:
    """The names of everything that cases of these revisions may be about."""
    found = dict(catalogue.item_names(revision_ids))
    for each in _KINDS.values():
        if each.matters is not None:
            for revision_id in set(revision_ids):
                names = each.matters.names(revision_id)
                found |= {(revision_id, code): name for code, name in names.items()}
    return found


def kind(code: str) -> CaseKind:
    return _KINDS[code].kind


def kinds() -> tuple[CaseKind, ...]:
    return tuple(each.kind for each in _KINDS.values())
