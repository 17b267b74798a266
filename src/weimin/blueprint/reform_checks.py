"""Reforms against the city that they lead to: every name leads somewhere, nobody is left behind, no two sides at once."""

from collections.abc import Iterator
from datetime import date

from weimin.blueprint.blueprint import Blueprint, Entry
from weimin.blueprint.findings import Findings, Place
from weimin.blueprint.lookup import Lookup
from weimin.blueprint.reforms import Reform, lies_in

__all__ = ["check_reforms"]


def check_reforms(blueprint: Blueprint, *, today: date, findings: Findings) -> None:
    """A reform whose day has come must show in the departments; one still to come must not yet."""
    checker = _Checker(blueprint, findings)
    for entry in blueprint.reforms.values():
        checker.shape(entry)
        checker.named(entry)
        checker.sides(entry, today)
        checker.cases(entry, today)
        checker.posts(entry, today)
    checker.overlaps()


class _Checker(Lookup):
    def names_after(self, reform: Reform) -> set[str]:
        """Departments of today, and those that this or a later reform ended: history may name them."""
        later = (each.value for each in self.blueprint.reforms.values() if each.value.effective >= reform.effective)
        return set(self.blueprint.departments) | {code for each in later for code in each.ended}

    def shape(self, entry: Entry[Reform]) -> None:
        """A merge has several sources and one result, and so on."""
        reform, place = entry.value, entry.place
        sizes = {
            "merge": (len(reform.from_) > 1 and len(reform.into) == 1, "合并是几个部门并成一个", "a merge makes one of several"),
            "split": (len(reform.from_) == 1 and len(reform.into) > 1, "分设是一个部门分成几个", "a split makes several of one"),
            "rename": (len(reform.from_) == len(reform.into) == 1, "更名是一个部门换一个名称", "a rename is of one department"),
            "transfer": (set(reform.from_).isdisjoint(reform.into), "划转是从一个部门到另一个部门", "a transfer is between departments"),
        }  # fmt: skip
        fits, zh, en = sizes[reform.kind]
        if not fits:
            self.findings.error("E011", place.at("into"), zh, en)
        if reform.kind == "transfer" and not reform.cases:
            self.findings.error(
                "E011", place, "划转要写明哪些办件划走（cases）", "a transfer says which cases go (cases)"
            )
        self.once(reform.from_, place, "from")
        self.once(reform.into, place, "into")

    def named(self, entry: Entry[Reform]) -> None:
        reform, place = entry.value, entry.place
        known = self.names_after(reform)
        for index, code in enumerate(reform.into):
            self._known(code, known, place.at("into", index))
        for index, rule in enumerate(reform.cases):
            spot = place.at("cases", index)
            self._one_of(rule.from_, reform.from_, spot.at("from"))
            self._one_of(rule.to, [*reform.into, *reform.from_], spot.at("to"))
            for number, item in enumerate(rule.items):
                self.need("item", item, spot.at("items", number))
            for number, division in enumerate(rule.divisions):
                self.need("division", division, spot.at("divisions", number))
        for before, after in reform.posts.items():
            spot = place.at("posts", before)
            self._one_of(before.partition("/")[0], reform.from_, spot)
            self._one_of(after.partition("/")[0], [*reform.into, *reform.from_], spot)
        for department, keeper in reform.seals.items():
            self._one_of(department, reform.from_, place.at("seals", department))
            self._one_of(keeper, [*reform.into, *reform.from_], place.at("seals", department))

    def _known(self, code: str, known: set[str], place: Place) -> None:
        if code not in known and not self.blueprint.is_broken("department", code):
            self.lost("department", code, known, place)

    def _one_of(self, code: str, allowed: list[str], place: Place) -> None:
        if code not in allowed:
            self.findings.error(
                "E011", place, "“{c}”不在这次改革里（{a}）", "'{c}' is no part of this reform ({a})", c=code, a=", ".join(allowed)
            )  # fmt: skip

    def sides(self, entry: Entry[Reform], today: date) -> None:
        """On its day the old departments are gone and the new ones are there: never both."""
        reform, place = entry.value, entry.place
        for index, code in enumerate(reform.from_):
            stands = code in self.blueprint.departments
            if code in reform.ended and stands and reform.effective <= today and not self._founded_again(reform, code):
                self.findings.error(
                    "E011",
                    place.at("from", index),
                    "改革已在 {d} 生效，{c} 却还在 departments 里：两边同时存在",
                    "the reform is in force since {d}, yet {c} still stands in departments: both sides at once",
                    c=code,
                    d=reform.effective,
                )
            elif not stands and reform.effective > today and not self.blueprint.is_broken("department", code):
                self.findings.error(
                    "E011",
                    place.at("from", index),
                    "改革 {d} 才生效，{c} 却已经不在 departments 里：请在生效之日再发布",
                    "the reform begins on {d}, yet {c} is no longer in departments: publish it on that day",
                    c=code,
                    d=reform.effective,
                )

    def _founded_again(self, reform: Reform, code: str) -> bool:
        return any(
            code in each.value.into and each.value.effective > reform.effective
            for each in self.blueprint.reforms.values()
        )

    def cases(self, entry: Entry[Reform], today: date) -> None:
        """Every case of a department that ends finds somebody, and items are handled where the rule sends their cases."""
        reform, place = entry.value, entry.place
        for index, code in enumerate(reform.from_):
            covered = any(rule.from_ == code and rule.is_for_all for rule in reform.cases)
            if reform.heir(code) is None and not covered:
                self.findings.error(
                    "E011",
                    place.at("from", index),
                    "{c} 的办件没有全部安排：请加一条不带条件的规则（from: {c}, to: …）",
                    "not every case of {c} has somewhere to go: add a rule without conditions (from: {c}, to: …)",
                    c=code,
                )
        if reform.effective > today:
            return
        for index, rule in enumerate(reform.cases):
            for number, item in enumerate(rule.items):
                if rule.to != rule.from_ and self._still_handles(rule.from_, item, rule.divisions):
                    self.findings.error(
                        "E011",
                        place.at("cases", index, "items", number),
                        "办件转到 {t}，事项 {i} 的实施部门却还是 {f}",
                        "its cases go to {t}, yet the item {i} is still handled by {f}",
                        t=rule.to,
                        f=rule.from_,
                        i=item,
                    )

    def _still_handles(self, department: str, item: str, divisions: list[str]) -> bool:
        entry = self.blueprint.items.get(item)
        return entry is not None and any(
            department in {each.collects, each.accepts, each.decides}
            and (not divisions or any(lies_in(each.division, code) for code in divisions))
            for each in entry.value.implementations
        )

    def posts(self, entry: Entry[Reform], today: date) -> None:
        reform, place = entry.value, entry.place
        if reform.effective > today:
            return
        for before, after in reform.posts.items():
            department, _, code = after.partition("/")
            found = self.blueprint.departments.get(department)
            if found is not None and code not in (codes := [post.code for post in found.value.posts]):
                self.lost("post", code, codes, place.at("posts", before))

    def overlaps(self) -> None:
        """A department ends once; what has ended takes part in no later reform unless it was founded again."""
        ended: dict[str, Reform] = {}
        for entry in sorted(self.blueprint.reforms.values(), key=lambda each: (each.value.effective, each.value.code)):
            for index, code in enumerate(entry.value.from_):
                if code in ended:
                    self.findings.error(
                        "E011",
                        entry.place.at("from", index),
                        "{c} 已在 {d} 的改革 {r} 里撤销",
                        "{c} was already ended by the reform {r} on {d}",
                        c=code,
                        r=ended[code].code,
                        d=ended[code].effective,
                    )
            ended = {code: reform for code, reform in ended.items() if code not in entry.value.into}
            ended |= dict.fromkeys(entry.value.ended, entry.value)
            self._twice(entry)

    def _twice(self, entry: Entry[Reform]) -> None:
        first: dict[tuple[str, str], int] = {}
        for spot, key in _claims(entry.value):
            if first.setdefault(key, spot) != spot:
                self.findings.error(
                    "E007",
                    entry.place.at("cases", spot, "items"),
                    "事项 {i} 在第 {n} 条规则里已经安排",
                    "the item {i} has its place already in rule {n}",
                    i=key[1],
                    n=first[key] + 1,
                )


def _claims(reform: Reform) -> Iterator[tuple[int, tuple[str, str]]]:
    """Items that a rule takes whole, whatever the division or post."""
    for index, rule in enumerate(reform.cases):
        if not rule.divisions and not rule.posts:
            yield from ((index, (rule.from_, item)) for item in rule.items)
