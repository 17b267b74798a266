"""The people of a demonstration city, with logins that anyone may use. Refused everywhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef

from weimin.blueprint.city import City, DemoEntity, DemoOfficial, DemoPerson, People
from weimin.blueprint.values import Text
from weimin.kernel.identity.actors import SYSTEM
from weimin.kernel.identity.errors import NotADemonstration, UnknownLogin
from weimin.kernel.identity.models import (
    Appointment,
    DemoAccount,
    NumberKind,
    Party,
    PartyKind,
    RepresentationRole,
    User,
)
from weimin.kernel.identity.selectors import find_party
from weimin.kernel.identity.services import appoint, give_mandate, register_party, register_user
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["DEMO_PASSWORD", "DemoLogin", "demo_logins", "provision_demo", "totp_code"]

DEMO_PASSWORD: Final = "weimin-demo"  # noqa: S105 -- printed by `weimin up`
"""Everyone's password in a demonstration city: public, because everything there is."""
MANDATE_YEARS: Final = 3
TOTP_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A line of the list that ``weimin up`` prints. ``second_factor``: ``weimin otp LOGIN`` is needed as well."""

    login: str
    name: str
    hint: Bilingual
    second_factor: bool


def demo_logins() -> list[DemoLogin]:
    """Who may log in to a demonstration city, citizens first; empty elsewhere. One query."""
    rows = DemoAccount.objects.select_related("user").annotate(
        official=Exists(_second_factors().filter(user=OuterRef("user_id")))
    )
    return [
        DemoLogin(row.user.login, row.user.name, Bilingual(row.hint_zh, row.hint_en), row.official)
        for row in rows.order_by("official", "pk")
    ]


def _second_factors() -> Any:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(type=Authenticator.Type.TOTP)


def _hints(people: People) -> dict[str, Bilingual]:
    hints = {official.login: _given(official.hint) or _of_posts(official) for official in people.officials}
    return hints | {
        person.login: _given(person.hint) or _of_links(person, people.entities) for person in people.persons
    }


def _given(hint: Text | None) -> Bilingual | None:
    return hint.bilingual if hint else None


def _of_posts(official: DemoOfficial) -> Bilingual:
    refs = ", ".join(official.posts)
    return Bilingual(refs, refs)


def _of_links(person: DemoPerson, entities: Iterable[DemoEntity]) -> Bilingual:
    for entity in entities:
        if entity.representative == person.login:
            return Bilingual(f"{entity.name} 法定代表人", f"legal representative of {entity.name}")
        if person.login in entity.agents:
            return Bilingual(f"{entity.name} 经办人", f"agent of {entity.name}")
    if person.trades_as:
        return Bilingual(f"个体工商户：{person.trades_as}", f"sole trader: {person.trades_as}")
    return Bilingual("个人", "citizen")


@transaction.atomic
def provision_demo(people: People, *, city: City, now: datetime) -> int:
    """Create who is missing and bring appointments up to date; said twice, the second changes nothing.

    The posts must have been synced before. Gives the number of logins created. Raises ``NotADemonstration``,
    ``UnknownPosts``.
    """
    if not city.demonstration:
        raise NotADemonstration(city=city.name.bilingual)
    present = {user.login: user for user in User.objects.filter(login__in=_logins(people))}
    password = make_password(DEMO_PASSWORD) if len(present) < len(_logins(people)) else ""
    users = {login: _user(login, name, password, present, now) for login, name in _logins(people).items()}
    _provision_officials({users[official.login].pk: official.posts for official in people.officials}, users, now)
    for person in people.persons:
        _provision_person(users[person.login], person, now)
    for entity in people.entities:
        _provision_entity(entity, users, now)
    _mark({users[login].pk: hint for login, hint in _hints(people).items()})
    return len(users) - len(present)


def _logins(people: People) -> dict[str, str]:
    officials = {official.login: official.name for official in people.officials}
    return officials | {person.login: person.name for person in people.persons}


def _user(login: str, name: str, password: str, present: dict[str, User], now: datetime) -> User:
    if login in present:
        return present[login]
    user = register_user(login, name=name, password=None, now=now)
    user.password = password
    user.save(update_fields=["password"])
    return user


def _provision_officials(posts: dict[int, list[str]], users: dict[str, User], now: datetime) -> None:
    """Appointments and second factors, touching only who lacks one: a second start of the city must be quick."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    held: dict[int, set[str]] = {}
    appointments = Appointment.objects.filter(user__in=posts, valid_to=None).select_related("post__department")
    for row in appointments:
        held.setdefault(row.user_id, set()).add(f"{row.post.department.code}/{row.post.code}")
    protected = set(_second_factors().values_list("user_id", flat=True))
    by_id = {user.pk: user for user in users.values()}
    for user_id, refs in posts.items():
        if held.get(user_id) != set(refs):
            appoint(user_id, refs, actor=SYSTEM, now=now)
        if user_id not in protected:
            TOTP.activate(by_id[user_id], generate_totp_secret())


