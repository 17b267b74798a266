"""A paper or certificate as a file: drawn once from its frozen words, sealed and signed, then kept under its digest."""

import hashlib
import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeVar

import segno
import typst
from django.conf import settings
from django.db import transaction

from weimin.blueprint.certificates import Seal
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import storage
from weimin.kernel.documents.definition import chinese_date
from weimin.kernel.documents.models import Certificate, Given, StoredFile
from weimin.kernel.documents.sealing import check_text, fitting_seal, record_use
from weimin.kernel.documents.signing import EXTENSIONS, Signed, provider

__all__ = ["draw_paper", "media_type_of"]

G = TypeVar("G", bound=Given)
HERE: Final = Path(__file__).parent
MARK: Final = {
    "certificate": "是否有效，以扫码核验的结果为准。",
    "imported": "由历史数据导入，签发过程未经本系统见证；是否有效，以核验结果为准。",
}


def draw_paper(given: Given, *, check_address: str, disclaimer: str, now: datetime) -> bytes:
    """The paper as a file: drawn once, sealed where its department keeps a seal, then kept.

    ``check_address`` is where a stranger checks it; ``disclaimer`` is printed below (demonstration cities). Raises
    ``TextChanged`` if the words are no longer those approved. A paper given before seals were kept is drawn without one.
    """
    if given.pdf is not None:
        return storage.read(given.pdf.digest)
    seal = _seal(given)
    if given.text_digest:
        check_text(given)
    drawn = typst.compile(
        str(HERE / "typst" / ("certificate.typ" if isinstance(given, Certificate) else "paper.typ")),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_drawn(given, check_address, disclaimer, seal), ensure_ascii=False)},
    )
    if seal is None:
        return _keep(given, Signed(bytes(drawn)), None, now)
    signed = provider().sign(bytes(drawn), organ=given.department_name, why=f"{given.title} {given.number}", now=now)
    return _keep(given, signed, seal, now)


def media_type_of(given: Given) -> str:
    """Of the file that was drawn; a signing provider may have made another kind than PDF of it."""
    return given.pdf.media_type if given.pdf is not None else "application/pdf"


@transaction.atomic
def _keep(given: Given, signed: Signed, seal: Seal | None, now: datetime) -> bytes:
    """Store the file and the use of the seal together. Who was first has drawn it; the other's is thrown away."""
    locked = type(given)._default_manager.select_for_update(of=("self",)).select_related("pdf").get(pk=given.pk)
    if locked.pdf is not None:
        given.pdf = locked.pdf
        return storage.read(locked.pdf.digest)
    digest, size = storage.put([signed.content])
    name = f"{given.number}.{EXTENSIONS.get(signed.media_type, 'bin')}"
    given.pdf = StoredFile.objects.create(
        digest=digest, size=size, media_type=signed.media_type, name=name, stored_at=now
    )
    given.save(update_fields=["pdf"])
    if seal is not None:
        record_use(
            seal, locked, file_digest=hashlib.sha256(signed.content).hexdigest(), signature=signed.how,
            why=given.title, used_by=given.given_by or "system", now=now,
        )  # fmt: skip
    return signed.content


def _seal(given: Given) -> Seal | None:
    if not given.text_digest:
        return None
    try:
        return fitting_seal(given)
    except catalogue.NoCity:
        return None


def _drawn(given: Given, check_address: str, disclaimer: str, seal: Seal | None) -> dict[str, Any]:
    target = f"{check_address}?number={given.number}&code={given.check_code}"
    qr = BytesIO()
    segno.make(target, error="m").save(qr, kind="svg", scale=3, border=0, xmldecl=False, svgns=True)
    common = {
        "title": given.title,
        "number": given.number,
        "department": given.department_name,
        "recipient": given.recipient,
        "date": chinese_date(given.issued_on),
        "qr": qr.getvalue().decode(),
        "check_address": check_address,
        "check_code": given.check_code,
        "disclaimer": disclaimer,
        "seal": seal.text.zh if seal else "",
        "made_here": bool(disclaimer and seal and not settings.SIGNING_PKCS12),
    }
    if isinstance(given, Certificate):
        until = chinese_date(given.valid_until) if given.valid_until else "长期"
        return common | {
            "says": given.facts["says"],
            "table": given.facts["rows"],
            "permit": given.facts.get("template") == "permit",
            "valid": f"{chinese_date(given.valid_from)}至{until}"
            if given.valid_until
            else f"自{chinese_date(given.valid_from)}起长期有效",
            "mark": MARK["certificate" if given.witnessed else "imported"],
        }
    return common | {
        "body": given.facts["paragraphs"],
        "table": given.facts["rows"],
        "remedies": given.facts["remedies"],
    }
