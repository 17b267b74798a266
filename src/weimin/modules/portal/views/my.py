"""My space: cases with their story, what I have to do, papers, messages."""

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.answer_values import InvalidAnswer, read_answer
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.portal.files import accept_of, file_rows
from weimin.modules.portal.questions import asked, raw_answer
from weimin.modules.portal.story import clock_story, coming, timeline
from weimin.ui.api import Crumb, Link

__all__ = ["act", "case", "correct", "correct_answer", "file", "messages", "overview", "paper"]

TIMELINE = 200


@applicant
@never_cache
def overview(request: Request) -> HttpResponse:
    page = _page(request)
    lines, total = cases.cases_of(request.actor, page=page)
    drafts = cases.own_drafts(request.actor)
    names = catalogue.item_names({draft.revision_id for draft in drafts})
    context = {
        "cases": [
            Link(
                Bilingual("{i} · {n}", "{i} · {n}").format(i=line.item, n=line.case.number),
                f"/my/cases/{line.case.pk}/",
                cases.OUTCOME_NAMES.get(line.case.outcome, "") or "",
                tag=cases.STATUS_NAMES[cases.Status(line.case.status)],
                tag_kind=_tag(line.case.status),  # type: ignore[arg-type]
            )
            for line in lines
        ],
        "drafts": [{"draft": draft, "name": names[draft.revision_id, draft.item]} for draft in drafts],
        "page": Paginator(range(total), 30).get_page(page),
        "unread": notices.unread(request.actor.party_id or 0),
    }
    return render(request, "portal/my.html", context)


def _page(request: Request) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _tag(status: str) -> str:
    return {"correction": "wait", "suspended": "wait", "decided": "ok", "closed": "ok"}.get(status, "neutral")


@applicant
@never_cache
def case(request: Request, case_id: int) -> HttpResponse:
    """One case: when it is due and why, what happened, what is asked of me."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    ref = cases.case_ref(dossier.case)
    papers = documents.papers_about([ref])
    running = [row for row in dossier.clocks if row.state in {"running", "suspended"}]
    notices.mark_read(request.actor.party_id or 0, subjects=[ref], now=request.now)
    context = {
        "dossier": dossier,
        "case": dossier.case,
        "status": cases.STATUS_NAMES[cases.Status(dossier.case.status)],
        "tag_kind": _tag(dossier.case.status),
        "outcome": cases.OUTCOME_NAMES.get(dossier.case.outcome, ""),
        "department": catalogue.department(dossier.case.accepts, revision_id=dossier.case.revision_id),
        "clocks": [clock_story(row, cases.explained_due(row)) for row in running],
        "entries": timeline(journal.entries(case=ref, limit=TIMELINE), papers, case_id) + coming(dossier.case.status),
        "papers": papers,
        "materials": cases.handed_in(dossier.case),
        "material_names": {each.id: each.name for each in dossier.item.materials},
        "todo": [task for task, _acts in cases.task_acts(dossier, request.actor)],
        "side_acts": cases.side_acts_for(dossier, request.actor),
        "crumbs": [Crumb(Bilingual("我的", "My cases"), "/my/"), Crumb(dossier.case.number)],
    }
    return render(request, "portal/case.html", context)


@applicant
@never_cache
def correct(request: Request, case_id: int) -> HttpResponse:
    """Everything that the office asked for, on one page: papers to hand in, answers to change, then send."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    task = next((task for task, _acts in cases.task_acts(dossier, request.actor) if task.step == "correction"), None)
    if task is None:
        return redirect("portal:case", case_id)
    problem: Bilingual | str = ""
    if request.method == "POST":
        try:
            if request.POST.get("send"):
                cases.complete_task(task.pk, outcome="submit", data={}, actor=request.actor, now=request.now)
                flash.success(request, str(Bilingual("补正材料已提交。", "Your corrections have been handed in.")))
                return redirect("portal:case", case_id)
            _add_papers(request, case_id)
            return redirect("portal:correct", case_id)
        except documents.FileRefused as error:
            problem = error.message
    return render(request, "portal/correct.html", _wanted(dossier, case_id, problem), status=422 if problem else 200)


