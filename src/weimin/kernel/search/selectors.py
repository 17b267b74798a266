"""Searching: the database finds candidates, the ranking is ours and the same on every database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Final

from django.db import connection

from weimin.kernel.search.index import Row, candidates, document_counts
from weimin.kernel.search.question import MAX_QUERY, Place, Question
from weimin.kernel.search.understood import understood
from weimin.kernel.search.words import MARKS

__all__ = ["Answer", "Hit", "ask", "search"]

FIELDS: Final = (1.0, 0.9, 0.3)
"""What a term is worth in name, alias and summary; a marked one is worth 1."""
TAIL: Final = 0.25
"""Hits that are worth less than this share of the best one are chance and are left out."""
ENOUGH: Final = (0.4, 0.3, 0.12)
"""The least share of what was asked that an answer must hold, by what proves it: single characters only, terms that
sound or look alike, the words themselves."""
POINTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    code: str
    score: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and how the question was understood if it held a slip or was typed in pinyin (else empty)."""

    hits: list[Hit]
    understood: str = ""


def search(query: str, *, kinds: Iterable[str] | None = None, limit: int = 20) -> list[Hit]:
    """What answers the query best, best first. Any text is a query; blanks and signs alone find nothing. Two statements.

    Only the first 200 characters count.
    """
    return ask(query, kinds=kinds, limit=limit).hits


def ask(query: str, *, kinds: Iterable[str] | None = None, limit: int = 20) -> Answer:
    """As :func:`search`, and says what was understood."""
    question = Question.of(query)
    known = document_counts(connection, question.terms())
    places = question.places(known)
    weighed = _Weights(places, known)
    rows = candidates(connection, weighed.wanted(), known, kinds=None if kinds is None else list(kinds))
    scored = [(weighed.score(row), row) for row in rows]
    best = sorted(
        ((score, row) for score, row in scored if score), key=lambda each: (-each[0], each[1].code, each[1].kind)
    )
    hits = [Hit(row.kind, row.code, score) for score, row in best if score >= best[0][0] * TAIL]
    if not hits:
        return Answer([])
    first = best[0][1]
    return Answer(hits[:limit], understood(query[:MAX_QUERY], first.name, first.aliases))


class _Weights:
    """What each clue of a question is worth: a term that few documents hold says more."""

    def __init__(self, places: list[Place], known: Mapping[str, int]) -> None:
        self._all = known.get("", 0)
        self._known = known
        self.asked = sum(self._rarity(place.clues[0].term) * place.clues[0].worth for place in places if place.asked)
        self.places: list[list[tuple[str, float, int]]] = []
        for place in places:
            clues = [(f" {c.term} ", c.worth * self._rarity(c.term), c.proof) for c in place.clues if c.term in known]
            if clues:
                self.places.append(sorted(clues, key=lambda each: -each[1]))

    def _rarity(self, term: str) -> float:
        """The logarithm of how seldom the term is; a term that no document holds is as rare as can be."""
        return log(1 + self._all / self._known.get(term, 1))

    def wanted(self) -> list[tuple[str, float]]:
        """The terms to look for, the most telling first."""
        found: dict[str, float] = {}
        for clues in self.places:
            for term, worth, _proof in clues:
                found[term.strip(" ")] = max(worth, found.get(term.strip(" "), 0.0))
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    def score(self, row: Row) -> int:
        """0 if the row holds too little of what was asked."""
        *fields, marked = row.words.split("\n")
        total, proof = 0.0, 0
        for clues in self.places:
            best = 0.0
            for term, worth, sure in clues:
                if worth <= best:
                    break
                if term[1] in MARKS:
                    value = float(term in marked)
                else:
                    value = next((value for value, field in zip(FIELDS, fields, strict=True) if term in field), 0.0)
                if value:
                    best = max(best, worth * value)
                    proof = max(proof, sure)
            total += best
        return round(total * POINTS) if total >= self.asked * ENOUGH[proof] else 0
