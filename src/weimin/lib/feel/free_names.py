"""Which names an expression takes from its context: for the linter of a city, and to convert no more than is used."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from weimin.lib.feel.tree import (
    Call,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    Iteration,
    Literal,
    Name,
    Node,
    Path,
    Quantified,
    UnaryTests,
)

__all__ = ["FreeNames", "free_names", "mentions"]


class FreeNames:
    """``used``: taken from the context, with the whole path (``steps.visit.outcome``) beside its root (``steps``).
    ``maybe``: names inside a filter, which an element of the list may answer instead.
    ``hidden``: names of builtin functions, which the context may use for data."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.maybe: set[str] = set()
        self.hidden: set[str] = set()


def free_names(node: Node, builtins: frozenset[str]) -> FreeNames:
    found = FreeNames()
    _Walk(found, builtins).visit(node, frozenset(), False)
    return found


def mentions(node: Node, name: str) -> bool:
    """Whether a name occurs anywhere below a node, bound or not."""
    return (isinstance(node, Name) and node.name == name) or any(mentions(child, name) for child in _children(node))


def _children(node: Any) -> Iterator[Node]:
    kind = type(node)
    if kind not in _PARTS:
        _PARTS[kind] = tuple(field.name for field in fields(kind) if field.name != "at")
    for name in _PARTS[kind]:
        yield from _nodes(getattr(node, name))


_PARTS: dict[type, tuple[str, ...]] = {}  # the fields of each kind of node, which dataclasses are slow to tell


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Iteration):
        yield from _children(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


class _Walk:
    def __init__(self, found: FreeNames, builtins: frozenset[str]) -> None:
        self._found = found
        self._builtins = builtins

    def visit(self, node: Node, bound: frozenset[str], filtering: bool) -> None:
        if not isinstance(node, Literal):
            _VISITS.get(type(node), _Walk._below)(self, node, bound, filtering)

    def _name(self, node: Name, bound: frozenset[str], filtering: bool) -> None:
        self._take(node.name, node.name, bound, filtering)

    def _filter(self, node: Filter, bound: frozenset[str], filtering: bool) -> None:
        self.visit(node.base, bound, filtering)
        self.visit(node.test, bound | {"item"}, True)

    def _for(self, node: For, bound: frozenset[str], filtering: bool) -> None:
        inside = self._iterations(node.iterations, bound, filtering)
        self.visit(node.body, inside | {"partial"}, filtering)

    def _quantified(self, node: Quantified, bound: frozenset[str], filtering: bool) -> None:
        self.visit(node.condition, self._iterations(node.iterations, bound, filtering), filtering)

    def _function(self, node: FunctionLiteral, bound: frozenset[str], filtering: bool) -> None:
        self.visit(node.body, bound | {parameter.name for parameter in node.parameters}, filtering)

    def _context(self, node: ContextLiteral, bound: frozenset[str], filtering: bool) -> None:
        """A function may call itself by the name of its entry."""
        known = set(bound)
        for key, value in node.entries:
            own = {key} if isinstance(value, FunctionLiteral) else set()
            self.visit(value, frozenset(known | own), filtering)
            known.add(key)

    def _call(self, node: Call, bound: frozenset[str], filtering: bool) -> None:
        if not (isinstance(node.function, Name) and node.function.name in self._builtins):
            self.visit(node.function, bound, filtering)
        for argument in node.arguments:
            self.visit(argument, bound, filtering)

    def _unary_tests(self, node: UnaryTests, bound: frozenset[str], filtering: bool) -> None:
        self._below(node, bound | {"?"}, filtering)

    def _below(self, node: Node, bound: frozenset[str], filtering: bool) -> None:
        for child in _children(node):
            self.visit(child, bound, filtering)

    def _iterations(self, iterations: tuple[Iteration, ...], bound: frozenset[str], filtering: bool) -> frozenset[str]:
        for one in iterations:
            self.visit(one.domain, bound, filtering)
            if one.through is not None:
                self.visit(one.through, bound, filtering)
            bound = bound | {one.name}
        return bound

    def _path(self, node: Path, bound: frozenset[str], filtering: bool) -> None:
        words, base = [node.name], node.base
        while isinstance(base, Path):
            words.append(base.name)
            base = base.base
        if not isinstance(base, Name):
            self.visit(base, bound, filtering)
            return
        self._take(base.name, ".".join([base.name, *reversed(words)]), bound, filtering)

    def _take(self, root: str, whole: str, bound: frozenset[str], filtering: bool) -> None:
        if root in bound:
            return
        if root in self._builtins and root == whole:
            self._found.hidden.add(root)
            return
        (self._found.maybe if filtering else self._found.used).update((root, whole))


_VISITS: dict[type[Node], Callable[[_Walk, Any, frozenset[str], bool], None]] = {
    Name: _Walk._name,
    Path: _Walk._path,
    Filter: _Walk._filter,
    For: _Walk._for,
    Quantified: _Walk._quantified,
    FunctionLiteral: _Walk._function,
    ContextLiteral: _Walk._context,
    Call: _Walk._call,
    UnaryTests: _Walk._unary_tests,
}
