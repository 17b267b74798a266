"""Reads and checks one file of decision tables, YAML or DMN; findings of the tables in the words of the blueprint."""

from collections.abc import Collection
from typing import NamedTuple

from weimin.blueprint.decisions import Decision, decision_from, table_text
from weimin.blueprint.findings import Finding, Findings, Level, Place
from weimin.blueprint.shapes import shape
from weimin.blueprint.yamlfile import read_yaml
from weimin.lib.decision import DecisionError, DecisionTable, TableText, check_table, compile_table
from weimin.lib.decision import Finding as TableFinding
from weimin.lib.decision.dmn import read_dmn

__all__ = ["ReadTable", "check_inline", "read_tables"]


class ReadTable(NamedTuple):
    """A table with its place; ``table`` runs."""

    decision: Decision
    table: DecisionTable
    place: Place
    findings: tuple[TableFinding, ...]


def read_tables(content: bytes, file: str, findings: Findings) -> list[ReadTable]:
    """The sound tables of a file, analysed. All that is wrong is in ``findings`` (E012 for what is about the table)."""
    if file.endswith(".dmn"):
        return _read_dmn(content, file, findings)
    place = read_yaml(content, file, findings)
    if place is None:
        return []
    decision = shape(Decision, place.document, place, findings)
    made = None if decision is None else check_inline(decision, place, findings)
    return [] if made is None or decision is None else [ReadTable(decision, made[0], place, made[1])]


def check_inline(
    decision: Decision, place: Place, findings: Findings
) -> tuple[DecisionTable, tuple[TableFinding, ...]] | None:
    """A table in the YAML form, compiled and analysed; None if it does not compile."""
    return _compiled(table_text(decision, place), findings) if _columns(decision, place, findings) else None


def _read_dmn(content: bytes, file: str, findings: Findings) -> list[ReadTable]:
    try:
        texts = read_dmn(content, file=file)
    except DecisionError as error:
        tell(error.findings, findings)
        return []
    found = []
    for text in texts:
        made = _compiled(text, findings)
        place = Place(file, {(): text.line})
        if made is not None and (decision := shape(Decision, decision_from(text), place, findings)) is not None:
            found.append(ReadTable(decision, made[0], place, made[1]))
    return found


def _compiled(text: TableText, findings: Findings) -> tuple[DecisionTable, tuple[TableFinding, ...]] | None:
    try:
        table = compile_table(text)
    except DecisionError as error:
        tell(error.findings, findings)
        return None
    told = check_table(table)
    tell(told, findings)
    return table, told


def tell(found: Collection[TableFinding], findings: Findings) -> None:
    """Findings of a table as findings of the city."""
    for each in found:
        findings.add(Finding(Level(each.level), "E012", each.file, each.line, each.message, each.table))


def _columns(decision: Decision, place: Place, findings: Findings) -> bool:
    """Rules name only columns that are there; a column of each name stands once."""
    before = len(findings)
    for section, columns in (("inputs", decision.inputs), ("outputs", decision.outputs)):
        seen: set[str] = set()
        for number, column in enumerate(columns):
            if column.id in seen:
                spot = place.at(section, number, "id")
                findings.error("E007", spot, "“{c}”重复了", "'{c}' is given twice", c=column.id)
            seen.add(column.id)
    known = {"when": [each.id for each in decision.inputs], "then": [each.id for each in decision.outputs]}
    for number, rule in enumerate(decision.rules):
        for side, cells in (("when", rule.when), ("then", rule.then)):
            for code in cells:
                if code not in known[side]:
                    findings.error(
                        "E004", place.at("rules", number, side, code), "没有“{c}”这一列；有：{k}",
                        "there is no column '{c}'; there are: {k}", c=code, k=", ".join(known[side]) or "-",
                    )  # fmt: skip
    return len(findings) == before
