"""The syntax tree. Every node knows the offset of the text where it stands (``at``)."""

from dataclasses import dataclass
from typing import Any

from weimin.lib.bilingual import Bilingual

__all__ = [
    "Between", "Call", "Chain", "Comparison", "ContextLiteral", "Filter", "For", "FunctionLiteral", "If", "In",
    "InstanceOf", "Invalid", "Iteration", "ListLiteral", "Literal", "Logic", "Name", "Negation", "Node", "Parameter",
    "Path", "Quantified", "RangeLiteral", "UnaryRange", "UnaryTests",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Invalid(Node):
    """A literal whose text has no value, such as ``@"2026-02-30"``: null, with this problem."""

    message: Bilingual


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Path(Node):
    base: Node
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Filter(Node):
    base: Node
    test: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """``names`` is empty for positional arguments, else one name for each argument."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Chain(Node):
    """Arithmetic of one level of precedence, from left to right: a first operand, then (operator, operand, at)."""

    first: Node
    rest: tuple[tuple[str, Node, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, eq=False)
class In(Node):
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Node):
    """``and`` or ``or`` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Iteration:
    """One ``name in domain``; with ``through`` it is ``name in domain..through``."""

    name: str
    domain: Node
    through: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Quantified(Node):
    """``some`` or ``every``."""

    quantifier: str
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True, eq=False)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ContextLiteral(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, eq=False)
class RangeLiteral(Node):
    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True, eq=False)
class UnaryRange(Node):
    """``< 5``, ``>= date("2026-01-01")`` ... standing where a value stands: everything on that side."""

    operator: str
    bound: Node


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    name: str
    type: Any


@dataclass(frozen=True, slots=True, eq=False)
class FunctionLiteral(Node):
    parameters: tuple[Parameter, ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True, eq=False)
class InstanceOf(Node):
    value: Node
    type: Any


@dataclass(frozen=True, slots=True, eq=False)
class UnaryTests(Node):
    """The cell of a decision table: true if one of the tests holds for ``?``; ``-`` (no tests) always holds."""

    tests: tuple[Node, ...]
    negated: bool
