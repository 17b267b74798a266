"""My certificates, and what a stranger with number and code reads: both languages, no script, no more than the paper."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from support.certified import certificate_of, made
from support.qingdao import at, do, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal
from weimin.modules.portal.telling import tell_holders

pytestmark = pytest.mark.django_db
BUDGET = 15


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path


@pytest.fixture
def case(city: object, db: None, now: datetime) -> cases.Case:
    return made(now=now)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def check(row: documents.Certificate, **more: str) -> str:
    return page(
        Client(), f"/check/?number={row.number}&code={row.check_code}" + "".join(f"&{k}={v}" for k, v in more.items())
    )


def test_i_see_what_i_hold_open_the_file_and_share_the_code(trader: Client, case: cases.Case) -> None:
    row = certificate_of(case)
    assert "食品经营许可证" in page(trader, "/my/certificates/")
    text = page(trader, f"/my/certificates/{row.pk}/")
    for words in (row.number, row.check_code, "给别人核验", "市南区香港中路 18 号 1 层"):
        assert words in text
    answer = trader.get(f"/my/certificates/{row.pk}/file/")
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"/my/certificates/{row.pk}/" in page(trader, f"/my/cases/{case.pk}/")


def test_another_does_not_learn_that_it_exists(company: Client, case: cases.Case) -> None:
    row = certificate_of(case)
    for address in ("", "file/", "papers/1.pdf"):
        assert company.get(f"/my/certificates/{row.pk}/{address}").status_code == 404
    assert "还没有证照" in page(company, "/my/certificates/")


def test_renewal_is_pointed_out_in_its_window(
    trader: Client, case: cases.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "快到期了" not in page(trader, "/my/certificates/")
    monkeypatch.setattr("weimin.config.clock.now", lambda: at("2031-08-01 09:00"))
    from modules.portal.conftest import visitor

    text = page(visitor("trader", business=True), "/my/certificates/")
    assert "快到期了，可以延续" in text
    assert "/items/food-business-licence/" in text


def test_a_stranger_reads_whether_it_holds_and_no_more_than_the_paper(case: cases.Case, now: datetime) -> None:
    row = certificate_of(case)
    text = check(row)
    assert "是真的，由本市出具" in text
    assert "市南区禾记小馆" not in text
    assert case.applicant.number not in text
    assert "It is real" in check(row, lang="en")
    head = official("head", now)
    documents.act_on(row.pk, act="suspend", ground="penalty", reason="机密理由", actor=head, now=now)
    text = check(row)
    assert "暂扣，不能用" in text
    assert "机密理由" not in text
    assert "suspended" in check(row, lang="en")
    documents.act_on(row.pk, act="revoke", ground="deception", reason="x", actor=head, now=now)
    assert "已经撤销，不再有效" in check(row)
    documents.act_on(row.pk, act="cancel", ground="revoked", reason="x", actor=head, now=now)
    assert "已经注销，不再有效" in check(row)


def test_a_changed_certificate_says_so_with_the_day(case: cases.Case, now: datetime) -> None:
    first = certificate_of(case)
    second = certificate_of(made("change", now=now))
    assert "已经变更，换了新版" in check(first)
    assert second.number not in check(first), "the new number is on the new paper only"
    assert "是真的" in check(second)


def test_a_wrong_code_tells_nothing_and_guessing_is_slow(case: cases.Case) -> None:
    row = certificate_of(case)
    assert "没有查到" in page(Client(), f"/check/?number={row.number}&code=AAAA-AAAA", 404)
    client = Client()
    answers = [client.get(f"/check/?number={row.number}&code=AAAA-AAA{n}").status_code for n in range(2, 10)] * 1
    assert set(answers) == {404}
    for _ in range(20):
        last = client.get(f"/check/?number={row.number}&code={row.check_code}").status_code
    assert last == 429


def test_i_agree_to_be_served_online_and_opening_the_decision_counts(trader: Client, case: cases.Case) -> None:
    assert "不同意也一样办" in page(trader, "/my/certificates/")
    pdf = re.search(r"/my/cases/\d+/papers/\d+\.pdf", page(trader, f"/my/cases/{case.pk}/"))
    assert pdf
    trader.get(pdf.group())
    assert documents.deliveries_about([cases.case_ref(case)]) == []
    assert trader.get("/my/certificates/service/").status_code == 405
    trader.post("/my/certificates/service/", {"agree": "yes"})
    trader.get(pdf.group())
    (row,) = documents.deliveries_about([cases.case_ref(case)])
    assert (row.mode, row.relation) == ("electronic", "self")
    text = page(trader, f"/my/cases/{case.pk}/")
    assert "申请行政复议的最后一天" in text
    trader.post("/my/certificates/service/", {"agree": "no"})
    assert "不同意也一样办" in page(trader, "/my/certificates/")


def test_the_case_tells_the_last_days_to_object_and_why(trader: Client, case: cases.Case, now: datetime) -> None:
    do(case, "delivery", "done", official("window", now), now, mode="counter", recipient="纪禾生")
    text = page(trader, f"/my/cases/{case.pk}/")
    for words in (
        "送达和救济",
        "窗口领取",
        "11 月 20 日",
        "行政复议法第二十条",
        "2027 年 3 月 22 日",
        "行政诉讼法第四十六条",
        "顺延",
    ):
        assert words in text
    assert "Ask for administrative review: last day" in page(trader, f"/my/cases/{case.pk}/?lang=en")


def test_the_holder_is_told_of_what_was_decided(trader: Client, case: cases.Case, now: datetime) -> None:
    row = certificate_of(case)
    documents.act_on(row.pk, act="suspend", ground="penalty", reason="x", actor=official("head", now), now=now)
    (entry,) = journal.entries(resource=documents.certificate_ref(row), limit=1)
    for _ in range(2):
        tell_holders([entry], now=now)
    text = page(trader, "/my/messages/")
    assert text.count("被暂扣，理由和救济途径在决定书里") == 1


def test_each_page_costs_a_fixed_number_of_queries(
    trader: Client, case: cases.Case, now: datetime, django_assert_max_num_queries: Any
) -> None:
    do(case, "delivery", "done", official("window", now), now, mode="counter", recipient="纪禾生")
    for _ in range(3):
        made(now=now)
    row = certificate_of(case)
    check(row)
    for address in ("/my/certificates/", f"/my/certificates/{row.pk}/", f"/my/cases/{case.pk}/"):
        trader.get(address)
        with django_assert_max_num_queries(BUDGET):
            assert trader.get(address).status_code == 200
