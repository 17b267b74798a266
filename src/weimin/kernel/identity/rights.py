"""What every arrangement about posts asks first: who fills the post, who heads the department, are the dates sound."""

from datetime import date, timedelta
from typing import Final

from weimin.kernel.identity.actors import Actor, ActorPost
from weimin.kernel.identity.errors import (
    BadPeriod,
    DelegationChain,
    NotTheHead,
    NotYourPost,
    ReasonMissing,
    UnknownPosts,
)
from weimin.kernel.identity.models import User
from weimin.kernel.identity.selectors import posts_of
from weimin.kernel.organisations.api import Post, posts

__all__ = ["LONGEST", "check_period", "colleagues_of", "living_post", "need_head", "need_holder", "reasoned", "someone"]

LONGEST: Final = timedelta(days=180)
"""A delegation or an absence that lasts longer is a change of appointment."""


def someone(actor: Actor) -> int:
    """The person behind the actor; the machine and strangers arrange nothing. Raises ``NotTheHead``."""
    if actor.user_id is None:
        raise NotTheHead
    return actor.user_id


def living_post(ref: str, *, on: date) -> Post:
    """Raises ``UnknownPosts``."""
    found = posts([ref], on=on)
    if ref not in found:
        raise UnknownPosts(posts=ref)
    return found[ref]


def need_head(actor: Actor, department: str) -> None:
    """Raises ``NotTheHead`` unless the actor is appointed head of the department; acting for the head is not enough."""
    if not actor.heads(department):
        raise NotTheHead


def need_holder(user_id: int, ref: str, actor: Actor, *, on: date) -> None:
    """Raises ``DelegationChain`` where the actor only stands in for the post, ``NotYourPost`` where they have no part."""
    if any(post.ref == ref for post in posts_of(user_id, on=on)):
        return
    if user_id == actor.user_id and any(post.ref == ref and post.acting for post in actor.posts):
        raise DelegationChain(post=ref)
    raise NotYourPost(post=ref)


def check_period(since: date, until: date, *, earliest: date, longest: timedelta = LONGEST) -> None:
    if since < earliest or until < since or until - since > longest:
        raise BadPeriod(earliest=earliest.isoformat(), days=longest.days)


def reasoned(text: str) -> str:
    """The reason, trimmed. Raises ``ReasonMissing``."""
    text = " ".join(text.split())
    if not text or len(text) > 200:
        raise ReasonMissing
    return text


def colleagues_of(user_id: int, department: str, *, on: date) -> tuple[ActorPost, ...]:
    """The posts of the department that a user fills; none for a login that was closed."""
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        return ()
    return tuple(post for post in posts_of(user_id, on=on) if post.department == department)
