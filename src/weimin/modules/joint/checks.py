"""One life event against itself and against the city: what ``weimin check`` finds. Pure."""

from collections.abc import Mapping
from typing import Final

from weimin.blueprint.api import Blueprint, Findings, Place, feel_name, offered_at
from weimin.blueprint.expressions import BUILT_IN, check_expression, circle_in
from weimin.blueprint.items import FormField, Item, Material, Situation
from weimin.blueprint.lookup import Lookup
from weimin.blueprint.values import Strict
from weimin.modules.joint.events import LifeEvent, Member
from weimin.modules.joint.examples import run_examples

__all__ = ["check_event"]

SEEN: Final = BUILT_IN - {"handling"}
"""What conditions of an event see besides its situations; an event has no handlings."""


def check_event(blueprint: Blueprint, entry: Strict, place: Place, findings: Findings) -> None:
    """Adds every finding about the event; one without any is tried with its own examples."""
    assert isinstance(entry, LifeEvent)
    before = len(findings)
    checker = _Checker(blueprint, entry, place, findings)
    checker.names()
    checker.leads()
    checker.conditions()
    for number, stage in enumerate(entry.stages):
        for index, member in enumerate(stage.items):
            checker.member(number, member, place.at("stages", number, "items", index))
    checker.order()
    checker.sameness("same", entry.same)
    checker.sameness("same-papers", entry.same_papers)
    if len(findings) == before and len(checker.items) == len(list(entry.members())):
        run_examples(entry, checker.items, place, findings)


