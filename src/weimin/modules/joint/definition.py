"""Joint handling as a kind of case: what each act on the whole does in law. Pure.

行政许可法 (2019): one counter and joint handling 26, forty-five working days and fifteen more by the government's head 42(2).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from weimin.kernel.cases.definition import (
    Act,
    Asked,
    CaseView,
    ClockChange,
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
from weimin.kernel.documents.definition import Letter, chinese_date
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.events import Stage
from weimin.modules.joint.matter import JOINT, STAGE, STAGE_PROMISED, stage_rules

__all__ = ["EXTEND", "REMIND", "STAGE", "TOO_MANY", "WITHDRAW", "Joint", "closed", "extended", "paused", "resumed", "stage_ended", "stage_started", "withdrawn"]  # fmt: skip

CLOCKS: Final = (STAGE, STAGE_PROMISED)
REASON: Final = Asked("reason", "long-text", Bilingual("理由", "Reason"), most=1000)
WITHDRAW: Final = Act("withdraw", Bilingual("整件撤回", "Withdraw the whole"), "", tone="danger", confirm=True)
REMIND: Final = Act(
    "remind",
    Bilingual("催办", "Remind"),
    "",
    asks=(Asked("note", "long-text", Bilingual("催办内容", "What you tell them"), most=500),),
)
EXTEND: Final = Act(
    "extend",
    Bilingual("延长阶段期限", "Extend the stage"),
    Bilingual("行政许可法第四十二条第二款", "Administrative Licensing Law art. 42(2)"),
    asks=(Asked("days", "days", Bilingual("延长几个工作日", "Working days to add"), most=15), REASON),
    confirm=True,
)


TOO_MANY: Final = Bilingual("最多 {m} 个工作日。", "At most {m} working days.")


class Joint:
    """The whole of a joint application. It has no steps of its own; its parts are cases of their own offices."""

    code = JOINT
    name = Bilingual("联合办理", "Joint handling")
    bulk: Mapping[tuple[str, str], Bilingual] = MappingProxyType({})

    def filed(self, view: CaseView, *, today: date) -> Consequences:
        return Consequences("joint.filed", status=Status.ACCEPTED, papers=(PaperOrder("joint-receipt"),))

    def done(self, view: CaseView, *, step: str, outcome: str, data: Mapping[str, Any], today: date) -> Consequences:
        raise NotImplementedError("a joint case has no steps")

    def performed(self, view: CaseView, *, service: str, today: date) -> Consequences:
        raise NotImplementedError("a joint case has no steps")

    def side(self, view: CaseView, *, act: str, data: Mapping[str, Any], today: date) -> Consequences:
        raise NotImplementedError("acts on a joint case are this room's own")

    def letter(self, view: CaseView, order: PaperOrder, *, today: date) -> Letter:
        return _LETTERS[order.kind](view, order.facts, today)

    def acts(self, view: CaseView, *, step: str, outcomes: tuple[str, ...], department: str = "") -> tuple[Act, ...]:
        return ()

    def side_acts(self, view: CaseView) -> tuple[SideAct, ...]:
        return ()

    def clocks_of(self, step: str) -> tuple[str, ...]:
        return ()

    def blocked(self, view: CaseView, *, step: str, outcome: str) -> tuple[str, ...]:
        return ()

    def step_name(self, step: str) -> Bilingual:
        return Bilingual(step, step)

    def told(self, payload: Mapping[str, Any]) -> tuple[tuple[Bilingual, Bilingual | str], ...]:
        return tuple((label, str(payload[name])) for name, label in TOLD.items() if payload.get(name))


TOLD: Final = {
    "part": Bilingual("办件", "Case"),
    "ground": Bilingual("法定事由", "Legal ground"),
    "result": Bilingual("结果", "Result"),
    "note": Bilingual("催办内容", "Reminder"),
    "days": Bilingual("工作日", "Working days"),
    "reason": Bilingual("理由", "Reason"),
}


def stage_started(stage: Stage, on: date) -> Consequences:
    """The stage's clocks begin with the first acceptance in it; that day is not counted."""
    rules = stage_rules(stage)
    return Consequences(
        "joint.stage-started",
        clocks=tuple(StartClock(name, rule, on) for name, rule in rules.items()),
        payload={"stage": stage.code},
    )


def paused(ground: str) -> Consequences:
    """While an office's special procedure lasts, its time is not counted (45)."""
    return Consequences(
        "joint.paused", status=Status.SUSPENDED, clocks=(SuspendClocks(CLOCKS, ground),), payload={"ground": ground}
    )


def resumed() -> Consequences:
    return Consequences("joint.resumed", status=Status.ACCEPTED, clocks=(ResumeClocks(CLOCKS),))


def stage_ended(stage: Stage) -> Consequences:
    return Consequences("joint.stage-ended", clocks=(EndClocks(CLOCKS),), payload={"stage": stage.code})


def extended(days: int, reason: str) -> Consequences:
    facts = {"days": days, "reason": reason}
    return Consequences(
        "joint.extended",
        clocks=(ExtendClocks(CLOCKS, days),),
        papers=(PaperOrder("joint-extension", facts),),
        payload=facts,
    )


def withdrawn(clocks: tuple[ClockChange, ...] = (EndClocks(CLOCKS, "cancelled"),)) -> Consequences:
    return Consequences("joint.withdrawn", status=Status.CLOSED, outcome="withdrawn", clocks=clocks)


def closed(outcome: str, rows: list[tuple[str, str]], today: date) -> Consequences:
    return Consequences(
        "joint.closed",
        status=Status.CLOSED,
        outcome=outcome,
        decided_on=today,
        clocks=(EndClocks(CLOCKS),),
        papers=(PaperOrder("joint-result", {"rows": rows}),),
        payload={"result": outcome},
    )


def _receipt(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "joint-receipt",
        "联合办理收件凭证",
        (
            f"本机关于{chinese_date(today)}收到您“{view.item.name.zh}”的联合申请，由本机关牵头，各部门依法分别受理和决定"
            "（行政许可法第二十六条第二款）。",
            "申请表和材料只收一次。收件不等于受理；各部门分别在五个工作日内告知是否受理，需要补正的，合并在一页一次告知。",
            "哪一项先办好，先得哪一项的结果。",
        ),
    )


def _extension(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "joint-extension",
        "延长联合办理期限告知书",
        (
            f"您“{view.item.name.zh}”的联合申请，经本级人民政府负责人批准，联合办理的期限延长{facts['days']}个工作日"
            "（行政许可法第四十二条第二款）。",
            f"理由：{facts['reason']}",
        ),
    )


def _result(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "joint-result",
        "联合办理结果清单",
        (
            f"您“{view.item.name.zh}”的联合申请已经全部办结，各项结果如下。",
            "对某一项决定不服的，按该项决定书写明的途径申请行政复议或者提起行政诉讼。",
        ),
        tuple((name, result) for name, result in facts["rows"]),
    )


_LETTERS: Final = {"joint-receipt": _receipt, "joint-extension": _extension, "joint-result": _result}
