"""One case on one screen: the list, the case, the side."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official, users
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk.dossier import answer_rows, clock_lines, drawing, paper_rows, story
from weimin.modules.desk.lists import task_rows
from weimin.ui.api import Act

__all__ = ["case", "case_context", "file", "paper"]

TIMELINE = 200


@official
@never_cache
def case(request: Request, case_id: int) -> HttpResponse:
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    problem = ""
    if request.method == "POST":
        done = _press(request, dossier)
        if isinstance(done, HttpResponse):
            return done
        problem = done
    context = {**case_context(request, dossier), "problem": problem}
    return render(request, "desk/case.html", context, status=409 if problem else 200)


def _press(request: Request, dossier: cases.Dossier) -> HttpResponse | str:
    """An act that asks nothing, done with one press; the reason where it is not possible yet."""
    task_id, _, outcome = request.POST.get("outcome", "").partition("/")
    turns = cases.task_acts(dossier, request.actor)
    known = {(str(task.pk), act.code): act for task, acts in turns for act in acts}
    act = known.get((task_id, outcome))
    if act is None:
        messages.warning(request, str(cases.ActNotAllowed().message))
        return redirect("desk:case", dossier.case.pk)
    try:
        cases.complete_task(int(task_id), outcome=outcome, data={}, actor=request.actor, now=request.now)
    except (cases.NotYetPossible, cases.StaleTask) as error:
        return str(error.message)
    except cases.InvalidAnswer:
        return redirect("desk:task-act", int(task_id), outcome)
    text = Bilingual("{n}：{a}，已办好并记录。", "{n}: {a}, done and recorded.")
    messages.success(request, str(text.format(n=dossier.case.number, a=act.label)))
    return redirect("desk:case", dossier.case.pk)


def case_context(request: Request, dossier: cases.Dossier) -> dict[str, Any]:
    """All that the three panes show."""
    ref = cases.case_ref(dossier.case)
    entries = journal.entries(case=ref, limit=TIMELINE)
    lines, total = cases.open_tasks(request.actor, today=law_date(request.now))
    return {
        "dossier": dossier,
        "case": dossier.case,
        "status": cases.STATUS_NAMES[cases.Status(dossier.case.status)],
        "outcome": cases.OUTCOME_NAMES.get(dossier.case.outcome, ""),
        "channel": cases.CHANNEL_NAMES[cases.Channel(dossier.case.channel)],
        "answers": answer_rows(dossier),
        "papers": paper_rows(dossier, cases.handed_in(dossier.case)),
        "clocks": clock_lines(dossier),
        "given": documents.papers_about([ref]),
        "entries": story(entries, _names(entries)),
        "drawing": mark_safe(drawing(dossier)),  # noqa: S308 -- our own drawing: text in it is escaped by lib.procedure
        "turns": _turns(dossier, request),
        "side_acts": [
            Act(act.label, href=f"/desk/cases/{dossier.case.pk}/acts/{act.code}/", kind=act.tone)
            for act in cases.side_acts_for(dossier, request.actor)
        ],
        "tasks": task_rows(lines, current=dossier.case.pk),
        "total": total,
    }


def _turns(dossier: cases.Dossier, request: Request) -> list[dict[str, Any]]:
    """现在依法可以: each open task of this official with its acts. What asks nothing is done with one press."""
    turns = []
    for task, acts in cases.task_acts(dossier, request.actor):
        rows = [
            Act(act.label, href=f"/desk/tasks/{task.pk}/{act.code}/", kind=act.tone)
            if act.asks or act.confirm
            else Act(act.label, value=f"{task.pk}/{act.code}", kind=act.tone)
            for act in acts
        ]
        turns.append({"task": task, "name": dossier.kind.step_name(task.step), "acts": rows})
    return turns


def _names(entries: list[journal.Entry]) -> dict[str, str]:
    """Who the journal's actors are, in one query."""
    ids = {int(entry.actor.removeprefix("user:")) for entry in entries if entry.actor.startswith("user:")}
    found = {f"user:{pk}": user.name for pk, user in users(ids).items()}
    return {**found, "system": "系统 / system"}


@official
@never_cache
def paper(request: Request, case_id: int, paper_id: int) -> HttpResponse:
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.paper_response(dossier, paper_id, now=request.now)


@official
@never_cache
def file(request: Request, case_id: int, material_id: int) -> FileResponse:
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.file_response(dossier.case, material_id)
