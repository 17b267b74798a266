"""People as they stand at a counter: a number from a card, a name, and no account needed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from weimin.kernel.identity.errors import NameDiffers, NumberTaken, UnreadableNumber
from weimin.kernel.identity.models import NumberKind, Party, PartyKind
from weimin.kernel.identity.selectors import find_party
from weimin.kernel.identity.services import register_party
from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers import (
    check_credit_code,
    check_id_number,
    check_passport,
    check_personal_name,
    half_width,
    normalise_code,
    normalise_personal_name,
    parse_credit_code,
)

__all__ = ["PartyNumber", "find_or_register", "read_number"]

PASSPORT_LENGTH: Final = 12
NUMBER_LENGTH: Final = 18
MOST_OF_A_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class PartyNumber:
    """A number with what it is the number of."""

    value: str
    kind: NumberKind
    party: PartyKind


def read_number(text: str, *, today: date) -> PartyNumber:
    """An identity number, a credit code or a passport number, told apart by its form. Raises ``UnreadableNumber``."""
    value = normalise_code(text)
    wrong = check_id_number(value, today=today)
    if wrong is None:
        return PartyNumber(value, NumberKind.ID_CARD, PartyKind.PERSON)
    if check_credit_code(value) is None and not _mistyped_person(value):
        trader = parse_credit_code(value).is_sole_trader
        return PartyNumber(value, NumberKind.CREDIT_CODE, PartyKind.SOLE_TRADER if trader else PartyKind.LEGAL_ENTITY)
    if len(value) <= PASSPORT_LENGTH and check_passport(value) is None:
        return PartyNumber(value, NumberKind.PASSPORT, PartyKind.PERSON)
    if len(value) == NUMBER_LENGTH:
        raise UnreadableNumber(why=wrong if value[:17].isdigit() else check_credit_code(value) or wrong)
    raise UnreadableNumber(
        why=Bilingual(
            "身份证号码和统一社会信用代码都是 18 位", "an identity number and a credit code have 18 characters"
        )
    )


def _mistyped_person(value: str) -> bool:
    """One identity number in 31 with a wrong digit passes as a credit code: of digits alone, the code inside must hold too."""
    return value[:17].isdigit() and (value[0] not in "159" or bool(parse_credit_code(value).warnings))


def find_or_register(number: PartyNumber, *, name: str, phone: str = "", now: datetime) -> Party:
    """The party with this number, registered now if it is new here. Raises ``NameDiffers``, with what is wrong."""
    given = normalise_personal_name(name) if number.party is PartyKind.PERSON else half_width(name).strip()
    known = find_party(number.value, kind=number.kind)
    if known is None:
        wrong = check_personal_name(given) if number.party is PartyKind.PERSON else _check_title(given)
        if wrong is not None:
            raise NameDiffers(why=wrong)
        try:
            known = register_party(
                number.party, name=given, number_kind=number.kind, number=number.value, phone=phone, now=now
            )
        except NumberTaken:  # by the next counter, a moment ago
            known = find_party(number.value, kind=number.kind)
            assert known is not None
    if half_width(known.name).casefold() != half_width(given).casefold():
        raise NameDiffers(
            why=Bilingual(
                "和已经登记的名称不一样，请照证件再核对一遍；改了名的，先办变更",
                "it is not the registered name; read it from the document again, or have the change registered first",
            )
        )
    return known


def _check_title(name: str) -> Bilingual | None:
    if 1 < len(name) <= MOST_OF_A_NAME:
        return None
    return Bilingual("请照营业执照填写全称", "write the full name as on the business licence")
