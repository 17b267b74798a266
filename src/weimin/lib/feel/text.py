"""Values as text: what ``string()`` gives, and the same in the notation of FEEL inside lists and contexts."""

import re
from decimal import Decimal
from typing import Any

from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import plain
from weimin.lib.feel.values import Function, Range

__all__ = ["text_of"]

_PLAIN_KEY = re.compile(r"[^\W\d]\w*( \w+)*")


def text_of(value: Any, run: Run) -> str:
    """A string as it is; everything else as FEEL writes it."""
    return value if isinstance(value, str) else _written(value, run)


def _written(value: Any, run: Run) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            text = plain(value)
        case str():
            text = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list() | dict():
            text = _collection(value, run)
        case Range():
            text = _range(value, run)
        case Function():
            text = f"function({', '.join(value.parameters)})"
        case _:
            text = str(value)
    run.text(len(text))
    return text


def _collection(value: list[Any] | dict[str, Any], run: Run) -> str:
    run.enter(1)
    run.spend(len(value))
    if isinstance(value, list):
        text = "[" + ", ".join([_nested(item, run) for item in value]) + "]"
    else:
        text = "{" + ", ".join([f"{_key(key, run)}: {_nested(item, run)}" for key, item in value.items()]) + "}"
    run.leave(1)
    return text


def _nested(value: Any, run: Run) -> str:
    """Inside a collection a date stands as the literal that makes it."""
    if isinstance(value, None | bool | Decimal | str | list | dict | Range | Function):
        return _written(value, run)
    return f'@"{value}"'


def _key(key: str, run: Run) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else _written(key, run)


def _range(value: Range, run: Run) -> str:
    return (
        ("[" if value.low_included else "(")
        + f"{_nested(value.low, run)}..{_nested(value.high, run)}"
        + ("]" if value.high_included else ")")
    )
