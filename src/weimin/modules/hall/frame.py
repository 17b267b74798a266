"""What the head of every page of the window says, and the small things that its forms share."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar, cast

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual

__all__ = ["WINDOW_KEY", "at_window", "error_rows", "frame", "key_of", "scan_of", "taken_in_here"]

WINDOW_KEY: Final = "hall_window"
"""The number of the counter, kept in the session: one sits at one window all day."""


View = TypeVar("View", bound=Callable[..., Any])


def at_window(view: View) -> View:
    """Only whoever sits at a window today, with the second factor."""
    return cast(View, official(roles=["window"])(view))


def frame(request: Request) -> dict[str, Any]:
    """Where the official sits."""
    names = [catalogue.department_name(code) for code in sorted(cases.counters_of(request.actor))]
    return {
        "here": Bilingual("；".join(name.zh for name in names), "; ".join(name.en for name in names)),
        "window": request.session.get(WINDOW_KEY, ""),
    }


def key_of(request: Request) -> uuid.UUID:
    """Made with the page and sent with it: the same page sent twice is one act."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def scan_of(request: Request, name: str) -> int | None:
    """Keep the scan that was sent under this name; its id, or None without one. Raises ``FileRefused``."""
    upload = request.FILES.get(name)
    if upload is None:
        return None
    return cases.take_scan(
        upload.chunks(), name=upload.name or "", size=upload.size or 0, actor=request.actor, now=request.now
    )


def error_rows(errors: Iterable[tuple[str, Bilingual]]) -> list[tuple[str, Bilingual]]:
    return [(f"id_{name}", message) for name, message in errors]


def taken_in_here(request: Request, case_id: int) -> cases.Dossier:
    """A case that this window collects. Raises ``NoSuchCase``."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    if not cases.may_take_in(dossier.case, request.actor):
        raise cases.NoSuchCase
    return dossier
