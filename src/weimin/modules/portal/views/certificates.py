"""My certificates: what I hold, the file, the code to show others, when to renew; whether I am served electronically."""

from typing import Any, Final

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.ui.api import Crumb, Link, page_of
from weimin.ui.words import day

__all__ = ["file", "mine", "one", "paper", "service"]

PAGE: Final = 30
TAGS: Final = {"valid": "ok", "suspended": "wait", "expired": "late", "revoked": "late"}
STANDING: Final = {**documents.STATE_NAMES, "valid": Bilingual("有效", "Valid")}
HERE: Final = Bilingual("我的证照", "My certificates")


@applicant
@never_cache
def mine(request: Request) -> HttpResponse:
    page, today = page_of(request), law_date(request.now)
    held, total = documents.held_by(request.actor, today=today, calendar=cases.calendar(), page=page)
    context = {
        "rows": [_row(each, request) for each in held],
        "renewals": [each for each in held if each.renewable],
        "page": Paginator(range(total), PAGE).get_page(page),
        "agrees": documents.agrees(request.actor.party_id or 0),
        "crumbs": [Crumb(Bilingual("我的", "My cases"), "/my/"), Crumb(HERE)],
    }
    return render(request, "portal/certificates.html", context)


def _row(held: documents.Held, request: Request) -> Link:
    row = held.certificate
    until = (
        Bilingual("有效到{d}", "valid until {d}").format(d=day(row.valid_until, request.now))
        if row.valid_until
        else Bilingual("长期", "no end")
    )
    detail = Bilingual("{w} · {u}", "{w} · {u}").format(w=row.department_name, u=until)
    return Link(
        row.title, f"/my/certificates/{row.pk}/", detail, tag=STANDING[held.standing], tag_kind=TAGS.get(held.standing, "neutral"),  # type: ignore[arg-type]
    )  # fmt: skip


@applicant
@never_cache
def one(request: Request, certificate_id: int) -> HttpResponse:
    """One certificate: what it says, whether it holds, the code by which anyone checks it, what was decided about it."""
    row = documents.certificate_of_holder(certificate_id, actor=request.actor)
    now = documents.standing(row, law_date(request.now))
    context: dict[str, Any] = {
        "certificate": row,
        "standing": STANDING[now],
        "kind": TAGS.get(now, "neutral"),
        "good": now == "valid",
        "link": documents.check_link(row),
        "papers": documents.papers_about([f"certificate:{row.pk}"]),
        "versions": [each for each in documents.versions_of(row) if each.pk != row.pk],
        "crumbs": [
            Crumb(Bilingual("我的", "My cases"), "/my/"),
            Crumb(HERE, "/my/certificates/"),
            Crumb(row.title),
        ],
    }
    return render(request, "portal/certificate.html", context)


@applicant
@never_cache
def file(request: Request, certificate_id: int) -> HttpResponse:
    row = documents.certificate_of_holder(certificate_id, actor=request.actor)
    return documents.given_response(row, now=request.now)


@applicant
@never_cache
def paper(request: Request, certificate_id: int, paper_id: int) -> HttpResponse:
    """A decision about my certificate; opening it may be service."""
    row = documents.certificate_of_holder(certificate_id, actor=request.actor)
    subject = f"certificate:{row.pk}"
    found = next((each for each in documents.papers_about([subject]) if each.pk == paper_id), None)
    if found is None:
        raise documents.NoSuchPaper
    documents.opened_online(
        subject=subject, papers=[found.number], recipient=row.recipient, actor=request.actor, now=request.now
    )
    return documents.given_response(found, now=request.now)


@applicant
@never_cache
@require_POST
def service(request: Request) -> HttpResponse:
    """Agree to be served by opening papers online, or take that back."""
    if request.POST.get("agree") == "yes":
        documents.agree_to_electronic(actor=request.actor, now=request.now)
        text = Bilingual("好的，以后您打开决定书就算送达。", "From now on opening a decision counts as receiving it.")
    else:
        documents.withdraw_agreement(actor=request.actor, now=request.now)
        text = Bilingual("好的，以后送纸质的。", "From now on papers are served on paper.")
    flash.success(request, str(text))
    return redirect("portal:certificates")
