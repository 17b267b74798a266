"""The budget of an expression: how long its text, how deep, how large its values, how much work.

Work is counted in steps, not in seconds, so that the same expression always gives the same answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import FeelError, FeelEvaluationError, FeelLimitError

__all__ = ["DEFAULT_LIMITS", "Limits", "Run", "place"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds. With the defaults an evaluation ends within seconds on any machine, whatever the text."""

    source: int = 20_000
    """Characters of an expression's text."""
    nesting: int = 64
    """Brackets, operators and functions inside one another."""
    call_depth: int = 320
    """Nesting summed over the functions that are being called."""
    items: int = 100_000
    """Elements of one list."""
    characters: int = 1_000_000
    """Characters of one string."""
    steps: int = 1_000_000
    """Work of one evaluation: about one for each operator evaluated, list element copied or 64 characters made."""
    problems: int = 100
    """Problems that are reported; later ones are left out."""


DEFAULT_LIMITS = Limits()


def place(source: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of the text."""
    before = source[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class Run:
    """One evaluation: its instant, what is left of its budget, and the problems met on the way."""

    __slots__ = ("at", "depth", "limits", "now", "problem_count", "problems", "source", "steps")

    def __init__(
        self, source: str, *, now: datetime | None, limits: Limits, problems: list[FeelEvaluationError] | None
    ) -> None:
        self.source = source
        self.now = now
        self.limits = limits
        self.problems = problems
        self.problem_count = 0
        self.steps = limits.steps
        self.depth = 0
        self.at = 0

    def spend(self, steps: int) -> None:
        """Take work from the budget. Raises ``FeelLimitError`` when nothing is left."""
        self.steps -= steps
        if self.steps < 0:
            raise self._too_much(
                "计算量超过上限（{n} 步）；请缩小列表或循环",
                "more than {n} steps of work; use smaller lists or loops",
                self.limits.steps,
            )

    def items(self, count: int) -> None:
        """Pay for a list about to be made. Raises ``FeelLimitError`` if it would be too long."""
        if count > self.limits.items:
            raise self._too_much(
                "列表超过 {n} 项；请缩小范围", "a list of more than {n} elements; narrow the range", self.limits.items
            )
        self.spend(count)

    def text(self, characters: int) -> None:
        """Pay for a string about to be made. Raises ``FeelLimitError`` if it would be too long."""
        if characters > self.limits.characters:
            raise self._too_much("文字超过 {n} 个字符", "a string of more than {n} characters", self.limits.characters)
        self.spend(characters >> 6)

    def enter(self, depth: int) -> None:
        """Go down into a function or a nested value; ``leave`` comes back up."""
        self.depth += depth
        if self.depth > self.limits.call_depth:
            raise self._too_much(
                "嵌套或递归过深（超过 {n} 层）", "nested or recursive beyond {n} levels", self.limits.call_depth
            )

    def leave(self, depth: int) -> None:
        self.depth -= depth

    def problem(self, message: Bilingual, at: int) -> Any:
        """Note why a value is null, and answer null. The list is the caller's; without one only the count is kept."""
        self.problem_count += 1
        if self.problems is not None and len(self.problems) < self.limits.problems:
            self.problems.append(FeelEvaluationError(message, *place(self.source, at)))
        return None

    def error(self, kind: type[FeelError], message: Bilingual, at: int | None = None) -> FeelError:
        """An error of this kind at a place of the text (where the run is now, if none is given)."""
        return kind(message, *place(self.source, self.at if at is None else at))

    def _too_much(self, zh: str, en: str, limit: int) -> FeelError:
        return self.error(FeelLimitError, Bilingual(zh, en).format(n=limit))
