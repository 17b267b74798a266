"""What a condition says, as far as it can be told without evaluating it: the constants against which ``?`` is held.

A condition made only of comparisons of ``?`` with constants has the same truth between two neighbouring constants. So a
column's values fall into finitely many classes, and one value of each stands for all: nothing is sampled or guessed.
"""

from collections.abc import Iterable
from typing import Any

from weimin.lib.decision.compiling import constant
from weimin.lib.feel import Expression
from weimin.lib.feel.tree import (
    Between,
    Call,
    Comparison,
    In,
    ListLiteral,
    Logic,
    Name,
    Node,
    RangeLiteral,
    UnaryRange,
    UnaryTests,
)
from weimin.lib.feel.values import Range

__all__ = ["constants_of", "only_about_input", "ordered"]


class _TooFree(Exception):
    """The condition is more than comparisons with constants."""


def only_about_input(code: Expression) -> bool:
    """Whether nothing but ``?`` has a say in the condition."""
    return not code.names and not code.item_names


def constants_of(code: Expression) -> tuple[Any, ...] | None:
    """The constants that ``?`` is compared with; None if the condition is too free to tell."""
    if not only_about_input(code):
        return None
    try:
        return tuple(_Walk(code).test(code.tree))
    except _TooFree:
        return None


def ordered(code: Expression) -> bool:
    """Whether the condition asks for more or less, not only for equality."""
    return _orders(code.tree)


def _orders(node: Node) -> bool:
    match node:
        case RangeLiteral() | Between():
            return True
        case UnaryRange(operator=operator) | Comparison(operator=operator):
            return operator not in ("=", "!=")
        case UnaryTests(tests=parts) | Logic(operands=parts) | ListLiteral(items=parts) | In(tests=parts):
            return any(_orders(part) for part in parts)
        case Call(arguments=parts):
            return any(_orders(part) for part in parts)
    return False


class _Walk:
    def __init__(self, code: Expression) -> None:
        self.code = code

    def test(self, node: Node) -> Iterable[Any]:
        match node:
            case UnaryTests(tests=tests) | ListLiteral(items=tests) | Logic(operands=tests):
                for each in tests:
                    yield from self.test(each)
            case UnaryRange(bound=bound):
                yield from self.value(bound)
            case RangeLiteral(low=low, high=high):
                yield from self.value(low)
                yield from self.value(high)
            case Comparison(left=Name(name="?"), right=other) | Comparison(left=other, right=Name(name="?")):
                yield from self.value(other)
            case Between(value=Name(name="?"), low=low, high=high):
                yield from self.value(low)
                yield from self.value(high)
            case In(value=Name(name="?"), tests=tests):
                for each in tests:
                    yield from self.test(each)
            case Call(function=Name(name="not"), arguments=(inner,)):
                yield from self.test(inner)
            case _:
                yield from self.value(node)

    def value(self, node: Node) -> Iterable[Any]:
        if _asks(node):
            raise _TooFree
        fixed, value = constant(self.code, node)
        if not fixed:
            raise _TooFree
        yield from _flat(value)


def _flat(value: Any) -> Iterable[Any]:
    if isinstance(value, Range):
        yield from (value.low, value.high)
    elif isinstance(value, list):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _asks(node: Any) -> bool:
    """Whether ``?`` occurs in a part that should be constant."""
    if isinstance(node, Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(_asks(each) for each in node)
    if not hasattr(node, "__dataclass_fields__") or isinstance(node, type):
        return False
    return any(_asks(getattr(node, name)) for name in node.__dataclass_fields__)
