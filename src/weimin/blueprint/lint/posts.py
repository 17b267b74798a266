"""Steps that nobody can do: T008."""

from collections.abc import Iterator
from typing import Final

from weimin.blueprint.blueprint import Blueprint, handled_pairs
from weimin.blueprint.items import Handling, Implementation, Item
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import LaneRole

__all__ = ["RULES", "needed_roles"]

SIDES: Final = {"collects", "accepts", "decides", "regulates"}


def needed_roles(blueprint: Blueprint, handling: Handling) -> tuple[LaneRole, ...]:
    """The sides and roles that the handling's procedure gives steps to."""
    graph = blueprint.graphs().get(handling.procedure)
    return tuple(lane for lane in (graph.roles if graph else ()) if lane.department in SIDES and lane.role)


def nobody(blueprint: Blueprint, survey: Survey) -> None:
    """T008: a lane's role is held by no post of the department, or in a demonstration city by no official.

    Where another system or a book on the counter keeps the record, nobody acts here.
    """
    staffed = _staffed(blueprint)
    for entry in blueprint.items.values():
        asked: set[tuple[int, str, str]] = set()
        for index, implementation, _code, handling in handled_pairs(entry.value):
            if implementation.system_of_record != "weimin":
                continue
            needed = needed_roles(blueprint, handling)
            for side, role, department in _holders(entry.value, implementation, needed):
                if (index, department, role) in asked:
                    continue
                asked.add((index, department, role))
                survey.look()
                spot = entry.place.at("implementations", index, side)
                if role not in blueprint.roles_of(department):
                    survey.found(
                        spot,
                        "流程 {p} 要求 {d} 有“{r}”岗位，该部门没有",
                        "the procedure {p} needs the role '{r}' at {d}, and no post there has it",
                        p=handling.procedure,
                        d=department,
                        r=role,
                    )
                elif staffed is not None and (department, role) not in staffed:
                    survey.found(
                        spot,
                        "{d} 的“{r}”岗位上没有演示人员",
                        "no demonstration official fills the role '{r}' at {d}",
                        d=department,
                        r=role,
                    )


def _holders(
    item: Item, implementation: Implementation, needed: tuple[LaneRole, ...]
) -> Iterator[tuple[str, str, str]]:
    """Side, role and department; where a decision table tells who decides, each department that it may name."""
    table = item.tables.get(implementation.decided_by) if implementation.decided_by is not None else None
    told = [rule.results[0].code.evaluate({}) for rule in table.rules] if table is not None else []
    for side, role in needed:
        yield side, role, getattr(implementation, side)
        if side == "decides":
            yield from ((side, role, department) for department in dict.fromkeys(told))


def _staffed(blueprint: Blueprint) -> frozenset[tuple[str, str]] | None:
    """Department and role of every post that a demonstration official fills; None where appointments are not ours."""
    if blueprint.people is None:
        return None
    held = {post for official in blueprint.people.value.officials for post in official.posts}
    return frozenset(
        (code, role.value)
        for code, entry in blueprint.departments.items()
        for post in entry.value.posts
        if f"{code}/{post.code}" in held
        for role in post.roles
    )


RULES: Final = (Rule("T008", Bilingual("没有人在这个岗位上", "no one fills this post"), nobody),)
