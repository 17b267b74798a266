"""What each step of an approval does in law: status, clocks and papers, shown by a case in memory. No database."""

from datetime import date
from typing import Any

import pytest

from modules.approvals.views import TODAY, item, view
from weimin.blueprint.items import Item
from weimin.kernel.cases.definition import (
    Act,
    ClockView,
    Consequences,
    EndClocks,
    ExtendClocks,
    ResumeClocks,
    StartClock,
    Status,
    SuspendClocks,
)
from weimin.kernel.documents.definition import DeliveryOrder
from weimin.modules.approvals.definition import Approval

APPROVAL = Approval()
BOTH = ("promised", "statutory")
WRITTEN: dict[str, Any] = {
    "reason": "厨房面积不足。", "basis": "食品安全法 第三十三条", "where": "不需要办理", "opinion": "材料属实。",
    "ground": "expert-review", "days": 5, "findings": "可行。", "mode": "mail", "recipient": "纪禾生", "tracking": "EX123456789CN",
    "visited_on": "2026-09-27", "companion": "綦念真",
    "missing": [{"code": "plan", "label": "平面图", "how": "请标明尺寸。"}],
}  # fmt: skip


def done(step: str, outcome: str, **more: Any) -> Consequences:
    return APPROVAL.done(view(**more), step=step, outcome=outcome, data=WRITTEN, today=TODAY)


def started(consequences: Consequences) -> dict[str, date]:
    return {change.name: change.on for change in consequences.clocks if isinstance(change, StartClock)}


def ended(consequences: Consequences) -> dict[str, str]:
    return {
        name: change.how for change in consequences.clocks if isinstance(change, EndClocks) for name in change.names
    }


def papers(consequences: Consequences) -> list[tuple[str, str]]:
    return [(order.kind, order.by) for order in consequences.papers]


def test_intake_starts_the_acceptance_clock_and_gives_a_receipt() -> None:
    found = APPROVAL.filed(view(), today=TODAY)
    assert (found.action, found.status) == ("case.filed", Status.RECEIVED)
    assert started(found) == {"acceptance": TODAY}
    assert papers(found) == [("intake-receipt", "accepts")]


def test_acceptance_ends_its_clock_and_starts_those_of_the_decision() -> None:
    found = done("acceptance", "accept")
    assert (found.status, found.accepted_on) == (Status.ACCEPTED, TODAY)
    assert ended(found) == {"acceptance": "met"}
    assert started(found) == dict.fromkeys(BOTH, TODAY)
    assert papers(found) == [("acceptance-notice", "accepts")]


def test_acceptance_with_gaps_gives_the_missing_papers_a_time_of_their_own() -> None:
    found = done("acceptance", "accept", deferred=("平面图",))
    assert started(found) == dict.fromkeys((*BOTH, "deferral"), TODAY)
    assert found.payload["deferred"] == ["平面图"]


def test_a_decision_that_the_law_counts_from_receipt_is_counted_from_receipt() -> None:
    of = item()
    clocks = of.handlings["new"].clocks
    clock = clocks.statutory.model_copy(update={"start": "receipt"})
    changed = of.handlings["new"].model_copy(update={"clocks": clocks.model_copy(update={"statutory": clock})})
    of = of.model_copy(update={"handlings": {"new": changed}})
    found = APPROVAL.done(view(of), step="acceptance", outcome="accept", data={}, today=TODAY)
    assert started(found) == dict.fromkeys(BOTH, date(2026, 9, 21))


def test_asking_for_correction_ends_the_acceptance_clock_and_starts_the_applicants() -> None:
    found = done("acceptance", "correct")
    assert found.status is Status.CORRECTION
    assert (ended(found), started(found)) == ({"acceptance": "met"}, {"correction": TODAY})
    assert papers(found) == [("correction-notice", "accepts")]
    assert found.payload["missing"] == WRITTEN["missing"]


