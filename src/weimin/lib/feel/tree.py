"""The syntax tree. Every node knows the offset of the text where it stands (``at``)."""

from dataclasses import dataclass
from typing import Any

from weimin.lib.bilingual import Bilingual

__all__ = [
    "Between", "Call", "Chain", "Comparison", "ContextLiteral", "Filter", "For", "FunctionLiteral", "If", "In",
    "InstanceOf", "Invalid", "Iteration", "ListLiteral", "Literal", "Logic", "Name", "Negation", "Node", "Parameter",
    "Path", "Quantified", "RangeLiteral", "UnaryRange", "UnaryTests",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """A part of an expression; ``at`` is its offset in the text."""

    at: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Literal(Node):
    """A number, a string, a date, ``true``, ``false`` or ``null``."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Invalid(Node):
    """A literal whose text has no value, such as ``@"2026-02-30"``: null, with this problem."""

    message: Bilingual


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name(Node):
    """A name, as it is spelt where it was defined."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Path(Node):
    """``base.name``."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Filter(Node):
    """``base[test]``: a position or a condition."""

    base: Node
    test: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Call(Node):
    """``names`` is empty for positional arguments, else one name for each argument."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Negation(Node):
    """Unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Chain(Node):
    """Arithmetic of one level of precedence, from left to right: a first operand, then (operator, operand, at)."""

    first: Node
    rest: tuple[tuple[str, Node, int], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Comparison(Node):
    """``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Between(Node):
    """``value between low and high``, both included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class In(Node):
    """``value in test`` or ``value in (test, test)``."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Logic(Node):
    """``and`` or ``or`` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class If(Node):
    """``if condition then then else otherwise``."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Iteration:
    """One ``name in domain``; with ``through`` it is ``name in domain..through``."""

    name: str
    domain: Node
    through: Node | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class For(Node):
    """``for ... return body``."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quantified(Node):
    """``some`` or ``every``."""

    quantifier: str
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListLiteral(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ContextLiteral(Node):
    """``{key: value}``, in the order written."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RangeLiteral(Node):
    """``[low..high]``; a round or turned bracket leaves its end out."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnaryRange(Node):
    """``< 5``, ``>= date("2026-01-01")`` ... standing where a value stands: everything on that side."""

    operator: str
    bound: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Parameter:
    """A parameter of a function, of type Any if none is given."""

    name: str
    type: Any


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FunctionLiteral(Node):
    """``function(parameters) body``."""

    parameters: tuple[Parameter, ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: Any


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnaryTests(Node):
    """The cell of a decision table: true if one of the tests holds for ``?``; ``-`` (no tests) always holds."""

    tests: tuple[Node, ...]
    negated: bool
