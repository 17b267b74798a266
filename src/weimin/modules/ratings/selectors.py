"""Reading invitations and follow-ups, each for whom it may concern."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db.models import QuerySet

from weimin.kernel.identity.api import Actor
from weimin.modules.ratings.duty import HEAD
from weimin.modules.ratings.errors import NoSuchFollowUp, NoSuchInvitation
from weimin.modules.ratings.followups import may_handle
from weimin.modules.ratings.models import FollowUp, Invitation, Rated

__all__ = [
    "PAGE",
    "Period",
    "about_me",
    "by_due_date",
    "followup_page",
    "invitation_page",
    "invitations_of",
    "period",
    "walk",
]

PAGE: Final = 30
Period = Literal["month", "year"]


def invitation_page(key: UUID) -> Invitation:
    """An invitation with its answer and what became of it. Raises ``NoSuchInvitation``. One query."""
    rows = Invitation.objects.select_related("case", "rating__followup")
    found = rows.filter(key=key).first()
    if found is None:
        raise NoSuchInvitation
    return found


def invitations_of(*, case_id: int = 0, number: str = "") -> list[Invitation]:
    """The invitations of one case, by id or by number, each with its answer. One query."""
    rows = Invitation.objects.filter(case=case_id) if case_id else Invitation.objects.filter(case__number=number)
    return list(rows.select_related("rating").order_by("happened_on", "pk"))


def _mine(actor: Actor) -> QuerySet[FollowUp]:
    departments = {post.department for post in actor.posts_for(role=HEAD)}
    return (
        FollowUp.objects.filter(responsible__in=departments)
        .exclude(rating__invitation__rated__user=actor.user_id)
        .select_related("rating__invitation__case")
    )


def by_due_date(actor: Actor, *, closed: bool, page: int = 1) -> tuple[list[FollowUp], int]:
    """What the actor sees to as head: the open ones by due date, or the closed ones, the latest first. Two queries."""
    rows = _mine(actor).filter(closed_at__isnull=not closed)
    ordered = rows.order_by("-closed_at", "-pk") if closed else rows.order_by("due_on", "pk")
    return list(ordered[(page - 1) * PAGE : page * PAGE]), rows.count()


def walk(actor: Actor, *, most: int) -> Iterator[FollowUp]:
    """All that the actor sees to, read in chunks."""
    yield from _mine(actor).order_by("opened_at", "pk")[:most].iterator(chunk_size=200)


def about_me(actor: Actor, *, page: int = 1) -> tuple[list[FollowUp], int]:
    """Follow-ups of ratings of the actor's own work, the latest first: shown without case and without name. Two queries."""
    rows = FollowUp.objects.filter(rating__invitation__rated__user=actor.user_id).select_related("rating__invitation")
    return list(rows.order_by("-opened_at", "-pk")[(page - 1) * PAGE : page * PAGE]), rows.count()


def followup_page(followup_id: int, *, actor: Actor) -> tuple[FollowUp, bool]:
    """A follow-up, and whether the actor handles it (True) or is the one rated. Raises ``NoSuchFollowUp`` for others."""
    rows = FollowUp.objects.select_related("rating__invitation__case__applicant", "rating__given_by")
    found = rows.prefetch_related("rating__invitation__rated", "clocks").filter(pk=followup_id).first()
    if found is None:
        raise NoSuchFollowUp
    if may_handle(found, actor):
        return found, True
    if any(row.user_id == actor.user_id for row in found.rating.invitation.rated.all()):
        return found, False
    raise NoSuchFollowUp


def rated_names(invitation_ids: Collection[int]) -> dict[int, list[str]]:
    """Who was rated, by invitation. One query."""
    found: dict[int, list[str]] = {}
    for row in Rated.objects.filter(invitation__in=invitation_ids).select_related("user").order_by("user__name"):
        found.setdefault(row.invitation_id, []).append(row.user.name)
    return found


def period(name: str, today: date) -> tuple[Period, date, date]:
    """``month``: since the first of this month; anything else the last twelve months, with this one."""
    first = today.replace(day=1)
    if name == "month":
        return "month", first, today
    last_year = first - timedelta(days=330)
    return "year", last_year.replace(day=1), today
