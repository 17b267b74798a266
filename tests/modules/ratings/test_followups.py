"""A bad rating is verified, put right, called back: by the head, never by who was rated, each step with its clock."""

from datetime import date, timedelta

import pytest

from modules.ratings.conftest import NOW, desk, give, read_journal
from support.qingdao import applicant, at, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.journal.api import Entry
from weimin.kernel.notices.api import inbox
from weimin.modules.ratings import followups
from weimin.modules.ratings.clocks import note_late, recount
from weimin.modules.ratings.duty import rehouse
from weimin.modules.ratings.errors import InvalidRating, NoSuchFollowUp, NotYours, StepDone
from weimin.modules.ratings.models import FollowUp, Invitation, Rated, StepClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "clock")]

LATER = at("2026-09-23 10:00")


def by_head(login: str = "head") -> dict[str, object]:
    return {"actor": official(login, NOW), "now": LATER}


def verified(row: FollowUp, finding: str = "true") -> FollowUp:
    return followups.verify(row.pk, finding=finding, ground="查了叫号记录。", **by_head())  # type: ignore[arg-type]


def test_a_good_or_middling_grade_opens_nothing(invited: Invitation):
    give(invited, "3")
    assert not FollowUp.objects.exists()


def test_a_bad_one_goes_to_the_head_with_a_clock_of_working_days(bad: FollowUp):
    clock = StepClock.objects.get(followup=bad)
    assert (bad.step, bad.responsible, bad.due_on) == ("verify", "xzspj-shinan", date(2026, 9, 28))
    assert (clock.length, clock.unit, clock.confirmed, clock.due_on) == (3, "workday", False, bad.due_on)


