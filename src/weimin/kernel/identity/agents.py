"""帮办代办: who may act for a party, for which matters, until when. Given, seen and ended; an agent never signs for anyone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from weimin.kernel.identity.actors import Actor
from weimin.kernel.identity.errors import BadMandateEnd, NoSuchAgent, NotYourParty
from weimin.kernel.identity.models import Party, PartyKind, Representation, RepresentationRole
from weimin.kernel.identity.selectors import persons_of, standing
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date

__all__ = ["LONGEST_MANDATE", "AgentMandate", "agents_of", "covering", "end_agent", "give_agent"]

LONGEST_MANDATE: Final = timedelta(days=3 * 365)
"""A mandate to act for somebody is looked at again after three years at the latest (our own rule, no law's)."""


@dataclass(frozen=True, slots=True)
class AgentMandate:
    """One agent of a party. ``scope``: item codes, empty for every item."""

    id: int
    name: str
    scope: tuple[str, ...]
    since: date
    until: date


def agents_of(party_id: int, *, on: date) -> list[AgentMandate]:
    """Who may act for the party on a law date, the newest first. One query."""
    rows = standing(on).filter(party_id=party_id, role=RepresentationRole.AGENT)
    return [
        AgentMandate(
            id=row.pk,
            name=_name(row),
            scope=tuple(row.scope),
            since=row.since,
            until=row.until or row.since,
        )
        for row in rows.select_related("user", "agent").order_by("-since", "-pk")
    ]


def _name(row: Representation) -> str:
    return row.agent.name if row.agent else row.user.name if row.user else ""


def covering(
    party_id: int, *, item: str, on: date, agent_id: int | None = None, user_id: int | None = None
) -> Representation | None:
    """The mandate under which an agent, known as a person or as a login, may handle this item today. One query."""
    known = Q(pk__in=[])
    if agent_id is not None:
        logins = Representation.objects.filter(party_id=agent_id, role=RepresentationRole.SELF, ended_at=None)
        known |= Q(agent_id=agent_id) | Q(user__in=logins.values("user"))
    if user_id is not None:
        known |= Q(user_id=user_id) | Q(agent__in=persons_of(user_id))
    rows = standing(on).filter(known, party_id=party_id, role=RepresentationRole.AGENT)
    return next((row for row in rows if not row.scope or item in row.scope), None)


@transaction.atomic
def give_agent(
    party_id: int, agent: Party, *, scope: Collection[str] = (), until: date, actor: Actor, now: datetime
) -> Representation:
    """From today the person ``agent`` may act for the party. Given again to the same person, it replaces what was given.

    Whoever calls has made sure that the party itself gives it: with its own login, or in person at the counter.
    Raises ``BadMandateEnd``, ``NoSuchAgent`` for oneself or for who is no person.
    """
    today = law_date(now)
    if not today <= until <= today + LONGEST_MANDATE:
        raise BadMandateEnd(last=today + LONGEST_MANDATE)
    if agent.kind != PartyKind.PERSON or agent.pk == party_id:
        raise NoSuchAgent
    Party.objects.select_for_update().get(pk=party_id)  # one giver at a time
    open_rows = Representation.objects.filter(party_id=party_id, agent=agent, ended_at=None)
    same = open_rows.filter(scope=sorted(scope), until=until, since=today).first()
    if same is not None:  # pressed twice
        return same
    open_rows.update(ended_at=now)
    given = Representation.objects.create(
        agent=agent,
        party_id=party_id,
        role=RepresentationRole.AGENT,
        scope=sorted(scope),
        since=today,
        until=until,
    )
    _write("identity.mandate-given", given, actor, now)
    return given


@transaction.atomic
def end_agent(representation_id: int, *, party_id: int, actor: Actor, now: datetime) -> Representation:
    """The agent may act no more, from this instant. Ended twice, it stays as it was. Raises ``NotYourParty``."""
    row = (
        Representation.objects.select_for_update(of=("self",))
        .filter(pk=representation_id, party_id=party_id, role=RepresentationRole.AGENT)
        .first()
    )
    if row is None:
        raise NotYourParty
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        _write("identity.mandate-ended", row, actor, now)
    return row


def _write(action: str, row: Representation, actor: Actor, now: datetime) -> None:
    until = row.until.isoformat() if row.until else ""
    payload = {"mandate": row.pk, "agent": row.agent_id, "user": row.user_id, "scope": row.scope, "until": until}
    journal.append(actor=actor.ref, action=action, person=f"party:{row.party_id}", now=now, payload=payload)
