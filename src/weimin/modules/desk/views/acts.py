"""Doing what the law lets a post do: the form of an act, then the act."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk.forms import controls, missing_rows, written
from weimin.modules.desk.views.case import case_context

__all__ = ["side_act", "task_act"]


@official
@never_cache
def task_act(request: Request, task_id: int, outcome: str) -> HttpResponse:
    """One outcome of one task: asks what must be said, then does it."""
    dossier, task = cases.open_task_page(task_id, actor=request.actor, now=request.now)
    acts = next((acts for mine, acts in cases.task_acts(dossier, request.actor) if mine.pk == task_id), ())
    act = next((act for act in acts if act.code == outcome), None)
    if act is None:
        return _gone(request, dossier)
    problem, errors = Bilingual("", ""), {}
    if request.method == "POST":
        data = written(act, dossier, request.POST)
        try:
            cases.complete_task(task_id, outcome=outcome, data=data, actor=request.actor, now=request.now)
        except cases.InvalidAnswer as error:
            problem, errors = error.message, error.errors
        except cases.NotYetPossible as error:
            problem = error.message
        except cases.StaleTask as error:
            messages.warning(request, str(error.message))
            return redirect("desk:case", dossier.case.pk)
        else:
            return _done(request, dossier, act)
    officers = cases.colleagues(task, request.actor, today=law_date(request.now))
    return _form(request, dossier, act, problem, errors, officers)


@official
@never_cache
def side_act(request: Request, case_id: int, act: str) -> HttpResponse:
    """An act beside the steps, such as the head's extension."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    found = next((each for each in cases.side_acts_for(dossier, request.actor) if each.code == act), None)
    if found is None:
        return _gone(request, dossier)
    problem, errors = Bilingual("", ""), {}
    if request.method == "POST":
        data = written(found, dossier, request.POST)
        try:
            cases.act_on_case(case_id, act=act, data=data, actor=request.actor, now=request.now)
        except cases.InvalidAnswer as error:
            problem, errors = error.message, error.errors
        else:
            return _done(request, dossier, found)
    return _form(request, dossier, found, problem, errors, {})


def _form(
    request: Request,
    dossier: cases.Dossier,
    act: cases.Act,
    problem: Bilingual,
    errors: dict[str, Bilingual],
    officers: dict[str, str],
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {
        **case_context(request, dossier),
        "act": act,
        "problem": problem if problem.zh else "",
        "controls": controls(act, posted or {}, errors, officers),
        "asks_missing": any(asked.type == "missing" for asked in act.asks),
        "missing": missing_rows(dossier, posted),
        "missing_error": errors.get("missing", ""),
        "error_rows": [(f"id_{name}", message) for name, message in errors.items()],
    }
    return render(request, "desk/act.html", context, status=422 if problem.zh else 200)


def _done(request: Request, dossier: cases.Dossier, act: cases.Act) -> HttpResponseRedirect:
    text = Bilingual("{n}：{a}，已办好并记录。", "{n}: {a}, done and recorded.").format(
        n=dossier.case.number, a=act.label
    )
    messages.success(request, str(text))
    return redirect("desk:case", dossier.case.pk)


def _gone(request: Request, dossier: cases.Dossier) -> HttpResponseRedirect:
    messages.warning(request, str(cases.ActNotAllowed().message))
    return redirect("desk:case", dossier.case.pk)
