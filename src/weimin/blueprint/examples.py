"""Runs the examples that a blueprint carries: the same questions, engine and calendar as a real case, without one."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from weimin.blueprint.answer_values import InvalidAnswer, is_empty, read_answer
from weimin.blueprint.answers import EffectiveClock, Filling, effective_clocks
from weimin.blueprint.blueprint import Blueprint, Entry
from weimin.blueprint.findings import Findings, Place
from weimin.blueprint.items import Example, Implementation, Item
from weimin.blueprint.values import LengthUnit
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import LAW_ZONE
from weimin.lib.procedure import (
    Complete,
    Ended,
    Fire,
    Graph,
    Node,
    Receive,
    Start,
    State,
    StepError,
    Wait,
    step,
    waiting,
)
from weimin.lib.workdays import WorkCalendar, WorkdaysError, due_on

__all__ = ["run_examples", "walk"]

MAX_STEPS: Final = 300
DEFAULT_DAY: Final = date(2026, 3, 2)
"""The day on which an example without dates takes place: an ordinary Monday."""


def run_examples(blueprint: Blueprint, sound: Collection[str], findings: Findings) -> None:
    """An E008 finding for every expectation that is not met. Items whose conditions do not compile are left out."""
    for code, entry in blueprint.items.items():
        if code not in sound:
            continue
        for index, example in enumerate(entry.value.tests):
            if example.handling in entry.value.handlings:
                _Trial(blueprint, entry, example, entry.place.at("tests", index), findings).run()


@dataclass
class _Trial:
    blueprint: Blueprint
    entry: Entry[Item]
    example: Example
    place: Place
    findings: Findings
    refused: dict[str, Bilingual] = field(default_factory=dict)

    def run(self) -> None:
        implementation = self.implementation()
        if implementation is None:
            return
        filling = self.filling(implementation)
        if not self.known_ids(filling):
            return
        self.questions(filling)
        self.money(filling)
        self.office(filling, implementation)
        self.dates(implementation)
        self.steps(filling)

    def fail(self, spot: Place, zh: str, en: str, **values: Any) -> None:
        name = self.example.name
        self.findings.error("E008", spot, "样例“{name}”：" + zh, "example '{name}': " + en, name=name, **values)

    def compare(self, what: Bilingual, key: str, wanted: object, got: object) -> None:
        if wanted != got:
            self.fail(
                self.place.at("expect", key),
                "{w}应为 {a}，实为 {b}",
                "{w} should be {a}, is {b}",
                w=what,
                a=_shown(wanted),
                b=_shown(got),
            )

    def implementation(self) -> Implementation | None:
        for implementation in self.entry.value.implementations:
            offered = implementation.handlings is None or self.example.handling in implementation.handlings
            if offered and self.example.division in {None, implementation.division}:
                return implementation
        self.fail(
            self.place,
            "没有实施项办理“{h}”",
            "no implementation offers '{h}' there",
            h=self.example.handling,
        )
        return None

    def filling(self, implementation: Implementation) -> Filling:
        item, example = self.entry.value, self.example
        answers: dict[str, Any] = dict(example.answers)
        for question in item.form:
            raw = answers.get(question.id)
            if not is_empty(raw):
                try:
                    answers[question.id] = read_answer(question, raw, now=self.now)
                except InvalidAnswer as error:
                    self.refused.setdefault(question.id, error.message)
        return Filling(
            item,
            example.handling,
            situations=example.situations,
            answers=answers,
            division=implementation.division,
            applicant=(example.applicant or item.audience[0]).value,
            now=self.now,
        )

    @property
    def now(self) -> datetime:
        day = self.example.received or self.example.accepted or DEFAULT_DAY
        return datetime.combine(day, time(9), LAW_ZONE)

    def known_ids(self, filling: Filling) -> bool:
        """What the example answers must exist, or it proves nothing."""
        known = True
        situations = {situation.id: situation for situation in filling.item.situations}
        for code, choice in self.example.situations.items():
            if code not in situations or choice not in situations[code].choices:
                known = False
                spot = self.place.at("situations", code)
                self.fail(spot, "没有情形 {c} = {v}", "there is no situation {c} = {v}", c=code, v=choice)
        fields = {question.id for question in filling.item.form}
        for code in self.example.answers:
            if code not in fields:
                known = False
                self.fail(self.place.at("answers", code), "没有表单项 {c}", "there is no form field {c}", c=code)
        return known

    def questions(self, filling: Filling) -> None:
        expect = self.example.expect
        if expect.form is not None:
            asked = [question.id for question in filling.asked_fields]
            self.compare(Bilingual("所问", "the questions asked"), "form", expect.form, asked)
        if expect.materials is not None:
            needed = [material.id for material in filling.needed_materials]
            self.compare(Bilingual("材料", "the materials"), "materials", expect.materials, needed)
        if expect.refused is not None:
            refused = sorted(filling.problems())
            self.compare(Bilingual("退回的回答", "the answers refused"), "refused", sorted(expect.refused), refused)
            return
        for code, message in self.refused.items():
            spot = self.place.at("answers", code)
            self.fail(spot, "回答 {c} 不合格：{m}", "the answer {c} is refused: {m}", c=code, m=message)

    def money(self, filling: Filling) -> None:
        if self.example.expect.fee is not None:
            self.compare(Bilingual("费用", "the fee"), "fee", self.example.expect.fee, filling.fee.total)

    def office(self, filling: Filling, implementation: Implementation) -> None:
        if self.example.expect.decides is not None:
            decides = filling.deciding(implementation).department
            self.compare(
                Bilingual("决定的部门", "the department that decides"), "decides", self.example.expect.decides, decides
            )

    def dates(self, implementation: Implementation) -> None:
        clocks = effective_clocks(self.entry.value, self.example.handling, implementation)
        begins = {
            "receipt": self.example.received,
            "acceptance": self.example.accepted,
            "decision": self.example.decided,
        }
        calendar = self.blueprint.calendar
        if calendar is None:
            return
        for name, wanted in self.example.expect.due.items():
            spot = self.place.at("expect", "due", name)
            clock = clocks.get(name)
            start = begins.get(clock.start) if clock is not None else None
            if clock is None:
                self.fail(spot, "没有时限 {c}", "there is no clock {c}", c=name)
            elif start is None:
                self.fail(
                    spot, "时限 {c} 从 {s} 起算，样例没有给出那一天", "the clock {c} runs from {s}, whose day is not given",
                    c=name, s=clock.start,
                )  # fmt: skip
            else:
                self.due(spot, clock, start, wanted, calendar)

    def due(self, spot: Place, clock: EffectiveClock, start: date, wanted: date, calendar: WorkCalendar) -> None:
        moment = datetime.combine(start, time(9), LAW_ZONE) if clock.length.unit is LengthUnit.HOUR else start
        try:
            due = due_on(moment, clock.length.count, clock.length.unit.counted, roll=clock.roll, calendar=calendar)
        except WorkdaysError as error:
            self.fail(spot, "{m}", "{m}", m=error.message)
            return
        if due.date != wanted:
            self.fail(spot, "到期日应为 {a}，实为 {b}", "should be due on {a}, is due on {b}", a=wanted, b=due.date)

    def steps(self, filling: Filling) -> None:
        graph = self.blueprint.graphs().get(filling.handling.procedure)
        expect = self.example.expect
        if graph is None or (expect.steps is None and expect.outcome is None and not self.example.outcomes):
            return
        for code in self.example.outcomes:
            if code not in graph.nodes:
                spot = self.place.at("outcomes", code)
                self.fail(spot, "流程 {p} 没有环节 {c}", "{p} has no step {c}", p=graph.id, c=code)
                return
        try:
            taken, ended = walk(graph, self.example.outcomes, filling.context, self.now)
        except (StepError, NotFinished) as error:
            self.fail(self.place.at("outcomes"), "{m}", "{m}", m=error.message)
            return
        if expect.steps is not None:
            self.compare(Bilingual("环节", "the steps"), "steps", expect.steps, taken)
        if expect.outcome is not None:
            self.compare(Bilingual("结果", "the outcome"), "outcome", expect.outcome, ended)


class NotFinished(Exception):
    """The outcomes of the example lead to no end."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


