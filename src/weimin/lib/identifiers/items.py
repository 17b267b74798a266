"""Codes of service items (GB/T 39554.1, LAW §7): the basic code of the common list, the implementation code of a unit."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.checks import DIGITS, LETTERS_AND_DIGITS
from weimin.lib.identifiers.divisions import PROVINCES
from weimin.lib.identifiers.errors import WrongForm
from weimin.lib.identifiers.organisations import CreditCode, parse_credit_code
from weimin.lib.identifiers.text import require_characters, require_length

__all__ = ["ITEM_TYPES", "BasicCode", "ImplementationCode", "parse_basic_code", "parse_implementation_code"]

ITEM_TYPES: Final[Mapping[str, Bilingual]] = MappingProxyType(
    {
        "01": Bilingual("行政许可", "administrative licence"),
        "02": Bilingual("行政处罚", "administrative penalty"),
        "03": Bilingual("行政强制", "administrative coercion"),
        "04": Bilingual("行政征收", "administrative levy"),
        "05": Bilingual("行政给付", "administrative payment"),
        "06": Bilingual("行政检查", "administrative inspection"),
        "07": Bilingual("行政确认", "administrative confirmation"),
        "08": Bilingual("行政奖励", "administrative award"),
        "09": Bilingual("行政裁决", "administrative adjudication"),
        "10": Bilingual("其他行政权力", "other administrative power"),
        "20": Bilingual("公共服务", "public service"),
    }
)
"""The types as most regions write them; Sichuan (1A…), Guangdong (20, 21) have tables of their own."""

_BASIC: Final = Bilingual("事项基本编码", "basic code of the item")
_IMPLEMENTATION: Final = Bilingual("事项实施编码", "implementation code of the item")
_DIGITS_ONLY: Final = Bilingual("这里只能是数字", "only digits may stand here")
_TYPE: Final = Bilingual("第 3、4 位是事项类型，只能是数字或大写字母", "3 and 4 are the type: digits or capitals")
_HANDLING: Final = Bilingual("最后两位只能是数字或大写字母", "the last two are digits or capitals")
_LENGTHS: Final = Bilingual(
    "实施编码 31 位（信用代码 18 + 层级 1 + 基本编码 12），业务办理项编码再加 2 位",
    "31 characters (credit code 18, level 1, basic code 12); a handling's has 2 more",
)
_UNKNOWN_REGION: Final = Bilingual(
    "地区代码 {region} 不是 00（国家）或省级代码；请核对",
    "The region {region} is neither 00 (state) nor a province; please check",
)
_UNKNOWN_TYPE: Final = Bilingual(
    "类型代码 {type} 不在本地区的类型表中；请核对", "The type {type} is not in this region's table; please check"
)
_UNKNOWN_LEVEL: Final = Bilingual(
    "层级 {level} 不是 1（国家）至 6（村、社区）；请核对",
    "The level {level} is not 1 (state) to 6 (village); please check",
)


@dataclass(frozen=True, slots=True)
class BasicCode:
    """基本编码, 12 characters: region 2, type 2, department 2, main item 3, sub item 3."""

    value: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value

    @property
    def region(self) -> str:
        """``00`` for the state's list, else the province's two digits."""
        return self.value[:2]

    @property
    def type(self) -> str:
        return self.value[2:4]

    @property
    def department(self) -> str:
        return self.value[4:6]

    @property
    def main_item(self) -> str:
        return self.value[6:9]

    @property
    def sub_item(self) -> str:
        """``000``: the main item has no sub items."""
        return self.value[9:]


@dataclass(frozen=True, slots=True)
class ImplementationCode:
    """实施编码 (31): the unit's credit code, its level, the basic code; with a handling (业务办理项) of 2 more (33)."""

    unit: CreditCode
    level: int
    basic: BasicCode
    handling: str = ""
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value

    @property
    def value(self) -> str:
        return f"{self.unit}{self.level}{self.basic}{self.handling}"


def parse_basic_code(text: str, *, types: Container[str] | None = None) -> BasicCode:
    """The code; ``types`` is the region's table of types, if there is one to compare with."""
    require_length(text, 12, _BASIC)
    require_characters(text[:2], DIGITS, _BASIC, _DIGITS_ONLY)
    require_characters(text[2:4], LETTERS_AND_DIGITS, _BASIC, _TYPE, offset=2)
    require_characters(text[4:], DIGITS, _BASIC, _DIGITS_ONLY, offset=4)
    warnings = []
    if text[:2] != "00" and text[:2] not in PROVINCES:
        warnings.append(_UNKNOWN_REGION.format(region=text[:2]))
    if types is not None and text[2:4] not in types:
        warnings.append(_UNKNOWN_TYPE.format(type=text[2:4]))
    return BasicCode(text, tuple(warnings))


def parse_implementation_code(text: str, *, types: Container[str] | None = None) -> ImplementationCode:
    """A code of 31 characters, or of 33 with a handling. Raises what is wrong with any of its parts."""
    if len(text) not in {31, 33}:
        raise WrongForm(kind=_IMPLEMENTATION, form=_LENGTHS)
    unit = parse_credit_code(text[:18])
    require_characters(text[18], DIGITS, _IMPLEMENTATION, _DIGITS_ONLY, offset=18)
    basic = parse_basic_code(text[19:31], types=types)
    require_characters(text[31:], LETTERS_AND_DIGITS, _IMPLEMENTATION, _HANDLING, offset=31)
    warnings = (*unit.warnings, *basic.warnings)
    if not 1 <= int(text[18]) <= 6:
        warnings = (*warnings, _UNKNOWN_LEVEL.format(level=text[18]))
    return ImplementationCode(unit, int(text[18]), basic, text[31:], warnings)
