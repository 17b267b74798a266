"""Without an account: a case by number and query code, a paper by number and check code, and slow guessing."""

import pytest
from django.test import Client

from modules.portal.conftest import NOW
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.modules.portal.limits import TRIES_A_MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_a_case_is_found_by_number_and_code_however_they_are_typed(filed: cases.Case) -> None:
    typed = {"number": f" {filed.number.lower()} ", "code": filed.query_code.lower().replace("-", " ")}
    page = Client().get("/query/", typed).content.decode()
    assert "食品经营许可" in page
    assert "已收件，等待受理" in page
    assert "市南区禾记小馆" not in page


def test_a_wrong_number_and_a_wrong_code_get_one_answer(filed: cases.Case) -> None:
    wrong = [
        {"number": filed.number, "code": "AAAA-AAAA"},
        {"number": "370202-XZSP-2026-999999-X", "code": "AAAA-AAAA"},
    ]
    told = {
        Client().get("/query/", each).content.decode().split('role="alert"')[1].split("</div>")[0] for each in wrong
    }
    assert len(told) == 1
    assert Client().get("/query/", wrong[0]).status_code == 404


@pytest.mark.parametrize("page", ["/query/", "/check/"])
def test_one_half_alone_is_asked_to_be_completed(page: str) -> None:
    response = Client().get(page, {"number": "370202-XZSP-2026-000001-6", "code": ""})
    assert response.status_code == 422
    assert 'href="#id_code"' in response.content.decode()
    assert Client().get(page).status_code == 200


def test_a_paper_is_checked_by_the_address_in_its_code_and_shows_half_a_name(filed: cases.Case) -> None:
    paper = documents.papers_about([cases.case_ref(filed)])[0]
    page = Client().get(f"/check/?number={paper.number}&code={paper.check_code}").content.decode()
    assert "是真的，由本市出具" in page
    assert paper.title in page
    assert "市南区禾记小馆" not in page
    assert "市南*" in page
    wrong = Client().get(f"/check/?number={paper.number}&code=AAAA-AAAA")
    assert wrong.status_code == 404
    assert "是真的" not in wrong.content.decode().split("<form")[0].split("</h1>")[1]


@pytest.mark.parametrize("page", ["/query/", "/check/"])
def test_guessing_codes_is_slow(page: str, filed: cases.Case) -> None:
    client = Client()
    for _ in range(TRIES_A_MINUTE):
        assert client.get(page, {"number": filed.number, "code": "AAAA-AAAA"}).status_code == 404
    refused = client.get(page, {"number": filed.number, "code": filed.query_code})
    assert refused.status_code == 429
    assert "请等一分钟" in refused.content.decode()
    assert client.get(page).status_code == 200
    assert Client(REMOTE_ADDR="10.0.0.7").get(page, {"number": filed.number, "code": "AAAA-AAAA"}).status_code == 404


def test_the_public_account_counts_what_came_in_today(filed: cases.Case) -> None:
    page = Client().get("/").content.decode()
    assert "件今天收到" in page
    assert NOW.date() == filed.received_at.astimezone(NOW.tzinfo).date()
    assert "<strong>1</strong>" in page.split("今天的政府公开账")[1].split("件今天收到")[0]


def test_every_item_has_a_guide_and_words_lead_to_it() -> None:
    page = Client().get("/search/", {"q": "我想开个饭店"}).content.decode()
    assert 'href="/items/food-business-licence/"' in page
    assert "没有找到" in Client().get("/search/", {"q": "zzzzqqqq"}).content.decode()
