"""A merge that is killed with SIGKILL leaves every case whole, with the old department or the new, and is carried on."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.reforms import NEW, copy_of_the_city, merge_in_shinan

SCRIPT = Path(__file__).with_name("killed_reform.py")
TESTS = Path(__file__).resolve().parents[2]
OLD_CASE = ["hall-shinan", "xzspj-shinan", "xzspj-shinan", "xzspj-shinan", 0]
NEW_CASE = [NEW, NEW, NEW, NEW, 1]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """One line for each point of death."""
    folder = tmp_path_factory.mktemp("killed")
    first, second = copy_of_the_city(folder / "first"), merge_in_shinan(copy_of_the_city(folder / "second"))
    (folder / "home").mkdir()
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(first), str(second), str(folder / "home")],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(TESTS)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_case_is_whole_wherever_the_process_dies(runs: list[Any]) -> None:
    assert len(runs) == 7
    for name, ended, killed, _again, _after in runs:
        assert ended == signal.SIGKILL, name
        assert killed["integrity"] == "ok", name
        assert all(case in (OLD_CASE, NEW_CASE) for case in killed["cases"]), (name, killed["cases"])


def test_each_point_was_reached_where_it_says(runs: list[Any]) -> None:
    moved = {name: (killed["run"], killed["moved"]) for name, _ended, killed, _again, _after in runs}
    assert moved == {
        "in the activation, after the reform is begun": ([], 0),
        "after the activation, before anything moves": (["carrying"], 0),
        "between the first two chunks of cases": (["carrying"], 2),
        "in a chunk, after its third case": (["carrying"], 2),
        "in a chunk, before it notes how far it came": (["carrying"], 0),
        "before the end is written": (["carrying"], 5),
        "in the end, after the journal": (["carrying"], 5),
    }


def test_a_second_run_finishes_what_the_first_began_and_does_nothing_twice(runs: list[Any]) -> None:
    for name, _ended, _killed, again, after in runs:
        assert again == 0, name
        assert after == {
            "cases": [NEW_CASE], "moved": 5, "begun": 1, "carried": 1, "run": ["carried"],
            "at the new posts": 9, "integrity": "ok",
        }, name  # fmt: skip
