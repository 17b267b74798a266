"""From a guide into the application: as whom, then on. Whoever must log in first comes back to exactly this point."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from weimin.blueprint.items import Item
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.audience import marked
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.errors import NotOnline
from weimin.modules.portal.guide import guide_of, published
from weimin.modules.portal.standing import AUDIENCE_NAMES, audience_words, fitting

__all__ = ["start"]

ASKED = ("handling", "division")


def start(request: Request, code: str) -> HttpResponseBase:
    """POST begins, GET asks as whom. A stranger's POST goes to the login and then to the GET, with the same wishes."""
    if request.method == "POST" and request.actor.kind == "anonymous":
        wishes = _wishes(request.POST)
        back = f"{request.path}?{wishes.urlencode()}" if wishes else request.path
        return redirect_to_login(back, reverse("account_login"))
    answer: HttpResponseBase = _start(request, code)
    return answer


start = marked(start, "applicant")


def _refuse_elsewhere(item: Item, division: str) -> None:
    """Raises ``NotOnline`` where the office of the division, or every office, keeps its record elsewhere."""
    asked = [each for each in item.implementations if each.division == division] or item.implementations
    if all(each.system_of_record != "weimin" for each in asked):
        raise NotOnline


@applicant
def _start(request: Request, code: str) -> HttpResponse:
    """Begin an application, or go on with one that was begun."""
    item = published(code, revision_id=catalogue.active_revision().pk)
    _refuse_elsewhere(item, request.POST.get("division", request.GET.get("division", "")))
    choices = fitting(request, item)
    if request.method != "POST":
        return _ask(request, item, choices)
    chosen = request.POST.get("party", "")
    party = next((each.party_id for each in choices if str(each.party_id) == chosen), None)
    if party is not None and party != request.actor.party_id:
        identity.choose_party(request, party)
    situations = {
        name.removeprefix("s."): str(value)
        for name, value in request.POST.items()
        if name.startswith("s.") and value and _is_answer(item, name.removeprefix("s."), str(value))
    }
    try:
        draft = cases.start_draft(
            item=code,
            handling=request.POST.get("handling", "new"),
            division=request.POST.get("division", ""),
            situations=situations,
            actor=request.actor,
            now=request.now,
        )
    except (cases.NotForYou, catalogue.NotInCatalogue):  # not for this party, or an office that does not offer it
        return _ask(request, item, choices, status=403)
    return redirect("portal:resume", draft.pk)


def _wishes(given: QueryDict) -> QueryDict:
    """What was chosen on the guide page, to be carried along."""
    kept = QueryDict(mutable=True)
    for name, value in given.items():
        if value and (name in ASKED or name.startswith("s.")):
            kept[name] = str(value)
    return kept


def _is_answer(item: Item, situation: str, value: str) -> bool:
    return any(each.id == situation and value in each.choices for each in item.situations)


def _ask(request: Request, item: Item, choices: list[identity.Mandate], *, status: int = 200) -> HttpResponse:
    wishes = _wishes(request.POST if request.method == "POST" else request.GET)
    found = guide_of(
        item.code,
        revision_id=catalogue.active_revision().pk,
        handling=str(wishes.get("handling", "")),
        division=str(wishes.get("division", "")),
        situations={name.removeprefix("s."): str(value) for name, value in wishes.items() if name.startswith("s.")},
        now=request.now,
    )
    wishes["handling"], wishes["division"] = found.handling_code, found.office.implementation.division
    context = {
        "guide": found,
        "item": item,
        "wishes": list(wishes.items()),
        "choices": [
            {
                "party": each.party_id,
                "label": Bilingual("以“{n}”的名义办", "Apply as {n}").format(n=each.name),
                "kind": AUDIENCE_NAMES.get(each.kind, ""),
                "current": each.party_id == request.actor.party_id,
            }
            for each in choices
        ],
        "audience": audience_words(item.audience),
    }
    return render(request, "portal/start.html", context, status=status)
