"""From the tree to closures: compiled once, run any number of times, safe to share between threads.

A closure takes the scope it runs in. Problems become null where they arise (DMN 1.5 §10.3.1.1) and are noted in
the run; only limits and a missing clock are raised.
"""

from collections.abc import Callable, Mapping
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import Fault, FeelLimitError
from weimin.lib.feel.limits import Limits, Run, place
from weimin.lib.feel.tree import Node

__all__ = ["MISSING", "Code", "Compiler", "Scope", "guarded", "lookup"]

MISSING: Any = object()


class Scope:
    """Names and their values, inside another scope."""

    __slots__ = ("parent", "run", "values")

    def __init__(self, values: Mapping[str, Any], parent: "Scope | None", run: Run) -> None:
        self.values = values
        self.parent = parent
        self.run = run


def lookup(scope: Scope | None, name: str) -> Any:
    """The innermost value of a name; ``MISSING`` if no scope has it."""
    while scope is not None:
        if name in scope.values:
            return scope.values[name]
        scope = scope.parent
    return MISSING


Code = Callable[[Scope], Any]
Rule = Callable[["Compiler", Any], Code]


def guarded(code: Code, at: int) -> Code:
    """The code, with a ``Fault`` turned into null and a problem at this place."""

    def run_guarded(scope: Scope) -> Any:
        try:
            return code(scope)
        except Fault as fault:
            return scope.run.problem(fault.message, at)

    return run_guarded


class Compiler:
    """Compiles node by node; knows how deep it is and how many nodes it has seen, to price loops and functions."""

    def __init__(self, rules: Mapping[type[Node], Rule], source: str, limits: Limits) -> None:
        self._rules = rules
        self._source = source
        self._limits = limits
        self._depth = 0
        self._deepest = 0
        self._nodes = 0

    def code(self, node: Node) -> Code:
        """The closure of a node. Raises ``FeelLimitError`` if the tree is too deep."""
        self._nodes += 1
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        if self._depth > self._limits.nesting:
            message = Bilingual("嵌套超过 {n} 层；请拆成几个表达式", "nested deeper than {n}; split the expression")
            raise FeelLimitError(message.format(n=self._limits.nesting), *place(self._source, node.at))
        made = self._rules[type(node)](self, node)
        self._depth -= 1
        return made

    def priced(self, node: Node) -> tuple[Code, int, int]:
        """The closure of a node that runs many times, with its number of nodes and its depth."""
        nodes, deepest = self._nodes, self._deepest
        self._deepest = self._depth
        made = self.code(node)
        depth = self._deepest - self._depth
        self._deepest = max(deepest, self._deepest)
        return made, self._nodes - nodes, depth
