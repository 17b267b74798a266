"""``weimin decision``: what it prints, when it fails."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from weimin.config.cli.decision import command

DECISIONS = Path(__file__).parents[2] / "cities" / "qingdao" / "decisions"
GAP = """\
code: fee
name: {zh: 收费, en: Fee}
inputs: [{id: area, label: {zh: 面积, en: Area}, type: number, values: ">= 0"}]
outputs: [{id: fee, label: {zh: 金额, en: Amount}, type: number}]
rules:
  - {when: {area: "< 50"}, then: {fee: 1}}
  - {when: {area: "> 50"}, then: {fee: 2}, note: {zh: 大的。, en: A large one.}}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


@pytest.fixture
def gap(tmp_path: Path) -> str:
    file = tmp_path / "fee.yaml"
    file.write_text(GAP, encoding="utf-8")
    return str(file)


def test_the_city_s_own_tables_have_no_findings():
    files = sorted(str(file) for file in DECISIONS.iterdir())
    assert len(files) >= 2
    result = run("check", "--lang", "en", *files)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{len(files)} tables without errors\n")


def test_a_gap_is_told_with_its_line_and_an_example_and_fails(gap):
    result = run("check", gap)
    assert result.exit_code == 1
    assert result.stdout == f"{gap}:1: fee: 有空缺：面积 = 50 时没有规则成立 [E012]\n"
    answer = json.loads(run("check", "--json", "--lang", "en", gap).stdout)
    (finding,) = answer["findings"]
    assert (answer["ok"], finding["code"], finding["example"], finding["line"]) == (False, "D020", {"area": 50}, 1)


def test_a_run_says_the_value_the_rule_and_why(gap):
    result = run("run", gap, "--input", '{"area": 60.5}', "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2", "Fee [U]", "  Area: 60.5", "  rule 2: Area: more than 50 → 2", "    A large one.",
    ]  # fmt: skip
    answer = json.loads(run("run", gap, "--input", '{"area": 60.5}', "--json").stdout)
    assert (answer["value"], answer["rules"], answer["holding"]) == (2, [{"rule": 2, "notes": ["大的。"]}], [2])


def test_a_run_without_an_answer_says_why_and_fails(gap):
    result = run("run", gap, "--input", '{"area": 50}')
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "null")
    assert "没有规则成立" in result.stderr


@pytest.mark.parametrize("given", ["[]", "{", "1", '{"area": ["@", "date", "x"]}'])
def test_an_input_that_is_no_object_is_refused_in_a_sentence(gap, given):
    result = run("run", gap, "--input", given)
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("content", [b"", b"\xff", b"<a/>", b"code: x", b"rules: {a: [", b"[]"])
@pytest.mark.parametrize("name", ["x.yaml", "x.dmn"])
def test_no_file_brings_a_traceback(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    for arguments in (["check", str(file)], ["run", str(file)]):
        result = run(*arguments)
        assert isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 1


def test_a_chain_is_run_with_the_files_beside_it_and_tells_every_link():
    file = str(DECISIONS / "road-charge.yaml")
    result = run("run", file, "--input", '{"works": "dig", "area": 60, "road_age": "protected"}', "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "14400"
    assert [line for line in lines if line.endswith("]")] == [
        "Basic charge for occupying or digging up a road [U]",
        "How many times the charge for a new road [U]",
        "Charge for occupying or digging up a road [=]",
    ]
    assert "  Basic charge × Times = 14400" in lines
    answer = json.loads(
        run("run", file, "--input", '{"works": "occupy", "area": 30, "road_age": null}', "--json").stdout
    )
    assert answer["value"] == 180
    assert [each["why"].rsplit("，")[-1] for each in answer["before"]] == ["180", "1"]


def test_a_check_of_one_file_reads_the_ones_it_requires_and_finds_a_circle(tmp_path):
    one = "code: {a}\nname: {{zh: 一, en: One}}\nrequires: [{b}]\noutputs: [{{id: x, label: {{zh: 值, en: X}}, type: number}}]\nexpression: {b} + 1\n"
    (tmp_path / "aa.yaml").write_text(one.format(a="aa", b="bb"), encoding="utf-8")
    (tmp_path / "bb.yaml").write_text(one.format(a="bb", b="aa"), encoding="utf-8")
    result = run("check", "--lang", "en", str(tmp_path / "aa.yaml"))
    assert result.exit_code == 1
    assert result.stdout == f"{tmp_path}/aa.yaml:3: aa: the decisions go in a circle: aa → bb → aa [E012]\n"
