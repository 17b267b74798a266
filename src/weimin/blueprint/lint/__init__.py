"""Measures the design of a city: stable codes, a page each under docs/reference/lint, and a score to track."""

from datetime import date
from typing import Final

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.findings import Findings
from weimin.blueprint.lint import law, posts, reach, seals, sharing
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.blueprint.sections import sections

__all__ = ["RULES", "Rule", "lint", "rules"]

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((*sharing.RULES, *law.RULES, *reach.RULES, *posts.RULES, *seals.RULES), key=lambda rule: rule.code)
)


def rules() -> tuple[Rule, ...]:
    """The rules of the grammar and those of the sections that modules registered, by code."""
    own = (rule for section in sections().values() for rule in section.rules)
    return tuple(sorted((*RULES, *own), key=lambda rule: rule.code))


def lint(blueprint: Blueprint, *, today: date, findings: Findings) -> int:
    """Adds a warning for each weakness; returns the score.

    The score, 0 to 100, is the mean over all rules that found something to look at of the share they found clean,
    rounded down: 100 means that no rule found anything.
    """
    shares: list[float] = []
    for rule in rules():
        survey = Survey(rule, today, findings)
        rule.check(blueprint, survey)
        if survey.examined:
            shares.append(1 - len(survey.touched) / survey.examined)
    return int(100 * sum(shares) / len(shares) + 1e-9) if shares else 100
