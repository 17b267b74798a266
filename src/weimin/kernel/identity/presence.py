"""Who is away, half-day by half-day, and who therefore fills a post today: by delegation or as substitute.

Nothing is stored about today: it follows from appointments, absences, substitutes and delegations, at the instant that is
asked, so that a power ends by itself with its day and a returning clerk has the post back without an act.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db.models import CharField, Exists, F, IntegerField, JSONField, OuterRef, Q, QuerySet, Subquery, Value

from weimin.kernel.identity.actors import POST_TITLE, ActorPost, For
from weimin.kernel.identity.duty import Absence, Delegation, Substitute
from weimin.kernel.identity.models import Appointment
from weimin.kernel.identity.selectors import posts_of
from weimin.kernel.organisations.api import Post, living
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import LAW_ZONE, law_date

__all__ = [
    "NOON",
    "Half",
    "absent",
    "all_posts_of",
    "away_at",
    "half_of",
    "present_holders",
    "standing_in",
    "uncovered",
]

Half = Literal["am", "pm"]
NOON: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Half a day of work."""

    on: date
    half: Half


def half_of(now: datetime) -> Slot:
    """The half-day of an instant, by the law's clock."""
    return Slot(law_date(now), "am" if now.astimezone(LAW_ZONE).hour < NOON else "pm")


def away_at(slot: Slot) -> Q:
    """Absences that cover a half-day."""
    begun = Q(since__lt=slot.on) | (Q(since=slot.on) if slot.half == "pm" else Q(since=slot.on, from_noon=False))
    lasts = Q(until__gt=slot.on) | (Q(until=slot.on) if slot.half == "am" else Q(until=slot.on, until_noon=False))
    return begun & lasts & Q(cancelled_at=None)


def absent(user_ids: Collection[int], *, now: datetime) -> dict[int, Absence]:
    """Who of them is away now, and why: one query."""
    return {row.user_id: row for row in Absence.objects.filter(away_at(half_of(now)), user_id__in=user_ids)}


def _there(slot: Slot) -> QuerySet[Appointment]:
    """Appointments, to the post of the outer query, of people who are there."""
    away = Absence.objects.filter(away_at(slot), user_id=OuterRef("user_id"))
    return Appointment.objects.filter(~Exists(away), living(slot.on), user__is_active=True, post_id=OuterRef("pk"))


def _posts_without_people(slot: Slot) -> QuerySet[Post]:
    """Living posts whose people are all away, or which nobody fills."""
    return Post.objects.filter(~Exists(_there(slot)), living(slot.on), living(slot.on, "department__"))


def present_holders(role: str, department: str, *, now: datetime) -> dict[int, str]:
    """Who carries the role in the department and is there now, by id: name. One query."""
    slot = half_of(now)
    away = Absence.objects.filter(away_at(slot), user_id=OuterRef("user_id"))
    rows = Appointment.objects.filter(
        ~Exists(away), living(slot.on), living(slot.on, "post__"), user__is_active=True, post__department__code=department
    ).select_related("user", "post")  # fmt: skip
    return {row.user_id: row.user.name for row in rows.order_by("user_id") if role in row.post.roles}


def all_posts_of(user_id: int, *, now: datetime) -> tuple[ActorPost, ...]:
    """Own posts first, then those filled for others today: two queries, one for who fills no post at all."""
    own = posts_of(user_id, on=law_date(now))
    return (*own, *standing_in(user_id, own, now=now)) if own else ()


NAMES: Final = ("department_zh", "department_en", "post_zh", "post_en")
COLUMNS: Final = ("way", "department", "division", "code", "roles", "for_id", "for_name", "items", "acts", *NAMES)


def standing_in(user_id: int, own: Collection[ActorPost], *, now: datetime) -> tuple[ActorPost, ...]:
    """The posts that a user fills for others at this instant: one query. ``own``: the user's own posts.

    A post that the user fills anyway is not filled twice; of several ways to the same post for the same person the
    delegation, which may be narrower but is somebody's will, counts beside the substitution.
    """
    slot = half_of(now)
    rows = _delegated(user_id, slot).union(_named(user_id, slot), _by_post(own, slot), all=True)
    mine = {post.ref for post in own}
    found: dict[Any, ActorPost] = {}
    for way, department, division, code, roles, for_id, for_name, items, acts, *names in rows:
        if f"{department}/{code}" in mine:
            continue
        if way == "post":
            if not any(post.department == department and post.post in items for post in own):
                continue
            way, items = "substitute", []
        acting = For(way, for_id, for_name or "", frozenset(items) or None, frozenset(acts) or None)
        title = POST_TITLE.format(d=Bilingual(*names[:2]), p=Bilingual(*names[2:]))
        post = ActorPost(department, division, code, frozenset(roles), acting, title)
        found.setdefault((post.ref, acting), post)
    return tuple(sorted(found.values(), key=lambda post: (post.ref, post.acting.way if post.acting else "")))


