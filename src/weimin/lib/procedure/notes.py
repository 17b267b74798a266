"""Where a file without a diagram has its data and notes: in a row below the process, each under what it belongs to."""

from collections.abc import Iterable, Iterator

from weimin.lib.procedure.conventions import BPMN
from weimin.lib.procedure.diagram import described
from weimin.lib.procedure.graph import Edge, Shape
from weimin.lib.procedure.reading import Document, Element, local, referred

__all__ = ["annotate", "message_flows"]

SIZES = {"dataObjectReference": (36.0, 50.0), "dataStoreReference": (50.0, 50.0), "textAnnotation": (100.0, 40.0)}
STEP, BELOW = 130.0, 40.0
Link = tuple[Element, str, str]


def annotate(process: Element, shapes: Iterable[Shape]) -> tuple[list[Shape], list[Edge]]:
    """The shapes of data and notes, and what joins them to the steps."""
    steps = {shape.id: shape for shape in shapes}
    beside = [e for e in process.iter(*(f"{{{BPMN}}}{tag}" for tag in SIZES)) if e.get("id")]
    if not beside:
        return [], []
    links = list(_links(process))
    elements = {e.get("id", ""): e for e in process.iter(f"{{{BPMN}}}*") if e.get("id")}
    lowest = max((shape.y + shape.height for shape in steps.values()), default=0.0) + BELOW
    drawn: dict[str, Shape] = {}
    right = 0.0
    for element in sorted(beside, key=lambda e: _wish(e, links, steps)):
        width, height = SIZES[local(element)]
        x = max(right, _wish(element, links, steps) - width / 2)
        drawn[element.get("id", "")] = described(element, (x, lowest, width, height), elements=elements)
        right = x + STEP
    known = steps | drawn
    edges = [
        Edge(link.get("id", ""), local(link), "", _straight(known[source], known[target]))
        for link, source, target in links
        if source in known and target in known
    ]
    return list(drawn.values()), edges


def _links(process: Element) -> Iterator[Link]:
    """What joins data and notes to steps: from, to."""
    for element in process.iter(f"{{{BPMN}}}association"):
        yield element, referred(element.get("sourceRef")), referred(element.get("targetRef"))
    for tag, end in (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef")):
        for element in process.iter(f"{{{BPMN}}}{tag}"):
            step = element.getparent()
            other = referred(element.findtext(f"{{{BPMN}}}{end}"))
            name = step.get("id", "") if step is not None else ""
            yield (element, other, name) if end == "sourceRef" else (element, name, other)


def _wish(element: Element, links: list[Link], steps: dict[str, Shape]) -> float:
    """The middle of the first step that it belongs to."""
    name = element.get("id", "")
    others = [target if source == name else source for _, source, target in links if name in (source, target)]
    return next((steps[other].x + steps[other].width / 2 for other in others if other in steps), 0.0)


def _straight(source: Shape, target: Shape) -> tuple[tuple[float, float], tuple[float, float]]:
    """From the lower edge of what is above to the upper edge of what is below."""
    down = source.y + source.height <= target.y
    start = (source.x + source.width / 2, source.y + source.height if down else source.y)
    return start, (target.x + target.width / 2, target.y if down else target.y + target.height)


def message_flows(document: Document, shapes: Iterable[Shape]) -> Iterator[Edge]:
    """Those between steps; a pool has no place of its own where there is no diagram."""
    known = {shape.id: shape for shape in shapes}
    for flow in document.root.iterfind(f"{{{BPMN}}}collaboration/{{{BPMN}}}messageFlow"):
        source, target = known.get(referred(flow.get("sourceRef"))), known.get(referred(flow.get("targetRef")))
        if source is not None and target is not None:
            yield Edge(flow.get("id", ""), "messageFlow", flow.get("name", ""), _straight(source, target))
