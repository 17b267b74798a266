"""What each post may do at each step of an approval, what it must say in doing so, and the article that lets it."""

from typing import Final

from weimin.kernel.cases.definition import Act, Asked, CaseView, SideAct
from weimin.lib.bilingual import Bilingual
from weimin.modules.approvals.words import GROUNDS, matter

__all__ = ["acts_at", "side_acts_of"]

REASON: Final = Asked(
    "reason",
    "long-text",
    Bilingual("理由", "Reason"),
    Bilingual(
        "写给申请人看：哪一条不符合，事实是什么。", "Written for the applicant: which rule is not met, and the facts."
    ),
    most=2000,
)
OPINION: Final = Asked("opinion", "long-text", Bilingual("意见", "Opinion"), required=False, most=2000)
BASIS: Final = Asked(
    "basis",
    "text",
    Bilingual("法律依据", "Legal basis"),
    Bilingual("例如：食品安全法 第三十三条", "For example: Food Safety Law art. 33"),
    most=200,
)

ACCEPT: Final = Act("accept", Bilingual("受理", "Accept"), "行政许可法 32(1)(五)", tone="primary")
CORRECT: Final = Act(
    "correct",
    Bilingual("要求补正", "Ask for correction"),
    "行政许可法 32(1)(四)",
    Bilingual(
        "只能告知一次，要写全。补正后的材料收到之日起，另起五个工作日。",
        "You may ask only once, so list everything. Corrected papers start a new five working days.",
    ),
    asks=(
        Asked(
            "missing",
            "missing",
            Bilingual("需要补正的全部内容", "Everything that must be corrected"),
            Bilingual("逐项勾选并写明怎样才算符合。", "Tick each one and say what would make it right."),
        ),
    ),
)
REFUSE_ACCEPTANCE: Final = Act(
    "refuse",
    Bilingual("不予受理", "Refuse to accept"),
    "行政许可法 32(1)(一)(二)",
    tone="danger",
    confirm=True,
    asks=(
        REASON,
        Asked(
            "where",
            "text",
            Bilingual("该去哪里办", "Where to go instead"),
            Bilingual(
                "写明有权机关；依法不需要许可的，写“不需要办理”。",
                "Name the competent body, or say that none is needed.",
            ),
            most=200,
        ),
    ),
)
SUBMIT: Final = Act(
    "submit", Bilingual("提交补正材料", "Submit the corrections"), "行政许可法 32(1)(四)", tone="primary"
)
APPROVE: Final = Act(
    "approve", Bilingual("建议准予", "Recommend granting"), "行政许可法 34", tone="primary", asks=(OPINION,)
)
REJECT: Final = Act("reject", Bilingual("建议不予", "Recommend refusal"), "行政许可法 34", asks=(REASON, BASIS))
VISIT: Final = Act(
    "visit",
    Bilingual("派员现场核查", "Send two officers to the site"),
    "行政许可法 34(3)",
    Bilingual("本机关自己的核查不停止计时。", "A visit by the office itself does not stop the clock."),
    asks=(OPINION,),
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
DONE: Final = Act("done", Bilingual("完成", "Done"), "", tone="primary", asks=(OPINION,))
RETURN: Final = Act("return", Bilingual("退回重新审查", "Send back for review"), "行政许可法 38", asks=(REASON,))


def special(view: CaseView) -> Act:
    grounds: list[str] = list(view.handling.special_procedures) or list(GROUNDS)
    return Act(
        "special",
        Bilingual("提请特别程序", "Open a special procedure"),
        "行政许可法 45",
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
            REASON,
        ),
    )


def grant(view: CaseView) -> Act:
    what = matter(view.item.kind)
    return Act(
        "grant",
        Bilingual("准予{m}", "Grant the {m}").format(m=what),
        "行政许可法 38(1)",
        tone="primary",
        asks=(OPINION,),
    )


def refuse(view: CaseView) -> Act:
    what = matter(view.item.kind)
    return Act(
        "refuse",
        Bilingual("不予{m}", "Refuse the {m}").format(m=what),
        "行政许可法 38(2)",
        Bilingual(
            "决定书会写明理由，并告知复议和诉讼的权利。",
            "The decision states the reasons and the right to review and to sue.",
        ),
        tone="danger",
        confirm=True,
        asks=(REASON, BASIS),
    )


