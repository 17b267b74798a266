"""A procedure as SVG, with the token on it: readable without JavaScript, in print, aloud, and in light and dark."""

from collections.abc import Collection, Mapping
from html import escape

from weimin.lib.bilingual import Bilingual, current_language
from weimin.lib.procedure.diagram import CONTAINERS, read_diagram
from weimin.lib.procedure.edges import edge_svg
from weimin.lib.procedure.graph import Diagram, Graph, Shape
from weimin.lib.procedure.layout import lay_out
from weimin.lib.procedure.lettering import number
from weimin.lib.procedure.reading import parse
from weimin.lib.procedure.shapes import shape_svg
from weimin.lib.procedure.state import State

__all__ = ["draw"]

MARGIN = 12.0
STATUS = {
    "done": Bilingual("已办", "done"),
    "now": Bilingual("现在", "now"),
    "next": Bilingual("还没到", "not yet"),
}
STILL = ("participant", "lane", "textAnnotation", "group", "caption")  # no token ever lies in them
OUTSIDE = ("Event", "Gateway", "Reference", "dataInput", "dataOutput", "dataObject", "textAnnotation")
STEPS = ("Task", "task", "subProcess", "callActivity", "transaction")


def draw(
    source: Graph | bytes,
    *,
    state: State | None = None,
    done: Collection[str] | Mapping[str, str] = (),
    notes: Mapping[str, str] | None = None,
    file: str = "procedure.bpmn",
) -> str:
    """An ``<svg>`` element, without ids, styles or scripts; elements have classes (``task done``, ``event now`` …).

    ``state`` puts the token on it. ``done`` names further nodes that are done; as a mapping it gives the small line
    under the name (a date, a person), as ``notes`` does for any node. The file's own diagram is followed; without one
    the procedure is laid out from left to right. Bytes need only be BPMN that can be read, not run; raises
    ``ProcedureError`` otherwise.
    """
    if isinstance(source, Graph):
        diagram = source.diagram
    else:
        document = parse(source, file)
        diagram = read_diagram(document)
        diagram = diagram if diagram.shapes else lay_out(document)
    status = _Status(source if isinstance(source, Graph) else None, state, done)
    lines = {**(done if isinstance(done, Mapping) else {}), **(notes or {})}
    return _svg(diagram, status, lines)


class _Status:
    """What of a case is done, what is open now."""

    def __init__(self, graph: Graph | None, state: State | None, done: Collection[str]) -> None:
        self.told = state is not None or bool(done)
        self.now: set[str] = set()
        self.done: set[str] = set(done)
        if state is not None:
            guards = {n.id for n in graph.nodes.values() if n.attached} if graph is not None else set()
            self.now = {_outer(t.node) for t in state.tokens if t.node not in guards}
            self.now |= {_outer(s.node) for s in state.scopes if s.node}
            self.done |= {_outer(node) for node in state.answers}
        if state is not None and graph is not None:
            self.done.add(graph.begin)
            self.now -= {n.id for n in graph.nodes.values() if n.kind == "parallel"}
            ends = [n.id for n in graph.ends if state.ended == (n.outcome or n.id)]
            self.done.update(ends if len(ends) == 1 else ())

    def of(self, shape: Shape) -> str:
        if not self.told or shape.tag in STILL or shape.tag.startswith("data"):
            return "plain"
        if shape.id in self.now:
            return "now"
        return "done" if shape.id in self.done else "next"


def _outer(node: str) -> str:
    """A step of a called procedure shows on the call activity."""
    return node.split("/", 1)[0]


def _svg(diagram: Diagram, status: _Status, notes: Mapping[str, str]) -> str:
    x, y, width, height = _frame(diagram)
    title = _spoken(diagram.title, diagram.en) or str(Bilingual("流程图", "Procedure"))
    shapes = [(shape, _name(shape), status.of(shape)) for shape in diagram.shapes]
    around: list[str] = []  # what contains, below the flows
    inner: list[str] = []  # what is contained, above them
    for shape, name, is_now in shapes:
        svg = shape_svg(shape, name, is_now, _tip(shape, name, is_now), notes.get(shape.id, ""))
        (around if shape.tag in CONTAINERS and shape.expanded else inner).append(svg)
    flows = [edge_svg(edge, _spoken(edge.name, edge.en)) for edge in diagram.edges]
    body = "".join([*around, *flows, *inner])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="procedure" role="img" aria-label="{escape(title)}"'
        f' viewBox="{number(x)} {number(y)} {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
        f' font-family="inherit"><title>{escape(title)}</title>'
        f"<desc>{escape(_described(shapes))}</desc>{body}</svg>"
    )


def _tip(shape: Shape, name: str, status: str) -> str:
    tip = name or shape.tag
    if status in STATUS and shape.tag.endswith(STEPS):
        return f"{tip}（{STATUS[status]}）" if current_language.get() == "zh" else f"{tip} ({STATUS[status]})"
    return tip


def _spoken(zh: str, en: str) -> str:
    return str(Bilingual(zh or en, en or zh))


def _name(shape: Shape) -> str:
    return _spoken(shape.name, shape.en) or (shape.id if shape.tag.endswith(STEPS) else "")


def _described(shapes: list[tuple[Shape, str, str]]) -> str:
    """The steps in words, by how far they are."""
    steps = [(name, status) for shape, name, status in shapes if name and shape.tag.endswith(STEPS)]
    comma = str(Bilingual("、", ", "))
    if all(status == "plain" for _, status in steps):
        return str(Bilingual("环节：", "Steps: ")) + comma.join(name for name, _ in steps)
    parts = []
    for status, word in STATUS.items():
        names = [name for name, is_now in steps if is_now == status]
        if names:
            parts.append(f"{word}{Bilingual('：', ': ')}{comma.join(names)}")
    return str(Bilingual("；", "; ")).join(parts)


def _frame(diagram: Diagram) -> tuple[float, float, float, float]:
    """Around everything, names outside their shapes included."""
    boxes = [(s.x, s.y, s.x + s.width, s.y + s.height) for s in diagram.shapes]
    boxes += [(x, y, x, y) for e in diagram.edges for x, y in e.points]
    boxes += [_named(shape) for shape in diagram.shapes if shape.name and shape.tag.endswith(OUTSIDE)]
    boxes += [(x, y, x + w, y + h) for x, y, w, h in (e.label for e in diagram.edges if e.label and e.name)]
    if not boxes:
        return (0.0, 0.0, 100.0, 100.0)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(lefts) - MARGIN, min(tops) - MARGIN
    return (left, top, max(rights) + MARGIN - left, max(bottoms) + MARGIN - top)


def _named(shape: Shape) -> tuple[float, float, float, float]:
    """Where the name of an event, a gateway, of data or a note may stand."""
    if shape.tag == "textAnnotation":
        return (shape.x, shape.y - 20, shape.x + max(shape.width, 126), shape.y + shape.height + 20)
    middle, wide = shape.x + shape.width / 2, min(100.0, 11.0 * len(shape.name)) / 2
    if shape.label is not None and shape.label[2]:
        x, y, width, height = shape.label
        middle, wide = x + width / 2, max(width / 2, wide)
        return (middle - wide, y - 8, middle + wide, y + height + 8)
    if shape.tag.endswith("Gateway"):
        return (middle - wide, shape.y - 34, middle + wide, shape.y)
    return (middle - wide, shape.y, middle + wide, shape.y + shape.height + 36)
