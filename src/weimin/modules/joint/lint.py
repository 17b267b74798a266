"""Measures the design of life events: T021 to T023."""

from collections import defaultdict
from typing import Final

from weimin.blueprint.api import Blueprint, offered_at
from weimin.blueprint.lint.law import longer, spoken
from weimin.blueprint.lint.reach import never, worlds
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.events import SECTION, LifeEvent
from weimin.modules.joint.matter import matter_of
from weimin.modules.joint.sameness import groups_of

__all__ = ["RULES"]


def promise_beyond_stage(blueprint: Blueprint, survey: Survey) -> None:
    """T021: an item's own promise is longer than the clock of the stage that it runs in."""
    for entry in blueprint.sections.get(SECTION, {}).values():
        assert isinstance(entry.value, LifeEvent)
        for number, stage, index, member in entry.value.members():
            limit = stage.promised or stage.clock.length
            for lead in entry.value.leads:
                offered = offered_at(blueprint.items[member.item].value, lead.division, member.handling)
                survey.look()
                if offered is not None and longer(offered.promised, limit):
                    survey.found(
                        entry.place.at("stages", number, "items", index, "item"),
                        "“{i}”承诺 {p}，比阶段“{s}”的 {l} 还长",
                        "'{i}' promises {p}, longer than the {l} of the stage '{s}'",
                        i=member.item, p=spoken(offered.promised), l=spoken(limit), s=stage.code,
                    )  # fmt: skip


def never_reached(blueprint: Blueprint, survey: Survey) -> None:
    """T022: an item that no answers to the event's situations lead to."""
    for entry in blueprint.sections.get(SECTION, {}).values():
        assert isinstance(entry.value, LifeEvent)
        conditions = [member.when for _n, _stage, _i, member in entry.value.members() if member.when]
        possible = worlds(matter_of(entry.value), also=conditions)
        if possible is None:
            continue
        for number, _stage, index, member in entry.value.members():
            survey.look()
            if member.when is not None and never(member.when, possible.all, possible.known):
                survey.found(
                    entry.place.at("stages", number, "items", index, "when"),
                    "无论怎样回答情形，“{w}”都不成立，没有人会办到这一项",
                    "whatever the answers to the situations, '{w}' is never true: no one comes to this item",
                    w=member.when,
                )


def asked_twice(blueprint: Blueprint, survey: Survey) -> None:
    """T023: two items of an event ask the same words in two ways, so that the joint form asks twice."""
    for entry in blueprint.sections.get(SECTION, {}).values():
        assert isinstance(entry.value, LifeEvent)
        items = {member.item: blueprint.items[member.item].value for _n, _stage, _i, member in entry.value.members()}
        groups = groups_of(entry.value, items)
        asked: dict[str, dict[str, str]] = defaultdict(dict)
        for code, item in items.items():
            for field in item.form:
                if field.source is None and field.label is not None:
                    asked[field.label.zh].setdefault(groups.fields[code, field.id], f"{code}.{field.id}")
        for label, ways in asked.items():
            survey.look()
            if len(ways) > 1:
                survey.found(
                    entry.place.at("same"),
                    "“{l}”会问 {n} 遍（{w}）；是同一个问题就写进 same",
                    "'{l}' is asked {n} times ({w}): if it is one question, say so under 'same'",
                    l=label, n=len(ways), w="、".join(ways.values()),
                )  # fmt: skip


RULES: Final = (
    Rule("T021", Bilingual("承诺长于所在阶段", "promise longer than its stage"), promise_beyond_stage),
    Rule("T022", Bilingual("没有人会办到的事项", "an item no one comes to"), never_reached),
    Rule("T023", Bilingual("一件事里同一个问题问两遍", "one question asked twice in a life event"), asked_twice),
)
