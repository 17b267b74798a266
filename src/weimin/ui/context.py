"""What every page may use: the language, the time, who is here."""

from typing import Any

from django.http import HttpRequest

from weimin.lib.bilingual import current_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor for all templates."""
    return {"language": current_language.get(), "now": getattr(request, "now", None)}
