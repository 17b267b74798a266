"""机构改革: which departments merge, split, take another name or hand over matters, on which day, and who carries on."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from weimin.blueprint.city import DivisionCode
from weimin.blueprint.values import Article, Code, LawDate, Strict, Text

__all__ = ["CaseRule", "PostRef", "Reform", "lies_in"]

PostRef = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
"""``department/post``."""


def lies_in(division: str, around: str) -> bool:
    """Whether a division is another one or lies in it, by GB/T 2260: 370202001 in 370202 in 370200."""
    if len(around) == 6:
        around = around.removesuffix("00").removesuffix("00")
    return division.startswith(around)


class CaseRule(Strict):
    """Where open cases of a department go. Everything that is given must fit; the first rule that fits counts."""

    from_: Annotated[Code, Field(alias="from")]
    to: Code
    items: list[Code] = []
    divisions: list[DivisionCode] = []
    posts: list[Code] = []

    def fits(self, *, item: str, division: str, waits_at: Collection[str]) -> bool:
        """``waits_at``: codes of the posts at which the case waits in the department."""
        return (
            (not self.items or item in self.items)
            and (not self.divisions or any(lies_in(division, code) for code in self.divisions))
            and (not self.posts or not set(self.posts).isdisjoint(waits_at))
        )

    @property
    def is_for_all(self) -> bool:
        return not (self.items or self.divisions or self.posts)


class Reform(Strict):
    """One reform of departments. Its file stays when it is done: it is the city's history."""

    code: Code
    name: Text
    kind: Literal["merge", "split", "rename", "transfer"]
    effective: LawDate
    basis: Annotated[list[Article], Field(min_length=1)]
    from_: Annotated[list[Code], Field(alias="from", min_length=1)]
    into: Annotated[list[Code], Field(min_length=1)]
    cases: list[CaseRule] = []
    posts: dict[PostRef, PostRef] = {}
    seals: dict[Code, Code] = {}

    @property
    def ended(self) -> frozenset[str]:
        """The departments that are no more."""
        return frozenset() if self.kind == "transfer" else frozenset(self.from_) - frozenset(self.into)

    def heir(self, department: str) -> str | None:
        """Who carries on what no rule speaks of; None where that is not one department."""
        if department not in self.from_:
            return None
        if self.kind == "transfer" or department in self.into:
            return department
        return self.into[0] if len(self.into) == 1 else None

    def successor(self, department: str, *, item: str, division: str, waits_at: Collection[str] = ()) -> str | None:
        """The department that carries on a case of ``department``; itself where the case stays, None where nobody does."""
        if department not in self.from_:
            return department
        for rule in self.cases:
            if rule.from_ == department and rule.fits(item=item, division=division, waits_at=waits_at):
                return rule.to
        return self.heir(department)

    def post_after(self, ref: str) -> str | None:
        """The post (``department/post``) that those of ``ref`` fill from now on; None where the reform names none."""
        department, _, code = ref.partition("/")
        heir = self.heir(department)
        return self.posts.get(ref) or (f"{heir}/{code}" if heir is not None else None)

    def keeper_of_seals(self, department: str) -> str | None:
        return self.seals.get(department) or self.heir(department)
