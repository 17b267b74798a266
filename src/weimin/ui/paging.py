"""Which page of a long list an address asks for."""

from django.http import HttpRequest

__all__ = ["page_of"]


def page_of(request: HttpRequest) -> int:
    """``?page=3`` is 3; whatever cannot be a page is the first."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
