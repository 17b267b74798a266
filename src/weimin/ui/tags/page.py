"""The frame of a page: menus, switches, crumbs, pages of a list, messages, panels of other modules."""

from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.contrib.messages import get_messages
from django.core.paginator import Page as ListPage
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from weimin.lib.bilingual import Bilingual
from weimin.ui.parts import Crumb
from weimin.ui.registry import Face, registry

register = template.Library()

SWITCHES: Final = (
    (
        "theme",
        Bilingual("颜色", "Colours"),
        (
            ("auto", Bilingual("跟随系统", "System")),
            ("light", Bilingual("浅色", "Light")),
            ("dark", Bilingual("深色", "Dark")),
        ),
    ),
    (
        "type",
        Bilingual("字号", "Type size"),
        (("normal", Bilingual("标准", "Standard")), ("large", Bilingual("大字", "Large"))),
    ),
)
LEVELS: Final = {"success": "ok", "warning": "wait", "error": "late"}


@register.inclusion_tag("ui/parts/menu.html", takes_context=True)
def menu(context: Context, face: Face) -> dict[str, Any]:
    """The registered pages of a face: portal, desk or account. Without a request (bare error pages) there are none."""
    request = context.get("request")
    return {"entries": registry.menu(face, request) if isinstance(request, HttpRequest) else []}


@register.inclusion_tag("ui/parts/switches.html", takes_context=True)
def switches(context: Context) -> dict[str, Any]:
    """Theme and type size as links that work without JavaScript."""
    chosen = context.get("preferences")
    groups = [
        {
            "name": name,
            "title": title,
            "options": [
                {"value": value, "title": label, "current": getattr(chosen, name, "") == value}
                for value, label in options
            ],
        }
        for name, title, options in SWITCHES
    ]
    return {"groups": groups, "request": context.get("request")}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(rows: Sequence[Crumb]) -> dict[str, Any]:
    """The way from the top to here; takes ``Crumb`` values, the last without an address is the page itself."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def pages(context: Context, page: "ListPage[Any]", *, parameter: str = "page") -> dict[str, Any]:
    """The pages of a long list; keeps the rest of the address. Says how many rows there are."""
    request = context.get("request")
    given = request.GET.copy() if isinstance(request, HttpRequest) else QueryDict(mutable=True)

    def query(number: int) -> str:
        given[parameter] = str(number)
        return given.urlencode()

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1)
    numbers = [each if isinstance(each, int) else None for each in shown]
    return {
        "page": page,
        "entries": [{"number": n, "query": query(n) if n else "", "here": n == page.number} for n in numbers],
        "previous": query(page.number - 1),
        "next": query(page.number + 1),
    }


@register.inclusion_tag("ui/parts/flashes.html", takes_context=True)
def flashes(context: Context) -> dict[str, Any]:
    """What was just done, from Django's messages. Stays until dismissed or left."""
    request = context.get("request")
    rows = get_messages(request) if isinstance(request, HttpRequest) and hasattr(request, "_messages") else ()
    return {"rows": [{"kind": LEVELS.get(each.level_tag, "neutral"), "text": each.message} for each in rows]}


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, subject: Any = None) -> SafeString:
    """The pieces that modules registered for this place, in order: ``{% panels "desk.case.side" case %}``."""
    request = context["request"]
    given = ((panel, panel.context(request, subject)) for panel in registry.panels(place))
    drawn = ((render_to_string(panel.template, dict(each), request),) for panel, each in given if each is not None)
    return format_html_join("\n", "{}", drawn)
