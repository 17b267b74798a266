"""What each post may do at each step of an approval, what it must say in doing so, and the article that lets it."""

from typing import Final, Literal

from weimin.blueprint.certificates import certificate_act
from weimin.kernel.cases.definition import Act, Asked, CaseView, SideAct
from weimin.lib.bilingual import Bilingual
from weimin.modules.approvals.delivery import delivered
from weimin.modules.approvals.hearing import hearing_acts, offer_act
from weimin.modules.approvals.words import GROUNDS, matter, statute

__all__ = ["acts_at", "side_acts_of"]

Tone = Literal["primary", "quiet", "danger"]

REASON: Final = Asked(
    "reason",
    "long-text",
    Bilingual("理由", "Reason"),
    Bilingual(
        "写给申请人看：哪一条不符合，事实是什么。", "Written for the applicant: which rule is not met, and the facts."
    ),
    most=2000,
)
WHY: Final = Asked("reason", "long-text", Bilingual("理由", "Reason"), most=2000)
OPINION: Final = Asked("opinion", "long-text", Bilingual("意见", "Opinion"), required=False, most=2000)
WHICH: Final = Asked(
    "certificate",
    "text",
    Bilingual("证照编号", "Number of the certificate"),
    Bilingual("持有人只有一张时不用填。", "Not needed where the holder has only one."),
    required=False,
    most=120,
)
BASIS: Final = Asked(
    "basis",
    "text",
    Bilingual("法律依据", "Legal basis"),
    Bilingual("例如：食品安全法 第三十三条", "For example: Food Safety Law art. 33"),
    most=200,
)
SITE_RECORD: Final = (
    Asked("visited_on", "date", Bilingual("核查日期", "Date of the visit")),
    Asked(
        "companion",
        "officer",
        Bilingual("同行核查人员", "The second officer"),
        Bilingual("法律要求两名以上工作人员。", "The law requires at least two officers."),
    ),
    Asked("findings", "long-text", Bilingual("核查情况", "Findings"), most=4000),
)


def acts_at(view: CaseView, step: str, outcomes: tuple[str, ...], department: str) -> tuple[Act, ...]:
    """The acts of a step, in the order the procedure names its outcomes; an unknown outcome gets a plain act."""
    known = {act.code: act for act in _at(view, step, department)}
    plain = Bilingual("完成：{o}", "Done: {o}")
    return tuple(known.get(o) or Act(o, plain.format(o=o), "", asks=(OPINION,)) for o in outcomes)


def _at(view: CaseView, step: str, department: str) -> tuple[Act, ...]:
    match step:
        case "acceptance":
            return _acceptance(view)
        case "correction":
            article = statute(view.item.kind, 32, 1, 4)
            label = Bilingual("提交补正材料", "Submit the corrections")
            return (Act("submit", label, article, tone="primary"),)
        case "review":
            return _review(view, department)
        case "visit":
            return _visit(view)
        case "special":
            return (_special_done(view),)
        case "decision":
            return _decision(view)
        case "making":
            return (_making(view),)
        case "delivery":
            return (delivered(view),)
    return hearing_acts(view, step)


def _acceptance(view: CaseView) -> tuple[Act, ...]:
    kind = view.item.kind
    missing = Asked(
        "missing",
        "missing",
        Bilingual("需要补正的全部内容", "Everything that must be corrected"),
        Bilingual("逐项勾选并写明怎样才算符合。", "Tick each one and say what would make it right."),
    )
    where = Asked(
        "where",
        "text",
        Bilingual("该去哪里办", "Where to go instead"),
        Bilingual(
            "写明有权机关；依法不需要许可的，写“不需要办理”。", "Name the competent body, or say that none is needed."
        ),
        most=200,
    )
    return (
        Act("accept", Bilingual("受理", "Accept"), statute(kind, 32, 1, 5), tone="primary"),
        Act(
            "correct",
            Bilingual("要求补正", "Ask for correction"),
            statute(kind, 32, 1, 4),
            Bilingual(
                "只能告知一次，要写全。补正后的材料收到之日起，受理期限重新计算。",
                "You may ask only once, so list everything. Corrected papers start a new acceptance clock.",
            ),
            asks=(missing,),
        ),
        Act(
            "refuse",
            Bilingual("不予受理", "Refuse to accept"),
            statute(kind, 32, 1, 1, 2),
            Bilingual(
                "本件就此办结。决定书会写明理由、该去哪里办和救济途径，送给申请人。",
                "This closes the case. The applicant receives a decision with reasons, where to go, and remedies.",
            ),
            tone="danger",
            confirm=True,
            asks=(REASON, where),
        ),
    )


