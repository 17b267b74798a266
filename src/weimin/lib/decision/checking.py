"""What can be known of a table before anyone asks it: gaps, overlaps, rules that never count, conditions of a wrong type.

Everything told here is so: an example of a gap is answered by no rule, one of an overlap by both. What is too free to
be analysed is named instead of guessed at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.decision.axes import Axis, axis_of
from weimin.lib.decision.compiling import constant
from weimin.lib.decision.conditions import constants_of
from weimin.lib.decision.errors import Finding, Findings
from weimin.lib.decision.grid import Grid, TooMuchWork
from weimin.lib.decision.kinds import conforms, name_of_type, what_is
from weimin.lib.decision.model import Aggregate, Cell, DecisionTable, HitPolicy, Rule
from weimin.lib.decision.words import feel_text, listed

__all__ = ["check_table"]

MOST_GAPS: Final = 5
MOST_OVERLAPS: Final = 20
MOST_EVALUATIONS: Final = 200_000
_ANSWERS_NOTHING: Final = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)


def check_table(table: DecisionTable) -> tuple[Finding, ...]:
    """Every finding about a compiled table, in the order of the file. Raises nothing."""
    findings = Findings(table.file)
    findings.table = table.id
    checker = _Checker(table, findings)
    checker.types()
    if not findings.failed:
        checker.shape()
    return tuple(sorted(findings.found, key=lambda finding: (finding.line, finding.code)))


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a rule holds: certainly (``sure``), and at most (``most``), as classes of each axis."""

    sure: tuple[int, ...]
    most: tuple[int, ...]

    @property
    def told(self) -> bool:
        return self.sure == self.most


