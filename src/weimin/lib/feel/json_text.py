"""Values of FEEL as JSON and back. Numbers are exact; a date, time or duration is ``["@", type, text]``."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import Fault, FeelEvaluationError, FeelLimitError
from weimin.lib.feel.limits import DEFAULT_LIMITS, Run
from weimin.lib.feel.numbers import InvalidNumber, number, plain
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from weimin.lib.feel.text import text_of
from weimin.lib.feel.values import Function, Range

__all__ = ["from_json", "to_json"]

_READERS: dict[str, Callable[[str], Any]] = {
    "date": read_date,
    "time": read_time,
    "dateTime": read_date_time,
    "date and time": read_date_time,
    "duration": read_duration,
}
_TYPE_NAMES: dict[type, str] = {
    Date: "date",
    Time: "time",
    DateTime: "dateTime",
    DaysTime: "duration",
    YearsMonths: "duration",
    Range: "range",
    Function: "function",
}


def from_json(text: str) -> Any:
    """The FEEL value of a JSON text. Raises ``FeelEvaluationError`` for what is not JSON or names no such value."""
    try:
        read = json.loads(text, parse_float=number, parse_int=number, parse_constant=_no_constant)
        return _dated(read, 0)
    except (json.JSONDecodeError, InvalidNumber) as error:
        where = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise FeelEvaluationError(
            Bilingual(
                "不是正确的 JSON；请检查引号、逗号和括号", "not correct JSON; look at its quotes, commas and brackets"
            ),
            *where,
        ) from None
    except Fault as fault:
        raise FeelEvaluationError(fault.message) from None
    except RecursionError:
        raise _too_deep() from None


def _no_constant(name: str) -> Any:
    raise Fault("JSON 里不能有 {n}", "{n} is no JSON number", n=name)


def _dated(value: Any, depth: int) -> Any:
    if depth > DEFAULT_LIMITS.call_depth:
        raise _too_deep()
    if isinstance(value, dict):
        return {key: _dated(entry, depth + 1) for key, entry in value.items()}
    if not isinstance(value, list):
        return value
    match value:
        case ["@", str() as kind, str() as text] if kind in _READERS:
            read = _READERS[kind](text)
            if read is None:
                raise Fault("“{t}”不是 {k}", "'{t}' is no {k}", t=text[:40], k=kind)
            return read
    return [_dated(entry, depth + 1) for entry in value]


def _too_deep() -> FeelLimitError:
    return FeelLimitError(Bilingual("JSON 嵌套过深", "the JSON is nested too deep"))


def to_json(value: Any) -> str:
    """The JSON text of a FEEL value, on one line. Raises ``FeelLimitError`` if it would be too large."""
    try:
        return _written(value, Run("", now=None, limits=DEFAULT_LIMITS, problems=None))
    except RecursionError:
        raise _too_deep() from None


def _written(value: Any, run: Run) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value) if -16 < value.adjusted() < 34 else str(value.normalize())
        case str():
            run.text(len(value))
            return json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
        case list() | dict():
            run.enter(1)
            run.spend(len(value) + 1)
            if isinstance(value, list):
                text = "[" + ", ".join([_written(item, run) for item in value]) + "]"
            else:
                text = (
                    "{"
                    + ", ".join([f"{_written(key, run)}: {_written(item, run)}" for key, item in value.items()])
                    + "}"
                )
            run.leave(1)
            return text
    return json.dumps(["@", _TYPE_NAMES[type(value)], text_of(value, run)], ensure_ascii=False)
