"""Names that a list does not give: English drafts in pinyin, and codes that people and files can use.

Pinyin is a label that can be read aloud, not a translation; whatever is made here is called a draft where it is shown.
"""

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Final

__all__ = ["DRAFT", "code_of", "english_draft", "initials", "letters_of", "unused"]

MAX_CODE: Final = 60
LONGEST_NAME: Final = 80
"""Longer texts are no names: pinyin of a paragraph helps nobody, it stays Chinese."""
DRAFT: Final = {
    "zh": "英文名称是按拼音生成的草稿，尚未翻译。",
    "en": "The English name is a draft in pinyin; it is not translated yet.",
}
_CHINESE: Final = re.compile(r"[㐀-鿿\U00020000-\U0003fffd]+")
_LEVEL: Final = re.compile(r"^[省市区县](?![委])(?=..)")
"""区经信局 → 经信局; 区委办 keeps its character."""
_PLAIN: Final = str.maketrans("（）：；，、。《》“”【】？！", '():;,,.""""[]?!')


@lru_cache(maxsize=20_000)
def _words(chinese: str) -> tuple[tuple[str, ...], ...]:
    """The syllables of each word of an unbroken run of Chinese."""
    from pypinyin import lazy_pinyin
    from pypinyin.seg.mmseg import seg

    return tuple(tuple(lazy_pinyin(word, errors="ignore")) for word in seg.cut(chinese))


def _pieces(text: str) -> Iterator[str | tuple[str, ...]]:
    """Words as syllables, and what stands between them as it is."""
    end = 0
    for run in _CHINESE.finditer(text):
        yield text[end : run.start()]
        yield from (syllables for syllables in _words(run[0]) if syllables)
        end = run.end()
    yield text[end:]


def _joined(syllables: tuple[str, ...]) -> str:
    """Xi'an, not Xian: GB/T 16159 sets an apostrophe before a, e, o inside a word."""
    return syllables[0] + "".join(f"'{each}" if each[0] in "aoe" else each for each in syllables[1:])


def english_draft(text: str) -> str:
    """``行政许可`` → ``Xingzheng xu ke``. A text without Chinese, or too long for a name, is returned as it is."""
    if len(text) > LONGEST_NAME or not _CHINESE.search(text):
        return text
    words = " ".join(p.translate(_PLAIN) if isinstance(p, str) else _joined(p) for p in _pieces(text))
    line = re.sub(r" +([,.;:)\]?!])", r"\1", re.sub(r"([(\[]) +", r"\1", " ".join(words.split())))
    return line[:1].upper() + line[1:]


def code_of(text: str, taken: Container[str] = (), *, length: int = MAX_CODE, other: str = "item") -> str:
    """``公共场所卫生许可`` → ``gonggong-changsuo-…``: a code of the grammar, cut between words, not in ``taken``."""
    words: list[str] = []
    for piece in _pieces(unicodedata.normalize("NFKC", text)):
        words += re.findall(r"[a-z0-9]+", piece.lower() if isinstance(piece, str) else "".join(piece))
    if not words or not words[0][0].isalpha():
        words.insert(0, other)
    code = words[0][:length]
    for word in words[1:]:
        if len(code) + 1 + len(word) > length:
            break
        code += f"-{word}"
    return unused(code, taken)


def unused(code: str, taken: Container[str], *, length: int = MAX_CODE) -> str:
    """The code, or with the first number that makes it free."""
    number = 2
    free = code
    while free in taken:
        free = f"{code[: length - 1 - len(str(number))].rstrip('-')}-{number}"
        number += 1
    return free


def initials(name: str) -> str:
    """``区经信局`` → ``jxj``: the first letter of every syllable, the level of government left out."""
    bare = _LEVEL.sub("", unicodedata.normalize("NFKC", name).strip())
    found = ""
    for piece in _pieces(bare):
        if isinstance(piece, str):
            found += "".join(re.findall(r"[a-z0-9]", piece.lower()))
        else:
            found += "".join(syllable[0] for syllable in piece)
    found = found[:20]
    return found if found[:1].isalpha() else f"d{found}"


def letters_of(name: str, taken: Container[str]) -> str:
    """2 to 6 capitals for a department's case numbers, not in ``taken``; the last ones vary until they are free."""
    bare = re.sub(r"(局|委员会|办公室|中心)$", "", name)
    letters = "".join(c for c in initials(bare if len(bare) > 2 else name) if c.isalpha()).upper()
    letters = (letters if len(letters) > 1 else letters + "B")[:6]
    if letters not in taken:
        return letters
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ends = [*alphabet, *(one + two for one in alphabet for two in alphabet)]
    return next(free for end in ends if (free := f"{letters[: 6 - len(end)]}{end}") not in taken)
