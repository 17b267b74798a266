"""How it came in, as the clerk writes it down: the channel, who signed, who brought it, on which day."""

from datetime import date
from typing import Any, Final

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.hall.frame import WINDOW_KEY, error_rows, key_of, scan_of
from weimin.ui.api import Choice

__all__ = ["AgentWrong", "agent_of", "received_of", "receiving_context"]

CHANNELS: Final = {
    cases.Channel.WINDOW: Bilingual("本人（法定代表人、经营者）当面来", "The person is here"),
    cases.Channel.AGENT: Bilingual("代办人来", "Someone came for them"),
    cases.Channel.MAIL: Bilingual("邮寄来的", "It came by mail"),
    cases.Channel.PHONE: Bilingual("电话里说的", "By telephone"),
}
DETAILS: Final = {cases.Channel.MAIL: ("tracking", "postmark"), cases.Channel.PHONE: ("caller", "read_back")}
SIGNED: Final = {
    cases.Channel.WINDOW: cases.Intake.Signed.IN_PERSON,
    cases.Channel.MAIL: cases.Intake.Signed.BY_MAIL,
    cases.Channel.AGENT: cases.Intake.Signed.AGENT_BROUGHT,
    cases.Channel.PHONE: cases.Intake.Signed.IN_PERSON,
}


class AgentWrong(Exception):
    """What was written of the agent, or a scan, is not right: ``field`` and ``message`` say where and why."""

    def __init__(self, field: str, message: Bilingual) -> None:
        super().__init__(field)
        self.field, self.message = field, message


def received_of(request: Request, draft: cases.Draft) -> cases.Received:
    """What was written down, ready for filing. Raises ``AgentWrong``; the kernel checks the rest."""
    post = request.POST
    known = {each.value: each for each in CHANNELS}
    channel = known.get(post.get("channel", ""), cases.Channel.WINDOW)
    signature = _scan(request, "signature")
    later = post.get("signed") != "yes"
    request.session[WINDOW_KEY] = post.get("window", "").strip()[:20]
    agent, mandate = agent_of(request, draft) if channel is cases.Channel.AGENT else (None, None)
    return cases.Received(
        channel=channel,
        signed=cases.Intake.Signed.PENDING if later else SIGNED[channel],
        received_on=_day(request),
        department=draft.department,
        window=post.get("window", "").strip()[:20],
        ticket=post.get("ticket", "").strip()[:20],
        signature_id=signature,
        agent_id=agent.pk if agent else None,
        representation_id=mandate.pk if mandate else None,
        details={name: post.get(name, "").strip()[:200] for name in DETAILS.get(channel, ()) if post.get(name)},
    )


def _scan(request: Request, name: str) -> int | None:
    try:
        return scan_of(request, name)
    except documents.FileRefused as error:
        raise AgentWrong(name, error.message) from None


def _day(request: Request) -> date:
    text = request.POST.get("received_on", "") if request.POST.get("channel") == "mail" else ""
    if not text:
        return law_date(request.now)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AgentWrong("received_on", Bilingual("请写收到的日期。", "Write the day on which it came.")) from None


def agent_of(request: Request, draft: cases.Draft) -> tuple[identity.Party, identity.Representation]:
    """Who came, and the mandate that covers this: one that stands, or the one on paper that they brought."""
    today = law_date(request.now)
    try:
        number = identity.read_number(request.POST.get("agent_number", ""), today=today)
        agent = identity.find_or_register(number, name=request.POST.get("agent_name", ""), now=request.now)
    except identity.UnreadableNumber as error:
        raise AgentWrong("agent_number", error.message) from None
    except identity.NameDiffers as error:
        raise AgentWrong("agent_name", error.message) from None
    standing = identity.covering(draft.applicant_id, item=draft.item, on=today, agent_id=agent.pk)
    return agent, standing or _given_on_paper(request, draft, agent)


def _given_on_paper(request: Request, draft: cases.Draft, agent: identity.Party) -> identity.Representation:
    file = _scan(request, "mandate")
    if file is None:
        raise AgentWrong(
            "mandate",
            Bilingual(
                "这个人还没有授权：请扫描申请人签过字的委托书。",
                "There is no mandate yet: scan the one that the applicant signed.",
            ),
        )
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise AgentWrong("until", Bilingual("请写委托到哪一天。", "Until which day is the mandate?")) from None
    try:
        return cases.authorise(
            draft.applicant,
            agent,
            scope=[draft.item],
            until=until,
            file_id=file,
            department=draft.department,
            actor=request.actor,
            now=request.now,
        )
    except (identity.BadMandateEnd, identity.NoSuchAgent) as error:
        raise AgentWrong("until", error.message) from None


def receiving_context(request: Request, errors: dict[str, Bilingual]) -> dict[str, Any]:
    """What the part of the page about the channel shows again."""
    return {
        "given": request.POST,
        "key": key_of(request),
        "channels": [Choice(code.value, name) for code, name in CHANNELS.items()],
        "channel": request.POST.get("channel", cases.Channel.WINDOW.value),
        "today": law_date(request.now).isoformat(),
        "errors": errors,
        "error_rows": error_rows(errors.items()),
    }
