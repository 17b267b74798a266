"""The values of FEEL and what they are called: null, true and false, Decimal, str, list, dict, dates, ranges, functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import InvalidNumber, number
from weimin.lib.feel.temporal import Date, DateTime, DaysTime, Time, YearsMonths
from weimin.lib.feel.temporal_text import from_python

__all__ = ["KIND_NAMES", "Function", "Range", "as_list", "from_outside", "kind", "kind_name"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; a missing end (None) is open without limit."""

    low: Any
    high: Any
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value.

    ``invoke(run, arguments)`` takes positional arguments, already evaluated; ``bind(names)`` says for each
    position which of the named arguments stands there (None: left out). Both raise ``Fault``.
    """

    name: str
    parameters: tuple[str, ...]
    types: tuple[Any, ...]
    invoke: Callable[[Run, list[Any]], Any]
    bind: Callable[[tuple[str, ...]], tuple[int | None, ...]]


KIND_NAMES: Mapping[str, Bilingual] = {
    "null": Bilingual("空值 null", "null"),
    "boolean": Bilingual("真假值", "a boolean"),
    "number": Bilingual("数字", "a number"),
    "string": Bilingual("文字", "a string"),
    "date": Bilingual("日期", "a date"),
    "time": Bilingual("时刻", "a time"),
    "date and time": Bilingual("日期时间", "a date and time"),
    "days and time duration": Bilingual("时长（天时分秒）", "a days and time duration"),
    "years and months duration": Bilingual("时长（年月）", "a years and months duration"),
    "list": Bilingual("列表", "a list"),
    "context": Bilingual("对象", "a context"),
    "range": Bilingual("区间", "a range"),
    "function": Bilingual("函数", "a function"),
}
_KINDS: dict[type, str] = {
    type(None): "null", bool: "boolean", Decimal: "number", str: "string", Date: "date", Time: "time",
    DateTime: "date and time", DaysTime: "days and time duration", YearsMonths: "years and months duration",
    list: "list", dict: "context", Range: "range", Function: "function",
}  # fmt: skip


def kind(value: Any) -> str:
    """The name of a value's type."""
    return _KINDS[type(value)]


def kind_name(value: Any) -> Bilingual:
    """The same for people."""
    return KIND_NAMES[kind(value)]


def as_list(value: Any) -> list[Any]:
    """A list as it is, any other value as a list of one."""
    return value if isinstance(value, list) else [value]


_READY = frozenset({type(None), bool, str, Date, Time, DateTime, DaysTime, YearsMonths, Range, Function})


def from_outside(value: Any, run: Run) -> Any:
    """A Python value as a FEEL value: numbers become Decimal, mappings and sequences plain dicts and lists.

    Only data comes in: an object's attributes are not reachable from an expression. Raises ``Fault`` for a
    type that has no counterpart, ``FeelLimitError`` for one too large or too deep.
    """
    if type(value) in _READY:
        return value
    if isinstance(value, int | float | Decimal):
        try:
            return number(value)
        except InvalidNumber:
            raise Fault("数字超出范围：{v}", "a number out of range: {v}", v=str(value)[:40]) from None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date | time | timedelta):
        return from_python(value)
    return _collection(value, run)


def _collection(value: Any, run: Run) -> Any:
    if not isinstance(value, Mapping | list | tuple | set | frozenset):
        raise Fault("不能用在表达式里的数据：{t}", "data that no expression can use: {t}", t=type(value).__name__)
    run.enter(1)
    run.items(len(value))
    made: Any
    if isinstance(value, Mapping):
        made = {str(key): from_outside(entry, run) for key, entry in value.items()}
    elif isinstance(value, set | frozenset):
        made = [from_outside(entry, run) for entry in sorted(value, key=str)]
    else:
        made = [from_outside(entry, run) for entry in value]
    run.leave(1)
    return made
