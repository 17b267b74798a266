"""The public side: checkpoint, tiles and key, as C2SP tlog-tiles serves them. Entries are never served."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weimin.kernel.journal import selectors
from weimin.kernel.journal.keys import verifier_key
from weimin.lib.merkle import BadTilePath, TileId

__all__ = ["checkpoint", "key", "tile"]

TEXT: Final = "text/plain; charset=utf-8"
FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_A_MOMENT: Final = "public, max-age=1"

View = Callable[..., HttpResponse]


def _public(view: View) -> View:
    """Open to everyone. Identity, which has the decorator for this, stands above the journal."""
    safe: View = require_safe(view)
    safe.audience = "public"  # type: ignore[attr-defined]
    return safe


@_public
def checkpoint(_request: HttpRequest) -> HttpResponse:
    note = selectors.checkpoint()
    if note is None:
        raise Http404
    return HttpResponse(note, content_type=TEXT, headers={"Cache-Control": FOR_A_MOMENT})


@_public
def tile(_request: HttpRequest, place: str) -> HttpResponse:
    """A tile never changes once there is one, full or partial; what is not there yet must not be remembered."""
    try:
        hashes = selectors.tile(TileId.parse(f"tile/{place}"))
    except BadTilePath as error:
        raise Http404 from error
    if hashes is None:
        raise Http404
    return HttpResponse(hashes, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


@_public
def key(_request: HttpRequest) -> HttpResponse:
    """The verifier key in the text form of signed notes."""
    return HttpResponse(f"{verifier_key()}\n", content_type=TEXT, headers={"Cache-Control": FOR_A_MOMENT})
