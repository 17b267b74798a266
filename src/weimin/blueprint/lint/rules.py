"""What a lint rule is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.findings import Findings, Place
from weimin.lib.bilingual import Bilingual

__all__ = ["Rule", "Survey"]


@dataclass(frozen=True)
class Rule:
    code: str
    title: Bilingual
    check: "Callable[[Blueprint, Survey], None]"


@dataclass
class Survey:
    """One rule's walk through the city: what it looked at and where it found something."""

    rule: Rule
    today: date
    findings: Findings
    examined: int = 0
    touched: set[tuple[str, str]] = field(default_factory=set)

    def look(self) -> None:
        """One more thing was examined."""
        self.examined += 1

    def found(self, place: Place, zh: str, en: str, **values: Any) -> None:
        """The thing looked at last has this weakness; several findings about one thing lower the score once."""
        self.touched.add((place.file, str(self.examined)))
        self.findings.warning(self.rule.code, place, zh, en, **values)
