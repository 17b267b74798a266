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


def _offered(view: View, audience: Callable[[View], View]) -> View:
    """Allauth's view under our audience, never kept by a cache."""

    @wraps(view)
    def offered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data.pop("site", None)  # allauth's host name would hide the city that speaks on the page
        return response

    return audience(never_cache(offered))


OFFERED = [
    ("login/", account.login, "account_login", public),
    ("logout/", account.logout, "account_logout", public),
    ("sign-up/", account.signup, "account_signup", public),
    ("closed/", account.account_inactive, "account_inactive", public),
    ("confirm/", account.reauthenticate, "account_reauthenticate", signed_in),
    ("password/", account.password_change, "account_change_password", signed_in),
    ("second-factor/", mfa.index, "mfa_index", signed_in),
    ("second-factor/login/", mfa.authenticate, "mfa_authenticate", public),
    ("second-factor/confirm/", mfa.reauthenticate, "mfa_reauthenticate", signed_in),
    ("second-factor/set-up/", totp.activate_totp, "mfa_activate_totp", signed_in),
    ("second-factor/remove/", totp.deactivate_totp, "mfa_deactivate_totp", signed_in),
    ("second-factor/recovery/", recovery.view_recovery_codes, "mfa_view_recovery_codes", signed_in),
    ("second-factor/recovery/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes", signed_in),
    ("second-factor/recovery/file/", recovery.download_recovery_codes, "mfa_download_recovery_codes", signed_in),
]

urlpatterns: list[URLPattern] = [
    path("", views.account, name="account"),
    path("help/", views.help_with_login, name="account_help"),
    path("act-for/", views.act_for, name="account_act_for"),
    *(path(route, _offered(view, audience), name=name) for route, view, name, audience in OFFERED),
]
