"""Which names an expression takes from its context: for the linter of a city, and to convert no more than is used."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from weimin.lib.feel.tree import (
    Call,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    Iteration,
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
        match node:
            case Name(_, name):
                self._take(name, name, bound, filtering)
            case Path():
                self._path(node, bound, filtering)
            case Filter(_, base, test):
                self.visit(base, bound, filtering)
                self.visit(test, bound | {"item"}, True)
            case For(_, iterations, body):
                self.visit(body, self._iterations(iterations, bound, filtering) | {"partial"}, filtering)
            case Quantified(_, _, iterations, condition):
                self.visit(condition, self._iterations(iterations, bound, filtering), filtering)
            case FunctionLiteral(_, parameters, body, _):
                self.visit(body, bound | {parameter.name for parameter in parameters}, filtering)
            case ContextLiteral(_, entries):
                self._entries(entries, bound, filtering)
            case Call(_, Name(_, name), arguments, _) if name in self._builtins:
                for argument in arguments:
                    self.visit(argument, bound, filtering)
            case UnaryTests():
                self._below(node, bound | {"?"}, filtering)
            case _:
                self._below(node, bound, filtering)

    def _below(self, node: Node, bound: frozenset[str], filtering: bool) -> None:
        for child in _children(node):
            self.visit(child, bound, filtering)

    def _entries(self, entries: tuple[tuple[str, Node], ...], bound: frozenset[str], filtering: bool) -> None:
        known = set(bound)
        for key, value in entries:
            self.visit(value, frozenset(known | ({key} if isinstance(value, FunctionLiteral) else set())), filtering)
            known.add(key)

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
