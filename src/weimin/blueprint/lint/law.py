"""Promises longer than the law, powers without a basis: T002, T007."""

from typing import Final

from weimin.blueprint.answers import rough_days
from weimin.blueprint.blueprint import Blueprint, Entry, handled_pairs
from weimin.blueprint.findings import Place
from weimin.blueprint.items import Item, ItemKind
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.blueprint.listed import ListedItem
from weimin.blueprint.values import Length, LengthUnit
from weimin.lib.bilingual import Bilingual

__all__ = ["RULES", "longer", "spoken"]

UNITS: Final = {
    LengthUnit.WORKDAY: Bilingual(" 个工作日", " working days"),
    LengthUnit.DAY: Bilingual(" 日", " days"),
    LengthUnit.HOUR: Bilingual(" 小时", " hours"),
    LengthUnit.MONTH: Bilingual(" 个月", " months"),
    LengthUnit.YEAR: Bilingual(" 年", " years"),
}


def spoken(length: Length) -> Bilingual:
    """``10wd`` in words: 10 个工作日, 10 working days."""
    unit = UNITS[length.unit]
    return Bilingual(f"{length.count}{unit.zh}", f"{length.count}{unit.en if length.count > 1 else unit.en[:-1]}")


def longer(one: Length, other: Length) -> bool:
    """In one unit exactly; between units by about how many calendar days they take, five working days being a week."""
    if one.unit is other.unit:
        return one.count > other.count
    return rough_days(one) > rough_days(other)


def promise_and_deferral(blueprint: Blueprint, survey: Survey) -> None:
    """T002: a promised clock longer than the statutory one, or a deferral longer than the promise."""
    for entry in blueprint.items.values():
        for index, implementation, code, handling in handled_pairs(entry.value):
            survey.look()
            spot = entry.place.at("implementations", index, "promised")
            statutory = handling.clocks.statutory.length
            if longer(implementation.promised, statutory):
                survey.found(
                    spot,
                    "承诺 {p} 超过“{h}”的法定 {s}",
                    "{p} exceed the statutory {s} of '{h}'",
                    p=spoken(implementation.promised),
                    s=spoken(statutory),
                    h=code,
                )
        _deferrals(entry.value, entry.place, survey)
    for row in blueprint.only_listed.values():
        clock, promised = row.value.statutory, row.value.promised
        if clock is None or promised is None:
            continue
        survey.look()
        if longer(promised, clock.length):
            survey.found(
                row.place.at("promised"), "承诺 {p} 超过法定 {s}", "{p} exceed the statutory {s}",
                p=spoken(promised), s=spoken(clock.length),
            )  # fmt: skip


def _deferrals(item: Item, place: Place, survey: Survey) -> None:
    for index, material in enumerate(item.materials):
        if material.deferrable is None:
            continue
        survey.look()
        for number, implementation, code, handling in handled_pairs(item):
            if handling.materials is not None and material.id not in handling.materials:
                continue
            if longer(material.deferrable.within, implementation.promised):
                survey.found(
                    place.at("materials", index, "deferrable"),
                    "容缺 {w} 长于第 {n} 条实施项“{h}”的承诺 {p}，决定会被拖住",
                    "a deferral of {w} is longer than the promise of {p} ('{h}', implementation {n}): it holds the decision up",
                    w=spoken(material.deferrable.within),
                    n=number + 1,
                    h=code,
                    p=spoken(implementation.promised),
                )


def no_basis(blueprint: Blueprint, survey: Survey) -> None:
    """T007: an item that names no law (a public service may do without), or data withheld without a provision."""
    matters: list[Entry[Item] | Entry[ListedItem]] = [*blueprint.items.values(), *blueprint.only_listed.values()]
    for entry in matters:
        survey.look()
        if not entry.value.basis and entry.value.kind is not ItemKind.PUBLIC_SERVICE:
            survey.found(
                entry.place.at("code"),
                "没有写明法定依据（basis）；法无授权不可为",
                "names no legal basis: what no law grants may not be required",
            )
    for resource in blueprint.resources.values():
        survey.look()
        if resource.value.sharing == "none" and resource.value.basis is None:
            survey.found(
                resource.place.at("sharing"),
                "不予共享须有法律、行政法规或国务院决定的明文依据",
                "withholding needs an express provision of a law, regulation or State Council decision",
            )


RULES: Final = (
    Rule(
        "T002",
        Bilingual("承诺长于法定，或容缺长于承诺", "promise or deferral longer than the law or the promise"),
        promise_and_deferral,
    ),
    Rule("T007", Bilingual("没有法定依据", "no legal basis"), no_basis),
)
