"""Addresses under ``/account/``: allauth's views that we offer, each with its audience, and our own.

What allauth has beyond these (e-mail, social login, reset by mail) has no address here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from weimin.kernel.identity import views
from weimin.kernel.identity.audience import public, signed_in

View = Callable[..., Any]


def _offered(view: View, audience: Callable[[View], View], about: str) -> View:
    """Allauth's view under our audience and with our description, never kept by a cache."""

    @wraps(view)
    def offered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data.pop("site", None)  # allauth's host name would hide the city that speaks on the page
        return response

    offered.__doc__ = offered.described = about  # type: ignore[attr-defined]
    return audience(never_cache(offered))


OFFERED = [
    (
        "login/",
        account.login,
        "account_login",
        public,
        "Login and password; who has a second factor is asked for it next.",
    ),
    ("logout/", account.logout, "account_logout", public, "End the session, after asking."),
    ("sign-up/", account.signup, "account_signup", public, "Open an account for oneself."),
    (
        "closed/",
        account.account_inactive,
        "account_inactive",
        public,
        "Says that the account is closed, and where to ask.",
    ),
    (
        "confirm/",
        account.reauthenticate,
        "account_reauthenticate",
        signed_in,
        "The password once more, before something of the account is changed.",
    ),
    ("password/", account.password_change, "account_change_password", signed_in, "A new password."),
    ("second-factor/", mfa.index, "mfa_index", signed_in, "Which second factors the account has."),
    ("second-factor/login/", mfa.authenticate, "mfa_authenticate", public, "The second step of the login: a code."),
    (
        "second-factor/confirm/",
        mfa.reauthenticate,
        "mfa_reauthenticate",
        signed_in,
        "A code once more, before something of the account is changed.",
    ),
    (
        "second-factor/set-up/",
        totp.activate_totp,
        "mfa_activate_totp",
        signed_in,
        "Set up an authenticator app as second factor.",
    ),
    (
        "second-factor/remove/",
        totp.deactivate_totp,
        "mfa_deactivate_totp",
        signed_in,
        "Remove the authenticator app, after asking.",
    ),
    (
        "second-factor/recovery/",
        recovery.view_recovery_codes,
        "mfa_view_recovery_codes",
        signed_in,
        "The recovery codes that are left.",
    ),
    (
        "second-factor/recovery/new/",
        recovery.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        signed_in,
        "New recovery codes in place of the old ones.",
    ),
    (
        "second-factor/recovery/file/",
        recovery.download_recovery_codes,
        "mfa_download_recovery_codes",
        signed_in,
        "The recovery codes as a text file.",
    ),
]

urlpatterns: list[URLPattern] = [
    path("", views.account, name="account"),
    path("help/", views.help_with_login, name="account_help"),
    path("act-for/", views.act_for, name="account_act_for"),
    *(path(route, _offered(view, audience, about), name=name) for route, view, name, audience, about in OFFERED),
]
