"""Who is away, who stands in, who was given a power: computed for the instant, never wider than what was given."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from support.qingdao import at, official
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.models import Appointment
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations.models import Post
from weimin.lib.bilingual import Bilingual

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MONDAY = at("2026-09-21 09:00")
AFTERNOON = at("2026-09-21 14:00")
TUESDAY = at("2026-09-22 09:00")


def user(login: str) -> int:
    return identity.User.objects.get(login=login).pk


def acting(login: str, now: datetime) -> list[str]:
    return [f"{post.ref} for {post.acting.name}" for post in official(login, now).posts if post.acting]


def away(
    login: str, since: str, until: str | None = None, *, by: str | None = None, **halves: bool
) -> identity.Absence:
    return identity.record_absence(
        official(by or login, MONDAY), user_id=user(login), kind=identity.AbsenceKind.LEAVE,
        since=date.fromisoformat(since), until=date.fromisoformat(until or since), now=MONDAY, **halves,
    )  # fmt: skip


def delegate(by: str, post: str, to: str, **more: object) -> identity.Delegation:
    given = {"until": date(2026, 9, 25), "reason": "出差", "now": MONDAY, **more}
    return identity.delegate(official(by, MONDAY), post=post, to=user(to), **given)  # type: ignore[arg-type]


# Absence, half-day by half-day


@pytest.mark.parametrize(
    ("halves", "monday_morning", "monday_afternoon", "tuesday_morning", "tuesday_afternoon"),
    [
        ({}, True, True, True, True),
        ({"from_noon": True}, False, True, True, True),
        ({"until_noon": True}, True, True, True, False),
        ({"from_noon": True, "until_noon": True}, False, True, True, False),
    ],
)
def test_an_absence_covers_its_half_days_and_no_other(
    halves: dict[str, bool],
    monday_morning: bool,
    monday_afternoon: bool,
    tuesday_morning: bool,
    tuesday_afternoon: bool,
) -> None:
    away("reviewer", "2026-09-21", "2026-09-22", **halves)
    instants = ("2026-09-20 23:59", "2026-09-21 09:00", "2026-09-21 12:00", "2026-09-22 11:59", "2026-09-22 17:00", "2026-09-23 00:00")  # fmt: skip
    found = [bool(identity.absent([user("reviewer")], now=at(instant))) for instant in instants]
    assert found == [False, monday_morning, monday_afternoon, tuesday_morning, tuesday_afternoon, False]


def test_the_head_records_an_absence_and_a_stranger_does_not() -> None:
    assert away("reviewer", "2026-09-21", by="head").recorded_by_id == user("head")
    for stranger in ("acceptor", "csgl-head"):
        with pytest.raises(identity.NotTheHead):
            away("chief", "2026-09-21", by=stranger)


def test_two_absences_of_one_person_do_not_overlap_but_may_touch_at_noon() -> None:
    away("reviewer", "2026-09-21", "2026-09-22", until_noon=True)
    away("reviewer", "2026-09-22", "2026-09-23", from_noon=True)
    with pytest.raises(identity.Overlap):
        away("reviewer", "2026-09-23")


@pytest.mark.parametrize(
    ("since", "until"), [("2026-09-22", "2026-09-21"), ("2026-07-01", "2026-07-02"), ("2026-09-21", "2027-10-01")]
)
def test_senseless_dates_are_refused(since: str, until: str) -> None:
    with pytest.raises(identity.BadPeriod):
        away("reviewer", since, until)


def test_back_early_the_rest_of_the_absence_falls_away() -> None:
    row = away("reviewer", "2026-09-21", "2026-09-25")
    ended = identity.end_absence(row.pk, actor=official("reviewer", TUESDAY), now=at("2026-09-22 14:00"))
    assert (ended.until, ended.until_noon) == (date(2026, 9, 22), True)
    assert not identity.absent([user("reviewer")], now=at("2026-09-22 14:00"))
    assert identity.absent([user("reviewer")], now=TUESDAY), "what was is not rewritten"
    with pytest.raises(identity.AlreadyEnded):
        identity.end_absence(row.pk, actor=official("reviewer", TUESDAY), now=at("2026-09-23 09:00"))


def test_an_absence_that_has_not_begun_is_cancelled_and_nobody_else_may() -> None:
    row = away("reviewer", "2026-09-24")
    with pytest.raises(identity.NoSuchDuty):
        identity.end_absence(row.pk, actor=official("csgl-head", MONDAY), now=MONDAY)
    assert identity.end_absence(row.pk, actor=official("head", MONDAY), now=MONDAY).cancelled_at == MONDAY


def test_the_journal_does_not_say_why_someone_is_away() -> None:
    away("reviewer", "2026-09-21")
    entry = journal.Entry.objects.filter(action="identity.absent").latest("pk")
    assert "leave" not in str(entry.payload)


# Substitutes


def name(post: str, login: str, **more: object) -> identity.Substitute:
    return identity.name_substitute(official("head", MONDAY), post=post, user_id=user(login), now=MONDAY, **more)  # type: ignore[arg-type]


def test_the_substitute_stands_in_only_while_everybody_of_the_post_is_away() -> None:
    name("xzspj-shinan/inspect", "acceptor")
    away("inspector-1", "2026-09-22")
    assert acting("acceptor", TUESDAY) == [], "the second inspector is there"
    away("inspector-2", "2026-09-22", from_noon=True)
    assert acting("acceptor", TUESDAY) == []
    assert acting("acceptor", at("2026-09-22 14:00")) == ["xzspj-shinan/inspect for 修亦航"]
    assert acting("acceptor", at("2026-09-23 09:00")) == [], "the post is theirs again without an act"


def test_a_vacant_post_is_stood_in_for_as_well() -> None:
    name("xzspj-shinan/experts", "acceptor")
    Appointment.objects.filter(user__login="expert-secretary").update(valid_to=date(2026, 9, 21))
    assert acting("acceptor", MONDAY) == ["xzspj-shinan/experts for "]


def test_a_post_may_name_its_substitute_in_the_blueprint() -> None:
    Post.objects.filter(department__code="xzspj-shinan", code="review").update(substitutes=["accept"])
    away("reviewer", "2026-09-21")
    assert acting("acceptor", MONDAY) == ["xzspj-shinan/review for 隋明澈"]
    assert acting("issuer", MONDAY) == []


def test_only_the_head_names_a_substitute_and_only_from_the_department() -> None:
    with pytest.raises(identity.NotTheHead):
        identity.name_substitute(
            official("chief", MONDAY), post="xzspj-shinan/review", user_id=user("acceptor"), now=MONDAY
        )
    with pytest.raises(identity.NotAColleague):
        name("xzspj-shinan/review", "csgl-review")
    with pytest.raises(identity.NotACandidate):
        name("xzspj-shinan/review", "reviewer")
    with pytest.raises(identity.UnknownPosts):
        name("xzspj-shinan/nothing", "acceptor")


def test_a_substitute_that_was_ended_stands_in_no_more() -> None:
    row = name("xzspj-shinan/review", "acceptor")
    away("reviewer", "2026-09-21")
    assert acting("acceptor", MONDAY)
    with pytest.raises(identity.NoSuchDuty):
        identity.end_substitute(row.pk, actor=official("csgl-head", MONDAY), now=MONDAY)
    identity.end_substitute(row.pk, actor=official("head", MONDAY), now=MONDAY)
    assert acting("acceptor", MONDAY) == []


def test_posts_without_anyone_are_named_to_the_head() -> None:
    away("reviewer", "2026-09-21")
    away("acceptor", "2026-09-21")
    name("xzspj-shinan/review", "issuer")
    empty = identity.uncovered(["xzspj-shinan"], now=MONDAY)
    assert [post.code for post in empty] == ["accept"]


# Delegation


def test_a_delegation_counts_from_its_day_to_its_day() -> None:
    delegate("chief", "xzspj-shinan/decide", "acceptor", since=date(2026, 9, 22), until=date(2026, 9, 23))
    found = [acting("acceptor", at(f"2026-09-{day} 09:00")) for day in (21, 22, 23, 24)]
    assert found == [[], ["xzspj-shinan/decide for 蓝云舟"], ["xzspj-shinan/decide for 蓝云舟"], []]


@pytest.mark.parametrize("revoker", ["chief", "acceptor", "head"])
def test_it_is_revoked_at_once_by_either_side_or_the_head(revoker: str) -> None:
    given = delegate("chief", "xzspj-shinan/decide", "acceptor")
    assert acting("acceptor", MONDAY)
    identity.revoke(given.pk, actor=official(revoker, MONDAY), now=MONDAY)
    assert acting("acceptor", MONDAY) == []
    with pytest.raises(identity.AlreadyEnded):
        identity.revoke(given.pk, actor=official(revoker, MONDAY), now=MONDAY)


def test_nobody_else_revokes_it() -> None:
    given = delegate("chief", "xzspj-shinan/decide", "acceptor")
    for stranger in ("issuer", "csgl-head"):
        with pytest.raises(identity.NoSuchDuty):
            identity.revoke(given.pk, actor=official(stranger, MONDAY), now=MONDAY)


def test_what_was_given_cannot_be_given_on() -> None:
    delegate("chief", "xzspj-shinan/decide", "acceptor")
    with pytest.raises(identity.DelegationChain):
        delegate("acceptor", "xzspj-shinan/decide", "issuer")


def test_what_one_stands_in_for_cannot_be_given_on_either() -> None:
    name("xzspj-shinan/review", "acceptor")
    away("reviewer", "2026-09-21")
    with pytest.raises(identity.DelegationChain):
        delegate("acceptor", "xzspj-shinan/review", "issuer")


def test_nobody_delegates_the_post_of_another() -> None:
    with pytest.raises(identity.NotYourPost):
        delegate("acceptor", "xzspj-shinan/decide", "issuer")
    with pytest.raises(identity.NotTheHead):
        delegate("acceptor", "xzspj-shinan/decide", "issuer", giver=user("chief"))
    with pytest.raises(identity.NotTheHead):
        delegate("csgl-head", "xzspj-shinan/decide", "issuer", giver=user("chief"))


def test_the_head_delegates_for_one_who_cannot() -> None:
    given = delegate("head", "xzspj-shinan/decide", "acceptor", giver=user("chief"))
    assert (given.giver_id, given.given_by_id) == (user("chief"), user("head"))
    assert acting("acceptor", MONDAY) == ["xzspj-shinan/decide for 蓝云舟"]


def test_to_another_department_it_waits_for_the_head() -> None:
    given = delegate("chief", "xzspj-shinan/decide", "csgl-decide")
    assert acting("csgl-decide", MONDAY) == []
    for stranger in ("csgl-head", "chief"):
        with pytest.raises(identity.NoSuchDuty):
            identity.consent(given.pk, actor=official(stranger, MONDAY), now=MONDAY)
    identity.consent(given.pk, actor=official("head", MONDAY), now=MONDAY)
    assert acting("csgl-decide", MONDAY) == ["xzspj-shinan/decide for 蓝云舟"]


@pytest.mark.parametrize("to", ["chief", "trader"])
def test_it_goes_to_another_official_only(to: str) -> None:
    with pytest.raises(identity.NotACandidate):
        delegate("chief", "xzspj-shinan/decide", to)


def test_it_needs_a_reason_and_an_end_within_half_a_year() -> None:
    with pytest.raises(identity.ReasonMissing):
        delegate("chief", "xzspj-shinan/decide", "acceptor", reason="  ")
    for until in (date(2026, 9, 20), date(2027, 9, 21)):
        with pytest.raises(identity.BadPeriod):
            delegate("chief", "xzspj-shinan/decide", "acceptor", until=until)


def test_the_same_post_is_not_delegated_twice_to_one_person() -> None:
    delegate("chief", "xzspj-shinan/decide", "acceptor")
    with pytest.raises(identity.Overlap):
        delegate("chief", "xzspj-shinan/decide", "acceptor")


def test_it_falls_with_the_appointment_of_the_one_who_gave_it() -> None:
    delegate("chief", "xzspj-shinan/decide", "acceptor")
    Appointment.objects.filter(user__login="chief").update(valid_to=date(2026, 9, 22))
    assert acting("acceptor", MONDAY)
    assert acting("acceptor", TUESDAY) == []


def test_acting_for_the_head_makes_nobody_head() -> None:
    delegate("head", "xzspj-shinan/head", "acceptor")
    actor = official("acceptor", MONDAY)
    assert actor.has_role("head", "xzspj-shinan")
    assert not actor.heads("xzspj-shinan")
    with pytest.raises(identity.NotTheHead):
        identity.name_substitute(actor, post="xzspj-shinan/review", user_id=user("issuer"), now=MONDAY)


def test_the_database_itself_refuses_a_delegation_to_oneself() -> None:
    given = delegate("chief", "xzspj-shinan/decide", "acceptor")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(given).objects.filter(pk=given.pk).update(receiver=given.giver_id)


def test_an_actor_costs_two_queries_whatever_was_arranged(django_assert_num_queries: Callable[..., object]) -> None:
    delegate("chief", "xzspj-shinan/decide", "acceptor")
    name("xzspj-shinan/review", "acceptor")
    name("xzspj-shinan/experts", "acceptor")
    away("reviewer", "2026-09-21")
    pk = user("acceptor")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        posts = identity.all_posts_of(pk, now=MONDAY)
    assert [post.ref for post in posts] == ["xzspj-shinan/accept", "xzspj-shinan/decide", "xzspj-shinan/review"]
    assert str(posts[1].title) == "市南区行政审批服务局 · 审批负责人"


# A list from a spreadsheet, and the week


LIST = "姓名,开始日期,开始时段,结束日期,结束时段,事由\n隋明澈,2026-09-22,下午,2026/9/23,,年假\n丛知微,2026年9月24日,,,,党校学习\n无此人,2026-09-24,,,,\n隋明澈,2026-09-23,,2026-09-24,,病假\n蓝云舟,昨天,,,,\n"


def test_a_list_is_recorded_row_by_row_and_every_row_left_out_is_told(tmp_path: object) -> None:
    from pathlib import Path

    from weimin.blueprint.importing.api import read_absences

    path = Path(str(tmp_path)) / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    rows, report = read_absences(path)
    assert [doubt.spot.row for doubt in report.doubts] == [6]
    head = official("head", MONDAY)
    looked = identity.record_list(head, rows, departments=["xzspj-shinan"], now=MONDAY, dry_run=True)
    assert (looked.recorded, identity.Absence.objects.count()) == (2, 0)
    found = identity.record_list(head, rows, departments=["xzspj-shinan"], now=MONDAY)
    assert found.recorded == 2
    assert [(row, person) for row, person, _why in found.refused] == [(4, "无此人"), (5, "隋明澈")]
    assert isinstance(found.refused[0][2], Bilingual)
    again = identity.record_list(head, rows, departments=["xzspj-shinan"], now=MONDAY)
    assert (again.recorded, again.same) == (0, 2)
    first = identity.Absence.objects.get(user__login="reviewer")
    assert (first.from_noon, first.until, first.kind) == (True, date(2026, 9, 23), "leave")


def test_a_week_shows_each_half_day(django_assert_max_num_queries: Callable[..., object]) -> None:
    away("reviewer", "2026-09-22", from_noon=True)
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        week = identity.week_of(["xzspj-shinan"], monday=date(2026, 9, 21))
    row = next(row for row in week if row.user.login == "reviewer")
    assert [tuple(bool(each) for each in halves) for halves in row.days[:3]] == [
        (False, False),
        (False, True),
        (False, False),
    ]
    assert {row.department for row in week} == {"xzspj-shinan"}
