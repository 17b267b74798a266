"""Each outcome of an application, and turning away, gives a paper with number, date, reason, remedy, and who seals it.

The table is the whole of what an approval gives: a new kind of paper must be put into it.
"""

import uuid
from dataclasses import dataclass

import pytest

from support.counter import GRANDMOTHER, dog_at, person, received
from support.hearing import arranged, asked_for, offer
from support.qingdao import applicant, at, do, draft_restaurant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.documents.drawing import _drawn
from weimin.modules.approvals.papers import _LETTERS

NOW = at("2026-09-21 10:00")
PAPERS = ("floor-plan", "equipment", "safety-rules")


@dataclass(frozen=True)
class Expected:
    """``reason``: words that give it; ``remedy``: where one may complain, for what decides against the applicant."""

    reason: str = ""
    remedy: bool = False


TABLE = {
    "intake-receipt": Expected(),
    "acceptance-notice": Expected("材料齐全"),
    "deemed-acceptance": Expected("未在法定时间内告知"),
    "correction-notice": Expected("请交盖章的制度。"),
    "non-acceptance": Expected("理由：示例理由。", remedy=True),
    "special-notice": Expected("理由：示例理由。"),
    "extension-notice": Expected("理由：示例理由。"),
    "hearing-offer": Expected("可能影响示范路 7 号的采光。"),
    "hearing-notice": Expected("示范路 1 号会议室"),
    "grant-decision": Expected("符合法定条件、标准"),
    "refusal-decision": Expected("理由：示例理由。", remedy=True),
    "withdrawal": Expected("撤回"),
    "turned-away": Expected("理由：停电。", remedy=True),
}


def test_the_table_is_whole() -> None:
    # a result without a certificate of its own is the item's paper, tested where such items are
    assert set(TABLE) == set(_LETTERS) - {"result"} | {"turned-away"}


def restaurant(*, now: object = NOW) -> cases.Case:
    trader = applicant("trader", NOW)
    return cases.file_draft(draft_restaurant(trader, NOW, papers=PAPERS).pk, actor=trader, now=NOW)


def accepted() -> cases.Case:
    return do(restaurant(), "acceptance", "accept", official("acceptor", NOW), NOW)


def to_decision() -> cases.Case:
    case = accepted()
    reviewer = official("reviewer", NOW)
    return do(case, "review", "approve", reviewer, NOW)


def given(kind: str) -> documents.Paper:
    """Bring a case to this outcome; the last paper of the kind."""
    missing = [{"code": "safety-rules", "label": "制度", "how": "请交盖章的制度。"}]
    why = {"reason": "示例理由。", "basis": "食品安全法 第三十三条", "where": "示例路 1 号"}
    acceptor, reviewer, chief = (official(login, NOW) for login in ("acceptor", "reviewer", "chief"))
    if kind == "turned-away":
        clerk = official("gafj-shinan-window", NOW)
        row = cases.turn_away(
            department="gafj-shinan", reason="other", told={"why": "停电。"}, key=uuid.uuid4(), actor=clerk, now=NOW
        )
        return documents.papers_about([cases.away_ref(row)])[0]
    if kind == "intake-receipt":
        clerk = official("gafj-shinan-window", NOW)
        draft = dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
        case = cases.file_draft(draft.pk, actor=clerk, now=NOW, received=received(clerk, NOW))
    elif kind == "acceptance-notice":
        case = accepted()
    elif kind == "deemed-acceptance":
        case = restaurant()
        cases.fire_due_clocks(now=at("2026-10-15 09:00"))
    elif kind == "correction-notice":
        case = do(restaurant(), "acceptance", "correct", acceptor, NOW, missing=missing)
    elif kind == "non-acceptance":
        case = do(restaurant(), "acceptance", "refuse", acceptor, NOW, **why)
    elif kind == "special-notice":
        case = do(accepted(), "review", "special", reviewer, NOW, ground="expert-review", days="5", reason="示例理由。")
    elif kind == "extension-notice":
        case = accepted()
        cases.act_on_case(
            case.pk, act="extend", data={"days": "5", "reason": "示例理由。"}, actor=official("head", NOW), now=NOW
        )
    elif kind == "hearing-offer":
        case = offer()
    elif kind == "hearing-notice":
        case = arranged(asked_for(offer()))
    elif kind == "withdrawal":
        case = restaurant()
        cases.act_on_case(case.pk, act="withdraw", data={}, actor=applicant("trader", NOW), now=NOW)
    elif kind == "refusal-decision":
        case = do(to_decision(), "decision", "refuse", chief, NOW, **why)
    else:
        case = do(to_decision(), "decision", "grant", chief, NOW)
    return [paper for paper in documents.papers_about([cases.case_ref(case)]) if paper.kind == kind][-1]


@pytest.mark.parametrize("kind", TABLE)
def test_a_paper_has_number_date_reason_remedy_and_sealer(city: object, db: None, kind: str) -> None:
    paper, wanted = given(kind), TABLE[kind]
    drawn = _drawn(paper, "https://weimin.example/check/", "", None)
    text = "\n".join([*drawn["body"], *("：".join(row) for row in drawn["table"])])
    assert drawn["number"]
    assert drawn["date"].endswith("日")
    assert drawn["department"], "whose seal it bears"
    assert drawn["recipient"]
    assert "<svg" in drawn["qr"]
    assert drawn["check_code"]
    assert wanted.reason in text
    remedies = "\n".join(drawn["remedies"])
    assert ("行政复议" in remedies and "诉讼" in remedies) is wanted.remedy, remedies


def test_the_receipt_tells_the_query_code_and_the_channel(city: object, db: None) -> None:
    rows = dict(given("intake-receipt").facts["rows"])
    assert rows["收件方式"] == "窗口"
    assert cases.Case.objects.get().query_code in rows["查询码"]


@pytest.mark.parametrize("kind", ["intake-receipt", "turned-away"])
def test_it_is_one_a4_sheet(city: object, db: None, kind: str) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    content = documents.draw_paper(
        given(kind), check_address="https://weimin.example/check/", disclaimer="示范", now=NOW
    )
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 1
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)
