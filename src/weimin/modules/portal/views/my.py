"""My space: what waits for me, my cases, what is not finished, messages."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, applicant
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.standing import AUDIENCE_NAMES
from weimin.ui.api import Link, page_of
from weimin.ui.words import day

__all__ = ["messages", "overview", "tag_of"]

PAGE = 30


@applicant
@never_cache
def overview(request: Request) -> HttpResponse:
    """My cases and drafts, and what waits for me."""
    page = page_of(request)
    lines, total = cases.cases_of(request.actor, page=page)
    drafts = cases.own_drafts(request.actor)
    names = catalogue.item_names({draft.revision_id for draft in drafts})
    waiting = [line for line in lines if line.case.status == cases.Status.CORRECTION]
    context = {
        "waiting": [_row(line, request) for line in waiting],
        "cases": [_row(line, request) for line in lines if line not in waiting],
        "drafts": [{"draft": draft, "name": names[draft.revision_id, draft.item]} for draft in drafts],
        "page": Paginator(range(total), PAGE).get_page(page),
        "unread": notices.unread(request.actor.party_id or 0),
        "kind": AUDIENCE_NAMES.get(request.actor.party_kind, ""),
    }
    return render(request, "portal/my.html", context)


def _row(line: cases.CaseLine, request: Request) -> Link:
    case = line.case
    detail = Bilingual("{n} · {d}提交", "{n} · filed {d}").format(n=case.number, d=day(case.received_at, request.now))
    tag = cases.OUTCOME_NAMES.get(case.outcome) or cases.STATUS_NAMES[cases.Status(case.status)]
    return Link(line.item, f"/my/cases/{case.pk}/", detail, tag=tag, tag_kind=tag_of(case))  # type: ignore[arg-type]


def tag_of(case: cases.Case) -> str:
    """How a case's state is coloured."""
    if case.outcome:
        return {"granted": "ok", "refused": "late", "not-accepted": "late"}.get(case.outcome, "neutral")
    return "wait" if case.status in {"correction", "suspended"} else "neutral"


@applicant
@never_cache
def messages(request: Request) -> HttpResponse:
    """Everything that was told, newest first; shown once, it is read."""
    party, page = request.actor.party_id or 0, page_of(request)
    rows = [
        {
            "title": Bilingual(row.title_zh, row.title_en),
            "body": Bilingual(row.body_zh, row.body_en),
            "sent_at": row.sent_at,
            "new": row.read_at is None,
            "href": f"/my/cases/{row.subject.removeprefix('case:')}/"
            if row.subject.startswith("case:")
            else "/my/certificates/",
        }
        for row in notices.inbox(party, page=page)
    ]
    pages = Paginator(range(notices.inbox_size(party)), PAGE).get_page(page)
    response = render(request, "portal/messages.html", {"rows": rows, "page": pages})
    notices.mark_read(party, now=request.now)
    return response
