"""Saying what was understood: the words of an answer that stand for what was typed in pinyin or with a slip."""

from collections.abc import Iterable
from typing import Final

from weimin.kernel.search.words import INITIALS_LENGTH, core, initials_of, spoken
from weimin.lib.bigrams import is_han, normalise, runs
from weimin.lib.pinyin import coarse

__all__ = ["understood"]

LENGTHS: Final = range(2, 13)
SLIP_LENGTH: Final = 3
"""In words of two characters one that differs makes another word, unless it sounds the same."""


def understood(typed: str, name: str, aliases: Iterable[str]) -> str:
    """The phrase of the best answer that was meant; empty if the question says it as it is, or nothing fits closely."""
    text = core(typed).replace(" ", "")
    phrases = [
        run for source in (*aliases, name) for run in runs(normalise(source)) if is_han(run) and len(run) in LENGTHS
    ]
    if any(phrase in text for phrase in phrases) or text in normalise(name):
        return ""
    if text.isascii():
        return next((phrase for phrase in phrases if _is_typed(text, phrase)), "")
    near = [
        (len(phrase), phrase, part)
        for phrase in phrases
        for part in _parts(text, len(phrase))
        if _is_slip(part, phrase)
    ]
    return max(near)[1] if near else ""


def _is_typed(letters: str, phrase: str) -> bool:
    """Whether letters are the phrase in pinyin, or its initials."""
    if coarse(letters) == coarse(spoken(phrase)):
        return True
    return len(letters) <= INITIALS_LENGTH and letters == initials_of(phrase)


def _parts(text: str, length: int) -> Iterable[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def _is_slip(part: str, phrase: str) -> bool:
    """Whether one of the characters differs and sounds the same, two neighbours are swapped, or one of many differs."""
    differing = [i for i, pair in enumerate(zip(part, phrase, strict=True)) if pair[0] != pair[1]]
    if coarse(spoken(part)) == coarse(spoken(phrase)):
        return len(differing) <= max(1, len(phrase) // 2)
    if len(phrase) < SLIP_LENGTH:
        return False
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and part[first] == phrase[second] and part[second] == phrase[first]
    return False
