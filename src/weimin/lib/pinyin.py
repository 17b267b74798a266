"""How Chinese sounds: the readings of a character, and syllables typed in Latin letters.

Readings are those of the pypinyin package, character by character; its dictionary of phrases is left out (45 MB). A
character of several readings keeps its two commonest, and whoever indexes keeps both.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Final

__all__ = ["coarse", "readings", "sounds", "syllables"]

MAX_READINGS: Final = 2
MAX_LETTERS: Final = 40
"""Longer runs of letters are no pinyin that anyone types."""
_SAME: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("yu", "yv"), ("lue", "lve"), ("nue", "nve"))
_NASAL: Final = re.compile("(?<=[aei])ng(?![aeiouv])")


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """The commonest readings without tones, at most two, ``ü`` written ``v``; none for what is not Chinese.

    >>> readings("行")
    ('xing', 'hang')
    """
    found = (_plain(reading) for reading in _table().get(ord(character), "").split(","))
    return tuple(dict.fromkeys(reading for reading in found if reading))[:MAX_READINGS]


def sounds(text: str) -> list[str]:
    """Every way in which a short Chinese text may be read, its syllables joined, the commonest first.

    >>> sounds("银行")
    ['yinxing', 'yinhang']
    """
    return ["".join(each) for each in product(*(readings(character) for character in text))]


@lru_cache(maxsize=4_096)
def syllables(letters: str) -> tuple[tuple[str, ...], ...]:
    """The ways to cut letters into the fewest syllables of Mandarin, or one more; none if they are no pinyin.

    >>> syllables("yanggou")
    (('yang', 'gou'),)
    >>> syllables("xian")
    (('xian',), ('xi', 'an'))
    """
    if not letters.isascii() or not 0 < len(letters) <= MAX_LETTERS:
        return ()
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        here = [
            (*before, letters[start:end])
            for start in range(max(0, end - 6), end)
            if letters[start:end] in _syllables()
            for before in ways[start]
        ]
        ways.append(_fewest(here))
    return tuple(ways[-1])


@lru_cache(maxsize=50_000)
def coarse(sound: str) -> str:
    """What sounds alike to many written alike: zh and z, ch and c, sh and s, ang and an, eng and en, ing and in.

    >>> coarse("zhuangxiu") == coarse("zuanxiu")
    True
    """
    for fine, same in _SAME:
        sound = sound.replace(fine, same)
    return _NASAL.sub("n", sound)


def _fewest(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    least = min(map(len, ways), default=0)
    return sorted((way for way in ways if len(way) <= least + 1), key=len)[:4]


def _plain(reading: str) -> str:
    """Without tone: the marks fall away, but the dots of ü make it a v."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if "a" <= letter <= "z")


@cache
def _table() -> Mapping[int, str]:
    """The package's table of characters alone, read from its file: importing the package would load the phrases too,
    and asking it not to would change it for everyone else in the process."""
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package else None
    if not folders:
        raise ImportError("pypinyin is not installed: run make setup")
    found = json.loads((Path(folders[0]) / "pinyin_dict.json").read_text(encoding="utf-8"))
    return {int(code): text for code, text in found.items()}


@cache
def _syllables() -> frozenset[str]:
    found = {
        _plain(reading) for code, text in _table().items() if 0x4E00 <= code <= 0x9FFF for reading in text.split(",")
    }
    spoken = {each for each in found if any(vowel in each for vowel in "aeiouv")}
    return frozenset(spoken | {each.replace("v", "u") for each in spoken})
