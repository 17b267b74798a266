"""How people type: full-width digits, stray spaces, lower case. Explicit, so that nothing is repaired by surprise."""

import unicodedata
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.errors import WrongCharacter, WrongLength

__all__ = ["half_width", "normalise_code", "require_characters", "require_length", "shown"]

_HALF_WIDTH: Final = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
_HYPHENS: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and spaces as half-width ones; nothing else changes."""
    return text.translate(_HALF_WIDTH)


def normalise_code(text: str) -> str:
    """A code as typed → as written in its standard: half-width, no spaces, plain hyphens, capitals."""
    return "".join(half_width(text).translate(_HYPHENS).split()).upper()


def shown(character: str) -> str:
    """A character as it may stand in a message: what cannot be seen, or is markup, by its code point."""
    seen = unicodedata.category(character)[0] in "LNPS" and character not in "<>&\"'"
    return character if seen else f"U+{ord(character):04X}"


def require_length(text: str, expected: int, kind: Bilingual) -> None:
    if len(text) != expected:
        raise WrongLength(kind=kind, expected=expected, actual=len(text))


def require_characters(text: str, allowed: str, kind: Bilingual, hint: Bilingual, *, offset: int = 0) -> None:
    """Refuse the first character outside ``allowed``; ``offset`` is where ``text`` begins in the whole number."""
    for position, character in enumerate(text, offset + 1):
        if character not in allowed:
            raise WrongCharacter(kind=kind, position=position, character=shown(character), hint=hint)
