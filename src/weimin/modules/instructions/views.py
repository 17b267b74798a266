"""Instructions that wait for my posts; writing one on a case; answering one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.lawtime import law_date
from weimin.modules.instructions import services
from weimin.modules.instructions.errors import NotALeader, NotYoursToAnswer
from weimin.modules.instructions.models import KINDS, Instruction, Kind
from weimin.ui.api import Choice, page_of

__all__ = ["mine", "reply", "write"]

PAGE = 30


@official
@never_cache
def mine(request: Request) -> HttpResponse:
    """Leaders' instructions that wait for my posts."""
    rows, total = services.waiting_for(request.actor, page=page_of(request), per_page=PAGE)
    context = {
        **_frame(request),
        "rows": rows,
        "page": Paginator(range(total), PAGE).get_page(page_of(request)),
        "today": law_date(request.now),
    }
    return render(request, "instructions/mine.html", context)


@official
@never_cache
def write(request: Request, case_id: int) -> HttpResponse:
    """Write on a case. Only leaders find the page."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    if services.leading_post(dossier.case, request.actor) is None:
        raise NotALeader
    problem: Bilingual | None = None
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        try:
            services.give(
                case_id,
                kind=Kind(kind) if kind in Kind.values else Kind.NOTED,
                text=request.POST.get("text", ""),
                post=request.POST.get("post", ""),
                due_on=_day(request.POST.get("due_on", "")),
                actor=request.actor,
                now=request.now,
            )
        except WeiminError as error:
            problem = error.message
        else:
            messages.success(request, str(Bilingual("批示已记录。", "The instruction is recorded.")))
            return redirect(f"/desk/cases/{case_id}/")
    context = {**_frame(request), **_choices(dossier, request), "case": dossier.case, "problem": problem}
    return render(request, "instructions/write.html", context, status=422 if problem else 200)


def _choices(dossier: cases.Dossier, request: Request) -> dict[str, Any]:
    living = organisations.posts(on=law_date(request.now))
    theirs = services.departments_of(dossier.case)
    return {
        "kinds": [Choice(kind.value, name) for kind, name in KINDS.items()],
        "post_choices": [
            Choice("", Bilingual("不要求办理", "Nothing is asked")),
            *(
                Choice(ref, Bilingual("{d} · {p}", "{d} · {p}").format(d=post.department.short, p=post.name))
                for ref, post in living.items()
                if post.department.code in theirs
            ),
        ],
        "values": request.POST,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@official
@never_cache
def reply(request: Request, instruction_id: int) -> HttpResponse:
    """The answer to one instruction: asks, then keeps it with the case."""
    row = Instruction.objects.select_related("case", "author").filter(pk=instruction_id).first()
    mine = {post.ref for post in request.actor.posts}
    if row is None or f"{row.department}/{row.post}" not in mine:
        raise NotYoursToAnswer
    problem: Bilingual | None = None
    if request.method == "POST":
        try:
            services.answer(instruction_id, text=request.POST.get("text", ""), actor=request.actor, now=request.now)
        except WeiminError as error:
            problem = error.message
        else:
            messages.success(request, str(Bilingual("已反馈。", "Answered.")))
            return redirect("instructions:mine")
    context = {**_frame(request), "row": row, "problem": problem, "values": request.POST}
    return render(request, "instructions/reply.html", context, status=422 if problem else 200)


def _frame(request: Request) -> dict[str, Any]:
    return {"posts": "；".join(str(post.title) for post in request.actor.own_posts)}
