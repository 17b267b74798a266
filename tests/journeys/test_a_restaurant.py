"""A restaurant's licence, from a missing paper to a certificate that a stranger checks; and one that is refused."""

import io
import re
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from support.handling import PDF, act, ask_for_correction, chosen_file, fill_in, number_on, visit_site
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
HOW = "请交盖章的食品安全管理制度，可以是照片。"


def today() -> str:
    return clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


def apply_for_the_licence(trader: Visitor, papers: dict[str, bytes | None]) -> str:
    """From the guide, not logged in, to the number of the case."""
    trader.go(ITEM)
    trader.press("开始办理")
    trader.log_in("trader")
    trader.press(re.compile("禾记小馆"))
    met = fill_in(trader, ANSWERS, papers=papers)
    assert met[:3] == ["s-outlet", "s-online", "f-premises"]
    trader.press("提交申请")
    return number_on(trader)


def paper_of(trader: Visitor, title: str) -> bytes:
    """The PDF of the case page's list, fetched with the trader's own session as the browser would."""
    link = trader.page.locator("aside").get_by_role("link", name=title).last
    answer = trader.page.context.request.get(trader.city.address + str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_licence_from_a_missing_paper_to_a_certificate_checked_by_a_stranger(
    visitor: Callable[..., Visitor], officials: Callable[[str], Visitor]
) -> None:
    trader = visitor()
    number = apply_for_the_licence(trader, PAPERS)
    case_page = trader.page.url
    trader.reads("已收件，等待受理", "收件凭证")

    ask_for_correction(officials("acceptor"), number, "safety-rules", HOW)
    trader.page.goto(case_page)
    trader.reads("等您补正")
    assert HOW in text_of(paper_of(trader, "补正材料一次性告知书"))
    trader.press("去补正")
    trader.reads("一共 1 项", HOW)
    trader.page.set_input_files('main input[type="file"]', chosen_file("制度.pdf"))  # type: ignore[arg-type]
    trader.press("上传")
    trader.reads("制度.pdf")
    trader.press("提交补正材料")

    act(officials("acceptor"), number, "受理")
    act(officials("reviewer"), number, "派员现场核查")
    visit_site(officials("inspector-1"), number, "核查符合", companion="綦念真", findings="布局合理，生熟分开。", on=today())
    act(officials("reviewer"), number, "提请特别程序", {"ground": "expert-review", "days": "5", "reason": "工艺特殊，需要专家评审。"})
    trader.page.goto(case_page)
    trader.reads("计时停止")
    act(officials("expert-secretary"), number, "特别程序结束", {"findings": "专家认为可行。"})
    act(officials("reviewer"), number, "建议准予")
    act(officials("chief"), number, "准予")
    act(officials("issuer"), number, "制证完成")
    act(officials("window"), number, "已送达", {"mode": "counter", "recipient": "纪禾生"})

    trader.page.goto(case_page)
    trader.reads("已办结", "准予")
    certificate = text_of(paper_of(trader, "食品经营许可证"))
    assert "市南区禾记小馆" in certificate
    code = re.search(r"校验码([0-9A-Z]{4}-[0-9A-Z]{4})", certificate)
    printed = re.search(r"编号：([0-9A-Z-]+?)(?=市南区)", certificate)
    assert code, certificate
    assert printed, certificate

    stranger = visitor()
    stranger.go("/check/")
    stranger.write({"number": printed.group(1), "code": code.group(1).lower()})
    stranger.press("核验")
    stranger.reads("是真的，由本市出具", "食品经营许可证", "市南")
    expect(stranger.page.locator("main")).not_to_contain_text("市南区禾记小馆")
    for each in (trader, stranger):
        each.content()
