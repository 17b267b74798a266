"""An apply that is killed with SIGKILL leaves the city before or after, never between, and can be run again."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.cities import FILES, write_city

SCRIPT = Path(__file__).with_name("killed.py")
ITEM = "items/office/dog-registration.yaml"
STREETS = "".join(f"370202{n:03},街道{n},Street {n},370202,2000-01-01,,false\n" for n in range(100, 350))
PERSON = '  - {login: neighbour, name: 邻居, id-number: "370202199001011253", phone: "13800000002"}\n'


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """One line for the city before, then one for each point of death."""
    folder = tmp_path_factory.mktemp("killed")
    first = write_city(folder / "first")
    second = write_city(
        folder / "second",
        {
            "divisions.csv": FILES["divisions.csv"] + STREETS,
            "departments/all.yaml": FILES["departments/all.yaml"].replace("审批局", "行政审批局"),
            ITEM: FILES[ITEM].replace("养犬登记", "犬只登记"),
            "people.yaml": FILES["people.yaml"].replace("entities", PERSON + "entities"),
        },
    )
    (folder / "home").mkdir()
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(first), str(second), str(folder / "home")],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def seen(state: dict[str, Any]) -> dict[str, Any]:
    """What people see; a revision that is being built and people still to be provided are not part of it."""
    return {key: value for key, value in state.items() if key not in {"building", "people"}}


def test_the_city_is_the_one_before_or_the_one_after_wherever_the_process_dies(runs: list[Any]):
    before = seen(runs[0][2])
    assert (before["number"], before["office"], before["indexed"]) == (1, "审批局", "养犬登记 Dog registration")
    points = runs[1:]
    assert len(points) == 9
    for name, ended, killed, _again, after in points:
        assert ended == signal.SIGKILL, name
        expected = seen(after) if name.startswith("after the ") and "people" in name else before
        assert seen(killed) == expected, name
        assert killed["integrity"] == "ok", name


def test_a_second_run_finishes_what_the_first_began(runs: list[Any]):
    for name, _ended, _killed, again, after in runs[1:]:
        assert again == 0, name
        assert after == {
            "number": 2, "entries": 260, "office": "行政审批局", "indexed": "犬只登记 Dog registration",
            "journal": 2, "people": 5, "building": 0, "integrity": "ok",
        }, name  # fmt: skip


def test_nothing_that_is_half_built_is_in_force(runs: list[Any]):
    building = {name: killed["building"] for name, _ended, killed, _again, _after in runs[1:]}
    assert building["after the first chunk"] == 1
    assert building["after the activation, before the people"] == 0
