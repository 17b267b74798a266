from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from support import people
from support.people import DEMO_PASSWORD
from weimin.config import urls as house
from weimin.kernel.identity import api as identity
from weimin.kernel.journal.api import Entry

pytestmark = pytest.mark.django_db


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.kind)


urlpatterns = [
    *house.urlpatterns,
    path("open/", identity.public(_page)),
    path("mine/", identity.applicant(_page)),
    path("office/", identity.official(_page)),
    path("office/head/", identity.official(_page, roles=["head"])),
    path("machine/", identity.operator(_page)),
    path("signed-in/", identity.signed_in(_page)),
]
pages = pytest.mark.urls(__name__)


def where(response: HttpResponse) -> str:
    return urlsplit(response.headers["Location"]).path


def test_a_citizen_logs_in_with_a_password_and_the_journal_knows(town):
    client = people.log_in("wang")
    assert client.get(reverse("account")).status_code == 200
    entry = Entry.objects.get(action="identity.logged-in")
    assert entry.actor == f"user:{town['wang'].pk}"


def test_an_official_is_asked_for_the_second_factor_and_is_nobody_until_then(town):
    client = people.log_in("reviewer", second_factor=False)
    assert where(client.get(reverse("account"))) == reverse("account_login")
    assert Entry.objects.filter(action="identity.logged-in").count() == 0
    client = people.log_in("reviewer")
    assert client.get(reverse("account")).status_code == 200
    assert Entry.objects.filter(action="identity.logged-in").count() == 1


def test_a_wrong_code_is_refused_and_a_used_one_does_not_open_twice(town):
    client = people.log_in("reviewer", second_factor=False)
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "验证码不对" in page.content.decode()
    code = people.code_for("reviewer")
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    thief = people.log_in("reviewer", second_factor=False)
    assert thief.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_a_wrong_password_says_no_more_than_an_unknown_login(town):
    answers = [
        Client().post(reverse("account_login"), {"login": login, "password": "wrong-password"}).content.decode()
        for login in ("wang", "nobody")
    ]
    assert all("登录名或密码不对" in answer for answer in answers)


def test_a_login_is_found_however_its_letters_are_typed(town):
    people.log_in("  WANG ")


def test_five_failures_lock_the_login_even_for_the_right_password_but_not_another_one(town):
    for _ in range(5):
        Client().post(reverse("account_login"), {"login": "wang", "password": "wrong-password"})
    page = Client().post(reverse("account_login"), {"login": "wang", "password": DEMO_PASSWORD})
    assert page.status_code == 200
    assert "五分钟" in page.content.decode()
    people.log_in("li")


def test_five_wrong_codes_lock_the_second_factor(town):
    client = people.log_in("reviewer", second_factor=False)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = client.post(reverse("mfa_authenticate"), {"code": people.code_for("reviewer")})
    assert page.status_code == 200
    assert "五分钟" in page.content.decode()


def test_passwords_are_kept_with_argon2_outside_tests():
    from weimin.config import settings

    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        user = identity.register_user("argon", name="某", password="correct horse", now=people.NOW)
        assert identify_hasher(user.password).algorithm == "argon2"


