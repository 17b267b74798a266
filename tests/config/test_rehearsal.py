"""A month of the city in simulated time: who may say what time it is, what is drawn, what the plain account says, and
a small rehearsal from an empty home to its figures."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import RequestFactory

from architecture.sources import ROOT
from support import filling
from support.qingdao import FOLDER, at
from weimin.config import clock, middleware
from weimin.config.cli import main
from weimin.config.environment import REHEARSAL_TOKEN
from weimin.config.rehearsal.applications import Application, Matter
from weimin.config.rehearsal.fates import Lot
from weimin.config.rehearsal.gate import HEADER, Gate, Refused
from weimin.config.rehearsal.model import PlainCase
from weimin.config.rehearsal.wsgi import in_simulated_time
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.workdays import official_calendar

TOKEN = "t" * 64
MONDAY = at("2026-09-21 09:00")
PRESENT = at("2026-11-22 12:00")


@pytest.fixture
def gate() -> Gate:
    return Gate(TOKEN, now=lambda: PRESENT)


def says(instant: datetime, token: str = TOKEN) -> str:
    return f"{token} {instant.isoformat()}"


# Who may say what time it is


def test_the_gate_believes_its_own_rehearsal(gate: Gate) -> None:
    assert gate.instant(says(MONDAY)) == MONDAY
    assert gate.instant(says(MONDAY)) == MONDAY
    assert gate.instant(says(MONDAY + timedelta(hours=1))) == MONDAY + timedelta(hours=1)


@pytest.mark.parametrize(
    "header", ["", says(MONDAY, "x" * 64), f"{TOKEN[:-1]} {MONDAY.isoformat()}", says(MONDAY, "龘")]
)
def test_the_gate_believes_nobody_else(gate: Gate, header: str) -> None:
    with pytest.raises(Refused) as refused:
        gate.instant(header)
    assert refused.value.status.startswith("403")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-09-21T09:00:00"])
def test_the_gate_wants_a_whole_instant(gate: Gate, text: str) -> None:
    with pytest.raises(Refused) as refused:
        gate.instant(f"{TOKEN} {text}")
    assert refused.value.status.startswith("400")


def test_time_goes_neither_backwards_nor_beyond_the_present(gate: Gate) -> None:
    gate.instant(says(MONDAY))
    for wrong in (MONDAY - timedelta(microseconds=1), PRESENT + timedelta(seconds=1)):
        with pytest.raises(Refused) as refused:
            gate.instant(says(wrong))
        assert refused.value.status.startswith("409")
    assert gate.instant(says(MONDAY)) == MONDAY, "what was refused moved nothing"


def test_a_short_token_is_none() -> None:
    with pytest.raises(ValueError, match="weimin rehearse"):
        Gate("", now=lambda: PRESENT)


def test_a_request_of_the_rehearsal_is_told_its_instant_and_the_next_one_is_not(gate: Gate) -> None:
    seen: list[datetime] = []
    answers: list[str] = []

    def inner(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        seen.append(clock.now())
        start_response("200 OK", [])
        return []

    def start(status: str, _headers: list[tuple[str, str]]) -> None:
        answers.append(status)

    simulated = in_simulated_time(inner, gate)
    simulated({"HTTP_X_WEIMIN_REHEARSAL": says(MONDAY)}, start)
    simulated({}, start)
    assert seen == [MONDAY]
    assert [answer[:3] for answer in answers] == ["200", "403"]
    assert datetime.now(UTC) - clock.now() < timedelta(minutes=1)


def test_in_a_normal_run_the_header_is_only_a_header(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the variable was set by mistake: nothing of a normal run reads it."""
    monkeypatch.setenv(REHEARSAL_TOKEN, TOKEN)
    seen: list[datetime] = []
    request = RequestFactory().get("/", headers={HEADER: says(MONDAY)})
    middleware.clock(lambda given: seen.append(given.now))(request)  # type: ignore[arg-type, attr-defined, func-returns-value, return-value]
    assert datetime.now(UTC) - seen[0] < timedelta(minutes=1)


def test_nothing_but_the_rehearsal_tells_the_time() -> None:
    """The normal application does not even import it."""
    told = re.compile(r"\bclocks?\.told\(|config\.rehearsal|REHEARSAL_TOKEN|take_rehearsal_token")
    knowing = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if told.search(path.read_text("utf-8"))}
    own = {name for name in knowing if name.startswith("config/rehearsal/")}
    assert knowing - own == {"config/cli/rehearse.py", "config/environment.py"}


def test_without_a_token_there_is_no_rehearsing_application() -> None:
    code = "from weimin.config.rehearsal.wsgi import application; print(application)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "weimin.config.settings_test"}
    environment.pop(REHEARSAL_TOKEN, None)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"


# What is drawn


def test_the_lot_depends_on_seed_and_label_alone() -> None:
    assert [Lot(7).between(1, 6, "die", n) for n in range(8)] == [Lot(7).between(1, 6, "die", n) for n in range(8)]
    assert [Lot(7).share("die", n) for n in range(8)] != [Lot(8).share("die", n) for n in range(8)]
    faces = {Lot(7).between(1, 6, "die", n) for n in range(200)}
    assert faces == {1, 2, 3, 4, 5, 6}
    assert {Lot(7).weighted([("never", 0), ("always", 3)], n) for n in range(50)} == {"always"}


