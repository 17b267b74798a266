"""The form of an act: what must be said, explained and asked again where it is refused."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk import services
from weimin.modules.desk.forms import controls, error_rows, missing_rows
from weimin.modules.desk.views.case import case_context
from weimin.modules.desk.views.doing import do_side_act, do_task, stale, to_case
from weimin.ui.words import day_time

__all__ = ["side_act", "task_act"]

INVALID, BLOCKED = 422, 409


@official
@never_cache
def task_act(request: Request, task_id: int, outcome: str) -> HttpResponse:
    """One outcome of one task: asks what must be said, then does it."""

    def form(problem: Bilingual | None, errors: Mapping[str, Bilingual]) -> HttpResponse:
        dossier, task = cases.open_task_page(task_id, actor=request.actor, now=request.now)
        acts = next((acts for mine, acts in cases.task_acts(dossier, request.actor) if mine.pk == task_id), ())
        act = next((act for act in acts if act.code == outcome), None)
        if act is None:
            why = cases.ActNotAllowed().message if task.state == "open" else stale(task, request)
            messages.warning(request, str(why))
            return to_case(request, dossier.case.pk)
        officers = cases.officers(dossier, task, act, request.actor, today=law_date(request.now))
        return _form(request, dossier, act, problem, errors, officers, task)

    return do_task(request, task_id, outcome, form) if request.method == "POST" else form(None, {})


@official
@never_cache
def side_act(request: Request, case_id: int, act: str) -> HttpResponse:
    """An act beside the steps, such as the head's extension."""

    def form(problem: Bilingual | None, errors: Mapping[str, Bilingual]) -> HttpResponse:
        dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
        found = next((each for each in cases.side_acts_for(dossier, request.actor) if each.code == act), None)
        if found is None:
            messages.warning(request, str(cases.ActNotAllowed().message))
            return to_case(request, case_id)
        return _form(request, dossier, found, problem, errors, {})

    return do_side_act(request, case_id, act, form) if request.method == "POST" else form(None, {})


def _form(
    request: Request,
    dossier: cases.Dossier,
    act: cases.Act,
    problem: Bilingual | None,
    errors: Mapping[str, Bilingual],
    officers: Mapping[str, Mapping[str, str]],
    task: cases.Task | None = None,
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    rows = missing_rows(dossier, posted) if any(asked.type == "missing" for asked in act.asks) else []
    user_id, writes = request.actor.user_id or 0, any(asked.type == "long-text" for asked in act.asks)
    begun = (
        services.begun_text(user_id=user_id, task_id=task.pk, outcome=act.code)
        if task is not None and writes and posted is None
        else None
    )
    context: dict[str, Any] = {
        **case_context(request, dossier),
        "act": act,
        "problem": problem or "",
        "controls": controls(act, posted or (begun.written if begun else {}), errors, officers),
        "begun": begun,
        "begun_at": day_time(begun.saved_at, request.now) if begun else "",
        "phrases": services.phrases_of(user_id) if writes else [],
        "text_href": f"/desk/tasks/{task.pk}/{act.code}/text/" if task is not None and writes else "",
        "missing": rows,
        "missing_error": errors.get("missing", ""),
        "other": posted.get("other", "") if posted else "",
        "error_rows": error_rows(errors, rows),
    }
    status = 200 if problem is None else INVALID if errors else BLOCKED
    return render(request, "desk/act.html", context, status=status)
