"""Approval as a kind of case: what each step does in law. Pure: shown a case, it answers with consequences.

行政许可法 (2019): acceptance 32, review 34, decision 38 and 42, service 44, what is not counted 45.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from weimin.blueprint.certificates import certificate_act
from weimin.kernel.cases.definition import (
    Act,
    CaseView,
    Consequences,
    EndClocks,
    ExtendClocks,
    PaperOrder,
    ResumeClocks,
    SideAct,
    StartClock,
    Status,
    SuspendClocks,
)
from weimin.kernel.documents.definition import CertificateOrder, Letter
from weimin.lib.bilingual import Bilingual
from weimin.modules.approvals.acts import acts_at, side_acts_of
from weimin.modules.approvals.clocks import CLOCKS_OF, DECISION_CLOCKS
from weimin.modules.approvals.delivery import delivery_of
from weimin.modules.approvals.hearing import hearing_consequences, hearing_lapsed
from weimin.modules.approvals.papers import letter_of, order
from weimin.modules.approvals.words import STEPS, told

__all__ = ["Approval"]

TESTING = frozenset({"inspection", "testing", "quarantine"})
"""Special procedures by which the duty of 行政许可法 55(2) is done."""


class Approval:
    """An application that an office accepts, reviews, decides and serves."""

    code = "approval"
    name = Bilingual("行政审批", "Approval")
    bulk: Mapping[tuple[str, str], Bilingual] = MappingProxyType(
        {
            ("acceptance", "accept"): Bilingual("受理", "Accept"),
            ("making", "done"): Bilingual("制证完成", "Document made"),
        }
    )

    def step_name(self, step: str) -> Bilingual:
        return STEPS.get(step) or Bilingual(step, step)

    def told(self, payload: Mapping[str, Any]) -> tuple[tuple[Bilingual, Bilingual | str], ...]:
        return told(payload)

    def acts(self, view: CaseView, *, step: str, outcomes: tuple[str, ...], department: str = "") -> tuple[Act, ...]:
        return acts_at(view, step, outcomes, department)

    def side_acts(self, view: CaseView) -> tuple[SideAct, ...]:
        return side_acts_of(view)

    def clocks_of(self, step: str) -> tuple[str, ...]:
        return CLOCKS_OF.get(step, ())

    def blocked(self, view: CaseView, *, step: str, outcome: str) -> tuple[str, ...]:
        if (step, outcome) == ("acceptance", "accept"):
            return view.lacking
        if (step, outcome) == ("decision", "grant"):
            return view.lacking + view.deferred
        return ()

    def letter(self, view: CaseView, order: PaperOrder, *, today: date) -> Letter:
        return letter_of(view, order, today=today)

    def filed(self, view: CaseView, *, today: date) -> Consequences:
        """Intake: the papers are received; acceptance is owed within its clock from the day of receipt."""
        return Consequences(
            "case.filed",
            status=Status.RECEIVED,
            clocks=(StartClock("acceptance", view.rules["acceptance"], today),),
            papers=(order("intake-receipt"),),
        )

    def done(self, view: CaseView, *, step: str, outcome: str, data: Mapping[str, Any], today: date) -> Consequences:
        heard = hearing_consequences(view, step=step, outcome=outcome, data=data, today=today)
        if heard is not None:
            return heard
        method = getattr(self, f"_{step}_{outcome}".replace("-", "_"), None)
        if method is None:
            return Consequences("case.step-done", payload={"step": step, "outcome": outcome})
        consequences: Consequences = method(view, data, today)
        return consequences

    def performed(self, view: CaseView, *, service: str, today: date) -> Consequences:
        if service == "deem-accepted":
            return self._deemed_accepted(view)
        if service == "hearing-lapsed":
            return hearing_lapsed(view)
        return Consequences("case.service-done", payload={"service": service})

    def side(self, view: CaseView, *, act: str, data: Mapping[str, Any], today: date) -> Consequences:
        if act == "withdraw":
            return Consequences(
                "case.withdrawn",
                status=Status.CLOSED,
                outcome="withdrawn",
                clocks=(EndClocks(tuple(view.clocks), "cancelled"),),
                papers=(order("withdrawal", data),),
            )
        return Consequences(
            "case.extended",
            clocks=(ExtendClocks(DECISION_CLOCKS, int(data["days"])),),
            papers=(order("extension-notice", data, days=int(data["days"])),),
            payload={"days": int(data["days"]), "reason": data["reason"]},
        )

    # Acceptance, 行政许可法 32

    def _acceptance_accept(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.accepted",
            status=Status.ACCEPTED,
            accepted_on=today,
            clocks=(EndClocks(("acceptance",)), *self._decision_clocks(view, today), *self._deferral(view, today)),
            papers=(order("acceptance-notice", deferred=list(view.deferred)),),
            payload={"deferred": list(view.deferred)},
        )

    def _acceptance_correct(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.correction-asked",
            status=Status.CORRECTION,
            clocks=(EndClocks(("acceptance",)), *self._optional(view, "correction", today)),
            papers=(order("correction-notice", data),),
            payload={"missing": data["missing"]},
        )

    def _acceptance_refuse(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.not-accepted",
            status=Status.CLOSED,
            outcome="not-accepted",
            clocks=(EndClocks(("acceptance",)),),
            papers=(order("non-acceptance", data),),
            payload={"reason": data["reason"], "where": data["where"]},
        )

    def _correction_submit(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        """Corrected papers start a new acceptance clock of their own (DESIGN §4)."""
        return Consequences(
            "case.corrected",
            status=Status.RECEIVED,
            clocks=(EndClocks(("correction",)), StartClock("acceptance", view.rules["acceptance"], today)),
            papers=(order("intake-receipt", corrected=True),),
        )

    def _deemed_accepted(self, view: CaseView) -> Consequences:
        """Silence: accepted from the day the papers were received, and the decision is owed from that day on."""
        return Consequences(
            "case.deemed-accepted",
            status=Status.ACCEPTED,
            accepted_on=view.received_on,
            clocks=(EndClocks(("acceptance",), "lapsed"), *self._decision_clocks(view, view.received_on)),
            papers=(order("deemed-acceptance"),),
        )

    # Review, 行政许可法 34 and 45

    def _review_approve(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.reviewed",
            clocks=_ended(view, "first-review"),
            payload={"outcome": "approve", **_told(data, "opinion")},
        )

    def _review_reject(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.reviewed",
            clocks=_ended(view, "first-review"),
            payload={"outcome": "reject", **_told(data, "reason", "basis")},
        )

    def _review_visit(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences("case.visit-ordered", clocks=_ended(view, "inspection"), payload=_told(data, "opinion"))

    def _review_special(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.suspended",
            status=Status.SUSPENDED,
            clocks=(
                SuspendClocks(DECISION_CLOCKS, data["ground"]),
                *(_ended(view, "inspection") if data["ground"] in TESTING else ()),
            ),
            papers=(order("special-notice", data),),
            payload=_told(data, "ground", "days", "reason"),
        )

    def _visit_pass(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.visited", payload={"outcome": "pass", **_told(data, "visited_on", "companion", "findings")}
        )

    def _visit_fail(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.visited", payload={"outcome": "fail", **_told(data, "visited_on", "companion", "findings")}
        )

    def _special_done(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.resumed",
            status=Status.ACCEPTED,
            clocks=(ResumeClocks(DECISION_CLOCKS),),
            payload=_told(data, "findings"),
        )

    # Decision, 行政许可法 38; making and service, 39 and 44

    def _decision_grant(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.granted",
            status=Status.DECIDED,
            outcome="granted",
            decided_on=today,
            clocks=(
                EndClocks((*DECISION_CLOCKS, "deferral")),
                *_ended(view, "first-review", "inspection", how="cancelled"),
                *self._optional(view, "issue", today),
            ),
            papers=(order("grant-decision", data),),
            payload=_told(data, "opinion"),
        )

    def _decision_refuse(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.refused",
            status=Status.DECIDED,
            outcome="refused",
            decided_on=today,
            clocks=(
                EndClocks(DECISION_CLOCKS),
                EndClocks(("deferral",), "cancelled"),
                *_ended(view, "first-review", "inspection", how="cancelled"),
                *self._optional(view, "issue", today),
            ),
            papers=(order("refusal-decision", data),),
            payload=_told(data, "reason", "basis"),
        )

    def _decision_return(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences("case.returned", payload=_told(data, "reason"))

    def _making_done(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        result = view.handling.result or view.item.result
        wanted = certificate_act(view.item, view.handling_code, view.handling)
        orders: tuple[CertificateOrder, ...] = ()
        if wanted is not None:
            orders = (CertificateOrder(*wanted, valid=result.valid, number=str(data.get("certificate", ""))),)
        return Consequences(
            "case.made",
            papers=(order("result"),) if wanted is None or wanted[0] == "cancel" else (),
            certificates=orders,
            payload={"result": result.name.zh, **_told(data, "opinion")},
        )

    def _delivery_done(self, view: CaseView, data: Mapping[str, Any], today: date) -> Consequences:
        return Consequences(
            "case.delivered",
            status=Status.CLOSED,
            clocks=(EndClocks(("issue",)),),
            deliveries=(delivery_of(data),),
            payload=_told(data, "mode", "recipient", "relation", "tracking", "published_on", "served_on", "note"),
        )

    def _decision_clocks(self, view: CaseView, accepted_on: date) -> tuple[StartClock, ...]:
        """The promise and the statute count from the same event; some laws count from receipt (建筑法 8)."""
        names = (*DECISION_CLOCKS, *(name for name in ("first-review", "inspection") if name in view.rules))
        return tuple(
            StartClock(name, view.rules[name], view.received_on if view.rules[name].start == "receipt" else accepted_on)
            for name in names
        )

    def _deferral(self, view: CaseView, today: date) -> tuple[StartClock, ...]:
        """Papers that may follow (容缺) have a time of their own; it stops no other clock (DESIGN §3)."""
        return self._optional(view, "deferral", today) if view.deferred else ()

    def _optional(self, view: CaseView, name: str, today: date) -> tuple[StartClock, ...]:
        return (StartClock(name, view.rules[name], today),) if name in view.rules else ()


def _ended(view: CaseView, *names: str, how: Literal["met", "cancelled"] = "met") -> tuple[EndClocks, ...]:
    """The end of those of these clocks that are open."""
    running = tuple(
        name for name in names if name in view.clocks and view.clocks[name].status in {"running", "suspended"}
    )
    return (EndClocks(running, how),) if running else ()


def _told(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if data.get(name) not in (None, "")}
