"""Reads the house's stylesheets and measures contrast as WCAG 2.2 does."""

import re
from pathlib import Path
from typing import Final

import weimin.ui

CSS: Final = Path(weimin.ui.__file__).parent / "static" / "weimin" / "css"


def text(name: str) -> str:
    """A stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens(block: str) -> dict[str, str]:
    """The custom properties declared in a block."""
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def block(css: str, selector: str) -> str:
    """The declarations of the first rule whose selector list ends with ``selector``."""
    found = re.search(re.escape(selector) + r"\s*\{([^{}]*)\}", css)
    assert found, f"no rule for {selector}"
    return found[1]


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two #rrggbb colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
