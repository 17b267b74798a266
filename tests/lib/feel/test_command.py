"""The command ``weimin feel``."""

import json

import pytest
from click.testing import CliRunner

from weimin.config.cli.feel import answers, command


def run(*arguments: str, lines: str = ""):
    return CliRunner().invoke(command, arguments, input=lines)


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["0.1 + 0.2"], "0.3"),
        (["area > 50", "--context", '{"area": 60}'], "true"),
        (["due + @\"P1D\"", "--context", '{"due": ["@", "date", "2026-02-28"]}'], '["@", "date", "2026-03-01"]'),
        (["monthly salary * 2", "--context", '{"monthly salary": 10}'], "20"),
        (['{a: "中"}'], '{"a": "中"}'),
        (["today() instance of date"], "true"),
    ],
)  # fmt: skip
def test_the_value_is_printed_as_json(arguments, output):
    assert run(*arguments).stdout == output + "\n"


def test_a_null_is_printed_with_its_reason_beside():
    result = run("sqrt(-1)")
    assert (result.exit_code, result.stdout) == (0, "null\n")
    assert "负数没有平方根" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["1 +"], ["a", "--context", "{"], ["a", "--context", "[1]"], [], ["1", "--batch"]]
)
def test_what_is_wrong_is_refused_without_a_traceback(arguments):
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_batch_answers_each_line_and_goes_on_after_a_bad_one():
    lines = [
        '{"expr": "a + 1", "context": {"a": 1}}', "not json", '{"expr": "1 +"}', "", '{"expr": 5}', '{"expr": "null"}',
        '{"expr": "sqrt(-1)"}', '{"expr": "a", "context": [1]}', '["@", "date", "x"]', "[" * 9999, '{"expr": "1"}',
    ]  # fmt: skip
    found = [json.loads(line) for line in run("--batch", lines="\n".join(lines)).stdout.splitlines()]
    assert [next(iter(answer)) for answer in found] == [
        "value", "error", "error", "error", "value", "error", "error", "error", "error", "value",
    ]  # fmt: skip
    assert found[0] == {"value": 2}
    assert found[4] == {"value": None}


def test_bytes_that_are_no_text_are_an_error_of_their_line():
    assert [json.loads(answer) for answer in answers([b"\xff\xfe\n", b'{"expr": "1"}\n'])][1] == {"value": 1}
