"""SVG of single elements. Colours are presentation attributes beside class names, so that a page's stylesheet may change them."""

import math
from collections.abc import Iterable, Iterator
from html import escape

from weimin.lib.procedure.graph import Edge, Shape

__all__ = ["Colours", "arrow_path", "edge_svg", "number", "shape_svg", "text_svg", "wrapped"]

LINE, INK = "#8b8f95", "currentColor"
# class → (fill, stroke, stroke width, text): bamboo for what is done, indigo for what is open now
Colours = tuple[str, str, str, str]
COLOURS: dict[str, Colours] = {
    "plain": ("none", LINE, "1.2", INK),
    "done": ("#e8f3ed", "#2c7355", "1.2", "#22593f"),
    "now": ("#eaf1f8", "#1c4f82", "2.4", "#133a61"),
    "next": ("none", LINE, "1.2", INK),
}
MARKS = {
    "userTask": "M0 14c0-5 3-7 7-7s7 2 7 7M3.5 3.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0",
    "serviceTask": "M7 0v14M0 7h14M2 2l10 10M12 2L2 12M4 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "sendTask": "M0 2h15v10H0zl7.5 6l7.5-6",
    "receiveTask": "M0 2h15v10H0zl7.5 6l7.5-6",
}


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# Text


def _em(character: str) -> float:
    return 1.0 if ord(character) > 0x2E7F else 0.56


