"""Functions of strings. Positions count characters (code points) from 1, or from -1 backwards."""

from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import whole


@builtin("string length", "string: string")
def string_length(_run: Run, text: str) -> Decimal:
    return Decimal(len(text))


@builtin("substring", "string: string", "start position: number", "length?: number")
def substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> str:
    position = whole(start)
    if position == 0 or abs(position) > max(len(text), 1):
        raise Fault("起始位置 {p} 不在文字里", "there is no position {p} in the string", p=position)
    begin = position - 1 if position > 0 else len(text) + position
    if length is None:
        end = len(text)
    elif (count := whole(length)) > 0:
        end = begin + count
    else:
        raise Fault("长度应大于 0", "the length must be greater than 0")
    run.text(len(text))
    return text[max(begin, 0) : end]


@builtin("upper case", "string: string")
def upper_case(run: Run, text: str) -> str:
    run.text(len(text))
    return text.upper()


@builtin("lower case", "string: string")
def lower_case(run: Run, text: str) -> str:
    run.text(len(text))
    return text.lower()


@builtin("substring before", "string: string", "match: string")
def substring_before(run: Run, text: str, match: str) -> str:
    run.text(len(text))
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after", "string: string", "match: string")
def substring_after(run: Run, text: str, match: str) -> str:
    run.text(len(text))
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string", "match: string")
def contains(run: Run, text: str, match: str) -> bool:
    run.text(len(text))
    return match in text


@builtin("starts with", "string: string", "match: string")
def starts_with(_run: Run, text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string", "match: string")
def ends_with(_run: Run, text: str, match: str) -> bool:
    return text.endswith(match)


@cache
def _patterns() -> Any:
    return import_module("weimin.lib.feel.patterns")  # loaded with the first pattern: most conditions have none


@builtin("matches", "input: string", "pattern: string", "flags?: string|null")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    found: bool = _patterns().matches(text, pattern, flags or "", run)
    return found


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags?: string|null")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    made: str = _patterns().replace(text, pattern, replacement, flags or "", run)
    return made


@builtin("split", "string: string", "delimiter: string")
def split(run: Run, text: str, delimiter: str) -> list[str]:
    parts: list[str] = _patterns().split(text, delimiter, run)
    return parts


@builtin("string join", "list: list", "delimiter?: string|null", "prefix?: string|null", "suffix?: string|null")
def string_join(
    run: Run, parts: list[Any], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str:
    """Null elements are left out."""
    texts = [part for part in parts if part is not None]
    if not all(isinstance(text, str) for text in texts):
        raise Fault("列表里应都是文字", "the list must hold strings only")
    between, before, after = delimiter or "", prefix or "", suffix or ""
    run.spend(len(texts))
    run.text(sum(map(len, texts)) + len(between) * len(texts) + len(before) + len(after))
    return before + between.join(texts) + after
