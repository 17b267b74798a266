"""Certificates, seals and service on the desk: lists, one, the acts of the head, what the custodian sees; and their cost."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from support.certified import certificate_of, made
from support.qingdao import PDF, do, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents

pytestmark = pytest.mark.django_db

Desk = Callable[[str], Client]


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


def test_the_list_is_the_department_s_own_and_is_narrowed_by_the_address(case: cases.Case, desk: Desk) -> None:
    row = certificate_of(case)
    number = row.serial
    assert number in page(desk("head"), "/desk/certificates/")
    assert number in page(desk("head"), f"/desk/certificates/?q={row.number}&state=valid&kind=food-business-licence")
    assert number in page(desk("head"), "/desk/certificates/?q=禾记")
    for narrowed in ("?state=revoked", "?kind=dog-tag", "?q=nothing"):
        assert "没有符合条件的证照" in page(desk("head"), f"/desk/certificates/{narrowed}")
    assert number not in page(desk("csgl-shinan-head"), "/desk/certificates/")


def test_another_department_does_not_learn_that_it_exists(case: cases.Case, desk: Desk) -> None:
    row = certificate_of(case)
    for address in ("", "file/", "revoke/", "papers/1.pdf"):
        assert desk("csgl-shinan-head").get(f"/desk/certificates/{row.pk}/{address}").status_code == 404


def test_the_head_revokes_with_ground_and_reason_and_no_one_else_may(case: cases.Case, desk: Desk) -> None:
    row = certificate_of(case)
    address = f"/desk/certificates/{row.pk}/revoke/"
    assert "撤销" not in page(desk("issuer"), f"/desk/certificates/{row.pk}/").split("证照内容")[0].split("<h1>")[1]
    assert desk("issuer").post(address, {"ground": "deception", "reason": "x"}).status_code == 302
    assert "行政许可法第六十九条第二款" in page(desk("head"), address)
    wrong = desk("head").post(address, {"ground": "deception", "reason": ""})
    assert wrong.status_code == 422
    desk("head").post(address, {"ground": "deception", "reason": "材料是伪造的。"})
    row.refresh_from_db()
    assert row.state == "revoked"
    text = page(desk("head"), f"/desk/certificates/{row.pk}/")
    assert "材料是伪造的。" in text
    paper = re.search(r"/desk/certificates/\d+/papers/\d+\.pdf", text)
    assert paper
    assert desk("head").get(paper.group()).content.startswith(b"%PDF")


def test_the_list_goes_out_as_csv_and_excel_and_that_is_noted(case: cases.Case, desk: Desk) -> None:
    number = certificate_of(case).number
    answer = desk("head").get("/desk/certificates/export/csv/?state=valid")
    assert number in b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    answer = desk("head").get("/desk/certificates/export/xlsx/")
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert desk("head").get("/desk/certificates/export/pdf/").status_code == 404
    from weimin.kernel.journal import api as journal

    head = official("head", case.received_at)
    noted = journal.entries(resource=f"user-export:{head.user_id}", limit=5)
    assert [row.action for row in noted] == ["certificate.exported"] * 2


def test_many_are_asked_for_and_followed_by_the_head_alone(case: cases.Case, desk: Desk, now: datetime) -> None:
    number = certificate_of(case).number
    sent = {"department": "xzspj-shinan", "what": "cancel/dissolved", "reason": "单位终止。", "numbers": "X-1\n"}
    for address in ("", "many/", "works/"):
        status = 200 if not address else 403
        assert desk("issuer").get(f"/desk/certificates/{address}").status_code == status
    assert desk("head").post("/desk/certificates/many/", sent | {"reason": ""}).status_code == 422
    upload = SimpleUploadedFile("list.csv", f"编号,名称\n{number},甲\n".encode())
    answer = desk("head").post("/desk/certificates/many/", {**sent, "file": upload})
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert "0 / 2" in page(desk("head"), address)
    documents.work_on_certificates(now=now)
    text = page(desk("head"), address)
    assert "已办完，共 2 张" in text
    assert "X-1" in text
    assert "已办完" in page(desk("head"), "/desk/certificates/works/")
    assert desk("csgl-shinan-head").get(address).status_code == 404


def test_the_custodian_sees_each_use_writes_down_one_by_hand_and_takes_them_out(case: cases.Case, desk: Desk) -> None:
    row = certificate_of(case)
    desk("issuer").get(f"/desk/certificates/{row.pk}/file/")
    assert "由您保管" in page(desk("issuer"), "/desk/seals/")
    text = page(desk("issuer"), "/desk/seals/xzspj-shinan/")
    assert row.serial in text
    assert "戚松年" in text
    assert "市南区行政审批服务局 制证岗" in text
    sent = {"number": row.number, "why": "申请人要纸质件"}
    assert desk("issuer").post("/desk/seals/xzspj-shinan/", sent).status_code == 302
    assert "申请人要纸质件" in page(desk("head"), "/desk/seals/xzspj-shinan/")
    assert desk("issuer").post("/desk/seals/xzspj-shinan/", {"number": "no", "why": "x"}).status_code == 422
    assert desk("head").post("/desk/seals/xzspj-shinan/", sent).status_code == 422, "the head sees, the custodian seals"
    out = b"".join(desk("head").get("/desk/seals/xzspj-shinan/export/").streaming_content).decode()  # type: ignore[attr-defined]
    assert out.count(row.number) == 2
    assert desk("reviewer").get("/desk/seals/xzspj-shinan/").status_code == 403
    assert desk("csgl-shinan-issue").get("/desk/seals/xzspj-shinan/export/").status_code == 403


def test_the_case_shows_service_remedies_and_takes_in_the_proof(case: cases.Case, desk: Desk, now: datetime) -> None:
    do(case, "delivery", "done", official("window", now), now, mode="mail", recipient="纪禾生", tracking="EX123")
    text = page(desk("chief"), f"/desk/cases/{case.pk}/")
    for words in ("送达和救济", "EX123", "申请行政复议", "交送达凭证", certificate_of(case).number):
        assert words in text
    (row,) = documents.deliveries_about([cases.case_ref(case)])
    address = f"/desk/cases/{case.pk}/deliveries/{row.pk}/proof/"
    assert desk("window").get(address).status_code == 302
    assert "请先选择文件" in desk("window").post(address, follow=True).content.decode()
    bad = SimpleUploadedFile("a.pdf", b"MZ")
    assert "只收" in desk("window").post(address, {"file": bad}, follow=True).content.decode()
    desk("window").post(address, {"file": SimpleUploadedFile("回执.pdf", PDF)})
    answer = desk("window").get(address)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert desk("csgl-shinan-head").get(address).status_code == 404


def test_each_page_costs_at_most_fifteen_queries(
    case: cases.Case, desk: Desk, now: datetime, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    do(case, "delivery", "done", official("window", now), now, mode="mail", recipient="纪禾生", tracking="EX123")
    row = certificate_of(case)
    for _ in range(3):
        made("change", now=now)
    desk("issuer").get(f"/desk/certificates/{row.pk}/file/")
    for login, address in (
        ("head", "/desk/certificates/"), ("head", f"/desk/certificates/{row.pk}/"),
        ("head", f"/desk/certificates/{row.pk}/cancel/"), ("head", "/desk/certificates/works/"),
        ("head", "/desk/certificates/many/"), ("issuer", "/desk/seals/"), ("issuer", "/desk/seals/xzspj-shinan/"),
        ("chief", f"/desk/cases/{case.pk}/"),
    ):  # fmt: skip
        desk(login).get(address)
        with django_assert_max_num_queries(15):
            desk(login).get(address)
