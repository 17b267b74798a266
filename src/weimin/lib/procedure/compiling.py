"""The compiler: a BPMN file in, a graph that is sound by construction out, or all that is wrong with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from weimin.lib.procedure import conditions
from weimin.lib.procedure.blocks import enclose
from weimin.lib.procedure.calling import MOST_NODES, inline
from weimin.lib.procedure.checking import APPROVALS, Vocabulary, check_conventions
from weimin.lib.procedure.conventions import BPMN
from weimin.lib.procedure.diagram import read_diagram
from weimin.lib.procedure.errors import Finding, ProcedureError
from weimin.lib.procedure.explore import UNDECLARED, Exploration, TooLarge, explore
from weimin.lib.procedure.grammar import refuse_unknown
from weimin.lib.procedure.graph import Diagram, Graph, LaneRole, Node
from weimin.lib.procedure.lanes import assign
from weimin.lib.procedure.layout import lay_out
from weimin.lib.procedure.model import Model, build
from weimin.lib.procedure.reading import Document, Element, Report, parse, referred
from weimin.lib.procedure.unfolding import unfold
from weimin.lib.procedure.wiring import wire

__all__ = ["compile_procedure", "compile_processes"]


def compile_procedure(
    source: bytes,
    *,
    file: str,
    called: Mapping[str, Graph] | None = None,
    strict: bool = True,
    checked: bool = False,
    words: Vocabulary = APPROVALS,
) -> Graph:
    """Compile one BPMN 2.0 file that holds one process.

    ``called`` are the compiled procedures that it may call, by process id. ``strict`` is a city's measure: what a city
    must say (lanes, outcomes, conditions, clocks) and what only another engine reads is an error. A file that stands
    alone is measured without it: the same findings are among the graph's warnings, a user task without outcomes has
    the one outcome ``done``, and a condition that is not FEEL may go either way. ``checked`` skips exploring the
    markings, for a source that passed before. Raises ``ProcedureError`` with every finding.
    """
    document = parse(source, file)
    return _compiled(document, None, called or {}, Report(document, strict=strict), checked, words)


def compile_processes(
    source: bytes, *, file: str, called: Mapping[str, Graph] | None = None, words: Vocabulary = APPROVALS
) -> dict[str, Graph | ProcedureError]:
    """Compile every process of a file that stands alone, each by itself, with its verdict; they may call one another.

    Raises ``ProcedureError`` if the file cannot be read or holds no process.
    """
    document = parse(source, file)
    processes = {process.get("id", ""): process for process in document.processes}
    if len(processes) < 2:
        return {name: _verdict(document, None, called or {}, words) for name in processes or [""]}
    verdicts: dict[str, Graph | ProcedureError] = {}
    left = dict(processes)
    while left:
        ready = [name for name, process in left.items() if not _calls(process) & left.keys() - {name}] or list(left)
        for name in ready:
            done = {known: graph for known, graph in verdicts.items() if isinstance(graph, Graph)}
            verdicts[name] = _verdict(document, left.pop(name), {**(called or {}), **done}, words)
    return {name: verdicts[name] for name in processes}


def _calls(process: Element) -> set[str]:
    return {referred(call.get("calledElement")) for call in process.iter(f"{{{BPMN}}}callActivity")}


def _verdict(
    document: Document, process: Element | None, called: Mapping[str, Graph], words: Vocabulary
) -> Graph | ProcedureError:
    try:
        return _compiled(document, process, called, Report(document, strict=False), False, words)
    except ProcedureError as error:
        return error


def _compiled(
    document: Document,
    process: Element | None,
    called: Mapping[str, Graph],
    report: Report,
    checked: bool,
    words: Vocabulary,
) -> Graph:
    """One process of a document, by default its only one."""
    refused = refuse_unknown(report, process)
    model = build(report, refused, process)
    assign(model, refused, report)
    nodes: dict[str, Node] = {}
    if not report.broken and len(model.nodes) > MOST_NODES:
        report.at(document.root, "P002", "超过 {n} 个节点", "more than {n} nodes", n=MOST_NODES)
    if not report.broken:
        unfold(model, report)
        nodes = enclose(model, wire(model, report), report)
        check_conventions(model, nodes, words, report)
    if not report.failed:
        nodes = inline(model, _undeclared(nodes), called, report)
    _raise_if_failed(report)
    graph = Graph(
        id=model.id, name=model.name, en=model.en, file=document.file, digest=_digest(document, model, called), nodes=nodes,
        begin=next(n.id for n in nodes.values() if n.kind == "start" and not n.parent),
        roles=tuple(dict.fromkeys([*model.roles, *_called_roles(model, called)])),
        diagram=_picture(document),
    )  # fmt: skip
    if not checked:
        _explore(graph, report)
        _raise_if_failed(report)
    return replace(graph, warnings=_sorted(report))


def _picture(document: Document) -> Diagram:
    drawn = read_diagram(document)
    return drawn if drawn.shapes else lay_out(document)


def _sorted(report: Report) -> tuple[Finding, ...]:
    return tuple(sorted(report.findings, key=lambda finding: (finding.line, finding.code)))


def _raise_if_failed(report: Report) -> None:
    if report.failed:
        raise ProcedureError(_sorted(report))


def _undeclared(nodes: dict[str, Node]) -> dict[str, Node]:
    """A user task of a lone file that declares no outcome has one."""
    bare = {n.id: replace(n, outcomes=(UNDECLARED,)) for n in nodes.values() if n.kind == "user" and not n.outcomes}
    return nodes | bare


def _digest(document: Document, model: Model, called: Mapping[str, Graph]) -> str:
    """Of the source, and of what it calls: a case keeps both."""
    whole = hashlib.sha256(document.digest.encode())
    for name in sorted(set(model.calls.values())):
        whole.update(f"{name}={called[name].digest}".encode())
    return whole.hexdigest() if model.calls else document.digest


def _called_roles(model: Model, called: Mapping[str, Graph]) -> list[LaneRole]:
    return [role for name in model.calls.values() for role in called[name].roles]


def _explore(graph: Graph, report: Report) -> None:
    try:
        found = explore(graph, known=all(node.outcomes != (UNDECLARED,) for node in graph.user_tasks))
    except TooLarge:
        begin = graph.nodes[graph.begin]
        report.add(
            begin.line, begin.element, "P036", "流程的状态太多，查不完；把它拆小",
            "the procedure has too many markings to check; split it",
        )  # fmt: skip
        return
    _Verdict(graph, found, report).tell()


class _Verdict:
    """What was found while exploring, as findings at their elements."""

    def __init__(self, graph: Graph, found: Exploration, report: Report) -> None:
        self.graph, self.found, self.report = graph, found, report

    def tell(self) -> None:
        for name in sorted(self.found.endless):
            self._at(name, "P022", "经过这里的循环里没有一步停下来等人", "the loop through here has no step that waits")
        for name, error in sorted(self.found.unsound.items()):
            self._at(name, "P031", "令牌出错：{what}", "a token goes wrong: {what}", what=error.what)
        for name in sorted(self.found.stuck):
            self._at(name, "P033", "走到这里以后再也办不结", "once here, the case can never end")
        for name, outcome in sorted(self.found.gaps, key=str):
            self._gap(self.graph.nodes[name], outcome)
        for name, outcome in sorted(self.found.overlaps, key=str):
            self._at(
                name, "P037", "结果“{outcome}”满足不止一条出线，总走第一条",
                "the outcome {outcome!r} fits several flows; the first is always taken", level="warning", outcome=outcome or "-",
            )  # fmt: skip
        if not self.found.endless:
            self._unreached()

    def _at(self, name: str, code: str, zh: str, en: str, level: str = "error", **values: object) -> None:
        node = self.graph.nodes[name]
        while node.prefix:  # of a called procedure: told where it is called
            node = self.graph.nodes[node.id.split("/", 1)[0]]
        self.report.add(node.line, node.element, code, zh, en, level=level, **values)

    def _gap(self, node: Node, outcome: str | None) -> None:
        unknown = any(flow.condition is None or conditions.is_foreign(flow) for flow in node.outgoing)
        level = "convention" if unknown or outcome == UNDECLARED else "error"
        if outcome is None or outcome == UNDECLARED:
            self._at(
                node.id, "P034", "条件可能都不成立，要有一条默认出线", "its conditions may all fail; it needs a default flow", level=level
            )  # fmt: skip
        else:
            self._at(
                node.id, "P034", "结果“{outcome}”没有一定走得通的出线，也没有默认",
                "no flow surely takes the outcome {outcome!r}, and there is no default", level=level, outcome=outcome,
            )  # fmt: skip

    def _unreached(self) -> None:
        for node in self.graph.nodes.values():
            if not self._is_reached(node) and not node.prefix:
                self._at(node.id, "P032", "没有一条路走得到这里", "no case can ever get here")
        for node in self.graph.nodes.values():
            if node.kind != "exclusive" or len(node.outgoing) < 2 or not self._is_reached(node) or node.prefix:
                continue
            for flow in node.outgoing:
                if flow.id not in self.found.taken and not flow.default:
                    self.report.add(
                        flow.line, f"sequenceFlow {flow.id}", "P035", "从不走这条连线：{condition}",
                        "this flow is never taken: {condition}", level="warning", condition=flow.condition or "-",
                    )  # fmt: skip

    def _is_reached(self, node: Node) -> bool:
        if node.kind == "start":
            return not node.parent or node.parent in self.found.entered
        return node.id in self.found.entered
