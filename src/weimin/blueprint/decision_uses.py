"""Decision tables as items use them: put into the item, checked against it, explained in its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from weimin.blueprint.blueprint import Entry
from weimin.blueprint.decision_files import check_inline
from weimin.blueprint.decisions import Decision
from weimin.blueprint.expressions import feel_name, item_names
from weimin.blueprint.findings import Place
from weimin.blueprint.items import Fee, Item
from weimin.blueprint.lookup import Lookup
from weimin.lib.bilingual import Bilingual
from weimin.lib.decision import Because, Decided, DecisionTable, Ruled, explain, explain_chain, rules_in_words

__all__ = ["Why", "because", "check_decisions", "why", "with_decisions"]

NUMBERS = ("number", "integer")


def with_decisions(entry: Entry[Item], known: Mapping[str, Entry[Decision]]) -> Entry[Item]:
    """The item with the tables of the folder that it names, after those of its own file.

    They are put into what the file says too, because that is what is published.
    """
    item, place = entry.value, entry.place
    added = _behind(item, known)
    if not added:
        return entry
    told = [each.model_dump(mode="json", by_alias=True, exclude_defaults=True) for each in added]
    document = {**place.document, "decisions": [*place.document.get("decisions", []), *told]}
    held = item.model_copy(update={"decisions": [*item.decisions, *added]})
    return Entry(held, Place(place.file, place.lines, document, place.base))


def _behind(item: Item, known: Mapping[str, Entry[Decision]]) -> list[Decision]:
    """The decisions of the folder that the item names, or that stand behind those, by code."""
    own = {each.code: each for each in item.decisions}
    found: dict[str, Decision] = {}
    wanted = [*item.tables_used, *own]
    for code in wanted:
        decision = own.get(code) or (known[code].value if code in known else None)
        if decision is not None and code not in found:
            found[code] = decision
            wanted += decision.requires
    return [found[code] for code in sorted(found.keys() - own.keys())]


def check_decisions(lookup: Lookup, item: Item, place: Place) -> None:
    """The tables that the item names are there, ask only what the item asks, and give what is wanted."""
    folder = lookup.blueprint.decisions
    own = [
        (each, place.at("decisions", n)) for n, each in enumerate(item.decisions) if each.code not in folder
    ]  # fmt: skip
    if own:
        check_inline(own, {code: table for code, table in item.tables.items() if code in folder}, lookup.findings)
    lookup.once([each.code for each in item.decisions], place, "decisions")
    for code, spot in _fees(item, place):
        if (table := _used(lookup, item, code, spot)) is not None:
            _gives(lookup, table, spot, NUMBERS, Bilingual("金额（数字）", "an amount (a number)"))
    for index, implementation in enumerate(item.implementations):
        if implementation.decided_by is None:
            continue
        spot = place.at("implementations", index, "decided-by")
        table = _used(lookup, item, implementation.decided_by, spot)
        if table is not None and _gives(
            lookup, table, spot, ("string",), Bilingual("部门（文字）", "a department (a string)")
        ):
            _departments(lookup, table, spot)


def _fees(item: Item, place: Place) -> Iterator[tuple[str, Place]]:
    groups: list[tuple[list[Fee], Place]] = [(item.fee, place.at("fee"))]
    groups += [(each.fee or [], place.at("handlings", code, "fee")) for code, each in item.handlings.items()]
    for fees, spot in groups:
        for index, fee in enumerate(fees):
            if fee.decided_by is not None:
                yield fee.decided_by, spot.at(index, "decided-by")


def _used(lookup: Lookup, item: Item, code: str, place: Place) -> DecisionTable | None:
    """The table of that code if it is sound and asks for nothing that the item does not know."""
    decision = item.decision(code)
    if decision is None:
        lookup.need("decision", code, place)
        return None
    table = item.tables.get(code)
    if table is None:
        return None  # told where the table stands
    names = item_names(item)
    for name in sorted(table.names - names):
        lookup.findings.error(
            "E005", place, "决策表 {d} 用到“{n}”，本事项没有这个名字；可用的有：{k}",
            "the decision table {d} uses '{n}', which this item does not know; known are: {k}",
            d=code, n=name, k=", ".join(sorted(names)),
        )  # fmt: skip
    return table


def _gives(lookup: Lookup, table: DecisionTable, place: Place, types: tuple[str, ...], wanted: Bilingual) -> bool:
    """One result of the wanted type, not a list."""
    lists = table.policy.value in ("collect", "rule-order", "output-order") and table.aggregate.value == "list"
    if len(table.outputs) == 1 and table.outputs[0].type in types and not lists:
        return True
    lookup.findings.error(
        "E011", place, "决策表 {d} 应只给出一个结果，类型是{w}", "the decision table {d} must give one result, {w}",
        d=table.id, w=wanted,
    )  # fmt: skip
    return False


def _departments(lookup: Lookup, table: DecisionTable, place: Place) -> None:
    """Every department that the table may name is one of the city; so it names them outright."""
    for rule in table.rules:
        value = rule.results[0].code.evaluate({})
        if not isinstance(value, str):
            lookup.findings.error(
                "E011", place, "决策表 {d} 第 {r} 条规则没有直接写出部门", "rule {r} of {d} does not name a department outright",
                d=table.id, r=rule.number,
            )  # fmt: skip
        else:
            lookup.need("department", value, place)


@dataclass(frozen=True)
class Why:
    """One of the item's decisions for people: all rules in words, and what the answers came to (None: not yet).

    ``before``: the decisions whose results it takes. ``result`` is what came out, where it is more than a code.
    """

    title: Bilingual
    rules: tuple[Ruled, ...]
    because: Because | None
    formula: bool = False
    before: tuple["Why", ...] = ()
    result: Bilingual | None = None


def because(item: Item, decided: Decided) -> Because:
    """The reasons in the item's words: its situations' choices, its fields' choices and units."""
    return explain_chain(decided, lambda table: _words(item, table))