class _Checker:
    def __init__(self, table: DecisionTable, findings: Findings) -> None:
        self.table, self.findings = table, findings
        self.groups = _same_expression(table)
        self.axes: list[Axis] = []
        self.boxes: list[_Box] = []
        self.evaluations = MOST_EVALUATIONS
        self.known: dict[tuple[str, str], int] = {}

    def types(self) -> None:
        """Constants that a condition compares with are of the column's type."""
        for place, column in enumerate(self.table.inputs):
            for rule in self.table.rules:
                cell = rule.conditions[place]
                values = () if cell.any else constants_of(cell.code) or ()
                wrong = next((value for value in values if not conforms(value, column.type)), None)
                if wrong is not None and not (column.type == "integer" and conforms(wrong, "number")):
                    self.findings.add(
                        cell.line, "D008", "第 {r} 条规则的条件“{t}”里是{a}，“{c}”应是{b}",
                        "the condition '{t}' of rule {r} holds {a}, '{c}' is {b}",
                        r=rule.number, t=cell.text[:80], a=what_is(wrong), b=name_of_type(column.type), c=column.label,
                        rules=(rule.number,),
                    )  # fmt: skip

    def shape(self) -> None:
        for places in self.groups:
            cells = [rule.conditions[place] for rule in self.table.rules for place in places]
            typed = next((p for p in places if self.table.inputs[p].type), places[0])
            self.axes.append(axis_of(self.table.inputs[typed], cells))
        self.too_free()
        try:
            for rule in self.table.rules:
                self.boxes.append(self.box(rule))
            self.never()
            self.gaps()
            self.overlaps()
            self.hidden()
        except TooMuchWork:
            self.findings.add(
                self.table.line, "D025", "规则太多、太交错，没有查完空缺和重叠；把表拆小",
                "the rules are too many and too entangled: gaps and overlaps were not searched to the end; split the table",
                level="warning",
            )  # fmt: skip

    def too_free(self) -> None:
        for axis in self.axes:
            free = sorted(axis.free, key=lambda cell: cell.line)
            limits = axis.column.values
            if limits is not None and not axis.values:
                free = [limits]
            if free:
                self.findings.add(
                    free[0].line, "D024",
                    "“{c}”的条件“{t}”不只是同固定值比较（共 {n} 处），它的空缺和重叠无法判断",
                    "the condition '{t}' on '{c}' is more than a comparison with fixed values ({n} such): its gaps and overlaps cannot be told",
                    c=axis.column.label, t=free[0].text[:80], n=len(free), level="warning",
                )  # fmt: skip

    def box(self, rule: Rule) -> _Box:
        sure, most = [], []
        for axis, places in zip(self.axes, self.groups, strict=True):
            cells = [rule.conditions[place] for place in places]
            told = [cell for cell in cells if not cell.any and cell not in axis.free]
            bits = (1 << max(len(axis.values), 1)) - 1
            for cell in told if axis.values else ():
                bits &= self.classes(axis, cell)
            most.append(bits)
            sure.append(0 if any(cell in axis.free for cell in cells) else bits)
        return _Box(tuple(sure), tuple(most))

    def classes(self, axis: Axis, cell: Cell) -> int:
        """Where a condition holds; computed once for each text. Raises ``TooMuchWork``."""
        key = (axis.column.id, cell.text)
        if key not in self.known:
            self.evaluations -= 1 if cell in axis.own else len(axis.values)
            if self.evaluations < 0:
                raise TooMuchWork
            self.known[key] = axis.classes(cell)
        return self.known[key]

    def grid(self, boxes: Sequence[tuple[int, ...]]) -> Grid:
        return Grid([max(len(axis.values), 1) for axis in self.axes], boxes)

    @property
    def everything(self) -> tuple[int, ...]:
        return tuple((1 << max(len(axis.values), 1)) - 1 for axis in self.axes)

    def never(self) -> None:
        for rule, box in zip(self.table.rules, self.boxes, strict=True):
            for axis, bits in zip(self.axes, box.most, strict=True):
                if not bits:
                    self.findings.add(
                        rule.line, "D023", "第 {r} 条规则永不成立：“{c}”没有这样的值",
                        "rule {r} never holds: '{c}' has no such value",
                        r=rule.number, c=axis.column.label, level="warning", rules=(rule.number,),
                    )  # fmt: skip
                    break

    def gaps(self) -> None:
        table = self.table
        if any(output.default is not None for output in table.outputs):
            return
        if table.policy in _ANSWERS_NOTHING and table.aggregate in (Aggregate.LIST, Aggregate.COUNT):
            return
        grid = self.grid([box.most for box in self.boxes])
        for point in islice(grid.uncovered(self.everything, range(len(self.boxes))), MOST_GAPS):
            example = self.example(point)
            self.findings.add(
                table.line, "D020", "有空缺：{e} 时没有规则成立{s}", "a gap: no rule holds for {e}{s}",
                e=self.shown(example), s=self.linked, example=example,
            )  # fmt: skip

    def overlaps(self) -> None:
        if self.table.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return
        grid = self.grid([box.sure for box in self.boxes])
        told = 0
        for second in range(len(self.boxes)):
            for first in range(second):
                point = grid.meeting(first, second)
                if point is None or not self.matters(first, second):
                    continue
                told += 1
                if told > MOST_OVERLAPS:
                    return
                self.overlap(self.table.rules[first], self.table.rules[second], self.example(point))

    def matters(self, first: int, second: int) -> bool:
        """Whether two rules may not hold together: under ANY only if their results differ for certain."""
        if self.table.policy is HitPolicy.UNIQUE:
            return True
        pairs = zip(self.table.rules[first].results, self.table.rules[second].results, strict=True)
        return any(_differ(one, other) for one, other in pairs)

    def overlap(self, first: Rule, second: Rule, example: Mapping[str, Any]) -> None:
        unique = self.table.policy is HitPolicy.UNIQUE
        self.findings.add(
            second.line, "D021" if unique else "D022",
            "第 {a}、{b} 条规则重叠：{e} 时都成立" + ("" if unique else "，结果却不同") + "{s}",
            "rules {a} and {b} overlap: both hold for {e}" + ("" if unique else ", and their results differ") + "{s}",
            a=first.number, b=second.number, e=self.shown(example), s=self.linked,
            rules=(first.number, second.number), example=example,
        )  # fmt: skip

    def hidden(self) -> None:
        """Rules that others always come before."""
        earlier = self.before()
        if earlier is None:
            return
        grid = self.grid([box.sure for box in self.boxes])
        for place, rule in enumerate(self.table.rules):
            others = [other for other in earlier[place] if other != place]
            if not others or not all(self.boxes[place].most):
                continue
            if next(grid.uncovered(self.boxes[place].most, others), None) is None:
                self.findings.add(
                    rule.line, "D023", "第 {r} 条规则用不上：只要各项都有值，总有别的规则在先",
                    "rule {r} never counts: wherever it holds and all inputs are known, other rules come first",
                    r=rule.number, level="warning", rules=(rule.number,),
                )  # fmt: skip

    def before(self) -> list[list[int]] | None:
        """For each rule the ones that win over it wherever both hold; None where the policy knows no winner."""
        count = len(self.table.rules)
        if self.table.policy is HitPolicy.FIRST:
            return [list(range(place)) for place in range(count)]
        if self.table.policy is not HitPolicy.PRIORITY:
            return None
        ranks = [self.rank(rule) for rule in self.table.rules]
        return [
            []
            if (own := ranks[place]) is None
            else [
                other
                for other, rank in enumerate(ranks)
                if rank is not None and (rank < own or (rank == own and other < place))
            ]
            for place in range(count)
        ]

    def rank(self, rule: Rule) -> tuple[int, ...] | None:
        """How important the rule's results are, if they are always the same."""
        places = []
        for cell, output in zip(rule.results, self.table.outputs, strict=True):
            if output.ranking:
                fixed, value = constant(cell.code)
                if not fixed:
                    return None
                places.append(output.ranking.index(value) if value in output.ranking else len(output.ranking))
        return tuple(places)

    def example(self, point: tuple[int, ...]) -> dict[str, Any]:
        """A value for each input expression that could be analysed."""
        return {
            axis.column.expression.source: axis.values[place]
            for axis, place in zip(self.axes, point, strict=True)
            if axis.values
        }

    def shown(self, example: Mapping[str, Any]) -> Bilingual:
        parts = []
        for axis in self.axes:
            label, source = axis.column.label, axis.column.expression.source
            if source in example:
                value = feel_text(example[source])
                parts.append(Bilingual(f"{label.zh} = {value}", f"{label.en} = {value}"))
        return listed(parts, "、", ", ") if parts else Bilingual("任何输入", "any input")

    @property
    def linked(self) -> Bilingual:
        """Columns that look at the same data cannot take all values together, and nobody can say here which."""
        seen: set[str] = set()
        for axis in self.axes:
            roots = {name.split(".")[0] for name in axis.column.expression.names}
            if roots & seen:
                return Bilingual(
                    "（有几列看同样的数据，请核对这些值能否同时出现）",
                    " (several columns look at the same data: check whether these values can occur together)",
                )
            seen |= roots
        return Bilingual("", "")


def _same_expression(table: DecisionTable) -> list[list[int]]:
    """The inputs by what they look at: two columns on one expression are one axis."""
    found: dict[str, list[int]] = {}
    for place, column in enumerate(table.inputs):
        found.setdefault(" ".join(column.expression.source.split()), []).append(place)
    return list(found.values())


def _differ(one: Cell, other: Cell) -> bool:
    (fixed_one, first), (fixed_other, second) = constant(one.code), constant(other.code)
    return fixed_one and fixed_other and (type(first) is not type(second) or first != second)
