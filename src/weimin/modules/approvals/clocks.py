"""The clocks of an approval: which step answers to which, and where each stands in the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from weimin.lib.bilingual import Bilingual

__all__ = ["CLOCKS_OF", "DECISION_CLOCKS", "LICENSING_LAW", "StatutoryClock"]

DECISION_CLOCKS: Final = ("promised", "statutory")

CLOCKS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "correction": ("correction",),
    "acceptance": ("acceptance",),
    "review": (*DECISION_CLOCKS, "first-review", "inspection"),
    "visit": DECISION_CLOCKS,
    "decision": DECISION_CLOCKS,
    "hearing-request": ("hearing-request",),
    "hearing-arrangement": ("hearing",),
    "hearing": ("hearing",),
    "making": ("issue",),
    "delivery": ("issue",),
}
"""A step is due by the nearest of these that runs."""


@dataclass(frozen=True)
class StatutoryClock:
    """A period of 行政许可法 (2019). ``name`` is the clock that a case runs it by; ``extra`` what it may be extended by.

    Lengths are in working days (art. 82). ``how`` says where it runs when it is no clock of its own.
    """

    article: str
    name: str
    length: int
    extra: int
    start: Bilingual
    whose: Literal["office", "applicant"]
    end: Bilingual
    how: Bilingual | None = None


LICENSING_LAW: Final = (
    StatutoryClock(
        "32(1)(4)", "acceptance", 5, 0, Bilingual("收到申请材料", "receipt of the papers"), "office",
        Bilingual("逾期不告知，自收到之日起即为受理", "silence is acceptance from the day of receipt"),
    ),
    StatutoryClock(
        "42(1)", "statutory", 20, 10, Bilingual("受理", "acceptance"), "office",
        Bilingual("作出决定；本机关负责人可以批准延长", "the decision; the head may extend it once"),
    ),
    StatutoryClock(
        "43", "first-review", 20, 0, Bilingual("受理", "acceptance"), "office",
        Bilingual("下级机关审查完毕，直接报送上级", "the lower office's review ends and goes up directly"),
    ),
    StatutoryClock(
        "44", "issue", 10, 0, Bilingual("作出准予的决定", "the decision to grant"), "office",
        Bilingual("颁发、送达许可证件", "the certificate is issued and served"),
    ),
    StatutoryClock(
        "47", "hearing-request", 5, 0, Bilingual("被告知听证权利", "being told of the right to a hearing"), "applicant",
        Bilingual("没有提出的，继续审查", "if nobody asks, the review goes on"),
    ),
    StatutoryClock(
        "47", "hearing", 20, 0, Bilingual("提出听证要求", "the request for a hearing"), "office",
        Bilingual("举行听证", "the hearing is held"),
    ),
    StatutoryClock(
        "48(1)(1)", "hearing-arrangement", 7, 0, Bilingual("通知时间、地点", "notice of time and place"), "office",
        Bilingual("满七个工作日以后才能举行", "the hearing may be held once seven working days have passed"),
        Bilingual("定听证日期时校验，早于它的日期不接受", "checked when the day is fixed; an earlier one is refused"),
    ),
    StatutoryClock(
        "55(2)", "inspection", 5, 0, Bilingual("受理", "acceptance"), "office",
        Bilingual("指派两名以上工作人员检验、检测、检疫", "two officers are sent to inspect, test or quarantine"),
    ),
)  # fmt: skip
"""The clocks of one approval. Joint handling (42(2)) and renewal (50) belong to the parent case and to the certificate."""
