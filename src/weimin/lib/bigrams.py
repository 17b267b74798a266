"""Words of mixed Chinese and Latin text for an index: pairs of Chinese characters, and words of other letters.

Chinese is not written in words. Pairs find every word of two characters and more without a dictionary; a character alone
is a term too, so that a search for one finds it.
"""

import re
import unicodedata
from typing import Final

__all__ = ["MAX_TERMS", "is_han", "normalise", "runs", "stem", "terms"]

MAX_TERMS: Final = 64
"""Characters and words of one query that are looked at; what a person types has far fewer."""

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS: Final = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN: Final = re.compile(f"[{_HAN}]")
_ENDINGS: Final = (
    "ations",
    "ation",
    "ating",
    "ated",
    "ates",
    "ate",
    "ements",
    "ement",
    "ings",
    "ing",
    "ers",
    "er",
    "ions",
    "ion",
    "ed",
    "es",
    "s",
    "e",
)
_STEM_LENGTH: Final = 3


def normalise(text: str) -> str:
    """Full-width letters and digits as half-width, lower case, blanks at the ends taken away."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def runs(text: str) -> list[str]:
    """The unbroken runs of Chinese characters, and of other letters and digits, in order. ``text`` is normalised."""
    return _RUNS.findall(text)


def is_han(run: str) -> bool:
    """Whether a run of :func:`runs` is Chinese."""
    return _IS_HAN.match(run) is not None


def terms(text: str, *, single: bool = False) -> list[str]:
    """The terms of a text in order, repeated ones too. ``single`` adds each Chinese character alone, for an index.

    >>> terms("开饭店 WiFi")
    ['开饭', '饭店', 'wifi']
    """
    found: list[str] = []
    for run in runs(normalise(text)):
        if not is_han(run):
            found.append(run)
            continue
        found += [run[i : i + 2] for i in range(len(run) - 1)]
        if single or len(run) == 1:
            found += list(run)
    return found


def stem(word: str) -> str:
    """An English word without its ending, so that its forms are one term; anything else as it is.

    >>> stem("restaurants"), stem("renovation") == stem("renovating"), stem("led")
    ('restaurant', True, 'led')
    """
    if not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LENGTH and not word.endswith("ss"):
            return _single_end(word[: -len(ending)])
    return word


def _single_end(word: str) -> str:
    """``cutt`` of cutting is ``cut``, ``sell`` and ``knock`` stay; license is licence."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        return word[:-1]
    return word[:-1] + "c" if word.endswith("ens") else word
