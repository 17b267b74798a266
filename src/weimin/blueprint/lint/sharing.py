"""Data asked again, islands, look-ups without leave: T001, T004, T005, T006."""

from collections.abc import Iterator
from typing import Final

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.city import Agreement, Resource
from weimin.blueprint.findings import Place
from weimin.blueprint.items import Item, Material
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.lib.bilingual import Bilingual

__all__ = ["RULES"]


def held_elsewhere(blueprint: Blueprint, survey: Survey) -> None:
    """T001: the applicant is asked for what another department already holds and may share."""
    for entry in blueprint.items.values():
        for index, material in enumerate(entry.value.materials):
            survey.look()
            if material.supply == "shared":
                continue
            for resource in _same_matter(blueprint, material):
                asking = _departments(blueprint, entry.value)
                if resource.holder not in asking and resource.sharing != "none":
                    survey.found(
                        entry.place.at("materials", index),
                        "这份材料由 {h} 持有（资源 {r}），应共享获取，不再向申请人索要",
                        "{h} already holds this (resource {r}): share it instead of asking the applicant",
                        h=resource.holder,
                        r=resource.code,
                    )


def _same_matter(blueprint: Blueprint, material: Material) -> Iterator[Resource]:
    """Resources that the material names, or that bear its id or its Chinese name."""
    for entry in blueprint.resources.values():
        resource = entry.value
        named = resource.code == material.resource or resource.code.split(".")[1] == material.id
        if named or (material.name is not None and resource.name.zh == material.name.zh):
            yield resource


def _departments(blueprint: Blueprint, item: Item) -> frozenset[str]:
    """The departments that decide the item, with those above them: what they hold is not another's."""
    return frozenset().union(*(blueprint.family(each.decides) for each in item.implementations))


def no_agreement(blueprint: Blueprint, survey: Survey) -> None:
    """T004: a department reads another's resource, and no agreement in force lets it."""
    for entry in blueprint.items.values():
        item = entry.value
        for index, material in enumerate(item.materials):
            if material.supply != "shared" or material.resource not in blueprint.resources:
                continue
            resource = blueprint.resources[material.resource].value
            consumers = dict.fromkeys(each.accepts for each in item.implementations)
            for consumer in consumers:
                survey.look()
                _leave(blueprint, survey, item, resource, consumer, entry.place.at("materials", index, "resource"))


def _leave(blueprint: Blueprint, survey: Survey, item: Item, resource: Resource, consumer: str, place: Place) -> None:
    family = blueprint.family(consumer)
    if resource.holder in family:
        return
    if resource.sharing == "none":
        survey.found(
            place, "资源 {r} 不予共享，{c} 无从取得", "the resource {r} is not shared: {c} cannot read it",
            r=resource.code, c=consumer,
        )  # fmt: skip
        return
    leaves = [a for a in _agreements(blueprint, item, resource) if a.consumer in family]
    if not leaves:
        survey.found(
            place,
            "{c} 使用资源 {r}，却没有涵盖本事项的共享协议",
            "{c} reads the resource {r} without an agreement that names this item",
            c=consumer,
            r=resource.code,
        )
    elif all(a.until < survey.today for a in leaves):
        survey.found(
            place,
            "{c} 使用资源 {r} 的协议 {a} 已于 {d} 到期",
            "the agreement {a} by which {c} reads {r} ended on {d}",
            c=consumer,
            r=resource.code,
            a=leaves[0].code,
            d=max(a.until for a in leaves),
        )


def _agreements(blueprint: Blueprint, item: Item, resource: Resource) -> list[Agreement]:
    agreements = [entry.value for entry in blueprint.agreements.values()]
    return [a for a in agreements if a.resource == resource.code and item.code in a.items]


def two_sources(blueprint: Blueprint, survey: Survey) -> None:
    """T005: 一数一源. The same field, by id and Chinese name, is collected by two holders; keys are not counted."""
    first: dict[tuple[str, str], Resource] = {}
    for entry in blueprint.resources.values():
        resource = entry.value
        for name, label in resource.fields.items():
            if name in resource.keys:
                continue
            survey.look()
            other = first.setdefault((name, label.zh), resource)
            if other.holder != resource.holder:
                survey.found(
                    entry.place.at("fields", name),
                    "“{l}”已由 {o} 采集（资源 {r}）；一数一源，只留一处",
                    "'{l}' is already collected by {o} (resource {r}): keep one source",
                    l=label.bilingual,
                    o=other.holder,
                    r=other.code,
                )


def islands(blueprint: Blueprint, survey: Survey) -> None:
    """T006: neither the department nor one above or below it shares anything or uses anything shared."""
    active = {entry.value.holder for entry in blueprint.resources.values() if entry.value.sharing != "none"}
    active |= {entry.value.consumer for entry in blueprint.agreements.values()}
    connected = set(active).union(*(blueprint.family(code) for code in active))
    for code, entry in blueprint.departments.items():
        survey.look()
        if not connected & blueprint.family(code):
            survey.found(
                entry.place.at("code"),
                "该部门既不共享数据，也不使用共享数据，是一座信息孤岛",
                "the department shares nothing and uses nothing shared: an island",
            )


RULES: Final = (
    Rule("T001", Bilingual("材料已由别的部门持有", "material is held by another department"), held_elsewhere),
    Rule("T004", Bilingual("使用资源而没有协议", "resource used without agreement"), no_agreement),
    Rule("T005", Bilingual("同一字段有两个来源", "one field collected by two registers"), two_sources),
    Rule("T006", Bilingual("部门不共享也不使用", "department shares nothing and uses nothing"), islands),
)
