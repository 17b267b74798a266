"""Dates, numbers, money and lengths of time as people read them, in both languages. Pure functions.

Dates are of the time zone of law, Asia/Shanghai. The year is written only when it is not the reader's year.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import LAW_ZONE

__all__ = [
    "LAW_ZONE",
    "clock_time",
    "day",
    "day_time",
    "file_size",
    "law_day",
    "money",
    "number",
    "percent",
    "period",
    "remaining",
    "short_day",
    "weekday",
]

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS_ZH: Final = "一二三四五六日"
WEEKDAYS_EN: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
UNITS: Final = {
    "workday": (Bilingual("{n} 个工作日", "{n} working day"), Bilingual("{n} 个工作日", "{n} working days")),
    "day": (Bilingual("{n} 天", "{n} day"), Bilingual("{n} 天", "{n} days")),
    "hour": (Bilingual("{n} 小时", "{n} hour"), Bilingual("{n} 小时", "{n} hours")),
    "month": (Bilingual("{n} 个月", "{n} month"), Bilingual("{n} 个月", "{n} months")),
    "year": (Bilingual("{n} 年", "{n} year"), Bilingual("{n} 年", "{n} years")),
}
SHORT_UNITS: Final = {"wd": "workday", "d": "day", "h": "hour", "m": "month", "y": "year"}


def law_day(value: date | datetime) -> date:
    """The day in Asia/Shanghai on which an aware instant falls; a date is its own day."""
    if isinstance(value, datetime):
        return value.astimezone(LAW_ZONE).date() if value.tzinfo else value.date()
    return value


def day(value: date | datetime, now: date | datetime | None = None) -> Bilingual:
    """11 月 20 日 / 20 November, with its year when ``now`` lies in another year or is not given."""
    on = law_day(value)
    zh, en = f"{on.month} 月 {on.day} 日", f"{on.day} {MONTHS[on.month - 1]}"
    if now is not None and law_day(now).year == on.year:
        return Bilingual(zh, en)
    return Bilingual(f"{on.year} 年 {zh}", f"{en} {on.year}")


def clock_time(value: datetime) -> str:
    """14:40, in Asia/Shanghai."""
    return value.astimezone(LAW_ZONE).strftime("%H:%M") if value.tzinfo else value.strftime("%H:%M")


def day_time(value: datetime, now: date | datetime | None = None) -> Bilingual:
    """11 月 20 日 14:40 / 20 November, 14:40."""
    on, at = day(value, now), clock_time(value)
    return Bilingual(f"{on.zh} {at}", f"{on.en}, {at}")


def short_day(value: date | datetime) -> str:
    """11-20: for dense lists, where the year is plain from what stands around."""
    return law_day(value).strftime("%m-%d")


def weekday(value: date | datetime) -> Bilingual:
    index = law_day(value).weekday()
    return Bilingual(f"星期{WEEKDAYS_ZH[index]}", WEEKDAYS_EN[index])


def number(value: int | float | Decimal) -> str:
    """1,284 and 98.7: thousands separated, no needless zeros after the point."""
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float | Decimal, digits: int = 1) -> str:
    """0.987 is 98.7%."""
    return f"{number(round(Decimal(str(value)) * 100, digits))}%"


def money(yuan: int | Decimal) -> Bilingual:
    """1,280 元 / ¥1,280; with two places when there are 分. Zero says that nothing is charged."""
    amount = Decimal(yuan)
    if amount == 0:
        return Bilingual("不收费", "No fee")
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return Bilingual(f"{text} 元", f"¥{text}")


def file_size(count: int) -> str:
    """Bytes as people read them: 812 KB, 1.2 MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{number(round(Decimal(count) / (1024 * 1024), 1))} MB"


def period(count: int, unit: str = "workday") -> Bilingual:
    """8 个工作日 / 8 working days. ``unit``: workday, day, hour, month, year, or the blueprint's wd, d, h, m, y."""
    one, many = UNITS[SHORT_UNITS.get(unit, unit)]
    return (one if count == 1 else many).format(n=count)


def remaining(count: int, unit: str = "workday") -> tuple[Bilingual, str]:
    """What is left of a clock and how to show it: the words, and one of neutral, wait, late."""
    if count < 0:
        length = period(-count, unit)
        return Bilingual(f"超期 {length.zh}", f"{length.en} late"), "late"
    if count == 0:
        return Bilingual("今天到期", "Due today"), "late"
    length = period(count, unit)
    return Bilingual(f"剩 {length.zh}", f"{length.en} left"), "wait" if count <= 2 else "neutral"
