"""``weimin procedure`` as someone at a terminal meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lib.procedure.bpmn import end, path, process, start, user
from lib.procedure.samples import CALLING, MAKING, SILENCE, Case, compiled
from weimin.config.cli.procedure import command


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    for name, source in {"silence": SILENCE, "calling": CALLING, "making": MAKING}.items():
        (tmp_path / f"{name}.bpmn").write_bytes(source)
    broken = process(start(), '<scriptTask id="s"/>', end(), path("begin", "finish"))
    (tmp_path / "broken.bpmn").write_bytes(broken)
    (tmp_path / "lone.bpmn").write_bytes(process(start(), user("a", ""), end(), path("begin", "a", "finish")))
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def test_check_prints_file_line_element_and_reason_and_exits_one(shelf: Path) -> None:
    result = run("check", shelf / "broken.bpmn", "--lang", "en")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{shelf / 'broken.bpmn'}:6: scriptTask s: scriptTask does not run here")
    assert result.stdout.count("\n") == 1
    assert "不运行 scriptTask" in run("check", shelf / "broken.bpmn").stdout


def test_check_finds_a_called_procedure_beside_its_caller(shelf: Path) -> None:
    assert run("check", "--strict", shelf / "calling.bpmn", shelf / "silence.bpmn").exit_code == 0
    (shelf / "making.bpmn").unlink()
    assert "P019" in run("check", shelf / "calling.bpmn").stdout


def test_procedures_that_call_each_other_in_a_circle_are_refused(shelf: Path) -> None:
    (shelf / "making.bpmn").write_bytes(
        CALLING.replace(b"making", b"calling").replace(b'process id="calling"', b'process id="making"')
    )
    result = run("check", shelf / "calling.bpmn")
    assert result.exit_code == 1
    assert "P019" in result.stdout


def test_a_lone_file_is_warned_a_city_file_is_refused(shelf: Path) -> None:
    lone = run("check", shelf / "lone.bpmn", "--lang", "en")
    assert lone.exit_code == 0
    assert "warning: needs weimin:outcomes" in lone.stdout
    assert run("check", "--strict", shelf / "lone.bpmn").exit_code == 1


def test_check_speaks_json(shelf: Path) -> None:
    told = json.loads(run("check", "--json", shelf / "broken.bpmn").stdout)
    assert told["ok"] is False
    assert set(told["findings"][0]) == {"level", "code", "file", "line", "element", "message"}
    silence = {"file": str(shelf / "silence.bpmn"), "process": "silence", "ok": True}
    told = json.loads(run("check", "--json", shelf / "silence.bpmn").stdout)
    assert told == {"ok": True, "processes": [silence], "findings": []}


def test_check_names_the_verdict_of_each_process_of_a_file(shelf: Path) -> None:
    good = process(start("b1"), '<task id="t"/>', end("e1"), path("b1", "t", "e1"), id="good")
    bad = process(start("b2"), '<scriptTask id="s"/>', end("e2"), path("b2", "s", "e2"), id="bad")
    inner = bad[bad.index(b"<process") : bad.index(b"</definitions>")]
    (shelf / "two.bpmn").write_bytes(good.replace(b"</definitions>", inner + b"</definitions>"))
    result = run("check", shelf / "two.bpmn", "--lang", "en")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{shelf / 'two.bpmn'}: process good: runs",
        f"{shelf / 'two.bpmn'}: process bad: does not run",
    ]
    told = json.loads(run("check", "--json", shelf / "two.bpmn").stdout)
    assert [(p["process"], p["ok"]) for p in told["processes"]] == [("good", True), ("bad", False)]
    strict = run("check", "--strict", shelf / "two.bpmn", "--lang", "en")
    assert strict.exit_code == 1
    assert "process bad: a file holds one process only" in strict.stdout
    assert run("draw", shelf / "two.bpmn").stdout.startswith("<svg")


def test_a_called_procedure_is_found_by_its_process_id_in_a_file_of_any_name(shelf: Path) -> None:
    (shelf / "making.bpmn").rename(shelf / "other.bpmn")
    assert run("check", shelf / "calling.bpmn").exit_code == 1
    assert run("check", shelf / "calling.bpmn", shelf / "other.bpmn").exit_code == 0


def test_draw_writes_the_picture_with_the_token_on_it(shelf: Path) -> None:
    case = Case(compiled(SILENCE))
    assert case.state is not None
    (shelf / "state.json").write_text(case.state.to_json(), encoding="utf-8")
    result = run("draw", shelf / "silence.bpmn", "-o", shelf / "x.svg", "--state", shelf / "state.json")
    assert result.exit_code == 0
    assert 'class="task now"' in (shelf / "x.svg").read_text(encoding="utf-8")


def test_draw_also_draws_what_does_not_run_and_refuses_what_is_no_bpmn(shelf: Path) -> None:
    assert run("draw", shelf / "broken.bpmn").stdout.startswith("<svg")
    (shelf / "no.bpmn").write_text("hello", encoding="utf-8")
    result = run("draw", shelf / "no.bpmn")
    assert result.exit_code == 1
    assert "P001" in result.stderr


def test_draw_refuses_a_state_that_cannot_be_read(shelf: Path) -> None:
    (shelf / "state.json").write_text("{}", encoding="utf-8")
    result = run("draw", shelf / "silence.bpmn", "--state", shelf / "state.json")
    assert result.exit_code == 1
    assert "state.json" in result.stderr
