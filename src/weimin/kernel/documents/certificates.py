"""Certificates as cases make them: issued, changed, renewed, reissued, ended at the holder's own request.

One statement ends what is there and tells what it was, one writes the new version (``UPDATE … RETURNING``): a step of a
case has no more of its budget left (DESIGN §9). Each version is a row; none is changed but for its state, none deleted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection

from weimin.blueprint.certificates import CertificateKind
from weimin.blueprint.city import Department
from weimin.kernel.documents.definition import CertificateOrder
from weimin.kernel.documents.errors import WhichCertificate
from weimin.kernel.documents.models import Certificate, CertificateState
from weimin.kernel.documents.services import make_code
from weimin.kernel.documents.texts import freeze
from weimin.kernel.documents.validity import last_valid_day
from weimin.kernel.identity.api import NumberKind, Party, masked
from weimin.lib.identifiers import format_certificate_identifier
from weimin.lib.lawtime import law_date

__all__ = ["Matter", "Outcome", "carry_out", "certificate_ref", "holder_words", "identifier"]

NOT_OF_A_SERIAL: Final = re.compile(r"[^0-9A-Z]")
SUCCEEDED: Final = (CertificateState.ISSUED,)
ENDED: Final = (CertificateState.ISSUED, CertificateState.SUSPENDED)


@dataclass(frozen=True)
class Matter:
    """What a case tells about the certificate it makes. ``answers`` are in Chinese, by form field."""

    subject: str
    number: str
    item: str
    item_name: str
    revision_id: int
    holder: Party
    department: Department
    decided_on: date
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of an order: the certificate made, and the one ended. Both may be missing."""

    made: Certificate | None = None
    ended: Certificate | None = None

    @property
    def payload(self) -> dict[str, str]:
        """What the journal's row of the act says of it."""
        rows = {"certificate": self.made, "predecessor": self.ended}
        return {name: row.number for name, row in rows.items() if row is not None}


def certificate_ref(certificate: Certificate) -> str:
    """The opaque reference under which the journal keeps all versions of a certificate."""
    return f"certificate:{certificate.serial}"


def carry_out(
    order: CertificateOrder, kind: CertificateKind, matter: Matter, *, given_by: str, now: datetime
) -> Outcome:
    """Do what a step orders, in the caller's transaction: at most two statements.

    A change, renewal or reissue of a certificate that the city does not know issues a new one, since the paper one of
    before may never have been imported. Raises ``WhichCertificate`` where the holder has several and none is named.
    """
    today = law_date(now)
    before = None if order.act == "issue" else _end(order, matter.holder.pk, today)
    if order.act == "cancel":
        return Outcome(ended=before)
    made = _next(order, kind, matter, before, given_by=given_by, now=now)
    made.save(force_insert=True)
    return Outcome(made, before)


def _end(order: CertificateOrder, holder_id: int, today: date) -> Certificate | None:
    """End the holder's certificate of the kind and give it back. One statement."""
    to, allowed = (
        (CertificateState.CANCELLED, ENDED) if order.act == "cancel" else (CertificateState.SUPERSEDED, SUCCEEDED)
    )
    states = ", ".join(["%s"] * len(allowed))
    which = " AND number = %s" if order.number else ""
    sql = (
        "UPDATE documents_certificate SET state = %s, state_since = %s"  # noqa: S608 -- only places for values
        f" WHERE holder_id = %s AND kind = %s AND state IN ({states}){which} RETURNING *"
    )
    day = connection.ops.adapt_datefield_value(today)
    named = [order.number.strip().upper()] if order.number else []
    found = list(
        Certificate.objects.raw(sql, [to.value, day, holder_id, order.kind, *(s.value for s in allowed), *named])
    )
    if len(found) > 1:
        raise WhichCertificate(n=len(found))
    return found[0] if found else None


def _next(
    order: CertificateOrder,
    kind: CertificateKind,
    matter: Matter,
    before: Certificate | None,
    *,
    given_by: str,
    now: datetime,
) -> Certificate:
    version = before.version + 1 if before else 1
    serial = before.serial if before else NOT_OF_A_SERIAL.sub("", matter.number)[:64]
    first, last = _validity(order, kind, matter, before)
    facts = before.facts if before and order.act == "reissue" else _facts(kind, matter, before)
    made = Certificate(
        number=identifier(kind.type_code, matter.department, serial, version),
        check_code=make_code(),
        kind=kind.code,
        type_code=kind.type_code,
        serial=serial,
        version=version,
        title=kind.name.zh,
        subject=matter.subject,
        recipient=matter.holder.name,
        department=matter.department.code,
        department_name=matter.department.name.zh,
        issued_at=now,
        issued_on=law_date(now),
        state=CertificateState.ISSUED,
        state_since=law_date(now),
        valid_from=first,
        valid_until=last,
        holder=matter.holder,
        item=matter.item,
        revision_id=matter.revision_id,
        predecessor=before,
        facts=facts,
        given_by=given_by,
    )
    freeze(made)
    return made


def _validity(
    order: CertificateOrder, kind: CertificateKind, matter: Matter, before: Certificate | None
) -> tuple[date, date | None]:
    """A change keeps the days, a reissue copies them; a renewal counts anew from the decision (as food licences do)."""
    if before is not None and order.act == "reissue":
        return before.valid_from, before.valid_until
    if before is not None and order.act == "change":
        return max(
            before.valid_from, min(matter.decided_on, before.valid_until or matter.decided_on)
        ), before.valid_until
    length = order.valid or kind.valid
    return matter.decided_on, last_valid_day(matter.decided_on, length) if length else None


def _facts(kind: CertificateKind, matter: Matter, before: Certificate | None) -> dict[str, object]:
    """What is printed. What this application did not ask again stands as it stood on the certificate before."""
    old = before.facts.get("values", {}) if before else {}
    values = {each.id: _value(each.source, matter) or old.get(each.id, "") for each in kind.fields}
    return {
        "says": kind.says.zh,
        "template": kind.template,
        "values": {name: text for name, text in values.items() if text},
        "rows": [[each.label.zh, values[each.id]] for each in kind.fields if values[each.id]],
    }


def _value(source: str, matter: Matter) -> str:
    where, _, name = source.partition(".")
    if where == "answers":
        return matter.answers.get(name, "")
    if where == "case":
        return {"item": matter.item_name, "department": matter.department.name.zh, "number": matter.number}[name]
    return holder_words(matter.holder)[name]


def holder_words(holder: Party) -> dict[str, str]:
    """A holder as printed: a company's number in full, since it is public; a person's half hidden."""
    public = holder.number_kind == NumberKind.CREDIT_CODE
    return {
        "name": holder.name,
        "number": holder.number if public else masked(holder.number),
        "address": holder.address if public else "",
    }


def identifier(type_code: str, department: Department, serial: str, version: int) -> str:
    """The number by GB/T 36904. A department without a credit code stands under its division's code."""
    issuer = department.credit_code or department.division
    return format_certificate_identifier(type_code, issuer, serial, f"{version:03d}")
