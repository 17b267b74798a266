"""From tokens to the syntax tree: one pass, operators by precedence, no backtracking (so time is linear in the text)."""

from collections.abc import Callable, Collection

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.blocks import BlockParser
from weimin.lib.feel.builtins import BUILTIN_PHRASES
from weimin.lib.feel.limits import DEFAULT_LIMITS, Limits
from weimin.lib.feel.temporal_text import read_at
from weimin.lib.feel.tree import (
    Between,
    Call,
    Chain,
    Comparison,
    Filter,
    In,
    InstanceOf,
    Invalid,
    ListLiteral,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    RangeLiteral,
    UnaryRange,
    UnaryTests,
)

__all__ = ["parse_expression", "parse_unary_tests"]

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_ADDITIVE, _POWER = 4, 6
_BINDING = {
    "or": 1, "and": 2, **dict.fromkeys((*_COMPARISONS, "between", "in", "instance"), 3),
    "+": _ADDITIVE, "-": _ADDITIVE, "*": 5, "/": 5, "**": _POWER,
}  # fmt: skip
_CONSTANTS = {"true": True, "false": False, "null": None}
_NEVER_FIRST = frozenset({"then", "else", "return", "in", "satisfies", "and", "or", "between", "instance"})
_OPENS = frozenset("([{@-")


