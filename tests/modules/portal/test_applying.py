"""From the guide to the number: nobody loses what they wanted or wrote, and nothing is sent twice."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modules.portal.conftest import NOW, visitor
from support.qingdao import PDF, applicant, do, official
from weimin.kernel.cases import api as cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

START = "/items/food-business-licence/apply/"
WISHES = {"handling": "new", "division": "370202", "s.outlet": "canteen", "s.online": "no"}


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def pdf(name: str = "paper.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_a_stranger_who_starts_comes_back_to_exactly_this_after_the_login() -> None:
    client = Client()
    response = client.post(START, WISHES)
    login = urlsplit(response.headers["Location"])
    assert login.path == "/account/login/"
    back = parse_qs(login.query)["next"][0]
    client.force_login(visitor("trader").get("/account/").wsgi_request.user)
    page = text(client.get(back))
    assert "市南区禾记小馆" in page
    for name, value in WISHES.items():
        assert f'name="{name}" value="{value}"' in page


def test_choosing_the_business_switches_to_it_and_begins_with_the_answers_of_the_guide() -> None:
    client = visitor("trader")
    party = applicant("trader", NOW).party_id
    response = client.post(START, {**WISHES, "party": str(party)})
    draft = cases.Draft.objects.get()
    assert response.headers["Location"] == f"/apply/{draft.pk}/"
    assert (draft.applicant_id, draft.situations) == (party, {"outlet": "canteen", "online": "no"})
    assert client.get(f"/apply/{draft.pk}/").headers["Location"].endswith("/s-canteen-of/")


def test_the_party_of_someone_else_cannot_be_chosen() -> None:
    client = visitor("trader")
    response = client.post(START, {**WISHES, "party": str(applicant("company", NOW).party_id)})
    assert response.status_code == 403
    assert not cases.Draft.objects.exists()


def test_an_office_or_an_answer_that_is_not_offered_begins_nothing_wrong(trader: Client) -> None:
    assert trader.post(START, {"division": "110101", "handling": "new"}).status_code == 403
    assert trader.post(START, {"division": "370202", "handling": "forged"}).status_code == 403
    trader.post(START, {**WISHES, "s.outlet": "palace", "s.nothing": "1"})
    assert cases.Draft.objects.get().situations == {"online": "no"}


def test_the_guide_says_when_the_item_is_not_for_this_person_and_how_to_change_that(citizen: Client) -> None:
    page = text(citizen.get("/items/food-business-licence/"))
    assert "这件事要由企业和组织、个体工商户申请" in page
    assert "开始办理" not in page
    start = citizen.get(START)
    assert "您的账号现在不能办这件事" in text(start)


def test_a_trader_who_is_here_as_a_person_is_led_to_the_business() -> None:
    page = text(visitor("trader").get("/items/food-business-licence/"))
    assert "您现在是“纪禾生”" in page


def test_an_official_on_duty_is_told_to_switch() -> None:
    page = text(visitor("acceptor").get("/items/food-business-licence/"))
    assert "公务身份" in page
    assert "开始办理" not in page


def test_whoever_was_logged_out_while_writing_comes_back_to_the_page(draft: cases.Draft) -> None:
    page = f"/apply/{draft.pk}/f-area/?then=check"
    response = Client().post(page, {"answer": "90"}, headers={"referer": f"http://testserver{page}"})
    assert parse_qs(urlsplit(response.headers["Location"]).query)["next"] == [page]
    elsewhere = Client().post(page, {"answer": "90"}, headers={"referer": "https://evil.example/x"})
    assert parse_qs(urlsplit(elsewhere.headers["Location"]).query)["next"] == ["/"]


def test_starting_again_takes_up_the_unfinished_one(trader: Client) -> None:
    first, second = trader.post(START, WISHES), trader.post(START, WISHES)
    assert first.headers["Location"] == second.headers["Location"]
    assert cases.Draft.objects.count() == 1


def test_answers_are_kept_and_the_questions_follow_from_them(trader: Client) -> None:
    trader.post(START, WISHES)
    draft = cases.Draft.objects.get()
    trader.post(f"/apply/{draft.pk}/s-canteen-of/", {"answer": "workplace"})
    response = trader.post(f"/apply/{draft.pk}/f-area/", {"answer": "１２０．５"})
    assert response.headers["Location"] == f"/apply/{draft.pk}/f-kitchen-area/"
    draft.refresh_from_db()
    assert draft.answers == {"area": "120.5"}
    page = text(trader.get(f"/apply/{draft.pk}/f-area/"))
    assert 'value="120.5"' in page
    assert "第 5 问，共约" in page
    assert trader.get(f"/apply/{draft.pk}/f-seats/").headers["Location"] == f"/apply/{draft.pk}/"  # restaurants only


def test_finishing_later_keeps_the_answer_and_my_space_offers_to_go_on(trader: Client) -> None:
    trader.post(START, WISHES)
    draft = cases.Draft.objects.get()
    response = trader.post(f"/apply/{draft.pk}/f-manager/", {"answer": "王小明", "then": "later"}, follow=True)
    assert response.redirect_chain[-1][0] == "/my/"
    assert "已保存" in text(response)
    assert f'href="/apply/{draft.pk}/"' in text(response)
    draft.refresh_from_db()
    assert draft.answers["manager"] == "王小明"


def test_a_change_from_the_check_page_leads_back_to_it(trader: Client, draft: cases.Draft) -> None:
    page = text(trader.get(f"/apply/{draft.pk}/check/"))
    assert f"/apply/{draft.pk}/f-area/?then=check" in page
    assert "食品安全规章制度" in page.split("也可以先提交")[1]
    response = trader.post(f"/apply/{draft.pk}/f-area/", {"answer": "90", "then": "check"})
    assert response.headers["Location"] == f"/apply/{draft.pk}/check/"


def test_a_declaration_tells_duty_check_and_liability_and_needs_the_tick(trader: Client) -> None:
    trader.post(START, WISHES)
    draft = cases.Draft.objects.get()
    address = f"/apply/{draft.pk}/m-staff-health/"
    page = text(trader.get(address))
    assert "由您自己选" in page
    assert "办成以后由监管部门核查，一般在2 个月内" in page
    assert "依据未经文本核实" in page
    assert "行政许可法第六十九条第二款" in page
    assert "您承诺" in page or "我承诺" in page
    assert "勾选承诺，或者交证明材料" in text(trader.post(address))
    assert not cases.papers_of(draft)
    assert trader.post(address, {"declare": "on"}).status_code == 302
    assert [row.material for row in cases.papers_of(draft)] == ["staff-health"]


def test_whoever_does_not_declare_hands_the_paper_in_on_the_same_page(trader: Client) -> None:
    trader.post(START, WISHES)
    draft = cases.Draft.objects.get()
    address = f"/apply/{draft.pk}/m-staff-health/"
    both = trader.post(address, {"declare": "on", "files": [pdf("健康证.pdf")]})
    assert both.status_code == 422
    assert "选一样就行" in text(both)
    assert trader.post(address, {"files": [pdf("健康证.pdf")]}).status_code == 302
    assert [(row.file is not None, row.declared_at) for row in cases.papers_of(draft)] == [(True, None)]
    assert trader.post(address).status_code == 302, "what was handed in before is enough"


def test_the_other_way_replaces_the_first(trader: Client) -> None:
    trader.post(START, WISHES)
    draft = cases.Draft.objects.get()
    address = f"/apply/{draft.pk}/m-staff-health/"
    trader.post(address, {"files": [pdf("健康证.pdf"), pdf("健康证二.pdf")]})
    trader.post(address, {"declare": "on"})
    assert [(row.file, row.declared_at is not None) for row in cases.papers_of(draft)] == [(None, True)]
    trader.post(address, {"files": [pdf("健康证.pdf")]})
    assert [row.declared_at for row in cases.papers_of(draft)] == [None]
    assert "健康证.pdf" in text(trader.get(f"/apply/{draft.pk}/check/"))


def test_a_file_is_added_seen_and_taken_away(dog: Callable[..., cases.Draft], citizen: Client) -> None:
    draft = dog()
    address = f"/apply/{draft.pk}/m-home-lease/"
    assert citizen.post(address, {"files": [pdf("合同.pdf"), pdf("附件.pdf")]}).status_code == 302
    page = text(citizen.get(address))
    assert "合同.pdf" in page
    assert "附件.pdf" in page
    row = cases.papers_of(draft)[0]
    shown = citizen.get(f"/apply/{draft.pk}/files/{row.pk}/")
    assert b"".join(shown.streaming_content) == PDF
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert citizen.post(address, {"remove": str(row.pk)}).headers["Location"] == address
    assert [each.file.name for each in cases.papers_of(draft)] == ["附件.pdf"]


def test_sending_twice_gives_one_case(trader: Client, draft: cases.Draft) -> None:
    first, second = trader.post(f"/apply/{draft.pk}/check/"), trader.post(f"/apply/{draft.pk}/check/")
    assert first.headers["Location"] == second.headers["Location"]
    assert cases.Case.objects.count() == 1
    assert trader.get(f"/apply/{draft.pk}/f-area/").headers["Location"] == first.headers["Location"]


def test_an_unanswered_question_stands_in_the_way_of_sending(trader: Client) -> None:
    trader.post(START, WISHES)
    draft = cases.Draft.objects.get()
    page = text(trader.get(f"/apply/{draft.pk}/check/"))
    assert "处需要改" in page
    assert "提交申请" not in page
    assert trader.post(f"/apply/{draft.pk}/check/").status_code == 302
    assert not cases.Case.objects.exists()


def test_a_draft_is_thrown_away_only_after_asking(trader: Client, draft: cases.Draft) -> None:
    assert "不能恢复" in text(trader.get(f"/apply/{draft.pk}/discard/"))
    assert cases.Draft.objects.filter(pk=draft.pk).exists()
    trader.post(f"/apply/{draft.pk}/discard/")
    assert not cases.Draft.objects.filter(pk=draft.pk).exists()


def test_what_was_missing_can_follow_without_being_asked(trader: Client, filed: cases.Case) -> None:
    page = text(trader.get(f"/my/cases/{filed.pk}/"))
    assert "还缺 1 样，现在就可以补" in page
    address = f"/my/cases/{filed.pk}/hand-in/"
    assert "先选择文件" in text(trader.post(address, {"material": "safety-rules"}))
    assert trader.post(address, {"material": "safety-rules", "files": pdf()}).status_code == 302
    filed.refresh_from_db()
    assert filed.lacking == []
    assert trader.get(address).headers["Location"] == f"/my/cases/{filed.pk}/"


def test_a_paper_that_may_follow_says_until_when(trader: Client) -> None:
    from support.qingdao import draft_restaurant

    actor = applicant("trader", NOW)
    begun = draft_restaurant(actor, NOW, papers=("equipment", "safety-rules"))
    case = cases.file_draft(begun.pk, actor=actor, now=NOW)
    do(case, "acceptance", "accept", official("acceptor", NOW), NOW)
    page = text(trader.get(f"/my/cases/{case.pk}/"))
    assert "经营场所平面图" in page
    # five working days after 21 September 2026: the 25th is the Mid-Autumn holiday
    assert "9 月 29 日" in page.split("请在")[1][:120]


def test_corrections_are_made_one_by_one_and_handed_in_once(trader: Client, asked: cases.Case) -> None:
    address = f"/my/cases/{asked.pk}/correct/"
    page = text(trader.get(address))
    assert "补正：一共 2 项" in page
    assert "还有 1 项没有补" in page
    assert trader.post(address, {"material": "safety-rules", "files": pdf("制度.pdf")}).status_code == 302
    assert "制度.pdf" in text(trader.get(address))
    changed = trader.post(f"{address}phone/", {"answer": "13900139000"})
    assert changed.headers["Location"] == address
    assert trader.post(f"{address}phone/", {"answer": "12"}).status_code == 422
    first, second = trader.post(address, {"send": "1"}), trader.post(address, {"send": "1"})
    assert first.headers["Location"] == second.headers["Location"] == f"/my/cases/{asked.pk}/"
    asked.refresh_from_db()
    assert (asked.status, asked.answers["phone"]) == ("received", "13900139000")


def test_only_what_was_asked_for_can_be_changed(trader: Client, asked: cases.Case) -> None:
    response = trader.post(f"/my/cases/{asked.pk}/correct/area/", {"answer": "9000"})
    assert response.headers["Location"] == f"/my/cases/{asked.pk}/"
    asked.refresh_from_db()
    assert asked.answers["area"] == "86"


def test_withdrawing_asks_first_and_is_done_once(trader: Client, filed: cases.Case) -> None:
    address = f"/my/cases/{filed.pk}/withdraw/"
    assert "撤回后本件终止" in text(trader.get(address))
    filed.refresh_from_db()
    assert filed.outcome == ""
    assert "已办好" in text(trader.post(address, {"reason": "不开了"}, follow=True))
    filed.refresh_from_db()
    assert filed.outcome == "withdrawn"
    assert trader.post(address).headers["Location"] == f"/my/cases/{filed.pk}/"
