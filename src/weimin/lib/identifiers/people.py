"""People: 公民身份号码 (GB 11643), passports of foreigners, and names as people really bear them."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.checks import DIGITS, id_number_check
from weimin.lib.identifiers.divisions import area_warnings
from weimin.lib.identifiers.errors import (
    BirthInFuture,
    NotADate,
    WrongCharacter,
    WrongCheckCharacter,
    WrongForm,
    problem,
)
from weimin.lib.identifiers.text import half_width, require_characters, require_length, shown

__all__ = [
    "Holder",
    "IdNumber",
    "Passport",
    "PersonalName",
    "Sex",
    "check_id_number",
    "check_passport",
    "check_personal_name",
    "normalise_personal_name",
    "parse_id_number",
    "parse_passport",
    "parse_personal_name",
]

_ID: Final = Bilingual("公民身份号码", "identity number")
_FIRST_GENERATION: Final = Bilingual(
    "15 位的第一代号码已停用，请使用 18 位号码", "numbers of 15 digits are no longer valid; use the one of 18"
)
_ID_BODY: Final = Bilingual("前 17 位只能是数字", "the first 17 are digits")
_ID_END: Final = Bilingual("最后一位只能是数字或大写 X", "the last one is a digit or a capital X")


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Holder(StrEnum):
    """Whom a number of this form is given to: by its first digits."""

    CITIZEN = "citizen"
    HONG_KONG_MACAO_TAIWAN = "hong-kong-macao-taiwan"
    FOREIGNER = "foreigner"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number of GB 11643 and what it says of its holder. ``repr`` keeps the number to itself."""

    value: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"IdNumber({self.value[:6]}************)"

    @property
    def area(self) -> str:
        """Where it was first given: six digits of GB/T 2260 as they were then."""
        return self.value[:6]

    @property
    def birth(self) -> date:
        return date(int(self.value[6:10]), int(self.value[10:12]), int(self.value[12:14]))

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.value[16]) % 2 else Sex.FEMALE

    @property
    def holder(self) -> Holder:
        """81, 82, 83: residence permits of Hong Kong, Macao, Taiwan; 9: foreigners with permanent residence."""
        if self.value[0] == "9":
            return Holder.FOREIGNER
        return Holder.HONG_KONG_MACAO_TAIWAN if self.value[:2] in {"81", "82", "83"} else Holder.CITIZEN


def parse_id_number(text: str, *, today: date | None, areas: Container[str] | None = None) -> IdNumber:
    """The number if it keeps the standard: length, characters, a real date of birth not after ``today``, check digit.

    ``today`` is ``None`` only where the time is not known (a blueprint's demonstration people). ``areas`` is a table
    of six-digit codes to compare with; an unknown area is a warning.
    """
    if len(text) == 15 and text.isdecimal():
        raise WrongForm(kind=_ID, form=_FIRST_GENERATION)
    require_length(text, 18, _ID)
    require_characters(text[:17], DIGITS, _ID, _ID_BODY)
    require_characters(text[17], DIGITS + "X", _ID, _ID_END, offset=17)
    number = IdNumber(text)
    try:
        birth = number.birth
    except ValueError:
        raise NotADate(kind=_ID) from None
    if today is not None and birth > today:
        raise BirthInFuture(kind=_ID)
    if id_number_check(text[:17]) != text[17]:
        raise WrongCheckCharacter(kind=_ID)
    return IdNumber(text, () if number.holder is not Holder.CITIZEN else area_warnings(number.area, areas))


def check_id_number(text: str, *, today: date | None = None) -> Bilingual | None:
    """What is wrong with a normalised number; ``None`` if nothing is."""
    return problem(parse_id_number, text, today=today)


# -- passports ----------------------------------------------------------------------------------------------------

_PASSPORT: Final = Bilingual("护照号码", "passport number")
_PASSPORT_FORM: Final = Bilingual(
    "5 至 20 位大写字母和数字，至少含一个数字", "5 to 20 capitals and digits, at least one of them a digit"
)


@dataclass(frozen=True, slots=True)
class Passport:
    """A passport number of any country. There is no common check digit, so the rule is lenient."""

    value: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value


def parse_passport(text: str) -> Passport:
    if not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,20}", text):
        raise WrongForm(kind=_PASSPORT, form=_PASSPORT_FORM)
    return Passport(text)


def check_passport(text: str) -> Bilingual | None:
    """What is wrong with a normalised passport number; ``None`` if nothing is."""
    return problem(parse_passport, text)


# -- names --------------------------------------------------------------------------------------------------------

_NAME: Final = Bilingual("姓名", "name")
_NAME_LENGTH: Final = 100
_NAME_SIGNS: Final = "· -'’.,"
_NAME_DOTS: Final = dict.fromkeys(map(ord, "•‧∙⋅・･．"), "·")
_NAME_FORM: Final = Bilingual(
    f"1 至 {_NAME_LENGTH} 个字，按证件填写，前后没有空格或标点",
    f"1 to {_NAME_LENGTH} characters as in the document, without spaces or signs around it",
)
_NAME_HINT: Final = Bilingual(
    "姓名只能有文字、间隔号“·”、空格、连字符、撇号和点，请按证件填写",
    "a name has letters, '·', spaces, hyphens, apostrophes and full stops; write it as in the document",
)
_PRIVATE_USE: Final = Bilingual(
    "姓名含有自造字编码，别处可能显示不出；请改用正式编码的字（如“䶮”），不影响办理",
    "The name has a private-use character that may not show elsewhere; use the standard one (such as 䶮); "
    "this stops nothing",
)


@dataclass(frozen=True, slots=True)
class PersonalName:
    value: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value


def normalise_personal_name(text: str) -> str:
    """A name as typed → as kept: every interpunct as “·” (also a full stop between Chinese characters), single spaces."""
    name = " ".join(half_width(text.translate(_NAME_DOTS)).split())
    name = re.sub(r" ?· ?", "·", name)
    name = re.sub(r"(?<=[㐀-鿿\U00020000-\U0003fffd])\.(?=[㐀-鿿\U00020000-\U0003fffd])", "·", name)
    return unicodedata.normalize("NFC", name)


def parse_personal_name(text: str) -> PersonalName:
    """A name of any script. Rare characters are welcome; control characters, markup, digits and symbols are not."""
    for position, character in enumerate(text, 1):
        if not _may_stand_in_name(character):
            raise WrongCharacter(kind=_NAME, position=position, character=shown(character), hint=_NAME_HINT)
    if not text.strip(_NAME_SIGNS) or len(text) > _NAME_LENGTH or text[0] in "· -.," or text[-1] in "· -,":
        raise WrongForm(kind=_NAME, form=_NAME_FORM)
    private = any(unicodedata.category(character) == "Co" for character in text)
    return PersonalName(text, (_PRIVATE_USE,) if private else ())


def check_personal_name(text: str) -> Bilingual | None:
    """What is wrong with a normalised name; ``None`` if nothing is."""
    return problem(parse_personal_name, text)


def _may_stand_in_name(character: str) -> bool:
    """Letters and marks, 〇, private-use characters of old systems, and the ideographs of planes 2 and 3, of which
    Unicode adds more than the interpreter's tables know."""
    if character in _NAME_SIGNS or 0x20000 <= ord(character) <= 0x3FFFD:
        return True
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Co" or character == "〇"
