"""A plain layout for a file without a diagram: left to right by distance from the start, lanes from top to bottom."""

from collections import defaultdict
from dataclasses import dataclass, field

from weimin.lib.procedure.conventions import BPMN, WEIMIN
from weimin.lib.procedure.diagram import described, moved, shifted, stacked, titles
from weimin.lib.procedure.graph import Diagram, Edge, Shape
from weimin.lib.procedure.notes import annotate, message_flows
from weimin.lib.procedure.reading import Document, Element, local

__all__ = ["lay_out"]

COLUMN_GAP, ROW_GAP, PADDING, LANE_HEAD = 50.0, 30.0, 20.0, 30.0
SIZES = {"Event": (36.0, 36.0), "Gateway": (50.0, 50.0)}
TASK = (110.0, 70.0)


@dataclass
class _Box:
    """One container laid out, with its corner at (0, 0)."""

    width: float = 0.0
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def lay_out(document: Document) -> Diagram:
    """The picture of every process of the file, one below the other; empty if there is none."""
    pictures = []
    for process in document.processes:
        box = _container(process)
        notes, links = annotate(process, box.shapes)
        pictures.append(Diagram(process.get("name", ""), "", (*box.shapes, *notes), (*box.edges, *links)))
    if len(pictures) < 2:
        picture = pictures[0] if pictures else Diagram()
        return Diagram(*titles(document), picture.shapes, picture.edges)
    pictures = stacked([picture for picture in pictures if picture.shapes])
    shapes = tuple(shape for picture in pictures for shape in picture.shapes)
    edges = tuple(edge for picture in pictures for edge in picture.edges)
    return Diagram(*titles(document), shapes, (*edges, *message_flows(document, shapes)))


def _is_node(element: Element) -> bool:
    name = local(element)
    return bool(element.get("id")) and name.endswith(
        ("Task", "task", "Event", "Gateway", "Process", "Activity", "transaction")
    )


def _container(container: Element) -> _Box:
    children = list(container.iterchildren(f"{{{BPMN}}}*"))
    nodes = {child.get("id", ""): child for child in children if _is_node(child)}
    flows = [child for child in children if local(child) == "sequenceFlow"]
    inner = {name: _container(node) for name, node in nodes.items() if local(node).endswith(("Process", "transaction"))}
    return _Layout(container, nodes, flows, inner).run()