def _mark(hints: dict[int, Bilingual]) -> None:
    rows = {row.user_id: row for row in DemoAccount.objects.filter(user__in=hints)}
    for user_id, hint in hints.items():
        row = rows.get(user_id) or DemoAccount(user_id=user_id)
        if (row.hint_zh, row.hint_en) != (hint.zh, hint.en):
            row.hint_zh, row.hint_en = hint.zh, hint.en
            row.save()


def _provision_person(user: User, person: DemoPerson, now: datetime) -> None:
    party = find_party(person.id_number, kind=NumberKind.ID_CARD) or register_party(
        PartyKind.PERSON,
        name=person.name,
        number_kind=NumberKind.ID_CARD,
        number=person.id_number,
        phone=person.phone,
        address=person.address,
        now=now,
    )
    _ensure_mandate(user, party, RepresentationRole.SELF, now)
    if person.trades_as and person.trader_code:
        trader = find_party(person.trader_code, kind=NumberKind.CREDIT_CODE) or register_party(
            PartyKind.SOLE_TRADER,
            name=person.trades_as,
            number_kind=NumberKind.CREDIT_CODE,
            number=person.trader_code,
            phone=person.phone,
            address=person.address,
            now=now,
        )
        _ensure_mandate(user, trader, RepresentationRole.SELF, now)


def _provision_entity(entity: DemoEntity, users: dict[str, User], now: datetime) -> None:
    party = find_party(entity.credit_code, kind=NumberKind.CREDIT_CODE) or register_party(
        PartyKind.LEGAL_ENTITY,
        name=entity.name,
        number_kind=NumberKind.CREDIT_CODE,
        number=entity.credit_code,
        address=entity.address,
        now=now,
    )
    _ensure_mandate(users[entity.representative], party, RepresentationRole.LEGAL_REPRESENTATIVE, now)
    for login in entity.agents:
        _ensure_mandate(users[login], party, RepresentationRole.AGENT, now)


def _ensure_mandate(user: User, party: Party, role: RepresentationRole, now: datetime) -> None:
    if user.representations.filter(party=party, role=role).exists():
        return
    until = law_date(now) + timedelta(days=365 * MANDATE_YEARS) if role == RepresentationRole.AGENT else None
    give_mandate(user.pk, party.pk, role=role, until=until, actor=SYSTEM, now=now)


def totp_code(login: str, *, city: City, now: datetime) -> tuple[str, int]:
    """The second-factor code of a demonstration login and the seconds it still lives.

    Raises ``NotADemonstration``, and ``UnknownLogin`` also for a real account that happens to live in such a city.
    """
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    if not city.demonstration:
        raise NotADemonstration(city=city.name.bilingual)
    user = User.objects.filter(login=login.strip().lower(), demo__isnull=False).first()
    factor = _second_factors().filter(user=user).first() if user else None
    if factor is None:
        raise UnknownLogin(login=login)
    counter, elapsed = divmod(int(now.timestamp()), TOTP_SECONDS)
    secret = get_adapter().decrypt(factor.data["secret"])
    return format_hotp_value(hotp_value(secret, counter)), TOTP_SECONDS - elapsed
