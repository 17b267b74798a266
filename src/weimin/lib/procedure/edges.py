"""SVG of what joins: sequence flows, message flows, associations of notes and of data."""

import math
from collections.abc import Sequence
from itertools import pairwise

from weimin.lib.procedure.graph import Edge
from weimin.lib.procedure.lettering import LINE, number, text_svg, wrapped
from weimin.lib.procedure.marks import event_mark

__all__ = ["edge_svg"]

DASHES = {
    "messageFlow": "7 4",
    "association": "1.5 3.5",
    "dataInputAssociation": "1.5 3.5",
    "dataOutputAssociation": "1.5 3.5",
}
Point = tuple[float, float]


def edge_svg(edge: Edge, name: str) -> str:
    dashes = f' stroke-dasharray="{DASHES[edge.tag]}"' if edge.tag in DASHES else ""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in edge.points)
    inner = f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.2"{dashes}/>' + _ends(edge)
    if edge.detail in ("initiating", "answering"):
        x, y = _middle(edge.points)
        inner += event_mark("message", edge.detail == "initiating", x, y, 24, LINE)
    if name:
        inner += _label(edge, name)
    return f'<g class="flow">{inner}</g>'


def _ends(edge: Edge) -> str:
    """The arrow at the end, and what stands at the beginning."""
    first, last = (edge.points[1], edge.points[0]), (edge.points[-2], edge.points[-1])
    match edge.tag:
        case "sequenceFlow":
            return f'<path d="{_arrow(*last)}Z" fill="{LINE}"/>' + _beginning(edge)
        case "messageFlow":
            x, y = edge.points[0]
            ring = f'<circle class="ring" cx="{number(x)}" cy="{number(y)}" r="4" fill="#ffffff" stroke="{LINE}"/>'
            return f'{ring}<path class="head" d="{_arrow(*last)}Z" fill="#ffffff" stroke="{LINE}"/>'
        case "dataInputAssociation" | "dataOutputAssociation":
            return _open_arrow(*last)
        case "association" if edge.detail in ("one", "both"):
            return _open_arrow(*last) + (_open_arrow(*first) if edge.detail == "both" else "")
    return ""


def _beginning(edge: Edge) -> str:
    """A stroke across a default flow; a diamond on a flow that a task takes under a condition."""
    (x, y), (to_x, to_y) = edge.points[0], edge.points[1]
    far = math.hypot(to_x - x, to_y - y) or 1.0
    along, across = ((to_x - x) / far, (to_y - y) / far), (-(to_y - y) / far, (to_x - x) / far)
    if edge.default:
        x, y = x + along[0] * 10, y + along[1] * 10
        return f'<path d="M{number(x - 4)} {number(y + 5)}l8 -10" fill="none" stroke="{LINE}" stroke-width="1.2"/>'
    if edge.detail != "conditional":
        return ""
    corners = [(0.0, 0.0), (7.0, 4.0), (14.0, 0.0), (7.0, -4.0)]
    path = "L".join(
        f"{number(x + along[0] * a + across[0] * b)} {number(y + along[1] * a + across[1] * b)}" for a, b in corners
    )
    return f'<path class="head" d="M{path}Z" fill="#ffffff" stroke="{LINE}"/>'


def _middle(points: Sequence[Point]) -> Point:
    """The middle of the longest part of a line."""
    (x, y), (to_x, to_y) = max(pairwise(points), key=lambda ends: math.dist(*ends))
    return (x + to_x) / 2, (y + to_y) / 2


def _label(edge: Edge, name: str) -> str:
    if edge.label is not None and edge.label[2]:
        lines = wrapped(name, max(edge.label[2], 100), 11, 3)
        return text_svg(lines, edge.label[0] + edge.label[2] / 2, edge.label[1] + edge.label[3] / 2, size=11, halo=True)
    lines = wrapped(name, 100, 11, 2)
    x, y = _middle(edge.points)
    longest = max(pairwise(edge.points), key=lambda ends: math.dist(*ends))
    if abs(longest[0][0] - longest[1][0]) < abs(longest[0][1] - longest[1][1]):
        return text_svg(lines, x + 6, y, size=11, anchor="start", halo=True)  # beside a line that goes up or down
    return text_svg(lines, x, y - 1 - len(lines) * 7.2, size=11, halo=True)


def _arrow(source: Point, tip: Point, wide: float = 0.4) -> str:
    """An arrow head at ``tip``; drawn directly, as markers need ids that would clash between drawings of one page."""
    angle = math.atan2(tip[1] - source[1], tip[0] - source[0])
    left, right = ((tip[0] - 9 * math.cos(angle + a), tip[1] - 9 * math.sin(angle + a)) for a in (wide, -wide))
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in (left, tip, right))


def _open_arrow(source: Point, tip: Point) -> str:
    return f'<path d="{_arrow(source, tip, 0.6)}" fill="none" stroke="{LINE}" stroke-width="1.2"/>'
