"""The worker asks what is registered, round after round, and one that fails does not hold up the others."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from weimin.config.worker import Worker
from weimin.lib import jobs
from weimin.lib.jobs import RegisteredJob, register_job, registered_jobs

START = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Task:
    """Has a number of things to do, and remembers when it was asked."""

    def __init__(self, *amounts: int | Exception) -> None:
        self.amounts = list(amounts)
        self.asked: list[datetime] = []

    def __call__(self, *, now: datetime) -> int:
        self.asked.append(now)
        amount = self.amounts.pop(0) if self.amounts else 0
        if isinstance(amount, Exception):
            raise amount
        return amount


def turn(name: str, task: Task, every: timedelta = SECOND) -> RegisteredJob:
    return RegisteredJob(name, task, every)


def test_one_round_is_one_instant() -> None:
    first, second, clock = Task(2), Task(3), Clock()
    assert Worker([turn("a", first), turn("b", second)], now=clock).round() == 5
    assert first.asked == second.asked == [START]


def test_a_job_that_did_something_is_asked_again_at_once_and_an_idle_one_when_it_is_due() -> None:
    busy, clock = Task(2, 1), Clock()
    worker = Worker([turn("busy", busy, 10 * SECOND)], now=clock)
    assert [worker.round() for _ in range(5)] == [2, 1, 0, 0, 0]
    assert len(busy.asked) == 3
    clock.now += 10 * SECOND
    worker.round()
    assert len(busy.asked) == 4


@pytest.mark.django_db
def test_a_failing_job_rests_longer_each_time_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    failing, steady, clock = Task(*[RuntimeError("broken")] * 12), Task(), Clock()
    worker = Worker([turn("failing", failing), turn("steady", steady, timedelta())], now=clock)
    for _ in range(300):
        worker.round()
        clock.now += SECOND
    pauses = [int((b - a).total_seconds()) for a, b in zip(failing.asked, failing.asked[1:], strict=False)]
    assert pauses[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(pauses[7:]) == {60}
    assert len(steady.asked) == 300
    assert "job failing failed" in caplog.text


@pytest.mark.django_db
def test_a_job_that_recovers_keeps_its_own_pace_again() -> None:
    task, clock = Task(RuntimeError("once"), 0, 0), Clock()
    worker = Worker([turn("task", task)], now=clock)
    for _ in range(4):
        worker.round()
        clock.now += SECOND
    assert task.asked == [START, START + SECOND, START + 2 * SECOND, START + 3 * SECOND]


def test_the_worker_stops_between_jobs_when_told() -> None:
    stop = threading.Event()
    second = Task()

    def last(*, now: datetime) -> int:
        stop.set()
        return 1

    Worker([RegisteredJob("last", last, SECOND), turn("second", second)]).run(stop)
    assert second.asked == []


@pytest.fixture
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_jobs", {})
    return


@pytest.mark.usefixtures("_no_jobs")
def test_a_name_belongs_to_one_job() -> None:
    task = Task()
    register_job("a", task, every=SECOND)
    register_job("a", task, every=SECOND)
    assert registered_jobs() == (turn("a", task),)
    with pytest.raises(ValueError, match="already"):
        register_job("a", Task())


def test_the_journal_has_its_place_in_every_round() -> None:
    paces = {job.name: job.every for job in registered_jobs()}
    assert paces["journal.sequence"] == paces["journal.consumers"] == timedelta()


# The real thing, as processes of their own on a database of their own

WRITER = """
import os, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from weimin.config import clock
from weimin.kernel.journal import api
from weimin.kernel.journal.models import Head
from weimin.lib.bilingual import Bilingual

def write(count):
    with transaction.atomic():
        for _ in range(count):
            api.append(actor="system", action="test.done", now=clock.now())

def die(*_args, **_options):
    os.kill(os.getpid(), 9)

call_command("migrate", "journal", verbosity=0)
api.register_actions({"test.done": Bilingual("a", "a")})
"""
DIES = (
    WRITER
    + """
write(300)
api.sequence(now=clock.now(), limit=10)
Head.save = die  # after indexes and tiles were written, before the commit
api.sequence(now=clock.now())
"""
)
GOES_ON = (
    WRITER
    + """
before = api.verify()
done = api.sequence(now=clock.now())
after = api.verify()
print(before.is_sound, before.size, before.waiting, done, after.is_sound, after.size, after.waiting)
"""
)
WAITS = (
    WRITER
    + """
def size():
    return int((api.checkpoint() or "x\\n-1").split("\\n")[1])

print("ready", flush=True)
while size() < 0:
    time.sleep(0.02)
write(3)
begun = time.monotonic()
while size() < 3 and time.monotonic() < begun + 60:
    time.sleep(0.02)
print(time.monotonic() - begun)
"""
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"WEIMIN_HOME": str(tmp_path), "WEIMIN_DATABASE_URL": ""}


def python(environment: dict[str, str], script: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", script], env=environment, text=True, stdout=subprocess.PIPE)


def test_an_act_is_included_within_two_seconds_of_its_commit_and_the_worker_stops_cleanly(
    environment: dict[str, str],
) -> None:
    writer = python(environment, WAITS)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    worker = subprocess.Popen([sys.executable, "-m", "weimin.config.cli", "work"], env=environment)
    try:
        output, _ = writer.communicate(timeout=200)
        assert float(output) < 2
    finally:
        worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def test_a_worker_killed_before_its_commit_leaves_the_state_before(environment: dict[str, str]) -> None:
    dead = python(environment, DIES)
    dead.communicate(timeout=200)
    assert dead.returncode == -signal.SIGKILL
    output, _ = python(environment, GOES_ON).communicate(timeout=200)
    assert output.split() == ["True", "10", "290", "290", "True", "300", "0"]
