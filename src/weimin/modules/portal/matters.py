"""Everything that a city's list holds, complete items and listed ones, as rows that people look through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from weimin.blueprint.items import Item, ItemKind
from weimin.blueprint.listed import ListedItem
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual, current_language
from weimin.lib.pinyin import readings
from weimin.ui.api import Link

__all__ = ["KIND_NAMES", "OTHER_LETTER", "Matter", "by_letter", "departments_with", "is_online", "matters"]

KIND_NAMES: Final = {
    ItemKind.LICENCE: Bilingual("行政许可", "licence"),
    ItemKind.PENALTY: Bilingual("行政处罚", "penalty"),
    ItemKind.COERCION: Bilingual("行政强制", "coercive measure"),
    ItemKind.LEVY: Bilingual("行政征收", "levy"),
    ItemKind.BENEFIT: Bilingual("行政给付", "benefit"),
    ItemKind.INSPECTION: Bilingual("行政检查", "inspection"),
    ItemKind.CONFIRMATION: Bilingual("行政确认", "confirmation"),
    ItemKind.REWARD: Bilingual("行政奖励", "award"),
    ItemKind.ADJUDICATION: Bilingual("行政裁决", "adjudication"),
    ItemKind.OTHER: Bilingual("其他行政权力", "other power"),
    ItemKind.PUBLIC_SERVICE: Bilingual("公共服务", "public service"),
}
ONLINE: Final = Bilingual("网上可办", "Online")
OTHER_LETTER: Final = "#"


@dataclass(frozen=True)
class Matter:
    """One row. ``departments`` are those that accept or decide, in that order; ``letters`` by language."""

    code: str
    name: Bilingual
    theme: str
    kind: ItemKind
    departments: tuple[str, ...]
    online: bool
    detail: Bilingual
    letters: Mapping[str, str]

    @property
    def letter(self) -> str:
        return self.letters[current_language.get()]

    @property
    def link(self) -> Link:
        return Link(self.name, f"/items/{self.code}/", self.detail, ONLINE if self.online else "", "ok")


def is_online(item: Item) -> bool:
    """Whether one can apply for it here, at one place at least."""
    return any(each.system_of_record == "weimin" for each in item.implementations)


@lru_cache(maxsize=8)
def _matters(revision_id: int) -> Mapping[str, tuple[Matter, ...]]:
    """A revision never changes, so its rows are put in order once for each language."""
    rows = [_of_item(item) for item in catalogue.items(revision_id=revision_id)]
    names = {each.code: each.name.bilingual for each in catalogue.departments(revision_id=revision_id)}
    rows += [_of_listed(row, names) for row in catalogue.listed_items(revision_id=revision_id)]
    return {
        "zh": tuple(sorted(rows, key=lambda row: (row.letters["zh"] == OTHER_LETTER, _spoken(row.name.zh), row.code))),
        "en": tuple(
            sorted(rows, key=lambda row: (row.letters["en"] == OTHER_LETTER, row.name.en.casefold(), row.code))
        ),
    }


def matters(*, revision_id: int) -> tuple[Matter, ...]:
    """All rows in the order of the page's language: by pinyin or by the English name."""
    return _matters(revision_id)[current_language.get()]


def by_letter(rows: Iterable[Matter]) -> Iterator[tuple[str, list[Link]]]:
    """Rows in order under the letters with which they begin."""
    for letter, group in groupby(rows, key=lambda row: row.letter):
        yield letter, [row.link for row in group]


def departments_with(rows: Iterable[Matter]) -> Mapping[str, int]:
    """How many of the rows each department has."""
    found: dict[str, int] = {}
    for row in rows:
        for code in row.departments:
            found[code] = found.get(code, 0) + 1
    return found


def _of_item(item: Item) -> Matter:
    codes = [code for each in item.implementations for code in (each.accepts, each.decides)]
    return Matter(
        code=item.code, name=item.name.bilingual, theme=item.theme, kind=item.kind,
        departments=tuple(dict.fromkeys(codes)), online=is_online(item), detail=item.summary.bilingual,
        letters=_letters(item.name.bilingual),
    )  # fmt: skip


def _of_listed(row: ListedItem, names: Mapping[str, Bilingual]) -> Matter:
    codes = [code for code in (row.accepts, row.department) if code is not None]
    kind, office = KIND_NAMES[row.kind], names.get(row.department, Bilingual(row.department, row.department))
    return Matter(
        code=row.code, name=row.name.bilingual, theme=row.theme, kind=row.kind,
        departments=tuple(dict.fromkeys(codes)), online=False,
        detail=Bilingual("{o} · {k}", "{o} · {k}").format(o=office, k=kind), letters=_letters(row.name.bilingual),
    )  # fmt: skip


def _letters(name: Bilingual) -> Mapping[str, str]:
    return {"zh": _first(_spoken(name.zh)), "en": _first(name.en)}


def _first(text: str) -> str:
    letter = text[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else OTHER_LETTER


def _spoken(name: str) -> str:
    """The name as it sounds, signs at its head left out."""
    head = name.lstrip("“”‘’《》〈〉（）()〔〕[] ")
    return " ".join(found[0] if (found := readings(character)) else character for character in head)
