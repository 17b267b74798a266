"""For anyone: where a case stands, by number and query code; whether a paper is real, by number and check code."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, public
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.portal.limits import slow_guessing

__all__ = ["paper", "query"]

LONGEST = 130
"""Characters of a number: an identifier by GB/T 36904 has up to 120."""

NEEDED = {
    "number": Bilingual("请填编号。", "Enter the number."),
    "code": Bilingual("请填编号旁边的码。", "Enter the code printed beside the number."),
}

SAID = {
    "suspended": {
        "heading": Bilingual(
            "是本市签发的，但现在暂扣，不能用", "Issued by this city, but suspended: it may not be used now"
        ),
        "detail": Bilingual("暂扣", "Suspended"),
    },
    "revoked": {
        "heading": Bilingual("已经撤销，不再有效", "Revoked: it is no longer valid"),
        "detail": Bilingual("撤销", "Revoked"),
    },
    "cancelled": {
        "heading": Bilingual("已经注销，不再有效", "Cancelled: it is no longer valid"),
        "detail": Bilingual("注销", "Cancelled"),
    },
    "superseded": {
        "heading": Bilingual("已经变更，换了新版，这一版不再有效", "Changed: a newer version replaced this one"),
        "detail": Bilingual("换新版", "Replaced"),
    },
}
"""What the check page says of a certificate that is not simply valid."""


@public
@never_cache
@slow_guessing
def query(request: Request) -> HttpResponse:
    """Where a case stands. Without an account, without JavaScript."""
    given, wrong = _asked(request)
    context: dict[str, Any] = {}
    if any(given.values()) and not wrong:
        try:
            found = cases.public_view(number=given["number"], code=given["code"])
        except cases.NoSuchCase as error:
            return _answer(request, "portal/query.html", given, {"number": error.message}, http=404)
        context = {
            "found": found,
            "status": cases.STATUS_NAMES[cases.Status(found.status)],
            "outcome": cases.OUTCOME_NAMES.get(found.outcome, ""),
            "tag_kind": {"granted": "ok", "refused": "late", "not-accepted": "late"}.get(found.outcome, "neutral"),
        }
    return _answer(request, "portal/query.html", given, wrong, **context)


@public
@never_cache
@slow_guessing
def paper(request: Request) -> HttpResponse:
    """Whether a paper is real, and no more than the paper says."""
    given, wrong = _asked(request)
    context: dict[str, Any] = {}
    if any(given.values()) and not wrong:
        try:
            found = documents.check_paper(number=given["number"], code=given["code"], today=law_date(request.now))
        except documents.NoSuchPaper as error:
            return _answer(request, "portal/check_paper.html", given, {"number": error.message}, http=404)
        context = {"found": found, "said": SAID.get(found.standing)}
    return _answer(request, "portal/check_paper.html", given, wrong, **context)


def _asked(request: Request) -> tuple[dict[str, str], dict[str, Bilingual]]:
    """Number and code as they were typed, and which of the two is missing once one is there."""
    given = {
        "number": request.GET.get("number", "").strip()[:LONGEST],
        "code": request.GET.get("code", "").strip()[:30],
    }
    sent = bool({"number", "code"} & request.GET.keys())
    return given, {name: NEEDED[name] for name in given if sent and not given[name]}


def _answer(
    request: Request,
    template: str,
    given: Mapping[str, str],
    wrong: Mapping[str, Bilingual],
    *,
    http: int = 0,
    **more: Any,
) -> HttpResponse:
    rows = [(f"id_{name}", message) for name, message in wrong.items()]
    context = {**given, **more, "wrong": wrong, "error_rows": rows}
    return render(request, template, context, status=http or (422 if wrong else 200))
