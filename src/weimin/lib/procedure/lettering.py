"""Text in a drawing: measured by the letter, wrapped to its box, centred or from the left."""

from collections.abc import Iterable, Iterator
from html import escape

__all__ = ["INK", "LINE", "fitted", "number", "text_svg", "wrapped"]

LINE, INK = "#8b8f95", "currentColor"
BREAKS = "-/_"  # a Latin word may be broken after these


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


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
            if character in BREAKS and len(word) > 3:
                yield word
                word = ""
    if word:
        yield word


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Lines no wider than ``width``; the last ends in … if there is more text than lines."""
    lines = _lines(text, width, size)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"] if most else []
    return lines


def _lines(text: str, width: float, size: float) -> list[str]:
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
    return lines


def fitted(text: str, width: float, height: float, sizes: Iterable[float]) -> tuple[list[str], float]:
    """The text in the largest of ``sizes`` at which all of it fits and no word is cut; else in the smallest, with …"""
    size, room = 12.0, 1
    longest = max((sum(map(_em, word)) for word in _words(text)), default=0.0)
    for size in sizes:
        room = max(1, int(height // (size * 1.3)))
        if len(_lines(text, width, size)) <= room and longest * size <= width:
            break
    return wrapped(text, width, size, room), size


def text_svg(
    lines: Iterable[str],
    x: float,
    y: float,
    *,
    size: float = 12,
    colour: str = INK,
    bold: bool = False,
    kind: str = "label",
    anchor: str = "middle",
    halo: bool = False,
) -> str:
    """Lines of text, centred at (x, y); with ``anchor="start"`` they begin at x. A ``halo`` keeps lines away from it."""
    rows = list(lines)
    top = y - (len(rows) - 1) * size * 0.65 + size * 0.36
    weight = ' font-weight="600"' if bold else ""
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(top + i * size * 1.3)}">{escape(row)}</tspan>' for i, row in enumerate(rows)
    )
    if not rows:
        return ""
    common = f'font-size="{number(size)}" text-anchor="{anchor}"{weight}'
    under = ' fill="none" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" aria-hidden="true"'
    around = f'<text class="halo" {common}{under}>{spans}</text>' if halo else ""
    return f'{around}<text class="{kind}" {common} fill="{colour}">{spans}</text>'