def _add_papers(request: Request, case_id: int) -> None:
    for upload in request.FILES.getlist("files"):
        cases.add_paper(
            case_id=case_id,
            material=request.POST.get("material", ""),
            chunks=upload.chunks(),
            name=upload.name or "",
            size=upload.size or 0,
            actor=request.actor,
            now=request.now,
        )


def _wanted(dossier: cases.Dossier, case_id: int, problem: Bilingual | str) -> dict[str, Any]:
    """The one-time list, each entry with what the applicant can do about it here."""
    missing = cases.asked_corrections(dossier)
    materials = {each.id: each for each in dossier.item.materials}
    fields = {each.id: each for each in dossier.item.form}
    handed = cases.handed_in(dossier.case)
    rows = []
    for entry in missing:
        material, field = materials.get(entry["code"]), fields.get(entry["code"])
        since = [row for row in handed if row.material == entry["code"] and row.added_at > entry["asked_at"]]
        rows.append(
            {
                "label": entry["label"],
                "how": entry["how"],
                "material": material,
                "accept": accept_of(material) if material else "",
                "files": file_rows(since, f"/my/cases/{case_id}/files/"),
                "field": field,
            }
        )
    return {"case": dossier.case, "rows": rows, "problem": problem, "item": dossier.item}


@applicant
@never_cache
def correct_answer(request: Request, case_id: int, field: str) -> HttpResponse:
    """Change one answer while the case waits for corrections."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    wanted = next((each for each in dossier.filling.asked_fields if each.id == field), None)
    if wanted is None or dossier.case.status != cases.Status.CORRECTION:
        return redirect("portal:case", case_id)
    problem: Bilingual | str = ""
    value = dossier.case.answers.get(field)
    if request.method == "POST":
        raw = raw_answer(wanted, request.POST)
        try:
            cases.correct_answer(
                case_id,
                field=field,
                value=read_answer(wanted, raw, now=request.now),
                actor=request.actor,
                now=request.now,
            )
            return redirect("portal:correct", case_id)
        except InvalidAnswer as error:
            problem, value = error.message, raw
    context = {"case": dossier.case, "controls": asked(wanted, value, problem), "problem": problem}
    return render(request, "portal/correct_answer.html", context, status=422 if problem else 200)


@applicant
@never_cache
def act(request: Request, case_id: int, act: str) -> HttpResponse:
    """An act on the case as a whole: withdrawal. Asks first."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    wanted = next((each for each in cases.side_acts_for(dossier, request.actor) if each.code == act), None)
    if wanted is None:
        return redirect("portal:case", case_id)
    if request.method == "POST":
        cases.act_on_case(case_id, act=act, data=request.POST.dict(), actor=request.actor, now=request.now)
        flash.success(request, str(Bilingual("{a}：已办好。", "{a}: done.").format(a=wanted.label)))
        return redirect("portal:case", case_id)
    context = {"case": dossier.case, "act": wanted, "back": f"/my/cases/{case_id}/"}
    return render(request, "portal/act.html", context)


@applicant
@never_cache
def paper(request: Request, case_id: int, paper_id: int) -> HttpResponse:
    """A paper of my case as PDF."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.paper_response(dossier, paper_id, now=request.now)


@applicant
@never_cache
def file(request: Request, case_id: int, material_id: int) -> FileResponse:
    """A file that I handed in."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.file_response(dossier.case, material_id)


@applicant
@never_cache
def messages(request: Request) -> HttpResponse:
    party = request.actor.party_id or 0
    rows = notices.inbox(party, page=_page(request))
    context = {"rows": rows, "today": law_date(request.now)}
    response = render(request, "portal/messages.html", context)
    notices.mark_read(party, now=request.now)
    return response
