"""One case on one screen: the list, the case, the side."""

from collections.abc import Iterable
from typing import Any, Final

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
from weimin.modules.desk.clocks import clock_boxes, clock_list
from weimin.modules.desk.dossier import (
    answer_rows,
    applicant_rows,
    intake_rows,
    lacking_names,
    paper_rows,
    reasons,
    rule_rows,
    story,
)
from weimin.modules.desk.lists import STATES, Wanted, list_pane
from weimin.modules.desk.track import drawing, holder, track
from weimin.modules.desk.views.doing import do_task
from weimin.ui.api import Act

__all__ = ["case", "case_context", "file", "paper"]

TIMELINE: Final = 200
DECIDED: Final = frozenset({"granted", "refused", "not-accepted"})
"""Outcomes that one may object to, and that are served."""
RECENT: Final = 10
"""Entries of the history that are shown at once; the rest is folded."""


@official
@never_cache
def case(request: Request, case_id: int) -> HttpResponse:
    """The case; a press of a button that asks nothing does its act."""
    if request.method == "POST":
        task_id, _, outcome = request.POST.get("outcome", "").partition("/")
        if not (outcome and task_id.isascii() and task_id.isdigit() and len(task_id) < 19):
            messages.warning(request, str(cases.ActNotAllowed().message))
            return redirect("desk:case", case_id)
        return do_task(request, int(task_id), outcome)
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    if elsewhere := cases.own_page(dossier.case.kind, "desk", case_id):
        return redirect(elsewhere)
    return render(request, "desk/case.html", case_context(request, dossier))


def case_context(request: Request, dossier: cases.Dossier) -> dict[str, Any]:
    """All that the three panes show."""
    ref, today = cases.case_ref(dossier.case), law_date(request.now)
    entries = journal.entries(case=ref, limit=TIMELINE)
    if len(entries) < TIMELINE:
        part = {"part"} if any((entry.payload or {}).get("part_of") for entry in entries) else set()
        dossier.noted = frozenset({entry.action for entry in entries} | part)
    names = _names(dossier, entries)
    history = story(dossier, entries, names)
    pane = list_pane(request, current=dossier.case.pk)
    skipped, stops = track(dossier, names)
    mine = {task.pk for task, _acts in cases.task_acts(dossier, request.actor)}
    return {
        **pane,
        "dossier": dossier,
        "case": dossier.case,
        "status": STATES[cases.Status(dossier.case.status)],
        "outcome": cases.OUTCOME_NAMES.get(dossier.case.outcome, ""),
        "channel": cases.CHANNEL_NAMES[cases.Channel(dossier.case.channel)],
        "applicant": applicant_rows(dossier, names),
        "intakes": intake_rows(dossier) if _came_otherwise(dossier, entries) else [],
        "answers": answer_rows(dossier),
        "ruled": rule_rows(dossier),
        "whys": reasons(dossier),
        "papers": paper_rows(dossier, cases.handed_in(dossier.case)),
        "asked": cases.asked_corrections(dossier),
        "boxes": clock_boxes(dossier, today),
        "clocks": clock_list(dossier, today),
        "given": documents.papers_about([ref]),
        "made": [number for entry in entries if (number := (entry.payload or {}).get("certificate"))],
        "service": documents.service_of(ref, calendar=cases.calendar()) if dossier.case.outcome in DECIDED else None,
        "recent": history[:RECENT],
        "older": history[RECENT:],
        "skipped": skipped,
        "stops": stops,
        "drawing": mark_safe(drawing(dossier)),  # noqa: S308 -- our own drawing: text in it is escaped by lib.procedure
        "turns": _turns(dossier, request, pane["wanted"]),
        "others": [
            {
                "name": dossier.graph.nodes[task.node].label,
                "holder": holder(dossier, task),
                "due": task.due_on,
                "task": task,
                "in_hands_of": names.get(f"user:{task.assignee_id}", ""),
            }
            for task in dossier.open_tasks()
            if task.pk not in mine
        ],
        "side_acts": [
            Act(
                act.label,
                href=f"/desk/cases/{dossier.case.pk}/acts/{act.code}/{pane['wanted'].query}",
                kind=act.tone,
                note=act.article,
            )
            for act in cases.side_acts_for(dossier, request.actor)
        ],
    }


def _came_otherwise(dossier: cases.Dossier, entries: Iterable[journal.Entry]) -> bool:
    """Whether anything came in another way than from the applicant's own login: else there is nothing to tell of it."""
    own = f"user:{dossier.case.submitted_by_id}"
    brought = {"case.corrected", "material.added"}
    return dossier.case.channel != cases.Channel.PORTAL or any(
        entry.action in brought and entry.actor != own for entry in entries
    )


def _turns(dossier: cases.Dossier, request: Request, wanted: Wanted) -> list[dict[str, Any]]:
    """现在依法可以: each open task of this official with its acts. What asks nothing is done with one press."""
    return [
        {
            "task": task,
            "is_mine": task.assignee_id == request.actor.user_id,
            "name": dossier.graph.nodes[task.node].label,
            "acts": [_act(dossier, task, act, wanted) for act in acts],
        }
        for task, acts in cases.task_acts(dossier, request.actor)
    ]


def _act(dossier: cases.Dossier, task: cases.Task, act: cases.Act, wanted: Wanted) -> Act:
    if dossier.kind.blocked(dossier.view, step=task.step, outcome=act.code):
        names = lacking_names(dossier, deferred=act.code == "grant")
        return Act(act.label, why_not=Bilingual("还缺：{n}", "Still missing: {n}").format(n=names), note=act.article)
    if act.asks or act.confirm:
        href = f"/desk/tasks/{task.pk}/{act.code}/{wanted.query}"
        return Act(act.label, href=href, kind=act.tone, note=act.article)
    return Act(act.label, value=f"{task.pk}/{act.code}", kind=act.tone, note=act.article)


def _names(dossier: cases.Dossier, entries: Iterable[journal.Entry]) -> dict[str, str]:
    """Who acted on the case, in one query."""
    ids = {int(entry.actor.removeprefix("user:")) for entry in entries if entry.actor.startswith("user:")}
    ids |= {task.done_by_id for task in dossier.tasks if task.done_by_id}
    ids |= {task.assignee_id for task in dossier.tasks if task.assignee_id}
    ids |= {dossier.case.submitted_by_id} if dossier.case.submitted_by_id else set()
    found = {f"user:{pk}": user.name for pk, user in users(ids).items()}
    return {**found, "system": str(Bilingual("系统", "the system"))}


@official
@never_cache
def paper(request: Request, case_id: int, paper_id: int) -> HttpResponse:
    """A paper of the case, as PDF."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.paper_response(dossier, paper_id, now=request.now)


@official
@never_cache
def file(request: Request, case_id: int, material_id: int) -> FileResponse:
    """A file that the applicant handed in."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.file_response(dossier.case, material_id)
