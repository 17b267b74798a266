"""After a decision the department that regulates gets its task; what was only declared is checked."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from support.filling import walk
from support.qingdao import applicant, at, do, draft_restaurant, hand_in, in_force, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.modules.regulation.following import FOLLOWED, follow
from weimin.modules.regulation.models import Check

NOW = at("2026-09-21 09:40")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: object, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), in_force(NOW):
        yield


def catch_up(now: Any = NOW) -> None:
    journal.sequence(now=now)
    while journal.run_consumers(now=now):
        pass


def granted(*, declares: bool = True) -> cases.Case:
    """A restaurant's licence, granted; its staff's health declared, or shown by papers."""
    actor = applicant("trader", NOW)
    draft = draft_restaurant(actor, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    if declares:
        cases.declare(draft_id=draft.pk, material="staff-health", actor=actor, now=NOW)
    else:
        hand_in("staff-health", actor, NOW, draft_id=draft.pk)
    case = cases.file_draft(draft.pk, actor=actor, now=NOW)
    walk(case, {"review": ["approve"]}, NOW)
    return cases.Case.objects.get(pk=case.pk)


def check_of(case: cases.Case) -> cases.Case:
    return Check.objects.select_related("case").get(granted=case).case


def regulator(check: cases.Case) -> identity.Actor:
    found = identity.actor_posts_for("reviewer", check.regulates, on=date(2026, 9, 21))
    user_id, posts = next(iter(found.items()))
    return identity.Actor(kind="official", user_id=user_id, name="监管", posts=posts)


def test_a_grant_reaches_the_department_that_regulates_with_a_time_to_check() -> None:
    case = granted()
    catch_up()
    check = check_of(case)
    assert check.accepts == check.regulates == case.regulates
    assert check.number != case.number
    assert Check.objects.get(granted=case).declared == ["staff-health"]
    assert task_of(check, "check").department == case.regulates
    clock = cases.ClockRow.objects.get(case=check)
    assert (clock.name, clock.due_on, clock.confirmed) == ("check", date(2026, 11, 23), False)


def test_without_a_declaration_there_is_only_something_to_note() -> None:
    case = granted(declares=False)
    catch_up()
    check = check_of(case)
    assert not cases.ClockRow.objects.filter(case=check).exists()
    ended = do(check, "note", "noted", regulator(check), NOW)
    assert (ended.status, ended.outcome) == ("closed", "noted")
    assert not documents.papers_about([cases.case_ref(check)])


def test_a_refusal_is_not_pushed() -> None:
    actor = applicant("trader", NOW)
    draft = draft_restaurant(actor, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    cases.declare(draft_id=draft.pk, material="staff-health", actor=actor, now=NOW)
    case = cases.file_draft(draft.pk, actor=actor, now=NOW)
    walk(case, {"review": ["reject"], "decision": ["refuse"]}, NOW)
    catch_up()
    assert not Check.objects.filter(granted=case).exists()


def test_reading_the_record_again_opens_nothing_again() -> None:
    case = granted()
    catch_up()
    entries = list(journal.Entry.objects.filter(action__in=FOLLOWED).order_by("index"))
    before = journal.Entry.objects.count()
    with transaction.atomic():
        follow(entries, now=NOW)
    assert Check.objects.filter(granted=case).count() == 1
    assert journal.Entry.objects.count() == before


def test_pushing_a_grant_costs_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    granted()
    journal.sequence(now=NOW)
    entries = list(journal.Entry.objects.filter(action__in=FOLLOWED).order_by("index"))
    with django_assert_max_num_queries(14), transaction.atomic():
        follow(entries, now=NOW)


def test_as_declared_ends_the_check_with_a_paper() -> None:
    case = granted()
    catch_up()
    check = check_of(case)
    ended = do(check, "check", "as-declared", regulator(check), NOW, findings="健康证齐全。")
    assert (ended.status, ended.outcome) == ("closed", "as-declared")
    (paper,) = documents.papers_about([cases.case_ref(check)])
    assert paper.title == "核查结果告知书"


def test_an_order_to_put_right_has_a_clock_and_a_second_look() -> None:
    case = granted()
    catch_up()
    check = check_of(case)
    actor = regulator(check)
    do(check, "check", "correct", actor, NOW, findings="两人没有健康证。", days="10")
    clocks = {row.name: (row.state, row.due_on) for row in cases.ClockRow.objects.filter(case=check)}
    assert clocks["check"][0] == "met"
    assert clocks["put-right"] == ("running", date(2026, 10, 12))
    assert task_of(check, "recheck").due_on == date(2026, 10, 12)
    ended = do(check, "recheck", "put-right", actor, NOW, findings="已补办。")
    assert ended.outcome == "put-right"
    titles = [paper.title for paper in documents.papers_about([cases.case_ref(check)])]
    assert sorted(titles) == ["核查结果告知书", "责令限期改正通知书"]


def test_findings_must_be_written() -> None:
    case = granted()
    catch_up()
    check = check_of(case)
    with pytest.raises(cases.InvalidAnswer):
        do(check, "check", "false", regulator(check), NOW)


def test_another_department_cannot_check() -> None:
    case = granted()
    catch_up()
    with pytest.raises(cases.NoSuchCase):
        do(check_of(case), "check", "as-declared", official("reviewer", NOW), NOW, findings="x")


def test_the_page_of_a_granted_case_costs_at_most_nineteen_queries(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = granted()
    catch_up()
    do(check_of(case), "check", "false", regulator(check_of(case)), NOW, findings="没有健康证。")
    client = browser("reviewer", monkeypatch)
    client.get(f"/desk/cases/{case.pk}/")
    with django_assert_max_num_queries(19):
        assert client.get(f"/desk/cases/{case.pk}/").status_code == 200


def browser(login: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest

    monkeypatch.setattr("weimin.config.clock.now", lambda: NOW)
    client = Client()
    client.force_login(user := identity.User.objects.get(login=login))
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa")
    request.session.save()
    return client


def page(login: str, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    answer = browser(login, monkeypatch).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_false_declaration_comes_back_to_the_office_that_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    case = granted()
    catch_up()
    check = check_of(case)
    assert "还没有结果" in page("reviewer", f"/desk/cases/{case.pk}/", monkeypatch)
    do(check, "check", "false", regulator(check), NOW, findings="三名员工没有健康证。")
    seen = page("reviewer", f"/desk/cases/{case.pk}/", monkeypatch)
    assert "核查认定承诺不实" in seen
    assert "三名员工没有健康证。" in seen
    assert check.number in seen


def test_the_regulator_reads_what_was_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    case = granted()
    catch_up()
    check = check_of(case)
    login = identity.users([regulator(check).user_id or 0])
    name = next(iter(login.values())).login
    seen = page(name, f"/desk/cases/{check.pk}/", monkeypatch)
    assert case.number in seen
    assert "事后监管：" in seen
    assert "责令限期改正" in seen


def test_the_holder_sees_the_check_too() -> None:
    case = granted()
    catch_up()
    mine, _total = cases.cases_of(applicant("trader", NOW))
    assert {line.case.pk for line in mine} >= {case.pk, check_of(case).pk}
