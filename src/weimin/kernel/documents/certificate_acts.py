"""Acts on a certificate outside a case, by the head of the department that issued it (行政许可法 69, 70).

Each changes the state, gives the holder a decision with reason and remedies, and writes its row in the journal.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from weimin.kernel.documents.certificate_words import ACTS, STATE_NAMES, CertificateRule, Ground
from weimin.kernel.documents.certificates import certificate_ref
from weimin.kernel.documents.definition import REVIEW, Letter
from weimin.kernel.documents.errors import CertificateActRefused, NoSuchCertificate
from weimin.kernel.documents.models import Certificate, Paper
from weimin.kernel.documents.services import prepare_paper
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["act_on", "acts_for", "apply_rule", "may_act", "why_not"]

PAST: dict[str, str] = {
    "suspend": "certificate.suspended",
    "resume": "certificate.resumed",
    "revoke": "certificate.revoked",
    "cancel": "certificate.cancelled",
}
LONGEST = 2000


def may_act(certificate: Certificate, actor: Actor) -> bool:
    """The head of the department that issued it."""
    return actor.has_role("head", certificate.department)


def acts_for(certificate: Certificate, actor: Actor) -> dict[str, CertificateRule]:
    """What the law lets this actor do to it now."""
    if not may_act(certificate, actor):
        return {}
    return {code: rule for code, rule in ACTS.items() if certificate.state in rule.before}


def why_not(certificate: Certificate, act: str) -> Bilingual | None:
    """Why the certificate's state does not allow the act; None if it does."""
    rule = ACTS[act]
    if certificate.state in rule.before:
        return None
    text = Bilingual("证照现在是“{s}”，不能{a}。", "It is “{s}” now, so that it cannot be: {a}.")
    return text.format(s=STATE_NAMES[certificate.state], a=rule.label)


@transaction.atomic
def act_on(certificate_id: int, *, act: str, ground: str, reason: str, actor: Actor, now: datetime) -> Paper:
    """Suspend, resume, revoke or cancel one certificate; the decision given to its holder.

    Raises ``NoSuchCertificate``, ``CertificateActRefused``.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).filter(pk=certificate_id).first()
    if certificate is None or not actor.posts_for(department=certificate.department):
        raise NoSuchCertificate
    if not may_act(certificate, actor):
        raise CertificateActRefused(
            why=Bilingual("只有发证机关负责人能办。", "Only the head of the issuing department may do this.")
        )
    if act not in ACTS or (problem := why_not(certificate, act)) is not None:
        raise CertificateActRefused(
            why=problem if act in ACTS else Bilingual("没有这个动作。", "There is no such act.")
        )
    check_reason(act, ground, reason)
    return apply_rule([certificate], act=act, ground=ground, reason=reason, actor_ref=actor.ref, now=now)[0]


def check_reason(act: str, ground: str, reason: str) -> None:
    """Raises ``CertificateActRefused`` without a ground of the law or a reason that people can read."""
    if ground not in ACTS[act].grounds:
        raise CertificateActRefused(why=Bilingual("请选择法定事由。", "Choose the legal ground."))
    if not reason.strip() or len(reason) > LONGEST:
        text = Bilingual("请写明理由，最多 {n} 字。", "Give the reason, in at most {n} characters.")
        raise CertificateActRefused(why=text.format(n=LONGEST))


def apply_rule(
    certificates: Sequence[Certificate], *, act: str, ground: str, reason: str, actor_ref: str, now: datetime
) -> list[Paper]:
    """The act on locked certificates whose state allows it, in the caller's transaction.

    Three statements for all of them; a journal row for each.
    """
    rule, today = ACTS[act], law_date(now)
    Certificate.objects.filter(pk__in=[each.pk for each in certificates]).update(state=rule.after, state_since=today)
    papers = [
        _decision(each, rule, rule.grounds[ground], act=act, reason=reason, given_by=actor_ref, now=now)
        for each in certificates
    ]
    Paper.objects.bulk_create(papers)
    for certificate in certificates:
        certificate.state, certificate.state_since = rule.after, today
    journal.append_many(
        (
            journal.Act(
                actor_ref,
                PAST[act],
                person=f"party:{certificate.holder_id}" if certificate.holder_id else "",
                resource=certificate_ref(certificate),
                payload={
                    "number": certificate.number,
                    "ground": ground,
                    "article": rule.grounds[ground].article,
                    "reason": reason,
                    "papers": [paper.number],
                },
            )
            for certificate, paper in zip(certificates, papers, strict=True)
        ),
        now=now,
    )
    return papers


def _decision(
    certificate: Certificate,
    rule: CertificateRule,
    ground: Ground,
    *,
    act: str,
    reason: str,
    given_by: str,
    now: datetime,
) -> Paper:
    basis = f"依照{ground.article}，{rule.says}" if ground.confirmed else rule.says
    letter = Letter(
        f"certificate-{act}",
        rule.title,
        (f"您持有下列证照。{basis}",),
        (
            ("证照", certificate.title),
            ("证照标识", certificate.number),
            ("法定事由", ground.label.zh),
            ("理由", reason),
        ),
        remedies=(REVIEW,),
    )
    stamp = law_date(now).strftime("%Y%m%d") + now.strftime("%H%M%S%f")
    return prepare_paper(
        letter,
        number=f"{certificate.serial}-{certificate.version:03d}-{act[:3].upper()}-{stamp}",
        subject=f"certificate:{certificate.pk}",
        recipient=certificate.recipient,
        department=certificate.department,
        department_name=certificate.department_name,
        given_by=given_by,
        now=now,
    )
