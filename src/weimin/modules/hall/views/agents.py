"""帮办代办 at the counter: the person is here and gives somebody a mandate on paper, or ends one."""

from datetime import date
from typing import Any

from django.contrib import messages
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
from weimin.modules.hall.frame import at_window, error_rows, frame, scan_of
from weimin.modules.hall.offered import offers_of
from weimin.ui.api import Choice

__all__ = ["agents", "end"]

PARTY_KEY = "hall_mandates_of"
"""Whose mandates are open on this page: kept in the session, so that no number stands in an address."""
ALL = "*"
EVERYTHING = Bilingual("所有事项", "Everything")


@at_window
@never_cache
def agents(request: Request) -> HttpResponse:
    """First who is here; then who may act for them, a new mandate, or the end of one."""
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        errors = _open(request) if "open" in request.POST else _give(request)
        if not errors:
            return redirect("hall:agents")
    party = _opened(request)
    offers = offers_of(request.actor, revision_id=catalogue.active_revision().pk)
    today = law_date(request.now)
    names = {each.code: each.name for each in catalogue.items()}
    given = identity.agents_of(party.pk, on=today) if party else []
    context: dict[str, Any] = {
        **frame(request),
        "party": party,
        "number": identity.masked(party.number) if party else "",
        "rows": [{"mandate": row, "items": [names.get(code, code) for code in row.scope]} for row in given],
        "scope": [*(Choice(code, each.item.name) for code, each in offers.items()), Choice(ALL, EVERYTHING)],
        "chosen": request.POST.getlist("scope"),
        "given": request.POST,
        "errors": errors,
        "error_rows": error_rows(errors.items()),
        "last": (today + identity.LONGEST_MANDATE).isoformat(),
    }
    return render(request, "hall/agents.html", context, status=422 if errors else 200)


def _opened(request: Request) -> identity.Party | None:
    opened = request.session.get(PARTY_KEY)
    return identity.parties([opened]).get(opened) if opened else None


def _open(request: Request) -> dict[str, Bilingual]:
    """Who is here, by their document."""
    request.session.pop(PARTY_KEY, None)
    try:
        number = identity.read_number(request.POST.get("number", ""), today=law_date(request.now))
        party = identity.find_or_register(number, name=request.POST.get("name", ""), now=request.now)
    except identity.UnreadableNumber as error:
        return {"number": error.message}
    except identity.NameDiffers as error:
        return {"name": error.message}
    request.session[PARTY_KEY] = party.pk
    return {}


def _give(request: Request) -> dict[str, Bilingual]:
    party = _opened(request)
    if party is None:
        return {"number": Bilingual("请先核对是谁来授权。", "First say who is here to give the mandate.")}
    wanted = request.POST.getlist("scope")
    if not wanted:
        return {"scope": Bilingual("请选择委托办哪些事。", "Choose for which matters.")}
    try:
        number = identity.read_number(request.POST.get("agent_number", ""), today=law_date(request.now))
        agent = identity.find_or_register(number, name=request.POST.get("agent_name", ""), now=request.now)
        until = date.fromisoformat(request.POST.get("until", ""))
        scan = scan_of(request, "mandate")
        if scan is None:
            return {"mandate": Bilingual("请扫描签过字的委托书。", "Scan the mandate that was signed.")}
        offers = offers_of(request.actor, revision_id=catalogue.active_revision().pk)
        cases.authorise(
            party,
            agent,
            scope=[] if ALL in wanted else [code for code in wanted if code in offers],
            until=until,
            file_id=scan,
            department=min(cases.counters_of(request.actor)),
            actor=request.actor,
            now=request.now,
        )
    except identity.UnreadableNumber as error:
        return {"agent_number": error.message}
    except (identity.NameDiffers, identity.NoSuchAgent) as error:
        return {"agent_name": error.message}
    except identity.BadMandateEnd as error:
        return {"until": error.message}
    except ValueError:
        return {"until": Bilingual("请写委托到哪一天。", "Until which day is the mandate?")}
    except documents.FileRefused as error:
        return {"mandate": error.message}
    messages.success(request, str(Bilingual("授权已登记，即时生效。", "The mandate is registered and holds at once.")))
    return {}


@at_window
@never_cache
def end(request: Request, mandate_id: int) -> HttpResponse:
    """The person who gave it ends it, being here; it ends at once."""
    party = _opened(request)
    if party is None or request.method != "POST":
        return redirect("hall:agents")
    identity.end_agent(mandate_id, party_id=party.pk, actor=request.actor, now=request.now)
    messages.success(request, str(Bilingual("授权已经停止。", "The mandate has ended.")))
    return redirect("hall:agents")
