"""Reading certificates: a department's list, a holder's own, one with all its versions. Each list costs the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from weimin.blueprint.certificates import CertificateKind, Renewal
from weimin.blueprint.values import Length, LengthUnit
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.errors import NoSuchCertificate
from weimin.kernel.documents.models import Certificate, CertificateState, CertificateWork, CertificateWorkRow, SealUse
from weimin.kernel.identity.api import Actor
from weimin.lib.workdays import WorkCalendar

__all__ = [
    "PAGE",
    "Held",
    "certificate_of_department",
    "certificate_of_holder",
    "certificates_of_departments",
    "each_certificate",
    "each_use",
    "held_by",
    "renewal_window",
    "standing",
    "uses_of",
    "versions_of",
    "work_of_department",
    "works_of",
]

PAGE = 30
AT_ONCE = 200


def standing(certificate: Certificate, today: date) -> str:
    """What it is today: its state, or ``valid`` and ``expired`` while it is issued."""
    if certificate.state != CertificateState.ISSUED:
        return str(certificate.state)
    return "expired" if certificate.valid_until is not None and certificate.valid_until < today else "valid"


def _of_departments(actor: Actor) -> QuerySet[Certificate]:
    return Certificate.objects.filter(department__in={post.department for post in actor.posts})


def certificates_of_departments(
    actor: Actor, *, today: date, text: str = "", state: str = "", kind: str = "", page: int = 1
) -> tuple[list[Certificate], int]:
    """Certificates that the actor's departments issued, the newest first, and how many. Two queries."""
    rows = filtered(actor, today=today, text=text, state=state, kind=kind).order_by("-pk")
    return list(rows[(page - 1) * PAGE : page * PAGE]), rows.count()


def filtered(actor: Actor, *, today: date, text: str = "", state: str = "", kind: str = "") -> QuerySet[Certificate]:
    rows = _of_departments(actor)
    if text := text.strip():
        rows = rows.filter(Q(number__istartswith=text) | Q(serial__istartswith=text) | Q(recipient__icontains=text))
    if kind:
        rows = rows.filter(kind=kind)
    if state == "expired":
        rows = rows.filter(state=CertificateState.ISSUED, valid_until__lt=today)
    elif state == "valid":
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=today), state=CertificateState.ISSUED)
    elif state:
        rows = rows.filter(state=state)
    return rows


def each_certificate(actor: Actor, *, today: date, **wanted: Any) -> Iterator[Certificate]:
    """All that the list would show, by pages of ``AT_ONCE`` in the order of issue: memory holds one page."""
    yield from _by_pages(filtered(actor, today=today, **wanted))


def _by_pages(rows: QuerySet[Any]) -> Iterator[Any]:
    last = 0
    while True:
        page = list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
        yield from page
        if len(page) < AT_ONCE:
            return
        last = page[-1].pk


def certificate_of_department(certificate_id: int, *, actor: Actor) -> Certificate:
    """One certificate for an official of the department that issued it. Raises ``NoSuchCertificate`` for all others."""
    found = _of_departments(actor).select_related("pdf").filter(pk=certificate_id).first()
    if found is None:
        raise NoSuchCertificate
    return found


def certificate_of_holder(certificate_id: int, *, actor: Actor) -> Certificate:
    """One certificate for who speaks for its holder. Raises ``NoSuchCertificate``."""
    found = Certificate.objects.select_related("pdf").filter(pk=certificate_id, holder_id=actor.party_id).first()
    if actor.party_id is None or found is None or not covers(actor, found):
        raise NoSuchCertificate
    return found


def covers(actor: Actor, certificate: Certificate) -> bool:
    """An agent sees only what comes from the items of the mandate."""
    return actor.scope is None or certificate.item in actor.scope


def versions_of(certificate: Certificate) -> list[Certificate]:
    """All versions of it, the newest first. One query."""
    rows = Certificate.objects.filter(
        serial=certificate.serial, kind=certificate.kind, department=certificate.department
    )
    return list(rows.order_by("-version"))


@dataclass(frozen=True)
class Held:
    """One of my certificates; ``renew_from`` and ``renew_until`` where its window is open or near."""

    certificate: Certificate
    standing: str
    renew_until: date | None = None
    renewable: bool = False


def held_by(actor: Actor, *, today: date, calendar: WorkCalendar, page: int = 1) -> tuple[list[Held], int]:
    """Certificates of the party that the actor speaks for, those in force first. Versions of before are left out.

    Three queries.
    """
    rows = Certificate.objects.filter(holder_id=actor.party_id).exclude(state=CertificateState.SUPERSEDED)
    if actor.scope is not None:
        rows = rows.filter(item__in=actor.scope)
    ordered = list(rows.select_related("pdf").order_by("-state", "-pk")[(page - 1) * PAGE : page * PAGE])
    kinds = {kind.code: kind for kind in catalogue.section("certificates", CertificateKind)} if ordered else {}
    found = []
    for row in ordered:
        kind = kinds.get(row.kind)
        first, last = renewal_window(row, kind.renewal if kind else None, calendar)
        now = standing(row, today)
        near = first is not None and first <= today and now == "valid"
        found.append(Held(row, now, last if near else None, near and (last is None or today <= last)))
    return found, rows.count()


def renewal_window(
    certificate: Certificate, renewal: Renewal | None, calendar: WorkCalendar
) -> tuple[date | None, date | None]:
    """From and until when renewal may be asked for: the kind's own window, else thirty days before (行政许可法 50)."""
    if certificate.valid_until is None:
        return None, None
    last = certificate.valid_until
    if renewal is None:
        return last - timedelta(days=60), last - timedelta(days=30)
    return _before(last, renewal.opens, calendar), _before(last, renewal.closes, calendar) if renewal.closes else last


def _before(day: date, length: Length, calendar: WorkCalendar) -> date:
    if length.unit is LengthUnit.WORKDAY:
        left, found = length.count, day
        while left:
            found -= timedelta(days=1)
            left -= calendar.is_workday(found)
        return found
    days = {LengthUnit.DAY: 1, LengthUnit.MONTH: 30, LengthUnit.YEAR: 365}.get(length.unit, 1)
    return day - timedelta(days=days * length.count)


def uses_of(seal: str, *, page: int = 1) -> tuple[list[SealUse], int]:
    """What a seal was put on, the last first, and how often. Two queries."""
    rows = SealUse.objects.filter(seal=seal).order_by("-pk")
    return list(rows[(page - 1) * PAGE : page * PAGE]), rows.count()


def each_use(seal: str) -> Iterator[SealUse]:
    yield from _by_pages(SealUse.objects.filter(seal=seal))


def works_of(actor: Actor, *, page: int = 1) -> tuple[list[CertificateWork], int]:
    """Acts on many certificates of the departments whose head the actor is. Two queries."""
    heads = {post.department for post in actor.posts_for(role="head")}
    rows = CertificateWork.objects.filter(department__in=heads).order_by("-pk")
    return list(rows[(page - 1) * PAGE : page * PAGE]), rows.count()


def work_of_department(
    work_id: int, *, actor: Actor, limit: int = 100
) -> tuple[CertificateWork, list[CertificateWorkRow]]:
    """One such act and its first failures. Raises ``NoSuchCertificate``. Two queries."""
    heads = {post.department for post in actor.posts_for(role="head")}
    work = CertificateWork.objects.filter(pk=work_id, department__in=heads).first()
    if work is None:
        raise NoSuchCertificate
    return work, list(work.rows.filter(state=CertificateWorkRow.State.FAILED).order_by("pk")[:limit])
