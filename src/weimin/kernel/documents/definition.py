"""What a paper says, before it is numbered and drawn. No Django here."""

from dataclasses import dataclass
from datetime import date

__all__ = ["Letter", "chinese_date"]


@dataclass(frozen=True)
class Letter:
    """The words of one official paper, in Chinese, the language of government papers."""

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = ()
    remedies: tuple[str, ...] = ()
    valid_until: date | None = None


def chinese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
