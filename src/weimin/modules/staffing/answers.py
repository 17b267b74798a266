"""What was written in a form, as the acts take it; and how an act that was refused is told on the same page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.ui.api import Choice

__all__ = ["HALVES", "Form", "PageOf", "Unreadable", "attempt", "day_of", "number_of"]

HALVES = (Choice("am", Bilingual("上午", "Morning")), Choice("pm", Bilingual("下午", "Afternoon")))


class Unreadable(WeiminError):
    """A field that cannot be what it should."""

    code = "unreadable"
    status = 422
    message = Bilingual("“{field}”没有填对，请再看一下", "“{field}” is missing or cannot be read")


@dataclass(frozen=True)
class Form:
    """What stands in a form after it was refused: the problem, and what was written."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: Bilingual | None = None
    act: str = ""


PageOf = Callable[[Form], HttpResponse]


def attempt(request: Request, page: PageOf, acts: Mapping[str, Callable[[], object]], done: Bilingual) -> HttpResponse:
    """Do the act that ``do`` names, then come back to the same address; refused, the page again with what was written."""
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        return redirect(request.get_full_path())
    try:
        act()
    except WeiminError as error:
        response = page(Form(request.POST, error.message, request.POST.get("do", "")))
        response.status_code = 409 if error.status < 400 else error.status
        return response
    messages.success(request, str(done))
    return redirect(request.get_full_path())


def day_of(request: Request, name: str, label: Bilingual) -> date:
    """Raises ``Unreadable``."""
    try:
        return date.fromisoformat(request.POST.get(name, "").strip())
    except ValueError:
        raise Unreadable(field=label) from None


def number_of(request: Request, name: str, label: Bilingual) -> int:
    """The id of something chosen. Raises ``Unreadable``."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Unreadable(field=label)
    return int(text)
