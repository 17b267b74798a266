"""What an official does: each act with what it must say, refused with everything as it was written, and done once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from support.qingdao import do, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.lib.lawtime import law_date

pytestmark = pytest.mark.django_db

Desk = Callable[[str], Client]
BUDGET = 13


@contextmanager
def a_request_within_budget() -> Iterator[None]:
    """DESIGN §9: at most thirteen statements, besides those that only begin and end transactions."""
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [each["sql"] for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(said) <= BUDGET, "\n".join(said)


def words(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def press(client: Client, case: cases.Case, step: str, outcome: str) -> str:
    """The button on the case's page that asks nothing."""
    answer = client.post(f"/desk/cases/{case.pk}/", {"outcome": f"{task_of(case, step).pk}/{outcome}"}, follow=True)
    assert answer.status_code == 200
    return words(answer)


def form_of(case: cases.Case, step: str, outcome: str) -> str:
    return f"/desk/tasks/{task_of(case, step).pk}/{outcome}/"


def titles(case: cases.Case) -> list[str]:
    return [paper.title for paper in documents.papers_about([cases.case_ref(case)])]


def test_what_asks_nothing_is_done_with_one_press(case: cases.Case, desk: Desk) -> None:
    client, sent = desk("acceptor"), {"outcome": f"{task_of(case, 'acceptance').pk}/accept"}
    with a_request_within_budget():
        answer = client.post(f"/desk/cases/{case.pk}/", sent)
    assert answer.status_code == 302
    assert f"{case.number}：已办好并记录" in words(desk("acceptor").get(answer.headers["Location"]))
    assert titles(case)[-1] == "受理通知书"


def test_pressed_twice_it_is_done_once(case: cases.Case, desk: Desk) -> None:
    outcome = {"outcome": f"{task_of(case, 'acceptance').pk}/accept"}
    client, address = desk("acceptor"), f"/desk/cases/{case.pk}/"
    client.post(address, outcome)
    again = words(client.post(address, outcome, follow=True))
    assert "这一步您已在" in again
    assert "没有重复办理" in again
    assert titles(case).count("受理通知书") == 1


def test_a_step_that_someone_else_did_first_says_who(case: cases.Case, desk: Desk, now: datetime) -> None:
    address = form_of(case, "acceptance", "refuse")
    do(case, "acceptance", "accept", official("acceptor", now), now)
    answer = desk("chief").get(address, follow=True)
    assert "这一步丛知微已在" in words(answer)
    late = desk("acceptor").post(address, {"reason": "不属于本机关。", "where": "不需要办理"}, follow=True)
    assert "没有重复办理" in words(late)
    assert "不予受理决定书" not in titles(case)


@pytest.mark.parametrize("sent", ["", "x/accept", "/", "99999999999999999999/accept", "٣/accept", "1"])
def test_a_garbled_press_changes_nothing(case: cases.Case, desk: Desk, sent: str) -> None:
    answer = desk("acceptor").post(f"/desk/cases/{case.pk}/", {"outcome": sent}, follow=True)
    assert answer.status_code == 200
    assert "现在依法不能这样办" in words(answer)
    assert task_of(case, "acceptance").state == "open"


def test_an_incomplete_application_is_not_accepted_and_the_reason_is_told(
    file: Callable[..., cases.Case], desk: Desk
) -> None:
    case = file("floor-plan", "equipment")
    assert "还缺：食品安全规章制度" in press(desk("acceptor"), case, "acceptance", "accept")
    assert task_of(case, "acceptance").state == "open"


def test_the_correction_list_comes_ticked_with_what_lacks(file: Callable[..., cases.Case], desk: Desk) -> None:
    case = file("floor-plan", "equipment")
    text = words(desk("acceptor").get(form_of(case, "acceptance", "correct")))
    assert 'value="m:safety-rules" checked' in text
    assert 'value="m:floor-plan">' in text
    assert 'value="f:area">' in text
    assert "请提交清晰、完整的“食品安全规章制度”" in text
    assert 'value="m:business-licence"' not in text, "what is shared is not asked for"


def test_a_correction_without_a_list_is_refused(case: cases.Case, desk: Desk) -> None:
    answer = desk("acceptor").post(form_of(case, "acceptance", "correct"), {"list": "1"})
    assert answer.status_code == 422
    assert 'href="#id_missing"' in words(answer)


def test_what_was_written_stays_when_a_correction_is_refused(case: cases.Case, desk: Desk) -> None:
    sent = {
        "list": "1",
        "missing": ["m:floor-plan", "f:area"],
        "how-m:floor-plan": "",
        "how-f:area": "请核对面积。",
        "other": "请补章。",
    }
    answer = desk("acceptor").post(form_of(case, "acceptance", "correct"), sent)
    text = words(answer)
    assert answer.status_code == 422
    assert 'href="#how-m:floor-plan"' in text
    assert "请为“经营场所平面图”写明怎样才算符合" in text
    assert "请核对面积。" in text
    assert "请补章。" in text
    assert task_of(case, "acceptance").state == "open"


def test_a_correction_is_told_once_and_in_full(case: cases.Case, desk: Desk) -> None:
    address = form_of(case, "acceptance", "correct")
    sent = {
        "list": "1",
        "missing": ["m:floor-plan", "f:area"],
        "how-m:floor-plan": "请标尺寸。",
        "how-f:area": "请核对。",
        "other": "请盖章。",
    }
    client = desk("acceptor")
    with a_request_within_budget():
        client.post(address, sent)
    paper = documents.papers_about([cases.case_ref(case)])[-1]
    assert paper.title == "补正材料一次性告知书"
    assert [tuple(row) for row in paper.facts["rows"]] == [
        ("1. 经营场所平面图", "请标尺寸。"),
        ("2. 经营面积有多大？", "请核对。"),
        ("3. 其他", "请盖章。"),
    ]


