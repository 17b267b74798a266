"""My joint case: one page for all offices, and the whole withdrawn."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
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
from weimin.modules.joint import services
from weimin.modules.joint.overview import open_joint, overview_of
from weimin.modules.joint.showing import bell, part_rows, stage_clocks, story
from weimin.ui.api import Crumb

__all__ = ["paper", "whole", "withdraw"]

RESULTS = {
    "granted": Bilingual("全部办成", "Everything was granted"),
    "partly-granted": Bilingual("办成了一部分", "Part of it was granted"),
    "refused": Bilingual("没有办成", "Nothing was granted"),
    "withdrawn": Bilingual("您已整件撤回", "You withdrew the whole"),
}

RESULT_PAPERS = frozenset(
    {
        "certificate", "grant-decision", "refusal-decision", "non-acceptance", "correction-notice", "special-notice",
        "joint-receipt", "joint-extension", "joint-result",
    }
)  # fmt: skip
"""The papers that say what came of it; receipts and notices on the way are folded below them."""


@applicant
@never_cache
def whole(request: Request, joint_id: int) -> HttpResponse:
    """How each office stands, which is still missing, and what came of the rest."""
    case = open_joint(joint_id, request.actor)
    today = law_date(request.now)
    found = overview_of(case, today=today)
    ref = cases.case_ref(case)
    refs = {cases.case_ref(line.part.case): line.part.case_id for line in found.lines if line.part.case}
    papers = documents.papers_about([ref, *refs])
    notices.mark_read(request.actor.party_id or 0, subjects=[ref], now=request.now)
    context = {
        "case": case,
        "found": found,
        "event": found.event,
        "rows": part_rows(found, today),
        "clocks": stage_clocks(found, today),
        "elapsed": bell(found),
        "result": RESULTS.get(case.outcome),
        "asked": [line for line in found.lines if line.yours],
        "entries": story(journal.entries(case=ref, limit=100), found),
        "papers": [_paper(each, joint_id, refs) for each in papers if each.kind in RESULT_PAPERS],
        "other_papers": [_paper(each, joint_id, refs) for each in papers if each.kind not in RESULT_PAPERS],
        "lead": catalogue.department(case.accepts, revision_id=case.revision_id),
        "crumbs": [Crumb(Bilingual("我的", "My cases"), "/my/"), Crumb(case.number)],
    }
    return render(request, "joint/case.html", context)


def _paper(paper: documents.Paper, joint_id: int, refs: dict[str, int | None]) -> dict[str, Any]:
    own = refs.get(paper.subject)
    href = f"/my/cases/{own}/papers/{paper.pk}.pdf" if own else f"/my/joint/{joint_id}/papers/{paper.pk}.pdf"
    return {"paper": paper, "href": href}


@applicant
@never_cache
def withdraw(request: Request, joint_id: int) -> HttpResponse:
    """Withdraw the whole, after asking. One part is withdrawn on its own page."""
    case = open_joint(joint_id, request.actor)
    if case.closed_at:
        flash.warning(request, str(cases.CaseClosed().message))
        return redirect("joint:case", joint_id)
    if request.method == "POST":
        try:
            services.withdraw(joint_id, actor=request.actor, now=request.now)
        except cases.CaseClosed as error:
            flash.warning(request, str(error.message))
        else:
            flash.success(request, str(Bilingual("已整件撤回。", "The whole was withdrawn.")))
        return redirect("joint:case", joint_id)
    context = {
        "title": Bilingual("把整件事撤回？", "Withdraw the whole matter?"),
        "text": Bilingual(
            "还没有决定的几项都会终止；已经办成的不受影响。需要时可以重新申请。只想撤回一项的，到那一项的页面撤回。",
            "Every part that is not decided ends; what was granted stays. You may apply again. To withdraw one part only, do so on its own page.",
        ),
        "action": request.path,
        "label": Bilingual("整件撤回", "Withdraw the whole"),
        "back": f"/my/joint/{joint_id}/",
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@applicant
@never_cache
def paper(request: Request, joint_id: int, paper_id: int) -> HttpResponse:
    """A paper of the whole as PDF."""
    case = open_joint(joint_id, request.actor)
    return cases.paper_response(cases.load(case, now=request.now), paper_id, now=request.now)
