"""Being invited and rating: once for each encounter, in five grades, by whoever was given the address."""

import uuid

import pytest
from django.test import Client

from modules.ratings.conftest import FILED, NOW, browser, desk, give, read_journal, taken_in, turned_away
from support.qingdao import applicant, at, official
from weimin.kernel.cases import api as cases
from weimin.kernel.notices.api import inbox
from weimin.modules.ratings import services
from weimin.modules.ratings.errors import AlreadyAdded, AlreadyRated, Expired, InvalidRating, NoSuchInvitation, NotYours
from weimin.modules.ratings.models import FollowUp, Invitation, Rating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "clock")]


def address(invitation: Invitation) -> str:
    return f"/rate/{invitation.key}/"


def test_papers_taken_at_a_window_and_the_end_of_the_matter_are_two_encounters(case: cases.Case):
    read_journal()
    found = {each.kind: each for each in Invitation.objects.filter(case=case)}
    assert set(found) == {"visit", "matter"}
    assert (found["visit"].department, found["matter"].department) == (case.collects, case.accepts)
    assert [row.user.login for row in found["matter"].rated.all()] == ["acceptor"]
    assert (found["matter"].happened_on, found["matter"].expires_on) == (
        at("2026-09-22 10:00").date(),
        at("2026-10-07 10:00").date(),
    )


def test_an_application_on_the_portal_is_rated_once_at_its_end():
    turned_away(taken_in(cases.Channel.PORTAL))
    read_journal()
    assert [each.kind for each in Invitation.objects.all()] == ["matter"]


def test_a_withdrawn_matter_is_an_end_too():
    case = taken_in(cases.Channel.PORTAL)
    cases.act_on_case(case.pk, act="withdraw", data={"reason": "不开了"}, actor=applicant("trader", NOW), now=NOW)
    read_journal()
    invitation = Invitation.objects.get()
    assert (invitation.kind, invitation.department, list(invitation.rated.all())) == ("matter", case.accepts, [])


def test_reading_the_journal_twice_invites_nobody_twice(case: cases.Case):
    read_journal()
    first = set(Invitation.objects.values_list("key", flat=True))
    messages = len(inbox(case.applicant_id))
    read_journal()
    assert set(Invitation.objects.values_list("key", flat=True)) == first
    assert len(inbox(case.applicant_id)) == messages


def test_who_could_no_longer_answer_is_not_asked(case: cases.Case):
    read_journal(at("2027-01-10 09:00"))
    assert not Invitation.objects.exists()


def test_the_applicant_is_told_and_finds_the_way_on_the_case_s_page(invited: Invitation):
    assert any("不评不会算成好评" in message.body_zh for message in inbox(invited.case.applicant_id))
    page = browser("trader", business=True).get(f"/my/cases/{invited.case_id}/").content.decode()
    assert address(invited) in page


def test_number_and_code_on_the_receipt_lead_there_without_a_login(invited: Invitation):
    case = invited.case
    right = Client().get("/query/", {"number": case.number, "code": case.query_code})
    assert address(invited) in right.content.decode()
    wrong = Client().get("/query/", {"number": case.number, "code": "AAAA-BBBB"})
    assert wrong.status_code == 404
    assert "/rate/" not in wrong.content.decode()


def test_nothing_is_preselected_and_sending_nothing_is_refused(invited: Invitation):
    page = Client().get(address(invited)).content.decode()
    assert page.count('type="radio"') == 5
    assert "checked" not in page
    refused = Client().post(address(invited), {})
    assert refused.status_code == 422
    assert "请选一个等级" in refused.content.decode()
    assert not Rating.objects.exists()


