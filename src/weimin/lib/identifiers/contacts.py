"""Telephone numbers of the mainland: mobile and landline."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.errors import WrongForm, problem
from weimin.lib.identifiers.text import normalise_code

__all__ = ["Phone", "PhoneKind", "check_phone", "normalise_phone", "parse_phone"]

_KIND: Final = Bilingual("电话号码", "phone number")
_FORM: Final = Bilingual(
    "手机写 11 位数字，如 13800000000；固定电话带区号，如 0532-80000000",
    "a mobile number has 11 digits, such as 13800000000; a landline its area code, such as 0532-80000000",
)
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-8][0-9]{6,7})(?:-([0-9]{1,6}))?")


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True, slots=True)
class Phone:
    """``value`` is canonical: ``13800000000``, ``0532-80000000``, ``0532-80000000-801``."""

    value: str
    kind: PhoneKind
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return self.value


def normalise_phone(text: str) -> str:
    """A number as typed → plain: half-width, no spaces, brackets or country code; an extension after a hyphen."""
    number = normalise_code(text).replace("(", "").replace(")", "-").replace("转", "-")
    number = re.sub(r"^(\+86|0086|86(?=1[3-9]))-?", "", re.sub(r"-+", "-", number))
    bare = number.replace("-", "")
    if _MOBILE.fullmatch(bare):
        return bare
    return f"0{number}" if re.fullmatch(r"(10|2[0-9]|[3-9][0-9]{2})-[2-8][0-9]{6,7}(-[0-9]{1,6})?", number) else number


def parse_phone(text: str) -> Phone:
    """A mobile or landline number; the hyphen after the area code may be missing."""
    if _MOBILE.fullmatch(text):
        return Phone(text, PhoneKind.MOBILE)
    landline = _LANDLINE.fullmatch(text)
    if landline is None:
        raise WrongForm(kind=_KIND, form=_FORM)
    return Phone("-".join(part for part in landline.groups() if part), PhoneKind.LANDLINE)


def check_phone(text: str) -> Bilingual | None:
    """What is wrong with a normalised number; ``None`` if nothing is."""
    return problem(parse_phone, text)
