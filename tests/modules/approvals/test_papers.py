"""What the papers of an approval say: reasons, days, where to go, remedies; as the law wants them told. No database."""

from datetime import date
from typing import Any

import pytest

from modules.approvals.views import TODAY, item, view
from weimin.blueprint.values import Length
from weimin.kernel.documents.definition import Letter
from weimin.kernel.documents.validity import last_valid_day
from weimin.modules.approvals.definition import Approval
from weimin.modules.approvals.papers import order

APPROVAL = Approval()
DUES = {
    "acceptance": date(2026, 10, 12),
    "promised": date(2026, 10, 14),
    "statutory": date(2026, 11, 2),
    "issue": date(2026, 10, 20),
    "deferral": date(2026, 10, 9),
}


def letter(kind: str, facts: dict[str, Any] | None = None, **more: Any) -> Letter:
    return APPROVAL.letter(view(clocks=DUES, **more), order(kind, facts), today=TODAY)


def text(paper: Letter) -> str:
    rows = [f"{name}：{value}" for name, value in paper.rows]
    return "\n".join([paper.title, *paper.paragraphs, *rows, *paper.remedies])


def test_a_receipt_says_by_when_and_what_silence_means() -> None:
    said = text(letter("intake-receipt"))
    assert "收件不等于受理" in said
    assert "2026年10月12日前告知是否受理" in said
    assert "自收到材料之日起即为受理（行政许可法第三十二条第一款第（四）项）" in said
    assert "补正材料" in text(letter("intake-receipt", {"corrected": True}))


def test_an_acceptance_notice_tells_the_promise_and_the_statute() -> None:
    said = text(letter("acceptance-notice"))
    assert "决定自2026年9月28日起予以受理" in said
    assert "承诺期限：2026年10月14日前（8个工作日）" in said
    assert "法定期限：2026年11月2日前（20个工作日，行政许可法 第四十二条第一款）" in said
    assert "后补" not in said


def test_an_acceptance_with_gaps_names_each_gap_and_its_last_day() -> None:
    said = text(letter("acceptance-notice", {"deferred": ["平面图"]}))
    assert "请在2026年10月9日前补齐" in said
    assert "平面图" in said
    assert "除下列可以后补的材料外，材料齐全" in said


def test_a_correction_notice_is_a_full_list_with_what_would_be_right() -> None:
    missing = [{"label": "平面图", "how": "请标明尺寸。"}, {"label": "面积", "how": "请核对。"}]
    paper = letter("correction-notice", {"missing": missing})
    assert paper.rows == (("1. 平面图", "请标明尺寸。"), ("2. 面积", "请核对。"))
    assert "本机关不会再次要求补正其他材料" in text(paper)
    assert "5个工作日内告知是否受理" in text(paper)


def test_a_refusal_to_accept_says_why_where_to_go_and_the_remedies() -> None:
    paper = letter("non-acceptance", {"reason": "不属于本机关职权。", "where": "市南区城市管理局"})
    assert "理由：不属于本机关职权。" in text(paper)
    assert "可以去哪里办：市南区城市管理局" in text(paper)
    assert "六十日" in paper.remedies[0]
    assert "六个月" in paper.remedies[0]


def test_a_refusal_gives_reasons_basis_and_remedies() -> None:
    paper = letter("refusal-decision", {"reason": "厨房面积不足。", "basis": "食品安全法 第三十三条"})
    assert paper.title == "不予行政许可决定书"
    assert {"理由：厨房面积不足。", "法律依据：食品安全法 第三十三条"} <= set(paper.paragraphs)
    assert "行政许可法第三十八条第二款" in text(paper)
    assert "行政复议" in paper.remedies[0]
    assert "行政诉讼" in paper.remedies[0]


def test_the_items_own_remedies_name_the_body_to_turn_to() -> None:
    of = item(remedies=[{"zh": "六十日内向市南区人民政府申请行政复议。", "en": "Ask the district."}])
    paper = APPROVAL.letter(view(of), order("refusal-decision", {"reason": "一", "basis": "二"}), today=TODAY)
    assert paper.remedies == ("六十日内向市南区人民政府申请行政复议。",)


def test_a_special_procedure_tells_its_ground_how_long_and_that_it_is_not_counted() -> None:
    said = text(letter("special-notice", {"ground": "expert-review", "days": 5, "reason": "工艺特殊。"}))
    assert "专家评审，预计需要5个工作日" in said
    assert "依照行政许可法第四十五条，专家评审所需时间不计入作出决定的期限" in said
    assert "理由：工艺特殊。" in said


def test_an_extension_tells_who_allowed_it_how_long_why_and_the_new_days() -> None:
    said = text(letter("extension-notice", {"days": 10, "reason": "需要检测。"}))
    assert "经本机关负责人批准，办理期限延长10个工作日（行政许可法 第四十二条第一款）" in said
    assert "理由：需要检测。" in said
    assert "法定期限：2026年11月2日前" in said


def test_silence_is_told_with_the_day_of_receipt() -> None:
    said = text(letter("deemed-acceptance"))
    assert "自2026年9月21日起即为受理" in said
    assert "依照行政许可法第三十二条第一款第（四）项" in said


def test_a_grant_says_by_when_it_is_served() -> None:
    paper = letter("grant-decision", {"opinion": "材料属实。"})
    assert paper.title == "准予行政许可决定书"
    assert paper.rows == (("送达期限", "2026年10月20日前"),)
    assert {"材料属实。", "本机关将依法向您送达食品经营许可证。"} <= set(paper.paragraphs)


def test_a_result_that_is_no_certificate_prints_the_applicant_the_answers_and_how_long_it_holds() -> None:
    paper = letter("result", printed=(("面积", "86 m²"),), decided_on=date(2026, 10, 10))
    assert paper.title == "食品经营许可证"
    assert ("申请人", "青岛示例海悦餐饮管理有限公司") in paper.rows
    assert ("面积", "86 m²") in paper.rows
    assert paper.valid_until == date(2031, 10, 9)


def test_a_withdrawal_says_that_one_may_apply_again() -> None:
    assert "可以重新申请" in text(letter("withdrawal"))


@pytest.mark.parametrize("kind", ["intake-receipt", "acceptance-notice", "deemed-acceptance"])
def test_for_other_powers_the_papers_say_by_analogy(kind: str) -> None:
    said = text(APPROVAL.letter(view(item("confirmation"), clocks=DUES), order(kind), today=TODAY))
    assert "参照行政许可法" in said
    assert "依照参照" not in said


@pytest.mark.parametrize("kind", ["special-notice", "extension-notice", "grant-decision", "refusal-decision", "result"])
def test_what_decides_is_given_by_the_deciding_office(kind: str) -> None:
    assert order(kind).by == "decides"


@pytest.mark.parametrize(
    ("first", "length", "last"),
    [
        (date(2026, 12, 3), "5y", date(2031, 12, 2)),
        (date(2028, 2, 29), "1y", date(2029, 2, 28)),
        (date(2026, 8, 31), "6m", date(2027, 2, 28)),
        (date(2026, 9, 28), "30d", date(2026, 10, 27)),
    ],
)
def test_a_certificate_holds_through_the_day_before_its_anniversary(first: date, length: str, last: date) -> None:
    assert last_valid_day(first, Length.parse(length)) == last
