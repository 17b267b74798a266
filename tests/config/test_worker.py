"""The worker asks what is registered, round after round, and one that fails does not hold up the others."""

import os
import signal
import subprocess
import sys
import threading
import time
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


# The real thing, as a process of its own


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    environment = os.environ | {"WEIMIN_HOME": str(tmp_path), "WEIMIN_DATABASE_URL": ""}
    subprocess.run([*WEIMIN, "manage", "migrate", "-v0"], env=environment, check=True)
    return environment


WEIMIN = [sys.executable, "-m", "weimin.config.cli"]
APPEND = """
import os, sys, time, django; django.setup()
from django.db import transaction
from weimin.config import clock
from weimin.kernel.journal.api import append, register_actions
from weimin.lib.bilingual import Bilingual
register_actions({"test.done": Bilingual("a", "a")})
with transaction.atomic():
    for _ in range(int(sys.argv[1])):
        append(actor="system", action="test.done", now=clock.now())
    if sys.argv[2] == "die":
        os.kill(os.getpid(), 9)
"""


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*WEIMIN, *words], env=environment, text=True, capture_output=True, check=False)


def append(environment: dict[str, str], count: int, end: str = "") -> int:
    return subprocess.run([sys.executable, "-c", APPEND, str(count), end], env=environment, check=False).returncode


def size(environment: dict[str, str]) -> int:
    return int(([*run(environment, "journal", "checkpoint").stdout.split("\n"), "0", "0"])[1])


@pytest.mark.slow
def test_the_worker_includes_an_act_within_two_seconds_of_its_commit_and_stops_cleanly(home: dict[str, str]) -> None:
    worker = subprocess.Popen([*WEIMIN, "work"], env=home)
    try:
        wait_for(lambda: "weimin.example" in run(home, "journal", "checkpoint").stdout, 20)
        assert append(home, 3) == 0
        committed = time.monotonic()
        wait_for(lambda: size(home) == 3, 10)
        assert time.monotonic() - committed < 2 + COMMAND_SECONDS
    finally:
        worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    verified = run(home, "journal", "verify")
    assert verified.returncode == 0
    assert "journal verified" in verified.stdout
    assert "size 3" in verified.stdout


@pytest.mark.slow
def test_killed_at_any_moment_the_worker_and_its_writers_leave_the_state_before_or_after(home: dict[str, str]) -> None:
    assert append(home, 5, "die") == -signal.SIGKILL
    for pause in (0.8, 1.2):
        assert append(home, 400) == 0
        worker = subprocess.Popen([*WEIMIN, "work"], env=home)
        time.sleep(pause)
        worker.kill()
        worker.wait()
        verified = run(home, "journal", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
    assert run(home, "work", "--once").returncode == 0
    assert size(home) == 800


@pytest.mark.slow
def test_the_command_says_what_was_changed_and_against_which_checkpoint(home: dict[str, str], tmp_path: Path) -> None:
    import sqlite3

    assert run(home, "journal", "checkpoint").returncode == 1
    append(home, 5)
    run(home, "work", "--once")
    kept = tmp_path / "kept"
    kept.write_text(run(home, "journal", "checkpoint").stdout)
    assert run(home, "journal", "verify", "--against", str(kept)).returncode == 0
    assert run(home, "journal", "key").stdout.startswith("weimin.example/qingdao+")
    assert run(home, "journal", "consumers").returncode == 0
    with sqlite3.connect(tmp_path / "weimin.sqlite3") as database:
        database.execute("DROP TRIGGER journal_entry_unchanged")
        database.execute("UPDATE journal_entry SET actor = 'nobody' WHERE \"index\" = 3")
    verified = run(home, "journal", "verify", "--against", str(kept))
    assert verified.returncode == 1
    assert "index 3 (row 4): its contents were changed" in verified.stdout
    assert "journal does not verify" in verified.stderr
    assert run(home, "journal", "verify", "--against", str(tmp_path / "none")).returncode == 2


COMMAND_SECONDS = 3
"""Looking takes the time of a command."""


def wait_for(condition, seconds: float) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
