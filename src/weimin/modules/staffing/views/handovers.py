"""交接: begun by the one who goes or by the head, confirmed line by line by the one who takes over, undone until then."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.staffing.answers import Form, Unreadable, attempt, number_of
from weimin.modules.staffing.views.common import colleagues, frame
from weimin.ui.api import Choice

__all__ = ["STATES", "handover", "handovers"]

STATES = {
    "open": Bilingual("等接收人确认", "waits to be confirmed"),
    "confirmed": Bilingual("已确认", "confirmed"),
    "undone": Bilingual("已撤回", "undone"),
}


@official
@never_cache
def handovers(request: Request) -> HttpResponse:
    """My handovers of the last year, and the form that begins one."""

    def page(form: Form) -> HttpResponse:
        return render(request, "staffing/handovers.html", _context(request, form))

    if request.method != "POST":
        return page(Form())
    return attempt(
        request, page, {"begin": lambda: _begin(request)}, Bilingual("已交接，等接收人确认。", "Handed over; it waits to be confirmed.")
    )  # fmt: skip


def _begin(request: Request) -> identity.Handover:
    if "sure" not in request.POST:
        raise Unreadable(field=Bilingual("确认", "Confirmation"))
    department, _, receiver = request.POST.get("receiver", "").partition("@")
    if not (receiver.isascii() and receiver.isdigit()):
        raise Unreadable(field=Bilingual("交给谁", "To whom"))
    return identity.begin_handover(
        request.actor,
        giver=number_of(request, "giver", Bilingual("谁的工作", "Whose work")),
        receiver=int(receiver),
        department=department,
        reason=request.POST.get("reason", ""),
        now=request.now,
    )


def _context(request: Request, form: Form) -> dict[str, Any]:
    actor, today = request.actor, law_date(request.now)
    departments = sorted({post.department for post in actor.own_posts})
    heads = [post.department for post in actor.own_posts if "head" in post.roles]
    me = Choice(str(actor.user_id), Bilingual("我自己的", "My own"))
    return {
        **frame(request, "handovers"),
        "form": form,
        "rows": [(row, STATES[row.state]) for row in identity.handovers_of(actor, since=today.replace(day=1))],
        "givers": [me, *(colleagues(heads, today, without=actor.user_id) if heads else ())],
        "receivers": [
            Choice("", Bilingual("请选择", "Choose")),
            *(
                Choice(f"{department}@{each.value}", each.label)
                for department in departments
                for each in colleagues([department], today, without=actor.user_id)
            ),
        ],
    }


@official
@never_cache
def handover(request: Request, handover_id: int) -> HttpResponse:
    """One handover, line by line, for the two it concerns and the head; its receiver ticks and confirms."""
    row = identity.handover(handover_id, actor=request.actor)

    def page(form: Form) -> HttpResponse:
        context = {
            **frame(request, "handovers"),
            "form": form,
            "row": identity.handover(handover_id, actor=request.actor),
            "state": STATES[row.state],
            "is_receiver": row.receiver_id == request.actor.user_id,
            "may_undo": row.receiver_id != request.actor.user_id,
        }
        return render(request, "staffing/handover.html", context)

    if request.method != "POST":
        return page(Form())
    ticked = [int(each) for each in request.POST.getlist("line") if each.isascii() and each.isdigit()]
    about = {"actor": request.actor, "now": request.now}
    acts = {
        "confirm": lambda: identity.confirm_handover(handover_id, ticked=ticked, **about),  # type: ignore[arg-type]
        "undo": lambda: identity.undo_handover(handover_id, **about),  # type: ignore[arg-type]
    }
    response = attempt(request, page, acts, Bilingual("已办好。", "Done."))
    return redirect("staffing:handovers") if response.status_code == 302 else response
