"""Where people come in: what do you want to do?"""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public
from weimin.kernel.search import api as search_index
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.matters import Matter, matters
from weimin.ui.api import Found, Link, registry

__all__ = ["home", "search"]

RESULTS: Final = 20
NAMED: Final = 3
COMMA: Final = Bilingual("、", ", ")


@public
def home(request: Request) -> HttpResponse:
    """What would you like to do? The search, what is asked for most, and the themes."""
    revision = catalogue.active_revision()
    city = catalogue.city(revision_id=revision.pk)
    every = matters(revision_id=revision.pk)
    found = {row.code: row for row in every}
    popular = [found[code] for code in city.popular if code in found]
    themes = [
        Link(theme.name, f"/items/?theme={theme.code}", _some(rows), Bilingual("{n} 项", "{n}").format(n=len(rows)))
        for theme in city.themes
        if (rows := [row for row in every if row.theme == theme.code])
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


def _some(rows: list[Matter]) -> str:
    """The names of a few, those that can be done online first."""
    first = sorted(rows, key=lambda row: not row.online)
    named = str(COMMA).join(str(row.name) for row in first[:NAMED])
    return named + ("……" if len(rows) > NAMED else "")


@public
def search(request: Request) -> HttpResponse:
    """Items that match ``q``, also by the words that people use for them."""
    text = request.GET.get("q", "").strip()[:100]
    revision = catalogue.active_revision()
    found = {row.code: row for row in matters(revision_id=revision.pk)}
    answer = search_index.ask(text, kinds=["item"], limit=RESULTS)
    rows = [found[hit.code].link for hit in answer.hits if hit.code in found]
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
