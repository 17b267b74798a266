"""Every address of the house with its audience, and the sample values that open it.

A room that adds an address needs nothing here if its parameters have a sample by name below; a parameter of a new
name gets one, and if it names something that belongs to one person, it goes into ``OWNED`` as well.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from support import joining, people
from weimin.config import clock
from weimin.kernel.identity import api as identity
from weimin.lib.lawtime import law_date
from weimin.modules.joint import applications

CITY: Final = Path(__file__).resolve().parents[2] / "cities" / "qingdao"

LEADS_TO_LOGIN: Final = {"mfa_authenticate"}
"""Public addresses that are a later step of the login and lead back to its beginning."""

OWNED: Final = {"draft_id", "case_id", "application_id", "joint_id", "certificate_id"}
"""Parameters that name a thing of one applicant: to another one it must not exist."""


DOG: Final[dict[str, Any]] = {
    "item": "dog-registration",
    "handling": "new",
    "division": "370202",
    "situations": {"keeper": "resident", "home": "own"},
}
ABOUT_THE_DOG: Final = {
    "kept-at": "八大峡街道 1 号",
    "breed": "田园犬",
    "sex": "male",
    "born": "2024-01-01",
    "colour": "黄",
    "phone": "13800000009",
}


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    callback: Callable[..., Any]
    parameters: Mapping[str, Any]

    @property
    def audience(self) -> str | None:
        return getattr(self.callback, "audience", None)

    def address(self, samples: Mapping[str, object]) -> str:
        """The path with samples filled in; what has none is a value of the right form that names nothing."""
        text = self.pattern
        for name, converter in self.parameters.items():
            value = samples.get(name, _nothing(converter))
            text = text.replace(f"<{name}>", converter.to_url(value))
        return "/" + text

    @property
    def is_owned(self) -> bool:
        return bool(OWNED & self.parameters.keys())


def _nothing(converter: Any) -> object:
    if isinstance(converter, IntConverter):
        return 987_654
    if isinstance(converter, UUIDConverter):
        return "00000000-0000-4000-8000-000000000000"
    return "nothing"


def routes() -> list[Route]:
    """Every address of the house, depth first."""
    return list(_walk(get_resolver().url_patterns, "", (), {}))


def _walk(patterns: Any, prefix: str, spaces: tuple[str, ...], parameters: dict[str, Any]) -> Iterator[Route]:
    for entry in patterns:
        text, found = _plain(entry)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, prefix + text, inner, parameters | found)
        elif isinstance(entry, URLPattern):
            name = ":".join((*spaces, entry.name or entry.lookup_str))
            yield Route(name, prefix + text, entry.callback, parameters | found)


def _plain(entry: Any) -> tuple[str, dict[str, Any]]:
    """The path of a pattern with ``<name>`` for each parameter, and the parameters' converters."""
    text, converters = str(entry.pattern), dict(entry.pattern.converters)
    for name, converter in converters.items():
        kind = next(key for key, value in _kinds().items() if isinstance(converter, type(value)))
        text = text.replace(f"<{kind}:{name}>", f"<{name}>")
    return text, converters


def _kinds() -> Mapping[str, Any]:
    from django.urls.converters import get_converters

    return get_converters()


@dataclass
class World:
    """A city with people in it, one browser for each role, and samples for the addresses."""

    clients: dict[str, Client]
    samples: dict[str, object] = field(default_factory=dict)


def build_world() -> World:
    """The example city, applied; a citizen with a draft and a filed case, another citizen, officials, an operator."""
    from weimin.kernel.catalogue.api import apply_city
    from weimin.kernel.journal.api import sequence

    now = clock.now()
    apply_city(CITY, actor="system", now=now)
    sequence(now=now)
    people.make_operator(now=now)
    citizen, other = _citizen("somebody", "E00000001"), _citizen("someone-else", "E00000002")
    in_charge = identity.holders(departments=["gafj-shinan"], on=law_date(now))
    official = next(user.login for ref, users in sorted(in_charge.items()) for user in users)
    world = World(
        clients={
            "anonymous": Client(),
            "citizen": _browser(citizen),
            "other citizen": _browser(other),
            "official without second factor": people.password_only(identity.User.objects.get(login=official)),
            "official": people.log_in(official),
            "operator": people.log_in("machinist"),
        }
    )
    for client in world.clients.values():
        client.raise_request_exception = False  # a page that breaks is one line of the report, not its end
    world.samples |= _matters(citizen)
    return world


