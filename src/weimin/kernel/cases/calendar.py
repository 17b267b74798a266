"""The calendar by which this city counts: the official one and what an operator has added."""

from pathlib import Path

from django.conf import settings

from weimin.lib.workdays import WorkCalendar, official_calendar

__all__ = ["calendar"]


def calendar() -> WorkCalendar:
    """Cached by ``official_calendar`` until a file of the added folder changes."""
    folder: str = settings.CALENDARS
    return official_calendar(Path(folder) if folder else None)
