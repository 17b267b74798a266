"""Pages and panels that modules bring to the faces, filled in ``AppConfig.ready()``.

A face (portal, desk) does not know the lines of business. A module registers the pages that belong in a menu
and the panels that belong beside a subject; the templates ask with ``{% menu "portal" %}`` and
``{% panels "desk.case" case %}``.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import reverse

from weimin.lib.bilingual import Bilingual
from weimin.ui.parts import Link

__all__ = ["AlreadyRegistered", "Face", "Found", "MenuEntry", "Page", "Panel", "Registry", "registry"]

Face = Literal["portal", "desk", "account"]


def _everyone(_request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of a face's menu. ``count`` is shown beside the title when it is not None or 0.

    A title that depends on who looks (their name) is a function of the request.
    """

    code: str
    face: Face
    title: Bilingual | Callable[[HttpRequest], str]
    url_name: str
    order: int = 100
    visible: Callable[[HttpRequest], bool] = _everyone
    count: Callable[[HttpRequest], int | None] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of page that a module adds to a place such as ``portal.home`` or ``desk.case.side``.

    ``context`` is given the request and the place's subject; None means: nothing to show here.
    """

    code: str
    place: str
    template: str
    context: Callable[[HttpRequest, Any], Mapping[str, Any] | None]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of thing, other than service items, that a search may find. ``links`` gives the row of each code it knows."""

    kind: str
    title: Bilingual
    links: Callable[[Collection[str]], Mapping[str, Link]]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    title: str
    href: str
    current: bool
    count: int | None


class AlreadyRegistered(ValueError):
    """Two modules used one code; each must be changed to its own."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"{code} is registered twice: give one of the two another code / {code} 重复登记，请改其中一个"
        )
        self.code = code


class Registry:
    """What has been registered, in menu order."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}
        self._panels: dict[str, Panel] = {}
        self._found: dict[str, Found] = {}

    def register_page(self, page: Page) -> None:
        if page.code in self._pages:
            raise AlreadyRegistered(page.code)
        self._pages[page.code] = page

    def register_panel(self, panel: Panel) -> None:
        if panel.code in self._panels:
            raise AlreadyRegistered(panel.code)
        self._panels[panel.code] = panel

    def register_found(self, found: Found) -> None:
        if found.kind in self._found:
            raise AlreadyRegistered(found.kind)
        self._found[found.kind] = found

    def found(self) -> list[Found]:
        return list(self._found.values())

    def pages(self, face: Face | None = None) -> list[Page]:
        chosen = (page for page in self._pages.values() if face is None or page.face == face)
        return sorted(chosen, key=lambda page: (page.order, page.code))

    def panels(self, place: str) -> list[Panel]:
        chosen = (panel for panel in self._panels.values() if panel.place == place)
        return sorted(chosen, key=lambda panel: (panel.order, panel.code))

    def menu(self, face: Face, request: HttpRequest) -> list[MenuEntry]:
        """The entries this person may see; the one with the longest matching address is the current one."""
        pages = [(page, reverse(page.url_name)) for page in self.pages(face) if page.visible(request)]
        under = [
            href for _page, href in pages if request.path == href or (href != "/" and request.path.startswith(href))
        ]
        here = max(under, key=len, default=None)
        return [
            MenuEntry(
                str(page.title(request) if callable(page.title) else page.title),
                href,
                href == here,
                page.count(request) if page.count else None,
            )
            for page, href in pages
        ]


registry = Registry()
