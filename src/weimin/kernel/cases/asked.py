"""Checks what an official writes with an act against what the act asks. Refused with one message per field."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from weimin.kernel.cases.calendar import calendar
from weimin.kernel.cases.definition import Act, Asked
from weimin.kernel.cases.errors import InvalidAnswer
from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Unit, due_on

__all__ = ["check_answer"]

MISSING: Final = Bilingual("请填写“{label}”。", "Fill in “{label}”.")


class Wrong(Exception):
    def __init__(self, message: Bilingual) -> None:
        self.message = message


def check_answer(act: Act, data: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The cleaned answer: only what the act asks for, as JSON values. Raises ``InvalidAnswer``."""
    cleaned: dict[str, Any] = {}
    errors: dict[str, Bilingual] = {}
    for asked in act.asks:
        if asked.only_if is not None and data.get(asked.only_if[0]) not in asked.only_if[1]:
            continue
        try:
            value = _value(asked, data.get(asked.name), today)
        except Wrong as wrong:
            errors[asked.name] = wrong.message
        else:
            if value not in (None, "", []):
                cleaned[asked.name] = value
    if errors:
        raise InvalidAnswer(errors)
    return cleaned


def _value(asked: Asked, raw: Any, today: date) -> Any:
    if raw in (None, "", []):
        if asked.required:
            raise Wrong(MISSING.format(label=asked.label))
        return None
    return _CHECKS[asked.type](asked, raw, today)


def _text(asked: Asked, raw: Any, today: date) -> str:
    text = "".join(c for c in str(raw) if c.isprintable() or c == "\n").strip()
    if not text and asked.required:
        raise Wrong(MISSING.format(label=asked.label))
    limit = asked.most or 500
    if len(text) > limit:
        raise Wrong(
            Bilingual("最多 {m} 字，现在 {n} 字。", "At most {m} characters; it has {n}.").format(m=limit, n=len(text))
        )
    return text


def _choice(asked: Asked, raw: Any, today: date) -> str:
    if raw not in asked.choices:
        raise Wrong(Bilingual("请从列出的选项里选。", "Choose one of the options."))
    return str(raw)


def _date(asked: Asked, raw: Any, today: date) -> str:
    day = _day(raw)
    if day > today:
        raise Wrong(Bilingual("日期不能在今天之后。", "The date cannot lie after today."))
    return day.isoformat()


def _day(raw: Any) -> date:
    try:
        return raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        raise Wrong(Bilingual("请写成年-月-日，例如 2026-11-27。", "Write it as 2026-11-27.")) from None


def _date_ahead(asked: Asked, raw: Any, today: date) -> str:
    """A day to come, with so many whole working days before it (行政许可法 48: seven days before the hearing)."""
    day = _day(raw)
    last = due_on(today, asked.workdays, Unit.WORKDAY, calendar=calendar()).date if asked.workdays else today
    if day <= last:
        text = Bilingual(
            "通知之日不计入，要提前 {n} 个工作日，最早是 {d}。",
            "{n} working days must lie between the notice and that day: {d} at the earliest.",
        )
        raise Wrong(text.format(n=asked.workdays, d=(last + timedelta(days=1)).isoformat()))
    if asked.latest is not None and day > asked.latest:
        text = Bilingual("依法最晚是 {d}。", "By law, {d} at the latest.")
        raise Wrong(text.format(d=asked.latest.isoformat()))
    return day.isoformat()


def _days(asked: Asked, raw: Any, today: date) -> int:
    text = str(raw).strip()
    most = asked.most or 365
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise Wrong(Bilingual("请填 1 到 {m} 的整数。", "Enter a whole number from 1 to {m}.").format(m=most))
    return int(text)


def _missing(asked: Asked, raw: Any, today: date) -> list[dict[str, str]]:
    if not isinstance(raw, list) or not all(isinstance(entry, Mapping) for entry in raw):
        raise Wrong(MISSING.format(label=asked.label))
    entries = [{key: str(entry.get(key, "")).strip()[:1000] for key in ("code", "label", "how")} for entry in raw]
    for entry in entries:
        if not entry["label"] or not entry["how"]:
            name = entry["label"] or entry["code"]
            text = Bilingual("请为“{n}”写明怎样才算符合。", "Say for “{n}” what would make it right.")
            raise Wrong(text.format(n=name))
    return entries


_CHECKS: Final[Mapping[str, Callable[[Asked, Any, date], Any]]] = {
    "text": _text,
    "long-text": _text,
    "choice": _choice,
    "date": _date,
    "date-ahead": _date_ahead,
    "days": _days,
    "officer": _text,
    "presiding": _text,
    "missing": _missing,
}
