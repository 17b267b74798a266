"""Searching: the database finds candidates, the ranking is ours and the same on every database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from weimin.kernel.search.index import candidates, texts
from weimin.kernel.search.models import SearchDocument
from weimin.lib.bigrams import MAX_TERMS, normalise, terms

__all__ = ["Hit", "search"]

CANDIDATES: Final = 100
MAX_QUERY: Final = 200
WEIGHTS: Final = (100, 30, 4)
"""What one term is worth in name, alias and summary: no number of words in a summary outdoes a name."""
WHOLE: Final = (400, 300, 0)
"""Added when the whole query stands in the name, or a whole alias in the query (or the query in it)."""
TAIL: Final = 0.1
"""Hits that are worth less than this share of the best one are chance and are left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    code: str
    score: int


def search(query: str, *, kinds: Iterable[str] | None = None, limit: int = 20) -> list[Hit]:
    """What answers the query best, best first. Any text is a query; blanks and signs alone find nothing. Two statements.

    Only the first 200 characters count.
    """
    text = normalise(query[:MAX_QUERY])
    wanted = list(dict.fromkeys(terms(text)))[:MAX_TERMS]
    ids = candidates(connection, wanted, limit=CANDIDATES)
    if not ids:
        return []
    rows = SearchDocument.objects.filter(pk__in=ids)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    hits = [Hit(row.kind, row.code, _score(row, text, wanted)) for row in rows]
    hits.sort(key=lambda hit: (-hit.score, hit.code, hit.kind))
    return [hit for hit in hits if hit.score >= hits[0].score * TAIL][:limit]


def _score(row: SearchDocument, query: str, wanted: list[str]) -> int:
    held = [frozenset(terms(text, single=True)) for text in texts(row)]
    score = 0
    for term in wanted:
        score += next((weight for weight, words in zip(WEIGHTS, held, strict=True) if term in words), 0)
    if query in normalise(row.name):
        return score + WHOLE[0]
    if any(alias in query or query in alias for alias in map(normalise, row.aliases) if alias):
        return score + WHOLE[1]
    return score
