"""Patterns as XPath writes them (``matches``, ``replace``, ``split``), run by RE2, whose time is linear in the text.

What would need backtracking, a reference back to a group, is refused with a message.
"""

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.pattern_syntax import translate

__all__ = ["matches", "replace", "split"]

MAX_PATTERN = 1_000
MAX_MEMORY = 2 << 20


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Any:
    translated = translate(pattern, flags)
    re2 = import_module("re2")  # a native module, loaded when the first pattern is met
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    try:
        return re2.compile(translated.encode(errors="replace"), options)
    except re2.error as error:
        raise Fault("模式过大或有错", "the pattern is too large or wrong") from error


def _prepare(pattern: str, flags: str, text: str, run: Run) -> tuple[Any, bytes]:
    """The compiled pattern and the text in bytes, with the work paid in advance."""
    if len(pattern) > MAX_PATTERN:
        raise Fault("模式超过 {n} 个字符", "the pattern is longer than {n} characters", n=MAX_PATTERN)
    run.spend(100 + len(pattern))
    compiled = _compiled(pattern, flags)
    data = text.encode(errors="replace")
    run.spend(len(data) * compiled.programsize >> 8)
    return compiled, data


def matches(text: str, pattern: str, flags: str, run: Run) -> bool:
    """Whether the pattern is found anywhere in the text."""
    compiled, data = _prepare(pattern, flags, text, run)
    return compiled.search(data) is not None


def replace(text: str, pattern: str, replacement: str, flags: str, run: Run) -> str:
    """The text with every match replaced; ``$1`` in the replacement is a group, ``$0`` the match, ``\\$`` a dollar."""
    compiled, data = _never_empty(*_prepare(pattern, flags, text, run))
    parts = _replacement(replacement, compiled.groups)
    made: list[bytes] = []
    position = size = 0
    for match in compiled.finditer(data):
        piece = b"".join(part if isinstance(part, bytes) else match.group(part) or b"" for part in parts)
        made += (data[position : match.start()], piece)
        size += len(piece) + 1
        run.text(size)
        position = match.end()
    return (b"".join(made) + data[position:]).decode()


def split(text: str, pattern: str, run: Run) -> list[str]:
    """The text cut at every match."""
    compiled, data = _never_empty(*_prepare(pattern, "", text, run))
    parts, position = [], 0
    for match in compiled.finditer(data):
        parts.append(data[position : match.start()].decode())
        run.items(1)
        position = match.end()
    parts.append(data[position:].decode())
    if len(parts) > run.limits.items:
        run.items(len(parts))
    return parts


def _never_empty(compiled: Any, data: bytes) -> tuple[Any, bytes]:
    if compiled.search(b"") is not None:
        raise Fault("模式不能匹配空文字", "the pattern must not match the empty string")
    return compiled, data


_PART = re.compile(r"\$([0-9]+)|\\([\\$])|([^\\$]+)", re.DOTALL)


def _replacement(text: str, groups: int) -> list[bytes | int]:
    parts: list[bytes | int] = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise Fault("替换文字里的 $ 和 \\ 要写成 \\$ 和 \\\\", "write $ and \\ in the replacement as \\$ and \\\\")
        digits, escaped, plain = match.groups()
        if digits:
            parts += _group(digits, groups)
        else:
            parts.append((escaped or plain).encode(errors="replace"))
        position = match.end()
    return parts


def _group(digits: str, groups: int) -> list[bytes | int]:
    """The longest number that is a group; digits that are left over stand for themselves."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    number = int(digits[:length])
    return [*([number] if number <= groups else []), digits[length:].encode()]
