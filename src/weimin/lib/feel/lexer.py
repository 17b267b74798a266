"""From text to tokens. A name of several words is several tokens; the parser joins those that it knows."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import FeelLimitError, FeelSyntaxError
from weimin.lib.feel.limits import Limits, place
from weimin.lib.feel.numbers import InvalidNumber, number

__all__ = ["Token", "tokenize"]

_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# Name characters of DMN 1.5 §10.3.1.2, rules 28-29, without the full-width signs that an input method
# types for ( ) , : = and quotes: in a name they are always a slip, and a hint helps more than a strange name.
_FULL_WIDTH = "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u3001-\u3003\u3008-\u3011\u201c-\u201d"
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3004-\u3007\u3012-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is name, number, string, symbol or end; ``value`` the number or the string with its escapes undone."""

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | str | None = None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""(?P<space>[{_SPACE}]+|//[^\n\r]*|/\*.*?\*/)
        |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
        |(?P<string>"(?:[^"\\\n\r]|\\[^\n\r])*")
        |(?P<name>[{_START}][{_PART}]*)
        |(?P<symbol>\*\*|\.\.|->|<=|>=|!=|[-+*/=<>()\[\]{{}},:.@'!&|#%;$^~`])""",
        re.VERBOSE | re.DOTALL,
    )


def tokenize(source: str, limits: Limits) -> list[Token]:
    """The tokens of an expression, the last of kind ``end``.

    Raises ``FeelLimitError`` for a text that is too long, ``FeelSyntaxError`` for a character that opens no token.
    """
    if len(source) > limits.source:
        raise FeelLimitError(
            Bilingual(
                "表达式超过 {n} 个字符；请拆成几个", "the expression is longer than {n} characters; split it"
            ).format(n=limits.source)
        )
    tokens: list[Token] = []
    position, match_at = 0, _pattern().match
    while position < len(source):
        match = match_at(source, position)
        if match is None:
            raise FeelSyntaxError(_strange(source, position), *place(source, position))
        kind, text = match.lastgroup or "", match.group()
        if source.startswith("/*", position) and kind != "space":
            raise FeelSyntaxError(_UNCLOSED_COMMENT, *place(source, position))
        if kind != "space":
            tokens.append(Token(kind, text, position, match.end(), _value(kind, text, source, position)))
        position = match.end()
    tokens.append(Token("end", "", len(source), len(source)))
    return tokens


def _value(kind: str, text: str, source: str, position: int) -> Decimal | str | None:
    if kind == "string":
        return unescape(text[1:-1])
    if kind == "number":
        try:
            return number(text)
        except InvalidNumber:
            raise FeelSyntaxError(_NUMBER_OUT_OF_RANGE, *place(source, position)) from None
    return None


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SURROGATES = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def unescape(text: str) -> str:
    r"""Undo the escapes of a string literal. One that FEEL does not name stays as written (``\d`` in a pattern)."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescape_one, text)
    joined = _SURROGATES.sub(lambda m: chr(0x10000 + (ord(m[1]) - 0xD800) * 0x400 + ord(m[2]) - 0xDC00), plain)
    return re.sub("[\ud800-\udfff]", "\ufffd", joined)


def _unescape_one(match: re.Match[str]) -> str:
    short, long, simple = match.groups()
    if simple is not None:
        return _SIMPLE.get(simple, match.group())
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _strange(source: str, position: int) -> Bilingual:
    character = source[position]
    if character == '"':
        return Bilingual('文字没有结束的引号 "；请补上', 'the string has no closing quote "; add it')
    if re.match(f"[{_FULL_WIDTH}]", character):
        return Bilingual(
            f"“{character}”是全角符号；请改用半角（英文）符号",
            f"'{character}' is a full-width sign; use the half-width (ASCII) one",
        )
    return Bilingual(f"这里不能用“{character}”", f"'{character}' cannot stand here")


_UNCLOSED_COMMENT = Bilingual("注释 /* 没有结束；请补上 */", "the comment /* is not closed; add */")
_NUMBER_OUT_OF_RANGE = Bilingual(
    "数字太大；FEEL 的数字最多 34 位有效数字，指数不超过 6144",
    "the number is too large; a FEEL number has 34 digits and an exponent up to 6144",
)
