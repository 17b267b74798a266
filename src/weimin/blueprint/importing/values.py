"""Whether a cell is a code as the grammar writes them."""

import re
from typing import Final

__all__ = ["is_code", "is_letters"]

_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LETTERS: Final = re.compile(r"[A-Z]{2,6}")


def is_code(text: str) -> bool:
    return len(text) <= 60 and _CODE.fullmatch(text) is not None


def is_letters(text: str) -> bool:
    return _LETTERS.fullmatch(text) is not None
