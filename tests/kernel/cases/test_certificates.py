"""What cases do to certificates: issued, changed, renewed, ended; each version a row, found by holder and kind."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from support.certified import FILED, certificate_of, granted, made
from support.qingdao import at, do, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal
from weimin.lib.identifiers import parse_certificate_identifier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path


def test_a_certificate_is_numbered_by_the_standard_and_prints_what_its_kind_says() -> None:
    case = made()
    certificate = certificate_of(case)
    identifier = parse_certificate_identifier(certificate.number)
    assert (identifier.type, identifier.issuer) == ("11370202MBDEM01975001", "11370202MBDEM01975")
    assert (identifier.serial, identifier.version) == (case.number.replace("-", ""), "001")
    assert certificate.facts["rows"] == [
        ["持有人", case.applicant.name],
        ["统一社会信用代码", case.applicant.number],
        ["许可事项", "食品经营许可"],
        ["经营场所", "市南区香港中路 18 号 1 层"],
        ["经营面积", "86 m²"],
        ["食品安全管理人员", "纪禾生"],
    ]
    assert (certificate.state, certificate.version, certificate.predecessor) == ("issued", 1, None)
    assert (certificate.valid_from, certificate.valid_until) == (date(2026, 9, 21), date(2031, 9, 20))
    assert certificate.holder == case.applicant
    assert documents.papers_about([cases.case_ref(case)])[-1].kind == "grant-decision"


def test_the_journal_row_of_the_making_names_the_certificate() -> None:
    case = made()
    row = journal.entries(case=cases.case_ref(case), limit=1)[0]
    assert row.action == "case.made"
    assert (row.payload or {})["certificate"] == certificate_of(case).number


def test_a_change_makes_a_new_version_with_the_days_of_the_old_one() -> None:
    first = certificate_of(made())
    second = certificate_of(made("change", now=at("2027-03-01 09:00")))
    first.refresh_from_db()
    assert (first.state, first.state_since) == ("superseded", date(2027, 3, 1))
    assert (second.serial, second.version, second.predecessor_id) == (first.serial, 2, first.pk)
    assert second.valid_until == first.valid_until
    rows = dict(map(tuple, second.facts["rows"]))
    assert rows["经营场所"] == "市南区闽江路 2 号"
    assert rows["食品安全管理人员"] == "纪禾生", "what was not asked again stands as before"
    assert parse_certificate_identifier(second.number).version == "002"


def test_a_renewal_counts_anew_from_the_decision() -> None:
    first = certificate_of(made())
    second = certificate_of(made("renew", now=at("2031-08-01 09:00")))
    first.refresh_from_db()
    assert first.state == "superseded"
    assert (second.version, second.valid_from, second.valid_until) == (2, date(2031, 8, 1), date(2036, 7, 31))


def test_a_cancellation_ends_the_certificate_and_gives_a_proof() -> None:
    first = certificate_of(made())
    case = made("cancel", now=at("2027-03-01 09:00"))
    first.refresh_from_db()
    assert (first.state, first.state_since) == ("cancelled", date(2027, 3, 1))
    assert documents.certificates_about([cases.case_ref(case)]) == []
    assert documents.papers_about([cases.case_ref(case)])[-1].title == "食品经营许可注销证明"
    assert (journal.entries(case=cases.case_ref(case), limit=1)[0].payload or {})["predecessor"] == first.number


def test_a_change_of_a_certificate_that_only_existed_on_paper_issues_one() -> None:
    only = certificate_of(made("change"))
    assert (only.version, only.predecessor) == (1, None)
    assert only.valid_until == date(2031, 9, 20)


def test_who_has_several_must_say_which_and_nothing_happens_until_then() -> None:
    first, other = certificate_of(made()), certificate_of(made())
    case = granted("change", now=at("2027-03-01 09:00"))
    issuer, now = official("issuer", FILED), at("2027-03-01 10:00")
    with pytest.raises(documents.WhichCertificate, match="2"):
        do(case, "making", "done", issuer, now)
    first.refresh_from_db()
    assert (first.state, task_of(case, "making").state) == ("issued", "open")
    do(case, "making", "done", issuer, now, certificate=first.number.lower())
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.state, other.state) == ("superseded", "issued")


def test_a_suspended_certificate_is_not_changed_but_may_be_cancelled() -> None:
    first = certificate_of(made())
    head = official("head", FILED)
    documents.act_on(first.pk, act="suspend", ground="penalty", reason="暂扣三十日。", actor=head, now=FILED)
    second = certificate_of(made("change", now=at("2027-03-01 09:00")))
    assert (second.version, second.predecessor) == (1, None)
    documents.act_on(second.pk, act="cancel", ground="other", reason="重复。", actor=head, now=FILED)
    made("cancel", now=at("2027-04-01 09:00"))
    first.refresh_from_db()
    assert first.state == "cancelled"


@pytest.mark.parametrize("handling", ["new", "change", "renew", "cancel"])
def test_making_and_serving_cost_at_most_eight_statements(
    handling: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    if handling != "new":
        made()
    else:
        certificate_of(made(login="company"))  # what the city defines is known by now
    case = granted(handling)
    for step, login, data in (
        ("making", "issuer", {}),
        ("delivery", "window", {"mode": "mail", "recipient": "纪禾生", "tracking": "EX123456789CN"}),
    ):
        task = task_of(case, step)
        actor = official(login, FILED)
        with django_assert_max_num_queries(8 + 2):  # the savepoint and its release stand for BEGIN and COMMIT
            cases.complete_task(task.pk, outcome="done", data=data, actor=actor, now=FILED)


def test_the_ten_day_clock_of_issuing_runs_from_the_decision_until_service() -> None:
    case = made()
    row = cases.ClockRow.objects.get(case=case, name="issue")
    assert (row.state, row.start_on, row.due_on) == ("running", date(2026, 9, 21), date(2026, 9, 29))
    do(case, "delivery", "done", official("window", FILED), at("2026-09-23 09:00"), mode="counter", recipient="纪禾生")
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("met", date(2026, 9, 23))
