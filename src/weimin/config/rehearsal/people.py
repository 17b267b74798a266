"""Who lives and works in the rehearsed city: the demonstration's own people and many more, all invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from weimin.config.rehearsal.fates import Lot
from weimin.kernel.identity import api as identity
from weimin.lib.identifiers import credit_code_check, id_number_check, organisation_code_check
from weimin.lib.lawtime import law_date

__all__ = ["Citizen", "Official", "Voice", "officials", "townspeople"]

SURNAMES: Final = "丛修隋鞠綦矫逄臧牟栾蓝冷初戚江管薛尹仇柳范倪单谭苗乔庞耿房卜左封佟艾葛申时季"
GIVEN: Final = [
    "安澜",
    "北辰",
    "沐阳",
    "若溪",
    "云舟",
    "知微",
    "明澈",
    "亦航",
    "念真",
    "维桢",
    "松年",
    "长宁",
    "子牧",
    "以宁",
    "雨桐",
    "怀远",
    "清越",
    "允恒",
    "南乔",
    "景和",
]
TRADES: Final = ["面馆", "早点铺", "花店", "理发店", "便利店", "茶室", "水产店", "裁缝铺"]
COMPANIES: Final = ["餐饮管理", "城建", "园林工程", "燃气", "物业", "酒店管理", "广告", "水务工程"]
SEQUENCE: Final = "998"
"""Sequence numbers 996–999 of an identity number were kept for centenarians: no one alive can hold these."""
AREA: Final = "370202"


@dataclass(frozen=True)
class Voice:
    """Someone a citizen may speak for."""

    party_id: int
    kind: str
    scope: frozenset[str] | None = None


@dataclass
class Citizen:
    """``number`` only for those who still have to sign up; ``voices`` are known once they have.

    ``demonstrates``: one of the demonstration's own people, whose pages visitors look at: they apply more often.
    """

    login: str
    name: str
    phone: str = ""
    number: str = ""
    voices: list[Voice] = field(default_factory=list)
    demonstrates: bool = False


@dataclass(frozen=True)
class Official:
    user_id: int
    login: str
    name: str
    posts: tuple[identity.ActorPost, ...]


def officials(on: date) -> list[Official]:
    """Everyone who fills a post, by login."""
    users = {user.pk: user for found in identity.holders(on=on).values() for user in found}
    return [
        Official(pk, user.login, user.name, identity.posts_of(pk, on=on))
        for pk, user in sorted(users.items(), key=lambda pair: pair[1].login)
    ]


def townspeople(count: int, *, lot: Lot, now: datetime) -> list[Citizen]:
    """The demonstration's own citizens, then ``count`` more: half of them sign up themselves when they first need it,
    the others trade or lead a company and are in the registers already."""
    found = list(_demonstration(law_date(now)))
    password = make_password(identity.DEMO_PASSWORD)
    for place in range(count):
        name = lot.pick(SURNAMES, "surname", place) + lot.pick(GIVEN, "given", place)
        phone = f"1990001{place:04}"
        citizen = Citizen(f"citizen-{place:03}", name, phone, _id_number(place))
        if place % 4 >= 2:
            kind = identity.PartyKind.SOLE_TRADER if place % 4 == 2 else identity.PartyKind.LEGAL_ENTITY
            _register(citizen, place, kind, password, lot, now)
        found.append(citizen)
    return found


def _demonstration(on: date) -> Iterator[Citizen]:
    logins = [each for each in identity.demo_logins() if not each.second_factor]
    by_login = {user.login: user for user in identity.User.objects.filter(login__in=[each.login for each in logins])}
    for each in logins:
        given = identity.mandates(by_login[each.login].pk, on=on)
        voices = [
            Voice(mandate.party_id, mandate.kind, mandate.scope)
            for mandate in given
            if mandate.role != identity.RepresentationRole.AGENT  # an agent cannot file without the applicant
        ]
        yield Citizen(each.login, each.name, voices=voices, demonstrates=True)


def _register(citizen: Citizen, place: int, kind: identity.PartyKind, password: str, lot: Lot, now: datetime) -> None:
    """As the registers of persons and businesses would have them: the login, the person, the business."""
    user = identity.register_user(citizen.login, name=citizen.name, password=None, now=now)
    user.password = password
    user.save(update_fields=["password"])
    person = identity.register_party(
        identity.PartyKind.PERSON,
        name=citizen.name,
        number_kind=identity.NumberKind.ID_CARD,
        number=citizen.number,
        phone=citizen.phone,
        now=now,
    )
    sole = kind == identity.PartyKind.SOLE_TRADER
    business = identity.register_party(
        kind,
        name=_business_name(citizen.name, place, sole, lot),
        number_kind=identity.NumberKind.CREDIT_CODE,
        number=_credit_code(place, sole=sole),
        phone=citizen.phone,
        address=f"青岛市市南区示范路 {100 + place} 号",
        now=now,
    )
    itself = identity.RepresentationRole.SELF
    role = itself if sole else identity.RepresentationRole.LEGAL_REPRESENTATIVE
    identity.give_mandate(user.pk, person.pk, role=itself, actor=identity.SYSTEM, now=now)
    identity.give_mandate(user.pk, business.pk, role=role, actor=identity.SYSTEM, now=now)
    citizen.number = ""
    citizen.voices = [Voice(person.pk, "person"), Voice(business.pk, kind.value)]


def _business_name(owner: str, place: int, sole: bool, lot: Lot) -> str:
    if sole:
        return f"市南区{owner[0]}记{lot.pick(TRADES, 'trade', place)}{place:03}"
    return f"青岛示例{lot.pick(GIVEN, 'company', place)}{lot.pick(COMPANIES, 'branch', place)}有限公司{place:03}"


def _id_number(place: int) -> str:
    born = date(1958, 3, 1) + timedelta(days=97 * place % 16_000)
    body = f"{AREA}{born:%Y%m%d}{SEQUENCE}"
    return body + id_number_check(body)


def _credit_code(place: int, *, sole: bool) -> str:
    inside = f"MARH{place:04}"
    body = f"{'92' if sole else '91'}{AREA}{inside}{organisation_code_check(inside)}"
    return body + credit_code_check(body)
