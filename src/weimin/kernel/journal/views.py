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
    """The size and root of the whole record, signed: a C2SP tlog-checkpoint, `text/plain; charset=utf-8`.

    Three lines (origin, number of entries in decimal, root hash in base64), an empty line, then our signature:
    `— <name> <base64>`, where the bytes are four of the key's hash and an Ed25519 signature of the three lines. Caches may
    keep it for one second. 404 before the first entry was signed.
    """
    note = selectors.checkpoint()
    if note is None:
        raise Http404
    return HttpResponse(note, content_type=TEXT, headers={"Cache-Control": FOR_A_MOMENT})


@_public
def tile(_request: HttpRequest, place: str) -> HttpResponse:
    """Hashes of the record's tree: a C2SP tlog-tile, `application/octet-stream`.

    `place` is `<L>/<N>`, or `<L>/<N>.p/<W>` for a tile that is not full: L the level from 0 to 63, N the index in groups of
    three digits, all but the last after an `x` (`x001/234`), W the number of hashes from 1 to 255. The answer is 256 (or W)
    hashes of SHA-256 after one another, 32 bytes each; level 0 holds the leaves of RFC 6962. A tile never changes once it is
    there, so caches may keep it for ever; 404 for one that is not there yet, or is not spelt as said. Entries are not served:
    a leaf commits to an entry without telling it.
    """
    try:
        hashes = selectors.tile(TileId.parse(f"tile/{place}"))
    except BadTilePath as error:
        raise Http404 from error
    if hashes is None:
        raise Http404
    return HttpResponse(hashes, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


@_public
def key(_request: HttpRequest) -> HttpResponse:
    """The key against which to check our signature on a checkpoint, `text/plain; charset=utf-8`.

    One line, the verifier key of signed notes: `<name>+<hash>+<base64>`; the hash is eight hexadecimal digits, the bytes are 1
    (Ed25519) and the public key. Keep your own copy: a key fetched together with what it signs proves nothing.
    """
    return HttpResponse(f"{verifier_key()}\n", content_type=TEXT, headers={"Cache-Control": FOR_A_MOMENT})
