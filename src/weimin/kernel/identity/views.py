"""My account: who I am here, for whom I act, how I log in. Login itself is allauth's."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from weimin.kernel.identity.audience import public, signed_in
from weimin.kernel.identity.numbers import masked
from weimin.kernel.identity.requests import Request, choose_party
from weimin.kernel.identity.selectors import mandates, parties, posts_of
from weimin.kernel.organisations.api import posts
from weimin.lib.lawtime import law_date

__all__ = ["account", "act_for", "help_with_login"]


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Name, masked numbers, posts and mandates, with a button to act for each."""
    today = law_date(cast(Request, request).now)
    user_id = cast(int, request.user.pk)
    given = mandates(user_id, on=today)
    rows = parties([mandate.party_id for mandate in given])
    filled = posts_of(user_id, on=today)
    context = {
        "posts": list(posts([post.ref for post in filled]).values()) if filled else [],
        "mandates": [
            {
                "mandate": mandate,
                "number": masked(rows[mandate.party_id].number),
                "phone": masked(rows[mandate.party_id].phone, head=3),
            }
            for mandate in given
        ],
        "second_factor": _has_authenticator(user_id),
    }
    return render(request, "identity/account.html", context)


@signed_in
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Switch: ``party`` is an id, or empty for oneself or one's posts. Raises ``NotYourParty``."""
    chosen = request.POST.get("party", "")
    choose_party(cast(Request, request), int(chosen) if chosen.isascii() and chosen.isdigit() else None)
    return redirect(_safe_next(request))


@public
@require_safe
def help_with_login(request: HttpRequest) -> HttpResponse:
    """Forgotten login, password or phone: where to go and what to bring."""
    return render(request, "identity/help.html")


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return "/"


def _has_authenticator(user_id: int) -> bool:
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())
