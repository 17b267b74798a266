"""What is done about a bad rating: verified, put right, called back. One function for each act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.ratings.clocks import begin, cell, end
from weimin.modules.ratings.duty import HEAD
from weimin.modules.ratings.errors import InvalidRating, NoSuchFollowUp, NotYours, StepDone
from weimin.modules.ratings.inviting import reference
from weimin.modules.ratings.models import FollowUp, Rated
from weimin.modules.ratings.rules import rules_of
from weimin.modules.ratings.services import clean_words
from weimin.modules.ratings.words import FINDINGS, RESULTS

__all__ = ["appeal", "call_back", "correct", "may_handle", "verify"]

TOLD: Final[Mapping[str, tuple[Bilingual, Bilingual]]] = {
    "true": (
        Bilingual("您反映的情况属实", "What you told us is true"),
        Bilingual("我们核实了：{text} 接下来整改，再回访您。", "We have looked into it: {text} We put it right and then call you."),
    ),
    "not-true": (
        Bilingual("您的评价核实过了", "Your rating has been looked into"),
        Bilingual("核实结果：不属实。理由：{text} 我们会再联系您。", "We found otherwise, because: {text} We will still call you."),
    ),
    "unverifiable": (
        Bilingual("您的评价核实过了", "Your rating has been looked into"),
        Bilingual("情况无法核实。理由：{text} 我们会再联系您。", "It could not be verified, because: {text} We will still call you."),
    ),
    "malicious": (
        Bilingual("您的评价核实过了", "Your rating has been looked into"),
        Bilingual(
            "核实后认为是恶意评价，理由：{text} 评价照样公开计数，并注明这一认定。不同意可以打热线投诉。",
            "It was judged malicious, because: {text} It still counts in public, marked as such. If you disagree, call the hotline.",
        ),
    ),
    "again": (
        Bilingual("您的评价正在重新核实", "Your rating is being verified again"),
        Bilingual("被评价的人提出申诉：{text}", "The official whom you rated has appealed: {text}"),
    ),
    "corrected": (
        Bilingual("您反映的事已经整改", "What you told us has been put right"),
        Bilingual("{text} 我们会回访您，问您满意不满意。", "{text} We will call you to ask whether you are satisfied."),
    ),
    "closed": (
        Bilingual("您的评价已经办结", "Your rating has been dealt with"),
        Bilingual("回访结果：{text}。您还可以追加评价一次。", "Call-back: {text}. You may still add to your rating once."),
    ),
}  # fmt: skip


def may_handle(followup: FollowUp, actor: Actor) -> bool:
    """A head of the responsible department who is not rated. Needs ``rated`` of the invitation."""
    rated = {row.user_id for row in followup.rating.invitation.rated.all()}
    return actor.has_role(HEAD, followup.responsible) and actor.user_id not in rated


@transaction.atomic
def verify(followup_id: int, *, finding: str, ground: str, actor: Actor, now: datetime) -> FollowUp:
    """核实. True leads to correction; anything else, with reasons, to the call-back; malicious closes.

    Raises ``NoSuchFollowUp``, ``NotYours``, ``StepDone``, ``InvalidRating``. Whatever is found, the grade stays counted.
    """
    followup = _held(followup_id, "verify", actor)
    if finding not in FINDINGS:
        raise InvalidRating({"finding": Bilingual("请选一个结论。", "Choose what you found.")})
    followup.ground = clean_words(ground, name="ground", required=True)
    followup.finding = finding
    following = {"true": "correct", "malicious": "closed"}.get(finding, "call-back")
    _move(followup, following, now)
    _tell(followup, finding, followup.ground, now)
    return _written(followup, "rating.verified", {"finding": finding}, actor, now)


@transaction.atomic
def correct(followup_id: int, *, correction: str, actor: Actor, now: datetime) -> FollowUp:
    """整改: what was put right; the person is told in these words."""
    followup = _held(followup_id, "correct", actor)
    followup.correction = clean_words(correction, name="correction", required=True)
    _move(followup, "call-back", now)
    _tell(followup, "corrected", followup.correction, now)
    return _written(followup, "rating.corrected", {}, actor, now)


@transaction.atomic
def call_back(followup_id: int, *, result: str, note: str, actor: Actor, now: datetime) -> FollowUp:
    """回访: whether the person is satisfied now; who is not, or was not reached, needs a word of why."""
    followup = _held(followup_id, "call-back", actor)
    if result not in RESULTS:
        raise InvalidRating({"result": Bilingual("请选回访结果。", "Choose how the call went.")})
    followup.result = result
    followup.call_note = clean_words(note, name="note", required=result != "satisfied")
    _move(followup, "closed", now)
    _tell(followup, "closed", RESULTS[result], now)
    return _written(followup, "rating.called-back", {"result": result}, actor, now)


@transaction.atomic
def appeal(followup_id: int, *, text: str, actor: Actor, now: datetime) -> FollowUp:
    """申诉: the rated official says their side, once; what was found already is verified again, by a new clock.

    Raises ``NoSuchFollowUp`` for anyone who is not rated, ``StepDone`` once it was done or the matter has gone further.
    """
    followup = _locked(followup_id)
    if not Rated.objects.filter(invitation=followup.rating.invitation, user_id=actor.user_id or 0).exists():
        raise NoSuchFollowUp
    if followup.appealed_at is not None or followup.step not in {"verify", "correct"}:
        raise StepDone
    followup.appeal = clean_words(text, name="text", required=True)
    followup.appealed_by_id, followup.appealed_at = actor.user_id, now
    if followup.step == "correct":
        _move(followup, "verify", now)
        _tell(followup, "again", followup.appeal, now)
    return _written(followup, "rating.appealed", {}, actor, now)


def _locked(followup_id: int) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("rating__invitation__case")
    followup = rows.filter(pk=followup_id).first()
    if followup is None:
        raise NoSuchFollowUp
    return followup


def _held(followup_id: int, step: str, actor: Actor) -> FollowUp:
    """The follow-up at this step, for who may handle it."""
    followup = _locked(followup_id)
    if not actor.has_role(HEAD, followup.responsible):
        raise NoSuchFollowUp
    if not may_handle(followup, actor):
        raise NotYours
    if followup.step != step:
        raise StepDone
    return followup


def _move(followup: FollowUp, step: str, now: datetime) -> None:
    """End the step's clock and begin the next one's."""
    today = law_date(now)
    end(followup, today)
    if step == "closed":
        followup.step, followup.due_on, followup.closed_at = step, None, now
        return
    begin(followup, step, rules_of(followup.rating.invitation.case.revision_id), today)


def _tell(followup: FollowUp, what: str, text: str | Bilingual, now: datetime) -> None:
    title, body = TOLD[what]
    invitation = followup.rating.invitation
    turn = f":{now.timestamp():.0f}" if followup.appealed_at else ""
    notices.send(
        party_id=invitation.case.applicant_id,
        source=f"rating-followup:{followup.pk}:{what}{turn}",
        subject=cases.case_ref(invitation.case),
        title=title,
        body=body.format(text=text),
        needs_action=False,
        now=now,
    )


def _written(followup: FollowUp, action: str, payload: Mapping[str, Any], actor: Actor, now: datetime) -> FollowUp:
    """Saved and journalled. The texts stay out of the journal: they are sealed in the row."""
    followup.save()
    invitation = followup.rating.invitation
    journal.append(
        actor=actor.ref,
        action=action,
        resource=reference(invitation.pk),
        payload={**cell(invitation), **payload, "step": followup.step, "late": followup.late},
        now=now,
    )
    return followup
