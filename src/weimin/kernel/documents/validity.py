"""How long a certificate holds."""

from calendar import monthrange
from datetime import date, timedelta

from weimin.blueprint.values import Length, LengthUnit

__all__ = ["last_valid_day"]


def last_valid_day(first: date, length: Length) -> date:
    """The last day of a validity that begins on ``first``: five years from 2026-12-03 end on 2031-12-02.

    Where the last month has no such day, its end is the last day (民法典 202): six months from 31 August end with February.
    """
    if length.unit is LengthUnit.DAY:
        return first + timedelta(days=length.count - 1)
    months = length.count * (12 if length.unit is LengthUnit.YEAR else 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    if first.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, first.day) - timedelta(days=1)
