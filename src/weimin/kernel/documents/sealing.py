"""Putting a seal on a paper: permitted for its kind, on the words that were approved and no others, one row a use."""

from datetime import datetime
from typing import Any

from django.db import transaction

from weimin.blueprint.certificates import CertificateKind, Seal, seal_for
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.errors import NoSuchPaper, NotTheCustodian, SealNotPermitted, TextChanged
from weimin.kernel.documents.models import Certificate, Given, Paper, SealUse
from weimin.kernel.documents.texts import text_digest
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal

__all__ = ["check_text", "fitting_seal", "record_use", "seals_kept_by", "stamp_by_hand"]


def seals() -> tuple[Seal, ...]:
    """The city's seals as they are now: who keeps one may change after the paper was given."""
    return catalogue.section("seals", Seal)


def fitting_seal(given: Given) -> Seal | None:
    """The seal of the paper's department that may stand on it; None where the city keeps none."""
    if isinstance(given, Certificate):
        kinds = catalogue.section("certificates", CertificateKind)
        named = next((kind.seal for kind in kinds if kind.code == given.kind), None)
        return seal_for(seals(), given.department, certificate=given.kind, named=named)
    assert isinstance(given, Paper)
    return seal_for(seals(), given.department, paper=given.kind)


def check_text(given: Given) -> None:
    """Raises ``TextChanged`` where the words are not those that were approved; papers of before have no digest to keep."""
    if given.text_digest != text_digest(given):
        raise TextChanged(number=given.number)


def record_use(
    seal: Seal, given: Given, *, file_digest: str, signature: str, why: str, used_by: str, now: datetime
) -> SealUse:
    """The row of one use, in the caller's transaction. Raises ``TextChanged``, ``SealNotPermitted``."""
    check_text(given)
    is_certificate = isinstance(given, Certificate)
    kind: dict[str, Any] = {"certificate": given.kind} if is_certificate else {"paper": given.kind}  # type: ignore[attr-defined]
    if seal.department != given.department or not seal.permits(**kind):
        raise SealNotPermitted(seal=seal.name.bilingual, title=given.title)
    use = SealUse.objects.create(
        seal=seal.code,
        department=seal.department,
        custodian=seal.custodian,
        paper_id=None if is_certificate else given.pk,
        certificate_id=given.pk if is_certificate else None,
        number=given.number,
        title=given.title,
        text_digest=given.text_digest,
        file_digest=file_digest,
        signature=signature,
        why=why,
        used_by=used_by,
        used_at=now,
    )
    journal.append(
        actor=used_by,
        action="seal.used",
        resource=f"seal:{seal.code}",
        payload={"number": given.number, "text": given.text_digest, "signature": signature or "by-hand"},
        now=now,
    )
    return use


def seals_kept_by(actor: Actor) -> list[Seal]:
    """The seals whose custodian's post the actor fills; the head of a department sees its seals too."""
    posts = {post.ref for post in actor.posts}
    heads = {post.department for post in actor.posts_for(role="head")}
    return [seal for seal in seals() if seal.custodian in posts or seal.department in heads]


@transaction.atomic
def stamp_by_hand(seal_code: str, *, number: str, why: str, actor: Actor, now: datetime) -> SealUse:
    """The custodian pressed the seal on the print of a paper (print, stamp, scan).

    Raises ``NotTheCustodian``, ``NoSuchPaper``, ``SealNotPermitted``, ``TextChanged``.
    """
    posts = {post.ref for post in actor.posts}
    seal = next((seal for seal in seals() if seal.code == seal_code and seal.custodian in posts), None)
    if seal is None:
        raise NotTheCustodian
    wanted = number.strip().upper()
    given: Given | None = (
        Paper.objects.filter(number=wanted, department=seal.department).first()
        or Certificate.objects.filter(number=wanted, department=seal.department).first()
    )
    if given is None:
        raise NoSuchPaper
    return record_use(seal, given, file_digest="", signature="", why=why, used_by=actor.ref, now=now)