def _words(text: str) -> Iterator[str]:
    """What must not be broken: a Latin word, or one Chinese character."""
    word = ""
    for character in text:
        if character == " " or _em(character) == 1.0:
            if word:
                yield word
            word = ""
            yield character
        else:
            word += character
    if word:
        yield word


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Lines no wider than ``width``; the last ends in … if there is more text than lines."""
    lines, line, used = [], "", 0.0
    room = max(width / size, 1.0)
    for word in _words(text):
        piece = word
        while sum(map(_em, piece)) > room and len(piece) > 1:  # longer than a line: cut
            keep = max(1, int(room / 0.56) - 1)
            if line.strip():
                lines.append(line.strip())
            lines.append(piece[:keep])
            line, used, piece = "", 0.0, piece[keep:]
        wide = sum(map(_em, piece))
        if used + wide > room and line.strip() and piece not in "，。、；：）":
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + piece, used + wide
    if line.strip():
        lines.append(line.strip())
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"] if most else []
    return lines


def text_svg(
    lines: Iterable[str],
    x: float,
    y: float,
    *,
    size: float = 12,
    colour: str = INK,
    bold: bool = False,
    kind: str = "label",
) -> str:
    """Centred lines of text, the middle of them at (x, y)."""
    rows = list(lines)
    top = y - (len(rows) - 1) * size * 0.65 + size * 0.36
    weight = ' font-weight="600"' if bold else ""
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(top + i * size * 1.3)}">{escape(row)}</tspan>' for i, row in enumerate(rows)
    )
    return (
        f'<text class="{kind}" font-size="{number(size)}" text-anchor="middle" fill="{colour}"{weight}>{spans}</text>'
        if rows
        else ""
    )


# Shapes


def shape_svg(shape: Shape, name: str, status: str, tip: str, note: str = "") -> str:
    colours = COLOURS[status]
    tag = shape.tag
    if tag in ("participant", "lane"):
        kind, inner = "lane", _lane(shape, name)
    elif tag.endswith("Event"):
        kind, inner = "event", _event(shape, name, colours, status)
    elif tag.endswith("Gateway"):
        kind, inner = "gateway", _gateway(shape, name, colours)
    elif tag == "textAnnotation":
        kind, inner = "annotation", _annotation(shape, name)
    elif tag.startswith("data") or tag in ("group", "choreographyTask"):
        kind, inner = "artifact", _artifact(shape, name)
    else:
        kind, inner = "task", _activity(shape, name, colours, status, note)
    return f'<g class="{kind} {status}"><title>{escape(tip)}</title>{inner}</g>'


def _rect(shape: Shape, colours: Colours, radius: int, extra: str = "") -> str:
    fill, stroke, width, _ = colours
    return (
        f'<rect x="{number(shape.x)}" y="{number(shape.y)}" width="{number(shape.width)}" height="{number(shape.height)}"'
        f' rx="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{extra}/>'
    )


def _lane(shape: Shape, name: str) -> str:
    box = _rect(shape, ("none", LINE, "0.8", INK), 0)
    if shape.horizontal:
        x, y = shape.x + 15, shape.y + shape.height / 2
        label = text_svg(wrapped(name, shape.height - 8, 12, 2), 0, 0)
        return f'{box}<g transform="translate({number(x)} {number(y)}) rotate(-90)">{label}</g>'
    return box + text_svg(wrapped(name, shape.width - 8, 12, 2), shape.x + shape.width / 2, shape.y + 15)


def _activity(shape: Shape, name: str, colours: Colours, status: str, note: str) -> str:
    ink = colours[3]
    dashed = ' stroke-dasharray="1 3"' if shape.tag == "subProcess" and shape.detail == "event" else ""
    inner = _rect(shape, colours, 6, dashed)
    if shape.tag == "callActivity":
        inner = _rect(shape, (colours[0], colours[1], "3.2", ink), 6)
    middle = shape.x + shape.width / 2
    opened = shape.tag in ("subProcess", "transaction", "adHocSubProcess") and shape.expanded
    if shape.tag in MARKS:
        inner += (
            f'<path transform="translate({number(shape.x + 5)} {number(shape.y + 4)}) scale(.8)" d="{MARKS[shape.tag]}"'
            f' fill="none" stroke="{colours[1]}"/>'
        )
    if shape.multiple:
        foot = shape.y + shape.height - 4
        inner += f'<path d="M{number(middle - 4)} {number(foot)}v-9m4 9v-9m4 9v-9" fill="none" stroke="{colours[1]}" stroke-width="2"/>'
    if status == "done":
        name += " ✓"
    most = 1 if opened else max(1, int((shape.height - (14 if note else 0) - 6) // 15.6))
    lines = wrapped(name, shape.width - (40 if opened else 10), 12, most)
    y = shape.y + 12 if opened else shape.y + shape.height / 2 - (7 if note else 0)
    inner += text_svg(lines, middle, y, colour=ink, bold=status == "now")
    if note and not opened:
        inner += text_svg(
            wrapped(note, shape.width - 6, 10.5, 1),
            middle,
            y + len(lines) * 7.8 + 7,
            size=10.5,
            colour=ink,
            kind="note",
        )
    return inner


def _event(shape: Shape, name: str, colours: Colours, status: str) -> str:
    fill, stroke, _, _ = colours
    x, y, radius = shape.x + shape.width / 2, shape.y + shape.height / 2, min(shape.width, shape.height) / 2
    dashed = "" if shape.interrupting else ' stroke-dasharray="4 3"'
    thick = "3" if shape.tag == "endEvent" else "1.4"
    under = "#ffffff" if shape.boundary and fill == "none" else fill  # a border must not run through it
    circle = f'cx="{number(x)}" cy="{number(y)}"'
    inner = f'<circle class="ring" {circle} r="{number(radius)}" fill="{under}" stroke="{stroke}" stroke-width="{thick}"{dashed}/>'
    if shape.boundary or shape.tag.startswith("intermediate"):
        inner += f'<circle {circle} r="{number(radius * 0.8)}" fill="none" stroke="{stroke}"{dashed}/>'
    inner += _event_mark(shape.detail, shape.catching, x, y, radius, stroke)
    lines = wrapped(name, 100, 11, 3)
    if shape.label is not None and shape.label[2]:
        place = (shape.label[0] + shape.label[2] / 2, shape.label[1] + shape.label[3] / 2)
    else:
        place = (x, shape.y + shape.height + 4 + len(lines) * 7.2)
    return inner + text_svg(lines, *place, size=11)


def _event_mark(detail: str, catching: bool, x: float, y: float, radius: float, stroke: str) -> str:
    r = radius * 0.5
    if detail == "terminate":
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius * 0.6)}" fill="{stroke}"/>'
    if detail == "timer":
        ring = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius * 0.6)}" fill="none" stroke="{stroke}"/>'
        return f'{ring}<path d="M{number(x)} {number(y - r)}V{number(y)}H{number(x + r * 0.8)}" fill="none" stroke="{stroke}"/>'
    if detail == "message":
        fill, fold = ("none", stroke) if catching else (stroke, "#ffffff")
        left, top, right, bottom = (number(v) for v in (x - r, y - r * 0.7, x + r, y + r * 0.7))
        return (
            f'<path d="M{left} {top}H{right}V{bottom}H{left}Z" fill="{fill}" stroke="{stroke}"/>'
            f'<path d="M{left} {top}L{number(x)} {number(y)}L{right} {top}" fill="none" stroke="{fold}"/>'
        )
    return text_svg([detail[:1].upper()], x, y, size=10, kind="mark") if detail else ""


def _gateway(shape: Shape, name: str, colours: Colours) -> str:
    fill, stroke, width, _ = colours
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    middle, centre = x + w / 2, y + h / 2
    points = f"{number(middle)},{number(y)} {number(x + w)},{number(centre)} {number(middle)},{number(y + h)} {number(x)},{number(centre)}"
    inner = f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
    a = min(w, h) * 0.17
    marks = {
        "exclusiveGateway": f"M{number(middle - a)} {number(centre - a)}l{number(2 * a)} {number(2 * a)}m0 {number(-2 * a)}l{number(-2 * a)} {number(2 * a)}",
        "parallelGateway": f"M{number(middle)} {number(centre - 1.4 * a)}v{number(2.8 * a)}M{number(middle - 1.4 * a)} {number(centre)}h{number(2.8 * a)}",
    }
    mark = marks.get(shape.tag)
    if mark:
        inner += f'<path d="{mark}" fill="none" stroke="{stroke}" stroke-width="2.6"/>'
    else:
        inner += f'<circle cx="{number(middle)}" cy="{number(centre)}" r="{number(a * 1.3)}" fill="none" stroke="{stroke}" stroke-width="2"/>'
    lines = wrapped(name, 100, 11, 3)
    place = (middle, y - 4 - len(lines) * 7.2)
    if shape.label is not None and shape.label[2]:
        place = (shape.label[0] + shape.label[2] / 2, shape.label[1] + shape.label[3] / 2)
    return inner + text_svg(lines, *place, size=11)


def _annotation(shape: Shape, name: str) -> str:
    x, y, h = number(shape.x), number(shape.y), number(shape.height)
    most = max(1, int(shape.height // 14.3))
    bracket = f'<path d="M{number(shape.x + 8)} {y}H{x}v{h}h8" fill="none" stroke="{LINE}"/>'
    return bracket + text_svg(
        wrapped(name, shape.width - 12, 11, most), shape.x + shape.width / 2, shape.y + shape.height / 2, size=11
    )


def _artifact(shape: Shape, name: str) -> str:
    inner = _rect(shape, ("none", LINE, "1", INK), 2, ' stroke-dasharray="6 3"' if shape.tag == "group" else "")
    return inner + text_svg(wrapped(name, 100, 11, 2), shape.x + shape.width / 2, shape.y + shape.height + 12, size=11)


# Edges


def edge_svg(edge: Edge, name: str) -> str:
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in edge.points)
    dashes = {"messageFlow": ' stroke-dasharray="7 4"', "association": ' stroke-dasharray="1 3"'}.get(edge.tag, "")
    if edge.tag.startswith("data"):
        dashes = ' stroke-dasharray="1 3"'
    inner = f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.2"{dashes}/>'
    if edge.tag in ("sequenceFlow", "messageFlow"):
        inner += f'<path d="{arrow_path(edge.points[-2], edge.points[-1])}" fill="{LINE}"/>'
    if edge.default:
        (x, y), (to_x, to_y) = edge.points[0], edge.points[1]
        far = math.hypot(to_x - x, to_y - y) or 1.0
        x, y = x + (to_x - x) / far * 10, y + (to_y - y) / far * 10
        inner += f'<path d="M{number(x - 4)} {number(y + 5)}l8 -10" fill="none" stroke="{LINE}" stroke-width="1.2"/>'
    if name:
        inner += _edge_label(edge, name)
    return f'<g class="flow">{inner}</g>'


def _edge_label(edge: Edge, name: str) -> str:
    lines = wrapped(name, 100, 11, 2)
    if edge.label is not None and edge.label[2]:
        place = (edge.label[0] + edge.label[2] / 2, edge.label[1] + edge.label[3] / 2)
    else:
        longest = max(zip(edge.points, edge.points[1:], strict=False), key=lambda ends: math.dist(*ends))
        place = ((longest[0][0] + longest[1][0]) / 2, (longest[0][1] + longest[1][1]) / 2 - 8)
    return text_svg(lines, *place, size=11)


def arrow_path(source: tuple[float, float], tip: tuple[float, float]) -> str:
    """A closed arrow head at ``tip``; drawn directly, as markers need ids that would clash between drawings of one page."""
    angle = math.atan2(tip[1] - source[1], tip[0] - source[0])
    sides = [(tip[0] - 9 * math.cos(angle + a), tip[1] - 9 * math.sin(angle + a)) for a in (0.4, -0.4)]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in (tip, *sides)) + "Z"
