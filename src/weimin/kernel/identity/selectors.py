"""Reads: who fills which post, who speaks for whom, which party a number belongs to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from weimin.kernel.identity.actors import ActorPost
from weimin.kernel.identity.models import Appointment, NumberKind, Party, Representation, User
from weimin.kernel.identity.numbers import number_indexes
from weimin.kernel.organisations.api import Post, living
from weimin.kernel.rows.api import Reading

__all__ = [
    "Mandate",
    "actor_posts_for",
    "find_parties",
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


def find_parties(numbers: Collection[str]) -> dict[str, Party]:
    """The parties with these numbers, each under its number as it was given, whichever key indexed it. One query.

    A number that two parties carry in different kinds names nobody.
    """
    wanted = {index: number for number in numbers for index in number_indexes(number)}
    found: dict[str, list[Party]] = {}
    for party in Party.objects.filter(number_index__in=list(wanted)):
        found.setdefault(wanted[party.number_index], []).append(party)
    return {number: rows[0] for number, rows in found.items() if len(rows) == 1}


def parties(ids: Collection[int]) -> dict[int, Party]:
    """Parties by id, in one query; numbers stay sealed until read."""
    return Party.objects.in_bulk(list(ids))


def users(ids: Collection[int]) -> dict[int, User]:
    return User.objects.in_bulk(list(ids))


POSTS_OF_USER: Final = Reading(
    Post,
    """JOIN identity_appointment AS held ON held.post_id = organisations_post.id
       WHERE held.user_id = %s
         AND held.valid_from <= %s AND (held.valid_to IS NULL OR held.valid_to > %s)
         AND organisations_post.valid_from <= %s
         AND (organisations_post.valid_to IS NULL OR organisations_post.valid_to > %s)
         AND organisations_department.valid_from <= %s
         AND (organisations_department.valid_to IS NULL OR organisations_department.valid_to > %s)
       ORDER BY organisations_department.code, organisations_post.code""",
    related="department",
)


def posts_of(user_id: int, *, on: date) -> tuple[ActorPost, ...]:
    """The posts that a user fills on a law date: one query."""
    return tuple(_actor_post(post) for post in POSTS_OF_USER(user_id, *[on.isoformat()] * 6))


def _actor_post(post: Post) -> ActorPost:
    return ActorPost(
        department=post.department.code,
        division=post.department.division_code,
        post=post.code,
        roles=frozenset(post.roles),
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
            found[row.user_id] = (*found.get(row.user_id, ()), _actor_post(row.post))
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


MANDATES_OF_USER: Final = Reading(
    Representation,
    """WHERE identity_representation.user_id = %s
         AND identity_representation.since <= %s
         AND (identity_representation.until IS NULL OR identity_representation.until >= %s)
       ORDER BY CASE
           WHEN identity_representation.role = 'self' AND identity_party.kind = 'person' THEN 0
           WHEN identity_representation.role = 'self' THEN 1
           WHEN identity_representation.role = 'legal-representative' THEN 2
           ELSE 3
         END, identity_party.name, identity_representation.id""",
    related="party",
)


def mandates(user_id: int, *, on: date) -> list[Mandate]:
    """For whom a user may speak on a law date, the person's own self first: one query."""
    rows = MANDATES_OF_USER(user_id, *[on.isoformat()] * 2)
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
