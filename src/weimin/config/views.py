"""Addresses of the house itself: where a login leads."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public

__all__ = ["health", "landing"]


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
    catalogue.active_revision()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
