"""收件: how papers came in. One row each time, whatever the channel; what a counter writes down is checked here."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from weimin.kernel.cases.definition import Channel
from weimin.kernel.cases.errors import InvalidAnswer, NoSuchCase
from weimin.kernel.cases.models import Case, Intake
from weimin.kernel.cases.permissions import within
from weimin.kernel.identity.api import Actor, ActorPost
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = [
    "DETAILS",
    "TAKING_IN",
    "Received",
    "at_windows_of",
    "check_received",
    "counters_of",
    "may_take_in",
    "officer_id",
    "online",
    "window_post",
    "write_intake",
]

WINDOW: Final = "window"
TAKING_IN: Final = "take-in"
"""The act, for a delegation that names acts: one that does not name it opens no window."""
DETAILS: Final[Mapping[Channel, tuple[str, ...]]] = {
    Channel.MAIL: ("tracking", "postmark"),
    Channel.PHONE: ("caller", "read_back"),
}
"""What belongs to a channel beside the date."""


@dataclass(frozen=True)
class Received:
    """How papers came in, as the officer at the counter wrote it down.

    ``received_on``: for mail the day on which it came; else the day itself. ``signature_id``: the scan of the form that
    the applicant signed. ``agent_id`` and ``representation_id``: who brought it and under which mandate.
    """

    channel: Channel
    signed: Intake.Signed
    received_on: date
    department: str = ""
    window: str = ""
    ticket: str = ""
    signature_id: int | None = None
    agent_id: int | None = None
    representation_id: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    key: uuid.UUID | None = None


def online(now: datetime) -> Received:
    """What an applicant sends from the portal with their own login."""
    return Received(Channel.PORTAL, Intake.Signed.ONLINE, law_date(now))


def counters_of(actor: Actor, *, item: str | None = None) -> frozenset[str]:
    """The departments at whose windows the official takes papers in: of anything, or of this item."""
    return frozenset(post.department for post in actor.posts_for(role=WINDOW, item=item, act=TAKING_IN))


def window_post(actor: Actor, *, department: str, item: str | None = None) -> ActorPost | None:
    """The post by which the official sits at this window, an own one before one filled for another."""
    return next(iter(actor.posts_for(role=WINDOW, department=department, item=item, act=TAKING_IN)), None)


def at_windows_of(actor: Actor, *, department: str, item: str) -> Q:
    """``counters_of`` as a condition on rows whose columns for department and item are named."""
    mine = Q(pk__in=[])
    for post in actor.posts_for(role=WINDOW, act=TAKING_IN):
        mine |= within(post, department=department, item=item)
    return mine


def officer_id(actor: Actor) -> int:
    """Who sits at the window; someone does. Raises ``NoSuchCase``."""
    if actor.user_id is None:
        raise NoSuchCase
    return actor.user_id


def may_take_in(case: Case, actor: Actor) -> bool:
    """Whether papers for the case may be brought to this official's window: it is the one that collects for it."""
    return actor.party_id is None and case.collects in counters_of(actor, item=case.item)


def check_received(received: Received, *, actor: Actor, now: datetime) -> None:
    """Refuses what cannot be: another department's window, a date to come, a signature that nobody gave.

    Raises ``NoSuchCase``, ``InvalidAnswer``.
    """
    if received.department not in counters_of(actor):
        raise NoSuchCase
    wrong: dict[str, Bilingual] = {}
    if received.received_on > law_date(now):
        wrong["received_on"] = Bilingual("收到的日期不能在今天之后。", "It cannot have come after today.")
    if received.channel not in {Channel.MAIL} and received.received_on != law_date(now):
        wrong["received_on"] = Bilingual("只有邮寄可以写以前的日期。", "Only mail can have come on an earlier day.")
    wrong |= _details(received)
    wrong |= _signature(received)
    if wrong:
        raise InvalidAnswer(wrong)


def _details(received: Received) -> dict[str, Bilingual]:
    given = received.details
    if received.channel is Channel.PHONE and not given.get("caller"):
        return {"caller": Bilingual("请写来电人和电话。", "Write down who called, with their number.")}
    if received.channel is Channel.PHONE and not given.get("read_back"):
        return {
            "read_back": Bilingual(
                "请把内容念给对方听，确认无误再收件。", "Read it back to the caller before you take it in."
            )
        }
    if received.channel is Channel.MAIL and not given.get("tracking"):
        return {"tracking": Bilingual("请写邮件号；平信写“平信”。", "Write the tracking number, or “ordinary mail”.")}
    return {}


def _signature(received: Received) -> dict[str, Bilingual]:
    """Who signed: the applicant in every case, never the agent and never the clerk."""
    signed, channel = received.signed, received.channel
    if signed is Intake.Signed.ONLINE:
        return {"signed": Bilingual("窗口收件要写明谁签的字。", "Say who signed the paper form.")}
    if channel is Channel.PHONE and signed is not Intake.Signed.PENDING:
        return {
            "signed": Bilingual("电话里签不了字，本人签字要后补。", "Nobody can sign by phone: the signature follows.")
        }
    if channel is Channel.AGENT and signed is Intake.Signed.IN_PERSON:
        return {"signed": Bilingual("代办人不能替申请人签字。", "An agent never signs for the applicant.")}
    if channel is Channel.AGENT and received.representation_id is None:
        return {"agent_number": Bilingual("请先登记授权：谁可以代办、办什么、到哪天。", "Register the mandate first.")}
    if signed is Intake.Signed.AGENT_BROUGHT and received.signature_id is None:
        return {
            "signature": Bilingual(
                "请扫描申请人本人签过字的申请表；还没签的，选“签字后补”。",
                "Scan the form that the applicant signed; if it is not signed yet, let the signature follow.",
            )
        }
    return {}


def write_intake(
    case: Case, received: Received, *, what: Intake.What, originals: list[str], actor: Actor, now: datetime
) -> Intake:
    """Put down one intake of a case. One statement."""
    more: dict[str, Any] = {"details": dict(received.details)}
    if received.key:
        more["key"] = received.key
    return Intake.objects.create(
        case=case,
        what=what,
        channel=received.channel.value,
        taken_at=now,
        received_on=received.received_on,
        officer_id=actor.user_id if received.department else None,
        department=received.department,
        window=received.window,
        ticket=received.ticket,
        originals=originals,
        signed=received.signed,
        signature_id=received.signature_id,
        agent_id=received.agent_id,
        representation_id=received.representation_id,
        **more,
    )
