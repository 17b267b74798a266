"""Compiles a city: reads everything, checks everything, measures the design; nothing stops at the first error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.examples import run_examples
from weimin.blueprint.findings import Finding, Findings, Level
from weimin.blueprint.lint import lint
from weimin.blueprint.loader import load
from weimin.blueprint.processes import check_procedure_names, compile_procedures
from weimin.blueprint.references import check_references
from weimin.blueprint.reform_checks import check_reforms

__all__ = ["Compiled", "compile_city"]


@dataclass(frozen=True)
class Compiled:
    """``score`` is the share of the design that no lint finding touches, 0 to 100; None while there are errors."""

    blueprint: Blueprint
    findings: tuple[Finding, ...]
    score: int | None

    @property
    def ok(self) -> bool:
        return not any(finding.level is Level.ERROR for finding in self.findings)

    def as_json(self) -> Mapping[str, Any]:
        return {
            "ok": self.ok,
            "counts": self.blueprint.counts(),
            "findings": [finding.as_json() for finding in self.findings],
        }


def compile_city(folder: Path, *, today: date) -> Compiled:
    """Everything that is wrong with a city's folder, and the city as far as it can be read.

    ``today`` is the law date on which agreements are asked whether they still run.
    """
    findings = Findings()
    blueprint = load(folder, findings)
    compile_procedures(blueprint, findings)
    sound = check_references(blueprint, findings)
    check_procedure_names(blueprint, findings)
    check_reforms(blueprint, today=today, findings=findings)
    run_examples(blueprint, sound, findings)
    score = None if findings.errors else lint(blueprint, today=today, findings=findings)
    return Compiled(blueprint, tuple(findings), score)
