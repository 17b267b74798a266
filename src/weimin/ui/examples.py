"""Figures for the living page and the page patterns. All invented, and labelled as examples where they are shown."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.paginator import Paginator

from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import LAW_ZONE
from weimin.lib.workdays import Due, Period, Unit, due_on, official_calendar
from weimin.ui.parts import Act, Answer, Choice, Column, Crumb, Entry, Fact, FileRow, Link, Task

NOW: Final = datetime(2026, 11, 26, 10, 20, tzinfo=LAW_ZONE)
NUMBER: Final = "370202-XZSP-2026-000123-C"


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LAW_ZONE)


def promised_due() -> Due:
    """Accepted on 23 November 2026, eight working days."""
    return due_on(date(2026, 11, 23), 8, Unit.WORKDAY, calendar=official_calendar())


def suspended_due() -> Due | None:
    """Accepted on 21 September 2026, an expert review on 29 and 30, the National Day, Saturday 10 October worked."""
    period = Period(date(2026, 9, 21), 8, Unit.WORKDAY)
    period = period.suspend(date(2026, 9, 29), "专家评审").resume(date(2026, 9, 30))
    return period.due(official_calendar())


TIMELINE: Final = [
    Entry(Bilingual("您在网上提交，用时 11 分钟", "You applied online in 11 minutes"), at(11, 20, 14, 40)),
    Entry(
        Bilingual("市行政审批服务局受理", "Accepted by the Approval Bureau"),
        at(11, 23, 9, 12),
        Bilingual("缺平面图，已记为可后补，11 月 30 日前补上即可", "The floor plan may follow until 30 November"),
        links=[Link(Bilingual("受理通知书", "Notice of acceptance"), "#")],
    ),
    Entry(Bilingual("您补交了平面图", "You handed in the floor plan"), at(11, 25, 16, 3)),
    Entry(
        Bilingual("两名核查人员将在 11 月 27 日上午上门", "Two inspectors come on the morning of 27 November"),
        at(11, 26, 9, 0),
        state="now",
        links=[Link(Bilingual("改时间", "Change the time"), "#")],
    ),
    Entry(Bilingual("决定", "Decision"), state="next"),
    Entry(Bilingual("电子证照送达，纸质证邮寄", "The certificate reaches you online and by mail"), state="next"),
]
TROUBLED: Final = [
    Entry(Bilingual("受理", "Accepted"), at(10, 12, 9, 0)),
    Entry(
        Bilingual("专家评审，时限中止", "Expert review; the clock is suspended"),
        at(10, 15, 9, 0),
        Bilingual("行政许可法第四十五条", "Administrative Licensing Law, art. 45"),
        state="paused",
    ),
    Entry(
        Bilingual("超过承诺时限", "Past the promised date"),
        at(11, 20, 18, 0),
        Bilingual("已报督办，仍在法定期限内", "Reported; still within the statutory date"),
        state="late",
    ),
]
PLAN: Final = [
    Entry(
        Bilingual("提交", "Apply"),
        detail=Bilingual("约 12 分钟，随时保存", "About 12 minutes, saved as you go"),
        state="next",
    ),
    Entry(
        Bilingual("受理", "Acceptance"),
        detail=Bilingual(
            "5 个工作日内一次说清缺什么；超过不说，视为已受理",
            "Within 5 working days we tell you everything that is missing; silence means accepted",
        ),
        state="next",
    ),
    Entry(
        Bilingual("现场核查", "Site visit"),
        detail=Bilingual("两名人员上门，时间和您约", "Two officials come at a time you choose"),
        state="next",
    ),
    Entry(
        Bilingual("决定并送达", "Decision and delivery"),
        detail=Bilingual("电子证照即时生效，纸质证免费邮寄", "Valid online at once; the paper is mailed free"),
        state="next",
    ),
]
FACTS: Final = [
    Fact(
        Bilingual("多久办好", "How long"), Bilingual("8 个工作日", "8 working days"), Bilingual("法定 10", "10 by law")
    ),
    Fact(Bilingual("费用", "Fee"), Bilingual("不收费", "No fee")),
    Fact(Bilingual("要跑几趟", "Visits"), Bilingual("0 趟", "None")),
    Fact(Bilingual("有效期", "Valid for"), Bilingual("5 年", "5 years")),
]
PREPARE: Final = [
    Link(
        Bilingual("经营场所平面图", "Floor plan of the premises"),
        detail=Bilingual(
            "PDF 或照片，手绘也可以，要标出操作间和水池。受理后 5 个工作日内补齐即可。",
            "PDF or photo, a drawing by hand will do; mark kitchen and sinks. May follow within 5 working days.",
        ),
        tag=Bilingual("可以后补", "can follow later"),
        tag_kind="wait",
    ),
    Link(
        Bilingual("从业人员健康承诺", "Declaration of staff health"),
        detail=Bilingual(
            "勾选承诺书，不用交健康证；以后会抽查，承诺不实会撤销许可。",
            "Tick the declaration, no certificates; we check later, and an untrue one costs the licence.",
        ),
        tag=Bilingual("承诺即可", "declaration"),
    ),
]
FETCHED: Final = [
    Link(
        Bilingual("营业执照", "Business licence"),
        detail=Bilingual("来自市场监管局", "from the Market Regulation Bureau"),
    ),
    Link(
        Bilingual("法定代表人身份", "Identity of the legal representative"),
        detail=Bilingual("来自公安局", "from the Police"),
    ),
    Link(
        Bilingual("房屋用途", "Use of the premises"),
        detail=Bilingual("来自自然资源局", "from the Natural Resources Bureau"),
    ),
]
EVENTS: Final = [
    Link(
        Bilingual("开餐饮店", "Open a restaurant"),
        "#",
        Bilingual(
            "营业执照、食品经营许可、门头招牌、消防，一张表，四个部门同时办，承诺 9 个工作日",
            "Business licence, food, signboard, fire safety: one form, four offices at once, 9 working days",
        ),
    ),
    Link(
        Bilingual("新生儿出生", "A child is born"),
        "#",
        Bilingual(
            "出生证明、落户、医保、预防接种，产后在医院床边即可办",
            "Certificate, household, insurance, vaccination: at the bedside",
        ),
    ),
    Link(
        Bilingual("搬到另一座城市", "Move to another city"),
        "#",
        Bilingual("户口、社保和公积金跟着人走，不用回原单位开证明", "Household, insurance and housing fund follow you"),
    ),
    Link(
        Bilingual("退休", "Retire"),
        "#",
        Bilingual("养老金测算、资格认证、公积金提取、老年人优待", "Pension, proof of life, housing fund, benefits"),
    ),
]
POPULAR: Final = [
    Link(Bilingual("开个饭店", "open a restaurant"), "#"),
    Link(Bilingual("孩子上学", "school"), "#"),
    Link(Bilingual("医保报销", "medical costs"), "#"),
    Link(Bilingual("退休", "retire"), "#"),
    Link(Bilingual("养狗登记", "register a dog"), "#"),
]
OUTLETS: Final = [
    Choice(
        "shop",
        Bilingual("商店、超市", "Shop, supermarket"),
        Bilingual("只卖预包装或散装食品", "Sells packed or loose food only"),
    ),
    Choice(
        "restaurant",
        Bilingual("饭店、小吃店", "Restaurant, snack bar"),
        Bilingual("现场制作，会多问两个问题", "Cooks on the premises; two more questions"),
    ),
    Choice("canteen", Bilingual("单位食堂、学校食堂", "Canteen")),
    Choice(
        "cart",
        Bilingual("流动摊点", "Street stall"),
        Bilingual("由街道登记，不在这里办", "Registered by the street office"),
        disabled=True,
    ),
]
REVIEWED: Final = [
    Answer(
        Bilingual("申请人", "Applicant"),
        Bilingual("海风餐饮管理有限公司", "Haifeng Catering Co., Ltd."),
        tag=Bilingual("法人库一致", "agrees with the register"),
        tag_kind="ok",
    ),
    Answer(
        Bilingual("经营场所", "Premises"),
        Bilingual("市南区香港中路 18 号 1 层", "18 Hong Kong Middle Road, ground floor"),
        tag=Bilingual("登记用途：商业服务", "registered use: commercial"),
        tag_kind="ok",
    ),
    Answer(Bilingual("平面图", "Floor plan"), Bilingual("查看，11-25 补交", "View, handed in 11-25"), href="#"),
    Answer(
        Bilingual("健康承诺", "Staff health"),
        Bilingual("已承诺，30 天内抽查", "Declared; to be checked within 30 days"),
    ),
    Answer(
        Bilingual("现场核查", "Site visit"),
        Bilingual("记录与 6 张照片，结论：符合", "Record and 6 photos: complies"),
        href="#",
    ),
]
CHECKED: Final = [
    Answer(
        Bilingual("经营场所", "Premises"),
        Bilingual("市南区香港中路 18 号 1 层", "18 Hong Kong Middle Road"),
        change_href="#",
    ),
    Answer(Bilingual("经营面积", "Floor area"), Bilingual("86 平方米", "86 m²"), change_href="#"),
    Answer(Bilingual("类型", "Type"), Bilingual("饭店、小吃店", "Restaurant, snack bar"), change_href="#"),
]
ACTS: Final = [
    Act(Bilingual("建议准予", "Recommend granting"), value="approve", kind="primary"),
    Act(Bilingual("建议不予，写明理由", "Recommend refusal, with reasons"), value="reject", dialog="refuse"),
    Act(Bilingual("提请听证", "Ask for a hearing"), href="#"),
    Act(Bilingual("延期，报负责人", "Extend, by the head"), href="#"),
    Act(Bilingual("签发", "Sign"), why_not=Bilingual("须由首席签发", "Only the chief may sign")),
]
TASKS: Final = [
    Task(
        Bilingual("公共场所卫生许可 · 蓝湾酒店", "Hygiene licence · Blue Bay Hotel"),
        "#",
        Bilingual("审查", "Review"),
        0,
    ),
    Task(
        Bilingual("食品经营许可 · 海风小馆", "Food licence · Haifeng"),
        "#",
        Bilingual("审查 · 核查已回", "Review · visit reported"),
        2,
        current=True,
    ),
    Task(
        Bilingual("食品经营许可 · 崂山路小学食堂", "Food licence · school canteen"), "#", Bilingual("审查", "Review"), 5
    ),
    Task(
        Bilingual("食品经营许可变更 · 老街包子", "Food licence, change · Laojie Buns"),
        "#",
        Bilingual("受理", "Acceptance"),
        3,
    ),
    Task(
        Bilingual("公共场所卫生许可 · 海天泳馆", "Hygiene licence · Haitian Pool"),
        "#",
        Bilingual("补正已交", "Corrected papers in"),
        -1,
    ),
]
FILES: Final = [
    FileRow("平面图.pdf", 812_000, href="#", remove_name="remove", remove_value="1"),
    FileRow("操作间照片.jpg", 3_450_000, progress=62),
    FileRow(
        "说明.docx.exe",
        120_000,
        error=Bilingual(
            "这不是可以打开的文档，请换成 PDF、JPG 或 PNG。", "This cannot be opened here; please send PDF, JPG or PNG."
        ),
    ),
]
ERRORS: Final = [
    ("id_area", Bilingual("经营面积要写数字，例如 86", "Write the floor area as a number, such as 86")),
    ("id_opened", Bilingual("开业日期不能早于 2000 年", "The opening date cannot be before 2000")),
]
COLUMNS: Final = [
    Column(Bilingual("办件号", "Case")),
    Column(Bilingual("事项", "Service")),
    Column(Bilingual("剩余", "Left")),
    Column(Bilingual("费用", "Fee"), amount=True),
]
ROWS: Final = [
    [
        Link(NUMBER, "#"),
        Bilingual("食品经营许可", "Food licence"),
        Bilingual("2 个工作日", "2 working days"),
        Bilingual("不收费", "No fee"),
    ],
    [
        Link("370202-XZSP-2026-000124-9", "#"),
        Bilingual("占用城市道路", "Road occupation"),
        Bilingual("5 个工作日", "5 working days"),
        "1,280.50",
    ],
]
CRUMBS: Final = [
    Crumb(Bilingual("办事", "Services"), "#"),
    Crumb(Bilingual("经营许可", "Licences"), "#"),
    Crumb(Bilingual("食品经营许可", "Food licence")),
]
LOOKUPS: Final = [
    Link(
        Bilingual("营业执照，市场监管局 → 审批局", "Business licence: Market Regulation → Approval"),
        detail=Bilingual("11-20 14:31 填表时", "11-20 14:31, while you filled the form"),
    ),
    Link(
        Bilingual("房屋用途，自然资源局 → 审批局", "Use of premises: Natural Resources → Approval"),
        detail=Bilingual("11-20 14:33 填表时", "11-20 14:33, while you filled the form"),
    ),
]
MENUS: Final = {
    "portal": [
        Link(Bilingual("办事", "Services"), "/ui/patterns/home/"),
        Link(Bilingual("提意见", "Feedback"), "#"),
        Link(Bilingual("查信息", "Records"), "#"),
        Link(Bilingual("政府公开账", "Open ledger"), "#"),
    ],
    "desk": [
        Link(Bilingual("我的任务", "My tasks"), "/ui/patterns/desk/", tag="14"),
        Link(Bilingual("督办", "Supervision"), "#", tag="1"),
        Link(Bilingual("查询", "Find"), "#"),
        Link(Bilingual("日历", "Calendar"), "#"),
    ],
}


def context() -> dict[str, Any]:
    """Everything that specimens and patterns show."""
    return {
        "now": NOW,
        "number": NUMBER,
        "promised_due": promised_due(),
        "suspended_due": suspended_due(),
        "timeline": TIMELINE,
        "troubled": TROUBLED,
        "plan": PLAN,
        "facts": FACTS,
        "prepare": PREPARE,
        "fetched": FETCHED,
        "events": EVENTS,
        "popular": POPULAR,
        "outlets": OUTLETS,
        "reviewed": REVIEWED,
        "checked": CHECKED,
        "acts": ACTS,
        "tasks": TASKS,
        "files": FILES,
        "errors": ERRORS,
        "columns": COLUMNS,
        "rows": ROWS,
        "crumbs": CRUMBS,
        "lookups": LOOKUPS,
        "menus": MENUS,
        "filed": at(11, 20, 14, 40),
        "last_year": date(2025, 3, 8),
        "looked_up": at(11, 20, 14, 33),
        "updated": date(2026, 11, 20),
        "fee": Decimal("1280.50"),
        "list_page": Paginator(range(184), 10).page(5),
        "messages_shown": [
            {
                "kind": "ok",
                "text": Bilingual("已保存。您可以随时回来接着填。", "Saved. Come back and go on whenever you like."),
            },
            {
                "kind": "late",
                "text": Bilingual(
                    "没有交上：文件超过 20 MB。请压缩后再传。",
                    "Not sent: the file is over 20 MB. Make it smaller and try again.",
                ),
            },
        ],
    }
