"""Rating an encounter, and adding to it once. Nothing is preselected; silence stays silence."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.ratings.clocks import begin, cell
from weimin.modules.ratings.duty import responsible_for
from weimin.modules.ratings.errors import AlreadyAdded, AlreadyRated, Expired, InvalidRating, NoSuchInvitation, NotYours
from weimin.modules.ratings.inviting import reference
from weimin.modules.ratings.models import FollowUp, Invitation, Rating
from weimin.modules.ratings.rules import rules_of
from weimin.modules.ratings.words import GRADES, REASONS

__all__ = ["MOST_WORDS", "clean_words", "is_own", "rate", "supplement"]

MOST_WORDS: Final = 500


def is_own(case: cases.Case, actor: Actor) -> bool:
    """Whether the actor speaks for the applicant of the case."""
    return actor.party_id == case.applicant_id and actor.may_handle(case.item)


@transaction.atomic
def rate(
    key: UUID, *, grade: str, reasons: Collection[str], words: str, named: bool, actor: Actor, now: datetime
) -> Rating:
    """Answer an invitation. A bad grade opens a follow-up in the same transaction.

    ``grade`` is as typed: empty when nothing was chosen. Raises ``NoSuchInvitation``, ``NotYours`` for a rated official,
    ``AlreadyRated``, ``Expired``, ``InvalidRating``.
    """
    invitation = _held(key)
    rated = _refuse_rated(invitation, actor)
    if Rating.objects.filter(invitation=invitation).exists():
        raise AlreadyRated
    if law_date(now) > invitation.expires_on:
        raise Expired(day=invitation.expires_on.isoformat())
    chosen, words = _checked(grade, reasons, words)
    rating = Rating.objects.create(
        invitation=invitation,
        grade=int(grade),
        reasons=chosen,
        words=words,
        named=named,
        given_by_id=actor.user_id if is_own(invitation.case, actor) else None,
        given_at=now,
    )
    if rating.grade in rules_of(invitation.case.revision_id).bad.grades:
        _open_followup(rating, rated, now)
    journal.append(
        actor=actor.ref,
        action="rating.given",
        resource=reference(invitation.pk),
        payload={**cell(invitation), "grade": rating.grade, "reasons": chosen},
        now=now,
    )
    return rating


def _held(key: UUID) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("case")
    invitation = rows.filter(key=key).first()
    if invitation is None:
        raise NoSuchInvitation
    return invitation


def _refuse_rated(invitation: Invitation, actor: Actor) -> set[int]:
    """The ids of the rated officials. An official on duty rates nothing; a rated one neither on duty nor off."""
    rated = set(invitation.rated.values_list("user_id", flat=True))
    if actor.kind == "official" or (actor.user_id in rated and not is_own(invitation.case, actor)):
        raise NotYours
    return rated


def _checked(grade: str, reasons: Collection[str], words: str) -> tuple[list[str], str]:
    errors: dict[str, Bilingual] = {}
    if grade not in {str(each) for each in GRADES}:
        errors["grade"] = Bilingual("请选一个等级。", "Choose one of the five.")
    if set(reasons) - REASONS.keys():
        errors["reasons"] = Bilingual("请从列出的原因里选。", "Tick only reasons from the list.")
    try:
        words = clean_words(words)
    except InvalidRating as error:
        errors |= error.errors
    if errors:
        raise InvalidRating(errors)
    return [code for code in REASONS if code in reasons], words


def clean_words(text: str, *, name: str = "words", required: bool = False) -> str:
    """What was written, without control characters. Raises ``InvalidRating`` if it is too long, or missing but required."""
    text = "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or c == "\n").strip()
    if required and not text:
        raise InvalidRating({name: Bilingual("请写几句。", "Write a few words.")})
    if len(text) > MOST_WORDS:
        message = Bilingual("最多 {m} 字，现在 {n} 字。", "At most {m} characters; it has {n}.")
        raise InvalidRating({name: message.format(m=MOST_WORDS, n=len(text))})
    return text


def _open_followup(rating: Rating, rated: set[int], now: datetime) -> None:
    today, invitation = law_date(now), rating.invitation
    rules = rules_of(invitation.case.revision_id)
    followup = FollowUp.objects.create(
        rating=rating,
        responsible=responsible_for(invitation.department, rated, otherwise=rules.otherwise, on=today),
        step="verify",
        opened_at=now,
    )
    begin(followup, "verify", rules, today)
    followup.save(update_fields=["step", "due_on"])


@transaction.atomic
def supplement(key: UUID, *, words: str, actor: Actor, now: datetime) -> Rating:
    """追评: say something more, once, at any time; the grade stays. Raises as ``rate`` does, ``AlreadyAdded``."""
    words = clean_words(words, name="more", required=True)
    invitation = _held(key)
    _refuse_rated(invitation, actor)
    rating = Rating.objects.filter(invitation=invitation).first()
    if rating is None:
        raise NoSuchInvitation
    if rating.added_at is not None:
        raise AlreadyAdded
    rating.added = words
    rating.added_at = now
    rating.save(update_fields=["added", "added_at"])
    journal.append(actor=actor.ref, action="rating.added", resource=reference(invitation.pk), payload={}, now=now)
    return rating
