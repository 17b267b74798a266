"""The one form of a joint application: the union of what its items ask, each question and each paper once. Pure.

What a part sees of it is an ordinary ``Filling`` of its item, so that a part is asked, checked and filed as if it stood alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal

from weimin.blueprint.api import Filling, InvalidAnswer, compiled, is_empty, offered_at, read_answer
from weimin.blueprint.items import FormField, Implementation, Item, Material, Situation
from weimin.lib.bilingual import Bilingual
from weimin.lib.feel import FeelError, evaluate_condition
from weimin.modules.joint.events import LifeEvent, Member, Stage
from weimin.modules.joint.flow import Step
from weimin.modules.joint.matter import JOINT, matter_of
from weimin.modules.joint.sameness import Groups, groups_of

__all__ = ["JointForm", "Part", "Question"]

CHOOSE: Final = Bilingual("请选择", "Please choose")
Kind = Literal["wanted", "situation", "field", "material"]


@dataclass(frozen=True)
class Part:
    """One item that this applicant needs: where it stands in the event, who handles it, and what it sees of the answers."""

    member: Member
    stage: Stage
    number: int
    filling: Filling
    implementation: Implementation

    @property
    def item(self) -> Item:
        return self.filling.item


@dataclass(frozen=True)
class Question:
    """One page of the joint form. ``parts`` are the items that use the answer; none where the event itself asks."""

    id: str
    kind: Kind
    subject: Situation | FormField | Material | None
    parts: tuple[str, ...]

    @property
    def slug(self) -> str:
        return f"{self.kind[0]}-{self.id}"


@dataclass(frozen=True, eq=False)
class JointForm:
    """One applicant's answers so far. All attributes follow from the answers. ``wanted`` are the optional items chosen."""

    event: LifeEvent
    items: Mapping[str, Item]
    division: str
    applicant: str = ""
    situations: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    now: datetime | None = None

    @cached_property
    def groups(self) -> Groups:
        return groups_of(self.event, self.items)

    @cached_property
    def own(self) -> Filling:
        """The event's own situations, as if the event were an item."""
        matter = matter_of(self.event)
        return Filling(matter, JOINT, self.situations, {}, self.division, self.applicant, self.now)

    @cached_property
    def reached(self) -> tuple[tuple[int, Stage, Member], ...]:
        """The items whose condition holds, optional ones as well."""
        return tuple(
            (number, stage, member)
            for number, stage, _index, member in self.event.members()
            if self._holds(member.when)
        )

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The items of this application, in the order of the stages."""
        found = []
        for number, stage, member in self.reached:
            if member.optional and member.item not in self.wanted:
                continue
            item = self.items[member.item]
            offered = offered_at(item, self.division, member.handling)
            if offered is not None:
                found.append(Part(member, stage, number, self._filling(member, item, offered), offered))
        return tuple(found)

    @property
    def optional(self) -> tuple[Member, ...]:
        return tuple(member for _number, _stage, member in self.reached if member.optional)

    def part(self, item: str) -> Part:
        return next(part for part in self.parts if part.member.item == item)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The parts as the flow sees them."""
        return tuple(Step(part.member.item, part.number, tuple(part.member.after)) for part in self.parts)

    def _holds(self, condition: str | None) -> bool:
        if condition is None:
            return True
        try:
            return evaluate_condition(compiled(condition), self.own.context, now=self.now)
        except FeelError:
            return False

    def _filling(self, member: Member, item: Item, offered: Implementation) -> Filling:
        names = self.groups
        situations = {
            each.id: self.situations[group]
            for each in item.situations
            if (group := names.situations[member.item, each.id]) in self.situations
        } | member.given
        answers = {
            each.id: self.answers[group]
            for each in item.form
            if (group := names.fields.get((member.item, each.id), "")) in self.answers
        }
        return Filling(item, member.handling, situations, answers, self.division, self.applicant, self.now)

    # What is asked

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The pages as the answers stand: the event's situations, which optional items, then what the items ask, once each."""
        own = [Question(each.id, "situation", each, ()) for each in self.own.open_situations]
        known = {each.id for each in own}
        optional = [Question("items", "wanted", None, ())] if self.optional else []
        situations = [each for each in self._situations if each.id not in known]
        return (*own, *optional, *situations, *self._fields, *self._materials)

    @cached_property
    def _situations(self) -> list[Question]:
        found = (
            (self.groups.situations[part.member.item, each.id], part, each)
            for part in self.parts
            for each in part.filling.open_situations
            if each.id not in part.member.given
        )
        return [Question(group, "situation", uses[0][1], _items(uses)) for group, uses in _grouped(found)]

    @cached_property
    def _fields(self) -> list[Question]:
        found = (
            (self.groups.fields[part.member.item, each.id], part, each)
            for part in self.parts
            for each in part.filling.asked_fields
        )
        return [Question(group, "field", _one_field(uses), _items(uses)) for group, uses in _grouped(found)]

    @cached_property
    def _materials(self) -> list[Question]:
        found = (
            (self.groups.materials[part.member.item, each.id], part, each)
            for part in self.parts
            for each in part.filling.needed_materials
            if each.supply != "shared"
        )
        return [Question(group, "material", _one_paper(uses), _items(uses)) for group, uses in _grouped(found)]

    @property
    def shared(self) -> list[tuple[Material, tuple[str, ...]]]:
        """What the offices fetch from one another, each once, with the items that use it."""
        found = (
            (self.groups.materials[part.member.item, each.id], part, each)
            for part in self.parts
            for each in part.filling.needed_materials
            if each.supply == "shared"
        )
        return [(uses[0][1], _items(uses)) for _group, uses in _grouped(found)]

    @property
    def asked_alone(self) -> int:
        """How many questions and papers there would be if every item were applied for alone."""
        return sum(
            len([each for each in part.filling.open_situations if each.id not in part.member.given])
            + len(part.filling.asked_fields)
            + len([each for each in part.filling.needed_materials if each.supply != "shared"])
            for part in self.parts
        )

    @property
    def fee(self) -> Decimal:
        return sum((part.filling.fee.total for part in self.parts), Decimal(0))

    # What is answered

    def read(self, question: Question, raw: object) -> Any:
        """The value to keep for a field: one that every item which uses it accepts. Raises ``InvalidAnswer``."""
        subject = question.subject
        assert isinstance(subject, FormField)
        value = read_answer(subject, raw, now=self.now)
        if not is_empty(raw):
            for item in question.parts:
                for each in self.items[item].form:
                    if self.groups.fields.get((item, each.id)) == question.id:
                        read_answer(each, raw, now=self.now)
        return value

    def problems(self) -> dict[str, Bilingual]:
        """What still stands in the way of filing, by the page's slug."""
        found: dict[str, Bilingual] = {}
        for question in self.questions:
            if isinstance(question.subject, Situation):
                if self.situations.get(question.id) not in question.subject.choices:
                    found[question.slug] = CHOOSE
            elif isinstance(question.subject, FormField):
                try:
                    self.read(question, self.answers.get(question.id))
                except InvalidAnswer as error:
                    found[question.slug] = error.message
        return found

    def papers_for(self, part: Part) -> dict[str, str]:
        """The part's materials by id, each with the id under which the joint form holds it."""
        return {
            each.id: self.groups.materials[part.member.item, each.id]
            for each in part.filling.needed_materials
            if each.supply != "shared"
        }


