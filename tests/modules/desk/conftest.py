"""A desk to sit at on a Monday morning in Qingdao: a case, and browsers of officials who passed both factors."""

from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from support import qingdao
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity

NOW = qingdao.at("2026-09-21 10:00")
PAPERS = ("floor-plan", "equipment", "safety-rules")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The instant of every request of these tests."""
    monkeypatch.setattr("weimin.config.clock.now", lambda: NOW)
    cache.clear()
    return NOW


@pytest.fixture
def file(city: object, db: None) -> Callable[..., cases.Case]:
    """Files a restaurant's application with these papers."""

    def filed(*papers: str) -> cases.Case:
        trader = qingdao.applicant("trader", NOW)
        return cases.file_draft(qingdao.draft_restaurant(trader, NOW, papers=papers).pk, actor=trader, now=NOW)

    return filed


@pytest.fixture
def case(file: Callable[..., cases.Case]) -> cases.Case:
    """An application with every paper, waiting to be accepted."""
    return file(*PAPERS)


@pytest.fixture
def accepted(case: cases.Case) -> cases.Case:
    return qingdao.do(case, "acceptance", "accept", qingdao.official("acceptor", NOW), NOW)


@pytest.fixture
def desk(city: object, db: None) -> Callable[[str], Client]:
    """The browser of an official whose session knows that the second factor was passed; a second call gives the same."""
    open_browsers: dict[str, Client] = {}

    def browser(login: str) -> Client:
        if login not in open_browsers:
            client = Client()
            client.force_login(user := identity.User.objects.get(login=login))
            request = HttpRequest()
            request.session = client.session
            record_authentication(request, user, "mfa")
            request.session.save()
            assert client.get("/desk/search/").status_code == 200  # the first request notes who is on duty
            open_browsers[login] = client
        return open_browsers[login]

    return browser