def test_corrected_papers_start_a_new_acceptance_clock() -> None:
    found = done("correction", "submit")
    assert found.status is Status.RECEIVED
    assert (ended(found), started(found)) == ({"correction": "met"}, {"acceptance": TODAY})
    assert papers(found) == [("intake-receipt", "accepts")]


def test_refusal_to_accept_closes_the_case_and_says_where_to_go() -> None:
    found = done("acceptance", "refuse")
    assert (found.status, found.outcome, ended(found)) == (Status.CLOSED, "not-accepted", {"acceptance": "met"})
    assert papers(found) == [("non-acceptance", "accepts")]
    assert found.payload == {"reason": WRITTEN["reason"], "where": WRITTEN["where"]}


def test_silence_is_acceptance_from_the_day_of_receipt() -> None:
    found = APPROVAL.performed(view(), service="deem-accepted", today=TODAY)
    assert (found.status, found.accepted_on) == (Status.ACCEPTED, date(2026, 9, 21))
    assert ended(found) == {"acceptance": "lapsed"}
    assert started(found) == dict.fromkeys(BOTH, date(2026, 9, 21))
    assert papers(found) == [("deemed-acceptance", "accepts")]


@pytest.mark.parametrize(
    ("step", "outcome", "action", "told"),
    [
        ("review", "approve", "case.reviewed", {"outcome", "opinion"}),
        ("review", "reject", "case.reviewed", {"outcome", "reason", "basis"}),
        ("review", "visit", "case.visit-ordered", {"opinion"}),
        ("visit", "pass", "case.visited", {"outcome", "visited_on", "companion", "findings"}),
        ("visit", "fail", "case.visited", {"outcome", "visited_on", "companion", "findings"}),
        ("decision", "return", "case.returned", {"reason"}),
    ],
)
def test_what_is_only_said_inside_the_office_moves_no_clock_and_gives_no_paper(
    step: str, outcome: str, action: str, told: set[str]
) -> None:
    found = done(step, outcome)
    assert (found.action, found.clocks, found.papers, found.status) == (action, (), (), None)
    assert set(found.payload) == told


def test_a_special_procedure_suspends_and_its_end_resumes() -> None:
    opened, over = done("review", "special"), done("special", "done")
    assert opened.status is Status.SUSPENDED
    assert opened.clocks == (SuspendClocks(BOTH, "expert-review"),)
    assert papers(opened) == [("special-notice", "decides")]
    assert over.status is Status.ACCEPTED
    assert over.clocks == (ResumeClocks(BOTH),)


def test_a_grant_ends_the_clocks_and_starts_the_time_to_serve_it() -> None:
    found = done("decision", "grant")
    assert (found.status, found.outcome, found.decided_on) == (Status.DECIDED, "granted", TODAY)
    assert ended(found) == dict.fromkeys((*BOTH, "deferral"), "met")
    assert started(found) == {"issue": TODAY}
    assert papers(found) == [("grant-decision", "decides")]


def test_a_refusal_ends_the_clocks_and_cancels_the_time_of_papers_to_follow() -> None:
    found = done("decision", "refuse")
    assert (found.status, found.outcome, found.decided_on) == (Status.DECIDED, "refused", TODAY)
    assert ended(found) == {**dict.fromkeys(BOTH, "met"), "deferral": "cancelled"}
    assert started(found) == {"issue": TODAY}
    assert papers(found) == [("refusal-decision", "decides")]
    assert set(found.payload) == {"reason", "basis"}


def test_making_gives_a_paper_where_the_result_is_no_certificate_and_service_closes_the_case() -> None:
    made, served = done("making", "done"), done("delivery", "done")
    assert papers(made) == [("result", "decides")]
    assert made.certificates == ()
    assert (served.status, ended(served)) == (Status.CLOSED, {"issue": "met"})
    assert served.payload == {"mode": "mail", "recipient": "纪禾生", "tracking": "EX123456789CN"}
    assert served.deliveries == (DeliveryOrder("mail", "纪禾生", tracking="EX123456789CN"),)


