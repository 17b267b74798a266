"""Lists that people look through: items, departments, windows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from weimin.blueprint.city import Department, Division
from weimin.blueprint.values import Text
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.errors import NoSuchDepartment
from weimin.modules.portal.matters import Matter, by_letter, departments_with, matters
from weimin.modules.portal.places import Counter, counters
from weimin.ui.api import Choice, Crumb, Link, page_of

__all__ = ["department", "departments", "items", "windows"]

PAGE: Final = 40
ALL: Final = Choice("", Bilingual("全部", "All"))
WAYS: Final = (
    ALL,
    Choice("online", Bilingual("能在网上办的", "Online")),
    Choice("window", Bilingual("到窗口办的", "At the window")),
)
COUNT: Final = Bilingual("{n} 项", "{n}")


@dataclass(frozen=True)
class _Wish:
    """What the address asks for; empty is all."""

    theme: str
    office: str
    way: str
    letter: str

    @classmethod
    def of(cls, request: Request) -> "_Wish":
        return cls(*(request.GET.get(name, "") for name in ("theme", "department", "way", "letter")))

    def narrowed(self, rows: Iterable[Matter]) -> list[Matter]:
        """By all but the letter."""
        online = {"online": (True,), "window": (False,)}.get(self.way, (True, False))
        return [
            row
            for row in rows
            if self.theme in ("", row.theme)
            and (not self.office or self.office in row.departments)
            and row.online in online
        ]

    def address(self, letter: str) -> str:
        """The same wish with another letter."""
        wishes = {"theme": self.theme, "department": self.office, "way": self.way, "letter": letter}
        return "/items/?" + urlencode({name: value for name, value in wishes.items() if value})


@public
def items(request: Request) -> HttpResponse:
    """All items, narrowed by theme, department and way, from A to Z."""
    revision = catalogue.active_revision()
    city = catalogue.city(revision_id=revision.pk)
    every = matters(revision_id=revision.pk)
    wish = _Wish.of(request)
    chosen = wish.narrowed(every)
    letters = list(dict.fromkeys(row.letter for row in chosen))
    letter = wish.letter if wish.letter in letters else ""
    page = Paginator([row for row in chosen if letter in ("", row.letter)], PAGE).get_page(page_of(request))
    counts = departments_with(every)
    offices = [each for each in catalogue.departments(revision_id=revision.pk) if each.code in counts]
    context = {
        "groups": list(by_letter(page.object_list)),
        "page": page,
        "letters": [(each, wish.address(each), each == letter) for each in letters],
        "every_letter": wish.address(""),
        "letter": letter,
        "wish": wish,
        "themes": [ALL, *(Choice(each.code, each.name) for each in city.themes)],
        "offices": [ALL, *(Choice(each.code, each.name) for each in offices)],
        "ways": WAYS,
        "narrowed": wish != _Wish("", "", "", ""),
        "by_theme": _by_theme(every, [(each.code, each.name.bilingual) for each in city.themes]),
    }
    return render(request, "portal/items.html", context)


def _by_theme(rows: Iterable[Matter], themes: Iterable[tuple[str, Bilingual]]) -> list[tuple[str, Bilingual, int]]:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.theme] = counted.get(row.theme, 0) + 1
    return [(code, name, counted[code]) for code, name in themes if code in counted]


@public
def departments(request: Request) -> HttpResponse:
    """Every department with how many items it has, the city's first, then by district."""
    revision = catalogue.active_revision()
    counts = departments_with(matters(revision_id=revision.pk))
    rows = catalogue.departments(revision_id=revision.pk)
    names = _division_names(revision.pk)
    ordered = sorted(rows, key=lambda each: (_district(each), each.division, counts.get(each.code, 0) == 0, each.code))
    groups = [
        (names.get(code, code), [_office_row(each, counts) for each in group])
        for code, group in groupby(ordered, key=_district)
    ]
    return render(request, "portal/departments.html", {"groups": groups, "count": len(rows)})


@public
def department(request: Request, department: str) -> HttpResponse:
    """One department: what it is for, where it is, its windows and its items. Raises ``NoSuchDepartment``."""
    revision = catalogue.active_revision()
    try:
        found = catalogue.department(department, revision_id=revision.pk)
    except catalogue.NotInCatalogue:
        raise NoSuchDepartment from None
    rows = [row for row in matters(revision_id=revision.pk) if department in row.departments]
    page = Paginator(rows, PAGE).get_page(page_of(request))
    own = [
        each
        for each in counters(revision_id=revision.pk).values()
        if (each.department and each.department.code == department) or (each.hall and each.hall.code == department)
    ]
    context = {
        "department": found,
        "crumbs": [Crumb(Bilingual("部门", "Departments"), "/departments/"), Crumb(found.name)],
        "groups": list(by_letter(page.object_list)),
        "page": page,
        "windows": [each.link for each in own],
        "online": sum(row.online for row in rows),
    }
    return render(request, "portal/department.html", context)


@public
def windows(request: Request) -> HttpResponse:
    """办事大厅和窗口: where to go, by district."""
    revision = catalogue.active_revision()
    names = _division_names(revision.pk)
    every = sorted(counters(revision_id=revision.pk).values(), key=_place_of)
    places = list(dict.fromkeys(each.division[:6] for each in every))
    chosen = request.GET.get("division", "")
    shown = [each for each in every if chosen not in places or each.division[:6] == chosen]
    context = {
        "groups": [
            (
                code,
                names.get(code, code),
                [(hall, list(desks)) for hall, desks in groupby(group, key=lambda each: each.hall)],
            )
            for code, group in groupby(shown, key=lambda each: each.division[:6])
        ],
        "divisions": [ALL, *(Choice(code, names.get(code, code)) for code in places)],
        "division": chosen if chosen in places else "",
        "count": len(every),
    }
    return render(request, "portal/windows.html", context)


def _place_of(each: Counter) -> tuple[str, bool, str]:
    """Windows of a hall stand together, before those that stand alone."""
    return each.division[:6], each.hall is None, each.hall.code if each.hall else ""


def _division_names(revision_id: int) -> Mapping[str, Text]:
    rows: tuple[Division, ...] = catalogue.divisions(revision_id=revision_id)
    return {each.code: each.name for each in rows}


def _district(each: Department) -> str:
    return each.division[:6]


def _office_row(each: Department, counts: Mapping[str, int]) -> Link:
    count = counts.get(each.code, 0)
    tag = COUNT.format(n=count) if count else ""
    return Link(each.name, f"/departments/{each.code}/", each.duties or "", tag)
