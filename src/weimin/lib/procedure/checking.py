"""What a city asks of a procedure beyond BPMN: who does a step, its legal kind and outcomes, its clocks, how a join combines."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from weimin.lib.procedure import conditions
from weimin.lib.procedure.conventions import CLOCKS, DEPARTMENTS, ROLES, STEPS
from weimin.lib.procedure.graph import Node
from weimin.lib.procedure.model import Model
from weimin.lib.procedure.reading import Report

__all__ = ["APPROVALS", "Vocabulary", "check_conventions"]


ASKED = frozenset({"service", "send"})  # nobody answers, so there is nothing to combine


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a procedure may use; a line of business may bring its own steps and clocks."""

    steps: Mapping[str, Collection[str]]
    clocks: Collection[str] = CLOCKS
    departments: Collection[str] = DEPARTMENTS
    roles: Collection[str] = ROLES


APPROVALS = Vocabulary(STEPS)


def check_conventions(model: Model, nodes: Mapping[str, Node], words: Vocabulary, report: Report) -> None:
    """What is missing or foreign is an error in a city, a warning in a file that stands alone."""
    _Check(model, nodes, words, report).run()


class _Check:
    def __init__(self, model: Model, nodes: Mapping[str, Node], words: Vocabulary, report: Report) -> None:
        self.model, self.nodes, self.words, self.report = model, nodes, words, report

    def run(self) -> None:
        self._names()
        self._lanes()
        for node in self.nodes.values():
            if node.kind == "user":
                self._doer(node)
                self._outcomes(node)
            if node.kind == "service" and not node.service:
                self._say(node, "P017", "serviceTask 要写 weimin:service", "a serviceTask needs weimin:service")
            if node.clock is not None and node.clock not in self.words.clocks:
                self._say(
                    node, "P010", "没有 clock.{clock} 这个时钟，可用：{known}", "there is no clock.{clock}; there are {known}",
                    clock=node.clock, known=", ".join(self.words.clocks),
                )  # fmt: skip
            if node.each is not None:
                self._instances(node)
            if ((node.each is not None and node.kind not in ASKED) or node.fork) and node.combine is None:
                self._say(
                    node, "P018",
                    "汇合处要写明怎样合并各路的意见：weimin:combine=“separate”“all 甲 else 乙”或“any 甲 else 乙”",
                    "a join must state how it combines its branches: weimin:combine 'separate', 'all A else B' or 'any A else B'",
                )  # fmt: skip

    def _say(self, node: Node, code: str, zh: str, en: str, level: str = "convention", **values: object) -> None:
        self.report.at(self.model.elements[node.id], code, zh, en, level=level, **values)

    def _names(self) -> None:
        """Two ids that FEEL reads as one would let one answer hide the other."""
        seen: dict[str, Node] = {}
        for node in self.nodes.values():
            name = conditions.name_of(node.id)
            other = seen.setdefault(name, node)
            if other is not node:
                self._say(
                    node, "P008", "在 FEEL 里与 {other} 同名（都读作 steps.{name}）",
                    "reads like {other} in FEEL (both are steps.{name})", level="error", other=other.id, name=name,
                )  # fmt: skip

    def _lanes(self) -> None:
        lanes = {lane: name for name, lane in self.model.lanes.items()}
        for lane, name in lanes.items():
            node = self.nodes.get(name)
            department, role = (node.department, node.role) if node else ("", "")
            if department not in self.words.departments:
                self.report.at(
                    lane, "P016", "泳道要写 weimin:department，可用：{known}；这里是“{given}”",
                    "a lane needs weimin:department, one of {known}; this is {given!r}",
                    level="convention", known=", ".join(self.words.departments), given=department,
                )  # fmt: skip
            if (role or department != "applicant") and role not in self.words.roles:
                self.report.at(
                    lane, "P016", "泳道要写 weimin:role，可用：{known}；这里是“{given}”",
                    "a lane needs weimin:role, one of {known}; this is {given!r}",
                    level="convention", known=", ".join(self.words.roles), given=role,
                )  # fmt: skip

    def _doer(self, node: Node) -> None:
        place: Node | None = node
        while place is not None and place.id not in self.model.lanes:
            place = self.nodes.get(place.parent)
        if place is None:
            self._say(node, "P016", "不在任何泳道里，不知由谁来做", "lies in no lane: nobody does it")

    def _outcomes(self, node: Node) -> None:
        if not node.outcomes:
            self._say(
                node, "P017", "要写 weimin:outcomes，列出可能的结果", "needs weimin:outcomes, its possible results"
            )
        if len(set(node.outcomes)) < len(node.outcomes):
            self._say(node, "P017", "weimin:outcomes 里有重复", "weimin:outcomes names one twice", level="error")
        if node.step not in self.words.steps:
            self._say(
                node, "P017", "weimin:step 应是 {known} 之一，这里是“{given}”",
                "weimin:step must be one of {known}; this is {given!r}", known=", ".join(self.words.steps), given=node.step,
            )  # fmt: skip
            return
        allowed = self.words.steps[node.step]
        for outcome in node.outcomes:
            if outcome not in allowed:
                self._say(
                    node, "P017", "{step} 没有 {outcome} 这个结果，依法只有：{allowed}",
                    "{step} has no outcome {outcome}; the law gives it {allowed}",
                    step=node.step, outcome=outcome, allowed=", ".join(allowed),
                )  # fmt: skip

    def _instances(self, node: Node) -> None:
        wrong = conditions.problem(node.each or "")
        if wrong is not None:
            self._say(
                node,
                "P018",
                "weimin:each 不是 FEEL：{reason}",
                "weimin:each is not FEEL: {reason}",
                level="error",
                reason=wrong,
            )
        if node.branch_of:
            self._say(
                node, "P018", "多实例（{outer}）里不能再有多实例", "a multi-instance inside a multi-instance ({outer}) does not run",
                level="error", outer=node.branch_of,
            )  # fmt: skip
        combine = node.combine
        if combine is not None and combine.rule != "separate" and node.outcomes and combine.then not in node.outcomes:
            self._say(
                node, "P018", "weimin:combine 说的 {then} 不在结果 {known} 里",
                "weimin:combine speaks of {then}, which is not among the outcomes {known}",
                level="error", then=combine.then, known=", ".join(node.outcomes),
            )  # fmt: skip
