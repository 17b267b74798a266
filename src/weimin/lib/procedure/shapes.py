"""SVG of single shapes. Colours are presentation attributes beside class names, so that a page's stylesheet may change them."""

from collections.abc import Callable, Mapping
from html import escape

from weimin.lib.procedure import artifacts
from weimin.lib.procedure.diagram import CONTAINERS
from weimin.lib.procedure.graph import Shape
from weimin.lib.procedure.lettering import INK, LINE, fitted, number, text_svg, wrapped
from weimin.lib.procedure.marks import SIGNED, activity_marks, event_mark, gateway_mark, task_mark

__all__ = ["Colours", "shape_svg"]

# class → (fill, stroke, stroke width, text): bamboo for what is done, indigo for what is open now
Colours = tuple[str, str, str, str]
COLOURS: dict[str, Colours] = {
    "plain": ("none", LINE, "1.2", INK),
    "done": ("#e8f3ed", "#2c7355", "1.2", "#22593f"),
    "now": ("#eaf1f8", "#1c4f82", "2.4", "#133a61"),
    "next": ("none", LINE, "1.2", INK),
}
DRAWN_ONLY: Mapping[str, tuple[str, Callable[[Shape, str], str]]] = {
    "participant": ("lane", artifacts.lane),
    "lane": ("lane", artifacts.lane),
    "textAnnotation": ("annotation", artifacts.annotation),
    "group": ("artifact", artifacts.group),
    "caption": ("caption", artifacts.caption),
}


def shape_svg(shape: Shape, name: str, status: str, tip: str, note: str = "") -> str:
    colours = COLOURS[status]
    tag = shape.tag
    if tag in DRAWN_ONLY:
        kind, draw = DRAWN_ONLY[tag]
        inner = draw(shape, name)
    elif tag.startswith("data"):
        kind, inner = "artifact", artifacts.data(shape, name)
    elif tag.endswith("Event"):
        kind, inner = "event", _event(shape, name, colours)
    elif tag.endswith("Gateway"):
        kind, inner = "gateway", _gateway(shape, name, colours)
    else:
        kind, inner = "task", _activity(shape, name, colours, status, note)
    return f'<g class="{kind} {status}"><title>{escape(tip)}</title>{inner}</g>'


def _rect(shape: Shape, colours: Colours, radius: int, extra: str = "", inset: float = 0.0) -> str:
    fill, stroke, width, _ = colours
    x, y, w, h = shape.x + inset, shape.y + inset, shape.width - 2 * inset, shape.height - 2 * inset
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(w, 0))}" height="{number(max(h, 0))}"'
        f' rx="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{extra}/>'
    )


def _border(shape: Shape, colours: Colours) -> str:
    """Thick around a call, double around a transaction, dotted around an event sub-process."""
    fill, stroke, width, ink = colours
    if shape.tag == "callActivity":
        return _rect(shape, (fill, stroke, "3.2", ink), 6)
    if shape.tag == "transaction":
        return _rect(shape, colours, 6) + _rect(shape, ("none", stroke, width, ink), 4, inset=3)
    return _rect(shape, colours, 6, ' stroke-dasharray="1.5 3"' if shape.detail == "event" else "")


def _activity(shape: Shape, name: str, colours: Colours, status: str, note: str) -> str:
    ink, stroke = colours[3], colours[1]
    middle, opened = shape.x + shape.width / 2, shape.tag in CONTAINERS and shape.expanded
    inner = _border(shape, colours) + task_mark(shape.tag, shape.x + 5, shape.y + 4, stroke)
    inner += activity_marks(shape.marks, middle, shape.y + shape.height, stroke, adhoc=shape.tag == "adHocSubProcess")
    if status == "done":
        name += " ✓"
    if opened:
        name = name if shape.name or shape.en else ""  # an id would only clutter what is inside
        lines = wrapped(name, shape.width - 40, 12, 1)
        return inner + text_svg(lines, middle, shape.y + 12, colour=ink, bold=status == "now")
    taken = (14 if note else 0) + (14 if shape.marks or shape.tag == "adHocSubProcess" else 0)
    signed = 8 if shape.tag in SIGNED else 0  # rather smaller letters than over the sign in the corner
    lines, size = fitted(name, shape.width - 10, shape.height - taken - signed - 6, (12.0, 11.0, 10.0))
    y = shape.y + (shape.height - taken) / 2
    inner += text_svg(lines, middle, y, size=size, colour=ink, bold=status == "now")
    if note:
        below = y + len(lines) * size * 0.65 + 7
        inner += text_svg(wrapped(note, shape.width - 6, 10.5, 1), middle, below, size=10.5, colour=ink, kind="note")
    return inner


def _event(shape: Shape, name: str, colours: Colours) -> str:
    fill, stroke, _, _ = colours
    x, y, radius = shape.x + shape.width / 2, shape.y + shape.height / 2, min(shape.width, shape.height) / 2
    dashed = "" if shape.interrupting else ' stroke-dasharray="4 3"'
    thick = "3" if shape.tag == "endEvent" else "1.4"
    under = "#ffffff" if shape.boundary and fill == "none" else fill  # a border must not run through it
    circle = f'cx="{number(x)}" cy="{number(y)}"'
    inner = f'<circle class="ring" {circle} r="{number(radius)}" fill="{under}" stroke="{stroke}" stroke-width="{thick}"{dashed}/>'
    if shape.boundary or shape.tag.startswith("intermediate"):
        inner += f'<circle {circle} r="{number(radius * 0.8)}" fill="none" stroke="{stroke}"{dashed}/>'
    inner += event_mark(shape.detail, shape.catching, x, y, radius, stroke)
    return inner + _beside(shape, name, x, below=True)


def _gateway(shape: Shape, name: str, colours: Colours) -> str:
    fill, stroke, width, _ = colours
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    middle, centre = x + w / 2, y + h / 2
    points = f"{number(middle)},{number(y)} {number(x + w)},{number(centre)} {number(middle)},{number(y + h)} {number(x)},{number(centre)}"
    inner = f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
    inner += gateway_mark(shape.tag, middle, centre, min(w, h) * 0.17, stroke)
    return inner + _beside(shape, name, middle, below=False)


def _beside(shape: Shape, name: str, middle: float, *, below: bool) -> str:
    """A name outside its shape: where the file puts it, else below or above."""
    if shape.label is not None and shape.label[2]:
        lines = wrapped(name, max(shape.label[2], 100), 11, 5)
        return text_svg(
            lines, shape.label[0] + shape.label[2] / 2, shape.label[1] + shape.label[3] / 2, size=11, halo=True
        )
    lines = wrapped(name, 100, 11, 4)
    half = len(lines) * 7.2 + 4
    return text_svg(lines, middle, shape.y + shape.height + half if below else shape.y - half, size=11, halo=True)
