"""委托与 B 岗: who fills a post lets another act for it; a head names who stands in. One function per act, all journalled."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from weimin.kernel.identity.actors import Actor
from weimin.kernel.identity.duty import Delegation, Substitute
from weimin.kernel.identity.errors import AlreadyEnded, NoSuchDuty, NotACandidate, NotAColleague, Overlap
from weimin.kernel.identity.rights import (
    check_period,
    colleagues_of,
    living_post,
    need_head,
    need_holder,
    reasoned,
    someone,
)
from weimin.kernel.identity.selectors import posts_of
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date

__all__ = [
    "consent",
    "delegate",
    "delegations_in",
    "delegations_of",
    "end_substitute",
    "name_substitute",
    "revoke",
    "substitutes_in",
]


@transaction.atomic
def delegate(
    actor: Actor,
    *,
    post: str,
    to: int,
    until: date,
    reason: str,
    now: datetime,
    since: date | None = None,
    giver: int | None = None,
    items: Collection[str] = (),
    acts: Collection[str] = (),
) -> Delegation:
    """Let ``to`` act for the post (``department/post``) from a day to a day, both included.

    The giver is the actor; the head of the post's department may do it for another who fills it and cannot. To someone
    of another department it counts only when that head has consented. What was given cannot be given on. Acts that
    the law gives the head alone are never covered (``SideAct.delegable``).

    Raises ``UnknownPosts``, ``NotYourPost``, ``NotTheHead``, ``DelegationChain``, ``NotACandidate``, ``BadPeriod``,
    ``ReasonMissing``, ``Overlap``.
    """
    today = law_date(now)
    row, since, giver = living_post(post, on=today), since or today, giver or actor.user_id or 0
    department = row.department.code
    if giver != actor.user_id:
        need_head(actor, department)
    need_holder(giver, post, actor, on=today)
    theirs = posts_of(to, on=today)
    if to == giver or not theirs or any(each.ref == post for each in theirs):
        raise NotACandidate
    check_period(since, until, earliest=today)
    standing = Delegation.objects.filter(giver_id=giver, receiver_id=to, post=row, revoked_at=None)
    if (other := standing.filter(since__lte=until, until__gte=since).first()) is not None:
        raise Overlap(what=f"{other.since}–{other.until}")
    agreed = bool(colleagues_of(to, department, on=today)) or actor.heads(department)
    given = Delegation.objects.create(
        giver_id=giver, receiver_id=to, post=row, since=since, until=until, items=sorted(items), acts=sorted(acts),
        reason=reasoned(reason), given_by_id=someone(actor), given_at=now,
        consented_by_id=actor.user_id if agreed else None, consented_at=now if agreed else None,
    )  # fmt: skip
    _journal("identity.delegated", given, actor, now, agreed=agreed)
    return given


@transaction.atomic
def consent(delegation_id: int, *, actor: Actor, now: datetime) -> Delegation:
    """The head of the post's department agrees that someone from elsewhere acts for it. Raises ``NoSuchDuty``, ``AlreadyEnded``."""
    given = _locked(delegation_id)
    if not actor.heads(given.post.department.code):
        raise NoSuchDuty
    if given.revoked_at is not None:
        raise AlreadyEnded
    if given.consented_at is None:
        given.consented_by_id, given.consented_at = actor.user_id, now
        given.save(update_fields=["consented_by", "consented_at"])
        _journal("identity.delegation-consented", given, actor, now)
    return given


@transaction.atomic
def revoke(delegation_id: int, *, actor: Actor, now: datetime) -> Delegation:
    """It ends at once: by who gave it, who received it, or the head of the post's department. Raises ``NoSuchDuty``."""
    given = _locked(delegation_id)
    if actor.user_id not in {given.giver_id, given.receiver_id} and not actor.heads(given.post.department.code):
        raise NoSuchDuty
    if given.revoked_at is not None:
        raise AlreadyEnded
    given.revoked_by_id, given.revoked_at = actor.user_id, now
    given.save(update_fields=["revoked_by", "revoked_at"])
    _journal("identity.delegation-revoked", given, actor, now)
    return given