# What the plain account says


@pytest.fixture
def matter(city: Any) -> Matter:
    item = catalogue.item("food-business-licence")
    return Matter(item, "new", item.implementations[0])


def plain(matter: Matter, *, lacking: set[str] | None = None) -> PlainCase:
    return PlainCase(matter.item, matter.handling, matter.place, MONDAY, lacking or set(), official_calendar())


def dues(case: PlainCase) -> dict[str, str]:
    return {name: value[1] for name, value in case.account().items() if isinstance(value, tuple)}


@pytest.mark.django_db
def test_the_account_counts_as_the_example_of_the_blueprint_does(matter: Matter) -> None:
    case = plain(matter, lacking={"safety-rules"})
    case.correction_asked(MONDAY)
    case.paper_came("safety-rules", at("2026-09-28 09:00"))
    case.corrected(at("2026-09-28 09:00"))
    case.accepted(at("2026-09-28 15:00"))
    wanted = {"acceptance 1": "2026-09-29", "promised 1": "2026-10-14", "statutory 1": "2026-10-16"}
    assert wanted.items() <= dues(case).items()


@pytest.mark.django_db
def test_the_account_knows_silence_suspension_and_extension(matter: Matter) -> None:
    case = plain(matter)
    case.time_passes(at("2026-09-29 23:59"))
    assert case.status == "received"
    case.time_passes(at("2026-09-30 00:00"))
    assert (case.status, case.accepted_on) == ("accepted", date(2026, 9, 21))
    before = dues(case)["statutory 1"]
    assert case.may_be_extended_by == 5
    case.extended(5)
    assert (case.may_be_extended_by, dues(case)["statutory 1"] > before) == (0, True)
    case.suspended("expert-review", at("2026-09-30 10:00"))
    assert dues(case)["promised 1"] == ""
    case.resumed(at("2026-10-12 10:00"))
    assert dues(case)["promised 1"] > "2026-10-12"


@pytest.mark.django_db
def test_a_difference_between_city_and_account_is_named(matter: Matter) -> None:
    from weimin.config.rehearsal.figures import differences
    from weimin.config.rehearsal.known import Known
    from weimin.config.rehearsal.people import Citizen

    case = filling.file(matter.item, matter.handling_code, matter.place, MONDAY, without="safety-rules")
    account = plain(matter, lacking={"safety-rules"})
    application = Application(0, matter, Citizen("trader", "纪禾生"), None, MONDAY.date(), 0)
    known = {case.pk: Known(application, account)}
    assert [each.zh for each in differences(known)] == []
    account.accepted(MONDAY)
    said = [each.zh for each in differences(known)]
    assert any("status" in each and case.number in each for each in said), said
    assert list(differences({})), "a case that the account does not know"
    assert list(differences({**known, 10**9: Known(application, account)})), "a case that the city does not know"


# The command


def test_a_used_home_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weimin.sqlite3").write_bytes(b"")
    done = CliRunner().invoke(main, ["rehearse", "--home", str(tmp_path)])
    assert done.exit_code == 1
    assert "--home" in done.output
    assert "empty folder" in done.output


def rehearsal(home: Path, *words: str) -> subprocess.Popen[str]:
    """The command as people start it, on SQLite, in an empty home."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WEIMIN_", "DJANGO_"))}
    command = [sys.executable, "-m", "weimin.config.cli", "rehearse", "--city", str(FOLDER), "--home", str(home)]
    return subprocess.Popen(
        [*command, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def figures_of(output: str) -> list[str]:
    """What must be the same for the same seed: everything but speeds and sizes."""
    lines = output[output.index("办件 cases:") :].splitlines()
    return [re.sub(r"每秒.*", "", line) for line in lines if "journal" not in line and "--home" not in line]


def test_a_small_rehearsal_ends_with_a_verified_journal_and_no_difference(tmp_path: Path) -> None:
    process = rehearsal(tmp_path / "home", "--days", "4", "--cases", "10", "--seed", "7", "--check")
    output, _ = process.communicate(timeout=280)
    assert process.returncode == 0, output
    assert "办件 cases: 10" in output
    assert "错误 errors: 0" in output
    assert "journal verified" in output
    assert "every case as the model has it" in output


@pytest.mark.slow
def test_the_same_seed_gives_the_same_figures(tmp_path: Path) -> None:
    outputs = []
    for name in ("first", "second"):
        process = rehearsal(tmp_path / name, "--days", "6", "--cases", "20", "--seed", "3")
        outputs.append(process.communicate(timeout=280)[0])
        assert process.returncode == 0, outputs[-1]
    assert figures_of(outputs[0]) == figures_of(outputs[1])


@pytest.mark.slow
def test_ctrl_c_ends_it_and_its_web_process(tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = rehearsal(home, "--days", "10", "--cases", "200")
    assert process.stdout is not None
    for line in process.stdout:
        if "安排演示人员" in line:  # the last thing said before the web process starts
            break
    time.sleep(5)
    process.send_signal(signal.SIGINT)
    output = process.stdout.read()
    assert process.wait(60) == 130, output
    assert "stopped" in output
    assert left_over(home) == []


def left_over(home: Path) -> list[str]:
    """Processes that still have this home in their environment (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(home).encode() in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found
