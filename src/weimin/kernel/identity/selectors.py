"""Reads: who fills which post, who speaks for whom, which party a number belongs to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from weimin.kernel.identity.actors import ActorPost
from weimin.kernel.identity.models import Appointment, NumberKind, Party, Representation, RepresentationRole, User
from weimin.kernel.identity.numbers import number_indexes
from weimin.kernel.organisations.api import living

__all__ = [
    "Mandate",
    "actor_posts_for",
    "find_party",
    "holders",
    "mandates",
    "parties",
    "posts_of",
    "users",
]


def find_party(number: str, *, kind: NumberKind) -> Party | None:
    """The party with this number, whichever key indexed it."""
    return Party.objects.filter(number_kind=kind, number_index__in=number_indexes(number)).first()


def parties(ids: Collection[int]) -> dict[int, Party]:
    """Parties by id, in one query; numbers stay sealed until read."""
    return Party.objects.in_bulk(list(ids))


def users(ids: Collection[int]) -> dict[int, User]:
    return User.objects.in_bulk(list(ids))


def posts_of(user_id: int, *, on: date) -> tuple[ActorPost, ...]:
    """The posts that a user fills on a law date: one query."""
    rows = (
        Appointment.objects.filter(living(on), living(on, "post__"), living(on, "post__department__"), user_id=user_id)
        .select_related("post__department")
        .order_by("post__department__code", "post__code")
    )
    return tuple(_actor_post(row) for row in rows)


def _actor_post(row: Appointment) -> ActorPost:
    department = row.post.department
    return ActorPost(
        department=department.code,
        division=department.division_code,
        post=row.post.code,
        roles=frozenset(row.post.roles),
    )


def holders(*, departments: Collection[str] | None = None, on: date) -> dict[str, list[User]]:
    """Who fills which post on a law date: ``department/post`` → users, in one query. A post nobody fills is absent."""
    rows = Appointment.objects.filter(
        living(on), living(on, "post__"), living(on, "post__department__"), user__is_active=True
    )
    if departments is not None:
        rows = rows.filter(post__department__code__in=departments)
    found: dict[str, list[User]] = {}
    for row in rows.select_related("user", "post__department").order_by("user__login"):
        found.setdefault(f"{row.post.department.code}/{row.post.code}", []).append(row.user)
    return found


def actor_posts_for(role: str, department: str, *, on: date) -> dict[int, tuple[ActorPost, ...]]:
    """Users who carry the role in the department on a law date, each with the posts that give it."""
    rows = Appointment.objects.filter(
        living(on), living(on, "post__"), living(on, "post__department__"),
        user__is_active=True, post__department__code=department,
    ).select_related("post__department").order_by("user_id")  # fmt: skip
    found: dict[int, tuple[ActorPost, ...]] = {}
    for row in rows:
        if role in row.post.roles:
            found[row.user_id] = (*found.get(row.user_id, ()), _actor_post(row))
    return found


@dataclass(frozen=True, slots=True)
class Mandate:
    """A user may speak for a party. ``scope``: item codes, None for every item."""

    party_id: int
    name: str
    kind: str
    role: str
    scope: frozenset[str] | None
    until: date | None


def standing(on: date) -> QuerySet[Representation]:
    """Representations that hold on a law date."""
    return Representation.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on, ended_at=None)


def persons_of(user_id: int) -> QuerySet[Representation, int]:
    """The person that a user is: whoever was made an agent at the counter has the same mandate online."""
    own = Representation.objects.filter(user_id=user_id, role=RepresentationRole.SELF, party__kind="person")
    return own.filter(ended_at=None).values_list("party_id", flat=True)


def mandates(user_id: int, *, on: date) -> list[Mandate]:
    """For whom a user may speak on a law date, the person's own self first: one query."""
    first = Case(
        When(role=RepresentationRole.SELF, party__kind="person", then=Value(0)),
        When(role=RepresentationRole.SELF, then=Value(1)),
        When(role=RepresentationRole.LEGAL_REPRESENTATIVE, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = (
        standing(on)
        .filter(Q(user_id=user_id) | Q(agent__in=persons_of(user_id)))
        .select_related("party")
        .order_by(first, "party__name", "pk")
    )
    return [
        Mandate(
            party_id=row.party_id,
            name=row.party.name,
            kind=row.party.kind,
            role=row.role,
            scope=frozenset(row.scope) or None,
            until=row.until,
        )
        for row in rows
    ]