def acts_at(view: CaseView, step: str, outcomes: tuple[str, ...]) -> tuple[Act, ...]:
    """The acts of a step, in the order the procedure names its outcomes; an unknown outcome gets a plain act."""
    known: dict[str, Act] = {
        "acceptance": {"accept": ACCEPT, "correct": CORRECT, "refuse": REFUSE_ACCEPTANCE},
        "correction": {"submit": SUBMIT},
        "review": {"approve": APPROVE, "reject": REJECT, "visit": VISIT, "special": special(view)},
        "opinion": {"agree": _opinion("agree", "同意", "Agree"), "object": _objection()},
        "visit": {
            "pass": _site("pass", "核查符合", "Site meets the rules"),
            "fail": _site("fail", "核查不符合", "Site does not"),
        },
        "special": {"done": _special_done()},
        "decision": {"grant": grant(view), "refuse": refuse(view), "return": RETURN},
        "making": {"done": _named(DONE, "制证完成", "Document made", "行政许可法 39、44")},
        "delivery": {"done": _delivered()},
    }.get(step, {})
    plain = Bilingual("完成：{o}", "Done: {o}")
    return tuple(known.get(o) or Act(o, plain.format(o=o), "", asks=(OPINION,)) for o in outcomes)


def side_acts_of(view: CaseView) -> tuple[SideAct, ...]:
    """Acts beside the steps: one extension by the head while the decision is still owed; withdrawal before decision."""
    found: list[SideAct] = []
    statutory = view.clocks.get("statutory")
    rule = view.handling.clocks.statutory.extend
    if statutory and statutory.status == "running" and rule and not statutory.extended:
        found.append(SideAct(_extension(rule.length.count, rule.article), "head", "decides"))
    if view.status in {"received", "correction", "accepted", "suspended"}:
        found.append(SideAct(_withdrawal(), None, "applicant"))
    return tuple(found)


def _extension(most: int, article: str) -> Act:
    return Act(
        "extend",
        Bilingual("延长期限", "Extend the time"),
        article or "行政许可法 42(1)",
        Bilingual(
            "由本机关负责人批准，只能一次，最多 {n} 个工作日，理由会告知申请人。",
            "By the head of the agency, once, at most {n} working days; the applicant is told why.",
        ).format(n=most),
        asks=(Asked("days", "days", Bilingual("延长几个工作日", "Working days to add"), most=most), REASON),
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


def _site(code: str, zh: str, en: str) -> Act:
    tone = "primary" if code == "pass" else "danger"
    return Act(code, Bilingual(zh, en), "行政许可法 34(3)", tone=tone, asks=SITE_RECORD)  # type: ignore[arg-type]


def _opinion(code: str, zh: str, en: str) -> Act:
    return Act(code, Bilingual(zh, en), "行政许可法 26(2)", tone="primary", asks=(OPINION,))


def _objection() -> Act:
    return Act("object", Bilingual("不同意", "Object"), "行政许可法 26(2)", asks=(REASON, BASIS))


def _special_done() -> Act:
    return Act(
        "done",
        Bilingual("特别程序结束，恢复计时", "Special procedure over, the clock runs again"),
        "行政许可法 45",
        Bilingual(
            "结束当日不计入，从下一个工作日接着计算。",
            "The last day is not counted; counting goes on with the next working day.",
        ),
        tone="primary",
        asks=(Asked("findings", "long-text", Bilingual("结论", "Conclusion"), most=4000),),
    )


def _named(act: Act, zh: str, en: str, article: str) -> Act:
    return Act(act.code, Bilingual(zh, en), article, tone="primary", asks=act.asks)


def _delivered() -> Act:
    return Act(
        "done",
        Bilingual("已送达", "Served"),
        "行政许可法 44",
        tone="primary",
        asks=(
            Asked(
                "mode",
                "choice",
                Bilingual("送达方式", "How it was served"),
                choices={
                    "counter": Bilingual("窗口领取", "Collected at the counter"),
                    "mail": Bilingual("邮寄", "By mail"),
                    "electronic": Bilingual("电子送达（申请人同意）", "Electronically, as the applicant agreed"),
                },
            ),
            Asked("recipient", "text", Bilingual("签收人", "Received by"), most=100),
        ),
    )
