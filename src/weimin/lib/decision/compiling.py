"""From a table as written to a table that runs: every cell compiled, every column's width and type held."""

from collections.abc import Callable, Sequence
from typing import Any

from weimin.lib.decision.errors import DecisionError, Findings
from weimin.lib.decision.kinds import conforms, name_of_type, type_named, what_is
from weimin.lib.decision.model import (
    Aggregate,
    Cell,
    ColumnText,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
    RuleText,
    Span,
    TableText,
)
from weimin.lib.feel import Expression, FeelError, Limits, compile_expression, compile_unary_tests
from weimin.lib.feel.tree import Node, UnaryTests
from weimin.lib.feel.values import kind

__all__ = ["MOST_CELLS", "MOST_COLUMNS", "MOST_RULES", "allowed", "compile_table", "constant"]

MOST_RULES = 1_000
MOST_COLUMNS = 40
MOST_CELLS = 20_000
ALL_STEPS = 10_000_000
"""Work of one evaluation of a whole table, in FEEL's steps; it is shared out among the cells."""


def compile_table(text: TableText) -> DecisionTable:
    """The table. Raises ``DecisionError`` with all that is wrong."""
    findings = Findings(text.file)
    findings.table = text.id
    compiler = _Compiler(text, findings)
    table = compiler.table() if compiler.bounded() else None
    if table is None or findings.failed:
        raise DecisionError(findings.found)
    return table


def constant(expression: Expression, node: Node | None = None) -> tuple[bool, Any]:
    """Whether a (part of an) expression always has one value, and the value."""
    part = expression if node is None else expression.part(node)
    if part.names or part.item_names:
        return False, None
    try:
        return True, part.evaluate({})
    except FeelError:
        return False, None


