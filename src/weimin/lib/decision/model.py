"""A decision table in memory: DMN XML and YAML both become this. Nothing in it changes after it is made."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel import Expression

__all__ = [
    "Aggregate",
    "Cell",
    "ColumnText",
    "DecisionTable",
    "HitPolicy",
    "Input",
    "Output",
    "Rule",
    "RuleText",
    "Span",
    "TableText",
]


class HitPolicy(StrEnum):
    """Which of the rules that hold give the result (DMN 1.5 §8.2.10)."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    COLLECT = "collect"
    RULE_ORDER = "rule-order"
    OUTPUT_ORDER = "output-order"


class Aggregate(StrEnum):
    """What COLLECT makes of the results: a list, or one value."""

    LIST = "list"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


# -- as written ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of FEEL and the line where it stands."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ColumnText:
    """An input (``expression`` says what it looks at) or an output (``default`` is given when no rule holds)."""

    id: str
    label: Bilingual
    line: int
    expression: Span | None = None
    type: str = ""
    values: Span | None = None
    default: Span | None = None


@dataclass(frozen=True, slots=True)
class RuleText:
    conditions: tuple[Span, ...]
    results: tuple[Span, ...]
    notes: tuple[Bilingual, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TableText:
    """A decision before anything in it is compiled. ``names``: what it may use; None where nobody says.

    ``requires`` are the ids of the decisions whose results it takes, each result under that decision's ``variable``.
    ``formula``: it is one expression, which stands as the only result of the only rule.
    """

    id: str
    name: Bilingual
    file: str
    line: int
    policy: HitPolicy
    aggregate: Aggregate
    inputs: tuple[ColumnText, ...]
    outputs: tuple[ColumnText, ...]
    rules: tuple[RuleText, ...]
    names: frozenset[str] | None = None
    requires: tuple[Span, ...] = ()
    variable: str = ""
    formula: bool = False


# -- compiled -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition or result of a rule."""

    text: str
    line: int
    code: Expression

    @property
    def any(self) -> bool:
        """Whether it is ``-``, which holds for everything."""
        return self.text in ("", "-")


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions. ``type`` is a FEEL type, ``integer``, or empty where none is given."""

    id: str
    label: Bilingual
    line: int
    expression: Expression
    type: str
    values: Cell | None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results. ``ranking``: the allowed values from the most to the least important."""

    id: str
    label: Bilingual
    line: int
    type: str
    values: Cell | None
    ranking: tuple[Any, ...]
    default: Cell | None


@dataclass(frozen=True, slots=True)
class Rule:
    """``number`` counts from 1, as people do."""

    number: int
    conditions: tuple[Cell, ...]
    results: tuple[Cell, ...]
    notes: tuple[Bilingual, ...]
    line: int


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """One decision. ``decide`` evaluates it, ``check_table`` analyses it.

    ``requires``: the decisions whose results it takes, each under its ``variable``. ``chain``: those and all that they
    require in turn, each once and before whoever takes its result. ``formula``: one expression, which holds always.
    """

    id: str
    name: Bilingual
    file: str
    line: int
    policy: HitPolicy
    aggregate: Aggregate
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    variable: str = ""
    requires: tuple["DecisionTable", ...] = ()
    chain: tuple["DecisionTable", ...] = ()
    formula: bool = False

    @property
    def letter(self) -> str:
        """The policy as DMN draws it in the table's corner: ``U``, ``C+``; ``=`` for a formula."""
        if self.formula:
            return "="
        signs = {Aggregate.LIST: "", Aggregate.SUM: "+", Aggregate.MIN: "<", Aggregate.MAX: ">", Aggregate.COUNT: "#"}
        return self.policy.value[0].upper() + signs[self.aggregate]

    @property
    def names(self) -> frozenset[str]:
        """The roots of all names that the table and its chain take from their context."""
        return frozenset().union(self._own_names, *(each._own_names for each in self.chain))

    @property
    def _own_names(self) -> frozenset[str]:
        cells = [cell for rule in self.rules for cell in (*rule.conditions, *rule.results)]
        found = {name for column in self.inputs for name in column.expression.names}
        found |= {name for cell in cells for name in cell.code.names}
        return frozenset(name.split(".")[0] for name in found) - {each.variable for each in self.requires}
