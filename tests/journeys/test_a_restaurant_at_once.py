"""开办餐饮店 across four departments: one form, four cases, one refusal inside, and each result as it comes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from support.handling import NUMBER, PDF, act, ask_for_correction, chosen_file, fill_in, take
from support.visitors import Visitor

pytestmark = pytest.mark.browser

ANSWERS = {
    "registered": "no",
    "besides": "no",
    "advert": "yes",
    "place": "rented",
    "online": "no",
    "place-3": "wall",
    "site": "own",
    "trade-name": "尹记面馆",
    "scope": "餐饮服务",
    "premises": "市南区香港中路 20 号 1 层",
    "phone": "13800138000",
    "area": "60",
    "kitchen-area": "15",
    "seats": "24",
    "manager": "尹小舟",
    "premises-of": "rented",
    "venue-name": "尹记面馆",
    "location": "市南区香港中路 20 号外墙",
    "width": "6",
    "height": "2",
    "display": "printed",
    "starts": "2030-01-01",
    "ends": "2030-12-31",
}
PAPERS: dict[str, bytes | None] = dict.fromkeys(
    ("lease", "equipment", "safety-rules", "fire-rules", "design", "structure"), PDF
) | {"floor-plan": None}
SERVED = {"mode": "counter", "recipient": "尹小舟"}
GROUNDS = {"reason": "墙面在景区控制地带内。", "basis": "青岛市市容和环境卫生管理条例 第三十四条"}


def row_of(visitor: Visitor, name: str) -> str:
    """The text of one office's row in the table."""
    return visitor.page.locator("table.parts tbody tr", has_text=name).first.inner_text()


def number_of(visitor: Visitor, name: str) -> str:
    found = NUMBER.search(row_of(visitor, name))
    assert found, row_of(visitor, name)
    return found.group()


def until(visitor: Visitor, name: str, words: str) -> None:
    """The worker follows within two seconds; a person reloads the page."""
    for _ in range(20):
        if words in row_of(visitor, name):
            return
        visitor.page.wait_for_timeout(500)
        visitor.page.reload()
    raise AssertionError(f"{name}: {words} not in {row_of(visitor, name)}")


def apply_once(citizen: Visitor) -> None:
    citizen.go("/")
    citizen.reads("一件事，一次办", "开办餐饮店")
    citizen.look("joint-home")
    citizen.go("/search/?q=我想开个饭店")
    citizen.reads("一件事", "开办餐饮店")
    citizen.go("/life-events/open-restaurant/?applicant=person&s.registered=no&s.advert=yes&s.besides=no")
    citizen.reads("一次申请", "市南区市场监督管理局", "市南区消防救援大队", "一条时间线")
    citizen.look("joint-guide")
    citizen.press("一次申请")
    citizen.log_in("citizen")
    citizen.press(re.compile("尹小舟"))
    met = fill_in(citizen, ANSWERS, papers=PAPERS)
    assert met.count("f-premises") == 1
    assert met.count("m-floor-plan") == 1
    citizen.reads("核对一遍", "个体工商户登记", "公众聚集场所投入使用、营业前消防安全检查")
    citizen.look("joint-check")
    citizen.press("提交申请")
    citizen.reads("还差 4 家", "办成以后自动开始", "从提交到今天")


