"""The procedures of a city: BPMN files compiled in the order of their calls, findings merged, names checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from weimin.blueprint.blueprint import Blueprint, Procedure
from weimin.blueprint.expressions import BUILT_IN, check_expression, item_names
from weimin.blueprint.findings import Finding, Findings, Level, Place
from weimin.lib.procedure import Finding as ProcedureFinding
from weimin.lib.procedure import Flow, Graph, ProcedureError, called_by, compile_procedure

__all__ = ["check_procedure_names", "compile_procedures"]

UNREACHABLE: Final = "P032"
OF_PROCEDURES: Final = frozenset({"outcome", "steps"})
"""What a flow's condition sees besides: the outcome of the step before, and the outcomes of all steps by their id."""


def compile_procedures(blueprint: Blueprint, findings: Findings) -> None:
    """Fill in every graph; a procedure is compiled after the ones that it calls."""
    left = dict(blueprint.procedures)
    done: dict[str, Graph] = {}
    while ready := [p for p in left.values() if not any(called in left for called in called_by(p.source))]:
        for procedure in ready:
            graph = _compile(procedure, done, findings)
            blueprint.procedures[procedure.id] = replace(procedure, graph=graph)
            if graph is not None:
                done[procedure.id] = graph
            del left[procedure.id]
    for procedure in left.values():
        findings.error("E010", procedure.place, "流程互相调用，绕成了圈", "procedures that call each other in a circle")


def _compile(procedure: Procedure, called: Mapping[str, Graph], findings: Findings) -> Graph | None:
    try:
        graph = compile_procedure(procedure.source, file=procedure.place.file, called=called)
    except ProcedureError as error:
        _merge(error.findings, findings)
        return None
    _merge(graph.warnings, findings)
    if graph.id != procedure.id:
        findings.error(
            "E011",
            procedure.place,
            "流程的 id（{i}）须与文件名 {n} 相同",
            "the process id ({i}) must be the file's name, {n}",
            i=graph.id,
            n=procedure.id,
        )
        return None
    return graph


def _merge(found: Iterable[ProcedureFinding], findings: Findings) -> None:
    """The procedure's own findings, in the blueprint's words: the element stands where a field's name would."""
    for each in found:
        code = "T003" if each.code == UNREACHABLE else "E006"
        findings.add(Finding(Level(each.level), code, each.file, each.line, each.message, each.element))


def check_procedure_names(blueprint: Blueprint, findings: Findings) -> None:
    """Conditions on flows use only what the items that follow the procedure ask, ``outcome`` and ``steps``."""
    for procedure in blueprint.procedures.values():
        if procedure.graph is None:
            continue
        users = [
            entry.value
            for entry in blueprint.items.values()
            if any(handling.procedure == procedure.id for handling in entry.value.handlings.values())
        ]
        known = set(BUILT_IN | OF_PROCEDURES).union(*(item_names(item) for item in users))
        for flow in _flows(procedure.graph):
            if flow.condition is not None:
                spot = Place(procedure.place.file, {(): flow.line})
                check_expression(flow.condition, known, spot, findings)


def _flows(graph: Graph) -> Iterator[Flow]:
    for node in graph.nodes.values():
        if not node.prefix:  # a called procedure's own flows are checked in its own file
            yield from node.outgoing