class _Compiler:
    def __init__(self, text: TableText, findings: Findings) -> None:
        self.text, self.findings = text, findings
        cells = len(text.rules) * (len(text.inputs) + len(text.outputs)) + 1
        self.limits = Limits(source=4_000, steps=max(500, min(1_000_000, ALL_STEPS // cells)), items=10_000)

    def bounded(self) -> bool:
        text = self.text
        columns = len(text.inputs) + len(text.outputs)
        if len(text.rules) > MOST_RULES or columns > MOST_COLUMNS or columns * len(text.rules) > MOST_CELLS:
            self.findings.add(
                text.line, "D002", "表太大：最多 {r} 条规则、{c} 列、{n} 格，请拆成几张表",
                "the table is too large: at most {r} rules, {c} columns and {n} cells; split it",
                r=MOST_RULES, c=MOST_COLUMNS, n=MOST_CELLS,
            )  # fmt: skip
            return False
        for missing, zh, en in (
            (not text.outputs, "表没有输出列", "the table has no output"),
            (not text.rules, "表没有规则", "the table has no rules"),
        ):
            if missing:
                self.findings.add(text.line, "D005", zh, en)
        return True

    def table(self) -> DecisionTable | None:
        text = self.text
        self.once([(column.id, column.line) for column in text.outputs])
        inputs = [self.input(column) for column in text.inputs]
        outputs = [self.output(column) for column in text.outputs]
        rules = [self.rule(number, rule) for number, rule in enumerate(text.rules, 1)]
        self.policy()
        if self.findings.failed:
            return None
        made_inputs, made_outputs = tuple(filter(None, inputs)), tuple(filter(None, outputs))
        self.ranked(made_outputs)
        made = tuple(filter(None, rules))
        for rule in made:
            self.result_types(rule.results, made_outputs)
        for output in made_outputs:
            if output.default is not None:
                self.result_types((output.default,), (output,))
        return DecisionTable(
            text.id, text.name, text.file, text.line, text.policy, text.aggregate, made_inputs, made_outputs, made
        )

    def once(self, names: Sequence[tuple[str, int]]) -> None:
        seen: set[str] = set()
        for name, line in names:
            if name in seen:
                self.findings.add(line, "D011", "“{n}”重复了", "'{n}' is given twice", n=name)
            seen.add(name)

    def policy(self) -> None:
        text = self.text
        if text.aggregate is not Aggregate.LIST and text.policy is not HitPolicy.COLLECT:
            self.findings.add(
                text.line, "D005", "只有 COLLECT 才有汇总", "only the policy COLLECT has an aggregation"
            )  # fmt: skip
        if text.aggregate not in (Aggregate.LIST, Aggregate.COUNT) and len(text.outputs) > 1:
            self.findings.add(
                text.line, "D005", "有几个输出列时不能汇总（DMN 1.5 §8.2.11）",
                "results of several columns cannot be aggregated (DMN 1.5 §8.2.11)",
            )  # fmt: skip

    def input(self, column: ColumnText) -> Input | None:
        column_type = self.type(column)
        expression = self.code(compile_expression, column.expression or Span(column.id, column.line))
        values = self.values(column, column_type)
        if column_type is None or expression is None:
            return None
        return Input(column.id, column.label, column.line, expression, column_type, values)

    def output(self, column: ColumnText) -> Output | None:
        column_type = self.type(column)
        values = self.values(column, column_type)
        default = None
        if column.default is not None:
            default = self.cell(compile_expression, column.default)
        if column_type is None:
            return None
        ranking = _ranking(values) if values is not None else ()
        return Output(column.id, column.label, column.line, column_type, values, ranking, default)

    def type(self, column: ColumnText) -> str | None:
        found = type_named(column.type)
        if found is None:
            self.findings.add(column.line, "D005", "没有“{t}”这个类型", "there is no type '{t}'", t=column.type)
        return found

    def values(self, column: ColumnText, column_type: str | None) -> Cell | None:
        if column.values is None or column.values.text in ("", "-"):
            return None
        cell = self.cell(compile_unary_tests, column.values)
        if cell is not None and column_type:
            for value in _ranking(cell):
                if not conforms(value, column_type):
                    self.findings.add(
                        cell.line, "D008", "允许值是{a}，这一列是{b}", "an allowed value is {a}, the column is {b}",
                        a=what_is(value), b=name_of_type(column_type),
                    )  # fmt: skip
        return cell

    def rule(self, number: int, rule: RuleText) -> Rule | None:
        wanted = (len(self.text.inputs), len(self.text.outputs))
        if (len(rule.conditions), len(rule.results)) != wanted:
            self.findings.add(
                rule.line, "D005", "第 {n} 条规则有 {a} 个条件、{b} 个结果，应为 {c} 和 {d}",
                "rule {n} has {a} conditions and {b} results, it should have {c} and {d}",
                n=number, a=len(rule.conditions), b=len(rule.results), c=wanted[0], d=wanted[1], rules=(number,),
            )  # fmt: skip
            return None
        conditions = [self.cell(compile_unary_tests, span, any_if_empty=True) for span in rule.conditions]
        results = [self.cell(compile_expression, span) for span in rule.results]
        if None in conditions or None in results:
            return None
        return Rule(number, tuple(filter(None, conditions)), tuple(filter(None, results)), rule.notes, rule.line)

    def cell(self, compiler: Callable[..., Expression], span: Span, *, any_if_empty: bool = False) -> Cell | None:
        text = span.text.strip() or ("-" if any_if_empty else "null")
        if not any_if_empty and text == "-":
            text = "null"
        code = self.code(compiler, Span(text, span.line))
        return None if code is None else Cell(text, span.line, code)

    def code(self, compiler: Callable[..., Expression], span: Span) -> Expression | None:
        try:
            made = compiler(span.text, names=self.text.names, limits=self.limits)
        except FeelError as error:
            self.findings.add(
                span.line, "D006", "“{t}”写得不对（第 {c} 个字）：{m}", "'{t}' is wrong at character {c}: {m}",
                t=span.text[:80], c=error.column, m=error.message,
            )  # fmt: skip
            return None
        if self.text.names is not None:
            for name in sorted({name.split(".")[0] for name in made.names} - self.text.names):
                self.findings.add(
                    span.line, "D007", "“{t}”里没有“{n}”这个名字；可用的有：{k}",
                    "'{t}' uses the unknown name '{n}'; known are: {k}",
                    t=span.text[:80], n=name, k=", ".join(sorted(self.text.names)) or "-",
                )  # fmt: skip
        return made

    def ranked(self, outputs: tuple[Output, ...]) -> None:
        if self.text.policy not in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
            return
        if not any(output.ranking for output in outputs):
            self.findings.add(
                self.text.line, "D005", "按优先级取结果的表，输出列须列出允许值，重要的在前",
                "a table by priority needs the allowed values of an output, the most important first",
            )  # fmt: skip

    def result_types(self, cells: tuple[Cell, ...], outputs: tuple[Output, ...]) -> None:
        """Results that are always the same are held against their column now, all others when they are computed."""
        for cell, output in zip(cells, outputs, strict=True):
            fixed, value = constant(cell.code)
            if not fixed:
                continue
            if not conforms(value, output.type):
                self.findings.add(
                    cell.line, "D009", "结果“{t}”是{a}，输出列“{o}”应是{b}",
                    "the result '{t}' is {a}, the output '{o}' is {b}",
                    t=cell.text[:80], a=what_is(value), b=name_of_type(output.type), o=output.label,
                )  # fmt: skip
            elif value is not None and output.values is not None and not allowed(output.values, value):
                self.findings.add(
                    cell.line, "D010", "结果“{t}”不在输出列“{o}”的允许值里（{v}）",
                    "the result '{t}' is not among the allowed values of '{o}' ({v})",
                    t=cell.text[:80], o=output.label, v=output.values.text[:80],
                )  # fmt: skip


def allowed(values: Cell, value: Any) -> bool:
    """Whether a column's allowed values take a value."""
    try:
        return values.code.evaluate({"?": value}) is True
    except FeelError:
        return False


def _ranking(values: Cell) -> tuple[Any, ...]:
    """The allowed values one by one; nothing if one of them is a condition."""
    tree = values.code.tree
    found = []
    for test in tree.tests if isinstance(tree, UnaryTests) and not tree.negated else ():
        fixed, value = constant(values.code, test)
        if not fixed or kind(value) == "range":
            return ()
        found.append(value)
    return tuple(found)