@pytest.mark.timeout(900)
def test_one_application_for_four_departments_with_one_refusal_inside(
    visitor: Callable[..., Visitor], officials: Callable[[str], Visitor]
) -> None:
    citizen = visitor(scripts=True)
    apply_once(citizen)
    page = citizen.page.url
    citizen.look("joint-case-filed")

    shop = number_of(citizen, "个体工商户登记")
    act(officials("scjg-shinan-accept"), shop, "受理")
    act(officials("scjg-shinan-decide"), shop, "准予")
    citizen.page.goto(page)
    until(citizen, "个体工商户登记", "已办成")
    until(citizen, "食品经营许可", "等待受理")
    food, fire, advert = (number_of(citizen, name) for name in ("食品经营许可", "消防安全检查", "户外广告"))

    ask_for_correction(officials("acceptor"), food, "floor-plan", "平面图请标出冰箱。")
    ask_for_correction(officials("xfdd-shinan-accept"), fire, "floor-plan", "平面图请标出安全出口。")
    citizen.page.goto(page)
    citizen.reads("2 家请您补正")
    citizen.press("去补正")
    citizen.reads("2 家，一共 1 项", "请标出冰箱", "请标出安全出口")
    citizen.page.set_input_files('main input[type="file"]', chosen_file("新平面图.pdf"))  # type: ignore[arg-type]
    citizen.press("上传")
    citizen.reads("新平面图.pdf")
    citizen.look("joint-correct")
    citizen.press("提交补正材料")
    citizen.reads("已提交给 2 家")

    act(officials("acceptor"), food, "受理")
    act(officials("xfdd-shinan-accept"), fire, "受理")
    act(officials("csgl-shinan-accept"), advert, "受理")
    lead = officials("acceptor")
    lead.go("/desk/joint/")
    lead.press(re.compile("尹小舟"))
    lead.reads("还差 3 家", "不代替别的部门作决定")
    lead.look("joint-desk")
    lead.page.locator("tr", has_text="户外广告").get_by_role("link", name="催办").click()
    lead.write({"note": "申请人等着开业，请抓紧。"})
    lead.look("joint-remind")
    lead.page.locator("main form button.primary").click()
    lead.reads("催办已送到对方工作台")

    reviewer = officials("csgl-shinan-review")
    take(reviewer, advert)
    reviewer.reads("申请人等着开业，请抓紧。", "食品经营许可", "市南区行政审批服务局")
    expect(reviewer.page.locator("main")).not_to_contain_text("新平面图")
    reviewer.look("joint-siblings")
    act(reviewer, advert, "建议不予", GROUNDS)
    act(officials("scjg-shinan-review"), advert, "同意")
    act(officials("csgl-shinan-decide"), advert, "不予", GROUNDS)
    citizen.page.goto(page)
    until(citizen, "户外广告", "没有准予")
    assert "墙面在景区控制地带内" in row_of(citizen, "户外广告")
    assert "别的几项不受影响" in row_of(citizen, "户外广告")
    citizen.look("joint-case-refused")

    act(officials("xfdd-shinan-review"), fire, "建议准予")
    act(officials("xfdd-shinan-decide"), fire, "准予")
    act(officials("xfdd-shinan-issue"), fire, "制证完成")
    act(officials("xfdd-shinan-window"), fire, "已送达", SERVED)
    act(officials("reviewer"), food, "建议准予")
    act(officials("chief"), food, "准予")
    citizen.page.goto(page)
    until(citizen, "食品经营许可", "已办成")
    citizen.page.reload()
    citizen.reads("办成了一部分", "从提交到办结", "联合办理结果清单", "不予行政许可决定书")
    citizen.look("joint-case-ended")
    citizen.go("/?lang=en")
    citizen.page.goto(page)
    citizen.reads("Part of it was granted", "What each office decided")
    citizen.look("joint-case-english")
    for each in (citizen, lead, reviewer):
        each.content()


def test_the_form_works_without_scripts(visitor: Callable[..., Visitor]) -> None:
    builder = visitor(scripts=False)
    builder.go("/life-events/newborn/")
    builder.reads("新生儿出生", "出生医学证明签发")
    builder.press("一次申请")
    builder.log_in("citizen")
    builder.press(re.compile("尹小舟"))
    answers = {
        "certificate": "yes", "follows": "mother", "child-name": "尹一", "born": "2026-01-02", "sex": "male",
        "household": "示范路 11 号", "phone": "13800138000", "items": "newborn-social-card", "mailing": "示范路 11 号",
    }  # fmt: skip
    met = fill_in(builder, answers, papers={"marriage": None, "photo": None})
    assert met.count("f-child-name") == 1
    builder.reads("核对一遍")
    builder.press("提交申请")
    builder.reads("还差 3 家", "新生儿社会保障卡申领")
    builder.press("整件撤回")
    builder.reads("把整件事撤回？")
    builder.press("整件撤回")
    builder.reads("您已整件撤回")
    builder.content()
