"""What the head may do to a certificate, what a stranger then reads, and what the holder is given."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from support.certified import FILED, certificate_of, made
from support.qingdao import applicant, at, official
from weimin.blueprint.certificates import CertificateKind
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
LATER = at("2026-10-12 09:00")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path


def act(
    certificate: documents.Certificate, code: str, ground: str, login: str = "head", **more: Any
) -> documents.Paper:
    told = {"reason": "核查发现提交的材料是伪造的。", "actor": official(login, LATER), "now": LATER} | more
    return documents.act_on(certificate.pk, act=code, ground=ground, **told)


def checked(certificate: documents.Certificate, today: date | None = None) -> documents.CheckedPaper:
    today = today or LATER.date()
    return documents.check_paper(number=certificate.number, code=certificate.check_code, today=today)


def test_a_revocation_gives_a_decision_with_reason_and_remedies_and_one_journal_row() -> None:
    certificate = certificate_of(made())
    paper = act(certificate, "revoke", "deception")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.state_since) == ("revoked", LATER.date())
    assert paper.title == "撤销行政许可决定书"
    assert "行政许可法第六十九条第二款" in paper.facts["paragraphs"][0]
    assert ["理由", "核查发现提交的材料是伪造的。"] in paper.facts["rows"]
    assert "六十日" in paper.facts["remedies"][0]
    (row,) = journal.entries(resource=documents.certificate_ref(certificate), limit=5)
    assert row.action == "certificate.revoked"
    assert row.person == f"party:{certificate.holder_id}"
    assert (row.payload or {})["article"] == "行政许可法第六十九条第二款"


def test_suspension_is_taken_back_and_a_stranger_reads_each_state_with_its_day() -> None:
    certificate = certificate_of(made())
    assert checked(certificate).standing == "valid"
    act(certificate, "suspend", "penalty")
    assert (checked(certificate).standing, checked(certificate).since) == ("suspended", LATER.date())
    act(certificate, "resume", "over", now=at("2026-11-12 09:00"))
    assert (checked(certificate).standing, checked(certificate).since) == ("valid", None)
    assert checked(certificate, date(2031, 9, 21)).standing == "expired"
    act(certificate, "cancel", "dissolved")
    assert checked(certificate).standing == "cancelled"


def test_a_reissue_says_and_lasts_the_same_under_a_new_version() -> None:
    case = made()
    first = certificate_of(case)
    matter = documents.Matter(
        subject="case:0", number="370202-XZSP-2026-999999-1", item=first.item, item_name="食品经营许可",
        revision_id=case.revision_id, holder=case.applicant, department=catalogue.department("xzspj-shinan"),
        decided_on=LATER.date(), answers={"premises": "别处"},
    )  # fmt: skip
    kind = next(
        each for each in catalogue.section("certificates", CertificateKind) if each.code == "food-business-licence"
    )
    order = documents.CertificateOrder("reissue", "food-business-licence")
    with transaction.atomic():
        outcome = documents.carry_out(order, kind, matter, given_by="user:1", now=LATER)
    made_anew, ended = outcome.made, outcome.ended
    assert made_anew is not None
    assert ended is not None
    assert (ended.pk, made_anew.version, made_anew.predecessor_id) == (first.pk, 2, first.pk)
    assert (made_anew.facts, made_anew.valid_from, made_anew.valid_until) == (
        first.facts, first.valid_from, first.valid_until,
    )  # fmt: skip
    assert made_anew.check_code != first.check_code, "the code of the lost one tells that it was replaced"
    assert checked(first).standing == "superseded"


def test_a_changed_certificate_reads_as_changed_and_its_new_version_as_valid() -> None:
    first = certificate_of(made())
    second = certificate_of(made("change", now=at("2027-03-01 09:00")))
    assert (checked(first).standing, checked(first).since) == ("superseded", date(2027, 3, 1))
    assert checked(second).standing == "valid"
    assert checked(second).recipient.endswith("*"), "no more than the paper, the name half hidden"
    with pytest.raises(documents.NoSuchPaper):
        documents.check_paper(number=second.number, code=first.check_code, today=LATER.date())


@pytest.mark.parametrize("login", ["chief", "issuer", "window"])
def test_only_the_head_of_the_issuing_department_may(login: str) -> None:
    certificate = certificate_of(made())
    refused = documents.NoSuchCertificate if login == "window" else documents.CertificateActRefused
    with pytest.raises(refused):
        act(certificate, "revoke", "deception", login)
    certificate.refresh_from_db()
    assert certificate.state == "issued"
    assert documents.acts_for(certificate, official(login, LATER)) == {}


@pytest.mark.parametrize(
    ("code", "ground", "more"),
    [
        ("resume", "over", {}),
        ("burn", "other", {}),
        ("revoke", "expired", {}),
        ("revoke", "", {}),
        ("revoke", "deception", {"reason": "  "}),
        ("revoke", "deception", {"reason": "长" * 2001}),
    ],
)
def test_what_the_law_does_not_allow_is_refused_with_words(code: str, ground: str, more: dict[str, Any]) -> None:
    certificate = certificate_of(made())
    with pytest.raises(documents.CertificateActRefused) as refused:
        act(certificate, code, ground, **more)
    assert refused.value.message.zh
    certificate.refresh_from_db()
    assert certificate.state == "issued"
    assert documents.papers_about([f"certificate:{certificate.pk}"]) == []


def test_what_was_revoked_is_cancelled_and_then_nothing_more_happens_to_it() -> None:
    certificate = certificate_of(made())
    act(certificate, "revoke", "deception")
    act(certificate, "cancel", "revoked")
    certificate.refresh_from_db()
    assert documents.acts_for(certificate, official("head", LATER)) == {}
    assert len(documents.papers_about([f"certificate:{certificate.pk}"])) == 2


def test_the_holder_sees_it_and_another_does_not() -> None:
    certificate = certificate_of(made())
    owner, other = applicant("trader", LATER), applicant("company", LATER)
    assert documents.certificate_of_holder(certificate.pk, actor=owner).pk == certificate.pk
    with pytest.raises(documents.NoSuchCertificate):
        documents.certificate_of_holder(certificate.pk, actor=other)
    with pytest.raises(documents.NoSuchCertificate):
        documents.certificate_of_department(certificate.pk, actor=official("csgl-shinan-head", LATER))


@pytest.mark.parametrize(
    ("today", "near", "renewable"),
    [
        ("2031-05-01", False, False),
        ("2031-07-01", True, True),
        ("2031-09-15", True, False),
        ("2031-10-01", False, False),
    ],
)
def test_renewal_is_offered_in_its_window_only(today: str, near: bool, renewable: bool) -> None:
    made()
    calendar = cases.calendar()
    (held,), _total = documents.held_by(applicant("trader", FILED), today=date.fromisoformat(today), calendar=calendar)
    assert (held.renew_until is not None, held.renewable) == (near, renewable)
