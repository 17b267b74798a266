"""What can be wrong with a decision table: each finding with its place, in both languages, and an example."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from weimin.lib.bilingual import Bilingual

__all__ = ["DecisionError", "Finding", "Findings", "Level"]

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at one line of one file.

    ``rules`` are the numbers of the rules concerned. ``example`` shows a gap or an overlap: a value for the text of each
    input expression that could be analysed; for the others any value will do.
    """

    file: str
    line: int
    code: str
    message: Bilingual
    level: Level = "error"
    table: str = ""
    rules: tuple[int, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DecisionError(Exception):
    """The file holds no decision that can be used; ``findings`` says all that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class Findings:
    """Gathers what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.table = ""
        self.found: list[Finding] = []

    @property
    def failed(self) -> bool:
        return any(finding.level == "error" for finding in self.found)

    def add(
        self,
        line: int,
        code: str,
        zh: str,
        en: str,
        *,
        level: Level = "error",
        rules: tuple[int, ...] = (),
        example: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> None:
        message = Bilingual(zh, en).format(**values)
        finding = Finding(self.file, line, code, message, level, self.table, rules, example or {})
        if finding not in self.found:
            self.found.append(finding)
