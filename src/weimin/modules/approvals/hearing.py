"""听证: offered before the decision, asked for or waived, arranged, held on the record. Pure.

行政许可法 (2019) 45 (its time is not counted), 47 (five days to ask, twenty to hold it), 48 (seven days' notice, who
presides, decided on the record). The decision clocks stand still from the request: until then nobody has needed one.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from weimin.kernel.cases.definition import (
    Act,
    Asked,
    CaseView,
    Consequences,
    EndClocks,
    ResumeClocks,
    StartClock,
    Status,
    SuspendClocks,
)
from weimin.lib.bilingual import Bilingual
from weimin.modules.approvals.clocks import DECISION_CLOCKS
from weimin.modules.approvals.papers import order
from weimin.modules.approvals.words import statute

__all__ = ["HEARING", "NOTICE_WORKDAYS", "hearing_acts", "hearing_consequences", "hearing_lapsed", "offer_act"]

NOTICE_WORKDAYS: Final = 7
"""行政许可法 48(1): time and place are told seven working days (art. 82) before the hearing."""


def offer_act(view: CaseView) -> Act:
    """The reviewer tells applicant and interested parties of their right, once the matter touches both (47)."""
    return Act(
        "hearing",
        Bilingual("告知听证权利", "Offer a hearing"),
        statute(view.item.kind, 47, 1),
        Bilingual(
            "涉及申请人和他人之间重大利益的，决定以前必须告知。五个工作日内没有人要求的，继续审查。",
            "Required before the decision where major interests of others are at stake. If nobody asks within five "
            "working days, the review goes on.",
        ),
        asks=(
            Asked(
                "parties",
                "long-text",
                Bilingual("利害关系人", "Interested parties"),
                Bilingual("写明姓名或者名称，以及怎样告知的。", "Names, and how each was told."),
                most=1000,
            ),
            Asked("reason", "long-text", Bilingual("涉及的重大利益", "The interests at stake"), most=2000),
        ),
    )


def hearing_acts(view: CaseView, step: str) -> tuple[Act, ...]:
    match step:
        case "hearing-request":
            return _asking(view)
        case "hearing-arrangement":
            return (_notify(view),)
        case "hearing":
            return _holding(view)
    return ()


def _asking(view: CaseView) -> tuple[Act, ...]:
    article = statute(view.item.kind, 47, 1)
    return (
        Act(
            "ask",
            Bilingual("要求听证", "Ask for a hearing"),
            article,
            Bilingual(
                "听证公开举行，不收费。听证所需时间不计入办理期限。",
                "It is public and free of charge. Its time does not count towards ours.",
            ),
            tone="primary",
            asks=(
                Asked(
                    "matters", "long-text", Bilingual("想说明什么？（可不填）", "What is it about? (optional)"),
                    required=False, most=2000,
                ),
            ),
        ),
        Act("waive", Bilingual("不要求听证", "Do without a hearing"), article, confirm=True),
    )  # fmt: skip


def _notify(view: CaseView) -> Act:
    clock = view.clocks.get("hearing")
    return Act(
        "notify",
        Bilingual("通知听证时间、地点", "Give notice of the hearing"),
        statute(view.item.kind, 48, 1, 1, 3),
        Bilingual(
            "提前七个工作日通知申请人和利害关系人，必要时公告；主持人不能是审查本件的人员。",
            "Seven working days' notice to the applicant and interested parties; whoever reviewed the case does not preside.",
        ),
        tone="primary",
        asks=(
            Asked(
                "on", "date-ahead", Bilingual("哪天举行", "On what day"),
                workdays=NOTICE_WORKDAYS, latest=clock.due_on if clock else None,
            ),
            Asked("at", "text", Bilingual("几点", "At what time"), Bilingual("例如：9:30", "For example 9:30"), most=20),
            Asked("place", "text", Bilingual("在哪里", "Where"), most=200),
            Asked("presiding", "presiding", Bilingual("主持人", "Presiding officer")),
        ),
    )  # fmt: skip


def _holding(view: CaseView) -> tuple[Act, ...]:
    return (
        Act(
            "held",
            Bilingual("听证已举行", "The hearing was held"),
            statute(view.item.kind, 48, 1, 5),
            Bilingual(
                "笔录交参加人确认后签字或者盖章；决定根据笔录作出。",
                "The record is confirmed and signed by those present; the decision is made on it.",
            ),
            tone="primary",
            asks=(
                Asked("held_on", "date", Bilingual("举行日期", "Held on")),
                Asked("attended", "long-text", Bilingual("参加人", "Who attended"), most=1000),
                Asked("findings", "long-text", Bilingual("听证笔录", "Record of the hearing"), most=8000),
            ),
        ),
        Act(
            "absent",
            Bilingual("要求听证的人没有到场", "Those who asked did not come"),
            statute(view.item.kind, 48, 1),
            Bilingual("听证终止，恢复计时。", "The hearing ends and the clock runs again."),
            asks=(Asked("reason", "long-text", Bilingual("情况", "What happened"), most=2000),),
            confirm=True,
        ),
    )


def hearing_consequences(
    view: CaseView, *, step: str, outcome: str, data: Mapping[str, Any], today: date
) -> Consequences | None:
    """What an outcome of these steps changes; None for any other step."""
    found = HEARING.get((step, outcome))
    return found(view, data, today) if found else None


def hearing_lapsed(view: CaseView) -> Consequences:
    """Nobody asked in time: the review goes on."""
    return Consequences("case.hearing-lapsed", clocks=(EndClocks(("hearing-request",), "lapsed"),))


def _offered(view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
    return Consequences(
        "case.hearing-offered",
        clocks=_start(view, "hearing-request", today),
        papers=(order("hearing-offer", data),),
        payload={name: data[name] for name in ("parties", "reason")},
    )


def _asked(view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
    return Consequences(
        "case.hearing-asked",
        status=Status.SUSPENDED,
        clocks=(
            EndClocks(("hearing-request",)),
            SuspendClocks(DECISION_CLOCKS, "hearing"),
            *_start(view, "hearing", today),
        ),
        payload={"matters": data["matters"]} if data.get("matters") else {},
    )


def _waived(view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
    return Consequences("case.hearing-waived", clocks=(EndClocks(("hearing-request",)),))


def _notified(view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
    told = {name: data[name] for name in ("on", "at", "place", "presiding")}
    return Consequences("case.hearing-notified", papers=(order("hearing-notice", data),), payload=told)


def _held(view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
    return Consequences(
        "case.hearing-held",
        status=Status.ACCEPTED,
        clocks=(EndClocks(("hearing",)), ResumeClocks(DECISION_CLOCKS)),
        payload={name: data[name] for name in ("held_on", "attended", "findings")},
    )


def _missed(view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
    return Consequences(
        "case.hearing-missed",
        status=Status.ACCEPTED,
        clocks=(EndClocks(("hearing",), "cancelled"), ResumeClocks(DECISION_CLOCKS)),
        payload={"reason": data["reason"]},
    )


def _start(view: CaseView, name: str, today: date) -> tuple[StartClock, ...]:
    return (StartClock(name, view.rules[name], today),) if name in view.rules else ()


HEARING: Final[Mapping[tuple[str, str], Callable[[CaseView, Mapping[str, Any], date], Consequences]]] = {
    ("review", "hearing"): _offered,
    ("hearing-request", "ask"): _asked,
    ("hearing-request", "waive"): _waived,
    ("hearing-arrangement", "notify"): _notified,
    ("hearing", "held"): _held,
    ("hearing", "absent"): _missed,
}
