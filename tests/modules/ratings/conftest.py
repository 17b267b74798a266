"""A dog's registration handed in at a window and refused, so that there are two encounters to rate."""

from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from support.counter import received, restaurant_at, scan
from support.qingdao import applicant, at, do, draft_restaurant, hand_in, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.modules.ratings.figures import COUNTED, keep_figures
from weimin.modules.ratings.inviting import invite
from weimin.modules.ratings.models import FollowUp, Invitation
from weimin.modules.ratings.services import rate

FILED, NOW = at("2026-09-21 09:40"), at("2026-09-22 10:00")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the instant of the requests to come."""
    cache.clear()
    monkeypatch.setattr("weimin.config.clock.now", lambda: NOW)
    return lambda text: monkeypatch.setattr("weimin.config.clock.now", lambda: at(text))


def taken_in(channel: cases.Channel = cases.Channel.WINDOW, now: datetime = FILED) -> cases.Case:
    trader, papers = applicant("trader", now), ("floor-plan", "equipment", "safety-rules")
    if channel is cases.Channel.PORTAL:
        return cases.file_draft(draft_restaurant(trader, now, papers=papers).pk, actor=trader, now=now)
    clerk = official("window", now)
    draft = restaurant_at(clerk, identity.Party.objects.get(pk=trader.party_id), now)
    for material in papers:
        hand_in(material, clerk, now, draft_id=draft.pk)
    written = received(clerk, now, channel=channel, signature_id=scan(clerk, now))
    return cases.file_draft(draft.pk, actor=clerk, now=now, received=written)


def turned_away(case: cases.Case, now: datetime = NOW) -> cases.Case:
    reason = {"reason": "不属于本机关职权范围。", "where": "市市场监督管理局", "basis": "行政许可法第三十二条"}
    return do(case, "acceptance", "refuse", official("acceptor", now), now, **reason)


def read_journal(now: datetime = NOW) -> None:
    """What the worker does: both consumers take everything that was written, in order."""
    invite(list(journal.Entry.objects.filter(action__in=cases.ACTIONS).order_by("pk")), now=now)
    keep_figures(list(journal.Entry.objects.filter(action__in=COUNTED).order_by("pk")), now=now)


@pytest.fixture
def case(city: object, db: None) -> cases.Case:
    return turned_away(taken_in())


@pytest.fixture
def invited(case: cases.Case) -> Invitation:
    """The invitation for the matter's end; the accepting clerk is rated by it."""
    read_journal()
    return Invitation.objects.get(case=case, kind="matter")


def give(invitation: Invitation, grade: str, now: datetime = NOW, **more: object) -> None:
    asked: dict[str, object] = {"reasons": [], "words": "", "named": False, "actor": applicant("trader", now)}
    rate(invitation.key, grade=grade, now=now, **(asked | more))  # type: ignore[arg-type]


@pytest.fixture
def bad(invited: Invitation) -> FollowUp:
    give(invited, "1", reasons=["late", "manner"], words="让我等了一上午。")
    return FollowUp.objects.get(rating__invitation=invited)


def desk(login: str) -> Client:
    """A browser of an official who passed both factors a minute ago."""
    client = Client()
    client.force_login(user := identity.User.objects.get(login=login))
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa")
    request.session.save()
    assert client.get("/desk/search/").status_code == 200  # the first request notes who is on duty
    return client


def browser(login: str, *, business: bool = False) -> Client:
    client = Client()
    client.force_login(identity.User.objects.get(login=login))
    if business:
        party = applicant(login, NOW).party_id
        assert client.post("/account/act-for/", {"party": str(party)}).status_code == 302
    return client
