"""What may be done to a certificate outside a case, on which grounds, and how each is called. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["ACTS", "CERTIFICATE_ACTIONS", "STATE_NAMES", "CertificateRule", "Ground", "short_number"]

STATE_NAMES: Final = {
    "issued": Bilingual("有效", "Valid"),
    "suspended": Bilingual("暂扣", "Suspended"),
    "revoked": Bilingual("已撤销", "Revoked"),
    "cancelled": Bilingual("已注销", "Cancelled"),
    "superseded": Bilingual("已换新版", "Replaced by a newer version"),
    "expired": Bilingual("已过有效期", "Expired"),
}


@dataclass(frozen=True)
class Ground:
    """Why the law lets it be done. ``confirmed`` is false where the provision was not read in a text."""

    label: Bilingual
    article: str
    confirmed: bool = True


@dataclass(frozen=True)
class CertificateRule:
    """One act: from which states, to which, on which grounds; the title of its paper."""

    label: Bilingual
    explains: Bilingual
    before: frozenset[str]
    after: str
    grounds: Mapping[str, Ground]
    title: str
    says: str
    danger: bool = True


LICENSING: Final = "行政许可法"

REVOKED: Final = {
    "abuse": Ground(Bilingual("工作人员滥用职权、玩忽职守作出的", "Granted by abuse of power or neglect of duty"), f"{LICENSING}第六十九条第一款第（一）项"),
    "powers": Ground(Bilingual("超越法定职权作出的", "Granted beyond legal powers"), f"{LICENSING}第六十九条第一款第（二）项"),
    "procedure": Ground(Bilingual("违反法定程序作出的", "Granted against the legal procedure"), f"{LICENSING}第六十九条第一款第（三）项"),
    "unqualified": Ground(Bilingual("申请人不具备资格或者不符合条件", "The applicant was not qualified"), f"{LICENSING}第六十九条第一款第（四）项"),
    "other": Ground(Bilingual("依法可以撤销的其他情形", "Other cases in which the law allows it"), f"{LICENSING}第六十九条第一款第（五）项"),
    "deception": Ground(Bilingual("以欺骗、贿赂等不正当手段取得", "Obtained by deception or bribery"), f"{LICENSING}第六十九条第二款"),
}  # fmt: skip
CANCELLED: Final = {
    "expired": Ground(Bilingual("有效期届满未延续", "Expired and not renewed"), f"{LICENSING}第七十条第（一）项"),
    "person": Ground(Bilingual("公民死亡或者丧失行为能力", "The person died or lost capacity"), f"{LICENSING}第七十条第（二）项"),
    "dissolved": Ground(Bilingual("法人或者其他组织依法终止", "The organisation was dissolved"), f"{LICENSING}第七十条第（三）项"),
    "revoked": Ground(Bilingual("许可被撤销、撤回，或者证件被吊销", "The licence was revoked, withdrawn or taken away"), f"{LICENSING}第七十条第（四）项"),
    "impossible": Ground(Bilingual("因不可抗力无法实施", "Made impossible by force majeure"), f"{LICENSING}第七十条第（五）项"),
    "other": Ground(Bilingual("法律、法规规定的其他情形", "Other cases in laws and regulations"), f"{LICENSING}第七十条第（六）项"),
}  # fmt: skip
SUSPENDED: Final = {
    "penalty": Ground(Bilingual("暂扣许可证件的行政处罚", "A penalty that suspends the licence"), "行政处罚法第九条第（三）项", confirmed=False),
    "other": Ground(Bilingual("法律、法规规定的其他情形", "Other cases in laws and regulations"), "在理由中写明依据", confirmed=False),
}  # fmt: skip
RESUMED: Final = {
    "over": Ground(Bilingual("暂扣期满或者原因消除", "The time is over or the reason gone"), "在理由中写明依据", confirmed=False),
}  # fmt: skip

ACTS: Final[Mapping[str, CertificateRule]] = {
    "suspend": CertificateRule(
        Bilingual("暂扣", "Suspend"),
        Bilingual("暂扣期间证照不能用，核验页会显示。", "It may not be used meanwhile, and the check page says so."),
        frozenset({"issued"}),
        "suspended",
        SUSPENDED,
        "暂扣证照决定书",
        "本机关决定暂扣上述证照，暂扣期间不得使用。",
    ),
    "resume": CertificateRule(
        Bilingual("恢复", "Resume"),
        Bilingual("证照从今天起恢复有效。", "It is valid again from today."),
        frozenset({"suspended"}),
        "issued",
        RESUMED,
        "恢复证照通知书",
        "本机关决定恢复上述证照，自即日起可以使用。",
        danger=False,
    ),
    "revoke": CertificateRule(
        Bilingual("撤销", "Revoke"),
        Bilingual("撤销后不能恢复；决定书会写明理由和救济途径，送给持有人。", "This cannot be undone. The decision states reasons and remedies and goes to the holder."),
        frozenset({"issued", "suspended"}),
        "revoked",
        REVOKED,
        "撤销行政许可决定书",
        "本机关决定撤销上述证照所载的许可。",
    ),
    "cancel": CertificateRule(
        Bilingual("注销", "Cancel"),
        Bilingual("办理注销手续，证照从今天起失效。", "The formality that ends it: from today it is no longer valid."),
        frozenset({"issued", "suspended", "revoked"}),
        "cancelled",
        CANCELLED,
        "注销证照决定书",
        "本机关依法办理上述证照的注销手续。",
    ),
}  # fmt: skip

CERTIFICATE_ACTIONS: Final = {
    "certificate.suspended": Bilingual("证照暂扣", "Certificate suspended"),
    "certificate.resumed": Bilingual("证照恢复", "Certificate resumed"),
    "certificate.revoked": Bilingual("证照撤销", "Certificate revoked"),
    "certificate.cancelled": Bilingual("证照注销", "Certificate cancelled"),
    "certificate.imported": Bilingual("导入历史证照", "Old certificate imported"),
    "certificate.work-asked": Bilingual("批量处理证照", "An act on many certificates asked for"),
    "certificate.exported": Bilingual("导出证照", "Certificates exported"),
    "seal.used": Bilingual("用印", "Seal used"),
    "seal.exported": Bilingual("导出用印记录", "Uses of a seal exported"),
    "delivery.opened": Bilingual("电子送达：本人打开", "Served electronically: opened by the applicant"),
    "delivery.proof-added": Bilingual("补送达凭证", "Proof of service added"),
    "delivery.consented": Bilingual("同意电子送达", "Agreed to be served electronically"),
    "delivery.consent-withdrawn": Bilingual("撤回电子送达的同意", "No longer agrees to be served electronically"),
}
"""Every action that this room writes into the journal."""


def short_number(number: str) -> str:
    """An identifier for a list: without root, type and issuer, which are the same in all of a department's."""
    parts = number.split(".")
    return f"…{'.'.join(parts[-3:])}" if len(parts) == 10 else number
