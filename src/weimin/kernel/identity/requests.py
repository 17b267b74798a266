"""From a request to its actor. At most three queries, and none until someone asks."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from weimin.kernel.identity.actors import ANONYMOUS, Actor
from weimin.kernel.identity.errors import NotYourParty
from weimin.kernel.identity.models import User
from weimin.kernel.identity.presence import all_posts_of
from weimin.kernel.identity.selectors import Mandate, mandates
from weimin.lib.lawtime import law_date

__all__ = ["Request", "actor_of", "choose_party", "has_second_factor", "lazy_actor"]

PARTY_SESSION_KEY = "weimin_party"


class Request(HttpRequest):
    """For annotations: a request as Weimin's middleware hands it on."""

    now: datetime
    actor: Actor


def lazy_actor(request: HttpRequest) -> Actor:
    """What middleware hangs on ``request.actor``."""
    return cast(Actor, SimpleLazyObject(lambda: actor_of(cast(Request, request))))


def actor_of(request: Request) -> Actor:
    """The actor of a request: an official while in post, unless a party was chosen; else an applicant."""
    user = request.user
    if not user.is_authenticated:
        return ANONYMOUS
    if TYPE_CHECKING:
        assert isinstance(user, User)
    today = law_date(request.now)
    chosen = request.session.get(PARTY_SESSION_KEY)
    if not chosen:
        posts = all_posts_of(user.pk, now=request.now)
        if posts or user.is_operator:
            return Actor(kind="official", user_id=user.pk, name=user.name, posts=posts, is_operator=user.is_operator)
    given = mandates(user.pk, on=today)
    mandate = next((m for m in given if m.party_id == chosen), given[0] if given else None)
    return _applicant(user, mandate)


def _applicant(user: User, mandate: Mandate | None) -> Actor:
    if mandate is None:
        return Actor(kind="applicant", user_id=user.pk, name=user.name)
    return Actor(
        kind="applicant",
        user_id=user.pk,
        name=user.name,
        party_id=mandate.party_id,
        party_name=mandate.name,
        party_kind=mandate.kind,
        mandate=mandate.role,
        scope=mandate.scope,
    )


def choose_party(request: Request, party_id: int | None) -> Actor:
    """Act for a party from now on in this session; None: for oneself, an official in post again.

    Raises ``NotYourParty`` when no mandate stands today. The journal learns of it with the first act, which
    names both the user and the party.
    """
    if party_id is None:
        request.session.pop(PARTY_SESSION_KEY, None)
    elif request.user.pk is None or all(
        m.party_id != party_id for m in mandates(request.user.pk, on=law_date(request.now))
    ):
        raise NotYourParty
    else:
        request.session[PARTY_SESSION_KEY] = party_id
    request.actor = lazy_actor(request)
    return request.actor


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session, not merely this user, has passed the second factor."""
    from allauth.account.authentication import get_authentication_records

    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
