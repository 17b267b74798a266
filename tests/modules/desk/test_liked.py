"""What makes officials like their desk: views, several cases at once, export, the month, phrases, text kept for later."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from support.qingdao import at, do, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.lib.workdays import official_calendar
from weimin.modules.desk import services
from weimin.modules.desk.duecalendar import month_of, parse_month
from weimin.modules.desk.export import workbook
from weimin.modules.desk.models import SavedView, TextDraft

pytestmark = pytest.mark.django_db

NOW = at("2026-09-21 10:00")
PAPERS = ("floor-plan", "equipment", "safety-rules")

Desk = Callable[[str], Client]
File = Callable[..., cases.Case]


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def task(case: cases.Case) -> cases.Task:
    return cases.Task.objects.get(case=case, state="open")


# Narrowing and views


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=市南区禾记", True), ("?q=370202-XZSP", True), ("?q=nobody", False), ("?item=food-business-licence", True),
        ("?item=dog-registration", False), ("?on=2026-09-29", True), ("?on=2026-09-30", False), ("?on=rubbish", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_text_item_and_day(case: cases.Case, desk: Desk, query: str, found: bool) -> None:
    text = text_of(desk("acceptor").get(f"/desk/{query}"))
    assert (f"/desk/cases/{case.pk}/" in text) is found


def test_a_view_is_kept_under_a_name_used_and_forgotten(case: cases.Case, desk: Desk) -> None:
    clerk = desk("acceptor")
    kept = clerk.post("/desk/views/", {"name": "我的餐饮", "item": "food-business-licence", "page": "7"})
    assert kept["Location"] == "/desk/?item=food-business-licence"
    assert 'href="/desk/?item=food-business-licence" aria-current="true">我的餐饮' in text_of(
        clerk.get(kept["Location"])
    )
    view = SavedView.objects.get()
    desk("reviewer").post(f"/desk/views/{view.pk}/forget/")
    assert SavedView.objects.exists(), "another official's view is not theirs to forget"
    assert "我的餐饮" not in text_of(desk("reviewer").get("/desk/"))
    clerk.post(f"/desk/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "given", [{"name": "空"}, {"name": "", "step": "acceptance"}, {"name": "长" * 31, "due": "late"}]
)
def test_a_view_without_name_or_narrowing_is_not_kept(case: cases.Case, desk: Desk, given: dict[str, str]) -> None:
    assert desk("acceptor").post("/desk/views/", given).status_code == 302
    assert not SavedView.objects.exists()


def test_views_are_few_and_a_name_is_used_again(case: cases.Case, desk: Desk) -> None:
    clerk = desk("acceptor")
    for number in range(services.MOST_VIEWS + 3):
        clerk.post("/desk/views/", {"name": f"视图{number}", "step": "acceptance"})
    assert SavedView.objects.count() == services.MOST_VIEWS
    clerk.post("/desk/views/", {"name": "视图0", "due": "late"})
    assert SavedView.objects.get(name="视图0").query == "?due=late"


# Several at once


def test_complete_applications_are_accepted_at_once_and_the_others_say_what_is_missing(file: File, desk: Desk) -> None:
    whole, lacking = [file(*PAPERS), file(*PAPERS)], file("floor-plan", "equipment")
    chosen = [task(case).pk for case in (*whole, lacking)]
    clerk = desk("acceptor")
    assert all(case.number in text_of(clerk.get("/desk/bulk/")) for case in (*whole, lacking))
    asked = text_of(clerk.post("/desk/bulk/", {"task": chosen, "act": "acceptance/accept"}))
    assert "受理 3 件？" in asked
    assert {task(case).step for case in whole} == {"acceptance"}, "asking does nothing"
    told = text_of(clerk.post("/desk/bulk/", {"task": chosen, "act": "acceptance/accept", "confirm": "1"}))
    assert "受理：办好 2 件" in told
    assert "食品安全规章制度" in told
    assert [cases.Case.objects.get(pk=case.pk).status for case in (*whole, lacking)] == [
        "accepted",
        "accepted",
        "received",
    ]
    for case in whole:
        assert journal.entries(case=cases.case_ref(case))[0].action == "case.accepted"


def test_what_is_not_the_officials_or_already_done_is_left_alone(file: File, desk: Desk) -> None:
    first, second = file(*PAPERS), file(*PAPERS)
    chosen = [task(first).pk, task(second).pk]
    do(first, "acceptance", "accept", official("acceptor", NOW), NOW)
    given = {"task": chosen, "act": "acceptance/accept", "confirm": "1"}
    assert "办好 0 件" in text_of(desk("reviewer").post("/desk/bulk/", given))
    told = text_of(desk("acceptor").post("/desk/bulk/", given))
    assert "办好 1 件" in told
    assert "另有 1 件刚被别人办了" in told


@pytest.mark.parametrize(
    "act", ["decision/refuse", "decision/grant", "acceptance/refuse", "review/approve", "", "x/y/z"]
)
def test_what_must_be_said_of_each_case_is_never_done_at_once(case: cases.Case, desk: Desk, act: str) -> None:
    given = {"task": [task(case).pk], "act": act, "confirm": "1"}
    text_of(desk("acceptor").post("/desk/bulk/", given), 422)
    assert task(case).step == "acceptance"


def test_choosing_nothing_is_told(case: cases.Case, desk: Desk) -> None:
    assert "请至少选一件" in text_of(desk("acceptor").post("/desk/bulk/", {"act": "acceptance/accept"}), 422)


# Export


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))


def test_what_is_seen_is_exported_and_the_export_is_recorded(case: cases.Case, desk: Desk) -> None:
    rows = sheet(desk("acceptor").get("/desk/export.xlsx?item=food-business-licence"))
    assert rows[0][:3] == ("编号", "事项", "申请人")
    assert rows[1][:4] == (case.number, "食品经营许可", "市南区禾记小馆", "受理审查")
    assert rows[1][4].date() == date(2026, 9, 29)
    entry = journal.entries(resource="list:tasks")[0]
    assert (entry.action, entry.payload["rows"]) == ("desk.list-exported", "1")
    assert sheet(desk("acceptor").get("/desk/export.xlsx?q=nobody")) == [rows[0]]


def test_another_offices_cases_are_in_no_export(case: cases.Case, desk: Desk) -> None:
    assert len(sheet(desk("zrzy-accept").get("/desk/export.xlsx"))) == 1
    assert len(sheet(desk("zrzy-accept").get("/desk/search/export.xlsx"))) == 1
    assert sheet(desk("chief").get("/desk/search/export.xlsx"))[1][0] == case.number


def test_an_export_costs_the_same_queries_whatever_it_holds(
    file: File, desk: Desk, django_assert_max_num_queries: Any
) -> None:
    file(*PAPERS)
    clerk = desk("acceptor")
    sheet(clerk.get("/desk/export.xlsx"))
    for _ in range(5):
        file(*PAPERS)
    with django_assert_max_num_queries(15):
        assert len(sheet(clerk.get("/desk/export.xlsx"))) == 7


def test_nothing_in_a_workbook_can_run() -> None:
    book = load_workbook(workbook("t", [("h", 10)], [["=HYPERLINK(1)"], ["+1"], [None], [True]]))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells[:2]] == ["s", "s"]
    assert cells[0].value == "=HYPERLINK(1)"


# The month


def test_the_month_counts_what_is_due_and_leads_to_its_list(case: cases.Case, desk: Desk) -> None:
    text = text_of(desk("acceptor").get("/desk/month/?month=2026-09"))
    assert "2026 年 9 月 有 1 件到期" in text
    assert '<a href="/desk/?on=2026-09-29">1' in text
    assert "有 0 件到期" in text_of(desk("chief").get("/desk/month/?month=2026-09"))


@pytest.mark.parametrize("month", ["2026-13", "rubbish", "9999-01", "", "2026-09-01"])
def test_a_senseless_month_is_this_one(month: str) -> None:
    assert parse_month(month, date(2026, 9, 21)) == date(2026, 9, 1)


def test_a_month_begins_on_a_monday_and_knows_days_off_and_days_worked() -> None:
    month = month_of(date(2026, 10, 1), {date(2026, 10, 9): 2}, today=date(2026, 10, 12), calendar=official_calendar())
    looks = {cell.day: cell.look for week in month.weeks for cell in week}
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in month.weeks)
    assert looks[date(2026, 10, 7)] == "off"
    assert looks[date(2026, 10, 10)] == "day", "a Saturday that is worked"
    assert (looks[date(2026, 10, 9)], looks[date(2026, 10, 12)]) == ("late", "today")
    assert (month.before, month.after, month.total) == ("2026-09", "2026-11", 2)


# Phrases and text for later


def test_phrases_are_ones_own_and_offered_where_a_reason_is_asked_for(case: cases.Case, desk: Desk) -> None:
    clerk = desk("acceptor")
    assert clerk.post("/desk/phrases/", {"text": "场所平面图没有标出操作间。"}).status_code == 302
    assert "场所平面图没有标出操作间。" in text_of(clerk.get(f"/desk/tasks/{task(case).pk}/refuse/"))
    assert "场所平面图" not in text_of(desk("reviewer").get("/desk/phrases/"))
    text_of(clerk.post("/desk/phrases/", {"text": "  "}), 422)
    phrase = services.phrases_of(identity.User.objects.get(login="acceptor").pk)[0]
    desk("reviewer").post(f"/desk/phrases/{phrase.pk}/forget/")
    assert "场所平面图" in text_of(clerk.get("/desk/phrases/"))
    clerk.post(f"/desk/phrases/{phrase.pk}/forget/")
    assert "还没有常用语" in text_of(clerk.get("/desk/phrases/"))


def test_text_begun_is_kept_shown_again_and_thrown_away(case: cases.Case, desk: Desk) -> None:
    clerk, address = desk("acceptor"), f"/desk/tasks/{task(case).pk}/refuse/"
    assert clerk.post(f"{address}text/", {"reason": "不属于本机关职权", "where": ""}).status_code == 204
    page = text_of(clerk.get(address))
    assert "不属于本机关职权" in page
    assert "接着上次写的" in page
    assert "不属于本机关职权" not in text_of(desk("acceptor").get(f"/desk/tasks/{task(case).pk}/correct/"))
    assert (
        clerk.post(f"{address}text/", {"reason": "另一种写法", "later": "1"})["Location"] == f"/desk/cases/{case.pk}/"
    )
    assert "另一种写法" in text_of(clerk.get(address))
    clerk.post(f"{address}text/", {"forget": "1"})
    assert "另一种写法" not in text_of(clerk.get(address))


def test_nobody_keeps_text_for_a_step_that_is_not_theirs(case: cases.Case, desk: Desk) -> None:
    address = f"/desk/tasks/{task(case).pk}/refuse/text/"
    assert desk("zrzy-accept").post(address, {"reason": "x"}).status_code == 404
    assert desk("reviewer").post(address, {"reason": "x"}).status_code == 409
    assert not TextDraft.objects.exists()


def test_text_at_rest_is_sealed_and_goes_when_the_step_is_done(case: cases.Case, desk: Desk) -> None:
    from django.db import connection

    desk("acceptor").post(f"/desk/tasks/{task(case).pk}/refuse/text/", {"reason": "秘密的理由"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT written FROM desk_textdraft")
        assert "秘密" not in str(cursor.fetchone()[0])
    assert services.forget_done_texts(now=NOW) == 0
    do(case, "acceptance", "accept", official("acceptor", NOW), at("2026-09-21 11:00"))
    assert services.forget_done_texts(now=NOW) == 1
