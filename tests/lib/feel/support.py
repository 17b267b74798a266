"""Shorthand for the tests of FEEL."""

from datetime import UTC, datetime
from typing import Any

from weimin.lib.bilingual import using_language
from weimin.lib.feel import FeelEvaluationError, compile_expression

NOW = datetime(2026, 9, 27, 17, 0, tzinfo=UTC)  # 01:00 on 28 September in Qingdao


def value(expression: str, /, **context: Any) -> Any:
    """The value of an expression at ``NOW``."""
    return compile_expression(expression, names=context).evaluate(context, now=NOW)


def problem(expression: str, /, **context: Any) -> str:
    """The first reason why an expression is null, in English with its place."""
    problems: list[FeelEvaluationError] = []
    result = compile_expression(expression).evaluate(context, now=NOW, problems=problems)
    assert result is None
    with using_language("en"):
        return str(problems[0])
