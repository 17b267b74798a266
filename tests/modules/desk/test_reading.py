"""What an official reads: the list, the case with its clocks and its story, and the search; never another's."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from support.qingdao import applicant, do, hand_in, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents

pytestmark = pytest.mark.django_db

Desk = Callable[[str], Client]


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def test_the_list_names_the_official_the_posts_and_what_waits(case: cases.Case, desk: Desk) -> None:
    text = page(desk("acceptor"), "/desk/")
    assert "市南区行政审批服务局 · 受理岗 · 丛知微" in text
    assert "食品经营许可 · 市南区禾记小馆" in text
    assert case.number in text
    assert "剩 5 个工作日" in text
    assert 'href="/account/logout/"' in text


def test_an_empty_desk_says_so(case: cases.Case, desk: Desk) -> None:
    assert "现在没有等您办的事" in page(desk("chief"), "/desk/")


def test_what_narrows_the_list_stays_in_every_address(case: cases.Case, desk: Desk) -> None:
    text = page(desk("acceptor"), "/desk/?step=acceptance&due=later")
    address = f"/desk/cases/{case.pk}/?step=acceptance&amp;due=later"
    assert address in text
    inside = page(desk("acceptor"), address.replace("&amp;", "&"))
    assert "/refuse/?step=acceptance&amp;due=later" in inside
    assert 'href="/desk/?step=acceptance&amp;due=later"' in inside


def test_a_filter_that_finds_nothing_offers_the_whole_list(case: cases.Case, desk: Desk) -> None:
    text = page(desk("acceptor"), "/desk/?due=late")
    assert "按这个条件没有任务" in text
    assert case.number not in text


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99999999", "?page=x", "?step=%00", "?step=../..", "?due=never", "?page=-1"]
)
def test_a_senseless_address_shows_the_list_all_the_same(case: cases.Case, desk: Desk, query: str) -> None:
    page(desk("acceptor"), f"/desk/{query}")


def test_the_case_says_who_asks_for_what_and_by_when(case: cases.Case, desk: Desk) -> None:
    text = page(desk("acceptor"), f"/desk/cases/{case.pk}/")
    assert "市南区禾记小馆 · 食品经营许可" in text
    assert "个体工商户" in text
    assert "923702********0117" in text
    assert "92370202MADEM00117" not in text
    assert "前告知是否受理" in text
    assert text.count("这个日期怎么算的") == 1
    assert "不用交，青岛市市场监督管理局持有" in text
    assert "行政许可法第三十二条第一款第（五）项" in text
    assert "<svg" in text


def test_each_running_clock_explains_itself_once(accepted: cases.Case, desk: Desk) -> None:
    text = page(desk("reviewer"), f"/desk/cases/{accepted.pk}/")
    assert text.count("这个日期怎么算的") == 2
    assert "承诺 8 个工作日" in text
    assert "法律规定 10 个工作日" in text
    assert "（待核实）" in text


def test_a_suspended_clock_says_why_and_for_how_long(accepted: cases.Case, desk: Desk, now: datetime) -> None:
    do(accepted, "review", "special", official("reviewer", now), now, ground="expert-review", days="5", reason="新工艺")
    text = page(desk("expert-secretary"), f"/desk/cases/{accepted.pk}/")
    assert "停止计时：专家评审" in text
    assert "预计 5 个工作日" in text
    assert "这个日期怎么算的" not in text
    assert "法定事由：专家评审" in text


def test_whose_turn_it_is_when_it_is_not_mine(case: cases.Case, desk: Desk) -> None:
    text = page(desk("reviewer"), f"/desk/cases/{case.pk}/")
    assert "市南区行政审批服务局 受理岗" in text
    assert "您的岗位不能代办" in text
    assert "data-acts" not in text


def test_the_applicants_turn_is_named_too(case: cases.Case, desk: Desk, now: datetime) -> None:
    missing = [{"code": "floor-plan", "how": "请标明尺寸。"}]
    do(case, "acceptance", "correct", official("acceptor", now), now, missing=missing)
    text = page(desk("acceptor"), f"/desk/cases/{case.pk}/")
    assert "<strong>申请人</strong>" in text
    assert "等申请人补正" in text
    assert "等您补正" not in text
    assert "请标明尺寸。" in text


def test_what_may_not_be_done_yet_says_what_is_missing(file: Callable[..., cases.Case], desk: Desk) -> None:
    case = file("floor-plan")
    text = page(desk("acceptor"), f"/desk/cases/{case.pk}/")
    assert "还缺：设备设施清单、食品安全规章制度" in text
    assert f'value="{task_of(case, "acceptance").pk}/accept"' not in text


def test_a_paper_that_was_replaced_can_still_be_read(case: cases.Case, desk: Desk, now: datetime) -> None:
    trader = applicant("trader", now)
    for _ in range(5):
        hand_in("floor-plan", trader, now, case_id=case.pk)
    text = page(desk("acceptor"), f"/desk/cases/{case.pk}/")
    assert "换下来的 1 份" in text


def test_a_closed_case_offers_nothing(case: cases.Case, desk: Desk, now: datetime) -> None:
    cases.act_on_case(case.pk, act="withdraw", data={}, actor=applicant("trader", now), now=now)
    text = page(desk("acceptor"), f"/desk/cases/{case.pk}/")
    assert "已撤回" in text
    assert "没有要办的了" in text


def test_files_and_papers_open_for_the_office(case: cases.Case, desk: Desk) -> None:
    row = cases.handed_in(case)[0]
    answer = desk("acceptor").get(f"/desk/cases/{case.pk}/files/{row.pk}/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    paper = documents.papers_about([cases.case_ref(case)])[0]
    answer = desk("acceptor").get(f"/desk/cases/{case.pk}/papers/{paper.pk}.pdf")
    assert answer.content.startswith(b"%PDF")


def test_another_departments_case_task_paper_and_file_do_not_exist(case: cases.Case, desk: Desk) -> None:
    paper = documents.papers_about([cases.case_ref(case)])[0]
    row, task, stranger = cases.handed_in(case)[0], task_of(case, "acceptance"), desk("csgl-shinan-accept")
    addresses = [
        f"/desk/cases/{case.pk}/",
        f"/desk/cases/{case.pk}/papers/{paper.pk}.pdf",
        f"/desk/cases/{case.pk}/files/{row.pk}/",
        f"/desk/cases/{case.pk}/acts/extend/",
        f"/desk/tasks/{task.pk}/accept/",
        f"/desk/tasks/{task.pk}/correct/",
    ]
    for address in addresses:
        assert stranger.get(address).status_code == 404, address
        nowhere = re.sub(r"(cases|tasks)/[0-9]+", r"\1/987654", address)
        assert desk("acceptor").get(nowhere).status_code == 404, nowhere
    for address in (addresses[0], addresses[3], addresses[4]):
        assert stranger.post(address, {"outcome": f"{task.pk}/accept"}).status_code == 404, address
    assert task_of(case, "acceptance").state == "open"
    assert "没有符合条件的办件" in page(stranger, f"/desk/search/?q={case.number}")


def test_a_paper_of_another_case_is_not_found_under_ones_own(file: Callable[..., cases.Case], desk: Desk) -> None:
    mine, other = file("floor-plan"), file("floor-plan")
    paper = documents.papers_about([cases.case_ref(other)])[0]
    row = cases.handed_in(other)[0]
    for address in (f"papers/{paper.pk}.pdf", f"files/{row.pk}/"):
        assert desk("acceptor").get(f"/desk/cases/{mine.pk}/{address}").status_code == 404


def test_a_case_is_found_by_number_and_by_applicant(case: cases.Case, desk: Desk) -> None:
    for text in (case.number, case.number[:12].lower(), "禾记", ""):
        assert case.number in page(desk("reviewer"), f"/desk/search/?q={text}")
    assert "没有符合条件的办件" in page(desk("reviewer"), "/desk/search/?q=没有这家店")
    assert case.number not in page(desk("reviewer"), "/desk/search/?status=closed")
    assert case.number in page(desk("reviewer"), "/desk/search/?status=nonsense")


def test_the_desk_speaks_english_throughout(accepted: cases.Case, desk: Desk, now: datetime) -> None:
    case = page(desk("reviewer"), f"/desk/cases/{accepted.pk}/?lang=en")
    for words in (
        "What the law allows now", "Recommend granting", "Administrative Licensing Law art. 34(1)", "sole trader",
        "Decide by", "8 working days promised", "Where it stands", "Decision", "held by", "Review",
    ):  # fmt: skip
        assert words in case, words
    for words in ("建议", "前决定", "不用交", "走到哪一步", "审查岗"):
        assert words not in case, words
    task = task_of(accepted, "review")
    for outcome, words in (
        ("special", "Legal ground"),
        ("reject", "Legal basis"),
        ("visit", "does not stop the clock"),
    ):
        assert words in page(desk("reviewer"), f"/desk/tasks/{task.pk}/{outcome}/?lang=en")
    assert "My tasks" in page(desk("reviewer"), "/desk/?lang=en")
    assert "Find a case" in page(desk("reviewer"), "/desk/search/?lang=en")


def test_the_story_is_folded_when_it_is_long(accepted: cases.Case, desk: Desk, now: datetime) -> None:
    long_story(accepted, 30, now)
    assert "更早的" in page(desk("reviewer"), f"/desk/cases/{accepted.pk}/")


def long_story(case: cases.Case, rounds: int, now: datetime) -> None:
    """The chief sends it back again and again."""
    reviewer, chief = official("reviewer", now), official("chief", now)
    for n in range(rounds):
        at = now + timedelta(seconds=n)
        do(case, "review", "approve", reviewer, at)
        do(case, "decision", "return", chief, at, reason="请再看一遍。")


def test_a_case_page_costs_at_most_sixteen_queries_however_long_its_story(
    accepted: cases.Case, desk: Desk, now: datetime, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client, address = desk("reviewer"), f"/desk/cases/{accepted.pk}/"
    long_story(accepted, 100, now)
    page(client, address)  # names of the catalogue are known from now on
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        page(client, address)


def test_lists_cost_at_most_fifteen_queries_whatever_they_hold(
    file: Callable[..., cases.Case], desk: Desk, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(3):
        file("floor-plan")
    client = desk("acceptor")
    for address in ("/desk/", "/desk/?step=acceptance&page=1", "/desk/search/", "/desk/search/?q=禾记&status=received"):
        page(client, address)
        with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
            page(client, address)


def test_a_long_list_has_pages(file: Callable[..., cases.Case], desk: Desk) -> None:
    for _ in range(31):
        file()
    assert 'rel="next"' in page(desk("acceptor"), "/desk/")
    second = page(desk("acceptor"), "/desk/?page=2")
    assert second.count('<span class="subject">') == 1
