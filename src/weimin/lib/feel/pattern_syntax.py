"""From the patterns of XPath (XML Schema Part 2, appendix F; F&O §5.6.1) to those of RE2."""

from collections.abc import Callable
from dataclasses import dataclass

from weimin.lib.feel.characters import (
    BLOCKS,
    NAME_CHARACTERS,
    NAME_STARTS,
    SPACES,
    Ranges,
    category,
    complement,
    subtract,
    union,
)
from weimin.lib.feel.errors import Fault

__all__ = ["translate"]

_FLAGS = frozenset("smix")
_SINGLE = {"n": 10, "r": 13, "t": 9, **{sign: ord(sign) for sign in "\\|.?*+(){}-[]^$"}}
_CATEGORIES = frozenset(
    [
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cn",
    ]
)
MAX_SUBTRACTIONS = 8


@dataclass(frozen=True, slots=True)
class _Set:
    """Characters, as the text to put inside brackets, and as ranges, computed only for a subtraction."""

    text: str
    ranges: Callable[[], Ranges]
    outside: bool = False

    @classmethod
    def of(cls, ranges: Ranges) -> "_Set":
        return cls(_written(ranges), lambda: ranges)

    @property
    def bracketed(self) -> str:
        return f"[{'^' if self.outside else ''}{self.text}]" if self.text else "[^\\x{0}-\\x{10ffff}]"

    def negated(self, text: str) -> "_Set":
        return _Set(text, lambda: complement(self.ranges()))


def _class_of(items: list[_Set], minus: _Set | None, *, negated: bool) -> _Set:
    def ranges() -> Ranges:
        whole = union(*(item.ranges() for item in items))
        whole = complement(whole) if negated else whole
        return subtract(whole, minus.ranges()) if minus else whole

    return _Set.of(ranges()) if minus else _Set("".join(item.text for item in items), ranges, negated)


def _categories(*names: str) -> _Set:
    if names == ("Cn",):  # RE2 does not know the characters that are not assigned
        return _Set.of(category("Cn"))
    return _Set("".join(f"\\p{{{name}}}" for name in names), lambda: union(*(category(name) for name in names)))


def _written(ranges: Ranges) -> str:
    return "".join(f"\\x{{{low:x}}}-\\x{{{high:x}}}" if low < high else f"\\x{{{low:x}}}" for low, high in ranges)


_SETS = {
    "s": _Set.of(SPACES),
    "S": _Set.of(complement(SPACES)),
    "i": _Set.of(NAME_STARTS),
    "I": _Set.of(complement(NAME_STARTS)),
    "c": _Set.of(NAME_CHARACTERS),
    "C": _Set.of(complement(NAME_CHARACTERS)),
    "d": _categories("Nd"),
    "D": _categories("Nd").negated("\\P{Nd}"),
    "w": _categories("L", "M", "N", "S"),
    "W": _categories("P", "Z", "C"),
}


def translate(pattern: str, flags: str) -> str:
    """The RE2 pattern. Raises ``Fault`` saying what is wrong and at which character."""
    if not set(flags) <= _FLAGS:
        raise Fault("标志只能是 s、m、i、x", "the flags are s, m, i and x")
    if "x" in flags:
        pattern = _without_spaces(pattern)
    return ("(?i)" if "i" in flags else "") + _Translator(pattern, flags).whole()


def _without_spaces(pattern: str) -> str:
    kept, depth, escaped = [], 0, False
    for character in pattern:
        if depth or character not in " \t\n\r":
            kept.append(character)
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
    return "".join(kept)


