"""谁可以替我办: whom I let act for me, for what, until when; given here, seen here, ended here at once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.ui.api import Choice
from weimin.ui.words import day

__all__ = ["agents", "end"]

OWN = {"self", "legal-representative"}
ALL = "*"


@applicant
@never_cache
def agents(request: Request) -> HttpResponse:
    """The list, and the form for one more. An agent sees that only the party itself may give."""
    own = request.actor.mandate in OWN
    today, party = law_date(request.now), request.actor.party_id or 0
    items = [item for item in catalogue.items() if request.actor.party_kind in item.audience]
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        if not own:
            raise PermissionDenied
        errors = _give(request, {item.code for item in items})
        if not errors:
            messages.success(request, str(Bilingual("已授权，马上生效。", "Given; it holds at once.")))
            return redirect("portal:agents")
    names = {item.code: item.name for item in catalogue.items()}
    context: dict[str, Any] = {
        "own": own,
        "rows": [
            {
                "mandate": row,
                "items": [names.get(code, code) for code in row.scope],
                "until": day(row.until),
            }
            for row in (identity.agents_of(party, on=today) if own else [])
        ],
        "scope": [*(Choice(item.code, item.name) for item in items), Choice(ALL, Bilingual("所有事项", "Everything"))],
        "chosen": request.POST.getlist("scope"),
        "given": request.POST,
        "errors": errors,
        "error_rows": [(f"id_{name}", message) for name, message in errors.items()],
        "last": day(today + identity.LONGEST_MANDATE),
    }
    return render(request, "portal/agents.html", context, status=422 if errors else 200)


def _give(request: Request, offered: set[str]) -> dict[str, Bilingual]:
    post = request.POST
    scope = post.getlist("scope")
    if not scope:
        return {"scope": Bilingual("请选择让对方办哪些事。", "Choose what they may handle.")}
    try:
        until = date(*(int(post.get(f"until_{part}", "")) for part in ("year", "month", "day")))
    except (ValueError, OverflowError):
        return {
            "until": Bilingual(
                "请写到哪一天为止，例如 2027 年 1 月 31 日。", "Until which day? For example 31 January 2027."
            )
        }
    try:
        identity.give_agent(
            request.actor.party_id or 0,
            _agent(request),
            scope=[] if ALL in scope else [code for code in scope if code in offered],
            until=until,
            actor=request.actor,
            now=request.now,
        )
    except (identity.UnreadableNumber, identity.NoSuchAgent) as error:
        return {"number": error.message}
    except identity.BadMandateEnd as error:
        return {"until": error.message}
    return {}


def _agent(request: Request) -> identity.Party:
    """Someone known here, by number and name together. Raises ``UnreadableNumber``, ``NoSuchAgent``."""
    number = identity.read_number(request.POST.get("number", ""), today=law_date(request.now))
    party = identity.find_party(number.value, kind=number.kind)
    if party is None or party.name != request.POST.get("name", "").strip():
        raise identity.NoSuchAgent
    return party


@applicant
@never_cache
def end(request: Request, mandate_id: int) -> HttpResponse:
    """Ended with one press, at once."""
    if request.method != "POST":
        return redirect("portal:agents")
    if request.actor.mandate not in OWN:
        raise PermissionDenied
    identity.end_agent(mandate_id, party_id=request.actor.party_id or 0, actor=request.actor, now=request.now)
    messages.success(
        request, str(Bilingual("授权已经停止，对方不能再替您办。", "Ended; they can act for you no more."))
    )
    return redirect("portal:agents")
