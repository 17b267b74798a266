"""The grammar of a life event (一件事) or a joint approval (并联审批): ``life-events/*.yaml``. No Django here."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from weimin.blueprint.items import Audience, ItemKind, Situation
from weimin.blueprint.values import Article, Clock, Code, Expression, LengthField, Strict, Text

__all__ = ["SECTION", "EventExample", "EventExpected", "Lead", "LifeEvent", "Member", "Stage"]

SECTION = "life-events"
Reference = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$")]
"""``item.question``: one question or paper of one item."""


class Lead(Strict):
    """Who leads in a division: takes the whole matter in and watches over its clock; ``government`` may extend it (42(2))."""

    division: Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3})?([0-9]{3})?$")]
    department: Code
    government: Code


class Member(Strict):
    """One item of a stage. ``when`` reads the event's situations; ``given`` are the item's situations that the event answers.

    ``after``: items of the event that must be granted first. ``optional``: the applicant chooses whether to include it.
    """

    item: Code
    handling: Code = "new"
    when: Expression | None = None
    given: dict[Code, Code] = {}
    after: list[Code] = []
    optional: bool = False
    note: Text | None = None


class Stage(Strict):
    """A stage: its items run side by side, inside its clock. The next stage opens when all of them have ended."""

    code: Code
    name: Text
    clock: Clock
    promised: LengthField | None = None
    items: Annotated[list[Member], Field(min_length=1)]


class EventExpected(Strict):
    """What an example must give: the items, the questions and papers in the order of the pages, and how it goes on.

    ``opened`` are the items that were opened in the end, in that order; ``dropped`` those that could not be.
    """

    items: list[Code] | None = None
    questions: list[str] | None = None
    materials: list[str] | None = None
    opened: list[Code] | None = None
    dropped: list[Code] | None = None
    outcome: str | None = None


class EventExample(Strict):
    """A test of the event, run by ``weimin check``. ``ends`` says how an item ends; one that is not named is granted."""

    name: str
    division: str | None = None
    applicant: Audience | None = None
    situations: dict[Code, str] = {}
    answers: dict[Code, str] = {}
    wanted: list[Code] = []
    ends: dict[Code, str] = {}
    expect: EventExpected


class LifeEvent(Strict):
    """What a person wants to get done, whatever offices it takes. ``life-event: false`` marks a joint approval of a project."""

    code: Code
    life_event: bool
    name: Text
    summary: Text
    theme: Code
    audience: Annotated[list[Audience], Field(min_length=1)]
    kind: ItemKind = ItemKind.LICENCE
    aliases: list[str] = []
    basis: list[Article] = []
    leads: Annotated[list[Lead], Field(min_length=1)]
    situations: list[Situation] = []
    same: dict[Code, Annotated[list[Reference], Field(min_length=1)]] = {}
    same_papers: dict[Code, Annotated[list[Reference], Field(min_length=2)]] = {}
    stages: Annotated[list[Stage], Field(min_length=1)]
    notes: list[Text] = []
    tests: list[EventExample] = []

    def members(self) -> Iterator[tuple[int, Stage, int, Member]]:
        """Every item with its stage and both positions, in the order of the file."""
        for number, stage in enumerate(self.stages):
            for index, member in enumerate(stage.items):
                yield number, stage, index, member

    def member(self, item: str) -> Member:
        return next(each for _n, _stage, _i, each in self.members() if each.item == item)

    def stage_of(self, item: str) -> Stage:
        return next(stage for _n, stage, _i, each in self.members() if each.item == item)

    def lead(self, division: str) -> Lead | None:
        return next((each for each in self.leads if each.division == division), None)
