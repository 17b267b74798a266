"""Listed items: the matters of a city's basic list, one a row of a table, that are not handled on line yet."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from weimin.blueprint.items import Audience, ItemKind
from weimin.blueprint.values import Article, Clock, Code, LengthField, Strict, Text

__all__ = ["COLUMNS", "REQUIRED", "UNCONFIRMED", "ListedItem", "listed_value"]

UNCONFIRMED: Final = "（待核实）"
"""Stands in a table behind an article that nobody has read in the text of the law."""
REQUIRED: Final = ("code", "name_zh", "name_en", "kind", "department", "audience", "theme", "basis")
COLUMNS: Final = (
    *REQUIRED,
    "accepts", "statutory", "statutory_from", "statutory_article", "promised", "fee", "fee_basis",
    "result_zh", "result_en", "windows", "aliases", "note_zh", "note_en",
)  # fmt: skip

_SEPARATORS: Final = re.compile(r"[;；]")
_ARTICLE: Final = re.compile(r"《(?P<law>[^《》]*(?:《[^《》]*》[^《》]*)*)》(?P<article>[^《》]*)")


class ListedItem(Strict):
    """One row of ``items/*.csv``: a matter of which the name, the basis and the office are known, and not more.

    In the table ``name``, ``result`` and ``note`` are two columns each (``name_zh``, ``name_en``); lists are separated by
    ``;``; an article is ``《law》article``, and （待核实） behind it says ``confirmed: false``; the clock is written in
    ``statutory``, ``statutory_from`` and ``statutory_article``. An item file of the same code takes the row's place.
    """

    code: Code
    name: Text
    kind: ItemKind
    department: Code
    accepts: Code | None = None
    audience: Annotated[list[Audience], Field(min_length=1)]
    theme: Code
    basis: list[Article] = []
    statutory: Clock | None = None
    promised: LengthField | None = None
    fee: Literal["yes", "no"] | None = None
    fee_basis: Article | None = None
    result: Text | None = None
    windows: list[Code] = []
    aliases: list[str] = []
    note: Text | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether everything that the row says of the law was read in its text."""
        clock = self.statutory
        return all(article.confirmed for article in self.basis) and (clock is None or clock.confirmed)


def listed_value(row: dict[str, str]) -> dict[str, Any]:
    """A row of the table as the value of a ``ListedItem``; empty cells are left out."""
    cells = {name: cell.strip() for name, cell in row.items()}
    value: dict[str, Any] = {key: cells[key] for key in ("code", "kind", "department", "theme")}
    value |= {key: cells[key] for key in ("accepts", "promised", "fee") if cells.get(key)}
    for key in ("name", "result", "note"):
        if text := {lang: cells[f"{key}_{lang}"] for lang in ("zh", "en") if cells.get(f"{key}_{lang}")}:
            value[key] = text
    value |= {key: list(_parts(cells[key])) for key in ("audience", "windows", "aliases") if cells.get(key)}
    value.setdefault("audience", [])
    if cells.get("basis"):
        value["basis"] = [_article(part) for part in _parts(cells["basis"])]
    if cells.get("fee_basis"):
        value["fee-basis"] = _article(cells["fee_basis"])
    if cells.get("statutory"):
        value["statutory"] = _clock(cells)
    return value


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in _SEPARATORS.split(cell) if part.strip())


def _article(text: str) -> dict[str, Any] | str:
    """``《law》article`` as the value of an ``Article``; other text stays as it is and is refused by the grammar."""
    read, confirmed = _confirmed(text)
    match = _ARTICLE.fullmatch(read)
    if match is None:
        return text
    found: dict[str, Any] = {"law": match["law"]}
    if match["article"].strip():
        found["article"] = match["article"].strip()
    return found if confirmed else found | {"confirmed": False}


def _clock(cells: dict[str, str]) -> dict[str, Any]:
    clock: dict[str, Any] = {"length": cells["statutory"]}
    if start := cells.get("statutory_from"):
        clock["from"] = start
    article, confirmed = _confirmed(cells.get("statutory_article", ""))
    if article:
        match = _ARTICLE.fullmatch(article)
        clock["article"] = f"{match['law']} {match['article']}".strip() if match else article
    return clock if confirmed and article else clock | {"confirmed": False}


def _confirmed(text: str) -> tuple[str, bool]:
    bare = text.removesuffix(UNCONFIRMED).strip()
    return bare, bare == text.strip()
