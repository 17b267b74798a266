"""The 21 reference models of the BPMN Model Interchange Working Group: all are drawn, and each has its verdict in the docs."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from conformance.miwg import NAMES, PAGE, rows, table, written
from weimin.lib.procedure import (
    Command,
    Complete,
    Finding,
    Fire,
    Flow,
    Graph,
    Node,
    Receive,
    Start,
    State,
    compile_processes,
    draw,
    waiting,
)
from weimin.lib.procedure.diagram import read_diagram
from weimin.lib.procedure.engine import follow
from weimin.lib.procedure.moves import Run
from weimin.lib.procedure.reading import parse

SVG = "{http://www.w3.org/2000/svg}"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
KINDS = {
    "participant": "lane", "lane": "lane", "textAnnotation": "annotation", "group": "artifact", "dataInput": "artifact",
    "dataOutput": "artifact", "dataObjectReference": "artifact", "dataStoreReference": "artifact",
}  # fmt: skip


@pytest.fixture
def models(shared_data: Path) -> Path:
    folder = shared_data / "conformance" / "bpmn-miwg"
    if not folder.is_dir():
        pytest.skip("the BPMN MIWG models are not here")
    return folder


@pytest.fixture
def model(models: Path, request: pytest.FixtureRequest) -> Path:
    return models / f"{request.param}.bpmn"


def findings_of(model: Path) -> Iterator[Finding]:
    for verdict in compile_processes(model.read_bytes(), file=model.name).values():
        if isinstance(verdict, Graph):
            yield from verdict.warnings
        else:
            assert verdict.findings, "what is refused is refused with a reason"
            yield from (*verdict.findings, *verdict.warnings)


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_every_finding_names_an_element_at_its_line(model: Path) -> None:
    lines = model.read_bytes().splitlines()
    for finding in findings_of(model):
        tag = finding.element.split()[0]
        assert finding.file == model.name
        assert re.search(rb"<([\w-]+:)?" + tag.encode() + rb"\b", lines[finding.line - 1])


def test_the_table_in_the_docs_is_what_the_compiler_says(models: Path) -> None:
    assert written() == table(models)


def test_the_models_that_run_are_those_that_the_page_names(models: Path) -> None:
    running = [name for name in NAMES if all("| runs |" in row for row in rows(models / f"{name}.bpmn"))]
    assert len(running) >= 8
    (told,) = re.findall(r"nine do, (.*?)\. What", " ".join(PAGE.read_text(encoding="utf-8").split()))
    assert re.findall(r"[ABC]\.\d\.\d", told) == running
    assert len(running) == 9


class Chance:
    """Decides by lot what the conditions, in words, do not decide."""

    def __init__(self, lot: Random) -> None:
        self.lot = lot

    def entered(self, node: Node) -> None:
        """Nothing is kept."""

    def flow(self, run: Run, node: Node, scope: int, outcome: str | None) -> Flow:
        return self.lot.choice(node.outgoing)

    def instances(self, run: Run, node: Node, scope: int, outcome: str | None) -> list[str]:
        return ["a", "b", "c"][: self.lot.randrange(4)]

    def command(self, graph: Graph, state: State) -> Command:
        wait = self.lot.choice([each for each in waiting(state) if each.kind != "events"])
        node = graph.nodes[wait.node]
        if node.kind == "user":
            return Complete(wait.wait, self.lot.choice(node.outcomes))
        return Fire(wait.wait) if node.kind == "timer" else Receive(node.message, wait=wait.wait)


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_a_process_that_runs_can_be_walked_to_an_end(model: Path) -> None:
    verdicts = compile_processes(model.read_bytes(), file=model.name).values()
    for graph in [verdict for verdict in verdicts if isinstance(verdict, Graph)]:
        for seed in range(40):
            chance = Chance(Random(seed))
            state, _ = follow(graph, None, Start(), chance)
            for _ in range(1000):
                if state.ended is not None:
                    break
                state, _ = follow(graph, state, chance.command(graph, state), chance)
            assert state.ended in graph.outcomes


# Drawing


def drawn_in_the_file(root: etree._Element) -> tuple[Counter[str], int]:
    """How many shapes of which kind, and how many edges, the file's diagrams have for elements that it holds."""
    elements = {e.get("id"): etree.QName(e).localname for e in root.iter(f"{MODEL}*")}
    shapes: Counter[str] = Counter()
    for shape in root.iter(f"{DI}BPMNShape"):
        tag = elements.get((shape.get("bpmnElement") or "").split(":")[-1])
        if tag is not None and shape.find(f"{DC}Bounds") is not None:
            suffix = "event" if tag.endswith("Event") else "gateway" if tag.endswith("Gateway") else "task"
            shapes[KINDS.get(tag, suffix)] += 1
    known = [e for e in root.iter(f"{DI}BPMNEdge") if (e.get("bpmnElement") or "").split(":")[-1] in elements]
    return shapes, sum(len(edge.findall(WAYPOINT)) > 1 for edge in known)


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_every_shape_and_every_line_of_a_reference_model_is_drawn(model: Path) -> None:
    root = etree.fromstring(draw(model.read_bytes()).encode())
    drawn = Counter((g.get("class") or "").split()[0] for g in root.iter(f"{SVG}g") if g.get("class"))
    shapes, edges = drawn_in_the_file(etree.fromstring(model.read_bytes()))
    assert sum(shapes.values()) > 4
    assert {kind: drawn[kind] for kind in shapes} == dict(shapes)
    assert drawn["flow"] == edges


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_nothing_of_a_reference_model_lies_outside_its_drawing(model: Path) -> None:
    left, top, width, height = map(float, etree.fromstring(draw(model.read_bytes()).encode()).get("viewBox").split())
    diagram = read_diagram(parse(model.read_bytes(), model.name))
    for shape in diagram.shapes:
        assert left <= shape.x
        assert shape.x + shape.width <= left + width
        assert top <= shape.y
        assert shape.y + shape.height <= top + height
    for edge in diagram.edges:
        assert all(left <= x <= left + width and top <= y <= top + height for x, y in edge.points)


@pytest.mark.parametrize("model", ["C.4.0", "C.5.0"], indirect=True)
def test_several_diagrams_of_a_file_do_not_lie_on_each_other(model: Path) -> None:
    root = etree.fromstring(model.read_bytes())
    shapes = {shape.id: shape for shape in read_diagram(parse(model.read_bytes(), model.name)).shapes}
    bands = []
    for plane in root.iter(f"{DI}BPMNPlane"):
        inside = [shapes[name] for d in plane.iter(f"{DI}BPMNShape") if (name := d.get("bpmnElement")) in shapes]
        bands.append((min(s.y for s in inside), max(s.y + s.height for s in inside)))
    assert len(bands) > 1
    assert all(above[1] < below[0] for above, below in pairwise(bands))
