"""Who may say what time it is: the rehearsal that started this process, never backwards, never beyond the present."""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

__all__ = ["HEADER", "Gate", "Refused"]

HEADER: Final = "X-Weimin-Rehearsal"
"""``<token> <instant in ISO 8601 with its offset>``."""
SHORTEST_TOKEN: Final = 32


@dataclass(frozen=True)
class Refused(Exception):
    """``status`` is the HTTP status line to answer with, ``reason`` what was wrong."""

    status: str
    reason: str


class Gate:
    """Reads the header; ``now`` is the machine's own clock."""

    def __init__(self, token: str, *, now: Callable[[], datetime]) -> None:
        if len(token) < SHORTEST_TOKEN:
            raise ValueError("a rehearsal needs its one-time token: run weimin rehearse")
        self._token = token.encode()
        self._now = now
        self._latest: datetime | None = None
        self._lock = threading.Lock()

    def instant(self, header: str) -> datetime:
        """The instant of a request. Raises ``Refused``."""
        token, _, text = header.partition(" ")
        if not hmac.compare_digest(token.encode(), self._token):
            raise Refused("403 Forbidden", "this process answers its rehearsal only")
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise Refused("400 Bad Request", "the instant is not ISO 8601") from None
        if instant.tzinfo is None:
            raise Refused("400 Bad Request", "the instant needs its offset")
        with self._lock:
            if self._latest is not None and instant < self._latest:
                raise Refused("409 Conflict", f"time does not go backwards: {instant} < {self._latest}")
            if instant > self._now():
                raise Refused("409 Conflict", f"{instant} is still to come")
            self._latest = instant
        return instant
