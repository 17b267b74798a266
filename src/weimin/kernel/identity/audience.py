"""Who may use a view. Every view carries one of these marks; a test walks all routes and fails on one without."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from weimin.kernel.identity.requests import Request, has_second_factor
from weimin.lib.audience import AUDIENCES, Audience, marked, public

__all__ = ["AUDIENCES", "Audience", "applicant", "official", "operator", "public", "signed_in"]

View = TypeVar("View", bound=Callable[..., Any])
Refusal = Callable[[Request], HttpResponseBase | None]


def signed_in(view: View) -> View:
    """Anyone with a login, whatever for: one's own password, one's own second factor, for whom to act."""
    return _guarded(view, "signed-in", _refuse_anonymous)


def applicant(view: View) -> View:
    """Someone logged in who speaks for a party; anyone else is led to the login or refused."""
    return _guarded(view, "applicant", _refuse_applicant)


def official(view: View | None = None, *, roles: Collection[str] = ()) -> Any:
    """Someone in post, whose session passed the second factor; with ``roles``, in a post that carries one of them.

    ``@official`` or ``@official(roles=["head"])``.
    """

    def decorate(inner: View) -> View:
        return _guarded(inner, "official", lambda request: _refuse_official(request, roles))

    return decorate if view is None else decorate(view)


def operator(view: View) -> View:
    """Who runs the machine, with the second factor. An official is no operator."""
    return _guarded(view, "operator", _refuse_operator)


def _guarded(view: View, audience: Audience, refuse: Refusal) -> View:
    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refusal = refuse(cast(Request, request))
        return view(request, *args, **kwargs) if refusal is None else refusal

    return marked(cast(View, guard), audience)


def _refuse_anonymous(request: Request) -> HttpResponseBase | None:
    return None if request.user.is_authenticated else _to_login(request)


def _refuse_applicant(request: Request) -> HttpResponseBase | None:
    if request.actor.kind == "anonymous":
        return _to_login(request)
    if request.actor.party_id is None:
        raise PermissionDenied
    return None


def _refuse_official(request: Request, roles: Collection[str]) -> HttpResponseBase | None:
    actor = request.actor
    if actor.kind == "anonymous":
        return _to_login(request)
    if not actor.posts:
        raise PermissionDenied
    if not has_second_factor(request):  # first, so that a password alone does not tell which posts someone fills
        return _to_second_factor(request)
    if roles and not any(actor.has_role(role) for role in roles):
        raise PermissionDenied
    return None


def _refuse_operator(request: Request) -> HttpResponseBase | None:
    if request.actor.kind == "anonymous":
        return _to_login(request)
    if not request.actor.is_operator:
        raise PermissionDenied
    return None if has_second_factor(request) else _to_second_factor(request)


def _to_login(request: Request) -> HttpResponseBase:
    return _leading(request, redirect_to_login(_return_path(request), reverse("account_login")))


def _to_second_factor(request: Request) -> HttpResponseBase:
    """To set one up, or, if there is one that this session has not used, to be asked for it."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    page = "mfa_reauthenticate" if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]) else "mfa_activate_totp"
    return _leading(request, redirect(f"{reverse(page)}?{urlencode({'next': _return_path(request)})}"))


def _return_path(request: Request) -> str:
    """Back to the page: after a POST or a fragment, to the page it was sent from, which the browser names."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(sent_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _leading(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """An HTMX fragment must not swallow the login page: the browser itself is sent there."""
    if "HX-Request" not in request.headers:
        return response
    return HttpResponse(headers={"HX-Redirect": response.headers["Location"]})
