"""The desk of those who see to bad ratings, and what the rated official may see and say."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.ratings import followups
from weimin.modules.ratings.clocks import due_of
from weimin.modules.ratings.duty import HEAD
from weimin.modules.ratings.errors import InvalidRating, NoSuchFollowUp, StepDone
from weimin.modules.ratings.models import FollowUp
from weimin.modules.ratings.selectors import PAGE, about_me, by_due_date, followup_page, rated_names, walk
from weimin.modules.ratings.services import MOST_WORDS
from weimin.modules.ratings.words import ENCOUNTERS, FINDINGS, GRADES, REASONS, RESULTS, STEPS
from weimin.ui.api import Choice, page_of

__all__ = ["act", "export", "followup", "mine"]

MOST: Final = 10_000


@dataclass(frozen=True)
class Form:
    """What an act asks: at most one choice and one text."""

    step: str
    label: Bilingual
    text: str
    asks: Bilingual
    hint: Bilingual
    choice: str = ""
    choices: Mapping[str, Bilingual] | None = None
    choose: Bilingual | None = None
    must: bool = True


FORMS: Final[Mapping[str, Form]] = {
    "verify": Form(
        "verify", Bilingual("核实", "Verify"), "ground", Bilingual("怎么查的、查到什么", "How you looked into it and what you found"),
        Bilingual("会原样告诉评价的人，不要写别人的姓名。", "It is told to the person as you write it; name nobody else."),
        "finding", FINDINGS, Bilingual("结论", "Finding"),
    ),
    "correct": Form(
        "correct", Bilingual("整改", "Put right"), "correction", Bilingual("改了什么", "What has been put right"),
        Bilingual("会原样告诉评价的人。", "It is told to the person as you write it."),
    ),
    "call-back": Form(
        "call-back", Bilingual("回访", "Call back"), "note", Bilingual("对方怎么说", "What the person said"),
        Bilingual("满意的可以不写。", "Not needed if satisfied."),
        "result", RESULTS, Bilingual("回访结果", "How it went"), must=False,
    ),
    "appeal": Form(
        "", Bilingual("申诉", "Appeal"), "text", Bilingual("您认为事情是怎样的", "How you see it"),
        Bilingual("由负责人看，只能申诉一次；已有结论的会重新核实。", "Read by the head; you may appeal once. What was found is verified again."),
    ),
}  # fmt: skip


def _acts(request: Request) -> dict[str, Callable[[int, str, str], FollowUp]]:
    by: dict[str, Any] = {"actor": request.actor, "now": request.now}
    return {
        "verify": lambda pk, choice, text: followups.verify(pk, finding=choice, ground=text, **by),
        "correct": lambda pk, choice, text: followups.correct(pk, correction=text, **by),
        "call-back": lambda pk, choice, text: followups.call_back(pk, result=choice, note=text, **by),
        "appeal": lambda pk, choice, text: followups.appeal(pk, text=text, **by),
    }


@official
@never_cache
def mine(request: Request) -> HttpResponse:
    """Bad ratings by due date; those that are closed; and those of one's own work."""
    which = request.GET.get("show", "")
    number = page_of(request)
    if which == "about-me":
        rows, count = about_me(request.actor, page=number)
    else:
        rows, count = by_due_date(request.actor, closed=which == "closed", page=number)
    pages, names = Paginator(range(count), PAGE), _names(rows)
    context = {
        "which": which,
        "rows": [_row(row, names, which == "about-me", request.now) for row in rows],
        "page": pages.get_page(number),
        "is_head": request.actor.has_role(HEAD),
    }
    return render(request, "ratings/mine.html", context)


def _row(row: FollowUp, names: Mapping[str, Bilingual], about_me: bool, now: datetime) -> dict[str, Any]:
    invitation = row.rating.invitation
    return {
        "row": row,
        "href": f"/desk/ratings/{row.pk}/",
        "grade": GRADES[row.rating.grade],
        "what": ENCOUNTERS[invitation.kind],
        "on": invitation.happened_on,
        "number": "" if about_me else invitation.case.number,
        "step": STEPS[row.step],
        "finding": FINDINGS.get(row.finding, ""),
        "left": cases.days_left(row.due_on, law_date(now)),
        "department": names.get(invitation.department, invitation.department),
    }


def _names(rows: list[FollowUp]) -> dict[str, Bilingual]:
    found = organisations.departments(
        {row.rating.invitation.department for row in rows} | {r.responsible for r in rows}
    )
    return {code: row.name for code, row in found.items()}


