"""What an item asks of this applicant, and what the answers come to. Pure: portal, desk and ``check`` use the same.

An answer whose question is no longer visible is kept by whoever keeps answers, and counts for nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Final, Literal

from weimin.blueprint.answer_values import InvalidAnswer, feel_value, is_empty, read_answer
from weimin.blueprint.decision_uses import Why, because, why
from weimin.blueprint.expressions import compiled, feel_name, mentioned_names
from weimin.blueprint.items import Fee, FormField, Handling, Implementation, Item, Material, Result, Situation
from weimin.blueprint.values import Clock, Extension, Length, LengthUnit, Text
from weimin.lib.bilingual import Bilingual
from weimin.lib.decision import Because, decide
from weimin.lib.feel import ClockNotGiven, FeelError, evaluate_condition

__all__ = ["Deciding", "EffectiveClock", "FeeDue", "Filling", "effective_clocks"]

ClockName = Literal[
    "acceptance", "promised", "statutory", "issue", "correction", "deferral", "first-review", "inspection",
    "hearing-request", "hearing",
]  # fmt: skip
ClockStart = Literal["receipt", "acceptance", "decision", "notice", "service", "request"]


@dataclass(frozen=True)
class FeeDue:
    """What is to be paid: 元, and the lines that it is made of. No lines means that the matter is free.

    ``reasons`` say why, where a decision table told the amount; ``open`` while the answers do not yet tell all of it.
    """

    total: Decimal
    lines: tuple[Fee, ...]
    reasons: tuple[Because, ...] = ()
    open: bool = False


@dataclass(frozen=True)
class Deciding:
    """Which department decides; ``because`` where a decision table told it from the answers."""

    department: str
    because: Because | None = None


@dataclass(frozen=True, eq=False)
class Filling:
    """One applicant's answers so far, for one handling of one item. All attributes follow from the answers.

    ``situations`` and ``answers`` hold kept values by id. ``now`` is needed where a condition asks for today.
    """

    item: Item
    handling_code: str
    situations: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    division: str = ""
    applicant: str = ""
    now: datetime | None = None

    @property
    def handling(self) -> Handling:
        return self.item.handlings[self.handling_code]

    @cached_property
    def _fields(self) -> tuple[FormField, ...]:
        """The handling's fields in its own order."""
        if self.handling.form is None:
            return tuple(self.item.form)
        known = {field.id: field for field in self.item.form}
        return tuple(known[code] for code in self.handling.form)

    @cached_property
    def _seen(self) -> tuple[frozenset[str], dict[str, Any]]:
        """The ids that are visible, and what conditions see. A question is decided after those that it waits for."""
        questions: dict[str, Situation | FormField] = {feel_name(s.id): s for s in self.item.situations}
        questions |= {feel_name(f.id): f for f in self._fields}
        context: dict[str, Any] = {feel_name(f.id): None for f in self.item.form} | dict.fromkeys(questions)
        context |= {"handling": self.handling_code, "division": self.division, "applicant_kind": self.applicant}
        visible: set[str] = set()
        decided: set[str] = set()

        def decide(name: str) -> None:
            if name in decided or name not in questions:
                return
            decided.add(name)
            question = questions[name]
            for other in sorted(mentioned_names(question.when)) if question.when is not None else ():
                decide(other)
            if self._holds(question.when, context):
                visible.add(question.id)
                context[name] = self._value(question)

        for name in questions:
            decide(name)
        return frozenset(visible), context

    def _value(self, question: Situation | FormField) -> Any:
        if isinstance(question, Situation):
            answer = self.situations.get(question.id)
            return answer if answer in question.choices else None
        kept = self.answers.get(question.id)
        return None if is_empty(kept) else feel_value(question, kept)

    def _holds(self, condition: str | None, context: Mapping[str, Any]) -> bool:
        """True only if the condition is true; one that cannot be worked out within its budget does not count."""
        if condition is None:
            return True
        try:
            return evaluate_condition(compiled(condition), context, now=self.now)
        except ClockNotGiven:
            raise
        except FeelError:
            return False

    @property
    def context(self) -> dict[str, Any]:
        """What FEEL sees: every situation and field by its id (``-`` written ``_``), null where nothing counts."""
        return dict(self._seen[1])

    @property
    def open_situations(self) -> tuple[Situation, ...]:
        """The situations that this applicant is asked, in order, answered or not."""
        return tuple(s for s in self.item.situations if s.id in self._seen[0])

    @property
    def next_situation(self) -> Situation | None:
        """The first situation that still wants an answer."""
        return next((s for s in self.open_situations if self.situations.get(s.id) not in s.choices), None)

    @property
    def visible_fields(self) -> tuple[FormField, ...]:
        """The fields that count, shared ones too, in the handling's order."""
        return tuple(f for f in self._fields if f.id in self._seen[0])

    @property
    def asked_fields(self) -> tuple[FormField, ...]:
        """The fields that the applicant is asked: visible, and held by no register."""
        return tuple(f for f in self.visible_fields if f.source is None)

    @property
    def needed_materials(self) -> tuple[Material, ...]:
        """The papers that these answers call for, each with who supplies it, in the item's order."""
        chosen = self.handling.materials
        return tuple(
            material
            for material in self.item.materials
            if (chosen is None or material.id in chosen) and self._holds(material.when, self._seen[1])
        )

    @property
    def fee(self) -> FeeDue:
        """The fee in 元. A handling with fees of its own replaces the item's."""
        fees = self.item.fee if self.handling.fee is None else self.handling.fee
        due = [fee for fee in fees if self._holds(fee.when, self._seen[1])]
        told = [self._amount(fee) for fee in due]
        lines = tuple(
            fee for fee, (amount, _) in zip(due, told, strict=True) if amount is None or amount or fee.amount == 0
        )
        return FeeDue(
            sum((amount for amount, _ in told if amount is not None), Decimal(0)),
            lines,
            tuple(because for _, because in told if because is not None),
            any(amount is None for amount, _ in told),
        )

    def _amount(self, fee: Fee) -> tuple[Decimal | None, Because | None]:
        """The amount in 元 to the 分, and why; None while the answers do not tell it."""
        if fee.decided_by is None:
            return fee.amount, None
        found = self.decided(fee.decided_by)
        if found is None or not isinstance(found[0], Decimal):
            return None, None
        return found[0].quantize(Decimal("0.01"), ROUND_HALF_UP), found[1]

    def decided(self, code: str) -> tuple[Any, Because] | None:
        """The result of one of the item's decision tables and its reasons; None while it has no answer."""
        table = self.item.tables.get(code)
        if table is None:
            return None
        outcome = decide(table, self._seen[1], now=self.now)
        return None if outcome.value is None else (outcome.value, because(self.item, outcome))

    def deciding(self, implementation: Implementation) -> Deciding:
        """The department that decides: by the implementation's table as far as the answers tell, else the one named."""
        found = None if implementation.decided_by is None else self.decided(implementation.decided_by)
        if found is None or not isinstance(found[0], str):
            return Deciding(implementation.decides)
        return Deciding(found[0], found[1])

    def whys(self, implementation: Implementation) -> tuple[Why, ...]:
        """The tables behind this handling's fee and deciding department, with what the answers come to so far."""
        fees = self.item.fee if self.handling.fee is None else self.handling.fee
        used = [fee.decided_by for fee in fees if self._holds(fee.when, self._seen[1])]
        found = [self.item.tables.get(code) for code in dict.fromkeys((*used, implementation.decided_by)) if code]
        return tuple(
            why(self.item, decide(each, self._seen[1], now=self.now)) for each in found if each is not None
        )  # fmt: skip

    @property
    def result(self) -> Result:
        return self.handling.result or self.item.result

    def problems(self) -> dict[str, Bilingual]:
        """What still stands in the way of filing, by the id of situation or field; empty when all is answered."""
        found = {
            situation.id: Bilingual("请选择", "Please choose")
            for situation in self.open_situations
            if self.situations.get(situation.id) not in situation.choices
        }
        for question in self.asked_fields:
            try:
                read_answer(question, self.answers.get(question.id), now=self.now)
            except InvalidAnswer as error:
                found[question.id] = error.message
        return found


