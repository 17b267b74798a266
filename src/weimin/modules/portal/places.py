"""Where people go: windows with the address, the hours and the telephone of their halls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from weimin.blueprint.city import Department, Window
from weimin.blueprint.values import Text
from weimin.kernel.catalogue import api as catalogue
from weimin.ui.api import Link

__all__ = ["Counter", "counters", "counters_of"]


@dataclass(frozen=True)
class Counter:
    """A window as pages show it; a text without a code is only said."""

    name: Text
    code: str = ""
    division: str = ""
    department: Department | None = None
    hall: Department | None = None
    address: Text | None = None
    hours: Text | None = None
    phone: str = ""
    services: Text | None = None

    @property
    def href(self) -> str:
        return f"/windows/#{self.code}" if self.code else ""

    @property
    def link(self) -> Link:
        return Link(self.name, self.href, self.address or "")


def counters(*, revision_id: int) -> Mapping[str, Counter]:
    """Every window of the city by its code."""
    departments = {each.code: each for each in catalogue.departments(revision_id=revision_id)}
    return {each.code: _counter(each, departments) for each in catalogue.windows(revision_id=revision_id)}


def counters_of(windows: Iterable[Text | str], *, revision_id: int) -> Sequence[Counter]:
    """The windows that an item names, by code or in words. One that is gone is left out."""
    known = counters(revision_id=revision_id)
    named = [Counter(each) if isinstance(each, Text) else known.get(each) for each in windows]
    return [each for each in named if each is not None]


def _counter(window: Window, departments: Mapping[str, Department]) -> Counter:
    hall = departments.get(window.hall) if window.hall else None
    return Counter(
        name=window.name,
        code=window.code,
        division=window.division,
        department=departments.get(window.department),
        hall=hall,
        address=window.address or (hall.address if hall else None),
        hours=window.hours or (hall.hours if hall else None),
        phone=window.phone or (hall.phone if hall else ""),
        services=window.services,
    )
