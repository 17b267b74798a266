"""The front door: compile an expression once, evaluate it as often as wanted."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import localcontext
from functools import lru_cache
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.builtins import BUILTINS
from weimin.lib.feel.compiler import Code, Compiler, Scope
from weimin.lib.feel.errors import Fault, FeelEvaluationError, FeelLimitError
from weimin.lib.feel.free_names import free_names
from weimin.lib.feel.limits import DEFAULT_LIMITS, Limits, Run
from weimin.lib.feel.numbers import ARITHMETIC
from weimin.lib.feel.parser import parse_expression, parse_unary_tests
from weimin.lib.feel.rules_collections import COLLECTION_RULES
from weimin.lib.feel.rules_functions import FUNCTION_RULES
from weimin.lib.feel.rules_operators import OPERATOR_RULES
from weimin.lib.feel.tree import Node
from weimin.lib.feel.values import from_outside

__all__ = ["Expression", "compile_expression", "compile_unary_tests", "evaluate_condition"]

_RULES = {**OPERATOR_RULES, **COLLECTION_RULES, **FUNCTION_RULES}
_NAMES = frozenset(BUILTINS)


class Expression:
    """A compiled expression. Immutable; any number of threads may evaluate it at once."""

    __slots__ = ("_code", "_roots", "item_names", "limits", "names", "source", "tree")

    def __init__(self, source: str, tree: Node, limits: Limits) -> None:
        self.source = source
        self.tree = tree
        """What the text says, for those who analyse it; ``part`` evaluates a piece of it."""
        self.limits = limits
        self._code: Code = Compiler(_RULES, source, limits).code(tree)
        found = free_names(tree, _NAMES)
        self.names: frozenset[str] = frozenset(found.used)
        """The names taken from the context: each root, and each whole path (``steps``, ``steps.visit.outcome``)."""
        self.item_names: frozenset[str] = frozenset(found.maybe)
        """The names inside filters, which an element of the list may answer before the context does."""
        self._roots = found.used | found.maybe | found.hidden | {"?"}

    def evaluate(
        self,
        context: Mapping[str, Any],
        *,
        now: datetime | None = None,
        problems: list[FeelEvaluationError] | None = None,
    ) -> Any:
        """The value: None, bool, Decimal, str, list, dict, or a date, time, duration, range or function of FEEL.

        What cannot be computed is null (three-valued logic); ``problems`` takes the reasons, with their places.
        ``now`` is the aware instant that ``now()`` and ``today()`` tell. Raises ``FeelLimitError`` when the budget
        is used up, ``ClockNotGiven`` for a missing ``now``, ``FeelEvaluationError`` for data that is no FEEL value.
        """
        run = Run(self.source, now=now, limits=self.limits, problems=problems)
        try:
            with localcontext(ARITHMETIC):
                values = {name: from_outside(context[name], run) for name in self._roots if name in context}
                run.depth = 0
                return self._code(Scope(values, None, run))
        except Fault as fault:
            raise run.error(FeelEvaluationError, fault.message) from None
        except RecursionError:
            raise _too_deep() from None

    def part(self, node: Node) -> "Expression":
        """A piece of the tree as an expression of its own."""
        with localcontext(ARITHMETIC):
            return Expression(self.source, node, self.limits)

    def __repr__(self) -> str:
        return f"<Expression {self.source!r}>"


def _too_deep() -> FeelLimitError:
    return FeelLimitError(Bilingual("嵌套或递归过深", "nested or recursive too deep"))


def _compiled(parse: Callable[..., Node], text: str, names: Collection[str] | None, limits: Limits) -> Expression:
    try:
        with localcontext(ARITHMETIC):
            return Expression(text, parse(text, names=names or (), limits=limits), limits)
    except RecursionError:
        raise _too_deep() from None


@lru_cache(maxsize=2048)
def _cached(text: str, names: frozenset[str], limits: Limits) -> Expression:
    return _compiled(parse_expression, text, names, limits)


def compile_expression(
    text: str, *, names: Collection[str] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Expression:
    """Compile an expression, or return the one compiled before from the same text.

    ``names`` are those of the context; only such of several words or with signs in them (``monthly salary``) need
    to be told. Raises ``FeelSyntaxError`` with line and column, ``FeelLimitError`` if it is too long or too deep.
    """
    return _cached(text, frozenset(name for name in names or () if not name.isidentifier()), limits)


def compile_unary_tests(
    text: str, *, names: Collection[str] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Expression:
    """Compile the cell of a decision table (``-``, ``< 10, "a"``, ``not(...)``); its input is the name ``?``."""
    return _compiled(parse_unary_tests, text, names, limits)


def evaluate_condition(condition: str | Expression, context: Mapping[str, Any], now: datetime | None = None) -> bool:
    """Whether a condition certainly holds: True only if its value is true; unknown is not enough."""
    expression = compile_expression(condition) if isinstance(condition, str) else condition
    return expression.evaluate(context, now=now) is True
