"""Doing an act and saying how it went. The act itself comes first: a case is loaded again only to explain a refusal."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, users
from weimin.lib.bilingual import Bilingual
from weimin.modules.desk.forms import written
from weimin.modules.desk.lists import wanted_of
from weimin.ui.words import day_time

__all__ = ["Refused", "do_side_act", "do_task", "to_case"]

Refused = Callable[[Bilingual, dict[str, Bilingual]], HttpResponse]
DONE = Bilingual("{n}：已办好并记录。", "{n}: done and recorded.")


def do_task(request: Request, task_id: int, outcome: str, refused: Refused | None = None) -> HttpResponse:
    """One outcome of one task. ``refused`` draws the form again; without it the form is opened, or the reason shown."""
    try:
        case = cases.complete_task(
            task_id, outcome=outcome, data=written(request.POST), actor=request.actor, now=request.now
        )
    except cases.InvalidAnswer as error:
        if refused is None:
            return redirect("desk:task-act", task_id, outcome)
        return refused(error.message, error.errors)
    except cases.NotYetPossible as error:
        return refused(error.message, {}) if refused else _explain(request, task_id, error.message)
    except cases.StaleTask:
        return _explain(request, task_id, None)
    except (cases.ActNotAllowed, cases.TaskTaken, cases.NotDelegated, cases.SameHand) as error:
        return _explain(request, task_id, error.message)
    messages.success(request, str(DONE.format(n=case.number)))
    return to_case(request, case.pk)


def do_side_act(request: Request, case_id: int, act: str, refused: Refused) -> HttpResponse:
    """An act beside the steps, such as the head's extension."""
    try:
        case = cases.act_on_case(case_id, act=act, data=written(request.POST), actor=request.actor, now=request.now)
    except cases.InvalidAnswer as error:
        return refused(error.message, error.errors)
    except (cases.ActNotAllowed, cases.CaseClosed) as error:
        messages.warning(request, str(error.message))
        return to_case(request, case_id)
    messages.success(request, str(DONE.format(n=case.number)))
    return to_case(request, case.pk)


def to_case(request: Request, case_id: int) -> HttpResponse:
    """Back to the case, with the list narrowed as it was."""
    return redirect(reverse("desk:case", args=[case_id]) + wanted_of(request).query)


def _explain(request: Request, task_id: int, why: Bilingual | None) -> HttpResponse:
    """Back to the case with the reason; a step already done is told with who did it, and when."""
    dossier, task = cases.open_task_page(task_id, actor=request.actor, now=request.now)
    messages.warning(request, str(why or stale(task, request)))
    return to_case(request, dossier.case.pk)


def stale(task: cases.Task, request: Request) -> Bilingual:
    """Why a step can no longer be done: someone was first, perhaps oneself a moment ago, or it fell away."""
    if task.done_by_id is None or task.done_at is None:
        return cases.StaleTask().message
    when = day_time(task.done_at, request.now)
    if task.done_by_id == request.actor.user_id:
        text = Bilingual("这一步您已在 {t} 办过，没有重复办理。", "You did this step at {t}; nothing was done twice.")
        return text.format(t=when)
    who = users([task.done_by_id])[task.done_by_id].name
    text = Bilingual("这一步{w}已在 {t} 办过，没有重复办理。", "{w} did this step at {t}; nothing was done twice.")
    return text.format(w=who, t=when)
