"""The guide of an event, and from it into the application: as whom, then on."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, applicant, public
from weimin.lib.audience import marked
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint import applications
from weimin.modules.joint.events import LifeEvent
from weimin.modules.joint.form import JointForm
from weimin.modules.joint.guide import EventGuide
from weimin.modules.joint.published import event as event_of
from weimin.modules.joint.published import items_of
from weimin.modules.joint.standing import KIND_NAMES, audience_words, choices_of
from weimin.ui.api import Choice, Crumb

__all__ = ["guide", "start"]

COLUMNS = (
    Bilingual("办什么", "What"),
    Bilingual("哪家定", "Who decides"),
    Bilingual("多久", "How long"),
    Bilingual("得到什么", "What you get"),
)


@public
def guide(request: Request, event: str) -> HttpResponse:
    """What a life event comes to: offices, papers, times, for the answers given."""
    revision_id = catalogue.active_revision().pk
    of = event_of(event, revision_id)
    form = _form(request, of, revision_id, request.GET)
    found = EventGuide(form, revision_id)
    kinds = [Choice(kind, KIND_NAMES[kind]) for kind in of.audience]
    context = {
        "event": of,
        "guide": found,
        "columns": COLUMNS,
        "questions": [
            {
                "name": f"s.{each.id}",
                "label": each.ask,
                "help": each.help or "",
                "value": form.situations.get(each.id, ""),
                "choices": [
                    Choice("", Bilingual("请选择", "Choose")),
                    *(Choice(value, text) for value, text in each.choices.items()),
                ],
            }
            for each in form.own.open_situations
        ],
        "kinds": kinds if len(kinds) > 1 else [],
        "kind": form.applicant,
        "division": form.division,
        "lead": catalogue.department(of.leads[0].department, revision_id=revision_id),
        "audience": audience_words(of),
        "narrowed": bool(request.GET),
        "crumbs": [Crumb(Bilingual("办事", "Services"), "/items/"), Crumb(of.name)],
        "on_duty": request.actor.kind == "official",
    }
    return render(request, "joint/guide.html", context)


def _form(request: Request, of: LifeEvent, revision_id: int, wishes: Any) -> JointForm:
    """What was chosen on the page; a kind of applicant that nobody chose is the visitor's own, else the first."""
    own = request.actor.party_kind
    kind = wishes.get("applicant", "") or own
    division = wishes.get("division", "")
    return JointForm(
        of,
        items_of(of, revision_id),
        division=division if of.lead(division) else of.leads[0].division,
        applicant=kind if kind in of.audience else of.audience[0].value,
        situations=_situations(of, wishes),
        now=request.now,
    )


def _situations(of: LifeEvent, wishes: Any) -> dict[str, str]:
    given = {each.id: str(wishes.get(f"s.{each.id}", "")) for each in of.situations}
    return {each.id: given[each.id] for each in of.situations if given[each.id] in each.choices}


def start(request: Request, event: str) -> HttpResponseBase:
    """POST begins, GET asks as whom. A stranger's POST goes to the login and then to the GET, with the same wishes."""
    if request.method == "POST" and request.actor.kind == "anonymous":
        wishes = _wishes(request.POST)
        back = f"{request.path}?{wishes.urlencode()}" if wishes else request.path
        return redirect_to_login(back, reverse("account_login"))
    answer: HttpResponseBase = _start(request, event)
    return answer


start = marked(start, "applicant")


@applicant
def _start(request: Request, event: str) -> HttpResponse:
    """Begin or go on with a joint application."""
    revision_id = catalogue.active_revision().pk
    of = event_of(event, revision_id)
    choices = choices_of(request, of)
    if request.method != "POST":
        return _ask(request, of, choices)
    chosen = request.POST.get("party", "")
    party = next((each.party_id for each in choices if str(each.party_id) == chosen), None)
    if party is not None and party != request.actor.party_id:
        identity.choose_party(request, party)
    try:
        application = applications.start(
            code=event,
            division=request.POST.get("division", "") or of.leads[0].division,
            situations=_situations(of, request.POST),
            actor=request.actor,
            now=request.now,
        )
    except (cases.NotForYou, catalogue.NotInCatalogue):
        return _ask(request, of, choices, status=403)
    return redirect("joint:resume", application.pk)


def _wishes(given: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, value in given.items():
        if value and (name == "division" or name.startswith("s.")):
            kept[name] = str(value)
    return kept


def _ask(request: Request, of: LifeEvent, choices: Any, *, status: int = 200) -> HttpResponse:
    wishes = _wishes(request.POST if request.method == "POST" else request.GET)
    context = {
        "event": of,
        "wishes": list(wishes.items()),
        "choices": [
            {
                "party": each.party_id,
                "label": Bilingual("以“{n}”的名义办", "Apply as {n}").format(n=each.name),
                "kind": KIND_NAMES.get(each.kind, ""),
                "current": each.party_id == request.actor.party_id,
            }
            for each in choices
        ],
        "audience": audience_words(of),
    }
    return render(request, "joint/start.html", context, status=status)
