"""The diagram interchange part of a BPMN file: what is drawn, where. Read also when the procedure itself does not run."""

import math
from collections.abc import Collection, Mapping
from dataclasses import replace

from weimin.lib.procedure.conventions import BPMN, BPMNDI, DC, DI, WEIMIN
from weimin.lib.procedure.graph import Diagram, Edge, Shape
from weimin.lib.procedure.reading import Document, Element, local, referred

__all__ = ["CONTAINERS", "described", "moved", "read_diagram", "shifted", "stacked", "titles"]

FARTHEST = 100_000.0  # a coordinate beyond this is a mistake, not a drawing
BETWEEN = 90.0  # two pictures of one file
CONTAINERS = {"participant": 0, "lane": 1, "subProcess": 2, "transaction": 2, "adHocSubProcess": 2, "callActivity": 2}
LOOPS = {"standardLoopCharacteristics": "loop", "multiInstanceLoopCharacteristics": "parallel"}

Box = tuple[float, float, float, float]


def read_diagram(document: Document) -> Diagram:
    """Shapes from the outermost inwards, then edges; empty where the file has no diagram or a broken one."""
    elements = {e.get("id", ""): e for e in document.root.iter(f"{{{BPMN}}}*") if e.get("id")}
    pictures = [_picture(plane, elements) for plane in document.root.iter(f"{{{BPMNDI}}}BPMNPlane")]
    pictures = [picture for picture in pictures if picture.shapes or picture.edges]
    if len(pictures) > 1:
        pictures = stacked(pictures)
    shapes = sorted((shape for picture in pictures for shape in picture.shapes), key=_depth)
    edges = [edge for picture in pictures for edge in picture.edges]
    return Diagram(*titles(document), tuple(shapes), tuple(edges))


