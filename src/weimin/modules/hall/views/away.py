"""不予收件: nobody leaves the counter with empty hands. A notice says why, where to go, and what one can do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.hall.frame import at_window, error_rows, frame, key_of
from weimin.ui.api import Choice
from weimin.ui.words import day

__all__ = ["notice", "told", "turn_away"]

TOLD = ("why", "where", "bring")


@at_window
@never_cache
def turn_away(request: Request) -> HttpResponse:
    """One act: the reason, what must be said with it, and the notice is there. The name may be left out."""
    errors: dict[str, Bilingual] = {}
    here = sorted(cases.counters_of(request.actor))
    items = {each.code: each.name for each in catalogue.items()}
    if request.method == "POST":
        try:
            return redirect("hall:turned-away", _told(request, here, items).pk)
        except cases.InvalidAnswer as error:
            errors = error.errors
        except identity.UnreadableNumber as error:
            errors = {"number": error.message}
        except identity.NameDiffers as error:
            errors = {"name": error.message}
    today = law_date(request.now)
    counts = cases.turned_away_counts(first=today.replace(day=1), last=today, departments=here)
    context: dict[str, Any] = {
        **frame(request),
        "given": request.POST,
        "key": key_of(request),
        "reasons": [Choice(code, each.label) for code, each in cases.REASONS.items()],
        "items": [Choice("", Bilingual("不写事项", "None in particular")), *(Choice(c, n) for c, n in items.items())],
        "departments": [Choice(code, catalogue.department_name(code)) for code in here],
        "errors": errors,
        "error_rows": error_rows(errors.items()),
        "today": [
            {"row": row, "label": cases.REASONS[row.reason].label}
            for row in cases.turned_away_here(request.actor, on=today)
        ],
        "counts": [(each.label, counts[code]) for code, each in cases.REASONS.items() if counts.get(code)],
    }
    return render(request, "hall/turn_away.html", context, status=422 if errors else 200)


def _told(request: Request, here: list[str], items: dict[str, Any]) -> cases.TurnedAway:
    post = request.POST
    item = post.get("item", "")
    return cases.turn_away(
        department=post.get("department", "") or here[0],
        reason=post.get("reason", ""),
        told={name: post.get(name, "") for name in TOLD},
        key=key_of(request),
        item=item if item in items else "",
        visitor=_visitor(request),
        actor=request.actor,
        now=request.now,
    )


def _visitor(request: Request) -> cases.Visitor:
    """As far as they said: nothing, a name for the paper, or the number too, so that it is found in their own list."""
    name, number = request.POST.get("name", "").strip()[:120], request.POST.get("number", "").strip()
    ticket = request.POST.get("ticket", "").strip()[:20]
    if not number:
        return cases.Visitor(None, name, ticket)
    read = identity.read_number(number, today=law_date(request.now))
    party = identity.find_or_register(read, name=name, now=request.now)
    return cases.Visitor(party.pk, party.name, ticket)


@at_window
@never_cache
def told(request: Request, away_id: int) -> HttpResponse:
    """The notice is written: print it, hand it over, the next one please."""
    row = cases.turned_away(away_id, actor=request.actor)
    paper = documents.papers_about([cases.away_ref(row)])[0]
    context = {
        **frame(request),
        "row": row,
        "paper": paper,
        "reason": cases.REASONS[row.reason].label,
        "given_on": day(row.on),
    }
    return render(request, "hall/turned_away.html", context)


@at_window
@never_cache
def notice(request: Request, away_id: int) -> HttpResponse:
    """The notice as PDF, A4, with number, date and seal."""
    return cases.away_response(cases.turned_away(away_id, actor=request.actor), now=request.now)
