"""FEEL, the expression language of DMN 1.5: conditions that officials can read, over nothing but their context.

Reference: docs/reference/feel.md.
"""

from weimin.lib.feel.api import Expression, compile_expression, compile_unary_tests, evaluate_condition
from weimin.lib.feel.errors import ClockNotGiven, FeelError, FeelEvaluationError, FeelLimitError, FeelSyntaxError
from weimin.lib.feel.json_text import from_json, to_json
from weimin.lib.feel.limits import Limits

__all__ = [
    "ClockNotGiven",
    "Expression",
    "FeelError",
    "FeelEvaluationError",
    "FeelLimitError",
    "FeelSyntaxError",
    "Limits",
    "compile_expression",
    "compile_unary_tests",
    "evaluate_condition",
    "from_json",
    "to_json",
]
