"""What applicants are told: a consumer of the journal turns acts on their cases into messages, in the journal's order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from weimin.kernel.cases.words import ACTIONS
from weimin.kernel.journal.api import Entry
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual

__all__ = ["BODIES", "tell_applicants"]

BODIES: Final = {
    "case.filed": Bilingual(
        "已收到您的申请 {number}，回执可以下载。",
        "Your application {number} has been received; the receipt can be downloaded.",
    ),
    "case.confirmation-asked": Bilingual(
        "代办人替您填好了一份申请，请在“我的”里看过、确认。",
        "An agent filled in an application for you: read and confirm it under “My cases”.",
    ),
    "case.accepted": Bilingual(
        "{number} 已受理，期限写在受理通知书上。", "{number} has been accepted; the notice states by when we decide."
    ),
    "case.deemed-accepted": Bilingual(
        "我们没有按时告知，{number} 依法自收到之日起视为受理。",
        "We did not answer in time: {number} counts as accepted from the day of receipt.",
    ),
    "case.correction-asked": Bilingual(
        "{number} 需要您补正，全部内容已一次列清。", "{number} needs corrections from you; the list is complete."
    ),
    "case.not-accepted": Bilingual(
        "{number} 不予受理，理由和去处已写明。", "{number} was not accepted; the paper says why and where to go."
    ),
    "case.suspended": Bilingual(
        "{number} 进入特别程序，所需时间已书面告知。", "{number} needs a special procedure; how long is in the notice."
    ),
    "case.resumed": Bilingual(
        "{number} 的特别程序已结束，继续计时。", "The special procedure of {number} is over; the clock runs again."
    ),
    "case.hearing-offered": Bilingual(
        "{number} 在决定以前，您可以要求听证，五个工作日内有效，不收费。",
        "Before we decide {number} you may ask for a hearing, within five working days and free of charge.",
    ),
    "case.hearing-asked": Bilingual(
        "已收到您对 {number} 的听证要求，二十个工作日内组织。",
        "Your request for a hearing on {number} has been received; it is held within twenty working days.",
    ),
    "case.hearing-lapsed": Bilingual(
        "{number} 没有人要求听证，继续审查。", "Nobody asked for a hearing on {number}; the review goes on."
    ),
    "case.hearing-notified": Bilingual(
        "{number} 的听证时间、地点已定，通知书可以下载。",
        "Time and place of the hearing on {number} are fixed; the notice can be downloaded.",
    ),
    "case.hearing-held": Bilingual(
        "{number} 的听证已举行，继续计时。", "The hearing on {number} has been held; the clock runs again."
    ),
    "case.hearing-missed": Bilingual(
        "您没有到场，{number} 的听证终止，继续计时。",
        "You did not come: the hearing on {number} has ended and the clock runs again.",
    ),
    "case.extended": Bilingual(
        "{number} 的期限已延长，理由已告知。", "The time for {number} was extended; the notice says why."
    ),
    "case.granted": Bilingual(
        "{number} 准予，决定书可以下载。", "{number} has been granted; the decision can be downloaded."
    ),
    "case.refused": Bilingual(
        "{number} 不予准许，理由和救济途径已写明。", "{number} was refused; reasons and remedies are in the decision."
    ),
    "case.made": Bilingual("{number} 的证照已制作，可以下载。", "The document of {number} is ready to download."),
    "case.delivered": Bilingual("{number} 已送达。", "{number} has been served."),
    "case.withdrawn": Bilingual("{number} 已按您的要求撤回。", "{number} was withdrawn as you asked."),
    "case.reformed": Bilingual(
        "因机构改革，{number} 由{by}继续办理。编号、期限和已交的材料都不变，您不用做什么。",
        "Departments were reformed: {by} carries on with {number}. Its number, its dates and your papers stay as they"
        " are; you need do nothing.",
    ),
    "case.calendar-changed": Bilingual(
        "放假安排公布，{number} 的期限已重新计算。",
        "A holiday calendar was published; the dates of {number} were recomputed.",
    ),
}


ASKING: Final = frozenset({"case.correction-asked", "case.hearing-offered", "case.confirmation-asked"})
"""Messages that ask the applicant to do, or to choose, something."""


def tell_applicants(entries: Sequence[Entry], *, now: datetime) -> None:
    """Consume journal entries. Idempotent: an entry's id is its message's source."""
    for entry in entries:
        told = entry.payload or {}
        if entry.action == "case.filed" and told.get("part_of"):
            continue  # the whole has told it once
        body, by = BODIES[entry.action], told.get("by") or {}
        notices.send(
            party_id=int(entry.person.removeprefix("party:")),
            source=f"journal:{entry.pk}",
            subject=entry.case,
            title=ACTIONS[entry.action],
            body=body.format(number=told.get("number", ""), by=Bilingual(by.get("zh", ""), by.get("en", ""))),
            needs_action=entry.action in ASKING,
            now=entry.instant,
        )
