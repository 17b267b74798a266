"""The words of approval: steps, grounds, articles, and what an entry of the journal tells an official."""

from collections.abc import Mapping
from typing import Any, Final

from weimin.kernel.documents.definition import MODE_NAMES, RELATION_NAMES
from weimin.lib.bilingual import Bilingual

__all__ = ["GROUNDS", "STEPS", "matter", "named", "statute", "told"]

STEPS: Final = {
    "acceptance": Bilingual("受理", "Acceptance"),
    "correction": Bilingual("补正", "Correction by the applicant"),
    "review": Bilingual("审查", "Review"),
    "visit": Bilingual("现场核查", "Site visit"),
    "special": Bilingual("特别程序", "Special procedure"),
    "hearing-request": Bilingual("是否要求听证", "Whether to ask for a hearing"),
    "hearing-arrangement": Bilingual("安排听证", "Arranging the hearing"),
    "hearing": Bilingual("听证", "Hearing"),
    "decision": Bilingual("决定", "Decision"),
    "making": Bilingual("制证", "Making the document"),
    "delivery": Bilingual("送达", "Service"),
}

GROUNDS: Final = {
    "hearing": Bilingual("听证", "hearing"),
    "tender": Bilingual("招标", "tender"),
    "auction": Bilingual("拍卖", "auction"),
    "inspection": Bilingual("检验", "inspection of goods"),
    "testing": Bilingual("检测", "testing"),
    "quarantine": Bilingual("检疫", "quarantine"),
    "appraisal": Bilingual("鉴定", "appraisal"),
    "expert-review": Bilingual("专家评审", "expert review"),
}
"""行政许可法 art. 45: the only reasons for which the time of a decision stands still."""

RESULTS: Final = {
    "approve": Bilingual("建议准予", "grant recommended"),
    "reject": Bilingual("建议不予", "refusal recommended"),
    "pass": Bilingual("核查符合", "site meets the rules"),
    "fail": Bilingual("核查不符合", "site does not meet the rules"),
}

TOLD: Final = {
    "outcome": Bilingual("结论", "Result"),
    "visited_on": Bilingual("核查日期", "Visited on"),
    "companion": Bilingual("同行核查人员", "Second officer"),
    "findings": Bilingual("情况", "Findings"),
    "opinion": Bilingual("意见", "Opinion"),
    "ground": Bilingual("法定事由", "Legal ground"),
    "days": Bilingual("工作日", "Working days"),
    "parties": Bilingual("利害关系人", "Interested parties"),
    "matters": Bilingual("想说明的", "What it is about"),
    "on": Bilingual("日期", "Day"),
    "at": Bilingual("时间", "Time"),
    "place": Bilingual("地点", "Place"),
    "presiding": Bilingual("主持人", "Presiding officer"),
    "held_on": Bilingual("举行日期", "Held on"),
    "attended": Bilingual("参加人", "Attended by"),
    "reason": Bilingual("理由", "Reason"),
    "basis": Bilingual("法律依据", "Legal basis"),
    "where": Bilingual("该去哪里办", "Where to go instead"),
    "mode": Bilingual("送达方式", "How served"),
    "recipient": Bilingual("签收人", "Received by"),
    "relation": Bilingual("签收人是", "Who that is"),
    "tracking": Bilingual("邮件号码", "Tracking number"),
    "published_on": Bilingual("公告日期", "Published on"),
    "served_on": Bilingual("送达日期", "Served on"),
    "note": Bilingual("见证人和经过", "Witnesses and what happened"),
    "certificate": Bilingual("证照标识", "Certificate"),
    "predecessor": Bilingual("原证照标识", "Certificate before"),
    "result": Bilingual("结果", "Result"),
}
"""What of a journal entry is read to officials, in this order."""

VALUES: Final[Mapping[str, Mapping[str, Bilingual]]] = {
    "outcome": RESULTS,
    "ground": GROUNDS,
    "mode": MODE_NAMES,
    "relation": RELATION_NAMES,
}

NUMERALS: Final = "零一二三四五六七八九"


def told(payload: Mapping[str, Any]) -> tuple[tuple[Bilingual, Bilingual | str], ...]:
    """What an entry says, in words. What was asked to be corrected is one line for each thing."""
    rows: list[tuple[Bilingual, Bilingual | str]] = [
        (label, VALUES.get(name, {}).get(str(payload[name]), str(payload[name])))
        for name, label in TOLD.items()
        if payload.get(name) not in (None, "")
    ]
    rows += [(Bilingual(entry["label"], entry["label"]), entry["how"]) for entry in payload.get("missing", [])]
    if payload.get("deferred"):
        names = payload["deferred"]
        rows.append((Bilingual("可以后补", "To follow"), Bilingual("、".join(names), ", ".join(names))))
    return tuple(rows)


def matter(kind: str) -> Bilingual:
    """What is granted or refused, in the word the kind of power calls for."""
    words = {
        "licence": Bilingual("行政许可", "licence"),
        "confirmation": Bilingual("行政确认", "confirmation"),
        "benefit": Bilingual("行政给付", "benefit"),
    }
    return words.get(kind, Bilingual("申请事项", "application"))


def statute(kind: str, article: int, paragraph: int | None = None, *points: int) -> Bilingual:
    """An article of the Administrative Licensing Law; for powers of another kind it is applied by analogy, and says so.

    >>> str(statute("licence", 32, 1, 5))
    '行政许可法第三十二条第一款第（五）项'
    """
    zh = f"行政许可法第{named(article)}条" + (f"第{named(paragraph)}款" if paragraph else "")
    zh += "、".join(f"第（{named(point)}）项" for point in points)
    en = f"Administrative Licensing Law art. {article}" + (f"({paragraph})" if paragraph else "")
    en += " and ".join(f"({point})" for point in points)
    if kind != "licence":
        return Bilingual(f"参照{zh}", f"by analogy, {en}")
    return Bilingual(zh, en)


def named(number: int) -> str:
    """A number below a hundred in Chinese numerals: 三十二."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")