def _picture(plane: Element, elements: Mapping[str, Element]) -> Diagram:
    defaults = {e.get("default") for e in elements.values()}
    shown = {referred(drawn.get("bpmnElement")) for drawn in plane.iterchildren("*")}
    shapes: list[Shape] = []
    edges: list[Edge] = []
    for drawn in plane.iterchildren(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        element = elements.get(referred(drawn.get("bpmnElement")))
        if element is None:
            continue
        if drawn.tag == f"{{{BPMNDI}}}BPMNShape":
            box = _box(drawn)
            if box is not None:
                shapes.append(described(element, box, drawn, _label(drawn), elements, shown))
        else:
            points = tuple(p for p in map(_point, drawn.iterfind(f"{{{DI}}}waypoint")) if p is not None)
            if len(points) > 1:
                default = element.get("id") in defaults
                en = element.get(f"{{{WEIMIN}}}en", "")
                detail = _edge_detail(element, drawn, elements)
                name = " ".join(element.get("name", "").split())
                edges.append(
                    Edge(element.get("id", ""), local(element), name, points, default, en, _label(drawn), detail)
                )
    about, around = elements.get(referred(plane.get("bpmnElement"))), plane.getparent()
    names = [element.get("name", "") for element in (around, about) if element is not None]
    return Diagram(next(filter(None, names), ""), "", tuple(shapes), tuple(edges))


def stacked(pictures: list[Diagram]) -> list[Diagram]:
    """Several pictures, each below the last, from the left, under its own name."""
    placed, top = [], 0.0
    for picture in pictures:
        xs = [s.x for s in picture.shapes] + [x for e in picture.edges for x, _ in e.points]
        ys = [s.y for s in picture.shapes] + [y for e in picture.edges for _, y in e.points]
        lowest = [s.y + s.height for s in picture.shapes] + [y for e in picture.edges for _, y in e.points]
        dx, dy = -min(xs), top - min(ys)
        caption = Shape("", "caption", picture.title, "", 0.0, top - BETWEEN * 0.7, 400.0, 20.0)
        shapes = tuple(moved(shape, dx, dy) for shape in picture.shapes)
        named = (caption,) if picture.title else ()
        placed.append(Diagram("", "", (*named, *shapes), tuple(shifted(edge, dx, dy) for edge in picture.edges)))
        top += max(lowest) - min(ys) + BETWEEN * 1.5
    return placed


def moved(shape: Shape, x: float, y: float) -> Shape:
    label = shape.label and (shape.label[0] + x, shape.label[1] + y, *shape.label[2:])
    return replace(shape, x=shape.x + x, y=shape.y + y, label=label)


def shifted(edge: Edge, x: float, y: float) -> Edge:
    label = edge.label and (edge.label[0] + x, edge.label[1] + y, *edge.label[2:])
    return replace(edge, points=tuple((px + x, py + y) for px, py in edge.points), label=label)


def titles(document: Document) -> tuple[str, str]:
    """The name of the procedure, and its English name."""
    process = document.root.find(f"{{{BPMN}}}process")
    if process is None or not process.get("name"):
        return document.root.get("name", ""), ""
    return process.get("name", ""), process.get(f"{{{WEIMIN}}}en", "")


def _depth(shape: Shape) -> tuple[int, float]:
    """What contains comes before what it contains: the larger first."""
    if shape.tag in CONTAINERS and shape.expanded:
        return CONTAINERS[shape.tag], -shape.width * shape.height
    return (4 if shape.boundary else 3), 0.0


def described(
    element: Element,
    box: Box,
    drawn: Element | None = None,
    label: Box | None = None,
    elements: Mapping[str, Element] | None = None,
    shown: Collection[str] = (),
) -> Shape:
    """What to draw for an element; ``elements`` are those that it may refer to, ``shown`` those drawn beside it."""
    tag = local(element)
    known = elements or {}
    expanded = _is_expanded(element, drawn, shown)
    return Shape(
        id=element.get("id", ""),
        tag=tag,
        name=_name(element, known),
        en=element.get(f"{{{WEIMIN}}}en", ""),
        x=box[0],
        y=box[1],
        width=box[2],
        height=box[3],
        detail=_detail(element),
        marks=_marks(element, expanded, known),
        expanded=expanded,
        interrupting=(element.get("cancelActivity") or element.get("isInterrupting") or "true") in ("true", "1"),
        boundary=tag == "boundaryEvent",
        catching=tag not in ("endEvent", "intermediateThrowEvent"),
        horizontal=drawn is None or drawn.get("isHorizontal", "true") in ("true", "1"),
        closed=tag == "participant" and _is_closed(element, known),
        label=label,
    )


def _name(element: Element, elements: Mapping[str, Element]) -> str:
    text = element.find(f"{{{BPMN}}}text")
    name = element.get("name") or (text.text or "" if text is not None else "")
    if not name:
        refers = ("dataObjectRef", "dataStoreRef", "categoryValueRef", "messageRef")
        other = next((elements[r] for r in (referred(element.get(n)) for n in refers) if r in elements), None)
        name = other.get("name") or other.get("value") or "" if other is not None else ""
    state = element.find(f"{{{BPMN}}}dataState")
    told = state.get("name", "").strip("[] ") if state is not None else ""
    return " ".join((f"{name} [{told}]" if told and told not in name else name).split())


def _detail(element: Element) -> str:
    """Of an event ``timer``, ``message``, ``terminate`` …, several ``multiple``; of a sub-process ``event``."""
    if element.get("triggeredByEvent") in ("true", "1"):
        return "event"
    kinds = [local(c).removesuffix("EventDefinition") for c in element.iterchildren(f"{{{BPMN}}}*")
             if local(c).endswith("EventDefinition")]  # fmt: skip
    if len(kinds) > 1:
        return "together" if element.get("parallelMultiple") in ("true", "1") else "multiple"
    return kinds[0] if kinds else ""


def _marks(element: Element, expanded: bool, elements: Mapping[str, Element]) -> tuple[str, ...]:
    marks = []
    for child in element.iterchildren(f"{{{BPMN}}}*"):
        if local(child) in LOOPS:
            sequential = child.get("isSequential") in ("true", "1")
            marks.append("sequential" if sequential else LOOPS[local(child)])
    if element.get("isForCompensation") in ("true", "1"):
        marks.append("compensation")
    if local(element) in CONTAINERS and not expanded:
        marks.append("collapsed")
    collection = elements.get(referred(element.get("dataObjectRef")), element)
    if (
        collection.get("isCollection") in ("true", "1")
        or element.find(f"{{{BPMN}}}participantMultiplicity") is not None
    ):
        marks.append("several")
    return tuple(marks)


def _is_expanded(element: Element, drawn: Element | None, shown: Collection[str]) -> bool:
    """Of a call, only what says so; of a sub-process that says nothing, what has something drawn inside."""
    told = drawn.get("isExpanded") if drawn is not None else None
    if told is not None:
        return told in ("true", "1")
    if local(element).lower().endswith(("process", "transaction")) and drawn is not None:
        return any(child.get("id", "") in shown for child in element.iterchildren("*"))
    return local(element) != "callActivity"


def _is_closed(participant: Element, elements: Mapping[str, Element]) -> bool:
    process = elements.get(referred(participant.get("processRef")))
    return process is None or not any(
        local(child) not in ("documentation", "extensionElements") for child in process.iterchildren("*")
    )


def _edge_detail(element: Element, drawn: Element, elements: Mapping[str, Element]) -> str:
    if drawn.get("messageVisibleKind"):
        return "initiating" if drawn.get("messageVisibleKind") == "initiating" else "answering"
    if local(element) == "association":
        return element.get("associationDirection", "None").lower()
    source = elements.get(referred(element.get("sourceRef")))
    of_task = source is not None and not local(source).endswith(("Gateway", "Event"))
    conditional = of_task and element.find(f"{{{BPMN}}}conditionExpression") is not None
    return "conditional" if conditional else ""


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
