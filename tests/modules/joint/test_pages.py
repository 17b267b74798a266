"""The pages of joint handling: who sees what, what they say, and what they cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from modules.joint.conftest import NOW
from support import joining
from support.qingdao import PDF, do, hand_in, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.modules.joint import applications
from weimin.modules.joint.models import HandedIn

pytestmark = pytest.mark.django_db
FOOD, FIRE, ADVERT = "food-business-licence", "fire-opening-check", "outdoor-advertisement"
Browser = Callable[[str], Client]


@pytest.fixture
def parent(trader: identity.Actor) -> cases.Case:
    return joining.file(trader, NOW, without=("floor-plan",))


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def child(parent: cases.Case, item: str) -> cases.Case:
    found = joining.part(parent, item).case
    assert found is not None
    return found


def test_the_home_page_and_the_search_lead_to_the_event(city: object, now: object) -> None:
    assert "/life-events/open-restaurant/" in page(Client(), "/")
    assert "/life-events/open-restaurant/" in page(Client(), "/search/?q=我想开个饭店")
    assert "/life-events/newborn/" in page(Client(), "/search/?q=孩子出生")


def test_the_guide_shows_offices_one_time_line_and_each_paper_once(city: object, now: object) -> None:
    text = page(Client(), "/life-events/open-restaurant/?applicant=sole-trader&s.advert=no&s.besides=no")
    for words in ("市南区行政审批服务局", "市南区消防救援大队", "一条时间线", "法律允许 45 个工作日", "0 趟"):
        assert words in text
    assert text.count("经营场所平面图") == 1
    assert "大型户外广告设置许可" not in text
    assert "户外广告设置许可" in page(Client(), "/life-events/open-restaurant/?applicant=sole-trader&s.advert=yes")


def test_the_guide_speaks_english(city: object, now: object) -> None:
    client = Client()
    client.get("/?lang=en")
    text = page(client, "/life-events/open-restaurant/")
    for words in ("Open a restaurant", "One time line", "If one office refuses"):
        assert words in text


@pytest.mark.parametrize("address", ["/life-events/nothing/", "/life-events/nothing/apply/", "/my/joint/987654/"])
def test_what_is_not_there_is_said(visitor: Browser, address: str) -> None:
    page(visitor("trader"), address, 404)


def test_a_question_says_once_for_which_offices_its_answer_is_used(visitor: Browser, trader: identity.Actor) -> None:
    application = joining.fill(trader, NOW)
    text = page(visitor("trader"), f"/joint/{application.pk}/f-premises/")
    assert "只问一次，2 家用" in text
    assert "食品经营许可、公众聚集场所投入使用、营业前消防安全检查" in text


def test_a_wrong_answer_stays_on_its_page_with_the_reason(visitor: Browser, trader: identity.Actor) -> None:
    application = joining.fill(trader, NOW)
    client = visitor("trader")
    response = client.post(f"/joint/{application.pk}/f-phone/", {"answer": "12"})
    assert response.status_code == 422
    assert applications.own_application(application.pk, trader).answers["phone"] == "13800138000"


def test_an_unfinished_application_waits_under_my_cases_and_can_be_thrown_away(
    visitor: Browser, trader: identity.Actor
) -> None:
    application = joining.fill(trader, NOW)
    client = visitor("trader")
    assert f"/joint/{application.pk}/" in page(client, "/my/")
    assert client.post(f"/joint/{application.pk}/discard/").status_code == 302
    assert f"/joint/{application.pk}/" not in page(client, "/my/")


def test_my_case_page_shows_every_office_and_the_time_beside_the_legal_one(
    visitor: Browser, parent: cases.Case
) -> None:
    text = page(visitor("trader"), f"/my/joint/{parent.pk}/")
    for words in (
        "还差 3 家",
        "市南区城市管理局",
        "从提交到今天",
        "0 天，其中工作日 0 天",
        "法定 45 个工作日",
        "联合办理收件凭证",
    ):
        assert words in text


def test_the_general_pages_lead_to_the_whole(visitor: Browser, desk: Browser, parent: cases.Case) -> None:
    client = visitor("trader")
    assert client.get(f"/my/cases/{parent.pk}/").headers["Location"] == f"/my/joint/{parent.pk}/"
    assert f"/my/joint/{parent.pk}/" in page(client, f"/my/cases/{child(parent, FOOD).pk}/")
    assert desk("acceptor").get(f"/desk/cases/{parent.pk}/").headers["Location"] == f"/desk/joint/{parent.pk}/"


def test_anyone_with_number_and_code_tracks_the_whole(city: object, now: object, parent: cases.Case) -> None:
    assert "开办餐饮店" in page(Client(), f"/query/?number={parent.number}&code={parent.query_code}")


def test_another_office_sees_how_the_others_stand_and_nothing_they_hold(desk: Browser, parent: cases.Case) -> None:
    client, own, other = desk("csgl-shinan-accept"), child(parent, ADVERT), child(parent, FOOD)
    text = page(client, f"/desk/cases/{own.pk}/")
    assert "食品经营许可" in text
    assert "市南区行政审批服务局 · 办理中" in text
    for hidden in (other.number, "经营场所平面图", str(other.answers["manager"]), f"/desk/joint/{parent.pk}/"):
        assert hidden not in text
    for address in (
        f"/desk/cases/{other.pk}/",
        f"/desk/joint/{parent.pk}/",
        f"/desk/joint/{parent.pk}/remind/{FOOD}/",
        f"/desk/joint/{parent.pk}/extend/",
    ):
        page(client, address, 404)
    material = cases.Material.objects.filter(case=other, file__isnull=False).first()
    assert material is not None
    page(client, f"/desk/cases/{other.pk}/files/{material.pk}/", 404)


def test_the_lead_department_sees_clocks_and_no_papers_of_the_others(desk: Browser, parent: cases.Case) -> None:
    client, other = desk("acceptor"), child(parent, ADVERT)
    text = page(client, f"/desk/joint/{parent.pk}/")
    assert "市南区城市管理局" in text
    assert other.number in text
    assert f"/desk/cases/{other.pk}/" not in text
    assert f"/desk/cases/{child(parent, FOOD).pk}/" in text, "its own part it may open"
    page(client, f"/desk/cases/{other.pk}/", 404)


def test_a_reminder_reaches_the_office_s_own_page(desk: Browser, parent: cases.Case) -> None:
    lead, office = desk("acceptor"), desk("csgl-shinan-accept")
    address = f"/desk/joint/{parent.pk}/remind/{ADVERT}/"
    assert lead.post(address, {"note": " "}).status_code == 422
    assert lead.post(address, {"note": "申请人等着开业。"}).status_code == 302
    assert "申请人等着开业。" in page(office, f"/desk/cases/{child(parent, ADVERT).pk}/")


def test_only_the_government_s_head_is_offered_the_extension(desk: Browser, parent: cases.Case) -> None:
    do(child(parent, ADVERT), "acceptance", "accept", official("csgl-shinan-accept", NOW), NOW)
    joining.catch_up(NOW)
    head, lead = desk("zfb-shinan-head"), desk("head")
    assert "延长阶段期限" in page(head, f"/desk/joint/{parent.pk}/")
    assert "延长阶段期限" not in page(lead, f"/desk/joint/{parent.pk}/")
    assert lead.post(f"/desk/joint/{parent.pk}/extend/", {"days": "5", "reason": "x"}).status_code == 302
    assert not cases.ClockRow.objects.filter(extended__gt=0).exists()
    assert head.post(f"/desk/joint/{parent.pk}/extend/", {"days": "5", "reason": "多部门会商。"}).status_code == 302
    assert cases.ClockRow.objects.get(case=parent, name="stage").extended == 5


def asked(parent: cases.Case) -> None:
    for item, login in ((FOOD, "acceptor"), (FIRE, "xfdd-shinan-accept")):
        missing = [{"code": "floor-plan", "how": f"{login} 要的。"}]
        missing += [{"code": "phone", "how": "电话打不通。"}] if item == FOOD else []
        do(child(parent, item), "acceptance", "correct", official(login, NOW), NOW, missing=missing)


def test_corrections_of_several_offices_are_one_list_and_each_thing_is_put_right_once(
    visitor: Browser, parent: cases.Case
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    asked(parent)
    client, address = visitor("trader"), f"/my/joint/{parent.pk}/correct/"
    text = page(client, address)
    assert "补正：2 家，一共 2 项" in text
    assert "acceptor 要的。" in text
    assert "xfdd-shinan-accept 要的。" in text
    upload = SimpleUploadedFile("平面图.pdf", PDF, "application/pdf")
    assert client.post(address, {"material": "m-floor-plan", "files": upload}).status_code == 302
    assert page(client, address).count("平面图.pdf") == 1
    assert client.post(f"{address}f-phone/", {"answer": "12"}).status_code == 422
    assert client.post(f"{address}f-phone/", {"answer": "13900139000"}).status_code == 302
    assert client.post(address, {"send": "1"}).status_code == 302
    plans = cases.Material.objects.filter(material="floor-plan", case__isnull=False)
    assert len(set(plans.values_list("file_id", flat=True))) == 1, "stored once"
    for item in (FOOD, FIRE):
        case = child(parent, item)
        assert case.status == cases.Status.RECEIVED
        assert case.lacking == []
        assert cases.ClockRow.objects.filter(case=case, name="acceptance").count() == 2, "each office's clock its own"
    assert child(parent, FOOD).answers["phone"] == "13900139000"
    assert child(parent, FIRE).answers["phone"] == "13800138000", "only the office that asked is answered anew"
    assert HandedIn.objects.filter(material="floor-plan", replaced_at=None).count() == 1
    page(client, f"/my/joint/{parent.pk}/")


def test_a_file_that_no_office_takes_is_refused_with_the_reason(visitor: Browser, parent: cases.Case) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    asked(parent)
    client, address = visitor("trader"), f"/my/joint/{parent.pk}/correct/"
    wrong = SimpleUploadedFile("x.pdf", b"hello", "application/pdf")
    assert client.post(address, {"material": "m-floor-plan", "files": wrong}).status_code == 422
    assert client.post(address, {"material": "m-floor-plan"}).status_code == 422
    assert client.post(address, {"material": "nothing"}).status_code == 422


def test_pages_and_lists_cost_at_most_eighteen_statements(
    visitor: Browser, desk: Browser, trader: identity.Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    parent = joining.file(trader, NOW)
    for item, login in ((FOOD, "acceptor"), (FIRE, "xfdd-shinan-accept"), (ADVERT, "csgl-shinan-accept")):
        do(child(parent, item), "acceptance", "accept", official(login, NOW), NOW)
    joining.catch_up(NOW)
    mine, lead, office = visitor("trader"), desk("acceptor"), desk("csgl-shinan-accept")
    addresses = [
        (mine, f"/my/joint/{parent.pk}/"), (mine, "/my/"), (mine, "/"), (mine, "/life-events/open-restaurant/"),
        (mine, "/search/?q=开饭店"), (lead, "/desk/joint/"), (lead, f"/desk/joint/{parent.pk}/"),
        (office, f"/desk/cases/{child(parent, ADVERT).pk}/"),
    ]  # fmt: skip
    for client, address in addresses:
        client.get(address)
        with django_assert_max_num_queries(18):
            page(client, address)


def test_a_paper_handed_in_late_reaches_only_its_own_office(parent: cases.Case, trader: identity.Actor) -> None:
    hand_in("floor-plan", trader, NOW, case_id=child(parent, FOOD).pk)
    assert child(parent, FIRE).lacking == ["floor-plan"]
