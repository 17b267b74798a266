"""Questions, papers and steps that no answers lead to: T003, T009."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Final

from weimin.blueprint.answers import Filling
from weimin.blueprint.blueprint import Blueprint, Entry
from weimin.blueprint.expressions import compiled, conditions_of, feel_name, mentioned_names
from weimin.blueprint.items import Fee, FormField, Handling, Item, Material
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.lib.bilingual import Bilingual
from weimin.lib.feel import ClockNotGiven, FeelError
from weimin.lib.procedure import Flow, Graph, called_by

__all__ = ["RULES", "never", "worlds"]

MAX_COMBINATIONS: Final = 5000
"""Beyond this many combinations of answers the rules stay silent rather than guess."""


@dataclass(frozen=True)
class Worlds:
    """What conditions see under every combination of situations, form answers unknown. ``known``: the names they see."""

    by_handling: dict[str, list[dict[str, Any]]]
    known: frozenset[str]

    @property
    def all(self) -> list[dict[str, Any]]:
        return [world for each in self.by_handling.values() for world in each]


def worlds(item: Item, *, also: Iterable[str] = ()) -> Worlds | None:
    """None if there are too many combinations, or one that depends on the day. ``also``: conditions kept elsewhere."""
    conditions = (*(text for _path, text in conditions_of(item)), *also)
    used = {name for text in conditions for name in mentioned_names(text)}
    built_in = {
        "applicant_kind": [kind.value for kind in item.audience],
        "division": sorted({each.division for each in item.implementations}),
        "handling": list(item.handlings),
    }
    asked = {name: values for name, values in built_in.items() if name in used}
    choices = [list(situation.choices) for situation in item.situations]
    combinations = list(islice(product(*asked.values(), *choices), MAX_COMBINATIONS + 1))
    if len(combinations) > MAX_COMBINATIONS:
        return None
    try:
        distinct = _distinct(item, list(asked), combinations)
    except ClockNotGiven:
        return None
    return Worlds(
        {code: [w for w in distinct if w.get("handling", code) == code] for code in item.handlings},
        frozenset({*asked, *(feel_name(situation.id) for situation in item.situations)}),
    )


def _distinct(item: Item, built_in: list[str], combinations: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """The combinations that differ once situations that stay closed are left out."""
    bare = item.model_copy(update={"form": []})
    handlings = {code: handling.model_copy(update={"form": None}) for code, handling in item.handlings.items()}
    bare = bare.model_copy(update={"handlings": handlings})
    names = [*built_in, *(feel_name(situation.id) for situation in item.situations)]
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for combination in combinations:
        given = dict(zip(built_in, combination, strict=False))
        answers = {s.id: code for s, code in zip(item.situations, combination[len(built_in) :], strict=True)}
        context = Filling(
            bare,
            given.get("handling", next(iter(handlings))),
            situations=answers,
            division=given.get("division", ""),
            applicant=given.get("applicant_kind", ""),
        ).context
        world = {name: context[name] for name in names}
        seen.setdefault(tuple(world.values()), world)
    return list(seen.values())


def never(condition: str, situations: list[dict[str, Any]], known: frozenset[str]) -> bool:
    """True if the condition uses only what the worlds know, and is true in none of them."""
    if not mentioned_names(condition) <= known:
        return False
    expression = compiled(condition)
    try:
        return not any(expression.evaluate(world) is True for world in situations)
    except FeelError:  # it asks for the time: any world may be
        return False


def dead_ends(blueprint: Blueprint, survey: Survey) -> None:
    """T003: a step of a procedure, a question or a paper to which no answers lead; a procedure that nothing follows."""
    followed = {h.procedure for entry in blueprint.items.values() for h in entry.value.handlings.values()}
    called = {each for procedure in blueprint.procedures.values() for each in called_by(procedure.source)}
    for code, procedure in blueprint.procedures.items():
        survey.look()
        if code not in followed | called:
            survey.found(
                procedure.place,
                "没有业务办理项使用这个流程，它的环节永远走不到",
                "no handling follows this procedure: its steps are never reached",
            )
    for entry in blueprint.items.values():
        possible = worlds(entry.value)
        if possible is None:
            continue
        _dead_questions(entry, possible, survey)
        for code, handling in entry.value.handlings.items():
            _dead_steps(blueprint, entry, code, handling, possible, survey)


def _dead_questions(entry: Entry[Item], possible: Worlds, survey: Survey) -> None:
    item = entry.value
    sections: tuple[tuple[str, Sequence[FormField | Material | Fee]], ...] = (
        ("form", item.form),
        ("materials", item.materials),
        ("fee", item.fee),
    )
    for section, parts in sections:
        for index, part in enumerate(parts):
            survey.look()
            if part.when is not None and never(part.when, possible.all, possible.known):
                survey.found(
                    entry.place.at(section, index, "when"),
                    "无论怎样回答情形，“{w}”都不成立",
                    "whatever the answers to the situations, '{w}' is never true",
                    w=part.when,
                )


def _dead_steps(
    blueprint: Blueprint,
    entry: Entry[Item],
    code: str,
    handling: Handling,
    possible: Worlds,
    survey: Survey,
) -> None:
    graph = blueprint.graphs().get(handling.procedure)
    if graph is None:
        return
    reached = _reached(graph, possible.by_handling[code], possible.known)
    for node in graph.nodes.values():
        if node.kind not in {"user", "service", "send", "receive", "call"}:
            continue
        survey.look()
        if node.id not in reached:
            survey.found(
                entry.place.at("handlings", code, "procedure"),
                "流程 {p} 的环节“{n}”在本业务办理项中永远走不到",
                "the step '{n}' of {p} is never reached in this handling",
                p=handling.procedure,
                n=node.label,
            )


def _reached(graph: Graph, situations: list[dict[str, Any]], known: frozenset[str]) -> frozenset[str]:
    """Nodes that a token can come to when flows whose condition is never true are closed."""
    open_: set[str] = set()
    todo = [graph.begin]
    while todo:
        node_id = todo.pop()
        if node_id in open_ or node_id not in graph.nodes:
            continue
        open_.add(node_id)
        node = graph.nodes[node_id]
        todo += [flow.target for flow in node.outgoing if not _closed(flow, situations, known)]
        todo += [*node.boundaries, node.begin, node.catcher]
    return frozenset(open_)


def _closed(flow: Flow, situations: list[dict[str, Any]], known: frozenset[str]) -> bool:
    return flow.condition is not None and not flow.default and never(flow.condition, situations, known)


def unanswerable(blueprint: Blueprint, survey: Survey) -> None:
    """T009: a situation that no answers to the others ever open."""
    for entry in blueprint.items.values():
        item = entry.value
        possible = worlds(item)
        if possible is None:
            continue
        for index, situation in enumerate(item.situations):
            survey.look()
            if situation.when is not None and never(situation.when, possible.all, possible.known):
                survey.found(
                    entry.place.at("situations", index, "when"),
                    "无论怎样回答别的情形，“{w}”都不成立，没有人会被问到",
                    "whatever the answers to the others, '{w}' is never true: no one is ever asked",
                    w=situation.when,
                )


RULES: Final = (
    Rule("T003", Bilingual("走不到的环节", "unreachable step"), dead_ends),
    Rule("T009", Bilingual("没有人会被问到的情形", "a situation no one can answer"), unanswerable),
)
