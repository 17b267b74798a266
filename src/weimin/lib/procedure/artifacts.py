"""SVG of what is drawn and does not run: pools and lanes, data, notes, groups, captions."""

from weimin.lib.procedure.graph import Shape
from weimin.lib.procedure.lettering import INK, LINE, number, text_svg, wrapped
from weimin.lib.procedure.marks import activity_marks

__all__ = ["annotation", "caption", "data", "group", "lane"]

BAND = 30.0  # where a pool's or a lane's name stands
FOLD = 10.0


def lane(shape: Shape, name: str) -> str:
    """A pool or lane with its name in a band; a closed pool has no band, its name is in the middle."""
    box = (
        f'<rect x="{number(shape.x)}" y="{number(shape.y)}" width="{number(shape.width)}" height="{number(shape.height)}"'
        f' fill="none" stroke="{LINE}" stroke-width="0.8"/>'
    )
    middle, centre = shape.x + shape.width / 2, shape.y + shape.height / 2
    foot = activity_marks(shape.marks, middle, shape.y + shape.height, LINE)
    if shape.closed:
        upright = shape.height > 2 * shape.width
        lines = wrapped(name, (shape.height if upright else shape.width) - 12, 12, 3)
        turned = f' transform="translate({number(middle)} {number(centre)}) rotate(-90)"'
        text = f"<g{turned}>{text_svg(lines, 0, 0)}</g>" if upright else text_svg(lines, middle, centre)
        return box + text + foot
    if shape.horizontal:
        band = (
            f"M{number(shape.x + BAND)} {number(shape.y)}v{number(shape.height)}" if shape.tag == "participant" else ""
        )
        label = text_svg(wrapped(name, shape.height - 8, 12, 2), 0, 0)
        text = f'<g transform="translate({number(shape.x + BAND / 2)} {number(centre)}) rotate(-90)">{label}</g>'
    else:
        band = (
            f"M{number(shape.x)} {number(shape.y + BAND)}h{number(shape.width)}" if shape.tag == "participant" else ""
        )
        text = text_svg(wrapped(name, shape.width - 8, 12, 2), middle, shape.y + BAND / 2)
    rule = f'<path d="{band}" fill="none" stroke="{LINE}" stroke-width="0.8"/>' if band else ""
    return box + rule + text + foot


def data(shape: Shape, name: str) -> str:
    """A sheet with a folded corner, with an arrow for what goes in or comes out; a store is a cylinder."""
    outline = _cylinder(shape) if shape.tag.startswith("dataStore") else _sheet(shape)
    below = shape.y + shape.height
    if shape.tag in ("dataInput", "dataOutput"):
        fill = "none" if shape.tag == "dataInput" else LINE
        arrow = "M0 3h7v-3l5 5l-5 5v-3h-7z"
        outline += (
            f'<path transform="translate({number(shape.x + 4)} {number(shape.y + 4)})" d="{arrow}" fill="{fill}"'
            f' stroke="{LINE}"/>'
        )
    outline += activity_marks(shape.marks, shape.x + shape.width / 2, below, LINE)
    if shape.label is not None and shape.label[2]:
        lines = wrapped(name, max(shape.label[2], 100), 11, 4)
        return outline + text_svg(
            lines, shape.label[0] + shape.label[2] / 2, shape.label[1] + shape.label[3] / 2, size=11, halo=True
        )
    lines = wrapped(name, 110, 11, 4)
    return outline + text_svg(lines, shape.x + shape.width / 2, below + 5 + len(lines) * 7.2, size=11, halo=True)


def _sheet(shape: Shape) -> str:
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    fold = min(FOLD, w / 3, h / 3)
    body = f"M{number(x)} {number(y)}h{number(w - fold)}l{number(fold)} {number(fold)}v{number(h - fold)}h{number(-w)}Z"
    corner = f"M{number(x + w - fold)} {number(y)}v{number(fold)}h{number(fold)}"
    return (
        f'<path class="sheet" d="{body}" fill="#ffffff" stroke="{LINE}" stroke-width="1.2"/>'
        f'<path d="{corner}" fill="none" stroke="{LINE}"/>'
    )


def _cylinder(shape: Shape) -> str:
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    rx, ry = w / 2, min(h / 6, 8.0)

    def arc(dx: float, sweep: int) -> str:
        return f"a{number(rx)} {number(ry)} 0 0 {sweep} {number(dx)} 0"

    side = number(h - 2 * ry)
    body = f"M{number(x)} {number(y + ry)}{arc(w, 1)}v{side}{arc(-w, 1)}Z"
    rings = "".join(f"M{number(x)} {number(y + ry + k * min(ry, h / 10))}{arc(w, 0)}" for k in (0, 1, 2))
    return (
        f'<path class="sheet" d="{body}" fill="#ffffff" stroke="{LINE}" stroke-width="1.2"/>'
        f'<path d="{rings}" fill="none" stroke="{LINE}"/>'
    )


def annotation(shape: Shape, name: str) -> str:
    """A bracket, and the note from the left; a modeller's frame may be smaller than its note."""
    x, y, h = number(shape.x), number(shape.y), number(shape.height)
    bracket = f'<path d="M{number(shape.x + 8)} {y}H{x}v{h}h8" fill="none" stroke="{LINE}"/>'
    lines = wrapped(name, max(shape.width - 12, 120), 11, max(4, int(shape.height // 14.3)))
    return bracket + text_svg(lines, shape.x + 6, shape.y + shape.height / 2, size=11, anchor="start", halo=True)


def group(shape: Shape, name: str) -> str:
    box = (
        f'<rect x="{number(shape.x)}" y="{number(shape.y)}" width="{number(shape.width)}" height="{number(shape.height)}"'
        f' rx="8" fill="none" stroke="{LINE}" stroke-width="1.2" stroke-dasharray="8 4 1.5 4"/>'
    )
    return box + text_svg(
        wrapped(name, max(shape.width - 12, 60), 11, 1), shape.x + shape.width / 2, shape.y + 11, size=11
    )


def caption(shape: Shape, name: str) -> str:
    return text_svg([name], shape.x, shape.y + shape.height / 2, size=14, colour=INK, bold=True, anchor="start")
