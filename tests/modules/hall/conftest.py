"""A window on a Monday morning in Qingdao, and the browsers of clerks who passed both factors."""

from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from support import qingdao
from weimin.kernel.identity import api as identity

NOW = qingdao.at("2026-09-21 10:00")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The instant of every request of these tests."""
    monkeypatch.setattr("weimin.config.clock.now", lambda: NOW)
    cache.clear()
    return NOW


@pytest.fixture
def window(city: object, db: None) -> Callable[[str], Client]:
    """The browser of a clerk by login, with the second factor."""
    open_browsers: dict[str, Client] = {}

    def browser(login: str) -> Client:
        if login not in open_browsers:
            client = Client()
            client.force_login(user := identity.User.objects.get(login=login))
            request = HttpRequest()
            request.session = client.session
            record_authentication(request, user, "mfa")
            request.session.save()
            client.get("/desk/search/")  # the first request notes who is on duty
            open_browsers[login] = client
        return open_browsers[login]

    return browser