@pytest.mark.parametrize(
    ("handling", "act", "given"),
    [
        ("new", "issue", []),
        ("change", "change", []),
        ("renew", "renew", []),
        ("extend", "renew", []),
        ("reissue", "reissue", []),
        ("cancel", "cancel", [("result", "decides")]),
    ],
)
def test_a_handling_does_to_the_certificate_what_its_code_says(handling: str, act: str, given: list[object]) -> None:
    certified = item(result={"name": {"zh": "食品经营许可证", "en": "Licence"}, "certificate": "food", "valid": "5y"})
    made = APPROVAL.done(
        view(certified, handling_code=handling), step="making", outcome="done", data={"certificate": "A1"}, today=TODAY
    )
    assert [(order.act, order.kind, str(order.valid), order.number) for order in made.certificates] == [
        (act, "food", "5y", "A1")
    ]
    assert papers(made) == given
    asks = [asked.name for asked in acts(certified, handling)[0].asks]
    assert ("certificate" in asks) == (act != "issue")


def acts(certified: Item, handling: str) -> tuple[Act, ...]:
    return APPROVAL.acts(view(certified, handling_code=handling), step="making", outcomes=("done",))


def test_withdrawal_cancels_every_clock() -> None:
    seen = view(clocks={"acceptance": date(2026, 9, 29)})
    found = APPROVAL.side(seen, act="withdraw", data={}, today=TODAY)
    assert (found.status, found.outcome, ended(found)) == (Status.CLOSED, "withdrawn", {"acceptance": "cancelled"})


def test_an_extension_lengthens_promise_and_statute_and_tells_the_reason() -> None:
    found = APPROVAL.side(view(), act="extend", data={"days": 10, "reason": "需要检测。"}, today=TODAY)
    assert found.clocks == (ExtendClocks(BOTH, 10),)
    assert papers(found) == [("extension-notice", "decides")]
    assert found.payload == {"days": 10, "reason": "需要检测。"}


def test_what_lacks_stands_in_the_way_of_acceptance_and_what_may_follow_only_of_the_grant() -> None:
    seen = view(lacking=("合同",), deferred=("平面图",))
    assert APPROVAL.blocked(seen, step="acceptance", outcome="accept") == ("合同",)
    assert APPROVAL.blocked(seen, step="decision", outcome="grant") == ("合同", "平面图")
    for step, outcome in (("acceptance", "correct"), ("decision", "refuse"), ("review", "approve")):
        assert APPROVAL.blocked(seen, step=step, outcome=outcome) == ()


@pytest.mark.parametrize(
    ("status", "clock", "codes"),
    [
        (Status.RECEIVED, None, {"withdraw"}),
        (Status.CORRECTION, None, {"withdraw"}),
        (Status.ACCEPTED, ClockView("statutory", "running", TODAY, 0), {"extend", "withdraw"}),
        (Status.ACCEPTED, ClockView("statutory", "running", TODAY, 10), {"withdraw"}),
        (Status.SUSPENDED, ClockView("statutory", "suspended", None, 0), {"withdraw"}),
        (Status.DECIDED, ClockView("statutory", "met", TODAY, 0), set()),
        (Status.CLOSED, None, set()),
    ],
)
def test_beside_the_steps_the_head_extends_once_and_the_applicant_withdraws_until_the_decision(
    status: Status, clock: ClockView | None, codes: set[str]
) -> None:
    found = APPROVAL.side_acts(
        view(status=status, clocks={"statutory": TODAY} if clock else {}) if not clock else _with(status, clock)
    )
    assert {side.act.code for side in found} == codes
    assert all(side.role == "head" for side in found if side.act.code == "extend")


def _with(status: Status, clock: ClockView) -> Any:
    from dataclasses import replace

    return replace(view(status=status), clocks={clock.name: clock})


def test_every_step_that_waits_for_an_office_is_due_by_a_clock() -> None:
    for step in ("acceptance", "correction", "review", "visit", "decision", "making", "delivery"):
        assert APPROVAL.clocks_of(step), step
    assert APPROVAL.clocks_of("special") == ()
