"""Looks up what one part of a city says about another, and names what leads nowhere."""

import difflib
from collections.abc import Callable, Collection
from typing import Final

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.findings import Findings, Place
from weimin.lib.bilingual import Bilingual

__all__ = ["KINDS", "Lookup"]

KINDS: Final = {
    "division": Bilingual("区划", "division"),
    "department": Bilingual("部门", "department"),
    "window": Bilingual("窗口", "window"),
    "procedure": Bilingual("流程", "procedure"),
    "resource": Bilingual("信息资源", "resource"),
    "item": Bilingual("事项", "item"),
    "field": Bilingual("字段", "field"),
    "person": Bilingual("人员", "person"),
    "post": Bilingual("岗位", "post"),
    "theme": Bilingual("主题", "theme"),
    "situation": Bilingual("情形", "situation"),
    "choice": Bilingual("选项", "choice"),
    "question": Bilingual("表单项", "form field"),
    "material": Bilingual("材料", "material"),
    "handling": Bilingual("业务办理项", "handling"),
    "register": Bilingual("登记库", "register"),
    "clock": Bilingual("时限", "clock"),
    "step": Bilingual("环节", "step"),
    "decision": Bilingual("决策表", "decision table"),
    "certificate": Bilingual("证照", "certificate"),
    "seal": Bilingual("印章", "seal"),
}


class Lookup:
    """Looks names up and reports the ones that lead nowhere, with the nearest that exists."""

    def __init__(self, blueprint: Blueprint, findings: Findings) -> None:
        self.blueprint = blueprint
        self.findings = findings
        self.sound_items: set[str] = set()
        """Items about which nothing was found."""

    def names(self, kind: str) -> Collection[str]:
        known: dict[str, Collection[str]] = {
            "division": self.blueprint.divisions,
            "department": self.blueprint.departments,
            "window": self.blueprint.windows,
            "procedure": self.blueprint.procedures,
            "resource": self.blueprint.resources,
            "item": self.blueprint.items,
            "decision": self.blueprint.decisions,
        }
        return known[kind]

    def need(self, kind: str, code: str, place: Place) -> bool:
        """True if a part of that kind has that code. A part that could not be read is not called missing."""
        known = self.names(kind)
        if code in known:
            return True
        if not self.blueprint.is_broken(kind, code):
            self.lost(kind, code, known, place)
        return False

    def lost(self, kind: str, code: str, known: Collection[str], place: Place) -> None:
        near = difflib.get_close_matches(code, list(known), n=1)
        self.findings.error(
            "E004",
            place,
            "没有{k}“{c}”{n}",
            "there is no {k} '{c}'{n}",
            k=KINDS[kind],
            c=code,
            n=Bilingual(f"；是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else "",
        )

    def once(self, values: Collection[str], place: Place, *path: str | int) -> None:
        """Each of the ids in a list stands once."""
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            if value in first:
                spot = place.at(*path, index)
                self.findings.error("E007", spot, "“{c}”重复了", "'{c}' is given twice", c=value)
            first.setdefault(value, index)

    def identifier(self, check: Callable[[str], Bilingual | None], number: str, place: Place) -> None:
        """A number with a check digit, or an E003 finding that says what is wrong with it."""
        problem = check(number)
        if problem is not None:
            self.findings.error("E003", place, "{m}", "{m}", m=problem)

    def post(self, reference: str, place: Place) -> None:
        """``department/post``."""
        department, slash, post = reference.partition("/")
        if not slash:
            self.findings.error("E003", place, "岗位写成“部门/岗位”", "a post is written 'department/post'")
        elif self.need("department", department, place):
            posts = [each.code for each in self.blueprint.departments[department].value.posts]
            if post not in posts:
                self.lost("post", post, posts, place)
