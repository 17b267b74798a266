"""One case of mine: where it stands, what I must do, what happened; its papers and files; withdrawing it."""

from typing import Any

from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.portal.later import papers_to_follow
from weimin.modules.portal.story import choices_of, clock_story, coming, result_of, standing_now, timeline
from weimin.modules.portal.views.my import tag_of
from weimin.modules.portal.views.steps import act_page
from weimin.ui.api import Crumb

__all__ = ["act", "case", "file", "paper"]

TIMELINE = 200
DECIDED = frozenset({"granted", "refused", "not-accepted"})
"""Outcomes that one may object to, and that are served."""


@applicant
@never_cache
def case(request: Request, case_id: int) -> HttpResponse:
    """One of my cases: where it stands, by when, what happened, what I can do."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    if elsewhere := cases.own_page(dossier.case.kind, "portal", case_id):
        return redirect(elsewhere)
    ref = cases.case_ref(dossier.case)
    papers = documents.papers_about([ref])
    certificates: list[documents.Certificate] = []
    if dossier.case.outcome == "granted":
        certificates = documents.certificates_about([ref])
    names: dict[str, Any] = {each.id: each.label or each.id for each in dossier.item.form}
    names |= {each.id: each.name or each.id for each in dossier.item.materials}
    notices.mark_read(request.actor.party_id or 0, subjects=[ref], now=request.now)
    here = standing_now(dossier)
    history = timeline(journal.entries(case=ref, limit=TIMELINE), papers, case_id, names)
    context: dict[str, Any] = {
        "dossier": dossier,
        "case": dossier.case,
        "status": cases.STATUS_NAMES[cases.Status(dossier.case.status)],
        "tag_kind": tag_of(dossier.case),
        "department": catalogue.department(dossier.case.accepts, revision_id=dossier.case.revision_id),
        "clock": clock_story(dossier.clocks, law_date(request.now)),
        "result": result_of(dossier.case, papers, certificates),
        "certificates": certificates,
        "service": documents.service_of(ref, calendar=cases.calendar()) if dossier.case.outcome in DECIDED else None,
        "entries": history + here + coming(dossier.case.status, here),
        "papers": papers,
        "materials": [
            {"row": row, "name": names.get(row.material, row.material)} for row in cases.handed_in(dossier.case)
        ],
        "asked": [
            names.get(each["code"]) or each["label"]
            for each in (cases.asked_corrections(dossier) if dossier.case.status == cases.Status.CORRECTION else ())
        ],
        "choices": choices_of(dossier, cases.task_acts(dossier, request.actor)),
        "follow": papers_to_follow(dossier),
        "correct_href": f"/my/cases/{case_id}/correct/",
        "hand_in_href": f"/my/cases/{case_id}/hand-in/",
        "side_acts": cases.side_acts_for(dossier, request.actor),
        "whys": cases.filling_of(dossier.item, dossier.case, dossier.case.received_at).whys(dossier.implementation),
        "crumbs": [Crumb(Bilingual("我的", "My cases"), "/my/"), Crumb(dossier.case.number)],
    }
    return render(request, "portal/case.html", context)


@applicant
@never_cache
def act(request: Request, case_id: int, act: str) -> HttpResponse:
    """An act on the case as a whole: withdrawal. Asks first."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    wanted = next((each for each in cases.side_acts_for(dossier, request.actor) if each.code == act), None)
    if wanted is None:
        flash.warning(request, str(cases.ActNotAllowed().message))
        return redirect("portal:case", case_id)
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        try:
            cases.act_on_case(case_id, act=act, data=request.POST.dict(), actor=request.actor, now=request.now)
        except cases.InvalidAnswer as error:
            errors = error.errors
        else:
            flash.success(request, str(Bilingual("{a}：已办好。", "{a}: done.").format(a=wanted.label)))
            return redirect("portal:case", case_id)
    return act_page(request, dossier, wanted, errors)


@applicant
@never_cache
def paper(request: Request, case_id: int, paper_id: int) -> HttpResponse:
    """A paper of my case as PDF. To open the decision may be to receive it."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    if dossier.case.outcome in DECIDED:
        documents.opened_online(
            subject=cases.case_ref(dossier.case),
            papers=[f"{dossier.case.number}-{dossier.case.papers_given:02d}"],
            recipient=dossier.case.applicant.name,
            actor=request.actor,
            now=request.now,
        )
    return cases.paper_response(dossier, paper_id, now=request.now)


@applicant
@never_cache
def file(request: Request, case_id: int, material_id: int) -> FileResponse:
    """A file that I handed in."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.file_response(dossier.case, material_id)