def walk(
    graph: Graph, outcomes: dict[str, str | list[str]], context: dict[str, Any], now: datetime
) -> tuple[list[str], str]:
    """The steps that people take, in order, and the outcome of the case.

    Raises ``StepError`` if the engine refuses, ``NotFinished`` if no end comes within 300 steps or too few outcomes
    are given.
    """
    left = {code: [given] if isinstance(given, str) else list(given) for code, given in outcomes.items()}
    taken: list[str] = []
    state, effects = step(graph, None, Start(), context=context, now=now)
    while True:
        for effect in effects:
            if isinstance(effect, Ended):
                return taken, effect.outcome
        if len(taken) > MAX_STEPS:
            raise NotFinished(Bilingual("{n} 步之后仍未办结", "not closed after {n} steps").format(n=MAX_STEPS))
        command = _next_command(graph, state, left, outcomes)
        if isinstance(command, Complete):
            taken.append(next(each.node for each in waiting(state) if each.wait == command.wait))
        state, effects = step(graph, state, command, context=context, now=now)


def _next_command(
    graph: Graph, state: State, left: dict[str, list[str]], outcomes: dict[str, str | list[str]]
) -> Complete | Fire | Receive:
    """Timers and messages that the example names come first, then the oldest task, then a message that all wait for."""
    waits = waiting(state)
    for each in waits:
        node = graph.nodes[each.node]
        if node.kind != "user" and left.get(node.id):
            left[node.id].pop(0)
            return _occur(each, node)
    for each in waits:
        node = graph.nodes[each.node]
        if node.kind == "user":
            return Complete(each.wait, _outcome(node, left, outcomes))
    for each in waits:
        node = graph.nodes[each.node]
        if node.kind in {"message", "receive", "timer"} and not node.attached:
            return _occur(each, node)
    raise NotFinished(Bilingual("流程停住了，没有可办的环节", "the procedure rests: no step is open"))


def _occur(wait: Wait, node: Node) -> Fire | Receive:
    return Fire(wait.wait) if node.kind == "timer" else Receive(node.message, wait=wait.wait)


def _outcome(node: Node, left: dict[str, list[str]], outcomes: dict[str, str | list[str]]) -> str:
    if left.get(node.id):
        return left[node.id].pop(0)
    if isinstance(outcomes.get(node.id), list):
        message = Bilingual(
            "环节 {n} 又到了一次，样例没有再给结果", "the step {n} comes once more, and no outcome is left"
        )
        raise NotFinished(message.format(n=node.id))
    if node.id in outcomes:
        return str(outcomes[node.id])
    return node.outcomes[0]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
