"""A joint case as the kernel sees a case: an item of its own, whose one handling has the stages' clocks and no steps. Pure."""

from collections.abc import Mapping
from typing import Final

from weimin.blueprint.api import EffectiveClock
from weimin.blueprint.items import Handling, HandlingClocks, Implementation, Item, Result
from weimin.blueprint.values import Clock, Length, LengthUnit, Text
from weimin.lib.procedure import Graph
from weimin.modules.joint.events import LifeEvent, Stage

__all__ = ["ACCEPTANCE", "JOINT", "NO_STEPS", "STAGE", "STAGE_PROMISED", "matter_of", "stage_rules"]

JOINT: Final = "joint"
STAGE, STAGE_PROMISED = "stage", "stage-promised"
ACCEPTANCE: Final = Clock(
    length=Length(count=5, unit=LengthUnit.WORKDAY), start="receipt", article="行政许可法 第三十二条第一款第四项"
)
NO_STEPS: Final = Graph(
    id=JOINT, name="联合办理", file="", digest="", nodes={}, begin="", roles=(), en="Joint handling"
)
"""The joint case itself has no token: what moves is its parts."""


def matter_of(event: LifeEvent) -> Item:
    """The event as an item: its situations, its audience, the lead department in every place."""
    first = event.stages[0]
    clocks = HandlingClocks(acceptance=ACCEPTANCE, statutory=first.clock)
    return Item.model_construct(
        code=event.code,
        name=event.name,
        summary=event.summary,
        kind=event.kind,
        basic_code=None,
        basis=event.basis,
        audience=event.audience,
        theme=event.theme,
        aliases=event.aliases,
        locked_by=None,
        conditions=[],
        situations=event.situations,
        form=[],
        materials=[],
        fee=[],
        result=Result(name=Text(zh="各部门的结果", en="What each office gives")),
        handlings={JOINT: Handling(name=Text(zh="联合办理", en="Jointly"), procedure=JOINT, clocks=clocks)},
        implementations=[
            Implementation(
                division=lead.division,
                collects=lead.department,
                accepts=lead.department,
                decides=lead.department,
                regulates=lead.government,
                promised=first.promised or first.clock.length,
            )
            for lead in event.leads
        ],
        remedies=[],
        notes=event.notes,
        decisions=[],
        tests=[],
    )


def stage_rules(stage: Stage) -> Mapping[str, EffectiveClock]:
    """The clocks of a stage by name: the law's, and the promise if there is one. They run from the first acceptance."""
    rules = {STAGE: _rule(stage, stage.clock.length, stage.clock.confirmed)}
    if stage.promised is not None:
        rules[STAGE_PROMISED] = _rule(stage, stage.promised, True)
    return rules


def _rule(stage: Stage, length: Length, confirmed: bool) -> EffectiveClock:
    clock = stage.clock
    rolls = length.unit in {LengthUnit.DAY, LengthUnit.MONTH, LengthUnit.YEAR}
    return EffectiveClock(
        name="statutory",
        length=length,
        start=clock.start or "acceptance",
        roll=rolls if clock.roll is None else clock.roll,
        article=clock.article,
        extend=clock.extend,
        confirmed=confirmed,
        note=clock.note,
    )
