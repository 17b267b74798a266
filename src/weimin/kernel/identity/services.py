"""One function per act: register a party, give a mandate, appoint to a post."""

import re
from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from weimin.kernel.identity.actors import Actor
from weimin.kernel.identity.errors import BadLogin, LoginTaken, NumberTaken, UnknownPosts
from weimin.kernel.identity.models import (
    LOGIN_PATTERN,
    Appointment,
    NumberKind,
    Party,
    PartyKind,
    Representation,
    RepresentationRole,
    User,
)
from weimin.kernel.identity.selectors import find_party
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations.api import posts
from weimin.lib.identifiers import normalise_code, normalise_phone
from weimin.lib.lawtime import law_date

__all__ = [
    "appoint",
    "give_mandate",
    "register_party",
    "register_person",
    "register_user",
]


def register_user(login: str, *, name: str, password: str | None, now: datetime) -> User:
    """A login; ``password`` None makes one that cannot log in. Raises ``BadLogin``, ``LoginTaken``."""
    if not re.fullmatch(LOGIN_PATTERN, login.strip().lower()):
        raise BadLogin(login=login)
    try:
        with transaction.atomic():
            return User.objects.create_user(login, password, name=name, registered_at=now)
    except IntegrityError:
        raise LoginTaken(login=login) from None


def register_party(
    kind: PartyKind,
    *,
    name: str,
    number_kind: NumberKind,
    number: str,
    phone: str = "",
    address: str = "",
    now: datetime,
) -> Party:
    """A person, sole trader or company, sealed. Raises ``NumberTaken``; check digits are the caller's to check."""
    if find_party(number, kind=number_kind) is not None:
        raise NumberTaken
    party = Party(
        kind=kind,
        name=name,
        number_kind=number_kind,
        number=normalise_code(number),
        phone=normalise_phone(phone),
        address=address,
        registered_at=now,
    )
    party.reindex()
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        raise NumberTaken from None
    return party


@transaction.atomic
def give_mandate(
    user_id: int,
    party_id: int,
    *,
    role: RepresentationRole,
    actor: Actor,
    now: datetime,
    until: date | None = None,
    scope: Collection[str] = (),
) -> Representation:
    """From today the user speaks for the party. An agent needs ``until``, the last day; ``scope`` names item codes."""
    mandate = Representation.objects.create(
        user_id=user_id, party_id=party_id, role=role, scope=sorted(scope), since=law_date(now), until=until
    )
    payload = {"user": user_id, "role": role.value, "scope": sorted(scope), "until": until and until.isoformat()}
    journal.append(
        actor=actor.ref, action="identity.mandate-given", person=f"party:{party_id}", now=now, payload=payload
    )
    return mandate


@transaction.atomic
def register_person(
    *,
    login: str,
    password: str,
    name: str,
    number_kind: NumberKind,
    number: str,
    phone: str,
    now: datetime,
) -> User:
    """A citizen with a login, whole or not at all. Raises ``LoginTaken``, ``NumberTaken``."""
    user = register_user(login, name=name, password=password, now=now)
    party = register_party(PartyKind.PERSON, name=name, number_kind=number_kind, number=number, phone=phone, now=now)
    himself = Actor(kind="applicant", user_id=user.pk, party_id=party.pk, name=name)
    journal.append(actor=himself.ref, action="identity.registered", person=himself.party_ref, now=now)
    give_mandate(user.pk, party.pk, role=RepresentationRole.SELF, actor=himself, now=now)
    return user


@transaction.atomic
def appoint(user_id: int, refs: Collection[str], *, actor: Actor, now: datetime) -> list[Appointment]:
    """From today the user fills exactly these posts (``department/post``); others end. Raises ``UnknownPosts``."""
    today = law_date(now)
    wanted = posts(refs, on=today)
    if missing := set(refs) - wanted.keys():
        raise UnknownPosts(posts="、".join(sorted(missing)))
    held = {row.post_id: row for row in Appointment.objects.filter(user_id=user_id, valid_to=None)}
    ids = {post.pk for post in wanted.values()}
    ended = [row.pk for post_id, row in held.items() if post_id not in ids]
    Appointment.objects.filter(pk__in=ended).update(valid_to=today)
    if ended or ids - held.keys():
        payload = {"user": user_id, "posts": sorted(refs)}
        journal.append(actor=actor.ref, action="identity.appointed", now=now, payload=payload)
    for post_id in sorted(ids - held.keys()):
        # A post given up and taken back on one day is the same appointment.
        held[post_id], _ = Appointment.objects.update_or_create(
            user_id=user_id, post_id=post_id, valid_from=today, defaults={"valid_to": None}
        )
    return [held[post_id] for post_id in sorted(ids)]
