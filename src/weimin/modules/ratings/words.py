"""The words of ratings: grades, reasons, steps, findings. No Django here."""

from collections.abc import Mapping
from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["ACTIONS", "ENCOUNTERS", "FINDINGS", "GRADES", "REASONS", "RESULTS", "STEPS"]

GRADES: Final[Mapping[int, Bilingual]] = {
    5: Bilingual("非常满意", "Very satisfied"),
    4: Bilingual("满意", "Satisfied"),
    3: Bilingual("基本满意", "Fairly satisfied"),
    2: Bilingual("不满意", "Dissatisfied"),
    1: Bilingual("非常不满意", "Very dissatisfied"),
}
"""GB/T 39735-2020: five grades, the best first."""

REASONS: Final[Mapping[str, Bilingual]] = {
    "late": Bilingual("超过说好的时间", "It took longer than promised"),
    "not-told": Bilingual("没有一次说清要什么", "I was not told everything at once"),
    "extra-papers": Bilingual("要了清单以外的材料", "I was asked for papers that are not on the list"),
    "trips": Bilingual("让我跑了冤枉路", "I had to come more often than needed"),
    "manner": Bilingual("态度不好、推诿", "I was treated badly or sent from desk to desk"),
    "money": Bilingual("收了不该收的钱", "I was charged what I should not pay"),
    "wrong": Bilingual("办错了", "It was done wrongly"),
    "hard": Bilingual("网页、表格不好用", "The pages or forms are hard to use"),
    "other": Bilingual("别的原因", "Something else"),
}

ENCOUNTERS: Final[Mapping[str, Bilingual]] = {
    "visit": Bilingual("这一次收件", "Handing in the papers"),
    "matter": Bilingual("这件事的办理", "How the matter was handled"),
}

STEPS: Final[Mapping[str, Bilingual]] = {
    "verify": Bilingual("核实", "Verification"),
    "correct": Bilingual("整改", "Correction"),
    "call-back": Bilingual("回访", "Call-back"),
    "closed": Bilingual("办结", "Closed"),
}

FINDINGS: Final[Mapping[str, Bilingual]] = {
    "true": Bilingual("属实", "True"),
    "not-true": Bilingual("不属实", "Not true"),
    "unverifiable": Bilingual("无法核实", "Cannot be verified"),
    "malicious": Bilingual("恶意评价", "Malicious"),
}

RESULTS: Final[Mapping[str, Bilingual]] = {
    "satisfied": Bilingual("满意", "Satisfied"),
    "not-satisfied": Bilingual("仍不满意", "Still not satisfied"),
    "unreachable": Bilingual("联系不上", "Could not be reached"),
}

ACTIONS: Final[Mapping[str, Bilingual]] = {
    "rating.invited": Bilingual("邀请评价", "Invited to rate"),
    "rating.given": Bilingual("作出评价", "A rating was given"),
    "rating.added": Bilingual("追加评价", "A rating was supplemented"),
    "rating.verified": Bilingual("核实差评", "A bad rating was verified"),
    "rating.corrected": Bilingual("整改", "What was wrong has been put right"),
    "rating.called-back": Bilingual("回访", "The person was called back"),
    "rating.appealed": Bilingual("被评价人申诉", "The rated official appealed"),
    "rating.late": Bilingual("差评处理超期", "The handling of a bad rating is late"),
    "rating.moved": Bilingual("差评转由上级处理", "A bad rating was moved to the office above"),
    "rating.exported": Bilingual("导出差评列表", "A list of bad ratings was taken away"),
}
