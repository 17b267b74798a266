"""At most ten clicks and twelve typed fields from the desk to a printed receipt: counted by the browser, not by the test."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from support.handling import PDF, chosen_file, number_on
from support.visitors import Visitor

pytestmark = pytest.mark.browser

COUNTING = """
(() => {
  const kept = JSON.parse(sessionStorage.getItem("counted") ?? '{"clicks": [], "typed": []}');
  const keep = () => sessionStorage.setItem("counted", JSON.stringify(kept));
  const name = (element) => `${location.pathname} ${element.name || element.textContent?.trim().slice(0, 20) || element.tagName}`;
  window.print = () => sessionStorage.setItem("printed", location.pathname);
  addEventListener("pointerdown", (event) => { if (event.isTrusted) { kept.clicks.push(name(event.target)); keep(); } }, true);
  addEventListener("keydown", (event) => {
    if (event.isTrusted && (event.key === "Enter" || event.key === " ")) { kept.clicks.push(`${event.key} ${name(event.target)}`); keep(); }
  }, true);
  addEventListener("input", (event) => {
    if (["checkbox", "radio", "file"].includes(event.target.type)) return;
    const field = name(event.target);
    if (!kept.typed.includes(field)) { kept.typed.push(field); keep(); }
  }, true);
})();
"""
"""Every press of a button of the mouse, every Enter or blank, every field that was written in, on all pages."""


@dataclass(frozen=True)
class Visit:
    """Who came for what, and what the clerk writes down."""

    login: str
    number: str
    name: str
    item: str
    situations: Mapping[str, str]
    answers: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    papers: bool = True


GRANDMOTHER = Visit(
    "gafj-shinan-window",
    "370202193503029982",
    "于奶奶",
    "dog-registration",
    {"keeper": "resident", "home": "own"},
    {"kept-at": "市南区示范路 11 号", "breed": "田园犬", "born": "2024-03-01", "colour": "黄", "phone": "053285550000"},
    {"sex": "female"},
    papers=False,
)
RESTAURANT = Visit(
    "window",
    "92370202MADEM00117",
    "市南区禾记小馆",
    "food-business-licence",
    {"outlet": "restaurant", "online": "no"},
    {
        "premises": "市南区示范路 18 号",
        "area": "86",
        "kitchen-area": "22",
        "seats": "40",
        "manager": "纪禾生",
        "phone": "19900000002",
    },
)
RENOVATION = Visit(
    "window",
    "370202199005179985",
    "尹小舟",
    "renovation-registration",
    {"owner-kind": "person", "work": "wall", "facilities": "no"},
    {},
)
BATHHOUSE = Visit(
    "window",
    "91370202MADEM00382",
    "青岛示例城建有限公司",
    "public-place-licence",
    {"place": "bath", "central-air": "no"},
    {},
)


def take_in(clerk: Visitor, visit: Visit, look: Callable[[str], None] = lambda _name: None) -> str:
    """From the desk to the printed receipt, as a clerk does it with mouse and keyboard; the number of the case."""
    page = clerk.page
    clerk.go("/desk/")
    page.evaluate("sessionStorage.clear()")
    clerk.go("/desk/")
    page.get_by_role("link", name="窗口收件").click()
    expect(page.locator('[name="number"]')).to_be_focused()
    page.keyboard.type(visit.number)
    page.keyboard.press("Tab")
    page.keyboard.type(visit.name)
    with page.expect_response(re.compile("/window/situations/")):
        page.locator(f'[name="item"][value="{visit.item}"]').check()
    choose_situations(clerk, visit)
    look("counter")
    page.get_by_role("button", name="开始填").click()
    fill(clerk, visit)
    look("form")
    page.get_by_role("button", name="存好，去签字").click()
    look("sign")
    page.get_by_role("button", name="打印申请表，请本人签字").click()
    assert printed(clerk).endswith("/sign/")
    page.get_by_role("button", name="申请人已签字，收件").click()
    expect(page.get_by_role("button", name="打印凭证")).to_be_visible()
    assert printed(clerk).endswith("/receipt/"), "it is printed at once"
    look("receipt")
    return number_on(clerk)


def choose_situations(clerk: Visitor, visit: Visit) -> None:
    """One after the other, as the page shows them: each press brings what follows from it."""
    for name, value in visit.situations.items():
        with clerk.page.expect_response(re.compile("/window/situations/")):
            clerk.page.locator(f'[name="s.{name}"][value="{value}"]').check()


def fill(clerk: Visitor, visit: Visit) -> None:
    """Everything that stands empty on the one page; what is known stands there already."""
    page = clerk.page
    for name, value in visit.answers.items():
        box = page.locator(f'[name="f.{name}"]')
        if box.input_value() != value:
            box.fill(value)
    for name, value in visit.choices.items():
        page.locator(f'[name="f.{name}"][value="{value}"]').check()
    if not visit.answers:
        fill_whatever_is_asked(clerk)
    if visit.papers:
        (
            page.locator('[name="all"]') if page.locator('[name="all"]').count() else page.locator('[name="kept"]')
        ).first.check()


def fill_whatever_is_asked(clerk: Visitor) -> None:
    page = clerk.page
    boxes = page.locator('main input[name^="f."]:not([type=radio], [type=checkbox]), main textarea[name^="f."]')
    for index in range(boxes.count()):
        box = boxes.nth(index)
        kind, mode = box.get_attribute("type") or "", box.get_attribute("inputmode") or ""
        if not box.input_value():
            box.fill(
                "2026-12-20"
                if kind == "date"
                else "12"
                if mode == "decimal"
                else "13800000009"
                if kind == "tel"
                else "示例"
            )
    for group in page.locator('main fieldset:has(input[type=radio][name^="f."])').all():
        group.locator("input").first.check()


def printed(clerk: Visitor) -> str:
    """Which page was sent to the printer last."""
    return str(clerk.page.evaluate("sessionStorage.getItem('printed')"))


def counted(clerk: Visitor) -> dict[str, list[str]]:
    found: dict[str, list[str]] = clerk.page.evaluate("JSON.parse(sessionStorage.getItem('counted'))")
    return found


@pytest.mark.parametrize("visit", [GRANDMOTHER, RESTAURANT, RENOVATION, BATHHOUSE], ids=lambda each: each.item)
def test_ten_clicks_and_twelve_fields_are_enough(officials: Callable[[str], Visitor], visit: Visit) -> None:
    clerk = officials(visit.login)
    clerk.page.add_init_script(COUNTING)
    take_in(clerk, visit)
    found = counted(clerk)
    print(f"{visit.item}: {len(found['clicks'])} clicks, {len(found['typed'])} fields")
    assert len(found["clicks"]) <= 10, found["clicks"]
    assert len(found["typed"]) <= 12, found["typed"]
    assert len(found["clicks"]) >= 5, "the counter counts"
    clerk.content()


def test_the_pages_of_the_window_are_fit_for_everyone(
    officials: Callable[[str], Visitor], visitor: Callable[..., Visitor]
) -> None:
    clerk = officials("window")
    clerk.page.add_init_script(COUNTING)

    def look(name: str) -> None:
        if name == "sign":  # what belongs to another channel is shown when it is chosen
            clerk.page.get_by_text("不是本人当面来的").click()
            for channel, shown in (("mail", "tracking"), ("phone", "caller"), ("agent", "agent_name")):
                clerk.write({"channel": channel})
                expect(clerk.page.locator(f'[name="{shown}"]')).to_be_visible()
            clerk.look("window-agent-brings")
            clerk.write({"channel": "window"})
            clerk.page.get_by_text("不是本人当面来的").click()
        clerk.look(f"window-{name}")

    number = take_in(clerk, RESTAURANT, look)
    clerk.page.get_by_role("link", name=re.compile("换成小票")).click()
    clerk.look("window-slip")
    code = clerk.page.locator(".receipt .code").inner_text()

    clerk.go("/window/find/")
    clerk.write({"q": number})
    clerk.press("查")
    clerk.reads("食品经营许可", "收件凭证")
    clerk.look("window-find")

    clerk.go("/window/turn-away/")
    clerk.look("window-turn-away")
    clerk.write({"reason": "not-ours", "where": "市南区市场监督管理局，示范路 6 号，12345"})
    clerk.press("出告知书")
    clerk.reads("不予收件告知书", "行政复议")
    clerk.look("window-turned-away")

    clerk.go("/window/agents/")
    clerk.write({"number": GRANDMOTHER.number, "name": GRANDMOTHER.name})
    clerk.press("核对身份")
    clerk.write({"agent_number": "370202199308119963", "agent_name": "牟知夏", "until": "2027-01-31"})
    clerk.page.locator('[name="scope"][value="food-business-licence"]').check()
    clerk.page.set_input_files('[name="mandate"]', chosen_file("委托书.pdf", PDF))  # type: ignore[arg-type]
    clerk.press("登记授权")
    clerk.reads("牟知夏", "停止")
    clerk.look("window-agents")
    clerk.go("/window/?lang=en")
    clerk.reads("The next one, please")
    clerk.look("window-english")
    clerk.go("/window/?lang=zh")
    clerk.content()

    anyone = visitor(scripts=False)
    anyone.go(f"/query/?number={number}&code={code}")
    anyone.reads("已收件，等待受理", "到哪里交、到哪里取", "市南区政务服务中心")
    visitor_with_scripts = visitor()
    visitor_with_scripts.go(f"/query/?number={number}&code={code}")
    visitor_with_scripts.look("window-query")
    helped = visitor().log_in("citizen")
    helped.go("/my/agents/")
    helped.reads("谁可以替我办")
    helped.look("window-my-agents")
    helped.content()
