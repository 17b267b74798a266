"""One matrix over every address and role: who is let in, who is led to the login, who is refused."""

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from architecture.routes import LEADS_TO_LOGIN, OWNED, Route, World, build_world, routes
from weimin.lib.audience import AUDIENCES

LET_IN = {200, 204, 301, 302, 303, 400, 404, 405, 409, 410, 413, 415, 422}
"""An answer of the page itself, be it that there is no such thing or that an empty form cannot be accepted."""

EXPECTED = {
    "public": dict.fromkeys(["anonymous", "citizen", "other citizen", "official without second factor", "official", "operator"], "in"),
    "signed-in": {"anonymous": "login"}
    | dict.fromkeys(["citizen", "other citizen", "official without second factor", "official", "operator"], "in"),
    "applicant": {"anonymous": "login", "citizen": "in", "other citizen": "in"}
    | dict.fromkeys(["official without second factor", "official", "operator"], "refused"),
    "official": {
        "anonymous": "login", "citizen": "refused", "other citizen": "refused",
        "official without second factor": "second factor", "official": "in or refused", "operator": "refused",
    },
    "operator": {
        "anonymous": "login", "citizen": "refused", "other citizen": "refused",
        "official without second factor": "refused", "official": "refused", "operator": "in",
    },
}  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is taken back, and that durable blocks may open inside, as in Django's own ``TestCase``."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def city_of_all_roles(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all tests of this file, since applying a whole city takes seconds; nothing of it is committed."""
    with django_db_blocker.unblock(), undone():
        cache.clear()
        yield build_world()
        cache.clear()


@pytest.fixture
def world(city_of_all_roles: World) -> Iterator[World]:
    """Each test finds the city and its browsers as they were built, whatever the test before it pressed."""
    cookies = {role: copy.deepcopy(client.cookies) for role, client in city_of_all_roles.clients.items()}
    with undone():
        yield city_of_all_roles
    for role, client in city_of_all_roles.clients.items():
        client.cookies = cookies[role]


def ask(client: Client, address: str) -> HttpResponseBase:
    """The page; where it can only be sent to, an empty form."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


def outcome(response: HttpResponseBase, route: Route) -> str:
    status = response.status_code
    if status == 403:
        return "refused"
    if status in {301, 302, 303}:
        target = urlsplit(response.headers["Location"]).path
        if target == reverse("account_login") and route.name not in LEADS_TO_LOGIN | {"account_logout"}:
            return "login"
        if target in {reverse("mfa_reauthenticate"), reverse("mfa_activate_totp")} and not target.endswith(
            route.pattern
        ):
            return "second factor"
    broken = getattr(response, "exc_info", None)
    return "in" if status in LET_IN else f"status {status}" + (f" {broken[1]!r}" if broken else "")


def agrees(expected: str, got: str, route: Route) -> bool:
    again = got == "second factor" and route.audience == "signed-in"  # allauth asks before security is changed
    return got in expected.split(" or ") or (expected == "in" and again)


def test_every_address_says_who_may_use_it():
    silent = [route.name for route in routes() if route.audience not in AUDIENCES]
    assert not silent, "mark the view public, signed_in, applicant, official or operator: " + ", ".join(silent)


def test_every_role_is_let_in_led_to_the_login_or_refused_as_the_audience_says(world: World):
    wrong = []
    for route in routes():
        for role, client in world.clients.items():
            got = outcome(ask(client, route.address(world.samples)), route)
            expected = EXPECTED[str(route.audience)][role]
            if not agrees(expected, got, route) and not (
                role == "other citizen" and route.is_owned and got == "refused"
            ):
                wrong.append(f"{route.name} ({route.audience}) as {role}: {got}, expected {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_thing_of_one_citizen_does_not_exist_for_another(world: World):
    seen = []
    owned = [route for route in routes() if route.is_owned]
    for route in owned:
        status = ask(world.clients["other citizen"], route.address(world.samples)).status_code
        if status not in {403, 404}:
            seen.append(f"{route.name}: {status}")
    assert owned
    assert not seen, "\n".join(seen)


@pytest.mark.parametrize("parameter", sorted(OWNED))
def test_the_citizen_himself_opens_what_is_his(world: World, parameter: str):
    """Else the test above would prove nothing."""
    route = next(route for route in routes() if set(route.parameters) == {parameter} and route.audience == "applicant")
    assert ask(world.clients["citizen"], route.address(world.samples)).status_code in {200, 302}


REQUIRED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def header_faults(response: HttpResponseBase) -> list[str]:
    faults = [
        f"{name}: {response.headers.get(name)}"
        for name, value in REQUIRED.items()
        if response.headers.get(name) != value
    ]
    policy = response.headers.get("Content-Security-Policy", "")
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    if "unsafe" in policy or rules.get("script-src") != "'self'" or rules.get("style-src") != "'self'":
        faults.append(f"CSP: {policy}")
    if {rules.get(name) for name in ("object-src", "base-uri", "frame-ancestors")} != {"'none'"}:
        faults.append(f"CSP: {policy}")
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    faults += [
        f"cookie {name}" for name, morsel in response.cookies.items() if not (morsel["httponly"] and morsel["samesite"])
    ]
    return faults


def markup_faults(body: str) -> list[str]:
    """What the policy would stop a browser from applying, so that it cannot be in our pages."""
    found = re.findall(r"<[^>]*\sstyle\s*=\s*[\"'][^>]*>", body)
    found += re.findall(r"<style[\s>]", body)
    found += re.findall(r"<[^>]*\son[a-z]+\s*=\s*[\"'][^>]*>", body)
    found += [tag for tag in re.findall(r"<script\b[^>]*>", body) if "src=" not in tag and "json" not in tag]
    found += re.findall(r"(?:src|href)=[\"']javascript:[^\"']*", body)
    return found + re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//[^>]*>", body)


def test_every_answer_carries_the_security_headers_and_nothing_inline(world: World):
    wrong = []
    for route in routes():
        for role in ("anonymous", "citizen", "official"):
            response = ask(world.clients[role], route.address(world.samples))
            faults = header_faults(response)
            if "html" in response.headers.get("Content-Type", "") and not response.streaming:
                faults += markup_faults(response.content.decode())
                if "Cache-Control" not in response.headers:
                    faults.append("Cache-Control")
            wrong += [f"{route.name} as {role}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nothing/here/", "/account/login/?lang=en", "/%00", "/account/act-for/"])
def test_error_pages_carry_them_too(address: str):
    assert header_faults(Client().get(address)) == []


def test_inline_code_would_be_seen():
    for bad in (
        '<p style="x">',
        "<style>",
        '<a onclick="x">',
        "<script>",
        '<a href="javascript:x">',
        '<script src="//x">',
    ):
        assert markup_faults(bad), bad
    assert markup_faults('<script src="/static/x.js"></script><script type="application/json">') == []


def test_only_addresses_that_exist_are_excepted():
    assert {route.name for route in routes()} >= LEADS_TO_LOGIN