def _review(view: CaseView, department: str) -> tuple[Act, ...]:
    """Review by the deciding office; a first review below it (art. 35); the opinion of a joining office (art. 26(2))."""
    kind, place = view.item.kind, view.implementation
    approve, reject, article = (
        Bilingual("建议准予", "Recommend granting"),
        Bilingual("建议不予", "Recommend refusal"),
        statute(kind, 34, 1),
    )
    if department == place.accepts != place.decides:
        approve = Bilingual("初审同意，报送决定机关", "Agree at first review and send up")
        reject = Bilingual("初审不同意，报送决定机关", "Disagree at first review and send up")
        article = statute(kind, 35)
    elif department and department != place.decides:
        approve, reject = Bilingual("同意", "Agree"), Bilingual("不同意", "Object")
        article = statute(kind, 26, 2)
    return (
        Act("approve", approve, article, tone="primary", asks=(OPINION,)),
        Act("reject", reject, article, asks=(REASON, BASIS)),
        Act(
            "visit",
            Bilingual("派员现场核查", "Send two officers to the site"),
            statute(kind, 34, 3),
            Bilingual("本机关自己的核查不停止计时。", "A visit by the office itself does not stop the clock."),
            asks=(OPINION,),
        ),
        _special(view),
        offer_act(view),
    )


def _special(view: CaseView) -> Act:
    grounds: list[str] = list(view.handling.special_procedures) or list(GROUNDS)
    return Act(
        "special",
        Bilingual("提请特别程序", "Open a special procedure"),
        statute(view.item.kind, 45),
        Bilingual(
            "所需时间不计入期限，但必须书面告知申请人。",
            "Its time is not counted, and the applicant is told in writing.",
        ),
        asks=(
            Asked(
                "ground",
                "choice",
                Bilingual("法定事由", "Legal ground"),
                choices={ground: GROUNDS[ground] for ground in grounds},
            ),
            Asked("days", "days", Bilingual("预计所需工作日", "Working days it is expected to take"), most=120),
            WHY,
        ),
    )


def _special_done(view: CaseView) -> Act:
    return Act(
        "done",
        Bilingual("特别程序结束，恢复计时", "Special procedure over, the clock runs again"),
        statute(view.item.kind, 45),
        Bilingual(
            "结束当日不计入，从下一个工作日接着计算。",
            "The last day is not counted; counting goes on with the next working day.",
        ),
        tone="primary",
        asks=(Asked("findings", "long-text", Bilingual("结论", "Conclusion"), most=4000),),
    )


def _visit(view: CaseView) -> tuple[Act, ...]:
    article = statute(view.item.kind, 34, 3)
    return (
        Act("pass", Bilingual("核查符合", "Site meets the rules"), article, tone="primary", asks=SITE_RECORD),
        Act("fail", Bilingual("核查不符合", "Site does not meet the rules"), article, tone="danger", asks=SITE_RECORD),
    )


def _decision(view: CaseView) -> tuple[Act, ...]:
    kind = view.item.kind
    what = matter(kind)
    return (
        Act(
            "grant",
            Bilingual("准予{m}", "Grant the {m}").format(m=what),
            statute(kind, 38, 1),
            tone="primary",
            asks=(OPINION,),
        ),
        Act(
            "refuse",
            Bilingual("不予{m}", "Refuse the {m}").format(m=what),
            statute(kind, 38, 2),
            Bilingual(
                "决定书会写明理由，并告知复议和诉讼的权利。",
                "The decision states the reasons and the right to review and to sue.",
            ),
            tone="danger",
            confirm=True,
            asks=(REASON, BASIS),
        ),
        Act("return", Bilingual("退回重新审查", "Send back for review"), statute(kind, 34, 1), asks=(WHY,)),
    )


def _making(view: CaseView) -> Act:
    """A certificate of before is found by its holder; only who has several must be asked which."""
    wanted = certificate_act(view.item, view.handling_code, view.handling)
    asks = (OPINION,) if wanted is None or wanted[0] == "issue" else (WHICH, OPINION)
    return Act("done", Bilingual("制证完成", "Document made"), statute(view.item.kind, 39), tone="primary", asks=asks)


# Beside the steps


WITHDRAWABLE: Final = frozenset({"received", "correction", "accepted", "suspended"})


def side_acts_of(view: CaseView) -> tuple[SideAct, ...]:
    """Acts beside the steps: one extension by the head while the decision is still owed; withdrawal before decision."""
    found: list[SideAct] = []
    statutory = view.clocks.get("statutory")
    rule = view.handling.clocks.statutory.extend
    if statutory and statutory.status == "running" and rule and not statutory.extended:
        found.append(SideAct(_extension(view, rule.length.count, rule.article), "head", "decides"))
    if view.status in WITHDRAWABLE:
        found.append(SideAct(_withdrawal(), None, "applicant"))
    return tuple(found)


def _extension(view: CaseView, most: int, article: str) -> Act:
    return Act(
        "extend",
        Bilingual("延长期限", "Extend the time"),
        article or statute(view.item.kind, 42, 1),
        Bilingual(
            "由本机关负责人批准，只能一次，最多 {n} 个工作日，理由会告知申请人。",
            "By the head of the agency, once, at most {n} working days; the applicant is told why.",
        ).format(n=most),
        asks=(Asked("days", "days", Bilingual("延长几个工作日", "Working days to add"), most=most), WHY),
        confirm=True,
    )


def _withdrawal() -> Act:
    return Act(
        "withdraw",
        Bilingual("撤回申请", "Withdraw the application"),
        "",
        Bilingual("撤回后本件终止，需要时可以重新申请。", "This ends the case; you may apply again at any time."),
        tone="danger",
        asks=(Asked("reason", "text", Bilingual("原因（可不填）", "Why (optional)"), required=False, most=500),),
        confirm=True,
    )
