"""What a paper says, before it is numbered and drawn. No Django here."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from weimin.blueprint.certificates import CertificateAct
from weimin.blueprint.values import Length
from weimin.lib.bilingual import Bilingual

__all__ = ["MODE_NAMES", "RELATION_NAMES", "REVIEW", "CertificateOrder", "DeliveryOrder", "Letter", "chinese_date"]


@dataclass(frozen=True)
class Letter:
    """The words of one official paper, in Chinese, the language of government papers."""

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = ()
    remedies: tuple[str, ...] = ()
    valid_until: date | None = None


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class CertificateOrder:
    """What a step does to the holder's certificate of a kind. ``valid`` is how long a new one holds, None for ever or as
    its kind says; ``number`` tells which one is meant where the holder has several."""

    act: CertificateAct
    kind: str
    valid: Length | None = None
    number: str = ""


@dataclass(frozen=True)
class DeliveryOrder:
    """That the papers of a case reached someone. ``served_on`` is the day that counts; by public notice it follows from
    ``published_on`` and is not given."""

    mode: str
    recipient: str
    relation: str = "self"
    served_on: date | None = None
    tracking: str = ""
    published_on: date | None = None
    note: str = ""


REVIEW: Final = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议（行政复议法第二十条），"
    "也可以自收到本决定书之日起六个月内依法提起行政诉讼（行政诉讼法第四十六条）。"
)
"""What every decision says of remedies where the item names no body."""

MODE_NAMES: Final = {
    "counter": Bilingual("窗口领取", "Collected at the counter"),
    "mail": Bilingual("邮寄", "By mail"),
    "electronic": Bilingual("电子送达（申请人同意）", "Electronically, as the applicant agreed"),
    "left": Bilingual("留置送达", "Left at the address"),
    "notice": Bilingual("公告送达", "By public notice"),
}
RELATION_NAMES: Final = {
    "self": Bilingual("本人（法定代表人、负责人）", "The party itself or its representative"),
    "agent": Bilingual("代理人", "An agent"),
    "family": Bilingual("同住成年家属", "An adult of the household"),
    "staff": Bilingual("单位收发人员", "The organisation's mail room"),
    "none": Bilingual("没有人签收", "Nobody signed"),
}
