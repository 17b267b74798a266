"""Seals: on what they may stand, by whom, on which words; and what the database refuses of itself."""

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from support.certified import FILED, certificate_of, made
from support.qingdao import at, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.documents import guard
from weimin.kernel.documents.texts import text_digest
from weimin.kernel.journal import api as journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
NOW = at("2026-09-22 09:00")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def drawn(given: Any) -> bytes:
    return documents.draw_paper(given, check_address="http://localhost:8000/check/", disclaimer="示范城市", now=NOW)


def decision(case: cases.Case) -> documents.Paper:
    return documents.papers_about([cases.case_ref(case)])[-1]


def test_drawing_seals_signs_and_writes_one_row_a_use() -> None:
    case = made()
    certificate = certificate_of(case)
    content = drawn(certificate)
    assert documents.provider().verify(content, now=NOW).valid
    use = documents.SealUse.objects.get()
    assert (use.seal, use.custodian, use.number) == ("xzspj-shinan", "xzspj-shinan/issue", certificate.number)
    assert use.text_digest == certificate.text_digest == text_digest(certificate)
    assert use.file_digest == certificate.pdf.digest  # type: ignore[union-attr]
    assert use.used_by == f"user:{official('issuer', FILED).user_id}", "who approved the words"
    assert journal.entries(resource="seal:xzspj-shinan", limit=1)[0].action == "seal.used"
    assert drawn(documents.Certificate.objects.get(pk=certificate.pk)) == content
    assert documents.SealUse.objects.count() == 1, "drawn again is not sealed again"


def test_every_notice_is_sealed_as_well() -> None:
    case = made()
    for paper in documents.papers_about([cases.case_ref(case)]):
        assert documents.provider().verify(drawn(paper), now=NOW).valid
    assert documents.SealUse.objects.count() == 3


def test_words_that_changed_after_approval_are_not_sealed() -> None:
    paper = decision(made())
    guard.remove_guard()
    try:
        documents.Paper.objects.filter(pk=paper.pk).update(facts={**paper.facts, "paragraphs": ["另一番话"]})
        with pytest.raises(documents.TextChanged, match=paper.number):
            drawn(documents.Paper.objects.get(pk=paper.pk))
    finally:
        guard.install_guard()
    assert not documents.SealUse.objects.exists()


@pytest.mark.parametrize("column", ["facts", "number", "title", "recipient", "valid_until", "text_digest"])
def test_the_database_itself_keeps_the_words(column: str) -> None:
    paper = certificate_of(made())
    value: Any = {"says": "x", "rows": []} if column == "facts" else "2040-01-01" if column == "valid_until" else "x"
    with pytest.raises(DatabaseError), transaction.atomic():
        documents.Certificate.objects.filter(pk=paper.pk).update(**{column: value})


def test_the_database_itself_refuses_a_seal_on_other_words_and_keeps_what_was() -> None:
    case = made()
    certificate, paper = certificate_of(case), decision(case)
    drawn(paper)
    use = documents.SealUse.objects.get()
    row = {
        "seal": "xzspj-shinan", "department": "xzspj-shinan", "custodian": "x/y", "number": paper.number, "title": "x",
        "why": "x", "used_by": "user:1", "used_at": NOW,
    }  # fmt: skip
    for wrong in (
        {"paper_id": paper.pk, "text_digest": "0" * 64},
        {"certificate_id": certificate.pk, "text_digest": paper.text_digest},
        {"paper_id": paper.pk, "text_digest": ""},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            documents.SealUse.objects.create(**row, **wrong)
    for spoil in (
        lambda: documents.SealUse.objects.filter(pk=use.pk).update(why="y"),
        lambda: documents.SealUse.objects.filter(pk=use.pk).delete(),
        lambda: documents.Certificate.objects.filter(pk=certificate.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()
    with pytest.raises(IntegrityError), transaction.atomic():
        documents.SealUse.objects.create(
            **row, paper_id=paper.pk, certificate_id=certificate.pk, text_digest=paper.text_digest
        )


def test_only_the_post_that_keeps_a_seal_puts_it_on_by_hand() -> None:
    paper = decision(made())
    use = documents.stamp_by_hand(
        "xzspj-shinan", number=paper.number.lower(), why="申请人要纸质件", actor=official("issuer", NOW), now=NOW
    )
    assert (use.signature, use.file_digest, use.text_digest) == ("", "", paper.text_digest)
    for login in ("head", "csgl-shinan-issue"):
        with pytest.raises(documents.NotTheCustodian):
            documents.stamp_by_hand("xzspj-shinan", number=paper.number, why="x", actor=official(login, NOW), now=NOW)
    with pytest.raises(documents.NoSuchPaper):
        documents.stamp_by_hand(
            "csgl-shinan", number=paper.number, why="x", actor=official("csgl-shinan-issue", NOW), now=NOW
        )


def test_a_seal_does_not_stand_on_what_it_is_not_permitted_on() -> None:
    certificate = certificate_of(made())
    guard.remove_guard()
    try:
        documents.Certificate.objects.filter(pk=certificate.pk).update(kind="dog-tag")
    finally:
        guard.install_guard()
    with pytest.raises(documents.SealNotPermitted, match="食品经营许可证"):
        documents.stamp_by_hand(
            "xzspj-shinan", number=certificate.number, why="x", actor=official("issuer", NOW), now=NOW
        )
    drawn(documents.Certificate.objects.get(pk=certificate.pk))
    assert not documents.SealUse.objects.exists(), "drawn without a seal, for print, stamp and scan"


def test_the_custodian_and_the_head_see_the_seals_of_their_department() -> None:
    for login, kept in (("issuer", ["xzspj-shinan"]), ("head", ["xzspj-shinan"]), ("reviewer", []), ("window", [])):
        assert [seal.code for seal in documents.seals_kept_by(official(login, NOW))] == kept