def test_the_session_gets_a_new_name_at_login(town):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["mark"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    client.post(reverse("account_login"), {"login": "wang", "password": DEMO_PASSWORD})
    assert client.cookies["sessionid"].value != before


def test_a_login_without_the_token_of_the_form_is_refused_with_words(town):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": "wang", "password": DEMO_PASSWORD})
    assert answer.status_code == 403
    assert "刷新" in answer.content.decode()


def test_login_leads_only_to_addresses_of_our_own(town):
    answer = Client().post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": "wang", "password": DEMO_PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.headers["Location"] == reverse("landing")


def test_after_the_login_officials_come_to_the_desk_and_citizens_to_the_portal(town):
    assert people.log_in("wang").get(reverse("landing")).headers["Location"] == "/"
    assert people.log_in("chief").get(reverse("landing")).headers["Location"] == "/desk/"


@pages
def test_a_stranger_is_led_to_the_login_and_back(town):
    for address in ("/mine/", "/office/", "/machine/", "/signed-in/"):
        answer = Client().get(address)
        assert where(answer) == reverse("account_login")
        assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == [address]
    assert Client().get("/open/").content == b"anonymous"


@pages
def test_a_stranger_s_fragment_sends_the_whole_browser_to_the_login(town):
    answer = Client().get("/mine/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))


@pages
def test_a_citizen_sees_his_pages_and_no_official_ones(town):
    client = people.log_in("wang")
    assert client.get("/mine/").content == b"applicant"
    assert client.get("/office/").status_code == 403
    assert client.get("/machine/").status_code == 403


@pages
def test_an_official_sees_the_office_and_by_his_role_more(town):
    assert people.log_in("chief").get("/office/head/").status_code == 200
    reviewer = people.log_in("reviewer")
    assert reviewer.get("/office/").content == b"official"
    assert reviewer.get("/office/head/").status_code == 403
    assert reviewer.get("/mine/").status_code == 403
    assert reviewer.get("/machine/").status_code == 403


@pages
def test_an_official_whose_session_has_no_second_factor_is_asked_for_it(town):
    client = people.password_only(town["reviewer"])
    answer = client.get("/office/")
    assert where(answer) == reverse("mfa_reauthenticate")
    target = answer.headers["Location"]
    answer = client.post(target, {"code": people.code_for("reviewer"), "next": "/office/"})
    assert where(answer) == "/office/"
    assert client.get("/office/").status_code == 200


@pages
def test_an_official_without_a_second_factor_sets_one_up_before_anything_else(town):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    Authenticator.objects.all().delete()
    client = people.log_in("reviewer")
    answer = client.get("/office/")
    assert where(answer) == reverse("mfa_activate_totp")
    assert where(client.get(reverse("mfa_activate_totp"))) == reverse("account_reauthenticate")
    client.post(reverse("account_reauthenticate"), {"password": DEMO_PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert where(client.post(reverse("mfa_activate_totp"), {"code": code})) == reverse("mfa_view_recovery_codes")
    assert "恢复码" in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert where(client.get("/office/")) == reverse("mfa_reauthenticate")
    client.post(reverse("mfa_reauthenticate"), {"code": code})
    assert client.get("/office/").status_code == 200


def test_an_official_cannot_turn_the_second_factor_off(town):
    from allauth.mfa.models import Authenticator

    client = people.log_in("reviewer")
    client.post(reverse("account_reauthenticate"), {"password": DEMO_PASSWORD})
    page = client.get(reverse("mfa_deactivate_totp"))
    assert "必须有第二重验证" in page.content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=town["reviewer"], type="totp").exists()


def test_an_official_on_duty_is_logged_out_after_half_an_idle_hour(town):
    client = people.log_in("chief")
    client.get(reverse("account"))
    people.in_the_past(client, idle=timedelta(minutes=29))
    assert client.get(reverse("account")).status_code == 200
    people.in_the_past(client, idle=timedelta(minutes=31))
    assert where(client.get(reverse("account"))) == reverse("account_login")


def test_a_citizen_may_be_idle_for_two_hours(town):
    client = people.log_in("wang")
    client.get(reverse("account"))
    people.in_the_past(client, idle=timedelta(minutes=119))
    assert client.get(reverse("account")).status_code == 200
    people.in_the_past(client, idle=timedelta(minutes=121))
    assert where(client.get(reverse("account"))) == reverse("account_login")


def test_a_session_that_is_used_costs_no_write_a_request(town, django_assert_num_queries):
    client = people.log_in("chief")
    client.get(reverse("landing"))
    with django_assert_num_queries(4) as seen:  # session, user, posts, posts filled for others
        client.get(reverse("landing"))
    assert all(query["sql"].lstrip(" (").startswith("SELECT") for query in seen.captured_queries)


def test_changing_the_password_logs_other_devices_out(town):
    here, elsewhere = people.log_in("wang"), people.log_in("wang")
    new = "a longer sentence 42"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": DEMO_PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert here.get(reverse("account")).status_code == 200
    assert where(elsewhere.get(reverse("account"))) == reverse("account_login")


def test_a_closed_account_cannot_log_in(town):
    town["wang"].is_active = False
    town["wang"].save()
    answer = Client().post(reverse("account_login"), {"login": "wang", "password": DEMO_PASSWORD})
    assert where(answer) == reverse("account_inactive")
    assert "已停用" in Client().get(reverse("account_inactive")).content.decode()


def test_the_account_page_shows_masked_numbers_and_switches_the_party(town):
    client = people.log_in("li")
    page = client.get(reverse("account")).content.decode()
    assert "440524********0014" in page
    assert "440524188001010014" not in page
    assert "138****0002" in page
    company = identity.Party.objects.get(name="试城餐饮有限公司")
    answer = client.post(reverse("account_act_for"), {"party": company.pk, "next": "/account/"})
    assert where(answer) == "/account/"
    assert client.session["weimin_party"] == company.pk


@pytest.mark.parametrize("party", ["999999", "0", "-1", "x", "１", "9" * 40])
def test_switching_to_nonsense_is_refused_or_means_oneself(town, party):
    client = people.log_in("li")
    answer = client.post(reverse("account_act_for"), {"party": party})
    assert answer.status_code in (302, 403)
    assert client.session.get("weimin_party") is None


def test_english_is_spoken_when_asked_for(town):
    page = Client().get(reverse("account_login") + "?lang=en").content.decode()
    assert "Log in" in page
    assert "登录名" not in page


def test_every_page_says_in_its_corner_whether_someone_is_logged_in(town):
    stranger = Client().get(reverse("account_help")).content.decode()
    known = people.log_in("wang").get(reverse("account_help")).content.decode()
    assert reverse("account_signup") in stranger
    assert reverse("account_logout") not in stranger
    assert reverse("account_logout") in known
    assert reverse("account_signup") not in known


@pytest.mark.parametrize("page", ["account_login", "account_signup"])
def test_the_city_speaks_on_the_login_pages_and_not_the_host_name(town, page):
    body = Client().get(reverse(page), headers={"Host": "localhost:8000"}).content.decode()
    assert "localhost:8000" not in body
    assert "示范" in body


def test_an_official_sees_the_names_of_department_and_post(town):
    page = people.log_in("reviewer").get(reverse("account")).content.decode()
    assert "行政审批服务局 · 审查岗" in page
