"""Addresses of the house itself: where a login leads."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from weimin.config import preview
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public

__all__ = ["health", "landing", "preview_state"]


@public
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """After the login: an official to the desk, everyone else to the portal."""
    return redirect("/desk/" if cast(Request, request).actor.kind == "official" else "/")


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the machine: 200 and `ok`, `text/plain`, when the database answers and a city is in force.

    Any other status means that no page can be served: 503 without a city, 500 without a database.
    """
    try:
        catalogue.active_revision()
    except catalogue.NoCity:
        return HttpResponse("no city\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def preview_state(request: HttpRequest) -> HttpResponse:
    """Under `weimin preview`: how often the city's files were read, `application/json`: `{"turn": 3, "errors": 0}`.

    The preview's own pages ask it every second, and show themselves anew when `turn` has grown. 404 everywhere else.
    """
    found = preview.read()
    if found is None:
        raise Http404
    answer = JsonResponse({"turn": found.turn, "errors": len(found.errors)})
    answer.headers["Cache-Control"] = "no-store"
    return answer
