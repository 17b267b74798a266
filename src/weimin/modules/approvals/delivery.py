"""送达 as an act: what must be said for each way of serving, and what it comes to."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from weimin.kernel.cases.definition import Act, Asked, CaseView
from weimin.kernel.documents.definition import MODE_NAMES, RELATION_NAMES, DeliveryOrder
from weimin.lib.bilingual import Bilingual
from weimin.modules.approvals.words import statute

__all__ = ["delivered", "delivery_of"]

SIGNED: Final = frozenset({"counter", "mail", "electronic", "left"})
ASKS: Final = (
    Asked("mode", "choice", Bilingual("送达方式", "How it was served"), choices=MODE_NAMES),
    Asked("recipient", "text", Bilingual("签收人", "Received by"), most=100),
    Asked(
        "relation",
        "choice",
        Bilingual("签收人是", "Who that is"),
        Bilingual("不填就是本人。", "The party itself if left out."),
        choices=RELATION_NAMES,
        required=False,
    ),
    Asked(
        "served_on",
        "date",
        Bilingual("送达日期", "Day of service"),
        Bilingual("邮寄的填回执上的签收日期；不填就是今天。", "By mail, the day on the receipt; today if left out."),
        required=False,
        only_if=("mode", SIGNED),
    ),
    Asked(
        "tracking",
        "text",
        Bilingual("邮件号码（邮寄的填）", "Tracking number (by mail)"),
        most=60,
        only_if=("mode", frozenset({"mail"})),
    ),
    Asked(
        "published_on",
        "date",
        Bilingual("公告日期（公告送达的填）", "Day of publication (by public notice)"),
        Bilingual(
            "自公告之日起满三十日视为送达（依据未经文本核实）。",
            "It counts as served thirty days after that (the provision was not checked in a text).",
        ),
        only_if=("mode", frozenset({"notice"})),
    ),
    Asked(
        "note",
        "long-text",
        Bilingual("见证人和经过（留置、公告的填）", "Witnesses and what happened (left, public notice)"),
        most=500,
        only_if=("mode", frozenset({"left", "notice"})),
    ),
)


def delivered(view: CaseView) -> Act:
    """A grant is handed over within ten days (art. 44); a refusal is served with its reasons and remedies (art. 38(2))."""
    article = statute(view.item.kind, 38, 2) if view.outcome == "refused" else statute(view.item.kind, 44)
    return Act("done", Bilingual("已送达", "Served"), article, tone="primary", asks=ASKS)


def delivery_of(data: Mapping[str, Any]) -> DeliveryOrder:
    """The service that an official's answer describes."""
    return DeliveryOrder(
        mode=str(data["mode"]),
        recipient=str(data["recipient"]),
        relation=str(data.get("relation") or "self"),
        served_on=_day(data.get("served_on")),
        tracking=str(data.get("tracking", "")),
        published_on=_day(data.get("published_on")),
        note=str(data.get("note", "")),
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
