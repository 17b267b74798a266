"""The time of the law: an instant has its date in Asia/Shanghai, wherever the machine stands."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["LAW_ZONE", "law_date"]

LAW_ZONE: Final = ZoneInfo("Asia/Shanghai")


def law_date(instant: datetime) -> date:
    """The law's date of an aware instant. Raises ``ValueError`` for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(LAW_ZONE).date()
