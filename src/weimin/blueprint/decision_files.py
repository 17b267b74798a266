"""Reads and checks files of decisions, YAML or DMN; findings of the tables in the words of the blueprint."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from weimin.blueprint.decisions import Decision, decision_from, table_text
from weimin.blueprint.findings import Finding, Findings, Level, Place
from weimin.blueprint.shapes import shape
from weimin.blueprint.yamlfile import read_yaml
from weimin.lib.decision import DecisionError, DecisionTable, TableText, check_table, compile_tables
from weimin.lib.decision import Finding as TableFinding
from weimin.lib.decision.dmn import read_dmn

__all__ = ["ReadTable", "check_inline", "read_decisions", "with_required"]


class ReadTable(NamedTuple):
    """A decision with its place; ``table`` runs."""

    decision: Decision
    table: DecisionTable
    place: Place
    findings: tuple[TableFinding, ...]


def read_decisions(files: Mapping[str, bytes], findings: Findings) -> list[ReadTable]:
    """The sound decisions of files by name, linked and analysed. All that is wrong is in ``findings`` (E012 for tables).

    A DMN file stands alone; a YAML file may require decisions of all the files.
    """
    found: list[ReadTable] = []
    written: list[tuple[Decision, Place]] = []
    for file, content in files.items():
        if file.endswith(".dmn"):
            found += _read_dmn(content, file, findings)
        elif (place := read_yaml(content, file, findings)) is not None:
            decision = shape(Decision, place.document, place, findings)
            written += [] if decision is None else [(decision, place)]
    known = {each.decision.code: each.table for each in found}
    return found + check_inline(written, known, findings, unsound=[Path(file).stem for file in files])


def check_inline(
    written: Iterable[tuple[Decision, Place]],
    known: Mapping[str, DecisionTable],
    findings: Findings,
    *,
    unsound: Collection[str] = (),
) -> list[ReadTable]:
    """Decisions in the YAML form, linked with each other and with ``known`` ones, and analysed; unsound ones are left out."""
    sound = [(decision, place) for decision, place in written if _columns(decision, place, findings)]
    texts = [table_text(decision, place) for decision, place in sound]
    tables = _linked(texts, known, findings, unsound)
    first = {decision.code: (decision, place) for decision, place in reversed(sound)}
    return [ReadTable(first[table.id][0], table, first[table.id][1], told) for table, told in tables]


def with_required(files: Sequence[Path]) -> list[Path]:
    """The files, and those beside them whose decisions they require, one after the other."""
    found = list(dict.fromkeys(files))
    for file in found:
        place = None if file.suffix == ".dmn" else read_yaml(file.read_bytes(), str(file), Findings())
        codes = place.document.get("requires") if place is not None and isinstance(place.document, dict) else None
        for code in codes if isinstance(codes, list) else ():
            near = [file.with_name(f"{code}{suffix}") for suffix in (".yaml", ".dmn")]
            found += [each for each in near if each.is_file() and each not in found]
    return found


def _read_dmn(content: bytes, file: str, findings: Findings) -> list[ReadTable]:
    try:
        texts = read_dmn(content, file=file)
    except DecisionError as error:
        tell(error.findings, findings)
        return []
    by_id = {text.id: text for text in texts}
    found = []
    for table, told in _linked(texts, {}, findings):
        text = by_id[table.id]
        place = Place(file, {(): text.line})
        if (decision := shape(Decision, decision_from(text), place, findings)) is not None:
            found.append(ReadTable(decision, table, place, told))
    return found


def _linked(
    texts: Sequence[TableText],
    known: Mapping[str, DecisionTable],
    findings: Findings,
    unsound: Collection[str] = (),
) -> list[tuple[DecisionTable, tuple[TableFinding, ...]]]:
    """The sound ones in the order of the texts, each with what its analysis found."""
    made, wrong = compile_tables(texts, known=known, unsound=unsound)
    tell(wrong, findings)
    found = [(made[text], check_table(made[text])) for text in dict.fromkeys(each.id for each in texts) if text in made]
    for _table, told in found:
        tell(told, findings)
    return found


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
