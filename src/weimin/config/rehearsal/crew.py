"""The people at their browsers: each wave's work shared out among a few threads, one person's in its order."""

import http.client
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from weimin.config.rehearsal.browser import Browser, Line, Tally, Wrong

__all__ = ["Crew", "Deed"]

IDLE_SECONDS: Final = 20 * 60
LIFETIME_SECONDS: Final = 7 * 3600
"""A login is given up a little before the city would end it (identity/sessions.py): both count the machine's time."""


@dataclass(frozen=True)
class Deed:
    """Something a person does; ``then`` is told what came of it, when everyone has finished the wave.

    With ``task_id`` it must leave that task done with ``outcome``.
    """

    login: str
    do: Callable[[Browser], Any]
    then: Callable[[Any], None] = field(default=lambda _result: None)
    task_id: int = 0
    outcome: str = ""
    case_id: int = 0


@dataclass
class _Seat:
    """A person's browser, and when it was opened and last used (``time.monotonic``)."""

    browser: Browser
    opened: float
    used: float


class Crew:
    """``enter`` logs a person in at a new browser; it is called in the person's own thread."""

    def __init__(
        self, ports: Sequence[int], *, token: str, threads: int, tally: Tally, enter: Callable[[str, Browser], None]
    ) -> None:
        self.now: datetime | None = None
        self._token, self._tally, self._enter = token, tally, enter
        self._seats: dict[str, _Seat] = {}
        self._addresses = itertools.count(1)
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="crew")
        self._lines = [Line(ports[number % len(ports)], tally) for number in range(threads)]
        self._free = deque(self._lines)  # the longest idle comes first: every process gets its share
        self._lock = threading.Lock()

    def work(self, deeds: Sequence[Deed], *, now: datetime) -> list[tuple[Deed, Any]]:
        """Do everything at the instant ``now``. What went wrong is in the tally and not in the result."""
        self.now = now
        shares: dict[str, list[Deed]] = {}
        for deed in deeds:
            shares.setdefault(deed.login, []).append(deed)
        done = dict(zip(shares, self._pool.map(self._sit, shares.values()), strict=True))
        cursors = {login: iter(results) for login, results in done.items()}
        found = [(deed, next(cursors[deed.login])) for deed in deeds]
        return [(deed, result[0]) for deed, result in found if result is not None]

    def close(self) -> None:
        """Nobody begins anything more; who is in the middle of a request finishes it."""
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for line in self._lines:
            line.close()

    def _sit(self, deeds: Sequence[Deed]) -> list[tuple[Any] | None]:
        """One person's deeds in order; None for each that failed."""
        with self._lock:
            line = self._free.popleft()
        try:
            return [None if self._stop.is_set() else self._do(deed, line) for deed in deeds]
        finally:
            with self._lock:
                self._free.append(line)

    def _do(self, deed: Deed, line: Line) -> tuple[Any] | None:
        try:
            return (deed.do(self._seat(deed.login, line)),)
        except Wrong as wrong:
            self._tally.wrong(f"{deed.login}: {wrong}")
        except (OSError, http.client.HTTPException) as broken:
            self._tally.wrong(f"{deed.login}: {type(broken).__name__}: {broken}")
        return None

    def _seat(self, login: str, line: Line) -> Browser:
        """The person's browser, logged in, at this line."""
        seat, at = self._seats.get(login), time.monotonic()
        if seat is None or at - seat.used > IDLE_SECONDS or at - seat.opened > LIFETIME_SECONDS:
            browser = Browser(address=self._address(), token=self._token, now=self._instant)
            browser.line = line
            self._enter(login, browser)
            seat = self._seats[login] = _Seat(browser, at, at)
        seat.browser.line, seat.used = line, at
        return seat.browser

    def _instant(self) -> datetime:
        assert self.now is not None, "there is a wave"
        return self.now

    def _address(self) -> str:
        """Everyone comes from an address of their own (RFC 2544's range for benchmarks)."""
        with self._lock:
            number = next(self._addresses)
        return f"198.18.{number // 250 % 256}.{number % 250 + 1}"
