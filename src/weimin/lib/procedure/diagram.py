"""The diagram interchange part of a BPMN file: what is drawn, where. Read also when the procedure itself does not run."""

import math

from weimin.lib.procedure.conventions import BPMN, BPMNDI, DC, DI, WEIMIN
from weimin.lib.procedure.graph import Diagram, Edge, Shape
from weimin.lib.procedure.reading import Document, Element, local

__all__ = ["described", "event_detail", "read_diagram", "titles"]

FARTHEST = 100_000.0  # a coordinate beyond this is a mistake, not a drawing

Box = tuple[float, float, float, float]


def read_diagram(document: Document) -> Diagram:
    """Shapes from the outermost inwards, then edges; empty where the file has no diagram or a broken one."""
    elements = {e.get("id", ""): e for e in document.root.iter(f"{{{BPMN}}}*") if e.get("id")}
    defaults = {e.get("default") for e in elements.values()}
    shapes: list[Shape] = []
    edges: list[Edge] = []
    for drawn in document.root.iterfind(f".//{{{BPMNDI}}}BPMNPlane/*"):
        element = elements.get(drawn.get("bpmnElement", ""))
        if element is None:
            continue
        if drawn.tag == f"{{{BPMNDI}}}BPMNShape":
            box = _box(drawn)
            if box is not None:
                shapes.append(described(element, box, drawn, _label(drawn)))
        elif drawn.tag == f"{{{BPMNDI}}}BPMNEdge":
            points = tuple(p for p in map(_point, drawn.iterfind(f"{{{DI}}}waypoint")) if p is not None)
            if len(points) > 1:
                name = element.get("name", "")
                default = element.get("id") in defaults
                en = element.get(f"{{{WEIMIN}}}en", "")
                edges.append(Edge(element.get("id", ""), local(element), name, points, default, en, _label(drawn)))
    shapes.sort(key=_depth)
    return Diagram(*titles(document), tuple(shapes), tuple(edges))


def titles(document: Document) -> tuple[str, str]:
    """The name of the procedure, and its English name."""
    process = document.root.find(f"{{{BPMN}}}process")
    if process is None or not process.get("name"):
        return document.root.get("name", ""), ""
    return process.get("name", ""), process.get(f"{{{WEIMIN}}}en", "")


def _depth(shape: Shape) -> int:
    order = {"participant": 0, "lane": 1, "subProcess": 2}
    return order.get(shape.tag, 4 if shape.boundary else 3)


def described(element: Element, box: Box, drawn: Element | None = None, label: Box | None = None) -> Shape:
    """What to draw for an element."""
    tag = local(element)
    return Shape(
        id=element.get("id", ""),
        tag=tag,
        name=" ".join((element.get("name") or _text(element)).split()),
        en=element.get(f"{{{WEIMIN}}}en", ""),
        x=box[0],
        y=box[1],
        width=box[2],
        height=box[3],
        detail=event_detail(element),
        expanded=drawn is None or drawn.get("isExpanded", "true") in ("true", "1"),
        interrupting=element.get("cancelActivity", "true") in ("true", "1"),
        boundary=tag == "boundaryEvent",
        multiple=element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics") is not None,
        catching=tag not in ("endEvent", "intermediateThrowEvent"),
        horizontal=drawn is None or drawn.get("isHorizontal", "true") in ("true", "1"),
        label=label,
    )


def event_detail(element: Element) -> str:
    """``timer``, ``message``, ``terminate`` … of an event; empty for all else."""
    for child in element.iterchildren(f"{{{BPMN}}}*"):
        if local(child).endswith("EventDefinition"):
            return local(child).removesuffix("EventDefinition")
    return ""


def _text(element: Element) -> str:
    text = element.find(f"{{{BPMN}}}text")
    return (text.text or "") if text is not None else ""


def _number(element: Element, name: str) -> float | None:
    try:
        number = float(element.get(name, ""))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= FARTHEST else None


def _point(element: Element) -> tuple[float, float] | None:
    x, y = _number(element, "x"), _number(element, "y")
    return None if x is None or y is None else (x, y)


def _box(drawn: Element) -> Box | None:
    bounds = drawn.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        return None
    return (x, y, width, height)


def _label(drawn: Element) -> Box | None:
    label = drawn.find(f"{{{BPMNDI}}}BPMNLabel")
    return _box(label) if label is not None else None
