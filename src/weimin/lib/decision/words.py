"""Values and conditions in the words of people, in both languages."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.decision.compiling import constant
from weimin.lib.decision.model import Cell
from weimin.lib.feel import Expression, to_json
from weimin.lib.feel.numbers import plain
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.tree import Literal, Node, RangeLiteral, UnaryRange, UnaryTests

__all__ = ["condition_words", "feel_text", "listed", "value_words"]

Words = Mapping[str, Bilingual]
"""What the codes of a column are called: ``dig`` → 挖掘 / Dig."""

_SIDES = {
    "<": Bilingual("不到 {v}", "less than {v}"),
    "<=": Bilingual("至多 {v}", "at most {v}"),
    ">": Bilingual("超过 {v}", "more than {v}"),
    ">=": Bilingual("至少 {v}", "at least {v}"),
    "=": Bilingual("{v}", "{v}"),
    "!=": Bilingual("不是 {v}", "not {v}"),
}
_DAYS = {
    "<": Bilingual("早于 {v}", "before {v}"),
    "<=": Bilingual("不晚于 {v}", "not after {v}"),
    ">": Bilingual("晚于 {v}", "after {v}"),
    ">=": Bilingual("不早于 {v}", "not before {v}"),
}
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
_BOTH = Bilingual("{a}、{b}", "{a} and {b}")


def listed(parts: list[Bilingual], zh: str = "、", en: str = ", ") -> Bilingual:
    return Bilingual(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def value_words(value: Any, words: Words | None = None, unit: Bilingual | None = None) -> Bilingual:
    """A value as a person reads it; ``words`` names codes, ``unit`` follows numbers."""
    match value:
        case None:
            return Bilingual("（没有）", "(none)")
        case bool():
            return Bilingual("是", "yes") if value else Bilingual("否", "no")
        case str():
            return (words or {}).get(value, Bilingual(value, value))
        case Decimal():
            number = plain(value)
            if unit is None:
                return Bilingual(number, number)
            whole, point, rest = number.partition(".")
            counted = _THOUSANDS.sub(",", whole) + point + rest
            return Bilingual(f"{counted} {unit.zh}", f"{counted} {unit.en}")
        case list():
            return listed([value_words(each, words, unit) for each in value])
        case Date() | DateTime() | Time() | DaysTime() | YearsMonths():
            return Bilingual(str(value), str(value))
    text = feel_text(value)
    return Bilingual(text, text)


def feel_text(value: Any) -> str:
    """A value as FEEL writes it, so that an example can be copied into a test."""
    match value:
        case bool() | None | Decimal() | str():
            return to_json(value)
        case Date() | DateTime() | Time() | DaysTime() | YearsMonths():
            return f'@"{value}"'
        case dict():
            return "{" + ", ".join(f"{key}: {feel_text(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(feel_text, value)) + "]"
    return to_json(value)


def condition_words(cell: Cell, words: Words | None = None, unit: Bilingual | None = None) -> Bilingual:
    """A condition as a person reads it; one that is more than a comparison is shown as it is written."""
    if cell.any:
        return Bilingual("不限", "any")
    tree = cell.code.tree
    if isinstance(tree, UnaryTests) and tree.tests:
        parts = [_test(cell.code, node, words, unit) for node in tree.tests]
        told = [part for part in parts if part is not None]
        if len(told) == len(parts):
            either = listed(told, "或", " or ")
            return Bilingual("不是{e}", "not {e}").format(e=either) if tree.negated else either
    return Bilingual(cell.text, cell.text)


def _test(code: Expression, node: Node, words: Words | None, unit: Bilingual | None) -> Bilingual | None:
    def value(part: Node) -> tuple[Bilingual, bool] | None:
        fixed, found = constant(code, part)
        return (value_words(found, words, unit), isinstance(found, Date | DateTime)) if fixed else None

    match node:
        case UnaryRange(operator=operator, bound=bound) if shown := value(bound):
            return _side(operator, *shown)
        case RangeLiteral(low=low, high=high) if (a := value(low)) and (b := value(high)):
            left = _side(">=" if node.low_included else ">", *a)
            return _BOTH.format(a=left, b=_side("<=" if node.high_included else "<", *b))
        case Literal():
            return value_words(node.value, words, unit)
    shown = value(node)
    return shown[0] if shown else None


def _side(operator: str, shown: Bilingual, day: bool) -> Bilingual:
    return (_DAYS if day and operator in _DAYS else _SIDES)[operator].format(v=shown)
