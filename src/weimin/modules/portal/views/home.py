"""Where people come in: what do you want to do?"""

from django.http import HttpResponse
from django.shortcuts import render

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public
from weimin.kernel.search import api as search_index
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Found, Link, registry

__all__ = ["home", "items", "search"]

RESULTS = 20
COMMA = Bilingual("、", ", ")


@public
def home(request: Request) -> HttpResponse:
    revision = catalogue.active_revision()
    city = catalogue.city(revision_id=revision.pk)
    found = {item.code: item for item in catalogue.items(revision_id=revision.pk)}
    popular = [found[code] for code in city.popular if code in found]
    themes = [
        Link(
            theme.name,
            f"/items/#{theme.code}",
            str(COMMA).join(str(item.name) for item in found.values() if item.theme == theme.code),
        )
        for theme in city.themes
        if any(item.theme == theme.code for item in found.values())
    ]
    figures = cases.public_figures(now=request.now)
    context = {
        "popular": popular,
        "themes": themes,
        "figures": figures,
        "item_count": len(found),
        "revision_id": revision.pk,
    }
    return render(request, "portal/home.html", context)


@public
def search(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    revision = catalogue.active_revision()
    found = {item.code: item for item in catalogue.items(revision_id=revision.pk)}
    answer = search_index.ask(text, kinds=["item"], limit=RESULTS)
    rows = [
        Link(found[hit.code].name, f"/items/{hit.code}/", found[hit.code].summary)
        for hit in answer.hits
        if hit.code in found
    ]
    groups = [(found.title, _others(found, text)) for found in registry.found()]
    context = {
        "text": text,
        "rows": rows,
        "groups": [(title, links) for title, links in groups if links],
        "understood": answer.understood,
    }
    return render(request, "portal/search.html", context)


def _others(found: Found, text: str) -> list[Link]:
    """What a search finds besides items: at most three."""
    codes = [hit.code for hit in search_index.search(text, kinds=[found.kind], limit=3)]
    known = found.links(codes) if codes else {}
    return [known[code] for code in codes if code in known]


@public
def items(request: Request) -> HttpResponse:
    """All items, by theme."""
    revision = catalogue.active_revision()
    city = catalogue.city(revision_id=revision.pk)
    found = {item.code: item for item in catalogue.items(revision_id=revision.pk)}
    groups = [
        (
            theme,
            [
                Link(item.name, f"/items/{code}/", item.summary)
                for code, item in found.items()
                if item.theme == theme.code
            ],
        )
        for theme in city.themes
    ]
    return render(request, "portal/items.html", {"groups": [group for group in groups if group[1]]})
