"""Text in Chinese and English side by side: a sentence cannot exist in one language only (ADR 0007).

``str(text)`` gives the language of the current context; Chinese unless someone chose otherwise.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Bilingual", "Language", "current_language", "using_language"]

Language = Literal["zh", "en"]
current_language: ContextVar[Language] = ContextVar("weimin_language", default="zh")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One message in both languages, with ``{named}`` places to fill.

    >>> str(Bilingual("还差 {n} 样", "{n} missing").format(n=2))
    '还差 2 样'
    """

    zh: str
    en: str

    def __str__(self) -> str:
        return self.in_language(current_language.get())

    def in_language(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    def format(self, **values: Any) -> "Bilingual":
        """Fill the places; a value that is itself bilingual is filled in its own language."""
        zh = {k: v.zh if isinstance(v, Bilingual) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Bilingual) else v for k, v in values.items()}
        return Bilingual(self.zh.format(**zh), self.en.format(**en))


class using_language:  # noqa: N801 -- reads as a statement: with using_language("en")
    """Speak one language inside the block, whatever was spoken before."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __enter__(self) -> None:
        self._token = current_language.set(self._language)

    def __exit__(self, *_exc: object) -> None:
        current_language.reset(self._token)
