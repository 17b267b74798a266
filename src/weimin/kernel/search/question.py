"""What was typed, as clues: places where a document may agree with it, each with the terms that would show it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from weimin.kernel.search.words import INITIALS, SHAPE, SMALL, SOUND, WHOLE, WHOLE_LENGTHS, core, shapes
from weimin.lib.bigrams import MAX_TERMS, is_han, runs, stem
from weimin.lib.pinyin import coarse, sounds, syllables

__all__ = ["MAX_QUERY", "Clue", "Place", "Question"]

MAX_QUERY: Final = 200
MAX_RUN: Final = 24
MAX_WORDS: Final = 12
MAX_INITIALS: Final = 16

# How much a clue is worth beside the words themselves, found by the judged phrasings (tests/cities/judged.yaml).
ALIKE: Final = 0.5
SWAPPED: Final = 0.45
APART: Final = (0.5, 0.3)
CHARACTER: Final = 0.3
LONE_SOUND: Final = 0.3
TYPED_SOUND: Final = 0.8
TYPED_INITIALS: Final = 0.8
SLIP: Final = 0.6
PHRASE: Final = 0.5


class Clue(NamedTuple):
    """A term that would show agreement, and what it is worth beside the words themselves, which are worth 1.

    ``proof`` says how sure it is: 2 for the words themselves, 1 for what only sounds or looks like them, 0 for a
    character that may stand in other words.
    """

    term: str
    worth: float
    proof: int = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the question; the best of its clues counts. An ``asked`` one is missed where nothing is found."""

    clues: tuple[Clue, ...]
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: ``text`` without courtesies, and the places of each of its readings."""

    text: str
    plain: tuple[Place, ...]
    words: tuple["_Word", ...]

    @classmethod
    def of(cls, typed: str) -> "Question":
        text = core(typed[:MAX_QUERY])
        found = runs(text)[:MAX_TERMS]
        plain = [place for run in found if is_han(run) for place in _han(run[:MAX_RUN])]
        words = [run for run in found if not is_han(run)][:MAX_WORDS]
        joined = ["".join(group) for latin, group in groupby(found, lambda run: not is_han(run)) if latin]
        letters = [_Word.of(word) for word in words]
        if len(joined) == 1 and len(words) > 1 and (together := _Word.of(joined[0])).spoken:
            letters.append(together)
        return cls(text, tuple(plain), tuple(letters))

    def terms(self) -> list[str]:
        """Every term whose number of documents matters."""
        places = [*self.plain, *(place for word in self.words for place in word.places())]
        return list(dict.fromkeys(clue.term for place in places for clue in place.clues))

    def places(self, known: Mapping[str, int]) -> list[Place]:
        """The places to look at, when it is known which terms there are: a word that is none may be pinyin or a slip."""
        if len(self.words) > 1 and self.words[-1].is_joined(self.words[:-1]):
            *single, together = self.words
            if not any(word.plain.clues[0].term in known for word in single):
                return [*self.plain, *together.chosen(known)]
            return [*self.plain, *(place for word in single for place in word.chosen(known))]
        return [*self.plain, *(place for word in self.words for place in word.chosen(known))]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of letters: as it stands, as pinyin, as the initials of pinyin, as a slip of the hand."""

    letters: str
    plain: Place
    spoken: tuple[Place, ...]
    initials: Place | None
    slip: Place | None

    @classmethod
    def of(cls, letters: str) -> "_Word":
        if letters in SMALL:
            return cls(letters, Place((Clue(stem(letters), 1.0),)), (), None, None)
        forms = tuple(Clue(SHAPE + form, SLIP, proof=1) for form in shapes(coarse(letters)) if letters.isalpha())
        initials = [Clue(INITIALS + letters, TYPED_INITIALS)]
        if letters.endswith("z") and len(letters) > 3:  # people add 证 to whatever they want to have
            initials.append(Clue(INITIALS + letters[:-1], TYPED_INITIALS))
        return cls(
            letters,
            Place((Clue(stem(letters), 1.0),)),
            tuple(_spoken(syllables(letters))),
            Place(tuple(initials)) if _may_be_initials(letters) else None,
            Place(forms) if forms else None,
        )

    def is_joined(self, words: Sequence["_Word"]) -> bool:
        return self.letters == "".join(word.letters for word in words)

    def places(self) -> Iterator[Place]:
        yield self.plain
        yield from self.spoken
        yield from (place for place in (self.initials, self.slip) if place)

    def chosen(self, known: Mapping[str, int]) -> list[Place]:
        if _is_known(self.plain, known):
            return [self.plain]
        if self.spoken and _share(self.spoken, known) > 0.5:
            return [*self.spoken, *([Place(self.slip.clues, asked=False)] if self.slip else [])]
        if self.initials and _is_known(self.initials, known):
            return [self.initials]
        return [self.slip or self.plain]


def _may_be_initials(letters: str) -> bool:
    """Not one letter again and again: nobody means anything by zzzz."""
    spelt = letters.isascii() and letters.isalpha() and 2 <= len(letters) <= MAX_INITIALS
    return spelt and (len(letters) == 2 or len(set(letters)) > 1)


def _is_known(place: Place, known: Mapping[str, int]) -> bool:
    return any(clue.term in known for clue in place.clues)


def _share(places: Sequence[Place], known: Mapping[str, int]) -> float:
    return sum(_is_known(place, known) for place in places) / len(places)


def _han(run: str) -> Iterator[Place]:
    if len(run) == 1:
        yield Place((Clue(run, 1.0), *(Clue(SOUND + coarse(sound), LONE_SOUND, proof=0) for sound in sounds(run))))
        return
    for i in range(len(run) - 1):
        pair = run[i : i + 2]
        alike = (Clue(SOUND + coarse(sound), ALIKE, proof=1) for sound in sounds(pair))
        yield Place((Clue(pair, 1.0), *alike, Clue(pair[::-1], SWAPPED, proof=1)))
    for i in range(len(run)):
        yield Place((Clue(run[i], CHARACTER, proof=0),), asked=False)
        for gap, worth in enumerate(APART, start=2):
            if i + gap < len(run):
                yield Place((Clue(run[i] + run[i + gap], worth),), asked=False)
        for length in WHOLE_LENGTHS:
            if i + length <= len(run):
                yield Place((Clue(WHOLE + run[i : i + length], PHRASE * length),), asked=False)


def _spoken(ways: Iterable[tuple[str, ...]]) -> Iterator[Place]:
    """The places of pinyin; where it may be cut in several ways, each place has a clue of each way."""
    cuts = list(ways)
    if not cuts:
        return
    length = len(cuts[0])
    if length == 1:
        yield Place(tuple(Clue(SOUND + coarse("".join(way)), TYPED_SOUND) for way in cuts))
        return
    for i in range(length - 1):
        pairs = dict.fromkeys(coarse("".join(way[i : i + 2])) for way in cuts if i + 2 <= len(way))
        yield Place(tuple(Clue(SOUND + pair, TYPED_SOUND) for pair in pairs))
