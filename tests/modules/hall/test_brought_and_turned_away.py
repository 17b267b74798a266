"""What is brought later, what is handed over, who is turned away, who may act for whom: through the pages."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel.cases.test_the_window import asked_to_correct
from modules.hall.conftest import NOW
from support.counter import GRANDMOTHER, GRANDSON, dog_at, person, received
from support.qingdao import PDF, do, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal

Window = Callable[[str], Client]
CLERK = "gafj-shinan-window"


def pdf(name: str = "扫描.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def asked(window: Window) -> cases.Case:
    """The grandmother's dog: the office wants the lease and another word for the colour."""
    window(CLERK)
    return asked_to_correct(official(CLERK, NOW), NOW)


def test_the_one_without_an_account_reads_what_to_bring_and_where(asked: cases.Case, client: Client) -> None:
    page = text(client.get("/query/", {"number": asked.number, "code": asked.query_code}))
    assert "请您补正，一共 2 项" in page
    assert "请带合同。" in page
    assert "到哪里交、到哪里取" in page
    assert "市南" in page


def test_corrections_are_taken_in_on_one_page(asked: cases.Case, window: Window) -> None:
    clerk = window(CLERK)
    found = text(clerk.post("/window/find/", {"q": asked.number}))
    assert "收补正材料" in found
    address = f"/window/cases/{asked.pk}/papers/"
    assert "一共 2 项" in text(clerk.get(address))
    sent = {"key": str(uuid.uuid4()), "kept": ["home-lease"], "f.colour": "黄白相间", "ticket": "B7"}
    assert clerk.post(address, {**sent, "f.colour": ""}).status_code == 422
    taken = clerk.post(address, sent)
    assert taken.headers["Location"] == f"/window/cases/{asked.pk}/receipt/"
    asked.refresh_from_db()
    assert (asked.status, asked.lacking, asked.answers["colour"]) == ("received", [], "黄白相间")
    last = asked.intakes.order_by("-pk").first()
    assert last is not None
    assert (last.what, last.channel, last.ticket) == ("papers", "window", "B7")
    assert "取号 B7" in text(clerk.get(taken.headers["Location"]))
    assert cases.Material.objects.filter(case=asked, material="home-lease", replaced_at=None).count() == 1
    assert clerk.post(address, sent).status_code == 302, "sent again, nothing is missing"
    assert asked.intakes.count() == 2


def test_missing_papers_may_be_brought_before_anyone_asks(window: Window) -> None:
    clerk, actor = window(CLERK), official(CLERK, NOW)
    draft = dog_at(actor, person(*GRANDMOTHER, NOW), NOW, situations={"keeper": "resident", "home": "rented"})
    case = cases.file_draft(draft.pk, actor=actor, now=NOW, received=received(actor, NOW))
    assert case.lacking == ["home-lease"]
    clerk.post(f"/window/cases/{case.pk}/papers/", {"m.home-lease": [pdf("合同.pdf")]})
    case.refresh_from_db()
    assert case.lacking == []


def test_a_result_is_found_by_the_code_on_the_receipt_and_handed_over(window: Window) -> None:
    clerk, actor = window(CLERK), official(CLERK, NOW)
    case = cases.file_draft(
        dog_at(actor, person(*GRANDMOTHER, NOW), NOW).pk, actor=actor, now=NOW, received=received(actor, NOW)
    )
    do(case, "acceptance", "accept", official("gafj-shinan-accept", NOW), NOW)
    do(case, "decision", "grant", official("gafj-shinan-decide", NOW), NOW)
    do(case, "making", "done", official("gafj-shinan-issue", NOW), NOW)
    qr = f"http://localhost:8000/query/?number={case.number}&code={case.query_code}"
    page = text(clerk.post("/window/find/", {"q": qr}))
    assert "有结果要交给本人" in page
    assert f'href="/desk/cases/{case.pk}/"' in page


@pytest.mark.parametrize("typed", ["abc", "370202193503029983", "", "http://x/?number="])
def test_what_cannot_be_found_says_what_to_do(window: Window, typed: str) -> None:
    response = window(CLERK).post("/window/find/", {"q": typed})
    assert response.status_code == (404 if typed else 200)
    assert not typed or "号码不对" in response.content.decode()


