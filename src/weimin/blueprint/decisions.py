"""Decision tables of a city: the YAML form, DMN turned into it, and both into a table that runs (lib/decision)."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from weimin.blueprint.findings import Place
from weimin.blueprint.values import Article, Code, Strict, Text, wrong
from weimin.lib.bilingual import Bilingual
from weimin.lib.decision import (
    Aggregate,
    ColumnText,
    HitPolicy,
    RuleText,
    Span,
    TableText,
)
from weimin.lib.decision.dmn import DMN_NAMESPACES

__all__ = ["DMN_NAMESPACES", "Decision", "DecisionColumn", "DecisionRule", "decision_from", "table_text"]


def _feel(value: Any) -> Any:
    """In a cell numbers and true/false need no quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


FeelText = Annotated[
    str,
    BeforeValidator(_feel),
    Field(max_length=2000),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}),
]
"""A piece of FEEL; a number and true or false stand without quotes."""

Type = Literal[
    "number", "integer", "string", "boolean", "date", "time", "date and time",
    "days and time duration", "years and months duration", "any",
]  # fmt: skip


class DecisionColumn(Strict):
    """A column of a decision table. ``expression`` is what an input looks at; without it, the answer of that name.

    ``values``: what is allowed, as a test (``">= 0"``), or as a list of codes. Cells of a column with a list hold codes.
    An output's list goes from the most to the least important. ``default`` is an output's result where no rule holds.
    ``names`` says what the codes are called, where no question of the item does.
    """

    id: Code
    label: Text
    type: Type = "any"
    expression: FeelText | None = None
    values: FeelText | list[str] | None = None
    default: FeelText | None = None
    unit: Text | None = None
    names: dict[str, Text] = {}


class DecisionRule(Strict):
    """One row: conditions by input (a missing one holds for everything), results by output, and why."""

    when: dict[Code, FeelText] = {}
    then: Annotated[dict[Code, FeelText], Field(min_length=1)]
    note: Text | None = None
    basis: Article | None = None


class Decision(Strict):
    """``decisions/<code>.yaml``: a decision of DMN, a table or a formula. ``decisions/<code>.dmn`` holds the same as XML.

    A table has ``rules``; a formula has ``expression`` and one output. ``requires`` names the decisions whose results this
    one takes; each result has the code of its decision as its name (``-`` written ``_``), unless ``variable`` gives another.
    """

    code: Code
    name: Text
    basis: list[Article] = []
    policy: Literal["unique", "any", "first", "priority", "collect", "rule-order", "output-order"] = "unique"
    aggregate: Literal["list", "sum", "min", "max", "count"] = "list"
    inputs: list[DecisionColumn] = []
    outputs: Annotated[list[DecisionColumn], Field(min_length=1)]
    rules: list[DecisionRule] = []
    expression: FeelText | None = None
    requires: list[Code] = []
    variable: Annotated[str | None, Field(min_length=1, max_length=100)] = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.expression is None) == (not self.rules):
            raise wrong(
                "写 rules（一张表）或 expression（一个算式），只写一种",
                "give either 'rules' (a table) or 'expression' (a formula)",
            )
        if self.expression is not None and len(self.outputs) > 1:
            raise wrong("算式只有一个结果，outputs 只写一列", "a formula has one result: give one output")
        return self


def table_text(decision: Decision, place: Place) -> TableText:
    """The table as written, each part with its line in the file."""
    return TableText(
        id=decision.code,
        name=decision.name.bilingual,
        file=place.file,
        line=place.line,
        policy=HitPolicy(decision.policy),
        aggregate=Aggregate(decision.aggregate),
        inputs=tuple(
            _column(each, place.at("inputs", n), looks=True) for n, each in enumerate(decision.inputs)
        ),
        outputs=tuple(
            _column(each, place.at("outputs", n), looks=False) for n, each in enumerate(decision.outputs)
        ),
        rules=tuple(_rule(decision, each, place.at("rules", n)) for n, each in enumerate(decision.rules))
        if decision.expression is None
        else (_formula(decision, decision.expression, place.at("expression")),),
        requires=tuple(Span(code, place.at("requires", n).line) for n, code in enumerate(decision.requires)),
        variable=decision.variable or decision.code.replace("-", "_"),
        formula=decision.expression is not None,
    )  # fmt: skip


