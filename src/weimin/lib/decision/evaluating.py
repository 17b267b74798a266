"""Evaluation: which rules hold for these values, and what the hit policy makes of them. Pure and deterministic."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.decision.compiling import allowed
from weimin.lib.decision.kinds import conforms, name_of_type, what_is
from weimin.lib.decision.model import Aggregate, Cell, DecisionTable, HitPolicy, Input, Output, Rule
from weimin.lib.feel import ClockNotGiven, Expression, FeelError, FeelEvaluationError, compile_expression

__all__ = ["Decided", "Given", "Hit", "decide", "same"]

_LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
_FOLDS = {
    Aggregate.SUM: compile_expression("sum(results)"),
    Aggregate.MIN: compile_expression("min(results)"),
    Aggregate.MAX: compile_expression("max(results)"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """The value of an input column; null where the context does not say."""

    column: Input
    value: Any


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds. ``counts``: it gives the value, or a part of it; others hold too but yield to it."""

    rule: Rule
    outputs: Mapping[str, Any]
    counts: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """``value``: one result; a mapping by column if there are several; a list where the policy collects.

    ``required``: the decisions behind it, as they were decided, in the order of the table's ``chain``.

    It is null, with its reason among ``problems``, where the table has no answer. Under FIRST the rules after the first
    hit are not looked at.
    """

    table: DecisionTable
    value: Any
    inputs: tuple[Given, ...]
    hits: tuple[Hit, ...]
    problems: tuple[Bilingual, ...]
    by_default: bool = False
    required: tuple["Decided", ...] = ()

    @property
    def rules(self) -> tuple[int, ...]:
        """The numbers of the rules that give the value."""
        return tuple(hit.rule.number for hit in self.hits if hit.counts)


class _Unanswered(Exception):
    """The table has no answer; the message says why."""

    def __init__(self, zh: str, en: str, **values: Any) -> None:
        super().__init__(en)
        self.message = Bilingual(zh, en).format(**values)


def decide(table: DecisionTable, context: Mapping[str, Any], *, now: datetime | None = None) -> Decided:
    """Evaluate a decision and, before it, each that it requires.

    Nothing raises but ``ClockNotGiven``, where a cell asks for today and ``now`` is not given.
    """
    found: dict[int, Decided] = {}
    for each in (*table.chain, table):
        results = {other.variable: found[id(other)].value for other in each.requires}
        found[id(each)] = _decide(each, {**context, **results}, now)
    *required, decided = found.values()
    told = tuple(
        Bilingual("{d}：{m}", "{d}: {m}").format(d=each.table.name, m=message)
        for each in required
        for message in each.problems
    )
    return replace(decided, required=tuple(required), problems=told + decided.problems)


def _decide(table: DecisionTable, context: Mapping[str, Any], now: datetime | None) -> Decided:
    run = _Run(table, context, now)
    try:
        run.look()
        hits = run.matching()
        value, counting, by_default = run.answer(hits)
    except _Unanswered as error:
        run.problem(error.message)
        value, counting, by_default = None, (), False
    counted = set(counting)
    told = tuple(Hit(rule, run.outputs.get(rule.number, {}), rule.number in counted) for rule in run.hits)
    return Decided(table, value, tuple(run.given), told, tuple(run.problems), by_default)