def test_verified_corrected_called_back_and_told_at_each_step(bad: FollowUp):
    verified(bad)
    followups.correct(bad.pk, correction="加开了一个窗口。", **by_head())  # type: ignore[arg-type]
    done = followups.call_back(bad.pk, result="satisfied", note="", **by_head())  # type: ignore[arg-type]
    assert (done.step, done.finding, done.result, done.late, done.due_on) == (
        "closed",
        "true",
        "satisfied",
        False,
        None,
    )
    assert [(c.step, c.ended_on) for c in done.clocks.order_by("pk")] == [
        (step, LATER.date()) for step in ("verify", "correct", "call-back")
    ]
    told = " ".join(message.body_zh for message in inbox(bad.rating.invitation.case.applicant_id))
    assert "查了叫号记录" in told
    assert "加开了一个窗口" in told
    assert "回访结果：满意" in told
    actions = (
        Entry.objects.filter(resource=f"rating:{bad.rating.invitation_id}")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert list(actions) == [
        "rating.invited",
        "rating.given",
        "rating.verified",
        "rating.corrected",
        "rating.called-back",
    ]


@pytest.mark.parametrize(
    ("finding", "step"), [("not-true", "call-back"), ("unverifiable", "call-back"), ("malicious", "closed")]
)
def test_whatever_is_found_needs_reasons_and_the_rating_stays(bad: FollowUp, finding: str, step: str):
    with pytest.raises(InvalidRating) as caught:
        followups.verify(bad.pk, finding=finding, ground="  ", **by_head())  # type: ignore[arg-type]
    assert set(caught.value.errors) == {"ground"}
    assert verified(bad, finding).step == step
    bad.rating.refresh_from_db()
    assert bad.rating.grade == 1


def test_a_finding_that_does_not_exist_and_a_call_without_words_are_refused(bad: FollowUp):
    with pytest.raises(InvalidRating):
        followups.verify(bad.pk, finding="fine", ground="好", **by_head())  # type: ignore[arg-type]
    verified(bad, "not-true")
    with pytest.raises(InvalidRating) as caught:
        followups.call_back(bad.pk, result="unreachable", note="", **by_head())  # type: ignore[arg-type]
    assert set(caught.value.errors) == {"note"}


def test_a_step_is_done_once_and_in_order(bad: FollowUp):
    with pytest.raises(StepDone):
        followups.correct(bad.pk, correction="改了", **by_head())  # type: ignore[arg-type]
    verified(bad)
    with pytest.raises(StepDone):
        verified(bad)


@pytest.mark.parametrize("login", ["acceptor", "reviewer", "window", "xzspj-head"])
def test_nobody_but_the_head_in_charge_handles_it(bad: FollowUp, login: str):
    with pytest.raises(NoSuchFollowUp):
        followups.verify(bad.pk, finding="true", ground="…", **by_head(login))  # type: ignore[arg-type]


def test_a_head_who_was_rated_hands_it_to_the_office_above(invited: Invitation):
    Rated.objects.create(invitation=invited, user=identity.User.objects.get(login="head"))
    give(invited, "2")
    row = FollowUp.objects.get()
    assert row.responsible == "xzspj"  # the district bureau has none above it: the one that the blueprint names
    assert verified_by(row, "xzspj-head").step == "correct"


def verified_by(row: FollowUp, login: str) -> FollowUp:
    return followups.verify(row.pk, finding="true", ground="查实。", **by_head(login))  # type: ignore[arg-type]


def test_a_head_rated_afterwards_is_refused_by_name(bad: FollowUp):
    Rated.objects.create(invitation=bad.rating.invitation, user=identity.User.objects.get(login="head"))
    with pytest.raises(NotYours):
        verified(bad)


def test_when_a_department_is_merged_its_open_ratings_go_to_the_office_above(bad: FollowUp):
    from weimin.kernel.organisations.models import Department

    assert rehouse(now=LATER) == 0
    Department.objects.filter(code="xzspj-shinan").update(valid_to=LATER.date())
    assert rehouse(now=LATER) == 1
    assert rehouse(now=LATER) == 0
    bad.refresh_from_db()
    assert bad.responsible == "xzspj"
    assert Entry.objects.filter(action="rating.moved").count() == 1
    assert verified_by(bad, "xzspj-head").step == "correct"


def test_a_late_step_shows_once_and_stays_late(bad: FollowUp):
    assert note_late(now=at("2026-09-28 23:00")) == 0
    assert note_late(now=at("2026-09-29 00:30")) == 1
    assert note_late(now=at("2026-09-30 00:30")) == 0
    bad.refresh_from_db()
    assert bad.late
    done = followups.verify(
        bad.pk, finding="malicious", ground="查了录像。", actor=official("head", NOW), now=at("2026-09-30 09:00")
    )
    assert done.late
    assert done.step == "closed"


def test_late_is_noted_by_the_act_itself_where_the_worker_slept(bad: FollowUp):
    done = followups.verify(
        bad.pk, finding="true", ground="查了。", actor=official("head", NOW), now=at("2026-09-30 09:00")
    )
    assert done.late


def test_a_new_calendar_counts_open_clocks_anew(bad: FollowUp):
    assert recount(now=LATER) == 0
    StepClock.objects.update(calendar="old", due_on=bad.due_on + timedelta(days=9))
    assert recount(now=LATER) == 1
    bad.refresh_from_db()
    assert bad.due_on == date(2026, 9, 28) == StepClock.objects.get().due_on


def test_the_rated_official_appeals_once_and_it_is_verified_again(bad: FollowUp):
    verified(bad)
    clerk = official("acceptor", NOW)
    row = followups.appeal(bad.pk, text="当天系统停了两个小时。", actor=clerk, now=LATER)
    assert (row.step, row.clocks.filter(step="verify").count()) == ("verify", 2)
    assert any("正在重新核实" in each.title_zh for each in inbox(bad.rating.invitation.case.applicant_id))
    with pytest.raises(StepDone):
        followups.appeal(bad.pk, text="再说一次", actor=clerk, now=LATER)
    assert verified(bad, "not-true").finding == "not-true"
    with pytest.raises(NoSuchFollowUp):
        followups.appeal(bad.pk, text="我也说", actor=official("reviewer", NOW), now=LATER)


# The desk


def test_the_head_sees_it_by_due_date_and_does_each_step_on_the_pages(bad: FollowUp):
    head = desk("head")
    number = bad.rating.invitation.case.number
    assert number in head.get("/desk/ratings/").content.decode()
    page = head.get(f"/desk/ratings/{bad.pk}/").content.decode()
    assert "让我等了一上午" in page
    assert "待核实" in page
    assert number in page
    address = f"/desk/ratings/{bad.pk}"
    assert head.post(f"{address}/verify/", {"finding": "true"}).status_code == 422
    for act, answer in [
        ("verify", {"finding": "true", "ground": "属实。"}),
        ("correct", {"correction": "加了人。"}),
        ("call-back", {"result": "not-satisfied", "note": "还要再看。"}),
    ]:
        assert "name=" in head.get(f"{address}/{act}/").content.decode()
        assert head.post(f"{address}/{act}/", answer).status_code == 302
    bad.refresh_from_db()
    assert (bad.step, bad.result) == ("closed", "not-satisfied")
    assert number not in head.get("/desk/ratings/").content.decode()
    assert number in head.get("/desk/ratings/?show=closed").content.decode()


def test_the_second_of_two_presses_is_told_so(bad: FollowUp):
    head, answer = desk("head"), {"finding": "true", "ground": "属实。"}
    head.post(f"/desk/ratings/{bad.pk}/verify/", answer)
    again = head.post(f"/desk/ratings/{bad.pk}/verify/", answer, follow=True)
    assert "这一步已经办过了" in again.content.decode()


def test_the_rated_clerk_reads_neither_name_nor_case_unless_allowed(bad: FollowUp):
    clerk, case = desk("acceptor"), bad.rating.invitation.case
    for page in (clerk.get("/desk/ratings/?show=about-me"), clerk.get(f"/desk/ratings/{bad.pk}/")):
        text = page.content.decode()
        assert page.status_code == 200
        assert "非常不满意" in text
        assert case.number not in text
        assert case.applicant.name not in text
    assert desk("reviewer").get(f"/desk/ratings/{bad.pk}/").status_code == 404
    bad.rating.named = True
    bad.rating.save(update_fields=["named"])
    assert case.applicant.name in clerk.get(f"/desk/ratings/{bad.pk}/").content.decode()


def test_the_case_s_story_on_the_desk_does_not_tell_who_rated(bad: FollowUp):
    case = bad.rating.invitation.case
    assert not Entry.objects.filter(case=cases.case_ref(case), action__startswith="rating.").exists()
    assert not Entry.objects.filter(person=f"party:{case.applicant_id}", action__startswith="rating.").exists()
    assert "非常不满意" not in desk("acceptor").get(f"/desk/cases/{case.pk}/").content.decode()


def test_a_list_taken_away_is_journalled_and_holds_no_names(bad: FollowUp):
    sent = desk("head").get("/desk/ratings/export.csv")
    text = sent.content.decode("utf-8-sig")
    assert bad.rating.invitation.case.number in text
    assert bad.rating.invitation.case.applicant.name not in text
    assert Entry.objects.filter(action="rating.exported").count() == 1
    assert len(desk("reviewer").get("/desk/ratings/export.csv").content.decode("utf-8-sig").splitlines()) == 1


def test_desk_pages_keep_to_their_budget(bad: FollowUp, django_assert_max_num_queries):
    head = desk("head")
    for address, most in [("/desk/ratings/", 9), (f"/desk/ratings/{bad.pk}/", 10)]:
        head.get(address)
        with django_assert_max_num_queries(most):
            head.get(address)


def test_an_act_costs_at_most_twelve_statements(bad: FollowUp, django_assert_max_num_queries):
    head = by_head()
    with django_assert_max_num_queries(12):
        followups.verify(bad.pk, finding="true", ground="查了。", **head)  # type: ignore[arg-type]


def test_applicants_do_not_reach_the_desk(bad: FollowUp):
    from modules.ratings.conftest import browser

    assert browser("trader").get(f"/desk/ratings/{bad.pk}/").status_code == 403
    read_journal()
    assert applicant("trader", NOW).party_id is not None
