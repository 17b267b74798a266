"""Regulation after a grant as a kind of case: what each finding does in law. Pure.

行政许可法 (2019): inspection and its record 61, revocation of what was obtained by deceit 69(2).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from weimin.blueprint.api import EffectiveClock
from weimin.blueprint.values import Length, LengthUnit
from weimin.kernel.cases.definition import (
    Act,
    Asked,
    CaseView,
    Consequences,
    EndClocks,
    PaperOrder,
    SideAct,
    StartClock,
    Status,
)
from weimin.kernel.documents.definition import Letter, chinese_date
from weimin.lib.bilingual import Bilingual
from weimin.modules.regulation.matter import CLOCK, MEND, REGULATION

__all__ = ["Regulation", "clock_rule"]

LAW_61: Final = Bilingual("行政许可法第六十一条", "Administrative Licensing Law art. 61")
LAW_69: Final = Bilingual("行政许可法第六十九条第二款", "Administrative Licensing Law art. 69(2)")
FINDINGS: Final = Asked("findings", "long-text", Bilingual("核查情况", "Findings"), most=4000)
DAYS: Final = Asked("days", "days", Bilingual("几个工作日内改正", "Working days to put it right"), most=60)
DONE: Final[Mapping[str, Act]] = {
    "noted": Act("noted", Bilingual("签收", "Take note"), "", tone="primary"),
    "as-declared": Act("as-declared", Bilingual("与承诺一致", "As declared"), LAW_61, tone="primary", asks=(FINDINGS,)),
    "correct": Act("correct", Bilingual("责令限期改正", "Order to put right"), LAW_61, asks=(FINDINGS, DAYS)),
    "put-right": Act("put-right", Bilingual("已改正", "Put right"), LAW_61, tone="primary", asks=(FINDINGS,)),
    "false": Act(
        "false",
        Bilingual("承诺不实，告知作出决定的部门", "Declared falsely: tell the deciding department"),
        LAW_69,
        Bilingual(
            "这里不撤销许可。作出决定的部门在办件上看到核查情况，由它依法处理。",
            "This revokes nothing. The deciding department sees the findings on its case and acts on them.",
        ),
        tone="danger",
        asks=(FINDINGS,),
        confirm=True,
    ),
}
STEPS: Final = {
    "note": Bilingual("签收", "Take note"),
    "check": Bilingual("核查承诺", "Check of the declarations"),
    "recheck": Bilingual("复核改正", "Check of the correction"),
}
TOLD: Final = {
    "findings": Bilingual("核查情况", "Findings"),
    "days": Bilingual("改正期限（工作日）", "Working days to put it right"),
    "granted": Bilingual("核查的办件", "The case that was granted"),
}


def clock_rule(length: Length, *, confirmed: bool) -> EffectiveClock:
    """The time for a check counts from the grant; that day is not counted. The source was not read in a text of law."""
    return EffectiveClock(
        name="statutory",
        length=length,
        start="decision",
        roll=length.unit is not LengthUnit.WORKDAY,
        article="",
        extend=None,
        confirmed=confirmed,
        note=None,
    )


class Regulation:
    """监管: the department that regulates learns of the grant, and checks what was only declared."""

    code = REGULATION
    name = Bilingual("事后监管", "Regulation after the grant")
    bulk: Mapping[tuple[str, str], Bilingual] = MappingProxyType({("note", "noted"): DONE["noted"].label})

    def filed(self, view: CaseView, *, today: date) -> Consequences:
        return Consequences("regulation.pushed", status=Status.ACCEPTED)

    def done(self, view: CaseView, *, step: str, outcome: str, data: Mapping[str, Any], today: date) -> Consequences:
        told = {name: data[name] for name in TOLD if data.get(name)}
        if outcome == "correct":
            return Consequences(
                "regulation.ordered",
                clocks=(
                    EndClocks((CLOCK,)),
                    StartClock(
                        MEND, clock_rule(Length(count=data["days"], unit=LengthUnit.WORKDAY), confirmed=True), today
                    ),
                ),
                papers=(PaperOrder("put-right-order", told),),
                payload=told,
            )
        running = tuple(name for name, clock in view.clocks.items() if clock.status == "running")
        return Consequences(
            "regulation.noted" if outcome == "noted" else "regulation.found",
            outcome=outcome,
            clocks=(EndClocks(running),) if running else (),
            papers=() if outcome == "noted" else (PaperOrder("check-result", told),),
            payload=told,
        )

    def performed(self, view: CaseView, *, service: str, today: date) -> Consequences:
        raise NotImplementedError("a check has no service tasks")

    def side(self, view: CaseView, *, act: str, data: Mapping[str, Any], today: date) -> Consequences:
        raise NotImplementedError("a check has no acts beside its steps")

    def letter(self, view: CaseView, order: PaperOrder, *, today: date) -> Letter:
        return _LETTERS[order.kind](view, order.facts)

    def acts(self, view: CaseView, *, step: str, outcomes: tuple[str, ...], department: str = "") -> tuple[Act, ...]:
        return tuple(DONE[outcome] for outcome in outcomes)

    def side_acts(self, view: CaseView) -> tuple[SideAct, ...]:
        return ()

    def clocks_of(self, step: str) -> tuple[str, ...]:
        return (MEND,) if step == "recheck" else (CLOCK,)

    def blocked(self, view: CaseView, *, step: str, outcome: str) -> tuple[str, ...]:
        return ()

    def step_name(self, step: str) -> Bilingual:
        return STEPS[step]

    def told(self, payload: Mapping[str, Any]) -> tuple[tuple[Bilingual, Bilingual | str], ...]:
        return tuple((label, str(payload[name])) for name, label in TOLD.items() if payload.get(name))


def _ordered(view: CaseView, facts: Mapping[str, Any]) -> Letter:
    due = view.clocks[MEND].due_on
    return Letter(
        "put-right-order",
        "责令限期改正通知书",
        (
            f"本机关对您承诺的事项进行了核查（{LAW_61.zh}），与承诺不一致。核查情况：{facts['findings']}",
            f"请在{chinese_date(due) if due else '另行告知的日期'}前改正，改正后由本机关复核。逾期不改的，依法处理。",
        ),
        remedies=tuple(text.zh for text in view.item.remedies),
    )


def _result(view: CaseView, facts: Mapping[str, Any]) -> Letter:
    said = {
        "as-declared": "与承诺一致。",
        "put-right": "已按要求改正。",
        "false": f"承诺不实。本机关已告知作出决定的部门，由其依法处理（{LAW_69.zh}）。",
    }
    return Letter(
        "check-result",
        "核查结果告知书",
        (f"本机关对您承诺的事项进行了核查（{LAW_61.zh}）：{said[view.outcome]}", f"核查情况：{facts['findings']}"),
    )


_LETTERS: Final = {"put-right-order": _ordered, "check-result": _result}
