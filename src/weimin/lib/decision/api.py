"""The front door for files: bytes of DMN in, compiled tables out."""

from weimin.lib.decision.chaining import compile_tables
from weimin.lib.decision.dmn import read_dmn
from weimin.lib.decision.errors import DecisionError
from weimin.lib.decision.model import DecisionTable

__all__ = ["compile_dmn"]


def compile_dmn(source: bytes, *, file: str) -> tuple[DecisionTable, ...]:
    """Every decision of a DMN 1.1 to 1.5 file, linked, in the file's order.

    Raises ``DecisionError`` with all that is wrong in all of them.
    """
    texts = read_dmn(source, file=file)
    tables, findings = compile_tables(texts)
    if findings:
        raise DecisionError(findings)
    return tuple(tables[text.id] for text in texts)
