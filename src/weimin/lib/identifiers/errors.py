"""What can be wrong with an identifier. The messages name places and characters, never the number itself."""

from collections.abc import Callable
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "BirthInFuture",
    "IdentifierError",
    "NotADate",
    "WrongCharacter",
    "WrongCheckCharacter",
    "WrongForm",
    "WrongLength",
    "problem",
]


class IdentifierError(WeiminError, ValueError):
    """An identifier that is not one. ``kind`` names which, in both languages."""

    code = "identifier"


class WrongLength(IdentifierError):
    code = "identifier-length"
    message = Bilingual(
        "{kind}应为 {expected} 位，现在是 {actual} 位，请对照证件补全",
        "The {kind} has {expected} characters, this has {actual}; compare it with the document",
    )


class WrongCharacter(IdentifierError):
    """``position`` counts from 1; ``hint`` says what may stand there."""

    code = "identifier-character"
    message = Bilingual(
        "{kind}第 {position} 位是“{character}”；{hint}", "Character {position} of the {kind} is '{character}'; {hint}"
    )


class WrongCheckCharacter(IdentifierError):
    code = "identifier-check"
    message = Bilingual(
        "{kind}的校验位对不上，请对照原件逐位核对",
        "The check character of the {kind} does not fit; compare every character with the original",
    )


class NotADate(IdentifierError):
    code = "identifier-date"
    message = Bilingual(
        "{kind}第 7 至 14 位应是出生日期（年月日），现在不是真实的日期，请核对",
        "Digits 7 to 14 of the {kind} are the date of birth, and this is not a real date; please check",
    )


class BirthInFuture(IdentifierError):
    code = "identifier-future"
    message = Bilingual(
        "{kind}里的出生日期晚于今天，请核对", "The date of birth in the {kind} is later than today; please check"
    )


class WrongForm(IdentifierError):
    """``form`` says how it is written."""

    code = "identifier-form"
    message = Bilingual("{kind}的写法不对：{form}", "The {kind} is not written right: {form}")


def problem(parse: Callable[..., Any], text: str, **context: Any) -> Bilingual | None:
    """What is wrong with the text; ``None`` if it parses."""
    try:
        parse(text, **context)
    except IdentifierError as error:
        return error.message
    return None
