"""Decision tables of DMN: read, checked for gaps and overlaps, evaluated, explained. Reference: docs/reference/decisions.md."""

from weimin.lib.decision.api import compile_dmn
from weimin.lib.decision.chaining import compile_tables
from weimin.lib.decision.checking import check_table
from weimin.lib.decision.compiling import compile_table
from weimin.lib.decision.errors import DecisionError, Finding, Findings
from weimin.lib.decision.evaluating import Decided, Given, Hit, decide
from weimin.lib.decision.explaining import Because, Ruled, explain, explain_chain, rules_in_words
from weimin.lib.decision.model import (
    Aggregate,
    ColumnText,
    DecisionTable,
    HitPolicy,
    RuleText,
    Span,
    TableText,
)
from weimin.lib.decision.words import feel_text, value_words

__all__ = [
    "Aggregate",
    "Because",
    "ColumnText",
    "Decided",
    "DecisionError",
    "DecisionTable",
    "Finding",
    "Findings",
    "Given",
    "Hit",
    "HitPolicy",
    "RuleText",
    "Ruled",
    "Span",
    "TableText",
    "check_table",
    "compile_dmn",
    "compile_table",
    "compile_tables",
    "decide",
    "explain",
    "explain_chain",
    "feel_text",
    "rules_in_words",
    "value_words",
]
