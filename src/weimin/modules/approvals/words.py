"""The words of approval: steps, acts, grounds and papers, by the terms of the law."""

from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["GROUNDS", "STEPS", "matter"]

STEPS: Final = {
    "acceptance": Bilingual("受理", "Acceptance"),
    "correction": Bilingual("补正", "Correction by the applicant"),
    "review": Bilingual("审查", "Review"),
    "visit": Bilingual("现场核查", "Site visit"),
    "special": Bilingual("特别程序", "Special procedure"),
    "opinion": Bilingual("征求意见", "Opinion of another department"),
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


def matter(kind: str) -> Bilingual:
    """What is granted or refused, in the word the kind of power calls for."""
    words = {
        "licence": Bilingual("行政许可", "licence"),
        "confirmation": Bilingual("行政确认", "confirmation"),
        "benefit": Bilingual("行政给付", "benefit"),
    }
    return words.get(kind, Bilingual("申请事项", "application"))