@dataclass(frozen=True)
class EffectiveClock:
    """A clock as it will run: the length promised or set by law, from which event, and who may extend it.

    ``roll``: a period that ends on a day off ends on the next working day. Unless the item says otherwise that holds for
    periods of days, months and years (民法典 203), and has no meaning for working days and hours.
    """

    name: ClockName
    length: Length
    start: ClockStart
    roll: bool
    article: str
    extend: Extension | None
    confirmed: bool
    note: Text | None


_STARTS: Final[Mapping[ClockName, ClockStart]] = {
    "acceptance": "receipt",
    "promised": "acceptance",
    "statutory": "acceptance",
    "issue": "decision",
    "correction": "notice",
    "deferral": "acceptance",
    "first-review": "acceptance",
    "inspection": "acceptance",
    "hearing-request": "notice",
    "hearing": "request",
}


def effective_clocks(item: Item, handling: str, implementation: Implementation) -> dict[ClockName, EffectiveClock]:
    """The clocks of a case of this handling at this implementation, by name. ``promised`` runs as the statutory one does."""
    chosen = item.handlings[handling]
    declared: dict[ClockName, Clock | None] = {
        "acceptance": chosen.clocks.acceptance,
        "statutory": chosen.clocks.statutory,
        "promised": _promised(chosen.clocks.statutory, implementation),
        "issue": chosen.clocks.issue,
        "correction": chosen.clocks.correction,
        "deferral": _deferral(item, chosen),
        "first-review": chosen.clocks.first_review,
        "inspection": chosen.clocks.inspection,
        "hearing-request": chosen.clocks.hearing_request,
        "hearing": chosen.clocks.hearing,
    }
    return {name: _effective(name, clock) for name, clock in declared.items() if clock is not None}


def _promised(statutory: Clock, implementation: Implementation) -> Clock:
    return Clock(length=implementation.promised, start=statutory.start, confirmed=implementation.confirmed)


def _deferral(item: Item, handling: Handling) -> Clock | None:
    """The longest time that one of the handling's papers may be late."""
    lengths = [
        material.deferrable.within
        for material in item.materials
        if material.deferrable is not None and (handling.materials is None or material.id in handling.materials)
    ]
    return Clock(length=max(lengths, key=rough_days)) if lengths else None


def rough_days(length: Length) -> float:
    """Calendar days that the length takes at least about; for comparing lengths in different units."""
    days = {LengthUnit.WORKDAY: 7 / 5, LengthUnit.DAY: 1, LengthUnit.HOUR: 1 / 24, LengthUnit.MONTH: 30, LengthUnit.YEAR: 365}  # fmt: skip
    return length.count * days[length.unit]


def _effective(name: ClockName, clock: Clock) -> EffectiveClock:
    rolls = clock.length.unit in {LengthUnit.DAY, LengthUnit.MONTH, LengthUnit.YEAR}
    return EffectiveClock(
        name=name,
        length=clock.length,
        start=clock.start or _STARTS[name],
        roll=rolls if clock.roll is None else clock.roll,
        article=clock.article,
        extend=clock.extend,
        confirmed=clock.confirmed,
        note=clock.note,
    )