def _locked(delegation_id: int) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("post__department")
    given = rows.filter(pk=delegation_id).first()
    if given is None:
        raise NoSuchDuty
    return given


def _journal(action: str, given: Delegation, actor: Actor, now: datetime, **more: object) -> None:
    payload = {
        "delegation": given.pk,
        "giver": given.giver_id,
        "receiver": given.receiver_id,
        "post": f"{given.post.department.code}/{given.post.code}",
        "since": given.since,
        "until": given.until,
        "items": given.items,
        "acts": given.acts,
        "reason": given.reason,
        **more,
    }
    journal.append(actor=actor.ref, action=action, payload=payload, now=now)


@transaction.atomic
def name_substitute(
    actor: Actor, *, post: str, user_id: int, now: datetime, since: date | None = None, until: date | None = None
) -> Substitute:
    """The head names who of the department stands in for a post while all who fill it are away.

    Raises ``UnknownPosts``, ``NotTheHead``, ``NotAColleague``, ``NotACandidate``, ``BadPeriod``, ``Overlap``.
    """
    today = law_date(now)
    row, since = living_post(post, on=today), since or today
    department = row.department.code
    need_head(actor, department)
    theirs = colleagues_of(user_id, department, on=today)
    if not theirs:
        raise NotAColleague
    if any(each.ref == post for each in theirs):
        raise NotACandidate
    check_period(since, until or since, earliest=today)
    if Substitute.objects.filter(post=row, user_id=user_id, ended_at=None).exists():
        raise Overlap(what=post)
    named = Substitute.objects.create(
        post=row, user_id=user_id, since=since, until=until, named_by_id=someone(actor), named_at=now
    )
    payload = {"post": post, "user": user_id, "since": since, "until": until}
    journal.append(actor=actor.ref, action="identity.substitute-named", payload=payload, now=now)
    return named


@transaction.atomic
def end_substitute(substitute_id: int, *, actor: Actor, now: datetime) -> Substitute:
    """Raises ``NoSuchDuty``, ``AlreadyEnded``."""
    rows = Substitute.objects.select_for_update(of=("self",)).select_related("post__department")
    named = rows.filter(pk=substitute_id).first()
    if named is None or not actor.heads(named.post.department.code):
        raise NoSuchDuty
    if named.ended_at is not None:
        raise AlreadyEnded
    named.ended_at = now
    named.save(update_fields=["ended_at"])
    payload = {"post": f"{named.post.department.code}/{named.post.code}", "user": named.user_id}
    journal.append(actor=actor.ref, action="identity.substitute-ended", payload=payload, now=now)
    return named


def delegations_of(user_id: int, *, on: date) -> Sequence[Delegation]:
    """What a person gave or received and what still stands or is to come, the latest first. One query."""
    rows = Delegation.objects.filter(Q(giver_id=user_id) | Q(receiver_id=user_id), revoked_at=None, until__gte=on)
    return list(rows.select_related("giver", "receiver", "post__department").order_by("-since", "-pk")[:50])


def delegations_in(departments: Collection[str], *, on: date) -> Sequence[Delegation]:
    """What stands for posts of these departments, what waits for consent first. One query."""
    rows = Delegation.objects.filter(post__department__code__in=departments, revoked_at=None, until__gte=on)
    found = rows.select_related("giver", "receiver", "post__department")
    return list(found.order_by(F("consented_at").desc(nulls_first=True), "-since", "-pk")[:200])


def substitutes_in(departments: Collection[str], *, on: date) -> Sequence[Substitute]:
    """Named substitutes for posts of these departments. One query."""
    rows = Substitute.objects.filter(
        Q(until=None) | Q(until__gte=on), ended_at=None, post__department__code__in=departments
    )
    return list(rows.select_related("user", "post__department").order_by("post__department__code", "post__code", "pk"))