class _Layout:
    def __init__(
        self, container: Element, nodes: dict[str, Element], flows: list[Element], inner: dict[str, _Box]
    ) -> None:
        self.container, self.inner = container, inner
        self.guards = {n: e.get("attachedToRef", "") for n, e in nodes.items() if local(e) == "boundaryEvent"}
        self.guards = {n: host for n, host in self.guards.items() if host in nodes}
        self.nodes = {name: node for name, node in nodes.items() if name not in self.guards}
        self.events = {name: nodes[name] for name in self.guards}
        ends = [(f, f.get("sourceRef", ""), f.get("targetRef", "")) for f in flows]
        self.flows = [(f, s, t) for f, s, t in ends if s in nodes and t in self.nodes]
        self.sizes = {name: self._size(name) for name in self.nodes}
        self.places: dict[str, tuple[float, float, float, float]] = {}
        self.left: dict[str, float] = {}  # of the node's column
        self.right: dict[str, float] = {}

    def run(self) -> _Box:
        columns = self._columns()
        lanes = self._lanes()
        bands = [name for name, _ in lanes] or [""]
        band_of = {node: name for name, lane in lanes for node in self._members(lane)}
        across = self._across(columns)
        left = PADDING + (LANE_HEAD if lanes else 0.0)
        top = PADDING if not lanes else 0.0
        tops: list[tuple[str, float, float]] = []
        for band in bands:
            rows = [[n for n in column if band_of.get(n, bands[0]) == band] for column in columns]
            height = max(sum(self.sizes[n][1] + ROW_GAP for n in row) for row in rows) if rows else 0.0
            height = max(height, TASK[1] + ROW_GAP)
            for place, row in enumerate(rows):
                y = top + (height - sum(self.sizes[n][1] + ROW_GAP for n in row)) / 2 + ROW_GAP / 2
                for name in row:
                    width, tall = self.sizes[name]
                    x = left + across[place][0] + (across[place][1] - width) / 2
                    self.places[name] = (x, y, width, tall)
                    self.left[name], self.right[name] = left + across[place][0], left + sum(across[place])
                    y += tall + ROW_GAP
            tops.append((band, top, height))
            top += height
        self._place_events()
        width = left + (across[-1][0] + across[-1][1] if across else 0.0) + PADDING
        edges, lowest = self._edges(top)
        box = _Box(width, lowest + PADDING, [], edges)
        if lanes:
            band, y, height = tops[-1]
            tops[-1] = (band, y, height + (box.height - top))
        self._shapes(box, lanes, tops)
        return box

    def _size(self, name: str) -> tuple[float, float]:
        if name in self.inner:
            return self.inner[name].width, self.inner[name].height + PADDING
        return next((size for end, size in SIZES.items() if local(self.nodes[name]).endswith(end)), TASK)

    # Columns

    def _columns(self) -> list[list[str]]:
        """Nodes by their longest distance from a start, flows that lead back left out."""
        after: dict[str, list[str]] = defaultdict(list)
        for _, source, target in self.flows:
            after[self.guards.get(source, source)].append(target)
        order = self._order(after)
        rank = dict.fromkeys(order, 0)
        position = {name: i for i, name in enumerate(order)}
        for name in order:
            for target in after[name]:
                if position[target] > position[name]:
                    rank[target] = max(rank[target], rank[name] + 1)
        columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
        for name in order:
            columns[rank[name]].append(name)
        return columns

    def _order(self, after: dict[str, list[str]]) -> list[str]:
        """Reverse postorder of a walk from what nothing leads to, then from what is left."""
        targets = {target for _, _, target in self.flows}
        roots = sorted(self.nodes, key=lambda name: name in targets)
        seen: set[str] = set()
        done: list[str] = []
        for root in roots:
            todo = [(root, False)]
            while todo:
                name, leaving = todo.pop()
                if leaving:
                    done.append(name)
                elif name not in seen:
                    seen.add(name)
                    todo.append((name, True))
                    todo += [(target, False) for target in after[name] if target not in seen]
        return done[::-1]

    def _across(self, columns: list[list[str]]) -> list[tuple[float, float]]:
        across, x = [], 0.0
        for column in columns:
            width = max(self.sizes[name][0] for name in column)
            across.append((x, width))
            x += width + COLUMN_GAP
        return across

    # Lanes

    def _lanes(self) -> list[tuple[str, Element]]:
        lanes = self.container.iterfind(f"{{{BPMN}}}laneSet/{{{BPMN}}}lane")
        return [(lane.get("id") or str(i), lane) for i, lane in enumerate(lanes)]

    def _members(self, lane: Element) -> list[str]:
        return [(reference.text or "").strip() for reference in lane.iter(f"{{{BPMN}}}flowNodeRef")]

    # Drawing

    def _place_events(self) -> None:
        beside: dict[str, int] = defaultdict(int)
        for name, host in self.guards.items():
            x, y, width, height = self.places[host]
            beside[host] += 1
            self.places[name] = (x + width - beside[host] * 44.0, y + height - 18.0, 36.0, 36.0)
            self.left[name], self.right[name] = self.left[host], self.right[host]

    def _edges(self, bottom: float) -> tuple[list[Edge], float]:
        """Straight where the way is free; else through the gaps between columns and a channel below all."""
        defaults = {node.get("default") for node in self.nodes.values()}
        edges = []
        lowest = bottom
        for flow, source, target in self.flows:
            x, y, width, height = self.places[source]
            to_x, to_y, _, to_height = self.places[target]
            level, to_level = y + height / 2, to_y + to_height / 2
            gap, to_gap = self.right[source] + COLUMN_GAP / 2, self.left[target] - COLUMN_GAP / 2
            if source in self.guards:
                start = [(x + width / 2, y + height)]
                start += [(start[0][0], y + height + 10), (gap, y + height + 10)]
            else:
                start = [(x + width, level), (gap, level)]
            if to_x > x + width and self._is_clear(gap, to_x, to_level):
                points = [*start, (gap, to_level), (to_x, to_level)]
            else:
                lowest += 12.0
                points = [*start, (gap, lowest), (to_gap, lowest), (to_gap, to_level), (to_x, to_level)]
            name = flow.get("id", "")
            en = flow.get(f"{{{WEIMIN}}}en", "")
            edges.append(Edge(name, "sequenceFlow", flow.get("name", ""), tuple(points), name in defaults, en))
        return edges, lowest

    def _is_clear(self, left: float, right: float, y: float) -> bool:
        """No node stands in the way of the level part of a flow."""
        return not any(
            left < px and px + pw < right and py - 4 < y < py + ph + 4
            for name, (px, py, pw, ph) in self.places.items()
            if name in self.nodes
        )

    def _shapes(self, box: _Box, lanes: list[tuple[str, Element]], tops: list[tuple[str, float, float]]) -> None:
        for (_, lane), (_, y, height) in zip(lanes, tops, strict=False):
            box.shapes.append(described(lane, (0.0, y, box.width, height)))
        for name, node in (self.nodes | self.events).items():
            x, y, width, height = self.places[name]
            box.shapes.append(described(node, (x, y, width, height)))
            if name in self.inner:
                inner = self.inner[name]
                box.shapes += [moved(shape, x, y + PADDING) for shape in inner.shapes]
                box.edges += [shifted(edge, x, y + PADDING) for edge in inner.edges]
