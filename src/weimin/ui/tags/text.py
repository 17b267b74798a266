"""Words: sentences in two languages, dates, numbers, money, lengths of time."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from weimin.lib.bilingual import Bilingual
from weimin.ui import words
from weimin.ui.parts import Words

register = template.Library()


def say(zh: Words, en: str = "", **values: Any) -> str:
    """One string in the reader's language: two literals, or a value that already holds both languages."""
    text = Bilingual(str(zh), en) if en else zh
    if not values:
        return str(text)
    return str(text.format(**values)) if isinstance(text, Bilingual) else str(text).format(**values)


@register.simple_tag
def t(zh: str, en: str, **values: Any) -> str:
    """One sentence in the reader's language: ``{% t "还差 {n} 样" "{n} missing" n=count %}``."""
    text = Bilingual(zh, en)
    return str(text.format(**values) if values else text)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: date | datetime | None, *, clock: bool = True) -> SafeString:
    """``<time>`` with the day (and the hour of an instant) in words: ``{% moment case.filed_at %}``.

    The year is left out when it is the reader's own. ``clock=False`` shows the day of an instant only.
    """
    if value is None:
        return SafeString("")
    if isinstance(value, datetime) and clock:
        machine = value.astimezone(words.LAW_ZONE).isoformat(timespec="minutes")
        return format_html('<time datetime="{}">{}</time>', machine, str(words.day_time(value, context.get("now"))))
    on = words.law_day(value)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), str(words.day(on, context.get("now"))))


@register.inclusion_tag("ui/parts/remaining.html")
def remaining(count: int, unit: str = "workday") -> dict[str, Any]:
    """What is left of a clock, as a tag when it presses: ``{% remaining task.days_left %}``. 0 is today, below is late."""
    text, kind = words.remaining(count, unit)
    return {"text": str(text), "kind": kind}


def _shown(function: Callable[..., Any]) -> Callable[..., str]:
    """A filter that shows nothing for None or an empty string, and speaks the reader's language."""

    def shown(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return ""
        return str(function(value) if argument is None else function(value, argument))

    shown.__doc__ = function.__doc__
    return shown


def _money(value: int | str | Decimal) -> Bilingual:
    return words.money(Decimal(str(value)))


def _period(value: Any, unit: str | None = None) -> Bilingual:
    """``{{ 8|period:"workday" }}``, or a blueprint Length: ``{{ clock.length|period }}``."""
    if hasattr(value, "count") and hasattr(value, "unit"):
        return words.period(value.count, str(value.unit.value))
    return words.period(int(value), unit or "workday")


FILTERS: dict[str, Callable[..., Any]] = {
    "day": words.day,
    "day_time": words.day_time,
    "clock_time": words.clock_time,
    "short_day": words.short_day,
    "weekday": words.weekday,
    "number": words.number,
    "percent": words.percent,
    "money": _money,
    "file_size": words.file_size,
    "period": _period,
}
for _name, _function in FILTERS.items():
    register.filter(_name, _shown(_function))
