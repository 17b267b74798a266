"""A small city of people: departments with posts, citizens, companies, officials, and browsers logged in as them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from weimin.blueprint.city import City, DemoEntity, DemoOfficial, DemoPerson, Department, Division, People, Post, Role
from weimin.blueprint.values import Text
from weimin.config import clock
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.demo import DEMO_PASSWORD, TOTP_SECONDS
from weimin.kernel.organisations.api import sync_organisations

NOW = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
"""Monday, nine in the morning in Qingdao."""


def text(zh: str) -> Text:
    return Text(zh=zh, en=f"{zh} (en)")


def city(*, demonstration: bool = True) -> City:
    return City.model_validate(
        {
            "code": "testing",
            "name": {"zh": "试城", "en": "Testing"},
            "division": "370200",
            "demonstration": demonstration,
            "disclaimer": {"zh": "演示", "en": "Demonstration"},
            "operator": {"zh": "试城", "en": "Testing"},
            "hotline": "12345",
            "themes": [{"code": "live", "name": {"zh": "生活", "en": "Living"}}],
            "log-origin": "testing.example/journal",
        }
    )


def divisions() -> list[Division]:
    start = date(1994, 1, 1)
    return [
        Division(code="370200", name=text("青岛市"), valid_from=start),
        Division(code="370202", name=text("市南区"), parent="370200", valid_from=start),
        Division(code="370202001", name=text("八大峡街道"), parent="370202", valid_from=start),
    ]


def departments() -> list[Department]:
    return [
        Department(
            code="xzspj",
            letters="XZSP",
            name=text("行政审批服务局"),
            division="370202",
            posts=[
                Post(code="window", name=text("窗口"), roles=[Role.WINDOW]),
                Post(code="review", name=text("审查岗"), roles=[Role.REVIEWER, Role.ACCEPTOR]),
                Post(code="chief", name=text("局长"), roles=[Role.DECIDER, Role.HEAD]),
            ],
        ),
        Department(
            code="csglj",
            letters="CSGL",
            name=text("城市管理局"),
            division="370202",
            posts=[Post(code="inspect", name=text("勘查岗"), roles=[Role.INSPECTOR])],
        ),
    ]


def people() -> People:
    return People(
        officials=[
            DemoOfficial(login="reviewer", name="审查员", posts=["xzspj/review"]),
            DemoOfficial(login="chief", name="负责人", posts=["xzspj/chief", "csglj/inspect"]),
        ],
        persons=[
            DemoPerson(login="wang", name="王某", id_number="11010519491231002X", phone="13800000001"),
            DemoPerson(
                login="li",
                name="李某",
                id_number="440524188001010014",
                phone="13800000002",
                trades_as="李记小吃店",
                trader_code="92370202MA3C000011",
            ),
        ],
        entities=[
            DemoEntity(name="试城餐饮有限公司", credit_code="91370202MA3C00002X", representative="wang", agents=["li"])
        ],
    )


def build_city(*, now: datetime | None = None) -> dict[str, identity.User]:
    """Posts and people of the small city, by login."""
    now = now or clock.now()
    sync_organisations(divisions(), departments(), now=now)
    identity.provision_demo(people(), city=city(), now=now)
    return {user.login: user for user in identity.User.objects.all()}


def make_operator(*, now: datetime | None = None) -> identity.User:
    operator = identity.register_user("machinist", name="运维员", password=DEMO_PASSWORD, now=now or clock.now())
    operator.is_operator = True
    operator.save()
    add_second_factor(operator)
    return operator


def add_second_factor(user: identity.User) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(user, generate_totp_secret())


def code_for(login: str) -> str:
    """The code that the authenticator of a login shows now."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    factor = Authenticator.objects.get(user__login=login, type="totp")
    counter = int(clock.now().timestamp()) // TOTP_SECONDS
    return str(format_hotp_value(hotp_value(get_adapter().decrypt(factor.data["secret"]), counter)))


def log_in(login: str, *, password: str = DEMO_PASSWORD, second_factor: bool = True, **extra: Any) -> Client:
    """A browser that went through the login pages as a person would, with the code if it is asked for one."""
    client = Client(**extra)
    response = client.post(reverse("account_login"), {"login": login, "password": password})
    assert response.status_code == 302, response.content.decode()
    if response.headers["Location"] == reverse("mfa_authenticate") and second_factor:
        response = client.post(reverse("mfa_authenticate"), {"code": code_for(login)})
        assert response.status_code == 302, response.content.decode()
    return client


def password_only(user: identity.User) -> Client:
    """A session that knows the password but never passed the second factor, as a stolen cookie of old would."""
    client = Client()
    client.force_login(user)
    return client


def in_the_past(client: Client, *, idle: timedelta) -> None:
    """Make the session as if its last request lay ``idle`` back."""
    session = client.session
    noted = session["weimin_session"]
    session["weimin_session"] = noted | {"seen": (clock.now() - idle).isoformat()}
    session.save()
