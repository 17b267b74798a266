"""A restaurant's licence, from a missing paper to a certificate that a stranger checks; and one that is refused."""

import io
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from support.handling import PDF, act, ask_for_correction, chosen_file, fill_in, number_on, take, visit_site
from support.visitors import Visitor
from weimin.config import clock

pytestmark = pytest.mark.browser

ITEM = "/items/food-business-licence/"
ANSWERS = {
    "outlet": "restaurant",
    "online": "no",
    "premises": "市南区香港中路 18 号 1 层",
    "area": "86",
    "kitchen-area": "22",
    "seats": "40",
    "manager": "纪禾生",
    "phone": "13800138000",
}
PAPERS = {"floor-plan": PDF, "equipment": PDF, "safety-rules": None}
DESKS = ("acceptor", "reviewer", "inspector-1", "expert-secretary", "chief", "issuer", "window")
CODE = r"校验码([0-9A-Z]{4}-[0-9A-Z]{4})"
PRINTED = r"证照标识：([0-9A-Z.]+)"
HOW = "请交盖章的食品安全管理制度，可以是照片。"


def today() -> str:
    return clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


def apply_for_the_licence(trader: Visitor, papers: dict[str, bytes | None], *, look: bool = False) -> str:
    """From the guide, not logged in, to the number of the case."""
    seen = trader.look if look else (lambda _name: None)
    trader.go("/")
    seen("home")
    trader.go(ITEM)
    seen("guide")
    trader.press("开始办理")
    seen("login")
    trader.log_in("trader")
    seen("start")
    trader.press(re.compile("禾记小馆"))
    seen("question-choice")
    met = fill_in(trader, ANSWERS, papers=papers, look=seen)
    assert met[:3] == ["s-outlet", "s-online", "f-premises"]
    trader.reads("核对一遍")
    seen("check-answers")
    trader.press("提交申请")
    seen("case-received")
    return number_on(trader)


def paper_of(trader: Visitor, title: str) -> bytes:
    """The PDF of the case page's list, fetched with the trader's own session as the browser would."""
    link = trader.page.locator("aside").get_by_role("link", name=title).last
    answer = trader.page.context.request.get(trader.city.address + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def certificate_of(trader: Visitor, title: str) -> bytes:
    """From the case page to the certificate's own page, and its file."""
    trader.page.locator("aside").get_by_role("link", name=title).last.click()
    trader.reads("证照标识", "给别人核验")
    trader.look("my-certificate")
    link = trader.page.get_by_role("link", name="下载证照")
    answer = trader.page.context.request.get(trader.city.address + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_licence_from_a_missing_paper_to_a_certificate_checked_by_a_stranger(
    visitor: Callable[..., Visitor], officials: Callable[[str], Visitor]
) -> None:
    trader = visitor()
    number = apply_for_the_licence(trader, PAPERS, look=True)
    case_page = trader.page.url
    trader.reads("已收件，等待受理", "收件凭证", "食品安全规章制度")
    query = trader.page.get_by_role("link", name="打开查询页").get_attribute("href")

    ask_for_correction(officials("acceptor"), number, "safety-rules", HOW)
    trader.go("/my/")
    trader.reads("等您办", number)
    trader.look("my-space")
    trader.page.goto(case_page)
    trader.reads("等您补正")
    trader.look("case-correction")
    assert HOW in text_of(paper_of(trader, "补正材料一次性告知书"))
    trader.press("去补正")
    trader.reads("一共 1 项", HOW, "还有 1 项没有补")
    trader.page.set_input_files('main input[type="file"]', chosen_file("制度.pdf"))  # type: ignore[arg-type]
    trader.press("上传")
    trader.reads("制度.pdf")
    trader.look("correction")
    trader.press("提交补正材料")
    trader.reads("补正材料已提交")

    acceptor = officials("acceptor")
    take(acceptor, number)
    acceptor.look("desk-case")
    act(acceptor, number, "受理")
    reviewer = officials("reviewer")
    act(reviewer, number, "派员现场核查")
    inspector = officials("inspector-1")
    visit_site(inspector, number, "核查符合", companion="綦念真", findings="布局合理，生熟分开。", on=today())
    act(
        reviewer,
        number,
        "提请特别程序",
        {"ground": "expert-review", "days": "5", "reason": "工艺特殊，需要专家评审。"},
    )
    trader.page.goto(case_page)
    trader.reads("计时停止", "特别程序期间停止计时", "工艺特殊，需要专家评审。")
    trader.look("case-suspended")
    act(officials("expert-secretary"), number, "特别程序结束", {"findings": "专家认为可行。"})
    trader.page.goto(case_page)
    trader.reads("前作出决定")
    trader.page.locator(".clock summary").first.click()
    trader.look("case-running")
    act(reviewer, number, "建议准予")
    act(officials("chief"), number, "准予")
    act(officials("issuer"), number, "制证完成")
    act(officials("window"), number, "已送达", {"mode": "counter", "recipient": "纪禾生"})

    trader.page.goto(case_page)
    trader.reads("已办结", "准予", "送达和救济", "申请行政复议的最后一天", "提起行政诉讼的最后一天")
    trader.look("case-granted")
    certificate = text_of(certificate_of(trader, "食品经营许可证"))
    assert "市南区禾记小馆" in certificate
    code, printed = re.search(CODE, certificate), re.search(PRINTED, certificate)
    assert code, certificate
    assert printed, certificate
    trader.go("/my/messages/")
    trader.look("messages")

    stranger = visitor()
    stranger.go(str(query))
    stranger.reads("准予", number)
    stranger.look("query")
    stranger.go("/check/")
    stranger.write({"number": printed.group(1), "code": code.group(1).lower()})
    stranger.press("核验")
    stranger.reads("是真的，由本市出具", "食品经营许可证", "市南")
    expect(stranger.page.locator("main")).not_to_contain_text("市南区禾记小馆")
    stranger.look("check-paper")
    stranger.expected = {404}
    stranger.go(case_page.removeprefix(stranger.city.address))
    assert "/account/login/" in stranger.page.url
    for each in (trader, stranger, *(officials(login) for login in DESKS)):
        each.content()


def test_a_refusal_states_its_reasons_and_the_remedies(
    visitor: Callable[..., Visitor], officials: Callable[[str], Visitor]
) -> None:
    trader = visitor()
    number = apply_for_the_licence(trader, {**PAPERS, "safety-rules": PDF})
    case_page = trader.page.url
    act(officials("acceptor"), number, "受理")
    grounds = {"reason": "厨房与卫生间相通，不符合布局要求。", "basis": "食品安全法 第三十三条"}
    act(officials("reviewer"), number, "建议不予", grounds)
    chief = officials("chief")
    act(chief, number, "不予", grounds)
    act(officials("window"), number, "已送达", {"mode": "counter", "recipient": "纪禾生"})

    trader.page.goto(case_page)
    trader.reads("已办结", "不予", "复议", grounds["reason"])
    trader.look("case-refused")
    decision = text_of(paper_of(trader, "不予行政许可决定书"))
    for words in (grounds["reason"], "食品安全法第三十三条", "六十日内", "申请行政复议", "六个月内", "提起行政诉讼"):
        assert words in decision
    for each in (trader, chief):
        each.content()
