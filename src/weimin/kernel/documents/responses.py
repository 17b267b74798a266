"""Papers and certificates as HTTP answers, for whichever face has already shown that the person may see them."""

from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.drawing import draw_paper, media_type_of
from weimin.kernel.documents.models import Given
from weimin.kernel.documents.signing import EXTENSIONS

__all__ = ["check_link", "given_response"]

INLINE: Final = {"application/pdf"}


def given_response(given: Given, *, revision_id: int | None = None, now: datetime) -> HttpResponse:
    """The paper as the file that was signed. What a browser cannot show is offered to be saved."""
    city = catalogue.city(revision_id=revision_id)
    disclaimer = city.disclaimer.zh if city.demonstration else ""
    content = draw_paper(given, check_address=f"{settings.PUBLIC_ADDRESS}/check/", disclaimer=disclaimer, now=now)
    media_type = media_type_of(given)
    shown = "inline" if media_type in INLINE else "attachment"
    name = f"{given.number}.{EXTENSIONS.get(media_type, 'bin')}"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def check_link(given: Given) -> str:
    """Where anyone checks it: the address that the QR code holds."""
    return f"{settings.PUBLIC_ADDRESS}/check/?{urlencode({'number': given.number, 'code': given.check_code})}"