class _Translator:
    def __init__(self, pattern: str, flags: str) -> None:
        self._pattern = pattern
        self._multiline = "m" in flags
        self._dot = "(?s:.)" if "s" in flags else "[^\\n\\r]"
        self._at = 0
        self._open = 0

    def whole(self) -> str:
        """The pieces one after another; groups need no recursion, for RE2 checks their nesting itself."""
        made = []
        while self._at < len(self._pattern):
            made.append(self._piece(self._take()))
        if self._open:
            raise self._wrong("括号没有结束", "a bracket is not closed")
        return "".join(made)

    def _piece(self, character: str) -> str:
        match character:
            case "(":
                return self._group()
            case ")":
                self._open -= 1
                if self._open < 0:
                    raise self._wrong("多出一个 )", "there is a ) too many")
                return ")" + self._quantifier()
            case "|":
                return "|"
            case "^":
                return "(?m:^)" if self._multiline else "\\A"
            case "$":
                return "(?m:$)" if self._multiline else "\\z"
            case ".":
                return self._dot + self._quantifier()
            case "[":
                return self._class().bracketed + self._quantifier()
            case "\\":
                return self._escape().bracketed + self._quantifier()
            case "?" | "*" | "+" | "{" | "}" | "]":
                raise self._wrong(
                    "“{c}”前要加反斜杠，或放在可重复的内容之后",
                    "'{c}' needs a backslash, or something to repeat before it",
                    c=character,
                )
            case _:
                return f"\\x{{{ord(character):x}}}" + self._quantifier()

    def _group(self) -> str:
        self._open += 1
        if self._pattern.startswith("?", self._at):
            if not self._pattern.startswith("?:", self._at):
                raise self._wrong("这种 (? 不支持", "this kind of (? is not supported")
            self._at += 2
            return "(?:"
        return "("

    def _quantifier(self) -> str:
        rest = self._pattern[self._at :]
        if not rest or rest[0] not in "?*+{":
            return ""
        text = rest[0]
        if text == "{":
            text, closed, _ = rest.partition("}")
            bounds = text[1:].split(",")
            if not closed or not bounds[0].isdecimal() or len(bounds) > 2 or not (bounds[-1] or "0").isdecimal():
                raise self._wrong("重复次数应写成 {2}、{2,} 或 {2,5}", "write a repetition as {2}, {2,} or {2,5}")
            text += closed
        self._at += len(text)
        if self._pattern.startswith("?", self._at):
            self._at += 1
            text += "?"
        return text

    def _class(self, depth: int = 0) -> "_Set":
        """A class after its ``[``."""
        if depth > MAX_SUBTRACTIONS:
            raise self._wrong("字符组嵌套过深", "classes nested too deep")
        negated = self._accept("^")
        items: list[_Set] = []
        minus: _Set | None = None
        while not self._accept("]"):
            if minus is not None:
                raise self._wrong("减去的字符组后应为 ]", "] must follow the class taken away")
            if items and self._pattern.startswith("-[", self._at):
                self._at += 2
                minus = self._class(depth + 1)
            else:
                items.append(self._class_item())
        if not items:
            raise self._wrong("[] 里没有字符", "the class [] is empty")
        return _class_of(items, minus, negated=negated)

    def _class_item(self) -> "_Set":
        low = self._class_character()
        if isinstance(low, _Set):
            return low
        high: int | _Set = low
        rest = self._pattern[self._at : self._at + 2]
        if rest[:1] == "-" and rest[1:] not in ("]", "[", ""):
            self._at += 1
            high = self._class_character()
        if isinstance(high, _Set) or high < low:
            raise self._wrong("字符范围的两端不对", "the ends of a range of characters are wrong")
        return _Set.of(((low, high),))

    def _class_character(self) -> "int | _Set":
        if self._at >= len(self._pattern):
            raise self._wrong("[ 没有结束", "the [ is not closed")
        character = self._take()
        if character == "[":
            raise self._wrong("字符组里的 [ 要写成 \\[", "write [ inside a class as \\[")
        if character != "\\":
            return ord(character)
        if (following := self._pattern[self._at : self._at + 1]) in _SINGLE:
            self._at += 1
            return _SINGLE[following]
        return self._escape()

    def _escape(self) -> "_Set":
        """The set of what follows a backslash."""
        letter = self._take() if self._at < len(self._pattern) else ""
        if letter in _SINGLE:
            return _Set.of(((_SINGLE[letter], _SINGLE[letter]),))
        if letter in _SETS:
            return _SETS[letter]
        if letter in ("p", "P"):
            return self._property(negated=letter == "P")
        if letter.isdecimal():
            raise self._wrong(
                "不支持回引 \\{c}：它不能保证线性时间",
                "a reference back, \\{c}, is not supported: it cannot be run in linear time", c=letter,
            )  # fmt: skip
        raise self._wrong("没有 \\{c} 这种写法", "there is no escape \\{c}", c=letter)

    def _property(self, *, negated: bool) -> "_Set":
        name, closed, _ = self._pattern[self._at :].removeprefix("{").partition("}")
        if not closed or self._pattern[self._at : self._at + 1] != "{":
            raise self._wrong("应写成 \\p{L}", "write \\p{L}")
        self._at += len(name) + 2
        if name.startswith("Is") and name[2:] in BLOCKS:
            block: Ranges = (BLOCKS[name[2:]],)
            return _Set.of(complement(block) if negated else block)
        if name not in _CATEGORIES:
            raise self._wrong("没有字符类别“{c}”", "there is no category of characters '{c}'", c=name[:40])
        made = _categories(name)
        return made.negated(f"\\P{{{name}}}") if negated else made

    def _take(self) -> str:
        self._at += 1
        return self._pattern[self._at - 1]

    def _accept(self, character: str) -> bool:
        found = self._pattern.startswith(character, self._at)
        self._at += found
        return found

    def _wrong(self, zh: str, en: str, **values: object) -> Fault:
        return Fault(f"模式第 {self._at} 个字符：{zh}", f"character {self._at} of the pattern: {en}", **values)
