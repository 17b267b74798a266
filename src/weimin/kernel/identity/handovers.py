"""交接: all that is in one person's hands goes to another at once; the receiver confirms the list, until then it can be undone.

What there is to hand over is told by rooms above, each for its own things (``register_belongings``); this room adds the
powers that end with the handover, because what was delegated to one person cannot be passed on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from django.db import transaction
from django.db.models import F, Q

from weimin.kernel.identity.actors import Actor
from weimin.kernel.identity.duty import Delegation, Handover, HandoverEntry
from weimin.kernel.identity.errors import (
    AlreadyEnded,
    LinesMissing,
    NoSuchDuty,
    NotAColleague,
    NothingToHandOver,
    NotYourPost,
    Overlap,
)
from weimin.kernel.identity.models import User
from weimin.kernel.identity.rights import colleagues_of, need_head, reasoned, someone
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date

__all__ = [
    "Belonging",
    "Belongings",
    "begin_handover",
    "confirm_handover",
    "handover",
    "handovers_of",
    "register_belongings",
    "undo_handover",
]


@dataclass(frozen=True, slots=True)
class Belonging:
    """One thing in somebody's hands; ``link`` opens it."""

    ref: str
    title: str
    link: str = ""


class Belongings(Protocol):
    """Things of one kind that people hold. Each act is given the whole list at once."""

    kind: str

    def held(self, user_id: int, *, department: str) -> Sequence[Belonging]: ...

    def move(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> Collection[str]:
        """Give them to the receiver; the refs of those that the receiver may hold. The others stay as they are."""

    def undo(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> None:
        """Give back what is still in the receiver's hands."""

    def settle(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> None:
        """The receiver has confirmed."""


_kinds: Final[dict[str, Belongings]] = {}


def register_belongings(kind: Belongings) -> None:
    """Call it in ``AppConfig.ready()``."""
    _kinds[kind.kind] = kind


class Powers:
    """Powers that a person was given or gave away: they end when the handover is confirmed."""

    kind = "power"

    def held(self, user_id: int, *, department: str) -> Sequence[Belonging]:
        rows = Delegation.objects.filter(
            Q(giver_id=user_id, post__department__code=department) | Q(receiver_id=user_id), revoked_at=None
        ).select_related("giver", "receiver", "post")
        return [
            Belonging(
                str(row.pk), f"{row.giver.name} → {row.receiver.name}：{row.post.name_zh}（{row.since}–{row.until}）"
            )
            for row in rows.order_by("pk")
        ]

    def move(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> Collection[str]:
        return refs

    def undo(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> None:
        return None

    def settle(self, refs: Collection[str], *, giver: int, receiver: int, actor: Actor, now: datetime) -> None:
        rows = Delegation.objects.filter(pk__in=[int(ref) for ref in refs], revoked_at=None)
        rows.update(revoked_at=now, revoked_by_id=actor.user_id)


register_belongings(Powers())


@transaction.atomic
def begin_handover(actor: Actor, *, giver: int, receiver: int, department: str, reason: str, now: datetime) -> Handover:
    """Everything that the giver holds in the department goes to the receiver, at once and as a list to confirm.

    By the giver, or by the head for somebody who has left or cannot. Raises ``NotTheHead``, ``NotYourPost``,
    ``NotAColleague``, ``Overlap`` while another handover of theirs is open, ``NothingToHandOver``, ``ReasonMissing``.
    """
    today = law_date(now)
    if giver != actor.user_id:
        need_head(actor, department)
    elif not colleagues_of(giver, department, on=today):
        raise NotYourPost(post=department)
    if giver == receiver or not colleagues_of(receiver, department, on=today):
        raise NotAColleague
    User.objects.select_for_update().get(pk=giver)
    if Handover.objects.filter(giver_id=giver, state=Handover.State.OPEN).exists():
        raise Overlap(what=User.objects.get(pk=giver).name)
    row = Handover.objects.create(
        giver_id=giver, receiver_id=receiver, department=department, reason=reasoned(reason),
        begun_by_id=someone(actor), begun_at=now,
    )  # fmt: skip
    entries = []
    for name, kind in _kinds.items():
        held = {each.ref: each for each in kind.held(giver, department=department)}
        moved = kind.move(held.keys(), giver=giver, receiver=receiver, actor=actor, now=now) if held else ()
        entries += [
            HandoverEntry(handover=row, kind=name, ref=ref, title=held[ref].title[:300], link=held[ref].link)
            for ref in held
            if ref in moved
        ]
    if not entries:
        raise NothingToHandOver
    HandoverEntry.objects.bulk_create(entries)
    _journal("identity.handed-over", row, actor, now, entries=len(entries))
    return row


@transaction.atomic
def confirm_handover(handover_id: int, *, ticked: Collection[int], actor: Actor, now: datetime) -> Handover:
    """The receiver has looked at every line. Raises ``NoSuchDuty``, ``AlreadyEnded``, ``LinesMissing``."""
    row = _locked(handover_id)
    if row.receiver_id != actor.user_id:
        raise NoSuchDuty
    lines = _lines(row)
    missing = {pk for refs in lines.values() for pk in refs.values()} - set(ticked)
    if missing:
        raise LinesMissing(count=len(missing))
    return _end(row, Handover.State.CONFIRMED, "settle", lines, actor, now)


@transaction.atomic
def undo_handover(handover_id: int, *, actor: Actor, now: datetime) -> Handover:
    """Back as it was, as far as nothing was done with it: by the giver, who began it, or the head, until confirmed."""
    row = _locked(handover_id)
    if actor.user_id not in {row.giver_id, row.begun_by_id} and not actor.heads(row.department):
        raise NoSuchDuty
    return _end(row, Handover.State.UNDONE, "undo", _lines(row), actor, now)


def _locked(handover_id: int) -> Handover:
    row = Handover.objects.select_for_update().filter(pk=handover_id).first()
    if row is None:
        raise NoSuchDuty
    if row.state != Handover.State.OPEN:
        raise AlreadyEnded
    return row


def _lines(row: Handover) -> dict[str, dict[str, int]]:
    """Kind → ref → id of the line."""
    found: dict[str, dict[str, int]] = {}
    for entry in row.entries.all():
        found.setdefault(entry.kind, {})[entry.ref] = entry.pk
    return found


def _end(
    row: Handover, state: str, act: str, lines: dict[str, dict[str, int]], actor: Actor, now: datetime
) -> Handover:
    for kind, refs in lines.items():
        getattr(_kinds[kind], act)(refs.keys(), giver=row.giver_id, receiver=row.receiver_id, actor=actor, now=now)
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at"])
    _journal(f"identity.handover-{state}", row, actor, now)
    return row


def _journal(action: str, row: Handover, actor: Actor, now: datetime, **more: object) -> None:
    payload = {"handover": row.pk, "giver": row.giver_id, "receiver": row.receiver_id, "reason": row.reason, **more}
    journal.append(actor=actor.ref, action=action, payload=payload, now=now)


def handover(handover_id: int, *, actor: Actor) -> Handover:
    """One handover with its list, for those it concerns and the head. Raises ``NoSuchDuty``. Two queries."""
    rows = Handover.objects.select_related("giver", "receiver", "begun_by").prefetch_related("entries")
    row = rows.filter(pk=handover_id).first()
    mine = row is not None and actor.user_id in {row.giver_id, row.receiver_id, row.begun_by_id}
    if row is None or not (mine or actor.heads(row.department)):
        raise NoSuchDuty
    return row


def handovers_of(actor: Actor, *, since: date) -> Sequence[Handover]:
    """Handovers that concern the actor or the departments that they head, open ones first. One query."""
    heads = [post.department for post in actor.own_posts if "head" in post.roles]
    rows = Handover.objects.filter(
        Q(giver_id=actor.user_id)
        | Q(receiver_id=actor.user_id)
        | Q(begun_by_id=someone(actor))
        | Q(department__in=heads)
    ).filter(Q(state=Handover.State.OPEN) | Q(begun_at__date__gte=since))
    return list(
        rows.select_related("giver", "receiver").order_by(F("ended_at").desc(nulls_first=True), "-begun_at")[:50]
    )
