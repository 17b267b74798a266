"""The tokens under the parser's hand: looking, taking, expecting, and saying what was found instead."""

from collections.abc import Collection
from contextlib import suppress

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import FeelLimitError, FeelSyntaxError
from weimin.lib.feel.lexer import Token, tokenize
from weimin.lib.feel.limits import Limits, place
from weimin.lib.feel.names import KnownNames

__all__ = ["TokenStream"]

_KEY_SYMBOLS = frozenset("+-*/.'") | {"**"}


class TokenStream:
    """A text cut into tokens, with the names in scope. The parser is built upon it."""

    def __init__(self, source: str, known: Collection[str], builtins: frozenset[str], limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.tokens = tokenize(source, limits)
        self.names = KnownNames(builtins)
        for name in known:
            self.know(name)
        self.index = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        """The token so many places on; the end stands for all beyond it."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def is_at(self, *texts: str) -> bool:
        """Whether the next token is one of these symbols or keywords (a string literal never is)."""
        token = self.tokens[self.index]
        return token.text in texts and token.kind in ("symbol", "name")

    def accept(self, text: str) -> bool:
        if self.is_at(text):
            self.index += 1
            return True
        return False

    def expect(self, *texts: str) -> Token:
        if not self.is_at(*texts):
            raise self.unexpected(Bilingual("、".join(f"“{t}”" for t in texts), " or ".join(f"'{t}'" for t in texts)))
        return self.take()

    def separator(self, closing: str) -> None:
        """Take the comma between two parts of what ends with ``closing``."""
        if not self.accept(","):
            raise self.unexpected(Bilingual(f"“,”或“{closing}”", f"',' or '{closing}'"))

    def unexpected(self, wanted: Bilingual) -> FeelSyntaxError:
        """The error for the token here, when something else was wanted."""
        token = self.token
        found = Bilingual("表达式就结束了", "the expression ends")
        if token.kind != "end":
            found = Bilingual(f"却是“{token.text[:40]}”", f"there is '{token.text[:40]}'")
        message = Bilingual("这里应为{wanted}，{found}", "expected {wanted}, but {found}").format(
            wanted=wanted, found=found
        )
        return self.error(message, token.start)

    def error(self, message: Bilingual, at: int) -> FeelSyntaxError:
        return FeelSyntaxError(message, *place(self.source, at))

    def deeper(self) -> None:
        """Enter a bracket, function or operand; ``nesting`` is taken back by the caller."""
        self.nesting += 1
        if self.nesting > self.limits.nesting:
            message = Bilingual("嵌套超过 {n} 层；请拆成几个表达式", "nested deeper than {n}; split the expression")
            raise FeelLimitError(message.format(n=self.limits.nesting), *place(self.source, self.token.start))

    # -- names ------------------------------------------------------------------------------------------------

    def know(self, name: str) -> None:
        """Make a name known that is spelt in one piece. One that no expression could write is passed over."""
        with suppress(FeelSyntaxError, FeelLimitError):
            self.names.add([token.text for token in tokenize(name, self.limits)[:-1]], name)

    def name_in_scope(self) -> str:
        """Take the name that stands here: the longest in scope, else one word."""
        return self._take_name(*self.names.longest(self.tokens, self.index))

    def name_after_dot(self) -> str:
        """Take the name of an entry or property, which may be of several words if it was met before."""
        return self._take_name(*self.names.longest_seen(self.tokens, self.index))

    def _take_name(self, count: int, name: str) -> str:
        if count == 0 and self.token.kind != "name":
            raise self.unexpected(A_NAME)
        first = self.token.text
        self.index += count or 1
        return name or first

    def new_name(self, *ends: str) -> str:
        """Take a name that is being defined: all tokens until one of ``ends``, and make it known."""
        count = self.name_length(*ends)
        if count == 0:
            raise self.unexpected(A_NAME)
        first, last = self.token, self.ahead(count - 1)
        name = " ".join(self.source[first.start : last.end].split())
        self.names.add([token.text for token in self.tokens[self.index : self.index + count]], name)
        self.index += count
        return name

    def name_length(self, *ends: str) -> int:
        """How many tokens from here on can be parts of one new name."""
        count = 0
        while (token := self.ahead(count)).text not in ends and (
            token.kind == "name" or (count and (token.kind == "number" or token.text in _KEY_SYMBOLS))
        ):
            count += 1
        return count


A_NAME = Bilingual("名称", "a name")
