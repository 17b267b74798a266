"""Makes the pictures of the window clerk's guide: ``.venv/bin/python docs/images/window.py``.

The journey of the window (``tests/journeys``) visits the real pages with a real Chromium; its pictures are taken over.
"""

import sys
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

ROOT: Final = Path(__file__).resolve().parents[2]
TAKEN: Final = ROOT / "artefacts" / "journeys"
JOURNEY: Final = "tests/journeys/test_the_grandmother_at_the_counter.py"
PICTURES: Final = ("counter", "form", "sign", "receipt", "turned-away")
COLOURS: Final = 64
TALLEST: Final = 1200


def main() -> None:
    if pytest.main(["-q", str(ROOT / JOURNEY), "-k", "fit_for_everyone"]):
        sys.exit("the journey failed: its pictures are not taken over")
    for name in PICTURES:
        with Image.open(TAKEN / f"window-{name}-wide.png") as taken:
            shown = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
            small = shown.convert("RGB").quantize(COLOURS)
            small.save(ROOT / "docs" / "images" / f"window-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
