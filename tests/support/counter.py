"""A counter to stand at: people with and without papers, and what the clerk writes down."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from support.qingdao import PDF, RESTAURANT
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.lib.lawtime import law_date

GRANDMOTHER: Final = ("370202193503029982", "于奶奶")
GRANDSON: Final = ("370202199308119963", "牟知夏")
DOG: Final[dict[str, Any]] = {
    "kept-at": "市南区示范路 11 号",
    "breed": "田园犬",
    "sex": "female",
    "born": "2024-03-01",
    "colour": "黄",
    "phone": "13800000009",
}


def person(number: str, name: str, now: datetime) -> identity.Party:
    """Somebody with a card in hand, registered by the counter if new."""
    return identity.find_or_register(identity.read_number(number, today=law_date(now)), name=name, now=now)


def dog_at(clerk: identity.Actor, applicant: identity.Party, now: datetime, **more: Any) -> cases.Draft:
    """A dog's registration filled in at the window."""
    return cases.start_counter_draft(
        item="dog-registration",
        handling="new",
        division="370202",
        situations=more.get("situations", {"keeper": "resident", "home": "own"}),
        applicant=applicant,
        answers=DOG,
        key=more.get("key", uuid.uuid4()),
        actor=clerk,
        now=now,
    )


def restaurant_at(clerk: identity.Actor, applicant: identity.Party, now: datetime) -> cases.Draft:
    return cases.start_counter_draft(
        item="food-business-licence",
        handling="new",
        division="370202",
        situations={"outlet": "restaurant", "online": "no"},
        applicant=applicant,
        answers=RESTAURANT,
        key=uuid.uuid4(),
        actor=clerk,
        now=now,
    )


def received(clerk: identity.Actor, now: datetime, **more: Any) -> cases.Received:
    """In person, signed before the clerk, unless told otherwise."""
    given: Mapping[str, Any] = {
        "channel": cases.Channel.WINDOW,
        "signed": cases.Intake.Signed.IN_PERSON,
        "received_on": law_date(now),
        "department": next(iter(cases.counters_of(clerk)), ""),
        **more,
    }
    return cases.Received(**given)


def scan(clerk: identity.Actor, now: datetime, name: str = "扫描件.pdf") -> int:
    return cases.take_scan([PDF], name=name, size=len(PDF), actor=clerk, now=now)