class _Run:
    def __init__(self, table: DecisionTable, context: Mapping[str, Any], now: datetime | None) -> None:
        self.table, self.context, self.now = table, context, now
        self.given: list[Given] = []
        self.hits: list[Rule] = []
        self.outputs: dict[int, dict[str, Any]] = {}
        self.problems: list[Bilingual] = []

    def problem(self, message: Bilingual) -> None:
        if message not in self.problems and len(self.problems) < 100:
            self.problems.append(message)

    def value(self, code: Expression, context: Mapping[str, Any]) -> Any:
        reasons: list[FeelEvaluationError] = []
        try:
            found = code.evaluate(context, now=self.now, problems=reasons)
        except ClockNotGiven:
            raise
        except FeelError as error:
            raise _Unanswered("“{t}”：{m}", "'{t}': {m}", t=code.source[:80], m=error.message) from None
        if found is None:
            for reason in reasons:
                self.problem(Bilingual("“{t}”：{m}", "'{t}': {m}").format(t=code.source[:80], m=reason.message))
        return found

    def look(self) -> None:
        """Compute the inputs. A value that a column does not allow leaves the table without an answer."""
        seen = [Given(column, self.value(column.expression, self.context)) for column in self.table.inputs]
        self.given = seen
        for each in seen:
            column, value = each.column, each.value
            if not conforms(value, column.type):
                raise _Unanswered(
                    "“{c}”是{a}，应是{b}", "'{c}' is {a}, it should be {b}",
                    c=column.label, a=what_is(value), b=name_of_type(column.type),
                )  # fmt: skip
            if value is not None and column.values is not None and not allowed(column.values, value):
                raise _Unanswered(
                    "“{c}”的值不在允许范围内（{v}）", "the value of '{c}' is not among those allowed ({v})",
                    c=column.label, v=column.values.text[:80],
                )  # fmt: skip

    def matching(self) -> list[Rule]:
        contexts = [{**self.context, "?": each.value} for each in self.given]
        for rule in self.table.rules:
            if all(cell.any or self.holds(cell, seen) for cell, seen in zip(rule.conditions, contexts, strict=True)):
                self.hits.append(rule)
                if self.table.policy is HitPolicy.FIRST:
                    break
        for rule in self.hits:
            self.outputs[rule.number] = self.results(rule)
        return self.hits

    def holds(self, cell: Cell, seen: Mapping[str, Any]) -> bool:
        """A condition about a value that is not known is not met; that needs no telling."""
        try:
            return cell.code.evaluate(seen, now=self.now) is True
        except ClockNotGiven:
            raise
        except FeelError as error:
            raise _Unanswered("“{t}”：{m}", "'{t}': {m}", t=cell.text[:80], m=error.message) from None

    def results(self, rule: Rule) -> dict[str, Any]:
        return {
            output.id: self.result(cell, output)
            for cell, output in zip(rule.results, self.table.outputs, strict=True)
        }  # fmt: skip

    def result(self, cell: Cell, output: Output) -> Any:
        value = self.value(cell.code, self.context)
        if not conforms(value, output.type):
            self.problem(
                Bilingual("结果“{t}”是{a}，“{o}”应是{b}", "the result '{t}' is {a}, '{o}' should be {b}").format(
                    t=cell.text[:80], a=what_is(value), o=output.label, b=name_of_type(output.type)
                )
            )
            return None
        if value is not None and output.values is not None and not allowed(output.values, value):
            self.problem(
                Bilingual("结果“{t}”不在允许值里（{v}）", "the result '{t}' is not allowed ({v})").format(
                    t=cell.text[:80], v=output.values.text[:80]
                )
            )
            return None
        return value

    def answer(self, hits: list[Rule]) -> tuple[Any, tuple[int, ...], bool]:
        """The value, the rules that give it, and whether it is the default."""
        table = self.table
        if not hits:
            return self.nothing()
        everyone = tuple(rule.number for rule in hits)
        match table.policy:
            case HitPolicy.UNIQUE:
                if len(hits) > 1:
                    raise _Unanswered(
                        "规则 {r} 同时成立，这张表只许一条成立", "rules {r} hold together, and this table allows only one",
                        r=_numbers(hits),
                    )  # fmt: skip
                return self.shown(hits[0]), everyone, False
            case HitPolicy.ANY:
                if any(not same(self.outputs[rule.number], self.outputs[hits[0].number]) for rule in hits):
                    raise _Unanswered(
                        "规则 {r} 同时成立，结果却不同", "rules {r} hold together, and their results differ", r=_numbers(hits)
                    )  # fmt: skip
                return self.shown(hits[0]), everyone, False
            case HitPolicy.FIRST:
                return self.shown(hits[0]), everyone, False
            case HitPolicy.PRIORITY:
                best = min(hits, key=self.rank)
                return self.shown(best), (best.number,), False
            case HitPolicy.OUTPUT_ORDER:
                ordered = sorted(hits, key=self.rank)
                return [self.shown(rule) for rule in ordered], tuple(rule.number for rule in ordered), False
        return self.collected(hits), everyone, False

    def nothing(self) -> tuple[Any, tuple[int, ...], bool]:
        """No rule holds: the default, or what the policy makes of nothing."""
        table = self.table
        if any(output.default is not None for output in table.outputs):
            values = {
                output.id: None if output.default is None else self.result(output.default, output)
                for output in table.outputs
            }
            return self.folded(values), (), True
        if table.policy in _LISTS and table.aggregate is Aggregate.LIST:
            return [], (), False
        if table.aggregate is Aggregate.COUNT:
            return compile_expression("0").evaluate({}), (), False
        raise _Unanswered("没有规则成立", "no rule holds")

    def folded(self, values: Mapping[str, Any]) -> Any:
        return next(iter(values.values())) if len(values) == 1 else dict(values)

    def shown(self, rule: Rule) -> Any:
        return self.folded(self.outputs[rule.number])

    def rank(self, rule: Rule) -> tuple[int, ...]:
        """Smaller is more important: the place of each output among its allowed values, columns from left to right."""
        outputs = self.outputs[rule.number]
        return tuple(
            column.ranking.index(outputs[column.id]) if outputs[column.id] in column.ranking else len(column.ranking)
            for column in self.table.outputs
            if column.ranking
        )

    def collected(self, hits: list[Rule]) -> Any:
        aggregate = self.table.aggregate
        results = [self.shown(rule) for rule in hits]
        if aggregate is Aggregate.LIST:
            return results
        if aggregate is Aggregate.COUNT:
            return compile_expression("count(results)").evaluate({"results": results})
        value = self.value(_FOLDS[aggregate], {"results": results}) if None not in results else None
        if value is None:
            raise _Unanswered(
                "规则 {r} 的结果不能汇总", "the results of rules {r} cannot be aggregated", r=_numbers(hits)
            )
        return value


def same(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Whether two rules give the same results; a truth value is never a number."""
    return all(type(left[key]) is type(right[key]) and left[key] == right[key] for key in left)


def _numbers(rules: list[Rule]) -> Bilingual:
    return Bilingual("、".join(str(rule.number) for rule in rules), ", ".join(str(rule.number) for rule in rules))