@official
@never_cache
def followup(request: Request, followup_id: int) -> HttpResponse:
    """One bad rating on one page: what was said, by when what is due, what was found."""
    row, handles = followup_page(followup_id, actor=request.actor)
    return render(request, "ratings/followup.html", _page(request, row, handles))


@official
@never_cache
def act(request: Request, followup_id: int, act: str) -> HttpResponse:
    """One act: asks what must be said, then does it."""
    row, handles = followup_page(followup_id, actor=request.actor)
    if act not in FORMS or not _may(row, handles, act):
        if request.method != "POST":
            messages.warning(request, str(StepDone().message))
            return redirect("ratings:followup", followup_id)
        if act not in FORMS:
            raise NoSuchFollowUp
    form, errors = FORMS[act], {}
    if request.method == "POST":
        try:
            _acts(request)[act](followup_id, request.POST.get(form.choice, ""), request.POST.get(form.text, ""))
        except InvalidRating as error:
            errors = dict(error.errors)
        except StepDone as error:
            messages.warning(request, str(error.message))
            return redirect("ratings:followup", followup_id)
        else:
            messages.success(request, str(Bilingual("{a}：已办好。", "{a}: done.").format(a=form.label)))
            return redirect("ratings:followup", followup_id)
    context = {
        **_page(request, row, handles),
        "form": form,
        "choices": [Choice(code, name) for code, name in (form.choices or {}).items()],
        "given": {"choice": request.POST.get(form.choice, ""), "text": request.POST.get(form.text, "")},
        "choice_error": errors.get(form.choice, ""),
        "text_error": errors.get(form.text, ""),
        "error_rows": [(f"id_{name}", message) for name, message in errors.items()],
        "most": MOST_WORDS,
    }
    return render(request, "ratings/act.html", context, status=422 if errors else 200)


def _may(row: FollowUp, handles: bool, act: str) -> bool:
    if act == "appeal":
        return not handles and row.appealed_at is None and row.step in {"verify", "correct"}
    return handles and row.step == FORMS[act].step


def _page(request: Request, row: FollowUp, handles: bool) -> dict[str, Any]:
    """To the rated official neither case nor name is given, unless the person allowed it."""
    rating, invitation = row.rating, row.rating.invitation
    clocks = sorted(row.clocks.all(), key=lambda each: each.pk)
    names = organisations.departments({invitation.department, row.responsible})
    running = next((each for each in clocks if each.ended_on is None), None)
    return {
        "row": row,
        "rating": rating,
        "invitation": invitation,
        "handles": handles,
        "case": invitation.case if handles else None,
        "name": invitation.case.applicant.name if handles or rating.named else "",
        "what": ENCOUNTERS[invitation.kind],
        "grade": GRADES[rating.grade],
        "reasons": [REASONS[code] for code in rating.reasons],
        "step": STEPS[row.step],
        "finding": FINDINGS.get(row.finding, ""),
        "result": RESULTS.get(row.result, ""),
        "clocks": [(STEPS[each.step], each) for each in clocks],
        "running": running,
        "due": due_of(running) if running else None,
        "left": cases.days_left(row.due_on, law_date(request.now)),
        "rated": rated_names([invitation.pk]).get(invitation.pk, []) if handles else [],
        "department": names[invitation.department].name if invitation.department in names else invitation.department,
        "responsible": names[row.responsible].name if row.responsible in names else row.responsible,
        "acts": [(code, form.label) for code, form in FORMS.items() if _may(row, handles, code)],
    }


@official
@never_cache
def export(request: Request) -> HttpResponse:
    """What one sees to, as CSV: no names of people, and nothing in it runs when it is opened. Journalled."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bad-ratings-{law_date(request.now)}.csv"'
    writer, count = csv.writer(response), 0
    writer.writerow(
        ["number", "department", "happened_on", "grade", "step", "due_on", "late", "finding", "result", "closed_on"]
    )
    for row in walk(request.actor, most=MOST):
        invitation = row.rating.invitation
        closed = law_date(row.closed_at) if row.closed_at else ""
        writer.writerow([
            invitation.case.number, invitation.department, invitation.happened_on, row.rating.grade, row.step,
            row.due_on or "", "late" if row.late else "", row.finding, row.result, closed,
        ])  # fmt: skip
        count += 1
    with transaction.atomic():
        journal.append(
            actor=request.actor.ref,
            action="rating.exported",
            resource="list:ratings",
            payload={"rows": count},
            now=request.now,
        )
    return response
