"""What the worker does round after round: every room registers its own jobs, the worker knows none by name.

A job is told the instant, does a bounded piece of work in its own transactions and says how much it did;
as long as that is more than nothing it is asked again at once. It must bear being run by several workers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

__all__ = ["Job", "RegisteredJob", "register_job", "registered_jobs"]


class Job(Protocol):
    def __call__(self, *, now: datetime) -> int:
        """Do what is due at ``now``, at most a batch; the number of things done."""


@dataclass(frozen=True, slots=True)
class RegisteredJob:
    name: str
    job: Job
    every: timedelta


_jobs: dict[str, RegisteredJob] = {}


def register_job(name: str, job: Job, *, every: timedelta = timedelta(seconds=1)) -> None:
    """Ask the worker to run ``job`` at least ``every`` so often (zero: each round); call it in ``AppConfig.ready()``."""
    if name in _jobs and _jobs[name].job is not job:
        raise ValueError(f"another job is already registered as {name}")
    _jobs[name] = RegisteredJob(name, job, every)


def registered_jobs() -> tuple[RegisteredJob, ...]:
    """In the order in which they were registered."""
    return tuple(_jobs.values())