Use = tuple[Part, Any]


def _grouped(found: Iterable[tuple[str, Part, Any]]) -> Iterator[tuple[str, list[Use]]]:
    groups: dict[str, list[Use]] = {}
    for group, part, subject in found:
        groups.setdefault(group, []).append((part, subject))
    return iter(groups.items())


def _items(uses: list[Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.member.item for part, _subject in uses))


def _one_field(uses: list[Use]) -> FormField:
    """The question as it is put: the first item's words; it must be answered if any item needs it."""
    first: FormField = uses[0][1]
    return first.model_copy(update={"required": any(each.required for _part, each in uses)})


def _one_paper(uses: list[Use]) -> Material:
    """The paper as it is asked for: of a kind that every item takes, and to follow later only if all can wait."""
    first: Material = uses[0][1]
    kinds = [kind for kind in first.accept if all(kind in each.accept for _part, each in uses)]
    waits = [each.deferrable for _part, each in uses if each.required]
    shortest: Callable[[Any], int] = lambda deferral: deferral.within.count  # noqa: E731
    return first.model_copy(
        update={
            "accept": kinds or first.accept,
            "max_files": min(each.max_files for _part, each in uses),
            "required": any(each.required for _part, each in uses),
            "deferrable": min(waits, key=shortest) if waits and all(waits) else None,
        }
    )
