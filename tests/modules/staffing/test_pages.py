"""人员与岗位 on the desk: what each may arrange there, what they see, and what a refusal leaves in the form."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modules.desk.conftest import NOW
from support.qingdao import do, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity

pytestmark = pytest.mark.django_db

Desk = Callable[[str], Client]
HOME = "/desk/people/"


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def user(login: str) -> int:
    return identity.User.objects.get(login=login).pk


def test_a_clerk_records_being_away_and_comes_back(desk: Desk) -> None:
    client = desk("reviewer")
    sent = {"do": "absence", "kind": "leave", "since": "2026-09-22", "since_half": "pm", "until": "2026-09-24", "until_half": "am"}  # fmt: skip
    page = words(client.post(HOME, sent, follow=True))
    assert "9 月 22 日下午至 9 月 24 日上午" in page
    row = identity.Absence.objects.get()
    assert "没有登记" in words(client.post(HOME, {"do": "end-absence", "id": row.pk}, follow=True))


def test_a_refusal_keeps_what_was_written_and_says_why(desk: Desk) -> None:
    sent = {"do": "absence", "kind": "training", "since": "2026-09-24", "until": "2026-09-22"}
    answer = desk("reviewer").post(HOME, sent)
    assert answer.status_code == 422
    assert "起止日期不对" in words(answer)
    assert 'value="2026-09-24"' in words(answer)
    assert "没有填对" in words(desk("reviewer").post(HOME, sent | {"since": "morgen"}))


@pytest.mark.parametrize("sent", [{}, {"do": "nothing"}, {"do": "revoke", "id": "x"}, {"do": "revoke", "id": "999999"}, {"do": "end-absence", "id": "٣"}])  # fmt: skip
def test_a_garbled_press_changes_nothing(desk: Desk, sent: dict[str, str]) -> None:
    assert desk("reviewer").post(HOME, sent, follow=True).status_code in {200, 404, 422}


def test_a_post_is_delegated_and_the_receiver_sees_it_on_every_page(desk: Desk) -> None:
    sent = {
        "do": "delegate", "post": f"{user('chief')}@xzspj-shinan/decide", "to": str(user("issuer")),
        "since": "2026-09-21", "until": "2026-09-25", "reason": "出差",
    }  # fmt: skip
    page = words(desk("chief").post(f"{HOME}delegate/", sent, follow=True))
    assert "蓝云舟 → 戚松年" in page
    assert "审批负责人（代 蓝云舟）" in words(desk("issuer").get("/desk/"))
    assert "受 蓝云舟 委托" in words(desk("issuer").get(HOME))


def test_a_clerk_cannot_delegate_the_post_of_another(desk: Desk) -> None:
    sent = {
        "do": "delegate", "post": f"{user('chief')}@xzspj-shinan/decide", "to": str(user("acceptor")),
        "since": "2026-09-21", "until": "2026-09-25", "reason": "出差",
    }  # fmt: skip
    answer = desk("issuer").post(f"{HOME}delegate/", sent)
    assert answer.status_code == 403
    assert "这要由本部门负责人来定" in words(answer)
    mine = sent | {"post": f"{user('issuer')}@xzspj-shinan/decide"}
    assert "不是您任职的岗位" in words(desk("issuer").post(f"{HOME}delegate/", mine))
    assert identity.delegations_in(["xzspj-shinan"], on=NOW.date()) == []


def test_to_another_department_the_head_is_asked_on_the_first_page(desk: Desk) -> None:
    sent = {
        "do": "delegate", "post": f"{user('chief')}@xzspj-shinan/decide", "to": "", "login": "csgl-decide",
        "since": "2026-09-21", "until": "2026-09-25", "reason": "联合审批",
    }  # fmt: skip
    assert "等负责人同意" in words(desk("chief").post(f"{HOME}delegate/", sent, follow=True))
    assert "等您同意" in words(desk("head").get("/desk/"))
    assert "等您同意" not in words(desk("csgl-head").get("/desk/"))
    given = identity.Delegation.objects.get()
    assert desk("csgl-head").post(f"{HOME}department/", {"do": "consent", "id": given.pk}).status_code == 404
    desk("head").post(f"{HOME}department/", {"do": "consent", "id": given.pk})
    assert [post.ref for post in official("csgl-decide", NOW).posts if post.acting] == ["xzspj-shinan/decide"]


@pytest.mark.parametrize("page", ["roster/", "roster/list.csv", "department/"])
def test_the_pages_of_a_head_are_a_heads_and_show_only_the_own_department(desk: Desk, page: str) -> None:
    assert desk("reviewer").get(HOME + page).status_code == 403
    mine, other = words(desk("head").get(HOME + page)), words(desk("csgl-head").get(HOME + page))
    name = "隋明澈" if page != "department/" else "审查岗"
    assert name in mine
    assert "隋明澈" not in other
    assert "丛云舟" not in mine


def test_acting_for_the_head_does_not_open_the_heads_pages(desk: Desk) -> None:
    identity.delegate(
        official("head", NOW), post="xzspj-shinan/head", to=user("issuer"), until=NOW.date(), reason="出差", now=NOW
    )
    assert desk("issuer").get(f"{HOME}roster/").status_code == 403


def test_the_head_sees_who_is_away_in_the_week_and_takes_it_along(desk: Desk) -> None:
    client = desk("head")
    sent = {"do": "absence", "user": str(user("reviewer")), "kind": "illness", "since": "2026-09-22", "since_half": "am", "until": "2026-09-22", "until_half": "am"}  # fmt: skip
    client.post(f"{HOME}roster/", sent)
    assert "病假" in words(client.get(f"{HOME}roster/?week=2026-09-23"))
    assert "病假" not in words(client.get(f"{HOME}roster/?week=2026-09-14")).split("已登记的")[0]
    text = client.get(f"{HOME}roster/list.csv?week=2026-09-22").content.decode("utf-8-sig")
    assert "xzspj-shinan,审查岗,隋明澈,2026-09-22,病假,在岗" in text.replace("\r", "")


@pytest.mark.parametrize("week", ["x", "0001-01-01", "9999-12-31", "2026-02-30", "%00"])
def test_a_senseless_week_shows_one_all_the_same(desk: Desk, week: str) -> None:
    assert desk("head").get(f"{HOME}roster/?week={week}").status_code == 200


def test_a_head_cannot_record_for_people_of_another_bureau(desk: Desk) -> None:
    sent = {
        "do": "absence",
        "user": str(user("csgl-review")),
        "kind": "leave",
        "since": "2026-09-22",
        "until": "2026-09-22",
    }
    assert desk("head").post(f"{HOME}roster/", sent).status_code == 403
    assert not identity.Absence.objects.exists()


def workbook(*rows: tuple[object, ...]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_from_excel_is_looked_through_first_and_then_recorded(desk: Desk) -> None:
    content = workbook(
        ("姓名", "开始日期", "结束日期", "事由"),
        ("隋明澈", "2026-09-22", "2026-09-23", "培训"),
        ("丛云舟", "2026-09-22", "", ""),
    )
    client = desk("head")

    def send(**more: str) -> str:
        file = SimpleUploadedFile("请假.xlsx", content)
        return words(client.post(f"{HOME}roster/", {"do": "list", "file": file, **more}, follow=True))

    assert "可以记录 1 条" in send(look="1")
    assert not identity.Absence.objects.exists()
    told = send()
    assert "记录了 1 条" in told
    assert "第 3 行 丛云舟：本部门没有这个人" in told
    assert "1 条早已记录" in send()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b\n1,2\n"])
def test_a_file_that_is_no_list_is_refused_with_the_reason(desk: Desk, content: bytes) -> None:
    answer = desk("head").post(f"{HOME}roster/", {"do": "list", "file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert "没有办成" in words(answer)


def test_the_department_page_names_empty_posts_hands_and_substitutes(desk: Desk, accepted: cases.Case) -> None:
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    identity.record_absence(
        official("acceptor", NOW), user_id=user("acceptor"), kind=identity.AbsenceKind.TRIP, since=NOW.date(),
        until=NOW.date(), now=NOW,
    )  # fmt: skip
    client = desk("head")
    page = words(client.get(f"{HOME}department/"))
    assert "现在无人在岗，也没有 B 岗" in page
    assert accepted.number in page
    sent = {"do": "substitute", "post": "xzspj-shinan/accept", "user": str(user("issuer"))}
    assert "每个岗位现在都有人" in words(client.post(f"{HOME}department/", sent, follow=True))
    assert "戚松年 不在岗" not in words(client.get(f"{HOME}department/"))
    assert "（代 丛知微）" in words(desk("issuer").get("/desk/"))


def test_a_handover_goes_from_the_form_to_the_confirmed_list(desk: Desk, accepted: cases.Case) -> None:
    identity.appoint(user("issuer"), ["xzspj-shinan/issue", "xzspj-shinan/review"], actor=identity.SYSTEM, now=NOW)
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    sent = {
        "do": "begin",
        "giver": str(user("reviewer")),
        "receiver": f"xzspj-shinan@{user('issuer')}",
        "reason": "调动",
    }
    assert desk("reviewer").post(f"{HOME}handovers/", sent).status_code == 422, "it asks to be confirmed"
    assert "等接收人确认" in words(desk("reviewer").post(f"{HOME}handovers/", sent | {"sure": "1"}, follow=True))
    row = identity.Handover.objects.get()
    assert "逐项确认" in words(desk("issuer").get("/desk/"))
    address = f"{HOME}handovers/{row.pk}/"
    assert desk("csgl-head").get(address).status_code == 404
    assert "没有核对" in words(desk("issuer").post(address, {"do": "confirm"}))
    line = row.entries.get()
    assert "已确认" in words(desk("issuer").post(address, {"do": "confirm", "line": line.pk}, follow=True))


def test_a_case_page_offers_to_take_to_give_back_and_to_change_hands(desk: Desk, accepted: cases.Case) -> None:
    task, page = task_of(accepted, "review"), f"/desk/cases/{accepted.pk}/"
    hands = f"/desk/tasks/{task.pk}/hands/"
    assert "我来办" in words(desk("reviewer").get(page))
    assert "您是经办人" in words(desk("reviewer").post(hands, {"do": "take"}, follow=True))
    assert "隋明澈 正在办" in words(desk("head").get(page))
    identity.appoint(user("issuer"), ["xzspj-shinan/issue", "xzspj-shinan/review"], actor=identity.SYSTEM, now=NOW)
    assert "改派给" in words(desk("head").get(hands))
    assert "改派给" not in words(desk("reviewer").get(hands))
    desk("head").post(hands, {"do": "assign", "user": str(user("issuer"))})
    assert task_of(accepted, "review").assignee_id == user("issuer")
    assert "由 戚松年 经办" in words(desk("reviewer").post(hands, {"do": "take"}, follow=True))
    assert "原经办人：隋明澈；经办人：戚松年" in words(desk("head").get(page))
    assert desk("csgl-review").post(hands, {"do": "take"}).status_code == 404


def test_pressing_an_act_on_what_another_has_in_hand_leads_back_with_the_reason(
    desk: Desk, accepted: cases.Case
) -> None:
    identity.appoint(user("issuer"), ["xzspj-shinan/issue", "xzspj-shinan/review"], actor=identity.SYSTEM, now=NOW)
    task = task_of(accepted, "review")
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    answer = desk("issuer").post(f"/desk/tasks/{task.pk}/approve/", {"opinion": "同意"}, follow=True)
    assert answer.status_code == 200
    assert "由 隋明澈 经办" in words(answer)
    assert task_of(accepted, "review").state == "open"


def test_the_timeline_says_who_acted_for_whom(desk: Desk, accepted: cases.Case) -> None:
    identity.delegate(
        official("chief", NOW), post="xzspj-shinan/decide", to=user("issuer"), until=NOW.date(), reason="出差", now=NOW
    )
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    do(accepted, "decision", "grant", official("issuer", NOW), NOW)
    assert "戚松年（代 蓝云舟）" in words(desk("reviewer").get(f"/desk/cases/{accepted.pk}/"))


@pytest.mark.parametrize(("login", "page"), [("reviewer", ""), ("reviewer", "delegate/"), ("reviewer", "handovers/"), ("head", "roster/"), ("head", "department/"), ("head", "delegate/")])  # fmt: skip
def test_every_page_costs_at_most_fifteen_queries(
    desk: Desk, login: str, page: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = desk(login)
    client.get(HOME + page)
    with django_assert_max_num_queries(15):
        assert client.get(HOME + page).status_code == 200
