"""What every page may use: the language, the time, who speaks, how the person wants to see it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from weimin.lib.bilingual import current_language
from weimin.ui.preferences import preferences
from weimin.ui.site import current_site

PRINT = "print"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor for all templates.

    ``language`` is zh or en, ``html_lang`` its BCP 47 name, ``print_preview`` true under ``?print=1``.
    ``site`` is asked for only by templates that name it, since the answer may lie in the database.
    """
    language = current_language.get()
    return {
        "language": language,
        "html_lang": "en" if language == "en" else "zh-Hans",
        "now": getattr(request, "now", None),
        "site": SimpleLazyObject(current_site),
        "preferences": preferences(request),
        "print_preview": request.GET.get(PRINT) == "1",
    }
