"""The living page ``/ui/``: every part in every state, the page patterns, the error pages."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from weimin.lib.bilingual import Bilingual
from weimin.ui import examples
from weimin.ui.living import PATTERNS, SPECIMENS

View = TypeVar("View", bound=Callable[..., HttpResponse])
ERROR_PAGES = ("404", "500")


def public(view: View) -> View:
    """The mark that every view carries; identity's own decorators stand above ui and cannot be used here."""
    view.audience = "public"  # type: ignore[attr-defined]
    return view


@public
@require_safe
def living_page(request: HttpRequest) -> HttpResponse:
    """All parts with their source and parameters."""
    here = {"groups": SPECIMENS, "patterns": PATTERNS, "error_pages": ERROR_PAGES}
    return render(request, "ui/living/index.html", examples.context() | here)


@public
@require_safe
def pattern(request: HttpRequest, name: str) -> HttpResponse:
    """One whole page as a module would fill it, with invented figures."""
    if name not in PATTERNS:
        raise Http404
    confirm = {
        "title": Bilingual("撤回这个申请？", "Withdraw this application?"),
        "text": Bilingual(
            "撤回后这件事就结束了，已交的材料保留 30 天。以后可以重新申请。",
            "The case ends here; your papers are kept for 30 days. You may apply again later.",
        ),
        "action": request.path,
        "label": Bilingual("撤回申请", "Withdraw"),
        "back": "/ui/patterns/case/",
        "danger": True,
    }
    return render(request, f"ui/patterns/{name}.html", examples.context() | (confirm if name == "confirm" else {}))


@public
@require_safe
def error_page(request: HttpRequest, code: str) -> HttpResponse:
    """An error page as people would meet it, with status 200: it is an exhibit."""
    if code == "500":
        return HttpResponse(get_template("500.html").render())
    if code != "404":
        raise Http404
    words = {
        "status": 404,
        "title": Bilingual("没有这一页", "There is no such page"),
        "advice": Bilingual(
            "地址可能抄错了，也可能这件事换了名字。告诉我们您想办什么，我们带您去。",
            "The address may be mistyped, or the service has a new name. Tell us what you need.",
        ),
    }
    return render(request, "ui/error.html", words)
