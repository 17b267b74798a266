"""Names of several words. FEEL lets a name hold spaces and even operators ("Monthly Salary", "profit-loss");
where one ends can only be told from the names in scope, so the parser keeps them here and takes the longest."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from weimin.lib.feel.lexer import Token

__all__ = ["KnownNames"]

_END = ""
_PROPERTIES = frozenset({"time offset", "start included", "end included"})


class KnownNames:
    """The scopes open at a place of the text, innermost last, and every name met so far (for what follows a dot)."""

    def __init__(self, builtins: frozenset[str]) -> None:
        self._scopes: list[dict[str, Any]] = [_trie_of(builtins), {}]
        self._seen: dict[str, Any] = {}

    def open(self) -> None:
        self._scopes.append({})

    def close(self) -> None:
        self._scopes.pop()

    def add(self, words: Sequence[str], name: str) -> None:
        """Make a name known, given as the texts of its tokens and as it is spelt. One token needs no help."""
        if len(words) > 1:
            for trie in (self._scopes[-1], self._seen):
                _insert(trie, words, name)

    def longest(self, tokens: Sequence[Token], index: int) -> tuple[int, str]:
        """The longest name in scope at ``index``: how many tokens, and its spelling; 0 if only a plain one can stand."""
        return max((_longest(trie, tokens, index) for trie in self._scopes), key=lambda found: found[0])

    def longest_seen(self, tokens: Sequence[Token], index: int) -> tuple[int, str]:
        """The same among all names met, for an entry of a context whose scope is closed."""
        return max(_longest(self._seen, tokens, index), _longest(_trie_of(_PROPERTIES), tokens, index))


def _insert(trie: dict[str, Any], words: Sequence[str], name: str) -> None:
    for word in words:
        trie = trie.setdefault(word, {})
    trie[_END] = name


@cache
def _trie_of(names: frozenset[str]) -> dict[str, Any]:
    trie: dict[str, Any] = {}
    for name in names:
        _insert(trie, name.split(), name)
    return trie


def _longest(trie: dict[str, Any], tokens: Sequence[Token], index: int) -> tuple[int, str]:
    found, count = (0, ""), 0
    while (token := tokens[index + count]).kind != "end" and (following := trie.get(token.text)) is not None:
        trie = following
        count += 1
        if _END in trie:
            found = (count, trie[_END])
    return found
