"""Codes of administrative divisions: 6 digits to the county (GB/T 2260), 9 to the street (GB/T 10114), 12 to the village."""

from collections.abc import Container
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.checks import DIGITS
from weimin.lib.identifiers.errors import WrongForm
from weimin.lib.identifiers.text import require_characters

__all__ = ["PROVINCES", "DivisionCode", "DivisionLevel", "area_warnings", "parse_division_code"]

_KIND: Final = Bilingual("行政区划代码", "division code")
_DIGITS_ONLY: Final = Bilingual("只能是数字", "only digits may stand here")
_FORM: Final = Bilingual(
    "6 位（到区县）、9 位（到街道）或 12 位（到社区、村）数字",
    "6 digits (to the county), 9 (to the street) or 12 (to the village)",
)
_UNKNOWN_AREA: Final = Bilingual(
    "区划代码 {area} 不在现行区划表中，可能已撤并；请核对，不影响办理",
    "No current table knows the area {area}; it may have been merged. Please check; this stops nothing",
)

PROVINCES: Final = frozenset(
    f"{region}{place}"
    for region, places in {
        1: "12345",
        2: "123",
        3: "1234567",
        4: "123456",
        5: "01234",
        6: "12345",
        7: "1",
        8: "12",
    }.items()
    for place in places
)
"""First two digits of GB/T 2260."""


class DivisionLevel(IntEnum):
    """The level as in implementation codes (LAW §7)."""

    STATE = 1
    PROVINCE = 2
    CITY = 3
    COUNTY = 4
    STREET = 5
    VILLAGE = 6


@dataclass(frozen=True, slots=True)
class DivisionCode:
    value: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value

    @property
    def level(self) -> DivisionLevel:
        """The smallest division that the code names: groups of zeros at the end name nothing."""
        groups = (self.value[:2], self.value[2:4], self.value[4:6], self.value[6:9], self.value[9:12])
        return DivisionLevel(1 + max((place for place, group in enumerate(groups, 1) if group.strip("0")), default=0))


def parse_division_code(text: str, *, known: Container[str] | None = None) -> DivisionCode:
    """The code; a warning if its area is not in ``known`` (the current table), or in no province."""
    require_characters(text, DIGITS, _KIND, _DIGITS_ONLY)
    if len(text) not in {6, 9, 12}:
        raise WrongForm(kind=_KIND, form=_FORM)
    is_whole_state = not text.strip("0")
    return DivisionCode(text, () if is_whole_state else area_warnings(text, known))


def area_warnings(area: str, known: Container[str] | None = None) -> tuple[Bilingual, ...]:
    """A warning if the area is in no province, or not in the table given."""
    if area[:2] in PROVINCES and (known is None or area in known):
        return ()
    return (_UNKNOWN_AREA.format(area=area),)
