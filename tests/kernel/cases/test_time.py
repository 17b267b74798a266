"""What time itself does: a calendar published later recomputes, messages follow the journal, a bad clock stops no other."""

import json
from pathlib import Path

import pytest

from support.qingdao import applicant, at, draft_restaurant, official
from support.qingdao import do as act
from weimin.kernel.cases import api as cases
from weimin.kernel.cases import services, timers
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

FILED = at("2026-12-21 09:00")
ALL_PAPERS = ("floor-plan", "equipment", "safety-rules")


def a_case(now=FILED) -> cases.Case:  # type: ignore[no-untyped-def]
    trader = applicant("trader", now)
    return cases.file_draft(draft_restaurant(trader, now, papers=ALL_PAPERS).pk, actor=trader, now=now)


def clock(case: cases.Case, name: str) -> cases.ClockRow:
    return cases.ClockRow.objects.filter(case=case, name=name).latest("round")


def test_a_calendar_published_later_moves_the_dates_it_changes_and_says_so(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    act(case, "acceptance", "accept", official("acceptor", FILED), at("2026-12-23 09:00"))
    before = clock(case, "promised")
    assert before.provisional
    days = [{"name": "元旦", "date": f"2027-01-0{n}", "isOffDay": True} for n in (1, 2, 3, 4)]
    (tmp_path / "2027.json").write_text(json.dumps({"year": 2027, "papers": [], "days": days}))
    settings.CALENDARS = str(tmp_path)
    assert timers.recompute_for_new_calendar(now=at("2026-12-28 10:00")) == 1
    after = clock(case, "promised")
    assert (after.due_on - before.due_on).days >= 1
    assert not after.provisional
    assert cases.Task.objects.get(case=case, step="review").due_on == after.due_on
    assert journal.entries(case=cases.case_ref(case))[0].action == "case.calendar-changed"
    assert timers.recompute_for_new_calendar(now=at("2026-12-28 10:01")) == 0


def test_a_clock_that_cannot_fire_is_put_off_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = a_case(), a_case(at("2026-12-21 09:01"))
    real, broken_clock = services.lock_case, clock(broken, "acceptance").pk

    def lock(**where: object) -> object:
        if where.get("clock_id") == broken_clock:
            raise RuntimeError("damaged")
        return real(**where)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "lock_case", lock)
    now = at("2027-02-01 00:00")
    assert cases.fire_due_clocks(now=now) == 1
    row = clock(broken, "acceptance")
    assert (row.attempts, row.last_error) == (1, "RuntimeError: damaged")
    assert row.fires_at > now
    assert cases.Case.objects.get(pk=sound.pk).status == cases.Status.ACCEPTED
    monkeypatch.undo()
    assert cases.fire_due_clocks(now=row.fires_at) == 1


def test_the_applicant_is_told_once_of_each_act() -> None:
    case = a_case()
    missing = [{"code": "floor-plan", "label": "平面图", "how": "请标出水池。"}]
    act(case, "acceptance", "correct", official("acceptor", FILED), at("2026-12-22 09:00"), missing=missing)
    journal.sequence(now=at("2026-12-22 09:01"))
    from weimin.kernel.cases.messages import BODIES, tell_applicants

    entries = [entry for entry in reversed(journal.entries(case=cases.case_ref(case))) if entry.action in BODIES]
    for _ in range(2):
        tell_applicants(entries, now=at("2026-12-22 09:02"))
    told = notices.inbox(case.applicant_id)
    assert [(message.title_zh, message.needs_action) for message in told] == [
        ("一次性告知补正", True),
        ("提交申请，收件", False),
    ]
    assert case.number in told[0].body_zh
    assert notices.unread(case.applicant_id) == 2
    notices.mark_read(case.applicant_id, subjects=[cases.case_ref(case)], now=FILED)
    assert notices.unread(case.applicant_id) == 0


def test_answers_and_numbers_are_sealed_at_rest() -> None:
    from django.db import connection

    case = a_case()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_case WHERE id = %s", [case.pk])
        (stored,) = cursor.fetchone()
    assert "13800138000" not in stored
    assert "香港中路" not in stored
    assert cases.Case.objects.get(pk=case.pk).answers["phone"] == "13800138000"


def test_anyone_with_number_and_code_sees_where_a_case_stands_and_nothing_else() -> None:
    case = a_case()
    found = cases.public_view(number=case.number.lower(), code=case.query_code.lower().replace("-", ""))
    assert (found.number, found.status, found.due_on) == (case.number, "received", clock(case, "acceptance").due_on)
    assert not hasattr(found, "applicant")
    with pytest.raises(cases.NoSuchCase):
        cases.public_view(number=case.number, code="AAAA-AAAA")
