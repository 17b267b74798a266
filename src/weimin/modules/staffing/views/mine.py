"""My own page: what I fill today and for whom, when I am away, what I delegated or was given."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, official
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.staffing.answers import HALVES, Form, attempt, day_of, number_of
from weimin.modules.staffing.views.common import ABSENCE_KINDS, colleagues, frame, period_words, way_words, with_items
from weimin.ui.api import Choice

__all__ = ["delegate", "mine", "record"]

SAVED = Bilingual("已记录。", "Recorded.")
SINCE, UNTIL = Bilingual("开始日期", "First day"), Bilingual("结束日期", "Last day")


@official
@never_cache
def mine(request: Request) -> HttpResponse:
    """My own absences, the posts I fill for others, and the delegations I gave."""

    def page(form: Form) -> HttpResponse:
        return render(request, "staffing/mine.html", _context(request, form))

    if request.method != "POST":
        return page(Form())
    acts = {
        "absence": lambda: record(request, request.actor.user_id or 0),
        "end-absence": lambda: identity.end_absence(_id(request), actor=request.actor, now=request.now),
        "revoke": lambda: identity.revoke(_id(request), actor=request.actor, now=request.now),
    }
    return attempt(request, page, acts, SAVED)


def _id(request: Request) -> int:
    return number_of(request, "id", Bilingual("编号", "Number"))


def record(request: Request, user_id: int) -> identity.Absence:
    """An absence as the form gives it."""
    kind = request.POST.get("kind", "")
    return identity.record_absence(
        request.actor,
        user_id=user_id,
        kind=identity.AbsenceKind(kind) if kind in identity.AbsenceKind.values else identity.AbsenceKind.OTHER,
        since=day_of(request, "since", SINCE),
        until=day_of(request, "until", UNTIL),
        from_noon=request.POST.get("since_half") == "pm",
        until_noon=request.POST.get("until_half") == "am",
        now=request.now,
    )


def _context(request: Request, form: Form) -> dict[str, Any]:
    actor, today = request.actor, law_date(request.now)
    away = identity.absences_of([actor.user_id or 0], since=today)
    return {
        **frame(request, "mine"),
        "form": form,
        "own": [post.title for post in actor.own_posts],
        "acting": [(post.title, way_words(post)) for post in actor.posts if post.acting],
        "absences": [(row, period_words(row, request), identity.ABSENCE_NAMES[identity.AbsenceKind(row.kind)]) for row in away],
        "delegations": with_items(identity.delegations_of(actor.user_id or 0, on=today)),
        "handovers": identity.handovers_of(actor, since=today),
        "kinds": ABSENCE_KINDS,
        "halves": HALVES,
        "today": today,
    }  # fmt: skip


@official
@never_cache
def delegate(request: Request) -> HttpResponse:
    """Give somebody one of my posts, or as head a post of my department, until a day."""

    def page(form: Form) -> HttpResponse:
        return render(request, "staffing/delegate.html", _delegate_context(request, form))

    if request.method != "POST":
        return page(Form())
    response = attempt(request, page, {"delegate": lambda: _delegate(request)}, SAVED)
    return redirect("staffing:mine") if response.status_code == 302 else response


def _delegate(request: Request) -> identity.Delegation:
    giver, _, post = request.POST.get("post", "").partition("@")
    other = request.POST.get("login", "").strip().lower()
    to = (
        identity.user_in_post(other, on=law_date(request.now))
        if other
        else number_of(request, "to", Bilingual("委托给谁", "To whom"))
    )
    return identity.delegate(
        request.actor,
        giver=int(giver) if giver.isascii() and giver.isdigit() else None,
        post=post,
        to=to,
        since=day_of(request, "since", SINCE),
        until=day_of(request, "until", UNTIL),
        items=request.POST.getlist("items"),
        reason=request.POST.get("reason", ""),
        now=request.now,
    )


def _delegate_context(request: Request, form: Form) -> dict[str, Any]:
    actor, today = request.actor, law_date(request.now)
    departments = sorted({post.department for post in actor.own_posts})
    heads = [post.department for post in actor.own_posts if "head" in post.roles]
    posts = [Choice(f"{actor.user_id}@{post.ref}", post.title) for post in actor.own_posts]
    held = identity.holders(departments=heads, on=today) if heads else {}
    named = organisations.posts(held) if held else {}
    of = Bilingual("{n}的{p}", "{p} of {n}")
    for ref, users in held.items():
        others = (user for user in users if user.pk != actor.user_id)
        posts += [Choice(f"{user.pk}@{ref}", of.format(n=user.name, p=named[ref].name)) for user in others]
    items = [
        Choice(each.code, each.name)
        for each in catalogue.items()
        if any({place.accepts, place.decides, place.collects} & set(departments) for place in each.implementations)
    ]
    values = form.values
    return {
        **frame(request, "mine"),
        "form": form,
        "post_choices": [Choice("", Bilingual("请选择", "Choose")), *posts],
        "people": [
            Choice("", Bilingual("请选择", "Choose")),
            *colleagues(departments, today, without=actor.user_id),
        ],
        "items": items,
        "chosen": values.getlist("items") if hasattr(values, "getlist") else [],
        "today": today,
    }
