"""Service of papers: recorded with mode, recipient and proof; opened online by who agreed to be served so."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from weimin.kernel.documents.definition import DeliveryOrder
from weimin.kernel.documents.models import Delivery, DeliveryConsent, Mode
from weimin.kernel.documents.services import store_upload
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date

__all__ = [
    "NOTICE_DAYS",
    "add_proof",
    "agree_to_electronic",
    "agrees",
    "deliveries_about",
    "delivery_row",
    "opened_online",
    "served_on",
    "withdraw_agreement",
]

NOTICE_DAYS: Final = 30
"""A public notice counts as service thirty days after it was published (民事诉讼法 2023 art. 95). [K]: not read in a text."""


def served_on(order: DeliveryOrder, today: date) -> date:
    """The day of service in law."""
    if order.mode == Mode.NOTICE and order.published_on is not None:
        return order.published_on + timedelta(days=NOTICE_DAYS)
    return order.served_on or today


def delivery_row(
    order: DeliveryOrder, *, subject: str, papers: Iterable[str], recorded_by: str, now: datetime
) -> Delivery:
    """A row ready to be inserted by the act that serves."""
    return Delivery(
        subject=subject,
        papers=list(papers),
        mode=order.mode,
        recipient=order.recipient,
        relation=order.relation,
        tracking=order.tracking,
        note=order.note,
        published_on=order.published_on,
        served_on=served_on(order, law_date(now)),
        recorded_by=recorded_by,
        recorded_at=now,
    )


def deliveries_about(subjects: Collection[str]) -> list[Delivery]:
    """What was served, the first first: from it the remedies run. One query."""
    rows = Delivery.objects.filter(subject__in=list(subjects)).select_related("proof")
    return list(rows.order_by("served_on", "pk"))


def agrees(party_id: int) -> bool:
    return DeliveryConsent.objects.filter(party_id=party_id, withdrawn_at=None).exists()


@transaction.atomic
def agree_to_electronic(*, actor: Actor, now: datetime) -> None:
    """The party that the actor speaks for agrees to be served by opening papers online. Twice is once."""
    assert actor.party_id is not None
    assert actor.user_id is not None
    _row, new = DeliveryConsent.objects.get_or_create(
        party_id=actor.party_id, withdrawn_at=None, defaults={"given_by_id": actor.user_id, "given_at": now}
    )
    if new:
        journal.append(actor=actor.ref, action="delivery.consented", person=actor.party_ref, now=now)


@transaction.atomic
def withdraw_agreement(*, actor: Actor, now: datetime) -> None:
    """From now on papers are served on paper again."""
    assert actor.party_id is not None
    if DeliveryConsent.objects.filter(party_id=actor.party_id, withdrawn_at=None).update(withdrawn_at=now):
        journal.append(actor=actor.ref, action="delivery.consent-withdrawn", person=actor.party_ref, now=now)


@transaction.atomic
def opened_online(
    *, subject: str, papers: Collection[str], recipient: str, actor: Actor, now: datetime
) -> Delivery | None:
    """The applicant opened a decision: service, if the party agreed, the setting says so and nothing was served before.

    Three statements where it is the first, one where the party did not agree. [K]: that opening is reaching follows
    民事诉讼法 90 on electronic service by analogy; not read in a text.
    """
    if settings.ELECTRONIC_SERVICE != "opening" or actor.party_id is None or not agrees(actor.party_id):
        return None
    if Delivery.objects.filter(subject=subject).exists():
        return None
    order = DeliveryOrder(Mode.ELECTRONIC, recipient, "agent" if actor.mandate == "agent" else "self")
    row = delivery_row(order, subject=subject, papers=papers, recorded_by=actor.ref, now=now)
    row.save(force_insert=True)
    journal.append(
        actor=actor.ref,
        action="delivery.opened",
        case=subject if subject.startswith("case:") else "",
        person=actor.party_ref,
        payload={"papers": list(papers), "mode": "electronic", "served_on": row.served_on},
        now=now,
    )
    return row


@transaction.atomic
def add_proof(
    delivery: Delivery, chunks: Iterable[bytes], *, name: str, size: int, actor: Actor, now: datetime
) -> None:
    """Keep the signed receipt, photo or notice that proves a delivery. Raises ``FileRefused``."""
    delivery.proof = store_upload(
        chunks, name=name, size=size, accept=["pdf", "jpg", "png"], user_id=actor.user_id, now=now
    )
    delivery.save(update_fields=["proof"])
    journal.append(
        actor=actor.ref,
        action="delivery.proof-added",
        case=delivery.subject if delivery.subject.startswith("case:") else "",
        payload={"file": delivery.proof.digest},
        now=now,
    )
