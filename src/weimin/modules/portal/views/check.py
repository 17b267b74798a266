"""For anyone: where a case stands, by number and query code; whether a paper is real, by number and check code."""

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


@public
@never_cache
@slow_guessing
def query(request: Request) -> HttpResponse:
    """Where a case stands. Without an account, without JavaScript."""
    number, code = request.GET.get("number", "").strip()[:60], request.GET.get("code", "").strip()[:30]
    found, problem = None, Bilingual("", "")
    if number or code:
        try:
            found = cases.public_view(number=number, code=code)
        except cases.NoSuchCase as error:
            problem = error.message
    context = {"number": number, "code": code, "found": found, "problem": problem if problem.zh else ""}
    if found:
        context["status"] = cases.STATUS_NAMES[cases.Status(found.status)]
        context["outcome"] = cases.OUTCOME_NAMES.get(found.outcome, "")
    return render(request, "portal/query.html", context, status=404 if problem.zh else 200)


@public
@never_cache
@slow_guessing
def paper(request: Request) -> HttpResponse:
    """Whether a paper is real, and no more than the paper says."""
    number, code = request.GET.get("number", "").strip()[:60], request.GET.get("code", "").strip()[:30]
    found, problem = None, Bilingual("", "")
    if number or code:
        try:
            found = documents.check_paper(number=number, code=code, today=law_date(request.now))
        except documents.NoSuchPaper as error:
            problem = error.message
    context = {"number": number, "code": code, "found": found, "problem": problem if problem.zh else ""}
    return render(request, "portal/check_paper.html", context, status=404 if problem.zh else 200)