class _Checker:
    def __init__(self, blueprint: Blueprint, event: LifeEvent, place: Place, findings: Findings) -> None:
        self.blueprint, self.event, self.place, self.findings = blueprint, event, place, findings
        self.lookup = Lookup(blueprint, findings)
        codes = {member.item for _n, _stage, _i, member in event.members()}
        self.items: dict[str, Item] = {
            code: blueprint.items[code].value for code in sorted(codes) if code in blueprint.items
        }

    def names(self) -> None:
        """The event is told from items by its code, and each stage and item stands once."""
        if self.event.code in self.blueprint.items:
            self.findings.error(
                "E007", self.place.at("code"), "“{c}”已是事项的编码", "'{c}' is already the code of an item",
                c=self.event.code,
            )  # fmt: skip
        self.lookup.once([stage.code for stage in self.event.stages], self.place, "stages")
        self.lookup.once([each.id for each in self.event.situations], self.place, "situations")
        first: set[str] = set()
        for number, _stage, index, member in self.event.members():
            if member.item in first:
                spot = self.place.at("stages", number, "items", index, "item")
                self.findings.error("E007", spot, "“{c}”重复了", "'{c}' is given twice", c=member.item)
            first.add(member.item)
        city = self.blueprint.city_entry
        themes = [theme.code for theme in city.value.themes] if city else []
        if city and self.event.theme not in themes:
            self.lookup.lost("theme", self.event.theme, themes, self.place.at("theme"))

    def leads(self) -> None:
        for index, lead in enumerate(self.event.leads):
            spot = self.place.at("leads", index)
            self.lookup.need("division", lead.division, spot.at("division"))
            self.lookup.need("department", lead.department, spot.at("department"))
            self.lookup.need("department", lead.government, spot.at("government"))
        self.lookup.once([lead.division for lead in self.event.leads], self.place, "leads")

    def conditions(self) -> None:
        names = SEEN | {feel_name(each.id) for each in self.event.situations}
        for index, situation in enumerate(self.event.situations):
            if situation.when is not None:
                check_expression(situation.when, names, self.place.at("situations", index, "when"), self.findings)
        for number, _stage, index, member in self.event.members():
            if member.when is not None:
                spot = self.place.at("stages", number, "items", index, "when")
                check_expression(member.when, names, spot, self.findings)

    def member(self, number: int, member: Member, place: Place) -> None:
        """The item exists, is offered wherever the event is, is for its applicants, and what is given fits its situations."""
        if not self.lookup.need("item", member.item, place.at("item")):
            return
        item = self.items[member.item]
        if member.handling not in item.handlings:
            self.lookup.lost("handling", member.handling, item.handlings, place.at("handling"))
            return
        for lead in self.event.leads:
            if offered_at(item, lead.division, member.handling) is None:
                self.findings.error(
                    "E011", place.at("item"), "区划 {d} 没有实施项办理“{i}”", "division {d} has no implementation of '{i}'",
                    d=lead.division, i=member.item,
                )  # fmt: skip
        self.audience(member, item, place)
        situations = {each.id: each for each in item.situations}
        for code, choice in member.given.items():
            spot = place.at("given", code)
            if code not in situations:
                self.lookup.lost("situation", code, situations, spot)
            elif choice not in situations[code].choices:
                self.lookup.lost("choice", choice, situations[code].choices, spot)

    def audience(self, member: Member, item: Item, place: Place) -> None:
        """An item for others than the event's applicants comes after the one that makes them such, or under a condition."""
        missing = [kind.value for kind in self.event.audience if kind not in item.audience]
        if missing and not member.after and member.when is None:
            self.findings.error(
                "E011", place.at("item"),
                "“{i}”不面向 {k}；请写 when，或者放在使其具备资格的事项之后（after）",
                "'{i}' is not for {k}: give it a 'when', or put it 'after' the item that makes them so",
                i=member.item, k="、".join(missing),
            )  # fmt: skip

    def order(self) -> None:
        """What an item waits for is in the event, in the same stage or before, and nothing waits for itself."""
        stages = {member.item: number for number, _stage, _index, member in self.event.members()}
        waits: dict[str, frozenset[str]] = {}
        for number, _stage, index, member in self.event.members():
            spot = self.place.at("stages", number, "items", index, "after")
            for position, other in enumerate(member.after):
                if other not in stages:
                    self.lookup.lost("item", other, stages, spot.at(position))
                elif stages[other] > number:
                    self.findings.error(
                        "E011", spot.at(position), "“{o}”在后面的阶段，等不到", "'{o}' is in a later stage", o=other
                    )
            waits[member.item] = frozenset(member.after)
        if circle := circle_in(waits):
            first = next((n, i) for n, _stage, i, member in self.event.members() if member.item == circle[0])
            spot = self.place.at("stages", first[0], "items", first[1], "after")
            path = " → ".join((*circle, circle[0]))
            self.findings.error("E010", spot, "互相等待：{c}", "they wait for one another: {c}", c=path)

    def sameness(self, key: str, said: Mapping[str, list[str]]) -> None:
        """What is said to be the same is there, and can be answered by one answer."""
        taken: dict[str, str] = {}
        for group, references in said.items():
            subjects = []
            for index, reference in enumerate(references):
                spot = self.place.at(key, group, index)
                if reference in taken:
                    self.findings.error("E007", spot, "“{c}”重复了", "'{c}' is given twice", c=reference)
                taken[reference] = group
                if (subject := self.subject(key, reference, spot)) is not None:
                    subjects.append(subject)
            self.alike(group, subjects, self.place.at(key, group))

    def subject(self, key: str, reference: str, place: Place) -> Situation | FormField | Material | None:
        code, _, name = reference.partition(".")
        if code not in self.items:
            self.lookup.lost("item", code, self.items, place)
            return None
        item = self.items[code]
        if key == "same":
            known: dict[str, Situation | FormField | Material] = {each.id: each for each in item.situations}
            known |= {each.id: each for each in item.form if each.source is None}
        else:
            known = {each.id: each for each in item.materials if each.supply != "shared"}
        if name not in known:
            self.lookup.lost("question" if key == "same" else "material", name, known, place)
        return known.get(name)

    def alike(self, group: str, subjects: list[Situation | FormField | Material], place: Place) -> None:
        own = next((each for each in self.event.situations if each.id == group), None)
        kinds = {_kind(each) for each in (*subjects, *([own] if own else []))}
        if len(kinds) > 1:
            self.findings.error(
                "E011", place, "类型不同，不能当作同一个问题：{k}", "these are of different types and cannot be one question: {k}",
                k="、".join(sorted(kinds)),
            )  # fmt: skip
        choices = {frozenset(each.choices) for each in (*subjects, own) if isinstance(each, Situation | FormField)}
        if len(kinds) == 1 and len(choices) > 1:
            self.findings.error(
                "E011", place, "选项不同，不能当作同一个问题", "their choices differ: they cannot be one question"
            )
        accepts = [set(each.accept) for each in subjects if isinstance(each, Material)]
        if accepts and not set.intersection(*accepts):
            self.findings.error(
                "E011", place, "没有各家都收的文件类型", "there is no kind of file that all of them take"
            )


def _kind(subject: Situation | FormField | Material) -> str:
    if isinstance(subject, Situation):
        return "situation"
    return subject.type.value if isinstance(subject, FormField) else subject.supply
