"""``weimin due`` as people and programs call it."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from weimin.config.cli import main
from weimin.lib.workdays import Unit, due_on, official_calendar


def due(*arguments, **options):
    return CliRunner().invoke(main, ["due", *arguments], **options)


def answers(*questions, arguments=()):
    lines = "".join((q if isinstance(q, str) else json.dumps(q)) + "\n" for q in questions)
    result = due("--batch", *arguments, input=lines)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_due_date_is_all_that_is_printed():
    result = due("--start", "2026-09-28", "--days", "20", "--unit", "workday")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "2026-10-30\n", "")


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["--start", "2026-09-28", "--days", "20", "--unit", "day"], "2026-10-18"),
        (["--start", "2026-09-28", "--days", "20", "--unit", "day", "--roll"], "2026-10-19"),
        (["--start", "2026-01-31", "--days", "1", "--unit", "month"], "2026-02-28"),
        (["--start", "2024-02-29", "--days", "1", "--unit", "year"], "2025-02-28"),
        (["--start", "2026-03-06T17:30", "--days", "24", "--unit", "hour"], "2026-03-07T17:30+08:00"),
        (["--start", "2026-03-06T09:30Z", "--days", "24", "--unit", "hour", "--roll"], "2026-03-09T24:00+08:00"),
    ],
)
def test_every_unit_of_the_law_can_be_asked_for(arguments, printed):
    assert due(*arguments).stdout == printed + "\n"


def test_a_provisional_date_says_so_beside_the_answer():
    result = due("--start", "2026-12-21", "--days", "6")
    assert result.stdout == "2026-12-29\n"
    assert "暂定" in result.stderr
    assert "provisional" in result.stderr


def test_the_explanation_follows_the_date_with_a_line_for_each_day():
    lines = due("--start", "2026-09-28", "--days", "5", "--explain").stdout.splitlines()
    assert lines[0] == "2026-10-10"
    assert lines[1] == "2026-09-28 周一 - 起始当日，不计入 / day of the event, not counted"
    assert lines[-1] == "2026-10-10 周六 + 第 5 日，国庆节调休上班 / day 5, make-up workday for National Day"
    assert len(lines) == 14


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--start", "2026-02-30", "--days", "5"], "must be a real date"),
        (["--start", "20260201", "--days", "5"], "must be a real date"),
        (["--start", "2026-02-01T09:00", "--days", "5"], "must be a real date"),
        (["--start", "2026-02-01", "--days", "5", "--unit", "hour"], "must be a real moment"),
        (["--start", "2026-02-01T25:00", "--days", "5", "--unit", "hour"], "must be a real moment"),
        (["--start", "2026-02-01", "--days", "0"], "1 or more"),
        (["--start", "2026-02-01", "--days", "-5"], "1 or more"),
        (["--start", "2026-02-01", "--days", "five"], "not a valid integer"),
        (["--start", "2026-02-01", "--days", "99999999999"], "9999"),
        (["--start", "2026-02-01", "--days", "5", "--unit", "week"], "week"),
        (["--start", "0001-01-01T00:00+14:00", "--days", "5", "--unit", "hour"], "9999"),
        (["--start", "0001-01-01T00:00", "--days", "5", "--unit", "hour", "--roll"], "9999"),
        (["--start", "9999-12-31T23:00-08:00", "--days", "5", "--unit", "hour"], "9999"),
        (["--start", "2026-02-01"], "give --start and --days"),
        (["--days", "5"], "give --start and --days"),
        (["--batch", "--start", "2026-02-01"], "--batch goes without"),
        (["--start", "2026-02-01", "--days", "5", "--calendars", "/nowhere"], "not a folder"),
    ],
)
def test_bad_input_is_refused_with_exit_code_2_and_the_remedy(arguments, words):
    result = due(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_batch_answers_line_by_line_what_single_questions_answer():
    calendar = official_calendar()
    starts = [date(2004, 1, 1) + timedelta(days=41 * n) for n in range(250)]
    questions = [
        {"start": str(start), "days": 1 + start.toordinal() % 90, "unit": unit, "roll": roll}
        for start in starts
        for unit in ("workday", "day", "month")
        for roll in (False, True)
    ]
    for question, answer in zip(questions, answers(*questions), strict=True):
        start = date.fromisoformat(question["start"])
        expected = due_on(start, question["days"], Unit(question["unit"]), roll=question["roll"], calendar=calendar)
        assert answer == {"due": str(expected.date), "provisional": expected.provisional}


def test_unit_and_roll_may_be_left_out_of_a_batch_line():
    assert answers({"start": "2026-09-28", "days": 20}) == [{"due": "2026-10-30", "provisional": False}]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[" * 100_000,
        "[1]",
        "null",
        {"start": "2026-02-30", "days": 5},
        {"start": 20260201, "days": 5},
        {"days": 5},
        {"start": "2026-02-01"},
        {"start": "2026-02-01", "days": "5"},
        {"start": "2026-02-01", "days": True},
        {"start": "2026-02-01", "days": 5.0},
        {"start": "2026-02-01", "days": 0},
        {"start": "2026-02-01", "days": 10**30},
        {"start": "2026-02-01", "days": 10**30, "unit": "year"},
        {"start": "2026-02-01", "days": 5, "unit": "week"},
        {"start": "2026-02-01", "days": 5, "unit": ["day"]},
        {"start": "2026-02-01", "days": 5, "roll": "yes"},
        {"start": "2026-02-01", "days": 5, "rol": True},
        '{"start": "2026-02-01", "days": ' + "9" * 5000 + "}",
    ],
)
def test_a_bad_line_is_answered_with_its_error_and_the_next_line_goes_on(line):
    bad, good = answers(line, {"start": "2026-09-28", "days": 20})
    assert list(bad) == ["error"]
    assert " / " in bad["error"], "in both languages"
    assert good["due"] == "2026-10-30"


def test_bytes_that_are_not_text_are_a_bad_line_too():
    result = due("--batch", input=b'\xff\xfe\x80\n{"start": "2026-09-28", "days": 20}\n')
    first, second = map(json.loads, result.stdout.splitlines())
    assert "error" in first
    assert second["due"] == "2026-10-30"


def _publish_2027(folder):
    days = [{"name": "元旦", "date": "2026-12-29", "isOffDay": True}]
    (folder / "2027.json").write_text(json.dumps({"year": 2027, "papers": [], "days": days}), "utf-8")
    return str(folder)


def test_a_calendar_published_later_changes_the_provisional_date(tmp_path):
    folder = _publish_2027(tmp_path)
    question = {"start": "2026-12-21", "days": 6}
    assert answers(question) == [{"due": "2026-12-29", "provisional": True}]
    assert answers(question, arguments=["--calendars", folder]) == [{"due": "2026-12-30", "provisional": False}]


def test_the_operators_folder_of_calendars_is_the_default(tmp_path):
    result = due("--start", "2026-12-21", "--days", "6", env={"WEIMIN_CALENDARS": _publish_2027(tmp_path)})
    assert (result.stdout, result.stderr) == ("2026-12-30\n", "")


def test_a_bad_calendar_file_is_named_and_nothing_is_answered(tmp_path):
    (tmp_path / "2027.json").write_text('{"year": 2026, "papers": [], "days": []}', "utf-8")
    result = due("--start", "2026-12-21", "--days", "6", "--calendars", str(tmp_path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "2027.json" in result.stderr


def test_the_command_starts_without_django():
    script = "import sys, weimin.config.cli.due; sys.exit('django' in sys.modules or 'pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
