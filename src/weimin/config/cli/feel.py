"""``weimin feel``: evaluate a FEEL expression, or one a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from weimin.config.clock import now
from weimin.lib.bilingual import Bilingual
from weimin.lib.feel import FeelError, FeelEvaluationError, compile_expression, from_json, to_json

__all__ = ["command"]

_NOT_AN_OBJECT = FeelEvaluationError(
    Bilingual('上下文应是 JSON 对象，例如 {"area": 120}', 'the context must be a JSON object such as {"area": 120}')
)
_NOT_A_TASK = FeelEvaluationError(
    Bilingual(
        '每行应是 {"expr": 表达式, "context": 对象}', 'each line must be {"expr": an expression, "context": an object}'
    )
)


@click.command()
@click.argument("expression", required=False)
@click.option("--context", default="{}", help="可用的名称，写成 JSON 对象 / The names it may use, as a JSON object.")
@click.option(
    "--batch",
    is_flag=True,
    help='逐行读 JSON {"expr", "context"}，逐行答 {"value"} 或 {"error"} / Read JSON lines {"expr", "context"}; answer {"value"} or {"error"} a line.',
)
def command(expression: str | None, context: str, batch: bool) -> None:
    """计算一个 FEEL 表达式，用 JSON 输出它的值。日期、时间和时长写作 ["@", 类型, 文本]；因出错而为 null 的，说明原因。

    Evaluate a FEEL expression and print its value as JSON.

    Dates, times and durations are ["@", type, text], in the context as in the answer. Where a value is null
    because something is wrong, the reason is told (on standard error, or as the batch line's "error").
    """
    if batch == (expression is not None):
        raise click.UsageError("give either an expression or --batch")
    if batch:
        for answer in answers(sys.stdin.buffer):
            click.echo(answer)
        return
    problems: list[FeelEvaluationError] = []
    try:
        value = _value(expression or "", from_json(context), problems)
    except FeelError as error:
        raise click.ClickException(str(error)) from None
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(value)


def answers(lines: Iterable[bytes]) -> Iterator[str]:
    """One JSON answer for each line that is not blank, whatever the line holds."""
    for line in lines:
        if line.strip():
            yield _answer(line)


def _answer(line: bytes) -> str:
    problems: list[FeelEvaluationError] = []
    try:
        task = from_json(line.decode(errors="replace"))
        if not isinstance(task, dict) or not isinstance(task.get("expr"), str):
            raise _NOT_A_TASK
        value = _value(task["expr"], task.get("context") or {}, problems)
    except FeelError as error:
        return json.dumps({"error": str(error)}, ensure_ascii=False)
    if value == "null" and problems:
        return json.dumps({"error": str(problems[0])}, ensure_ascii=False)
    return f'{{"value": {value}}}'


def _value(expression: str, context: Any, problems: list[FeelEvaluationError]) -> str:
    if not isinstance(context, dict):
        raise _NOT_AN_OBJECT
    compiled = compile_expression(expression, names=_keys(context))
    return to_json(compiled.evaluate(context, now=now(), problems=problems))


def _keys(value: Any) -> set[str]:
    """All keys of a context and of what is in it, for names of several words."""
    found: set[str] = set()
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            found |= one.keys()
            pending += one.values()
        elif isinstance(one, list):
            pending += one
    return found
