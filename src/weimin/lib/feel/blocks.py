"""The forms that begin with a word or a brace: if, for, some, every, function, contexts; and the names of types."""

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.stream import TokenStream
from weimin.lib.feel.tree import (
    ContextLiteral,
    For,
    FunctionLiteral,
    If,
    Invalid,
    Iteration,
    Node,
    Parameter,
    Quantified,
)
from weimin.lib.feel.types import ANY, ContextType, FeelType, FunctionType, ListType, NamedType, RangeType

__all__ = ["BlockParser"]

_LONG_TYPES = (
    ("date", "and", "time"),
    ("days", "and", "time", "duration"),
    ("years", "and", "months", "duration"),
)


class BlockParser(TokenStream):
    """Needs ``expression`` from the class built upon it."""

    def expression(self) -> Node:
        raise NotImplementedError

    def if_block(self) -> Node:
        at = self.take().start
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(at, condition, then, self.expression())

    def for_block(self) -> Node:
        at = self.take().start
        self.names.open()
        iterations = self._iterations("return")
        self.expect("return")
        body = self.expression()
        self.names.close()
        return For(at, iterations, body)

    def quantified_block(self) -> Node:
        word = self.take()
        self.names.open()
        iterations = self._iterations("satisfies")
        self.expect("satisfies")
        condition = self.expression()
        self.names.close()
        return Quantified(word.start, word.text, iterations, condition)

    def _iterations(self, end: str) -> tuple[Iteration, ...]:
        found: list[Iteration] = []
        while True:
            name = self.new_name("in")
            self.expect("in")
            domain = self.expression()
            through = self.expression() if self.accept("..") else None
            found.append(Iteration(name, domain, through))
            if not self.is_at(","):
                return tuple(found)
            self.take()

    def function_block(self) -> Node:
        at = self.take().start
        self.expect("(")
        self.names.open()
        parameters: list[Parameter] = []
        while not self.is_at(")"):
            if parameters:
                self.separator(")")
            name = self.new_name()
            parameters.append(Parameter(name, self.type_name() if self.accept(":") else ANY))
        self.expect(")")
        external = self.accept("external")
        body = self.expression()
        self.names.close()
        return FunctionLiteral(at, tuple(parameters), body, external)

    def context_block(self) -> Node:
        at = self.expect("{").start
        self.names.open()
        entries: list[tuple[str, Node]] = []
        while not self.is_at("}"):
            if entries:
                self.separator("}")
            key = self._key()
            self.expect(":")
            entries.append((key, self.expression()))
        self.expect("}")
        self.names.close()
        keys = [key for key, _ in entries]
        if len(set(keys)) < len(keys):
            twice = next(key for index, key in enumerate(keys) if key in keys[:index])
            return Invalid(at, Bilingual("对象里“{k}”写了两次", "the context has '{k}' twice").format(k=twice))
        return ContextLiteral(at, tuple(entries))

    def _key(self) -> str:
        if self.token.kind == "string":
            key = str(self.take().value)
            self.know(key)
            return key
        return self.new_name()

    def type_name(self) -> FeelType:
        """A type, as in ``instance of list<number>``."""
        self.deeper()
        found = self._type_name()
        self.nesting -= 1
        return found

    def _type_name(self) -> FeelType:
        for words in _LONG_TYPES:
            if all(self.ahead(n).text == word and self.ahead(n).kind == "name" for n, word in enumerate(words)):
                self.index += len(words)
                return NamedType(" ".join(words))
        if self.token.kind != "name":
            raise self.unexpected(Bilingual("类型", "a type"))
        name = self.take().text
        while self.is_at(".") and self.ahead().kind == "name":
            self.take()
            name += "." + self.take().text
        if name not in ("list", "range", "context", "function") or not self.accept("<"):
            return NamedType(name)
        return self._type_parts(name)

    def _type_parts(self, name: str) -> FeelType:
        if name == "context":
            return self._context_type()
        if name == "function":
            return self._function_type()
        inner = self.type_name()
        self.expect(">")
        return ListType(inner) if name == "list" else RangeType(inner)

    def _context_type(self) -> FeelType:
        entries: dict[str, FeelType] = {}
        while not self.is_at(">"):
            if entries:
                self.separator(">")
            key = self.new_name()
            self.expect(":")
            entries[key] = self.type_name()
        self.expect(">")
        return ContextType(entries)

    def _function_type(self) -> FeelType:
        parameters: list[FeelType] = []
        while not self.is_at(">"):
            if parameters:
                self.separator(">")
            parameters.append(self.type_name())
        self.expect(">")
        self.expect("->")
        return FunctionType(tuple(parameters), self.type_name())