def why(item: Item, decided: Decided) -> Why:
    """The whole decision in the item's words, after those whose results it takes."""
    return replace(_why(item, decided), before=tuple(_why(item, each) for each in decided.required))


def _why(item: Item, decided: Decided) -> Why:
    table = decided.table
    words, units = _words(item, table)
    rules = rules_in_words(table, words=words, units=units, counting=decided.rules)
    told = None if decided.value is None else explain(decided, words=words, units=units)
    readable = isinstance(decided.value, Decimal) or decided.value in words.get(table.outputs[0].id, ())
    result = told.result if told is not None and readable else None
    return Why(table.name, rules, told, table.formula, (), result)


def _words(item: Item, table: DecisionTable) -> tuple[Mapping[str, Mapping[str, Bilingual]], Mapping[str, Bilingual]]:
    """What the codes and numbers of each column are called."""
    words: dict[str, Mapping[str, Bilingual]] = {}
    units: dict[str, Bilingual] = {}
    named: dict[str, Any] = {feel_name(each.id): each for each in item.situations}
    named |= {feel_name(each.id): each for each in item.form}
    results = {each.variable: each for each in table.requires}
    for column in table.inputs:
        looked = column.expression.source
        question = named.get(looked)
        if looked in results:
            theirs, counted = _own_words(item, results[looked])
            output = results[looked].outputs[0].id
            words |= {column.id: theirs[output]} if output in theirs else {}
            units |= {column.id: counted[output]} if output in counted else {}
            continue
        if question is not None and question.choices:
            words[column.id] = {code: text.bilingual for code, text in question.choices.items()}
        unit = getattr(question, "unit", "")
        if unit:
            units[column.id] = Bilingual(unit, unit)
    own_words, own_units = _own_words(item, table)
    return {**words, **own_words}, {**units, **own_units}


def _own_words(
    item: Item, table: DecisionTable
) -> tuple[Mapping[str, Mapping[str, Bilingual]], Mapping[str, Bilingual]]:
    """What the decision itself says of its columns."""
    decision = item.decision(table.id)
    columns = () if decision is None else (*decision.inputs, *decision.outputs)
    words = {each.id: {code: text.bilingual for code, text in each.names.items()} for each in columns if each.names}
    return words, {each.id: each.unit.bilingual for each in columns if each.unit is not None}
