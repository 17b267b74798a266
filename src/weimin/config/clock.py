"""The one place that asks for the time. Everything else is told (DESIGN §2): rehearsal depends on it."""

from datetime import UTC, datetime

__all__ = ["now"]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
