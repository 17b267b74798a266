"""Codes as offices really write them: departments by five kinds of number, items by four (LAW-CONFIRMED §8).

Nothing here refuses: a code that is none is told, kept where the grammar has room for it, and left to a person.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from weimin.lib.identifiers import (
    IdentifierError,
    check_credit_code,
    normalise_code,
    organisation_code_check,
    parse_basic_code,
)

__all__ = ["DepartmentCode", "ItemCode", "kind_of_type", "read_department_code", "read_item_code", "settle_credit_code"]

NATIONAL: Final[Mapping[str, str]] = {
    "01": "licence",
    "02": "penalty",
    "03": "coercion",
    "04": "levy",
    "05": "benefit",
    "06": "inspection",
    "07": "confirmation",
    "08": "reward",
    "09": "adjudication",
    "10": "other",
    "20": "public-service",
}
_SICHUAN: Final = {
    "1A": "licence",
    "1E": "adjudication",
    "1F": "confirmation",
    "1G": "benefit",
    "1Z": "other",
    "20": "public-service",
    "2B": "public-service",
    "2C": "public-service",
}
PROVINCIAL: Final[Mapping[str, Mapping[str, str]]] = {
    "44": {**NATIONAL, "20": "other", "21": "public-service"},
    "51": {**NATIONAL, **_SICHUAN},
}
"""Type codes that a province writes otherwise: Guangdong's 20 and 21, Sichuan's letters (read in published lists)."""

_FULL: Final = re.compile(r"(?P<base>.+?)-(?P<division>[0-9]{12})-[0-9]{3}-(?P<unit>.+)-[0-9]-[0-9]{2}")
_OLD: Final = re.compile(r"[0-9A-Z]{8}-?[0-9X]")


def kind_of_type(code: str, province: str) -> str | None:
    """The kind that a type code means in a province (two digits of GB/T 2260); None if its table has no such code."""
    return PROVINCIAL.get(province, NATIONAL).get(code.zfill(2))


@dataclass(frozen=True, slots=True)
class DepartmentCode:
    """``doubt``: the code of what is odd about it, empty if nothing is. ``organisation``: the nine characters inside."""

    text: str
    credit_code: str = ""
    organisation: str = ""
    doubt: str = ""


def read_department_code(text: str) -> DepartmentCode:
    """What a cell says: a credit code; an old organisation code; a suffixed one; a platform's number; something else."""
    code = normalise_code(text)
    bare, suffix, _rest = code.partition("_")
    if len(bare) == 18 and check_credit_code(bare) is None:
        return DepartmentCode(text, bare, bare[8:17], "I202" if suffix else "")
    if suffix:
        return DepartmentCode(text, "", "", "I202")
    plain = bare.replace("-", "")
    if _OLD.fullmatch(bare) and organisation_code_check(plain[:8]) == plain[8]:
        return DepartmentCode(text, "", plain, "I201")
    if bare.isdigit() and len(bare) == 19:
        return DepartmentCode(text, "", "", "I203")
    return DepartmentCode(text, "", plain if len(plain) == 9 else "", "I204")


def settle_credit_code(codes: Iterable[DepartmentCode], embedded: Iterable[str]) -> tuple[str, bool]:
    """A department's credit code, and whether it was taken from its items' codes; empty if nothing settles it.

    A sound code in the list wins. Else the items' codes are asked: the only sound one that holds the old organisation
    code, or into which the list's code grows by the one character it lacks, or the only one there is.
    """
    listed = list(codes)
    sound = [each.credit_code for each in listed if each.credit_code]
    if sound:
        return max(sound, key=sound.count), False
    inside = {code for code in map(normalise_code, embedded) if len(code) == 18 and check_credit_code(code) is None}
    old = {each.organisation for each in listed if each.organisation}
    if old:
        fitting = {code for code in inside if code[8:17] in old}
    else:
        texts = {normalise_code(each.text).partition("_")[0] for each in listed}
        fitting = {code for code in inside if texts & set(_shorter(code))} or inside
    return (next(iter(fitting)), True) if len(fitting) == 1 else ("", False)


def _shorter(code: str) -> Iterator[str]:
    return (code[:place] + code[place + 1 :] for place in range(len(code)))


@dataclass(frozen=True, slots=True)
class ItemCode:
    """``basic``: the 12 characters of the common list, empty if the code has none. ``type``: its two characters."""

    text: str
    basic: str = ""
    type: str = ""
    unit: str = ""
    division: str = ""
    doubt: str = ""


def read_item_code(text: str) -> ItemCode:
    """An implementation code of 31 or 33 characters, or a province's hyphenated one, or whatever else stands there."""
    code = normalise_code(text)
    if len(code) in {31, 33} and check_credit_code(code[:18]) is None and _is_basic(code[19:31]):
        return ItemCode(text, code[19:31], code[21:23], code[:18])
    full = _FULL.fullmatch(code)
    if full is None:
        return ItemCode(text, doubt="I212") if not _is_basic(code) else ItemCode(text, code, code[2:4])
    base, unit, division = full["base"], full["unit"], full["division"]
    if _is_basic(base):
        return ItemCode(text, base, base[2:4], unit, division)
    if re.fullmatch(r"[0-9]{2}[0-9A-Z]{2}[0-9]{10}", base):
        return ItemCode(text, "", base[2:4], unit, division, "I211")
    return ItemCode(text, "", "", unit, division, "I212")


def _is_basic(code: str) -> bool:
    try:
        parse_basic_code(code)
    except IdentifierError:
        return False
    return True
