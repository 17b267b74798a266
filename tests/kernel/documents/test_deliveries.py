"""Service: every mode with what it needs, the day that counts, and the remedies that run from it."""

from datetime import date
from typing import Any

import pytest

from support.certified import FILED, made
from support.qingdao import PDF, applicant, at, do, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
DAY = at("2026-09-23 09:00")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path


def serve(case: cases.Case, **data: Any) -> documents.Delivery:
    do(case, "delivery", "done", official("window", DAY), DAY, **{"recipient": "纪禾生"} | data)
    (row,) = documents.deliveries_about([cases.case_ref(case)])
    return row


@pytest.mark.parametrize(
    ("data", "served"),
    [
        ({"mode": "counter"}, date(2026, 9, 23)),
        ({"mode": "mail", "tracking": "EX1", "served_on": "2026-09-22", "relation": "staff"}, date(2026, 9, 22)),
        ({"mode": "electronic"}, date(2026, 9, 23)),
        ({"mode": "left", "note": "社区王主任见证，贴于门上。", "relation": "none"}, date(2026, 9, 23)),
        ({"mode": "notice", "published_on": "2026-09-22", "note": "在市政府网站公告。"}, date(2026, 10, 22)),
    ],
)
def test_each_mode_counts_from_its_own_day(data: dict[str, str], served: date) -> None:
    row = serve(made(), **data)
    assert (row.mode, row.served_on, row.recipient) == (data["mode"], served, "纪禾生")
    assert row.relation == data.get("relation", "self")
    assert row.recorded_by.startswith("user:")


@pytest.mark.parametrize(
    ("data", "missing"),
    [
        ({"mode": "mail"}, {"tracking"}),
        ({"mode": "left"}, {"note"}),
        ({"mode": "notice"}, {"published_on", "note"}),
        ({"mode": "pigeon"}, {"mode"}),
        ({"mode": "mail", "tracking": "EX1", "served_on": "2026-09-24"}, {"served_on"}),
    ],
)
def test_a_mode_without_what_proves_it_is_refused(data: dict[str, str], missing: set[str]) -> None:
    case = made()
    with pytest.raises(cases.InvalidAnswer) as refused:
        serve(case, **data)
    assert set(refused.value.errors) == missing
    assert documents.deliveries_about([cases.case_ref(case)]) == []


def test_what_another_mode_asks_is_not_kept() -> None:
    row = serve(made(), mode="counter", tracking="EX1", published_on="2026-09-01", note="x")
    assert (row.tracking, row.published_on, row.note) == ("", None, "")


def test_remedies_run_from_the_day_after_service_and_move_on_from_a_day_off() -> None:
    review, suit = documents.remedies_from(date(2026, 9, 23), cases.calendar())
    assert (review.last_day, review.rolled) == (date(2026, 11, 23), True), "22 November is a Sunday"
    assert (suit.last_day, suit.rolled) == (date(2027, 3, 23), False)
    assert [each.article for each in (review, suit)] == ["行政复议法第二十条", "行政诉讼法第四十六条"]


def test_opening_a_decision_is_service_for_who_agreed_and_only_once() -> None:
    case, trader = made(), applicant("trader", DAY)
    told = {"subject": cases.case_ref(case), "papers": ["x"], "recipient": "海风小馆", "actor": trader}
    assert documents.opened_online(**told, now=DAY) is None
    documents.agree_to_electronic(actor=trader, now=DAY)
    documents.agree_to_electronic(actor=trader, now=DAY)
    row = documents.opened_online(**told, now=DAY)
    assert row is not None
    assert (row.mode, row.served_on) == ("electronic", date(2026, 9, 23))
    assert documents.opened_online(**told, now=at("2026-09-24 09:00")) is None
    assert journal.entries(case=cases.case_ref(case), limit=1)[0].action == "delivery.opened"
    assert [each.action for each in journal.entries(person=trader.party_ref, limit=2)] == [
        "delivery.opened", "delivery.consented",
    ]  # fmt: skip


def test_who_took_the_consent_back_or_a_house_that_does_not_count_it_is_not_served(settings: Any) -> None:
    case, trader = made(), applicant("trader", DAY)
    told = {"subject": cases.case_ref(case), "papers": ["x"], "recipient": "海风小馆", "actor": trader, "now": DAY}
    documents.agree_to_electronic(actor=trader, now=DAY)
    settings.ELECTRONIC_SERVICE = "off"
    assert documents.opened_online(**told) is None
    settings.ELECTRONIC_SERVICE = "opening"
    documents.withdraw_agreement(actor=trader, now=DAY)
    assert documents.opened_online(**told) is None
    assert not documents.agrees(trader.party_id or 0)


def test_the_proof_is_kept_as_it_was_handed_in() -> None:
    row = serve(made(), mode="counter")
    actor = official("window", FILED)
    documents.add_proof(row, [PDF], name="回执.pdf", size=len(PDF), actor=actor, now=DAY)
    row.refresh_from_db()
    assert documents.read(row.proof.digest) == PDF  # type: ignore[union-attr]
    with pytest.raises(documents.FileRefused):
        documents.add_proof(row, [b"MZ"], name="a.exe", size=2, actor=actor, now=DAY)
