"""The one place where procedures meet FEEL: conditions of flows, and the lists of multi-instances."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel import Expression, FeelError, compile_expression, evaluate_condition
from weimin.lib.procedure.graph import Flow

__all__ = ["decided", "free_names", "holds", "is_foreign", "name_of", "problem", "value"]


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Expression:
    return compile_expression(text)


def problem(text: str) -> Bilingual | None:
    """What is wrong with an expression, or ``None``."""
    try:
        _compiled(text)
    except FeelError as error:
        return error.message
    return None


def is_foreign(flow: Flow) -> bool:
    """It has a condition that is not FEEL: whether it holds is not known here."""
    return flow.condition is not None and (flow.foreign or problem(flow.condition) is not None)


def free_names(text: str) -> frozenset[str]:
    """The first names of all that an expression reads from its context: ``steps.review.outcome`` reads ``steps``."""
    expression = _compiled(text)
    return frozenset(name.split(".", 1)[0] for name in expression.names | expression.item_names)


def holds(text: str, context: Mapping[str, Any], now: datetime | None) -> bool:
    """True only if the expression is true; null is not, nor is what cannot be computed."""
    try:
        return evaluate_condition(_compiled(text), context, now=now)
    except FeelError:
        return False


def decided(text: str, outcome: str | None) -> bool | None:
    """What the outcome alone makes of a condition; ``None`` where more is needed: data, the clock, another answer."""
    if problem(text) is not None or not free_names(text) <= {"outcome"}:
        return None
    try:
        return evaluate_condition(_compiled(text), {"outcome": outcome}, now=None)
    except FeelError:
        return None


def value(text: str, context: Mapping[str, Any], now: datetime | None) -> Any:
    """What an expression gives; ``None`` when it cannot be evaluated."""
    try:
        return _compiled(text).evaluate(context, now=now)
    except FeelError:
        return None


def name_of(node_id: str) -> str:
    """A node's id as a FEEL name: ``site-visit`` is read as ``steps.site_visit``."""
    return node_id.replace("-", "_").replace(".", "_")
