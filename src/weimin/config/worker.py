"""The worker: asks every registered job, round after round, until it is told to stop. It knows no job by name."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import close_old_connections

from weimin.config import clock
from weimin.lib.jobs import RegisteredJob, registered_jobs

__all__ = ["IDLE_SECONDS", "Worker"]

logger = logging.getLogger(__name__)

IDLE_SECONDS: Final = 0.25
LONGEST_PAUSE: Final = timedelta(minutes=1)


@dataclass(slots=True)
class _Turn:
    """When a job is next due, and how often in a row it has failed."""

    job: RegisteredJob
    due: datetime | None = None
    failures: int = 0


class Worker:
    """One round is one instant: all that is done in it happened at the same ``now``.

    A job that raises is logged and left alone for a growing pause; the others go on.
    """

    def __init__(self, jobs: Sequence[RegisteredJob] | None = None, *, now: Callable[[], datetime] = clock.now) -> None:
        self._turns = [_Turn(job) for job in (registered_jobs() if jobs is None else jobs)]
        self._now = now

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set; the job under way is finished first. Sleeps only when there was nothing to do."""
        logger.info("worker started: %s", ", ".join(turn.job.name for turn in self._turns))
        while not stop.is_set():
            if not self.round(stop):
                stop.wait(IDLE_SECONDS)
        logger.info("worker stopped")

    def round(self, stop: threading.Event | None = None) -> int:
        """Ask every job that is due, once; how much was done."""
        now, done = self._now(), 0
        for turn in self._turns:
            if stop is not None and stop.is_set():
                break
            if turn.due is None or turn.due <= now:
                done += self._take(turn, now)
        return done

    def _take(self, turn: _Turn, now: datetime) -> int:
        try:
            done = turn.job.job(now=now)
        except Exception:
            turn.failures += 1
            turn.due = now + min(timedelta(seconds=2 ** min(turn.failures - 1, 10)), LONGEST_PAUSE)
            logger.exception("job %s failed (%s in a row); next at %s", turn.job.name, turn.failures, turn.due)
            close_old_connections()
            return 0
        turn.failures = 0
        turn.due = None if done else now + turn.job.every
        return done
