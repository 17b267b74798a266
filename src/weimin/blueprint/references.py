"""What one part of a city says about another: every name leads somewhere, nothing contradicts itself."""

from collections.abc import Collection

from weimin.blueprint.blueprint import Blueprint, Entry
from weimin.blueprint.certificate_checks import check_certificates
from weimin.blueprint.city import Agreement, Department
from weimin.blueprint.findings import Findings, Place
from weimin.blueprint.item_checks import check_item
from weimin.blueprint.listed_checks import check_listed, check_window
from weimin.blueprint.lookup import Lookup
from weimin.blueprint.sections import sections
from weimin.lib.identifiers import check_credit_code, check_id_number

__all__ = ["check_references"]


def check_references(blueprint: Blueprint, findings: Findings) -> frozenset[str]:
    """Returns the codes of the items about which nothing was found: these can be tried with answers."""
    checker = References(blueprint, findings)
    checker.city()
    checker.divisions()
    for department in blueprint.departments.values():
        checker.department(department)
    checker.letters()
    for resource in blueprint.resources.values():
        checker.need("department", resource.value.holder, resource.place.at("holder"))
        for index, key in enumerate(resource.value.keys):
            if key not in resource.value.fields:
                checker.lost("field", key, resource.value.fields, resource.place.at("keys", index))
        if resource.value.code.split(".")[0] != resource.value.holder:
            findings.error(
                "E011",
                resource.place.at("code"),
                "资源编码的前半段须是持有部门 {h}",
                "the code's first half must be the holder, {h}",
                h=resource.value.holder,
            )
    for agreement in blueprint.agreements.values():
        checker.agreement(agreement)
    for item in blueprint.items.values():
        check_item(checker, item)
    for row in blueprint.listed.values():
        check_listed(checker, row)
    for window in blueprint.windows.values():
        check_window(checker, window)
    checker.people()
    check_certificates(checker)
    for section in sections().values():
        if section.check is not None:
            for entry in blueprint.sections.get(section.name, {}).values():
                section.check(blueprint, entry.value, entry.place, findings)
    return frozenset(checker.sound_items)


class References(Lookup):
    """The references between the parts that are not items."""

    def city(self) -> None:
        entry = self.blueprint.city_entry
        if entry is None:
            return
        city, place = entry.value, entry.place
        self.need("division", city.division, place.at("division"))
        self.once([theme.code for theme in city.themes], place, "themes")
        for index, code in enumerate(city.popular):
            self.need("item", code, place.at("popular", index))

    def divisions(self) -> None:
        for entry in self.blueprint.divisions.values():
            division, place = entry.value, entry.place
            if division.parent is not None:
                self.need("division", division.parent, place.at("parent"))
            if division.valid_to is not None and division.valid_to < division.valid_from:
                self.findings.error("E011", place.at("valid-to"), "终止早于开始", "ends before it begins")
        self.no_circle("division", {code: e.value.parent for code, e in self.blueprint.divisions.items()})

    def no_circle(self, kind: str, parents: dict[str, str | None]) -> None:
        entries: dict[str, Place] = {
            code: entry.place
            for code, entry in (self.blueprint.divisions if kind == "division" else self.blueprint.departments).items()
        }
        for start in parents:
            code, steps = parents[start], 0
            while code is not None and code != start and steps < 20:
                code, steps = parents.get(code), steps + 1
            if code == start:
                self.findings.error("E010", entries[start].at("parent"), "上级绕成了圈", "is above itself")

    def department(self, entry: Entry[Department]) -> None:
        department, place = entry.value, entry.place
        self.need("division", department.division, place.at("division"))
        if department.parent is not None:
            self.need("department", department.parent, place.at("parent"))
        self.once([post.code for post in department.posts], place, "posts")
        if department.credit_code is not None:
            self.identifier(check_credit_code, department.credit_code, place.at("credit-code"))

    def letters(self) -> None:
        """A case's number names the department by its letters, so they are unique in the division."""
        departments = self.blueprint.departments
        self.no_circle("department", {code: entry.value.parent for code, entry in departments.items()})
        first: dict[tuple[str, str], str] = {}
        for code, entry in departments.items():
            key = (entry.value.division, entry.value.letters)
            if key in first:
                self.findings.error(
                    "E007",
                    entry.place.at("letters"),
                    "代码 {l} 在区划 {d} 已归 {o}",
                    "the letters {l} already belong to {o} in division {d}",
                    l=key[1],
                    d=key[0],
                    o=first[key],
                )
            first.setdefault(key, code)

    def agreement(self, entry: Entry[Agreement]) -> None:
        agreement, place = entry.value, entry.place
        self.need("department", agreement.consumer, place.at("consumer"))
        for index, code in enumerate(agreement.items):
            self.need("item", code, place.at("items", index))
        if self.need("resource", agreement.resource, place.at("resource")):
            fields = self.blueprint.resources[agreement.resource].value.fields
            for index, name in enumerate(agreement.fields):
                if name not in fields:
                    self.lost("field", name, fields, place.at("fields", index))

    def people(self) -> None:
        entry = self.blueprint.people
        if entry is None:
            return
        people, place = entry.value, entry.place
        city = self.blueprint.city_entry
        if city is not None and not city.value.demonstration:
            self.findings.error(
                "E011",
                place,
                "只有演示城市才有 people.yaml",
                "only a demonstration city (demonstration: true) has a people.yaml",
            )
        self.once([o.login for o in people.officials], place, "officials")
        self.once([p.login for p in people.persons], place, "persons")
        officials = {official.login for official in people.officials}
        for index, person in enumerate(people.persons):
            spot = place.at("persons", index)
            if person.login in officials:
                self.findings.error("E007", spot.at("login"), "“{c}”重复了", "'{c}' is given twice", c=person.login)
            self.identifier(check_id_number, person.id_number, spot.at("id-number"))
            if person.trader_code is not None:
                self.identifier(check_credit_code, person.trader_code, spot.at("trader-code"))
        for index, official in enumerate(people.officials):
            for number, post in enumerate(official.posts):
                self.post(post, place.at("officials", index, "posts", number))
        self.entities([person.login for person in people.persons])

    def entities(self, persons: Collection[str]) -> None:
        assert self.blueprint.people is not None
        place = self.blueprint.people.place
        for index, entity in enumerate(self.blueprint.people.value.entities):
            spot = place.at("entities", index)
            self.identifier(check_credit_code, entity.credit_code, spot.at("credit-code"))
            if entity.representative not in persons:
                self.lost("person", entity.representative, persons, spot.at("representative"))
            for number, agent in enumerate(entity.agents):
                if agent not in persons:
                    self.lost("person", agent, persons, spot.at("agents", number))
