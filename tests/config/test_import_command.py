"""``weimin import`` through the front door: what it prints, writes and refuses."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from support.cities import write_city
from support.lists import csv_list
from weimin.blueprint.importing.api import DOUBTS
from weimin.blueprint.importing.columns import ITEM_COLUMNS, STAFF_COLUMNS
from weimin.config.cli import main

ROW = ("住建局", "燃气经营许可", "行政许可", "37ABC", "370200")
NAMELESS = ("住建局", "", "行政许可", "=1+1", "370200")


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_a_list_becomes_a_city_that_check_takes(tmp_path: Path):
    code, output = run("items", csv_list(tmp_path / "a.csv", ROW, NAMELESS), "--out", tmp_path / "city", "--lang", "en")
    assert code == 0
    assert "left out I101 no name × 1\n  a.csv:3: no name of the item: add it" in output
    assert "2 rows, 1 left out; 5 files written in" in output
    assert CliRunner().invoke(main, ["check", str(tmp_path / "city")]).exit_code == 0


def test_messages_speak_the_language_that_was_chosen(tmp_path: Path):
    path = csv_list(tmp_path / "a.csv", ROW, NAMELESS)
    assert "a.csv:3: 没有事项名称，请补上" in run("items", path, "--out", tmp_path / "city")[1]
    assert "2 行，1 行未导入" in run("items", path, "--out", tmp_path / "city2")[1]


def test_it_asks_for_one_folder(tmp_path: Path):
    path = csv_list(tmp_path / "a.csv", ROW)
    for folders in ([], ["--out", tmp_path / "x", "--into", tmp_path / "y"]):
        code, output = run("items", path, *folders, "--lang", "en")
        assert (code, "give --out FOLDER (a new city, such as --out a) or --into FOLDER" in output) == (2, True)


def test_a_refusal_exits_with_1_and_no_traceback(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04")
    code, output = run("items", tmp_path / "a.csv", "--out", tmp_path / "city", "--lang", "en")
    assert (code, "a.csv: not a whole .xlsx file" in output, "Traceback" in output) == (1, True, False)


def test_the_report_has_every_doubt_and_the_quarantine_the_rows_to_mend(tmp_path: Path):
    path = csv_list(tmp_path / "a.csv", ROW, NAMELESS)
    report, left = tmp_path / "report.csv", tmp_path / "left.csv"
    run("items", path, "--out", tmp_path / "city", "--report", report, "--quarantine", left, "--lang", "en")
    with report.open(encoding="utf-8-sig", newline="") as file:
        told = {(row["row"], row["code"]) for row in csv.DictReader(file)}
    assert {("3", "I101"), ("2", "I212")} <= told
    with left.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["why it was left out"] == "a.csv:3: no name of the item: add it"
    assert row["实施编码"] == "'=1+1", "a spreadsheet must not run it"


def test_mended_quarantine_rows_can_be_imported(tmp_path: Path):
    left = tmp_path / "left.csv"
    run("items", csv_list(tmp_path / "a.csv", ROW, NAMELESS), "--out", tmp_path / "city", "--quarantine", left)
    left.write_text(left.read_text(encoding="utf-8-sig").replace("住建局,,", "住建局,供热经营许可,"), encoding="utf-8")
    code, output = run("items", left, "--into", tmp_path / "city", "--lang", "en")
    assert (code, "1 rows, 0 left out" in output) == (0, True)
    (file,) = (tmp_path / "city" / "items" / "zjj").glob("gong-re*.yaml")
    assert "code: =1+1" in file.read_text(encoding="utf-8")


def test_the_report_is_json_by_its_suffix_and_never_overwrites(tmp_path: Path):
    path, report = csv_list(tmp_path / "a.csv", ROW), tmp_path / "report.json"
    run("items", path, "--out", tmp_path / "city", "--report", report)
    doubts = json.loads(report.read_text(encoding="utf-8"))
    assert {doubt["code"] for doubt in doubts} <= set(DOUBTS)
    assert list(doubts[0]) == ["file", "sheet", "row", "severity", "code", "zh", "en"]
    assert run("items", path, "--out", tmp_path / "city2", "--report", report)[0] == 1
    assert not (tmp_path / "city2").exists()


def test_staff_says_row_by_row_what_it_would_do(tmp_path: Path):
    city = write_city(tmp_path / "city")
    path = csv_list(tmp_path / "a.csv", ("审批局", "现场核查岗"), ("审批局", "食堂"), header=("部门", "岗位"))
    code, output = run("staff", path, "--into", city, "--dry-run", "--lang", "en")
    assert code == 0
    assert output.splitlines()[1] == "a.csv:2: + post office/inspect 现场核查岗 (inspector)"
    assert "left out I122" in output
    assert "1 files would be written" in output


def test_import_loads_neither_django_nor_the_kernel(tmp_path: Path):
    path = csv_list(tmp_path / "a.csv", ROW)
    script = (
        "import sys; from weimin.config.cli import main\n"
        f"try: main(['import', 'items', {str(path)!r}, '--out', {str(tmp_path / 'city')!r}])\n"
        "except SystemExit as end: print('exit', end.code)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'django' or m.startswith('weimin.kernel')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONUTF8": "1"}
    )
    assert done.stdout.endswith("exit 0\n[]\n")


@pytest.mark.parametrize("name", ["items", "staff"])
def test_every_option_has_a_help(name: str):
    group = main.get_command(click.Context(main), "import")
    assert isinstance(group, click.Group)
    options = [option for option in group.commands[name].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "import.md"


def test_every_column_that_is_known_stands_in_the_reference():
    page = PAGE.read_text(encoding="utf-8")
    known = [*ITEM_COLUMNS.headers.items(), *STAFF_COLUMNS.headers.items()]
    assert [f for f, names in known if f"| `{f}` | {'、'.join(names)} |" not in page] == []


def test_every_doubt_stands_in_the_reference_in_both_languages():
    page = PAGE.read_text(encoding="utf-8")
    lines = [line.split("|")[1:4] for line in page.splitlines() if line.startswith("| I")]
    assert [[cell.strip() for cell in line] for line in lines] == [
        [code, title.zh, title.en] for code, title in DOUBTS.items()
    ]
