"""What the first page of the desk says of people and posts: handovers to confirm, delegations to consent to."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest

from weimin.kernel.identity import api as identity
from weimin.lib.lawtime import law_date

__all__ = ["waiting_for_me"]


def waiting_for_me(request: HttpRequest, _subject: Any) -> Mapping[str, Any] | None:
    """Two queries for a head, one for anyone else; nothing where nothing waits."""
    asked = cast(identity.Request, request)
    actor, today = asked.actor, law_date(asked.now)
    mine = [
        row
        for row in identity.handovers_of(actor, since=today)
        if row.state == "open" and row.receiver_id == actor.user_id
    ]
    heads = [post.department for post in actor.own_posts if "head" in post.roles]
    given = identity.delegations_in(heads, on=today) if heads else ()
    consents = [row for row in given if row.consented_at is None]
    return {"handovers": mine, "consents": consents} if mine or consents else None
