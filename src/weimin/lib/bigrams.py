"""Words of mixed Chinese and Latin text for an index: pairs of Chinese characters, and words of other letters.

Chinese is not written in words. Pairs find every word of two characters and more without a dictionary; a character alone
is a term too, so that a search for one finds it.
"""

import re
import unicodedata
from typing import Final

__all__ = ["MAX_TERMS", "normalise", "terms"]

MAX_TERMS: Final = 64
"""Terms of one query that are looked for; what a person types has far fewer."""

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS: Final = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>[^\W_{_HAN}]+)")


def normalise(text: str) -> str:
    """Full-width letters and digits as half-width, lower case, blanks at the ends taken away."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def terms(text: str, *, single: bool = False) -> list[str]:
    """The terms of a text in order, repeated ones too. ``single`` adds each Chinese character alone, for an index.

    >>> terms("开饭店 WiFi")
    ['开饭', '饭店', 'wifi']
    """
    found: list[str] = []
    for run in _RUNS.finditer(normalise(text)):
        han = run["han"]
        if han is None:
            found.append(run["word"])
            continue
        found += [han[i : i + 2] for i in range(len(han) - 1)]
        if single or len(han) == 1:
            found += list(han)
    return found
