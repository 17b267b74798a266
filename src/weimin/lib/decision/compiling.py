"""From a table as written to a table that runs: every cell compiled, every column's width and type held."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from weimin.lib.bilingual import Bilingual
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
from weimin.lib.feel import Expression, FeelError, Limits, compile_expression, compile_unary_tests, to_json
from weimin.lib.feel.tree import Name, Node, Path, UnaryTests
from weimin.lib.feel.values import kind

__all__ = ["MOST_CELLS", "MOST_CHAIN", "MOST_COLUMNS", "MOST_RULES", "allowed", "compile_table", "constant"]

MOST_RULES = 1_000
MOST_COLUMNS = 40
MOST_CELLS = 20_000
MOST_CHAIN = 20
ALL_STEPS = 10_000_000
"""Work of one evaluation of a whole table, in FEEL's steps; it is shared out among the cells."""


def compile_table(text: TableText, required: Sequence[DecisionTable] = ()) -> DecisionTable:
    """The table. ``required`` are the decisions whose results it takes. Raises ``DecisionError`` with all that is wrong."""
    findings = Findings(text.file)
    findings.table = text.id
    compiler = _Compiler(text, findings, required)
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
    def __init__(self, text: TableText, findings: Findings, required: Sequence[DecisionTable]) -> None:
        self.text, self.findings, self.required = text, findings, tuple(required)
        self.results: Mapping[str, DecisionTable] = {each.variable: each for each in required}
        self.names = text.names if text.names is not None else frozenset(self.results)
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
        self.once([(each.variable, text.line) for each in self.required])
        chain = chain_of(self.required)
        if len(chain) > MOST_CHAIN:
            self.findings.add(
                text.line, "D002", "这个决定连着另外 {n} 个决定，最多 {m} 个",
                "{n} decisions stand behind this one; at most {m} may", n=len(chain), m=MOST_CHAIN,
            )  # fmt: skip
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
        if text.formula:
            made_inputs, made = self.formula(made_inputs, made)
        return DecisionTable(
            text.id, text.name, text.file, text.line, text.policy, text.aggregate, made_inputs, made_outputs, made,
            text.variable or text.id, self.required, chain, text.formula,
        )  # fmt: skip

    def formula(self, given: tuple[Input, ...], rules: tuple[Rule, ...]) -> tuple[tuple[Input, ...], tuple[Rule, ...]]:
        """A column for each name that the expression takes, so that its value is shown like any other input."""
        (cell,) = rules[0].results
        told = {column.expression.source for column in given}
        columns = list(given)
        for name in dict.fromkeys(name.split(".")[0] for name in sorted(cell.code.names)):
            if name not in told:
                result = self.results.get(name)
                label = Bilingual(name, name) if result is None else _called(result)
                column = self.input(ColumnText(name, label, cell.line, Span(name, cell.line)))
                columns += [column] if column is not None else []
        anything = Cell("-", cell.line, compile_unary_tests("-"))
        whole = Rule(1, (anything,) * len(columns), (cell,), rules[0].notes, rules[0].line)
        return tuple(columns), (whole,)

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
        if (promised := self.promised(expression)) is not None:
            column_type, values = self.fitting(column, (column_type, values), promised)
        return Input(column.id, column.label, column.line, expression, column_type, values)

    def promised(self, expression: Expression) -> Output | None:
        """The column of another decision's result that an input looks at, if it looks at nothing else."""
        match expression.tree:
            case Name(name=name):
                wanted = None
            case Path(base=Name(name=name), name=wanted):
                pass
            case _:
                return None
        table = self.results.get(name)
        return None if table is None else result_column(table, wanted)

    def fitting(self, column: ColumnText, own: tuple[str, Cell | None], promised: Output) -> tuple[str, Cell | None]:
        """An input takes the type and the allowed values of the result it looks at; its own must fit them."""
        kinds = {own[0], promised.type}
        if "" not in kinds and len(kinds) > 1 and kinds != {"number", "integer"}:
            self.findings.add(
                column.line, "D012", "“{c}”应是{a}，它取的结果“{o}”是{b}",
                "'{c}' should be {a}, the result '{o}' that it takes is {b}",
                c=column.label, a=name_of_type(own[0]), o=promised.label, b=name_of_type(promised.type),
            )  # fmt: skip
        elif own[1] is not None:
            for value in promised.ranking:
                if not allowed(own[1], value):
                    self.findings.add(
                        column.line, "D012", "“{o}”可能是 {v}，“{c}”却不允许", "'{o}' may be {v}, which '{c}' does not allow",
                        o=promised.label, v=to_json(value), c=column.label,
                    )  # fmt: skip
        return own[0] or promised.type, promised.values if own[1] is None else own[1]

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
            made = compiler(span.text, names=self.names, limits=self.limits)
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


def chain_of(required: Sequence[DecisionTable]) -> tuple[DecisionTable, ...]:
    """The required decisions and all behind them, each once, before whoever takes its result."""
    found = {id(each): each for table in required for each in (*table.chain, table)}
    return tuple(found.values())


def result_column(table: DecisionTable, wanted: str | None) -> Output | None:
    """What is known of a decision's result, or of one column of it; None where it may be anything."""
    if table.aggregate is Aggregate.COUNT:
        return replace(table.outputs[0], type="integer", values=None, ranking=()) if wanted is None else None
    if table.aggregate is not Aggregate.LIST:
        return replace(table.outputs[0], values=None, ranking=()) if wanted is None else None
    if table.policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER):
        return None
    if (wanted is None) != (len(table.outputs) == 1):
        return None
    return next((each for each in table.outputs if wanted in (None, each.id)), None)


def _called(table: DecisionTable) -> Bilingual:
    """A decision's result in a few words: what its only column is called."""
    return table.outputs[0].label if len(table.outputs) == 1 else table.name


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
