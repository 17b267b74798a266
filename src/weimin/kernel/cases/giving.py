"""What a step gives beside papers: the certificate it makes or ends, the service it records. For ``engine.write``."""

from weimin.blueprint.certificates import CertificateField, CertificateKind
from weimin.blueprint.values import Text
from weimin.kernel.cases.answering import shown_answer
from weimin.kernel.cases.dossier import Dossier
from weimin.kernel.cases.models import case_ref
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Actor
from weimin.lib.lawtime import law_date

__all__ = ["give"]


def give(dossier: Dossier, *, actor: Actor) -> dict[str, str]:
    """Carry out the orders that the step left in the dossier, in the caller's transaction; what the journal says of it.

    At most two statements for a certificate and one for a service.
    """
    told: dict[str, str] = {}
    for order in dossier.certificate_orders:
        told |= _certificate(dossier, order, actor)
    case = dossier.case
    rows = [
        documents.delivery_row(
            each,
            subject=case_ref(case),
            papers=[f"{case.number}-{case.papers_given:02d}"],
            recorded_by=actor.ref,
            now=dossier.now,
        )
        for each in dossier.delivery_orders
    ]
    if rows:
        documents.Delivery.objects.bulk_create(rows)
    return told


def _certificate(dossier: Dossier, order: documents.CertificateOrder, actor: Actor) -> dict[str, str]:
    case, now = dossier.case, dossier.now
    kinds = catalogue.section("certificates", CertificateKind, revision_id=case.revision_id)
    kind = next((each for each in kinds if each.code == order.kind), None) or _plain_kind(dossier, order.kind)
    matter = documents.Matter(
        subject=case_ref(case),
        number=case.number,
        item=case.item,
        item_name=dossier.item.name.zh,
        revision_id=case.revision_id,
        holder=case.applicant,
        department=catalogue.department(getattr(case, kind.issuer), revision_id=case.revision_id),
        decided_on=case.decided_on or law_date(now),
        answers={
            field.id: shown_answer(field, answer, chinese=True)
            for field in dossier.filling.visible_fields
            if (answer := dossier.filling.answers.get(field.id)) not in (None, "", [])
        },
    )
    return documents.carry_out(order, kind, matter, given_by=actor.ref, now=now).payload


def _plain_kind(dossier: Dossier, code: str) -> CertificateKind:
    """For a case filed under a revision from before the city defined its certificates: the result's name, holder, item."""
    result = dossier.handling.result or dossier.item.result
    lines = (("holder", "持有人", "Holder", "holder.name"), ("matter", "事项", "Matter", "case.item"))
    return CertificateKind(
        code=code,
        name=result.name,
        type_code="0" * 21,
        says=Text(zh="经审查，准予持有人依法从事下列事项。", en="The holder may do the following."),
        fields=[CertificateField(id=i, label=Text(zh=zh, en=en), source=source) for i, zh, en, source in lines],
    )
