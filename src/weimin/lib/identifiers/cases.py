"""Case numbers: ``370202-XZSP-2026-000123-C``: division, department's letters, year, serial, check character."""

import re
from dataclasses import dataclass
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.checks import mod_37_36_check
from weimin.lib.identifiers.errors import WrongCheckCharacter, WrongForm
from weimin.lib.identifiers.text import normalise_code

__all__ = ["CaseNumber", "format_case_number", "parse_case_number"]

_KIND: Final = Bilingual("办件编号", "case number")
_FORM: Final = Bilingual(
    "应像 370202-XZSP-2026-000123-C：区划、部门字母、年份、序号、校验位",
    "it looks like 370202-XZSP-2026-000123-C: division, department's letters, year, serial, check character",
)
_NUMBER: Final = re.compile(
    r"(?P<division>[0-9]{6}(?:[0-9]{3}){0,2})-?(?P<letters>[A-Z]{2,6})-?(?P<year>[1-9][0-9]{3})-?"
    r"(?P<serial>[0-9]{6}|[1-9][0-9]{6,8})-?(?P<check>[0-9A-Z])"
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    division: str
    letters: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.division}-{self.letters}-{self.year}-{self.serial:06d}-{self.check}"

    @property
    def check(self) -> str:
        """ISO 7064 MOD 37,36 over the number without hyphens."""
        return mod_37_36_check(f"{self.division}{self.letters}{self.year}{self.serial:06d}")


def format_case_number(division: str, letters: str, year: int, serial: int) -> str:
    """The number of the ``serial``-th case of a department in a year. A serial beyond 999999 takes more digits."""
    number = f"{division}-{letters}-{year}-{serial:06d}-0"
    if not _NUMBER.fullmatch(number) or serial < 1:
        raise WrongForm(kind=_KIND, form=_FORM)
    return str(CaseNumber(division, letters, year, serial))


def parse_case_number(text: str) -> CaseNumber:
    """A number as people type it: lower case, full-width, with spaces or without hyphens; ``str()`` writes it right."""
    found = _NUMBER.fullmatch(normalise_code(text))
    if found is None or int(found["serial"]) == 0:
        raise WrongForm(kind=_KIND, form=_FORM)
    number = CaseNumber(found["division"], found["letters"], int(found["year"]), int(found["serial"]))
    if number.check != found["check"]:
        raise WrongCheckCharacter(kind=_KIND)
    return number
