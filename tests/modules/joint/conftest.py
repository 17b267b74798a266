"""A Monday morning in Qingdao, and browsers of applicants and officials."""

from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from support.qingdao import applicant, at
from weimin.kernel.identity import api as identity

NOW = at("2026-09-21 09:40")


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The instant of every request of a test that asks for it."""
    monkeypatch.setattr("weimin.config.clock.now", lambda: NOW)
    cache.clear()
    return NOW


@pytest.fixture
def trader(city: object, db: None) -> identity.Actor:
    return applicant("trader", NOW)


@pytest.fixture
def citizen(city: object, db: None) -> identity.Actor:
    return applicant("citizen", NOW)


@pytest.fixture
def visitor(city: object, db: None, now: datetime) -> Callable[..., Client]:
    """A browser logged in as someone, speaking for their business if they have one."""

    def browser(login: str) -> Client:
        client = Client()
        client.force_login(identity.User.objects.get(login=login))
        party = applicant(login, NOW).party_id
        assert client.post("/account/act-for/", {"party": str(party)}).status_code == 302
        return client

    return browser


@pytest.fixture
def desk(city: object, db: None, now: datetime) -> Callable[[str], Client]:
    """The browser of an official whose session knows that the second factor was passed."""

    def browser(login: str) -> Client:
        client = Client()
        client.force_login(user := identity.User.objects.get(login=login))
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "mfa")
        request.session.save()
        assert client.get("/desk/joint/").status_code == 200
        return client

    return browser
