"""A planning permit on its way to a hearing: offered, asked for, arranged."""

from typing import Any

from support.qingdao import applicant, at, do, hand_in, official
from weimin.kernel.cases import api as cases

FILED = at("2026-09-01 09:00")
OFFERED = at("2026-09-07 10:00")
ASKED = at("2026-09-10 15:00")
ANSWERS: dict[str, Any] = {
    "project": "示范大厦",
    "site": "市南区示范路 9 号",
    "floor-area": "12000",
    "phone": "13800138000",
}
OFFER = {"parties": "示范路 7 号业主，9 月 7 日当面告知", "reason": "可能影响示范路 7 号的采光。"}


def offer() -> cases.Case:
    """Filed on the 1st, accepted on the 4th; on Monday the 7th the reviewer tells of the right to a hearing."""
    company = applicant("builder", FILED)
    situations = {"by": "organisation", "works": "building", "detailed-plan": "no", "old-trees": "no"}
    draft = cases.start_draft(
        item="planning-permit", handling="new", division="370200", situations=situations, actor=company, now=FILED
    )
    cases.save_answers(draft.pk, answers=ANSWERS, actor=company, now=FILED)
    hand_in("design", company, FILED, draft_id=draft.pk)
    case = cases.file_draft(draft.pk, actor=company, now=FILED)
    do(case, "acceptance", "accept", official("zrzy-accept", FILED), at("2026-09-04 09:00"))
    return do(case, "review", "hearing", official("zrzy-review", FILED), OFFERED, **OFFER)


def asked_for(case: cases.Case) -> cases.Case:
    return do(case, "hearing-request", "ask", applicant("builder", FILED), ASKED, matters="采光分析另有报告。")


def presiding(name: str) -> str:
    return str(official(name, FILED).user_id)


def arranged(case: cases.Case, **more: str) -> cases.Case:
    told = {"on": "2026-09-24", "at": "9:30", "place": "示范路 1 号会议室", "presiding": presiding("zrzy-decide")}
    return do(
        case, "hearing-arrangement", "notify", official("zrzy-experts", FILED), at("2026-09-14 09:00"), **(told | more)
    )
