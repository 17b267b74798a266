"""Who signs papers: one protocol, one provider chosen by setting. A provider for SM2 and OFD is plugged in the same way.

``WEIMIN_SIGNING_PROVIDER`` is the dotted path of a class that is made without arguments and does what ``SigningProvider``
says. What it returns is kept and given out as it is, so it may turn the PDF into another layout file (OFD) and must then
say its media type. docs/guides/signing.md shows one whole.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

__all__ = ["EXTENSIONS", "Signed", "SigningProvider", "Verdict", "provider"]

EXTENSIONS: Final = {"application/pdf": "pdf", "application/ofd": "ofd"}


@dataclass(frozen=True)
class Signed:
    """The signed file. ``how`` names the kind of signature in the record of the seal's use."""

    content: bytes
    media_type: str = "application/pdf"
    how: str = "pades"


@dataclass(frozen=True)
class Verdict:
    """``intact``: not a byte changed since it was signed; ``trusted``: by the key that this city signs with."""

    intact: bool
    trusted: bool
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def valid(self) -> bool:
        return self.intact and self.trusted


class SigningProvider(Protocol):
    def sign(self, pdf: bytes, *, organ: str, why: str, now: datetime) -> Signed:
        """The file signed in the name of ``organ``; ``why`` is what it is (its title and number)."""

    def verify(self, content: bytes, *, now: datetime) -> Verdict:
        """Whether a file is signed by us and unchanged. A file without any signature is neither."""


_made: dict[str, SigningProvider] = {}


def provider() -> SigningProvider:
    """The provider named by the setting, made once."""
    path = settings.SIGNING_PROVIDER
    if path not in _made:
        _made[path] = import_string(path)()
    return _made[path]
