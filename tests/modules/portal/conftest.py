"""Visitors of the portal on a Monday morning in Qingdao, through Django's test client."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from support.qingdao import applicant, at, do, draft_restaurant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity

NOW = at("2026-09-21 16:40")
FILED, ASKED = at("2026-09-21 09:40"), at("2026-09-21 14:05")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The instant of every request of these tests; and no tries counted from the test before."""
    monkeypatch.setattr("weimin.config.clock.now", lambda: NOW)
    cache.clear()
    return NOW


def visitor(login: str, *, business: bool = False) -> Client:
    """A browser logged in as someone, speaking for their business if they are asked to."""
    client = Client()
    client.force_login(identity.User.objects.get(login=login))
    if business:
        party = applicant(login, NOW).party_id
        assert client.post("/account/act-for/", {"party": str(party)}).status_code == 302
    return client


@pytest.fixture
def trader(city: object, db: None) -> Client:
    return visitor("trader", business=True)


@pytest.fixture
def company(city: object, db: None) -> Client:
    return visitor("company", business=True)


@pytest.fixture
def citizen(city: object, db: None) -> Client:
    return visitor("citizen")


@pytest.fixture
def draft(city: object, db: None) -> cases.Draft:
    """A restaurant's application of the trader with everything but the safety rules."""
    return draft_restaurant(applicant("trader", NOW), FILED, papers=("floor-plan", "equipment"))


@pytest.fixture
def filed(draft: cases.Draft) -> cases.Case:
    return cases.file_draft(draft.pk, actor=applicant("trader", NOW), now=FILED)


@pytest.fixture
def asked(filed: cases.Case) -> cases.Case:
    """The office asks for the safety rules and another telephone number."""
    missing = [
        {"code": "safety-rules", "label": "食品安全规章制度", "how": "请交盖章的制度。"},
        {"code": "phone", "label": "怎么联系您？", "how": "电话打不通，请改。"},
    ]
    return do(filed, "acceptance", "correct", official("acceptor", NOW), ASKED, missing=missing)


@pytest.fixture
def dog(citizen: Client) -> Callable[..., cases.Draft]:
    """A dog's registration begun by the citizen on the guide page."""

    def begin(**answers: str) -> cases.Draft:
        chosen = {"handling": "new", "division": "370202", "s.keeper": "resident", "s.home": "rented"}
        response = citizen.post("/items/dog-registration/apply/", chosen)
        found = cases.Draft.objects.get(pk=int(response.headers["Location"].split("/")[2]))
        if answers:
            cases.save_answers(found.pk, answers=answers, actor=applicant("citizen", NOW), now=NOW)
        return found

    return begin
