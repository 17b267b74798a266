from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from support.people import NOW
from weimin.config import clock
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Actor, ActorPost
from weimin.kernel.organisations.api import Department, Post

LATER = datetime(2999, 1, 1, tzinfo=UTC)


def request_of(user: Any, *, now: datetime | None = None) -> Any:
    request = RequestFactory().get("/")
    request.user, request.session, request.now = user, SessionStore(), now or clock.now()
    request.actor = identity.lazy_actor(request)
    return request


REVIEW = ActorPost("xzspj", "370202", "review", frozenset({"reviewer", "acceptor"}))
INSPECT = ActorPost("csglj", "370202", "inspect", frozenset({"inspector"}))
OFFICIAL = Actor(kind="official", user_id=7, name="某", posts=(REVIEW, INSPECT))


def test_permissions_come_from_posts():
    assert OFFICIAL.has_role("reviewer")
    assert OFFICIAL.has_role("reviewer", "xzspj")
    assert not OFFICIAL.has_role("reviewer", "csglj")
    assert OFFICIAL.has_role("inspector", ["xzspj", "csglj"])
    assert not OFFICIAL.has_role("decider")
    assert OFFICIAL.posts_for(department="csglj") == (INSPECT,)
    assert [post.ref for post in OFFICIAL.posts] == ["xzspj/review", "csglj/inspect"]


def test_references_are_opaque():
    assert OFFICIAL.ref == "user:7"
    assert identity.SYSTEM.ref == "system"
    assert identity.ANONYMOUS.ref == "anonymous"
    assert replace(OFFICIAL, party_id=3).party_ref == "party:3"


def test_a_mandate_with_a_scope_covers_only_its_items():
    agent = Actor(kind="applicant", user_id=1, party_id=2, scope=frozenset({"dog-registration"}))
    assert agent.may_handle("dog-registration")
    assert not agent.may_handle("drainage-licence")
    assert replace(agent, scope=None).may_handle("drainage-licence")
    assert not replace(agent, party_id=None).may_handle("dog-registration")


def test_nobody_logged_in_is_anonymous_and_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert request_of(AnonymousUser()).actor == identity.ANONYMOUS


def test_an_official_is_built_with_two_queries(town, django_assert_num_queries):
    request = request_of(town["chief"])
    with django_assert_num_queries(2):
        actor = request.actor
        assert actor.kind == "official"
        assert [post.ref for post in actor.posts] == ["csglj/inspect", "xzspj/chief"]
        assert actor.has_role("head", "xzspj")
        assert actor.name == "负责人"


def test_a_citizen_is_built_with_two_queries_and_speaks_for_himself(town, django_assert_num_queries):
    request = request_of(town["wang"])
    with django_assert_num_queries(2):
        assert (request.actor.kind, request.actor.party_name, request.actor.mandate) == ("applicant", "王某", "self")
        assert request.actor.posts == ()


def test_nothing_is_asked_while_nobody_asks_who_acts(town, django_assert_num_queries):
    with django_assert_num_queries(0):
        request_of(town["chief"])


def test_a_chosen_party_is_acted_for_until_another_is_chosen(town):
    request = request_of(town["li"])
    company = identity.mandates(town["li"].pk, on=date(2026, 12, 1))[2]
    actor = identity.choose_party(request, company.party_id)
    assert (actor.party_name, actor.party_kind, actor.mandate) == ("试城餐饮有限公司", "legal-entity", "agent")
    assert identity.choose_party(request, None).party_name == "李某"


def test_nobody_acts_for_a_party_that_gave_no_mandate(town):
    shop = identity.mandates(town["li"].pk, on=date(2026, 12, 1))[1]
    with pytest.raises(identity.NotYourParty):
        identity.choose_party(request_of(town["wang"]), shop.party_id)
    with pytest.raises(identity.NotYourParty):
        identity.choose_party(request_of(AnonymousUser()), shop.party_id)


def test_a_mandate_that_ended_meanwhile_counts_no_more(town):
    request = request_of(town["li"])
    company = identity.mandates(town["li"].pk, on=date(2026, 12, 1))[2]
    identity.choose_party(request, company.party_id)
    request.now, request.actor = LATER, identity.lazy_actor(request)
    assert request.actor.party_name == "李某"


def test_an_official_who_chose_a_party_acts_as_an_applicant(town):
    user = town["reviewer"]
    party = identity.mandates(town["wang"].pk, on=date(2026, 12, 1))[0]
    identity.give_mandate(
        user.pk,
        party.party_id,
        role=identity.RepresentationRole.LEGAL_REPRESENTATIVE,
        actor=identity.SYSTEM,
        now=clock.now(),
    )
    request = request_of(user)
    assert request.actor.kind == "official"
    assert identity.choose_party(request, party.party_id).posts == ()
    assert identity.choose_party(request, None).kind == "official"


def test_an_appointment_ends_when_its_post_or_department_does(town):
    user, today = town["chief"].pk, date(2026, 12, 1)
    assert len(identity.posts_of(user, on=today)) == 2
    Department.objects.filter(code="csglj").update(valid_to=today)
    assert [post.ref for post in identity.posts_of(user, on=today)] == ["xzspj/chief"]
    Post.objects.filter(code="chief").update(valid_to=today)
    assert identity.posts_of(user, on=today) == ()
    assert len(identity.posts_of(user, on=today - timedelta(days=1))) == 2


def test_appointing_again_ends_the_posts_that_are_not_named(town):
    user = town["chief"].pk
    identity.appoint(user, ["xzspj/review"], actor=identity.SYSTEM, now=LATER)
    assert [post.ref for post in identity.posts_of(user, on=LATER.date())] == ["xzspj/review"]
    identity.appoint(user, ["xzspj/chief"], actor=identity.SYSTEM, now=LATER)
    identity.appoint(user, ["xzspj/review"], actor=identity.SYSTEM, now=LATER)
    assert [post.ref for post in identity.posts_of(user, on=LATER.date())] == ["xzspj/review"]


def test_a_post_that_does_not_exist_is_named_and_nothing_changes(town):
    with pytest.raises(identity.UnknownPosts) as caught:
        identity.appoint(town["chief"].pk, ["xzspj/review", "nowhere/post"], actor=identity.SYSTEM, now=LATER)
    assert "nowhere/post" in str(caught.value)
    assert len(identity.posts_of(town["chief"].pk, on=date(2026, 12, 1))) == 2


def test_holders_of_all_posts_are_read_in_one_query(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = identity.holders(on=date(2026, 12, 1))
        assert {ref: [user.login for user in users] for ref, users in found.items()} == {
            "csglj/inspect": ["chief"],
            "xzspj/chief": ["chief"],
            "xzspj/review": ["reviewer"],
        }
    assert identity.holders(departments=["csglj"], on=date(2026, 12, 1)).keys() == {"csglj/inspect"}


def test_who_carries_a_role_in_a_department_is_known(town):
    found = identity.actor_posts_for("head", "xzspj", on=date(2026, 12, 1))
    assert {user: [post.post for post in posts] for user, posts in found.items()} == {town["chief"].pk: ["chief"]}
    assert identity.actor_posts_for("head", "csglj", on=date(2026, 12, 1)) == {}


def test_provisioning_says_who_and_what_in_the_journal(town):
    from weimin.kernel.journal.api import Entry

    said = list(Entry.objects.filter(actor="system").values_list("action", flat=True))
    assert said.count("identity.appointed") == 2
    assert said.count("identity.mandate-given") == 5
    assert NOW.tzinfo is not None
