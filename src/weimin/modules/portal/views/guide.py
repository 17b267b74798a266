"""The guide of one item: what to bring, how long, how much, who decides. Situations narrow it, without JavaScript too."""

from django.http import HttpResponse
from django.shortcuts import render

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.guide import guide_of
from weimin.modules.portal.listed import ListedGuide, listed_guide
from weimin.modules.portal.places import counters_of
from weimin.modules.portal.standing import audience_words, standing_of
from weimin.ui.api import Choice, Crumb

__all__ = ["guide"]

UNANSWERED = Choice("", Bilingual("请选择", "Choose"))


@public
def guide(request: Request, code: str) -> HttpResponse:
    """What an item asks for and gives; ``handling``, ``division`` and ``s.<situation>`` narrow it to one's own case."""
    revision = catalogue.active_revision()
    if not _is_complete(code, revision.pk):
        return _listed(request, listed_guide(code, revision_id=revision.pk))
    situations = {name.removeprefix("s."): str(value) for name, value in request.GET.items() if name.startswith("s.")}
    found = guide_of(
        code,
        revision_id=revision.pk,
        handling=request.GET.get("handling", ""),
        division=request.GET.get("division", ""),
        situations=situations,
        now=request.now,
    )
    questions = [
        {
            "name": f"s.{situation.id}",
            "label": situation.ask,
            "help": situation.help or "",
            "value": situations.get(situation.id, ""),
            "choices": [UNANSWERED, *(Choice(value, text) for value, text in situation.choices.items())],
        }
        for situation in found.filling.open_situations
    ]
    names = {division.code: division.name for division in catalogue.divisions(revision_id=revision.pk)}
    divisions = [
        Choice(
            office.implementation.division, names.get(office.implementation.division, office.implementation.division)
        )
        for office in found.offices
    ]
    context = {
        "guide": found,
        "questions": questions,
        "divisions": divisions,
        "handlings": [Choice(value, text) for value, text in found.handling_names],
        "crumbs": [Crumb(Bilingual("办事", "Services"), "/items/"), Crumb(found.item.name)],
        "standing": standing_of(request, found.item),
        "audience": audience_words(found.item.audience),
        "windows": counters_of(found.office.implementation.windows, revision_id=revision.pk),
        "chosen": [(q["name"], q["value"]) for q in questions if q["value"]],
        "narrowed": any(name in {"handling", "division"} or name.startswith("s.") for name in request.GET),
    }
    return render(request, "portal/guide.html", context)


def _is_complete(code: str, revision_id: int) -> bool:
    try:
        catalogue.item(code, revision_id=revision_id)
    except catalogue.NotInCatalogue:
        return False
    return True


def _listed(request: Request, found: ListedGuide) -> HttpResponse:
    """The page of a listed item: what is known, and where to go."""
    context = {
        "guide": found,
        "audience": audience_words(found.row.audience),
        "crumbs": [Crumb(Bilingual("办事", "Services"), "/items/"), Crumb(found.row.name)],
    }
    return render(request, "portal/listed.html", context)
