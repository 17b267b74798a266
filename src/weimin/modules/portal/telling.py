"""What holders are told of acts on their certificates: a consumer of the journal, in the journal's order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from weimin.kernel.documents.api import CERTIFICATE_ACTIONS
from weimin.kernel.journal.api import Entry
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual

__all__ = ["TOLD", "tell_holders"]

TOLD: Final = {
    "certificate.suspended": Bilingual(
        "您的证照 {number} 被暂扣，理由和救济途径在决定书里，见“我的证照”。",
        "Your certificate {number} is suspended; reasons and remedies are in the decision, under “My certificates”.",
    ),
    "certificate.resumed": Bilingual("您的证照 {number} 恢复有效。", "Your certificate {number} is valid again."),
    "certificate.revoked": Bilingual(
        "您的证照 {number} 被撤销，理由和救济途径在决定书里，见“我的证照”。",
        "Your certificate {number} is revoked; reasons and remedies are in the decision, under “My certificates”.",
    ),
    "certificate.cancelled": Bilingual(
        "您的证照 {number} 已注销，决定书见“我的证照”。",
        "Your certificate {number} is cancelled; the decision is under “My certificates”.",
    ),
}


def tell_holders(entries: Sequence[Entry], *, now: datetime) -> None:
    """Consume journal entries. Idempotent; a holder whom the city does not know is told on paper."""
    for entry in entries:
        if entry.person.startswith("party:"):
            notices.send(
                party_id=int(entry.person.removeprefix("party:")),
                source=f"journal:{entry.pk}",
                subject=entry.resource[:40],
                title=CERTIFICATE_ACTIONS[entry.action],
                body=TOLD[entry.action].format(number=(entry.payload or {}).get("number", "")),
                needs_action=False,
                now=entry.instant,
            )