def parse_expression(source: str, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Node:
    """The tree of an expression. ``names`` are those in scope; only such of several words matter.

    Raises ``FeelSyntaxError`` at the first thing that does not fit, ``FeelLimitError`` if it is too long or deep.
    """
    parser = _Parser(source, names, limits)
    return parser.whole(parser.expression())


def parse_unary_tests(source: str, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Node:
    """The tree of a decision table's cell: ``-``, or tests with commas, or ``not(...)`` around them."""
    parser = _Parser(source, names, limits)
    return parser.whole(parser.unary_tests())


class _Parser(BlockParser):
    def __init__(self, source: str, names: Collection[str], limits: Limits) -> None:
        super().__init__(source, names, BUILTIN_PHRASES, limits)
        self._at_range_end = False
        self._blocks: dict[str, Callable[[], Node]] = {
            "if": self.if_block,
            "for": self.for_block,
            "some": self.quantified_block,
            "every": self.quantified_block,
        }

    def whole(self, node: Node) -> Node:
        if self.token.kind != "end":
            raise self.unexpected(Bilingual("运算符或结尾", "an operator or the end"))
        return node

    def expression(self) -> Node:
        outside, self._at_range_end = self._at_range_end, False
        self.deeper()
        node = self._test() if self.is_at(*_COMPARISONS) else self._operators(0)
        self.nesting -= 1
        self._at_range_end = outside
        return node

    def unary_tests(self) -> Node:
        at = self.token.start
        if self.is_at("-") and self.ahead().kind == "end":
            self.take()
            return UnaryTests(at, (), False)
        negated = self.is_at("not") and self.ahead().text == "(" and self._closes_at_end()
        if not negated:
            return UnaryTests(at, self._listed("end"), False)
        self.index += 2
        tests = self._listed(")")
        self.expect(")")
        return UnaryTests(at, tests, True)

    def _closes_at_end(self) -> bool:
        """Whether the bracket that opens after this token closes with the text's last token."""
        depth = 0
        for index, token in enumerate(self.tokens[self.index :], self.index):
            depth += (token.kind, token.text) == ("symbol", "(")
            depth -= (token.kind, token.text) == ("symbol", ")")
            if depth == 0 and token.text == ")":
                return self.tokens[index + 1].kind == "end"
        return False

    # -- operators --------------------------------------------------------------------------------------------

    def _operators(self, minimum: int) -> Node:
        left = self._operand()
        while True:
            token = self.token
            binding = _BINDING.get(token.text) if token.kind in ("symbol", "name") else None
            if binding is None or binding < minimum:
                return left
            if binding >= _ADDITIVE:
                left = self._arithmetic(left, binding)
            elif binding == _BINDING["or"] or binding == _BINDING["and"]:
                left = self._logic(left, token.text, binding)
            else:
                left = self._comparison(left)

    def _right(self, minimum: int) -> Node:
        self.deeper()
        node = self._operators(minimum)
        self.nesting -= 1
        return node

    def _arithmetic(self, first: Node, binding: int) -> Node:
        at, rest = self.token.start, []
        while self.token.kind == "symbol" and _BINDING.get(self.token.text) == binding:
            operator = self.take()
            rest.append((operator.text, self._right(binding + 1), operator.start))
        return Chain(at, first, tuple(rest))

    def _logic(self, first: Node, word: str, binding: int) -> Node:
        at, operands = self.token.start, [first]
        while self.accept(word):
            operands.append(self._right(binding + 1))
        return Logic(at, word, tuple(operands))

    def _comparison(self, left: Node) -> Node:
        token = self.take()
        match token.text:
            case "between":
                low = self._right(_ADDITIVE)
                self.expect("and")
                return Between(token.start, left, low, self._right(_ADDITIVE))
            case "in":
                return In(token.start, left, self._membership())
            case "instance":
                self.expect("of")
                return InstanceOf(token.start, left, self.type_name())
            case operator:
                return Comparison(token.start, operator, left, self._right(_ADDITIVE))

    def _membership(self) -> tuple[Node, ...]:
        """What follows ``in``: one test, or several in brackets."""
        if not self.is_at("("):
            return (self._test(),)
        at = self.take().start
        first = self.expression()
        if self.is_at(".."):
            return (self._range(at, "(", first),)
        tests = [first]
        while self.accept(","):
            tests.append(self.expression())
        self.expect(")")
        return tuple(tests)

    def _test(self) -> Node:
        if self.is_at(*_COMPARISONS):
            operator = self.take()
            return UnaryRange(operator.start, operator.text, self._right(_ADDITIVE))
        return self._right(_ADDITIVE)

    # -- operands ---------------------------------------------------------------------------------------------

    def _operand(self) -> Node:
        signs = []
        while self.is_at("-"):
            signs.append(self.take().start)
        node = self._postfixes(self._primary())
        for at in reversed(signs):
            node = Negation(at, node)
        return node

    def _postfixes(self, node: Node) -> Node:
        while True:
            at = self.token.start
            if self.is_at("."):
                self.take()
                node = Path(at, node, self.name_after_dot())
            elif self.is_at("["):
                if self._at_range_end and not self._can_open(self.ahead().text, self.ahead().kind):
                    return node
                self.take()
                test = self.expression()
                self.expect("]")
                node = Filter(at, node, test)
            elif self.is_at("("):
                node = self._call(node)
            else:
                return node

    @staticmethod
    def _can_open(text: str, kind: str) -> bool:
        """Whether a token can be the first of an expression: tells a filter from the end of ``[1..5[``."""
        return kind in ("number", "string") or (kind == "name" and text not in _NEVER_FIRST) or text in _OPENS

    def _primary(self) -> Node:
        token = self.token
        if token.kind in ("number", "string"):
            return Literal(self.take().start, token.value)
        if token.kind == "name":
            return self._word()
        match token.text:
            case "(":
                return self._bracket()
            case "[" | "]":
                return self._list_or_range()
            case "{":
                return self.context_block()
            case "@":
                return self._at_literal()
            case _:
                raise self.unexpected(Bilingual("值", "a value"))

    def _word(self) -> Node:
        token = self.token
        if not self.names.longest(self.tokens, self.index)[0]:
            if token.text in _CONSTANTS:
                return Literal(self.take().start, _CONSTANTS[token.text])
            if token.text in self._blocks:
                return self._blocks[token.text]()
            if token.text == "function" and self.ahead().text == "(":
                return self.function_block()
            if token.text in _NEVER_FIRST:
                raise self.unexpected(Bilingual("值", "a value"))
        return Name(token.start, self.name_in_scope())

    def _at_literal(self) -> Node:
        at = self.take().start
        if self.token.kind != "string":
            raise self.unexpected(
                Bilingual("@ 后面加引号的日期、时刻或时长", 'a date, time or duration in quotes after "@"')
            )
        text = str(self.take().value)
        value = read_at(text)
        if value is None:
            message = Bilingual("“{t}”不是日期、时刻或时长", "'{t}' is no date, time or duration")
            return Invalid(at, message.format(t=text[:40]))
        return Literal(at, value)

    def _bracket(self) -> Node:
        at = self.take().start
        node = self.expression()
        if self.is_at(".."):
            return self._range(at, "(", node)
        self.expect(")")
        return node

    def _list_or_range(self) -> Node:
        opening = self.take()
        if opening.text == "[" and self.accept("]"):
            return ListLiteral(opening.start, ())
        first = self.expression()
        if opening.text == "]" or self.is_at(".."):
            return self._range(opening.start, opening.text, first)
        items = [first]
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return ListLiteral(opening.start, tuple(items))

    def _range(self, at: int, opening: str, low: Node) -> Node:
        self.expect("..")
        outside, self._at_range_end = self._at_range_end, True
        high = self._right(_ADDITIVE)
        self._at_range_end = outside
        closing = self.expect("]", ")", "[")
        return RangeLiteral(at, low, high, opening == "[", closing.text == "]")

    def _call(self, function: Node) -> Node:
        at = self.take().start
        names: list[str] = []
        named = self._named_argument()
        arguments: list[Node] = []
        while not self.is_at(")"):
            if arguments:
                self.separator(")")
            if named:
                names.append(self._argument_name())
            arguments.append(self.expression())
        self.expect(")")
        return Call(function.at if isinstance(function, Name) else at, function, tuple(arguments), tuple(names))

    def _named_argument(self) -> bool:
        count = self.name_length()
        return count > 0 and self.ahead(count).text == ":"

    def _argument_name(self) -> str:
        count = self.name_length()
        if not count or self.ahead(count).text != ":":
            raise self.unexpected(Bilingual("参数名和冒号", "a parameter's name and a colon"))
        words = [self.take().text for _ in range(count)]
        self.take()
        return " ".join(words)

    def _listed(self, end: str) -> tuple[Node, ...]:
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        if end != "end" and not self.is_at(end):
            raise self.unexpected(Bilingual(f"“{end}”", f"'{end}'"))
        return tuple(found)