def _citizen(login: str, number: str) -> identity.User:
    return identity.register_person(
        login=login,
        password=people.DEMO_PASSWORD,
        name="某人",
        number_kind=identity.NumberKind.PASSPORT,
        number=number,
        phone="13800000009",
        now=clock.now(),
    )


def _browser(user: identity.User) -> Client:
    return people.log_in(user.login)


def _matters(user: identity.User) -> dict[str, object]:
    """A draft and a filed case of the citizen."""
    from weimin.kernel.cases.api import file_draft, save_answers, start_draft

    now = clock.now()
    mandate = identity.mandates(user.pk, on=law_date(now))[0]
    actor = identity.Actor(
        kind="applicant", user_id=user.pk, party_id=mandate.party_id, party_kind=mandate.kind, name=user.name
    )
    first = start_draft(**DOG, actor=actor, now=now)
    save_answers(first.pk, answers=ABOUT_THE_DOG, actor=actor, now=now)
    case = file_draft(first.pk, actor=actor, now=now)
    draft = start_draft(**DOG, actor=actor, now=now)
    invitation, followup_id = _rated(actor)
    return {
        "key": invitation,
        "followup_id": followup_id,
        "code": draft.item,
        "draft_id": draft.pk,
        "case_id": case.pk,
        "certificate_id": _dog_tag(case, now).pk,
        **_joint_matters(actor, now),
    }


def _joint_matters(actor: identity.Actor, now: datetime) -> dict[str, object]:
    """A joint application and a filed joint case of the citizen."""
    newborn: dict[str, Any] = {"code": "newborn", "situations": {"certificate": "no", "follows": "mother"}}
    joint = joining.file(actor, now, **newborn)
    application = applications.start(**newborn, division="370202", actor=actor, now=now)
    return {"event": "newborn", "application_id": application.pk, "joint_id": joint.pk, "item": "birth-certificate"}


def _rated(actor: identity.Actor) -> tuple[object, int]:
    """The key of an invitation to rate papers handed in at a window, and what followed from the worst grade."""
    from support.counter import dog_at, received, scan
    from support.qingdao import official
    from weimin.kernel.cases.api import ACTIONS, file_draft
    from weimin.kernel.journal.api import Entry
    from weimin.modules.ratings.inviting import invite
    from weimin.modules.ratings.models import FollowUp, Invitation
    from weimin.modules.ratings.services import rate

    now = clock.now()
    clerk = official("gafj-shinan-window", now)
    draft = dog_at(clerk, identity.Party.objects.get(pk=actor.party_id), now)
    file_draft(draft.pk, actor=clerk, now=now, received=received(clerk, now, signature_id=scan(clerk, now)))
    invite(list(Entry.objects.filter(action__in=ACTIONS).order_by("pk")), now=now)
    key = Invitation.objects.get(kind="visit").key
    rate(key, grade="1", reasons=[], words="", named=False, actor=actor, now=now)
    return key, FollowUp.objects.get().pk


def _dog_tag(case: Any, now: datetime) -> Any:
    """A certificate of the citizen, as the making of the document would issue it."""
    from weimin.blueprint.certificates import CertificateKind
    from weimin.kernel.catalogue import api as catalogue
    from weimin.kernel.documents import api as documents

    kind = next(each for each in catalogue.section("certificates", CertificateKind) if each.code == "dog-tag")
    matter = documents.Matter(
        subject=f"case:{case.pk}", number=case.number, item=case.item, item_name="养犬登记", revision_id=case.revision_id,
        holder=case.applicant, department=catalogue.department(case.decides), decided_on=law_date(now),
        answers={"breed": "田园犬"},
    )  # fmt: skip
    return documents.carry_out(
        documents.CertificateOrder("issue", "dog-tag"), kind, matter, given_by="system", now=now
    ).made