def _column(column: DecisionColumn, place: Place, *, looks: bool) -> ColumnText:
    values = column.values
    text = ", ".join(map(_quoted, values)) if isinstance(values, list) else values
    expression = column.expression or column.id.replace("-", "_")
    return ColumnText(
        id=column.id,
        label=column.label.bilingual,
        line=place.line,
        expression=Span(expression, place.at("expression").line) if looks else None,
        type="" if column.type == "any" else column.type,
        values=None if text is None else Span(text, place.at("values").line),
        default=None if column.default is None else Span(_cell(column, column.default), place.at("default").line),
    )


def _rule(decision: Decision, rule: DecisionRule, place: Place) -> RuleText:
    return RuleText(
        conditions=tuple(
            _span(each, rule.when.get(each.id, "-"), place.at("when", each.id)) for each in decision.inputs
        ),
        results=tuple(
            _span(each, rule.then.get(each.id, "null"), place.at("then", each.id)) for each in decision.outputs
        ),
        notes=tuple(_notes(rule)),
        line=place.line,
    )


def _formula(decision: Decision, text: str, place: Place) -> RuleText:
    """The only rule of a formula: it holds always, and rests on what the decision rests on."""
    conditions = tuple(Span("-", place.line) for _each in decision.inputs)
    notes = tuple(_article(each) for each in decision.basis)
    return RuleText(conditions, (Span(_cell(decision.outputs[0], text), place.line),), notes, place.line)


def _span(column: DecisionColumn, text: str, place: Place) -> Span:
    return Span(_cell(column, text), place.line)


def _cell(column: DecisionColumn, text: str) -> str:
    """The cell in FEEL. In a column of codes ``dig, occupy`` stands for ``"dig", "occupy"``."""
    if isinstance(column.values, list):
        parts = [part.strip() for part in text.split(",")]
        if all(part in column.values for part in parts):
            return ", ".join(map(_quoted, parts))
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _notes(rule: DecisionRule) -> list[Bilingual]:
    notes = [rule.note.bilingual] if rule.note is not None else []
    return notes + ([_article(rule.basis)] if rule.basis is not None else [])


def _article(article: Article) -> Bilingual:
    text = str(article)
    return Bilingual(text, text) if article.confirmed else Bilingual(f"{text}（待核实）", f"{text} (unconfirmed)")


_POLICY_WORDS: Final = {policy: policy.value for policy in HitPolicy}


def decision_from(text: TableText) -> dict[str, Any]:
    """A table that was read from DMN in the YAML form's words, so that a city holds tables of one kind only."""
    ids = [_code(column.id, f"input-{n}") for n, column in enumerate(text.inputs, 1)]
    outs = [_code(column.id, f"result-{n}") for n, column in enumerate(text.outputs, 1)]
    return {
        "code": _code(text.id, text.id),
        "name": _both(text.name),
        "policy": _POLICY_WORDS[text.policy],
        "aggregate": text.aggregate.value,
        "inputs": [_plain(column, code) for column, code in zip(text.inputs, ids, strict=True)],
        "outputs": [_plain(column, code) for column, code in zip(text.outputs, outs, strict=True)],
        "requires": [_code(each.text, each.text) for each in text.requires],
        "variable": text.variable or None,
        **({"expression": text.rules[0].results[0].text} if text.formula else {"rules": _rules(text, ids, outs)}),
    }


def _rules(text: TableText, ids: list[str], outs: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "when": {code: span.text or "-" for code, span in zip(ids, rule.conditions, strict=False)},
            "then": {code: span.text or "null" for code, span in zip(outs, rule.results, strict=False)},
            **({"note": _both(_joined(rule.notes))} if rule.notes else {}),
        }
        for rule in text.rules
    ]


def _plain(column: ColumnText, code: str) -> dict[str, Any]:
    from weimin.lib.decision.kinds import type_named

    found: dict[str, Any] = {"id": code, "label": _both(column.label), "type": type_named(column.type) or "any"}
    if column.expression is not None:
        found["expression"] = column.expression.text
    if column.values is not None and column.values.text not in ("", "-"):
        found["values"] = column.values.text
    if column.default is not None:
        found["default"] = column.default.text
    return found


def _joined(notes: tuple[Bilingual, ...]) -> Bilingual:
    return Bilingual("；".join(note.zh for note in notes), "; ".join(note.en for note in notes))


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _code(text: str, otherwise: str) -> str:
    """A name as a code where it can be one."""
    made = text.strip().lower().replace("_", "-").replace(" ", "-")
    plain = (
        made
        and made[0].isascii()
        and made[0].isalpha()
        and all(c.isascii() and (c.isalnum() or c == "-") for c in made)
    )
    return made.strip("-") if plain and "--" not in made else otherwise
