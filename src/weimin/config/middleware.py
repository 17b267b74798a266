"""What every request is given: the time, the language, the actor, the security headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from weimin.config import clock as clocks
from weimin.kernel.identity.api import close_stale_session, lazy_actor
from weimin.lib.bilingual import Language, current_language

Next = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE = "weimin_language"
YEAR_SECONDS = 365 * 24 * 3600

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


def clock(get_response: Next) -> Next:
    """Gives the request its instant: one act, one time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = clocks.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def actor(get_response: Next) -> Next:
    """Ends a session that is too old or idle, then gives the request its actor, built when first asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        close_stale_session(request, now=clocks.machine_now())
        request.actor = lazy_actor(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def security_headers(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # A page may hold personal data: shared caches and the next user of the machine must not keep it.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def language(get_response: Next) -> Next:
    """Chinese unless the person chose English; ``?lang=`` chooses and is remembered, also without JavaScript."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang")
        chosen = asked if asked in {"zh", "en"} else request.COOKIES.get(LANGUAGE_COOKIE, "zh")
        spoken: Language = "en" if chosen == "en" else "zh"
        token = current_language.set(spoken)
        try:
            with translation.override("en" if spoken == "en" else "zh-hans"):
                response = get_response(request)
        finally:
            current_language.reset(token)
        response.headers.setdefault("Content-Language", "en" if spoken == "en" else "zh-Hans")
        if asked in {"zh", "en"}:
            response.set_cookie(LANGUAGE_COOKIE, spoken, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
        return response

    return middleware