def test_a_refusal_needs_reasons_and_asks_once_more(case: cases.Case, desk: Desk) -> None:
    address = form_of(case, "acceptance", "refuse")
    text = words(desk("acceptor").get(address))
    assert "办了就不能撤销" in text
    assert "确认：不予受理" in text
    answer = desk("acceptor").post(address, {"reason": " ", "where": "市南区城市管理局"})
    assert answer.status_code == 422
    assert 'href="#id_reason"' in words(answer)
    assert "市南区城市管理局" in words(answer)
    with a_request_within_budget():
        desk("acceptor").post(address, {"reason": "不属于本机关职权。", "where": "市南区城市管理局"})
    assert titles(case)[-1] == "不予受理决定书"


def test_a_special_procedure_names_its_ground_and_its_days(accepted: cases.Case, desk: Desk) -> None:
    address = form_of(accepted, "review", "special")
    text = words(desk("reviewer").get(address))
    assert "专家评审" in text
    assert "检测" in text
    assert "拍卖" not in text, "only the item's own grounds"
    wrong = desk("reviewer").post(address, {"ground": "auction", "days": "many", "reason": "新工艺"})
    assert wrong.status_code == 422
    assert {'href="#id_ground"', 'href="#id_days"'} <= set(words(wrong).replace(">", " ").split())
    with a_request_within_budget():
        desk("reviewer").post(address, {"ground": "expert-review", "days": "5", "reason": "新工艺"})
    assert titles(accepted)[-1] == "特别程序期限告知书"


def test_a_site_visit_is_recorded_by_two_officers(accepted: cases.Case, desk: Desk, now: datetime) -> None:
    do(accepted, "review", "visit", official("reviewer", now), now)
    address = form_of(accepted, "visit", "pass")
    text = words(desk("inspector-1").get(address))
    assert "綦念真" in text
    inspector = official("inspector-1", now)
    sent = {"visited_on": law_date(now).isoformat(), "companion": str(inspector.user_id), "findings": "布局合理。"}
    alone = desk("inspector-1").post(address, sent)
    assert alone.status_code == 422
    assert "请选择同岗位的另一名工作人员" in words(alone)
    other = next(iter(cases.colleagues(task_of(accepted, "visit"), inspector, today=law_date(now))))
    with a_request_within_budget():
        desk("inspector-1").post(address, sent | {"companion": other})
    assert task_of(accepted, "review").state == "open"
    assert "同行核查人员：綦念真" in words(desk("reviewer").get(f"/desk/cases/{accepted.pk}/"))


def test_the_head_and_only_the_head_extends(accepted: cases.Case, desk: Desk) -> None:
    address = f"/desk/cases/{accepted.pk}/acts/extend/"
    assert "延长期限" in words(desk("head").get(f"/desk/cases/{accepted.pk}/"))
    assert "延长期限" not in words(desk("reviewer").get(f"/desk/cases/{accepted.pk}/"))
    assert "现在依法不能这样办" in words(desk("reviewer").post(address, {"days": "5", "reason": "x"}, follow=True))
    wrong = desk("head").post(address, {"days": "6", "reason": "需要检测。"})
    assert wrong.status_code == 422
    assert "需要检测。" in words(wrong)
    with a_request_within_budget():
        desk("head").post(address, {"days": "5", "reason": "需要检测。"})
    assert titles(accepted)[-1] == "延长办理期限告知书"
    assert "现在依法不能这样办" in words(desk("head").get(address, follow=True)), "only once"


def test_who_may_see_but_not_act_is_told_whose_step_it_is(case: cases.Case, desk: Desk) -> None:
    answer = desk("reviewer").post(form_of(case, "acceptance", "accept"), {})
    assert answer.status_code == 403
    assert "市南区行政审批服务局" in words(answer)


def test_the_chief_refuses_with_reasons_and_the_window_serves_it(
    accepted: cases.Case, desk: Desk, now: datetime
) -> None:
    do(accepted, "review", "reject", official("reviewer", now), now, reason="厨房太小。", basis="食品安全法 第三十三条")
    sent = {"reason": "厨房太小。", "basis": "食品安全法 第三十三条"}
    client, address = desk("chief"), form_of(accepted, "decision", "refuse")
    with a_request_within_budget():
        client.post(address, sent)
    assert titles(accepted)[-1] == "不予行政许可决定书"
    text = words(desk("window").get(f"/desk/cases/{accepted.pk}/"))
    assert "行政许可法第三十八条第二款" in text
    desk("window").post(
        form_of(accepted, "delivery", "done"), {"mode": "mail", "recipient": "纪禾生", "tracking": "EX1"}
    )
    assert cases.Case.objects.get(pk=accepted.pk).status == cases.Status.CLOSED


def test_every_form_posts_back_with_the_list_as_it_was(accepted: cases.Case, desk: Desk) -> None:
    address = form_of(accepted, "review", "approve") + "?step=review"
    assert 'action="?step=review"' in words(desk("reviewer").get(address))
    answer = desk("reviewer").post(address, {"opinion": ""})
    assert answer.headers["Location"] == f"/desk/cases/{accepted.pk}/?step=review"
