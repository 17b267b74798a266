"""统一社会信用代码 (GB 32100-2015): the credit code of legal persons, other organisations and sole traders."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.checks import CREDIT_ALPHABET, DIGITS, credit_code_check, organisation_code_check
from weimin.lib.identifiers.divisions import area_warnings
from weimin.lib.identifiers.errors import WrongCheckCharacter, problem
from weimin.lib.identifiers.text import require_characters, require_length

__all__ = ["CreditCode", "check_credit_code", "parse_credit_code"]

_KIND: Final = Bilingual("统一社会信用代码", "unified social credit code")
_ALPHABET: Final = Bilingual(
    "这里只能是数字或大写字母，且没有 I、O、S、V、Z（是不是把 0 写成了 O，把 1 写成了 I）",
    "only digits and capitals without I, O, S, V, Z may stand here (a 0 written as O, a 1 as I?)",
)
_AREA_DIGITS: Final = Bilingual("第 3 至 8 位是登记机关区划，只能是数字", "characters 3 to 8 are the area, only digits")
_ORGANISATION: Final = Bilingual(
    "主体标识码（第 9 至 17 位）自身的校验位对不上；请核对，不影响办理",
    "The organisation code inside (characters 9 to 17) fails its own check; please verify, this stops nothing",
)


@dataclass(frozen=True, slots=True)
class CreditCode:
    value: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value

    @property
    def authority(self) -> str:
        """登记管理部门: 1 机构编制, 5 民政, 9 市场监管, Y other; the standard leaves room for more."""
        return self.value[0]

    @property
    def division(self) -> str:
        """The six digits of the registering authority's area."""
        return self.value[2:8]

    @property
    def organisation_code(self) -> str:
        """主体标识码, the nine characters of GB 11714."""
        return self.value[8:17]

    @property
    def is_sole_trader(self) -> bool:
        """个体工商户."""
        return self.value[:2] == "92"


def parse_credit_code(text: str, *, areas: Container[str] | None = None) -> CreditCode:
    """The code and its parts; ``areas`` is the current table of six-digit codes, if there is one to compare with."""
    require_length(text, 18, _KIND)
    require_characters(text, CREDIT_ALPHABET, _KIND, _ALPHABET)
    require_characters(text[2:8], DIGITS, _KIND, _AREA_DIGITS, offset=2)
    if credit_code_check(text[:17]) != text[17]:
        raise WrongCheckCharacter(kind=_KIND)
    warnings = () if text[2:8] == "100000" else area_warnings(text[2:8], areas)
    if organisation_code_check(text[8:16]) != text[16]:
        warnings = (*warnings, _ORGANISATION)
    return CreditCode(text, warnings)


def check_credit_code(text: str) -> Bilingual | None:
    """What is wrong with a normalised code; ``None`` if nothing is."""
    return problem(parse_credit_code, text)
