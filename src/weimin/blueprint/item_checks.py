"""One item against itself and against the city."""

import re
from collections.abc import Iterator
from decimal import Decimal

from weimin.blueprint.blueprint import Entry
from weimin.blueprint.decision_uses import check_decisions
from weimin.blueprint.expressions import BUILT_IN, check_item_conditions, feel_name
from weimin.blueprint.findings import Place
from weimin.blueprint.items import FieldType, FormField, Handling, Implementation, Item, Material
from weimin.blueprint.lookup import Lookup
from weimin.blueprint.values import parse_law_date

__all__ = ["BASE_REGISTERS", "check_item", "clocks_of"]

BASE_REGISTERS = ("person", "legal-entity", "geography", "finance", "tax", "statistics")
CHOOSING = {FieldType.CHOICE, FieldType.CHOICES}
COUNTING = {FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY}
WRITING = {FieldType.TEXT, FieldType.LONG_TEXT}


def check_item(lookup: Lookup, entry: Entry[Item]) -> None:
    """Adds every finding about the item; one without any can be tried with answers (``lookup.sound_items``)."""
    item, place = entry.value, entry.place
    before = len(lookup.findings)
    _names(lookup, item, place)
    check_item_conditions(item, place, lookup.findings)
    _folder_and_theme(lookup, item, place)
    for index, field in enumerate(item.form):
        _field(lookup, field, place.at("form", index))
    for index, material in enumerate(item.materials):
        _material(lookup, material, place.at("materials", index))
    for code, handling in item.handlings.items():
        _handling(lookup, item, handling, place.at("handlings", code))
    _implementations(lookup, item, place)
    check_decisions(lookup, item, place)
    for index, example in enumerate(item.tests):
        if example.handling not in item.handlings:
            lookup.lost("handling", example.handling, item.handlings, place.at("tests", index, "handling"))
    if len(lookup.findings) == before:
        lookup.sound_items.add(item.code)


def _folder_and_theme(lookup: Lookup, item: Item, place: Place) -> None:
    folder = place.file.split("/")[-2] if "/" in place.file else ""
    if folder:
        lookup.need("department", folder, place)
    city = lookup.blueprint.city_entry
    if city is not None:
        themes = [theme.code for theme in city.value.themes]
        if item.theme not in themes:
            lookup.lost("theme", item.theme, themes, place.at("theme"))


def _names(lookup: Lookup, item: Item, place: Place) -> None:
    """Situations and form fields share one set of names, because conditions see both."""
    taken: dict[str, str] = {name: name for name in BUILT_IN}
    for section, codes in (("situations", [s.id for s in item.situations]), ("form", [f.id for f in item.form])):
        for index, code in enumerate(codes):
            name = feel_name(code)
            if name in taken:
                lookup.findings.error(
                    "E007",
                    place.at(section, index, "id"),
                    "“{c}”已用作情形、表单项或内置名",
                    "'{c}' already names a situation, a form field or a built-in",
                    c=code,
                )
            taken[name] = code
    lookup.once([material.id for material in item.materials], place, "materials")


def _field(lookup: Lookup, field: FormField, place: Place) -> None:
    error = lookup.findings.error
    if field.source is not None:
        register = field.source.split(".")[1]
        if register not in BASE_REGISTERS:
            lookup.lost("register", register, BASE_REGISTERS, place.at("from"))
    elif field.label is None:
        error("E011", place, "要问的问题须有 label", "a question that is asked needs a label")
    if (field.type in CHOOSING) != bool(field.choices):
        error("E011", place, "choices 与类型 {t} 不相配", "choices do not go with the type {t}", t=field.type.value)
    if field.unit and field.type not in COUNTING:
        error("E011", place.at("unit"), "只有数字才有单位", "only numbers have a unit")
    if (field.pattern or field.max_length) and field.type not in WRITING:
        error("E011", place, "pattern 与 max-length 只用于文字", "pattern and max-length are for text only")
    _bounds(lookup, field, place)
    if field.pattern is not None:
        try:
            re.compile(field.pattern)
        except re.error as problem:
            error("E003", place.at("pattern"), "不是正则表达式：{e}", "not a regular expression: {e}", e=problem)


def _bounds(lookup: Lookup, field: FormField, place: Place) -> None:
    for name, bound in (("min", field.min), ("max", field.max)):
        if bound is None:
            continue
        if field.type in COUNTING and isinstance(bound, Decimal):
            continue
        if field.type is FieldType.DATE and isinstance(bound, str) and _is_bound_date(bound):
            continue
        lookup.findings.error(
            "E011",
            place.at(name),
            "与类型 {t} 不相配：数字写数字，日期写 2026-01-31 或 today",
            "does not go with the type {t}: numbers for numbers, 2026-01-31 or today for dates",
            t=field.type.value,
        )
    low, high = field.min, field.max
    if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
        lookup.findings.error("E011", place.at("min"), "min 大于 max", "min is larger than max")


