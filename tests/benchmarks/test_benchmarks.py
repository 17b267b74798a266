"""The benchmarks' own code, with tiny numbers, so that it does not rot. Their figures are no test (docs/benchmarks.md)."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from weimin.config import environment

ROOT: Final = Path(__file__).resolve().parents[2]
TINY: Final = ["--repeat", "1", "--repeat-after", "1", "--rounds", "2"]


def run(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with nothing of this test's environment but the way to the interpreter."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("WEIMIN_", "DJANGO_"))}
    command = [sys.executable, str(ROOT / "benchmarks" / name), *words]
    return subprocess.run(command, env=kept, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)


def rows(said: str) -> list[list[str]]:
    """The lines of the table, without its head."""
    lines = [line for line in said.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_steps_measures_both_procedures_at_the_beginning_and_after_the_rounds() -> None:
    done = run("steps.py", "--database", "sqlite", *TINY)
    found = rows(done.stdout)
    assert [row[0] for row in found] == [
        "linear", "linear, after 2 rounds", "five-branch joint", "five-branch joint, after 2 rounds",
    ], done.stdout + done.stderr  # fmt: skip
    for row in found:
        assert float(row[1]) > 0
        assert float(row[2]) > 0
        assert int(row[-1]) <= 8, "a step costs at most eight statements"
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("peer", ["SpiffWorkflow", "viewflow"])
def test_the_peers_take_the_same_walk_as_weimin(peer: str) -> None:
    if importlib.util.find_spec(peer) is None:
        pytest.skip(f"{peer} is installed only for benchmarks (make setup-benchmarks)")
    done = run("steps.py", "--database", "sqlite", *TINY)
    place = 3 if peer == "SpiffWorkflow" else 4
    assert all(re.fullmatch(r"\d+\.\d+", row[place]) for row in rows(done.stdout)), done.stdout + done.stderr


@pytest.mark.postgres
def test_lifecycle_lives_whole_lifecycles_beside_pgbench() -> None:
    url = environment.value("WEIMIN_DATABASE_URL")
    if not url:
        pytest.skip("lifecycle.py needs PostgreSQL: set WEIMIN_DATABASE_URL")
    if not (shutil.which("pgbench") or list(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))):
        pytest.skip("pgbench is not here")
    words = ["--server", url.rsplit("/", 1)[0], "--seconds", "2", "--clients", "1", "--pgbench-seconds", "1"]
    done = run("lifecycle.py", *words)
    found = rows(done.stdout)
    assert [(row[0], row[1], row[-1]) for row in found] == [
        ("the acts", "1", "0"), ("each opens the page first", "1", "0"),
    ], done.stdout + done.stderr  # fmt: skip
    assert all(float(row[2]) >= 6 for row in found), "a lifecycle is at least six requests"
    assert "Traceback" not in done.stderr
