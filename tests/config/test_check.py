"""``weimin check`` through the front door: what it prints, how it exits, what it does not load."""

import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from support.cities import FILES, write_city
from weimin.config.cli import main

ITEM = "items/office/dog-registration.yaml"


def run(*arguments: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", *arguments], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def spoiled(folder: Path, old: str, new: str) -> str:
    assert old in FILES[ITEM]
    return str(write_city(folder, {ITEM: FILES[ITEM].replace(old, new, 1)}))


def test_a_clean_city_exits_with_0_and_tells_its_size_and_score(tmp_path: Path):
    code, output = run(str(write_city(tmp_path)))
    assert code == 0
    assert (
        output
        == "1 事项、0 目录事项、2 业务办理项、1 实施项、1 流程、2 部门、5 岗位、0 窗口、1 信息资源、1 共享协议\n0 个错误，0 个提醒\n设计得分 100/100\n"
    )


def test_an_error_exits_with_1_and_stands_first_as_file_line_field(tmp_path: Path):
    code, output = run(spoiled(tmp_path, "theme: living", "theme: lving"), "--lang", "en")
    assert code == 1
    assert output.splitlines()[0] == f"error E004 {ITEM}:8: theme: there is no theme 'lving'; did you mean living?"
    assert "1 errors, 0 warnings" in output
    assert "score" not in output


def test_a_warning_exits_with_0(tmp_path: Path):
    code, output = run(spoiled(tmp_path, "within: 3wd", "within: 9wd"), "--lang", "en")
    assert code == 0
    assert output.startswith(f"warning T002 {ITEM}:")


def test_the_language_is_chosen_by_the_option_and_never_by_the_environment(tmp_path: Path):
    folder = spoiled(tmp_path, "theme: living", "theme: lving")
    assert "没有主题" in run(folder, env={"LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"})[1]
    assert "there is no theme" in run(folder, "--lang", "en", env={"LANG": "zh_CN.UTF-8"})[1]


def test_json_has_exactly_the_published_keys(tmp_path: Path):
    code, output = run(spoiled(tmp_path, "within: 3wd", "within: 9wd"), "--json", "--lang", "en")
    answer = json.loads(output)
    assert code == 0
    assert list(answer) == ["ok", "counts", "findings"]
    assert answer["ok"] is True
    assert answer["counts"] == {
        "items": 1, "listed": 0, "handlings": 2, "implementations": 1, "procedures": 1,
        "departments": 2, "posts": 5, "windows": 0, "resources": 1, "agreements": 1,
    }  # fmt: skip
    assert list(answer["findings"][0]) == ["level", "code", "file", "line", "message"]
    assert (answer["findings"][0]["level"], answer["findings"][0]["code"]) == ("warning", "T002")


def test_json_of_a_broken_city_says_not_ok_and_exits_with_1(tmp_path: Path):
    code, output = run(spoiled(tmp_path, "promised: 8wd", "promised: soon"), "--json")
    answer = json.loads(output)
    assert (code, answer["ok"]) == (1, False)
    assert [(f["level"], f["code"], f["file"]) for f in answer["findings"]] == [("error", "E003", ITEM)]


def test_a_folder_that_is_not_there_is_told_without_a_traceback(tmp_path: Path):
    code, output = run(str(tmp_path / "nowhere"), "--lang", "en")
    assert code == 1
    assert "there is no such folder" in output


def test_check_loads_neither_django_nor_the_kernel(tmp_path: Path):
    script = (
        "import sys; from weimin.config.cli import main\n"
        f"try: main(['check', {str(write_city(tmp_path))!r}])\n"
        "except SystemExit as end: print('exit', end.code)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'django' or m.startswith('weimin.kernel')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONUTF8": "1"}
    )
    assert done.stdout.endswith("exit 0\n[]\n")
