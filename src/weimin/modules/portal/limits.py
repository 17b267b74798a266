"""Guessing numbers and codes must be slow: so many tries a minute from one address, counted in the shared cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from weimin.kernel.identity.api import Request
from weimin.modules.portal.errors import TooManyTries

__all__ = ["TRIES_A_MINUTE", "slow_guessing"]

TRIES_A_MINUTE = 20

View = Callable[..., HttpResponse]


def slow_guessing(view: View) -> View:
    """At most ``TRIES_A_MINUTE`` answers a minute and address; then ``TooManyTries``."""

    @wraps(view)
    def limited(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("code") and _too_many(request):
            raise TooManyTries
        return view(request, *args, **kwargs)

    return limited


def _too_many(request: Request) -> bool:
    key = f"tries:{address_of(request)}:{int(request.now.timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    return bool(cache.incr(key) > TRIES_A_MINUTE)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
