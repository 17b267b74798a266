"""How a person wants to see the pages: theme and type size, remembered in a cookie, also without JavaScript."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

__all__ = ["CHOICES", "Preferences", "preferences", "remember"]

Next = Callable[[HttpRequest], HttpResponse]

CHOICES: Final = {"theme": ("auto", "light", "dark"), "type": ("normal", "large")}
YEAR_SECONDS: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preferences:
    theme: str
    type: str


def preferences(request: HttpRequest) -> Preferences:
    """What this request asks for, else what was remembered, else the first choice."""
    return Preferences(**{name: _chosen(request, name) for name in CHOICES})


def remember(get_response: Next) -> Next:
    """Middleware: ``?theme=auto|light|dark`` and ``?type=normal|large`` choose and are remembered for a year.

    The cookies hold no identity and are readable by our script, which makes the switch instant.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, allowed in CHOICES.items():
            asked = request.GET.get(name)
            if asked in allowed:
                response.set_cookie(
                    f"weimin_{name}", asked, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
                )
        return response

    return middleware


def _chosen(request: HttpRequest, name: str) -> str:
    asked = request.GET.get(name, "")
    kept = request.COOKIES.get(f"weimin_{name}", "")
    allowed = CHOICES[name]
    return next((value for value in (asked, kept) if value in allowed), allowed[0])
