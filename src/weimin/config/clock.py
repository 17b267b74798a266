"""The one place that asks for the time. Everything else is told (DESIGN §2): rehearsal depends on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

__all__ = ["machine_now", "now", "told"]

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC; inside ``told``, the instant that was told."""
    return _told.get() or machine_now()


def machine_now() -> datetime:
    """The machine's own instant, also in a rehearsal: for what protects logins, whose codes and counts are of this kind."""
    return datetime.now(UTC)


@contextmanager
def told(instant: datetime) -> Iterator[None]:
    """Within this context it is ``instant``. Only ``weimin rehearse`` does this; no setting and no header of a normal run can."""
    token = _told.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
