"""Which terms a document is found by. Marked terms hold what people may type instead of the words themselves.

A mark is a character for private use, which the databases take for a letter and which no one's words can hold.
"""

import re
from collections.abc import Container, Iterable, Iterator
from typing import Final, NamedTuple

from weimin.lib.bigrams import is_han, normalise, runs, stem, terms
from weimin.lib.pinyin import coarse, readings, sounds

__all__ = [
    "INITIALS", "INITIALS_LENGTH", "MARKS", "SHAPE", "SMALL", "SOUND", "WHOLE", "WHOLE_LENGTHS",
    "Words", "core", "index_words", "initials_of", "shapes", "spoken",
]  # fmt: skip

SOUND: Final = "\ue000"
"""How one character or two beside each other sound."""
INITIALS: Final = "\ue001"
"""First letters of the syllables."""
SHAPE: Final = "\ue002"
"""A word of letters, or a phrase as it sounds, and each form of it with one letter left out."""
WHOLE: Final = "\ue003"
"""A phrase from end to end."""
MARKS: Final = frozenset((SOUND, INITIALS, SHAPE, WHOLE))

WHOLE_LENGTHS: Final = range(2, 9)
INITIALS_LENGTH: Final = 6
SHAPE_LENGTHS: Final = range(5, 17)
"""Shorter words have too many neighbours; longer ones are not typed."""

_POLITE: Final = (
    "请问一下 请问 你好 您好 麻烦 谢谢 我想要 我想 我要 想要 想 需要什么手续 需要哪些手续 要什么手续 要办什么手续 办什么手续 什么手续 "
    "需要什么材料 要什么材料 需要哪些材料 哪些材料 需要什么 需要 要不要 用不用 能不能 可不可以 是不是 可以 怎么样 怎么 怎样 如何 咋样 "
    "咋 什么 哪些 啥 在哪里 在哪儿 在哪 哪里 哪儿 多少钱 办理 申请 吗 呢 吧 啊 呀 嘛 么 啦 一下 一个 个 手续 我们 我家 咱们 咱 我"
)
_FILLERS: Final = re.compile("|".join(sorted(_POLITE.split(), key=len, reverse=True)).replace("|个|", "|个(?![体人])|"))
_SMALL_WORDS: Final = (
    "a an the i we my our your me us you to of for in on at by with from under and or is are am be do does how what "
    "where who which when can could should would need want have get please it this that new some"
)
SMALL: Final = frozenset(_SMALL_WORDS.split())
"""English words that say nothing about what is wanted."""


class Words(NamedTuple):
    """The terms of a document by where they stand, each a string of terms with blanks between."""

    name: str
    alias: str
    summary: str
    marked: str


def core(text: str) -> str:
    """What is left of a question when courtesies and question words are taken away; all of it if nothing is left.

    >>> core("我想开饭店需要什么手续")
    '开饭店'
    """
    asked = normalise(text)
    left = [run for run in runs(_FILLERS.sub("", asked)) if run not in SMALL]
    return " ".join(left or runs(asked))


def index_words(name: str, aliases: Iterable[str], summary: str) -> Words:
    """All terms of a document."""
    phrases = [run for text in (name, *aliases) for run in runs(normalise(text)) if is_han(run)]
    phrases += [run for alias in aliases for run in runs(core(alias)) if is_han(run)]
    latin = {run for text in (name, *aliases) for run in runs(normalise(text)) if not is_han(run)}
    marked = dict.fromkeys(_marked(list(dict.fromkeys(phrases)), latin))
    return Words(_plain([name]), _plain(aliases, SMALL), _plain([summary], SMALL), " ".join(marked))


def shapes(word: str) -> list[str]:
    """The word and all forms of it with one letter left out, for words in whose length a slip can be told."""
    if len(word) not in SHAPE_LENGTHS:
        return []
    return [word, *dict.fromkeys(word[:i] + word[i + 1 :] for i in range(len(word)))]


def _plain(texts: Iterable[str], without: Container[str] = ()) -> str:
    found = (stem(term) for text in texts for term in terms(text, single=True) if term not in without)
    return " ".join(dict.fromkeys(found))


def _marked(phrases: list[str], latin: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield WHOLE + phrase
        for character in phrase:
            yield from (SOUND + coarse(sound) for sound in readings(character))
        for start in range(len(phrase) - 1):
            yield from (SOUND + coarse(sound) for sound in sounds(phrase[start : start + 2]))
        yield from (INITIALS + letters for letters in _initials(phrase))
        if len(phrase) in WHOLE_LENGTHS:
            yield from (SHAPE + form for form in shapes(coarse(spoken(phrase))))
    for word in latin:
        yield from (SHAPE + form for form in shapes(coarse(word)) if word.isalpha())


def _initials(phrase: str) -> Iterator[str]:
    """Of the whole phrase, of its beginnings, and of all parts of three characters and more."""
    letters = initials_of(phrase)
    yield from (letters,) if " " not in letters else ()
    for start in range(len(letters)):
        for end in range(start + (2 if start == 0 else 3), min(len(letters), start + INITIALS_LENGTH) + 1):
            if " " not in letters[start:end]:
                yield letters[start:end]


def spoken(phrase: str) -> str:
    """The commonest reading of a phrase, its syllables joined."""
    return "".join(sound[0] for character in phrase if (sound := readings(character)))


def initials_of(phrase: str) -> str:
    """The first letters of its syllables; a blank where a character has no reading."""
    return "".join(sound[0][0] if (sound := readings(character)) else " " for character in phrase)