def test_anyone_with_the_slip_rates_without_account_and_the_words_are_sealed(invited: Invitation):
    sent = Client().post(address(invited), {"grade": "2", "reasons": ["late", "other"], "words": "太慢了"})
    assert sent.status_code == 302
    rating = Rating.objects.get(invitation=invited)
    assert (rating.grade, rating.reasons, rating.words, rating.named, rating.given_by_id) == (
        2,
        ["late", "other"],
        "太慢了",
        False,
        None,
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM ratings_rating")
        assert "太慢了" not in cursor.fetchone()[0]


def test_a_double_click_keeps_the_first_answer(invited: Invitation):
    client = Client()
    client.post(address(invited), {"grade": "5"})
    second = client.post(address(invited), {"grade": "1"}, follow=True)
    assert second.status_code == 200
    assert "一次办理只评一次" in second.content.decode()
    assert Rating.objects.get().grade == 5
    assert not FollowUp.objects.exists()
    with pytest.raises(AlreadyRated):
        give(invited, "1")


def test_after_its_time_an_invitation_stays_unanswered(invited: Invitation, clock):
    give_late = at("2026-10-08 08:00")
    with pytest.raises(Expired):
        give(invited, "5", now=give_late)
    clock("2026-10-08 08:00")
    page = Client().get(address(invited))
    assert "评价的时间过了" in page.content.decode()
    assert 'type="radio"' not in page.content.decode()
    assert "评价的时间过了" in Client().post(address(invited), {"grade": "5"}, follow=True).content.decode()
    assert not Rating.objects.exists()


def test_the_last_day_still_counts(invited: Invitation):
    give(invited, "4", now=at("2026-10-07 23:59"))
    assert Rating.objects.get().grade == 4


def test_an_unknown_address_is_told_so():
    assert Client().get(f"/rate/{uuid.uuid4()}/").status_code == 404
    with pytest.raises(NoSuchInvitation):
        services.supplement(uuid.uuid4(), words="…", actor=applicant("trader", NOW), now=NOW)


@pytest.mark.parametrize("grade", ["0", "6", "５", "-1", "5.0", "a"])
def test_only_five_grades_exist(invited: Invitation, grade: str):
    with pytest.raises(InvalidRating) as caught:
        give(invited, grade)
    assert set(caught.value.errors) == {"grade"}


def test_too_many_words_and_invented_reasons_are_named_field_by_field(invited: Invitation):
    with pytest.raises(InvalidRating) as caught:
        give(invited, "1", words="长" * 501, reasons=["because"])
    assert set(caught.value.errors) == {"words", "reasons"}
    give(invited, "1", words="长" * 500)


def test_the_rated_clerk_cannot_rate_on_duty_nor_off(invited: Invitation):
    with pytest.raises(NotYours):
        give(invited, "5", actor=official("acceptor", NOW))
    assert desk("acceptor").post(address(invited), {"grade": "5"}).status_code == 403
    assert not Rating.objects.exists()


def test_what_was_said_is_shown_to_the_applicant_alone(bad: FollowUp):
    invitation = bad.rating.invitation
    own = browser("trader", business=True).get(address(invitation)).content.decode()
    assert "让我等了一上午" in own
    assert "非常不满意" in own
    for other in (Client(), browser("citizen"), desk("acceptor")):
        page = other.get(address(invitation)).content.decode()
        assert "让我等了一上午" not in page
        assert "非常不满意" not in page
        assert "已经评价过了" in page


def test_one_may_add_once_and_the_grade_stays(bad: FollowUp):
    invitation = bad.rating.invitation
    assert Client().post(f"{address(invitation)}add/", {"more": " "}).status_code == 422
    assert Client().post(f"{address(invitation)}add/", {"more": "后来打电话也没人接。"}).status_code == 302
    bad.rating.refresh_from_db()
    assert (bad.rating.grade, bad.rating.added) == (1, "后来打电话也没人接。")
    with pytest.raises(AlreadyAdded):
        services.supplement(invitation.key, words="再说", actor=applicant("trader", NOW), now=NOW)
    assert "已经追加过" in Client().post(f"{address(invitation)}add/", {"more": "再说"}, follow=True).content.decode()


def test_inviting_costs_the_same_look_ups_however_many_cases(django_assert_max_num_queries):
    for _ in range(3):
        turned_away(taken_in(now=FILED))
    from weimin.kernel.journal.api import Entry
    from weimin.modules.ratings.inviting import invite

    entries = list(Entry.objects.filter(action__in=cases.ACTIONS).order_by("pk"))
    with django_assert_max_num_queries(8 + 2 * 6):
        invite(entries, now=NOW)
    assert Invitation.objects.count() == 6


def test_the_page_to_rate_is_cheap(invited: Invitation, django_assert_max_num_queries):
    Client().get(address(invited))
    with django_assert_max_num_queries(4):
        Client().get(address(invited))


def test_the_pages_speak_english(invited: Invitation):
    page = Client().get(f"{address(invited)}?lang=en").content.decode()
    assert "Were you satisfied?" in page
    assert "Very dissatisfied" in page