def test_a_look_up_by_number_is_in_the_record(asked: cases.Case, window: Window) -> None:
    window(CLERK).post("/window/find/", {"q": GRANDMOTHER[0]})
    entries = journal.entries(person=f"party:{asked.applicant_id}", limit=50)
    assert "case.looked-up-at-window" in {entry.action for entry in entries}


def test_a_notice_is_given_without_a_name_and_counted(window: Window) -> None:
    clerk = window(CLERK)
    sent = {"key": str(uuid.uuid4()), "reason": "not-ours", "where": "市南区市场监管局，示范路 6 号"}
    first, again = clerk.post("/window/turn-away/", sent), clerk.post("/window/turn-away/", sent)
    assert first.headers["Location"] == again.headers["Location"]
    row = cases.TurnedAway.objects.get()
    page = text(clerk.get(first.headers["Location"]))
    assert row.number in page
    assert "来访人" in page
    assert "市南区市场监管局" in page
    drawn = clerk.get(f"/window/turned-away/{row.pk}.pdf")
    assert drawn.headers["Content-Type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF")
    overview = text(clerk.get("/window/turn-away/"))
    assert row.number in overview
    assert "这个月" in overview
    other = window("window")
    assert other.get(first.headers["Location"]).status_code == 404
    assert other.get(f"/window/turned-away/{row.pk}.pdf").status_code == 404


def test_a_notice_with_a_name_is_found_in_the_persons_own_record(window: Window) -> None:
    clerk = window(CLERK)
    sent = {"reason": "papers", "bring": "租赁合同\n身份证", "name": GRANDMOTHER[1], "number": GRANDMOTHER[0]}
    assert clerk.post("/window/turn-away/", sent).status_code == 302
    row = cases.TurnedAway.objects.get()
    paper = documents.papers_about([cases.away_ref(row)])[0]
    assert paper.recipient == GRANDMOTHER[1]
    assert [value for _label, value in paper.facts["rows"]] == ["租赁合同", "身份证"]
    assert journal.entries(person=f"party:{row.applicant_id}", limit=5)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "请选择原因"),
        ({"reason": "not-ours"}, "请写明该去哪里办"),
        ({"reason": "papers"}, "请逐项写明要补什么"),
        ({"reason": "no-permit", "number": "1"}, "号码不对"),
        ({"reason": "no-permit", "number": "370202199005179985", "name": "某某"}, "和已经登记的名称不一样"),
    ],
)
def test_a_notice_that_lacks_something_is_not_given(window: Window, sent: dict[str, str], told: str) -> None:
    response = window(CLERK).post("/window/turn-away/", sent)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not cases.TurnedAway.objects.exists()


def test_a_mandate_is_given_and_ended_at_the_counter(window: Window) -> None:
    clerk = window(CLERK)
    assert (
        clerk.post("/window/agents/", {"open": "1", "number": GRANDMOTHER[0], "name": GRANDMOTHER[1]}).status_code
        == 302
    )
    given = {
        "agent_number": GRANDSON[0],
        "agent_name": GRANDSON[1],
        "until": "2026-12-31",
        "scope": ["dog-registration"],
    }
    for wrong, told in (
        ({"scope": []}, "请选择委托办哪些事"),
        ({"until": ""}, "请写委托到哪一天"),
        ({"until": "2031-01-01", "mandate": pdf()}, "到期日从今天起"),
        ({}, "请扫描签过字的委托书"),
        ({"agent_number": GRANDMOTHER[0], "agent_name": GRANDMOTHER[1], "mandate": pdf()}, "没有找到这个人"),
    ):
        response = clerk.post("/window/agents/", {**given, **wrong})
        assert response.status_code == 422, told
        assert told in response.content.decode()
    assert clerk.post("/window/agents/", {**given, "mandate": pdf("委托书.pdf")}).status_code == 302
    kept = cases.Authorisation.objects.get()
    assert (kept.file.name, kept.officer.login) == ("委托书.pdf", CLERK)
    page = text(clerk.get("/window/agents/"))
    assert GRANDSON[1] in page
    assert GRANDMOTHER[0] not in page
    clerk.post(f"/window/agents/{kept.representation_id}/end/")
    assert GRANDSON[1] not in text(clerk.get("/window/agents/"))
    agent = identity.User.objects.get(login="agent")
    assert all(each.name != GRANDMOTHER[1] for each in identity.mandates(agent.pk, on=NOW.date()))
