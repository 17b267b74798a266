"""The front door for files: bytes of DMN in, compiled tables out."""

from weimin.lib.decision.compiling import compile_table
from weimin.lib.decision.dmn import read_dmn
from weimin.lib.decision.errors import DecisionError, Finding
from weimin.lib.decision.model import DecisionTable

__all__ = ["compile_dmn"]


def compile_dmn(source: bytes, *, file: str) -> tuple[DecisionTable, ...]:
    """Every decision table of a DMN 1.1 to 1.5 file. Raises ``DecisionError`` with all that is wrong in all of them."""
    findings: list[Finding] = []
    tables: list[DecisionTable] = []
    for text in read_dmn(source, file=file):
        try:
            tables.append(compile_table(text))
        except DecisionError as error:
            findings.extend(error.findings)
    if findings:
        raise DecisionError(findings)
    return tuple(tables)