def _delegated(user_id: int, slot: Slot) -> "QuerySet[Delegation, Any]":
    """Delegations to the user that run, while their giver still fills the post."""
    holds = Appointment.objects.filter(living(slot.on), user_id=OuterRef("giver_id"), post_id=OuterRef("post_id"))
    rows = Delegation.objects.filter(
        Exists(holds), living(slot.on, "post__"), living(slot.on, "post__department__"),
        receiver_id=user_id, since__lte=slot.on, until__gte=slot.on, revoked_at=None, consented_at__isnull=False,
    )  # fmt: skip
    return rows.annotate(
        way=Value("delegation", CharField()),
        department=F("post__department__code"),
        division=F("post__department__division_code"),
        code=F("post__code"),
        roles=F("post__roles"),
        for_id=F("giver_id"),
        for_name=F("giver__name"),
        department_zh=F("post__department__name_zh"),
        department_en=F("post__department__name_en"),
        post_zh=F("post__name_zh"),
        post_en=F("post__name_en"),
    ).values_list(*COLUMNS)


def _nothing() -> Value:
    return Value([], JSONField())


def _holder(column: str, field: "CharField[Any, Any] | IntegerField[Any, Any]", slot: Slot, post: str) -> Subquery:
    """The first of those who are appointed to the post, there or not."""
    rows = Appointment.objects.filter(living(slot.on), post_id=OuterRef(post), user__is_active=True)
    return Subquery(rows.order_by("user_id").values(column)[:1], output_field=field)


def _named(user_id: int, slot: Slot) -> "QuerySet[Substitute, Any]":
    """Posts without people for which the user is the named substitute."""
    running = Q(until=None) | Q(until__gte=slot.on)
    rows = Substitute.objects.filter(
        running, post__in=_posts_without_people(slot), user_id=user_id, since__lte=slot.on, ended_at=None
    )
    return rows.annotate(
        way=Value("substitute", CharField()),
        department=F("post__department__code"),
        division=F("post__department__division_code"),
        code=F("post__code"),
        roles=F("post__roles"),
        for_id=_holder("user_id", IntegerField(), slot, "post_id"),
        for_name=_holder("user__name", CharField(), slot, "post_id"),
        items=_nothing(),
        acts=_nothing(),
        department_zh=F("post__department__name_zh"),
        department_en=F("post__department__name_en"),
        post_zh=F("post__name_zh"),
        post_en=F("post__name_en"),
    ).values_list(*COLUMNS)


def _by_post(own: Collection[ActorPost], slot: Slot) -> "QuerySet[Post, Any]":
    """Posts without people in the user's departments that name substitutes; which ones stands in ``items``."""
    rows = _posts_without_people(slot).filter(department__code__in={post.department for post in own})
    return (
        rows.exclude(substitutes=[])
        .annotate(
            way=Value("post", CharField()),
            department_of=F("department__code"),
            division=F("department__division_code"),
            for_id=_holder("user_id", IntegerField(), slot, "pk"),
            for_name=_holder("user__name", CharField(), slot, "pk"),
            items=F("substitutes"),
            acts=_nothing(),
            department_zh=F("department__name_zh"),
            department_en=F("department__name_en"),
            post_zh=F("name_zh"),
            post_en=F("name_en"),
        )
        .values_list("way", "department_of", "division", "code", "roles", "for_id", "for_name", "items", "acts", *NAMES)
    )


def uncovered(departments: Collection[str], *, now: datetime) -> list[Post]:
    """Posts of these departments at which nobody is there, and nobody present stands in. Four queries."""
    slot = half_of(now)
    empty = list(
        _posts_without_people(slot)
        .filter(department__code__in=departments)
        .select_related("department")
        .order_by("department__code", "code")
    )
    away = Absence.objects.filter(away_at(slot), user_id=OuterRef("user_id"))
    rows = Appointment.objects.filter(~Exists(away), living(slot.on), user__is_active=True)
    there = set(rows.filter(post__department__code__in=departments).values_list("post__department__code", "post__code"))
    given = Delegation.objects.filter(
        Exists(rows.filter(user_id=OuterRef("receiver_id"))),
        post__in=empty, since__lte=slot.on, until__gte=slot.on, revoked_at=None, consented_at__isnull=False,
    )  # fmt: skip
    named = Substitute.objects.filter(
        Q(until=None) | Q(until__gte=slot.on), Exists(rows.filter(user_id=OuterRef("user_id"))),
        post__in=empty, since__lte=slot.on, ended_at=None,
    )  # fmt: skip
    covered = {*given.values_list("post_id", flat=True), *named.values_list("post_id", flat=True)}
    return [
        post
        for post in empty
        if post.pk not in covered and not any((post.department.code, code) in there for code in post.substitutes)
    ]