def _is_bound_date(text: str) -> bool:
    return text == "today" or parse_law_date(text) is not None


def _material(lookup: Lookup, material: Material, place: Place) -> None:
    error = lookup.findings.error
    if material.supply == "shared":
        if material.resource is None:
            error("E011", place, "共享的材料须写 resource", "a shared material needs its resource")
        elif material.fallback is None:
            error(
                "E011",
                place,
                "共享数据会有缺漏，须写 fallback: upload",
                "shared data is sometimes stale: it needs 'fallback: upload'",
            )
    elif material.name is None:
        error("E011", place, "材料须有 name", "the material needs a name")
    if material.resource is not None:
        lookup.need("resource", material.resource, place.at("resource"))
    if material.supply == "declare" and material.template is None and material.declaration is None:
        error("E011", place, "告知承诺须写 declaration 或 template", "a declaration needs its text or a template")
    if material.check_within is not None and material.supply != "declare":
        error("E011", place.at("check-within"), "只有承诺才核查", "only a declaration is checked afterwards")
    if material.deferrable is not None and material.supply != "upload":
        error("E011", place.at("deferrable"), "只有上传的材料可以容缺", "only an uploaded material can be deferred")


def _handling(lookup: Lookup, item: Item, handling: Handling, place: Place) -> None:
    fields = [field.id for field in item.form]
    for index, code in enumerate(handling.form or ()):
        if code not in fields:
            lookup.lost("question", code, fields, place.at("form", index))
    lookup.once(handling.form or [], place, "form")
    materials = [material.id for material in item.materials]
    for index, code in enumerate(handling.materials or ()):
        if code not in materials:
            lookup.lost("material", code, materials, place.at("materials", index))
    lookup.once(handling.materials or [], place, "materials")
    if lookup.need("procedure", handling.procedure, place.at("procedure")):
        _timers(lookup, item, handling, place.at("procedure"))


def clocks_of(item: Item, handling: Handling) -> frozenset[str]:
    """The clocks that a case of this handling may have; a procedure's timers name one of these."""
    clocks = {"acceptance", "statutory", "promised"}
    named = {"issue", "correction", "first-review", "inspection", "hearing-request", "hearing"}
    clocks |= {name for name in named if getattr(handling.clocks, name.replace("-", "_")) is not None}
    wanted = item.materials if handling.materials is None else [m for m in item.materials if m.id in handling.materials]
    if any(material.deferrable for material in wanted):
        clocks.add("deferral")
    return frozenset(clocks)


def _timers(lookup: Lookup, item: Item, handling: Handling, place: Place) -> None:
    graph = lookup.blueprint.graphs().get(handling.procedure)
    known = clocks_of(item, handling)
    for node in graph.nodes.values() if graph else ():
        if node.clock is not None and node.clock not in known:
            lookup.findings.error(
                "E004",
                place,
                "流程 {p} 的计时器“{n}”用时限 {c}，本业务办理项没有这个时限（有 {k}）",
                "the timer '{n}' of {p} runs by the clock '{c}', which this handling lacks (it has {k})",
                p=handling.procedure,
                n=node.name or node.id,
                c=node.clock,
                k=", ".join(sorted(known)),
            )


def _implementations(lookup: Lookup, item: Item, place: Place) -> None:
    first: dict[tuple[str, str], int] = {}
    for index, implementation in enumerate(item.implementations):
        spot = place.at("implementations", index)
        lookup.need("division", implementation.division, spot.at("division"))
        for side in ("collects", "accepts", "decides", "regulates"):
            lookup.need("department", getattr(implementation, side), spot.at(side))
        for number, window in enumerate(implementation.windows):
            if isinstance(window, str):
                lookup.need("window", window, spot.at("windows", number))
        for number, code in enumerate(implementation.handlings or ()):
            if code not in item.handlings:
                lookup.lost("handling", code, item.handlings, spot.at("handlings", number))
        for code in _offered(item, implementation):
            key = (implementation.division, code)
            if key in first:
                lookup.findings.error(
                    "E007",
                    spot.at("division"),
                    "区划 {d} 的“{h}”已由第 {n} 条实施项办理",
                    "'{h}' in division {d} is already implemented by entry {n}",
                    d=key[0],
                    h=code,
                    n=first[key] + 1,
                )
            first.setdefault(key, index)


def _offered(item: Item, implementation: Implementation) -> Iterator[str]:
    return (code for code in item.handlings if implementation.handlings is None or code in implementation.handlings)
