"""Check characters by their standards. Arguments are the characters before the check character, already sound."""

from typing import Final

__all__ = [
    "CREDIT_ALPHABET",
    "DIGITS",
    "LETTERS_AND_DIGITS",
    "credit_code_check",
    "id_number_check",
    "mod_37_36_check",
    "organisation_code_check",
]

DIGITS: Final = "0123456789"
LETTERS_AND_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: without I, O, S, V, Z."""


def id_number_check(body: str) -> str:
    """GB 11643 (ISO 7064 MOD 11-2) over 17 digits: 0–9 or X."""
    weighted = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return "10X98765432"[weighted % 11]


def credit_code_check(body: str) -> str:
    """GB 32100 over 17 characters: weights are the powers of 3 modulo 31."""
    weighted = sum(CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return CREDIT_ALPHABET[-weighted % 31]


def organisation_code_check(body: str) -> str:
    """GB 11714 over the 8 characters of an organisation code: 0–9 or X."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    weighted = sum(LETTERS_AND_DIGITS.index(c) * weight for c, weight in zip(body, weights, strict=True))
    return "0123456789X"[-weighted % 11]


def mod_37_36_check(body: str) -> str:
    """ISO/IEC 7064 MOD 37,36 (hybrid) over digits and capitals: finds every single error and nearly every swap
    of neighbours."""
    product = 36
    for character in body:
        product = ((product + LETTERS_AND_DIGITS.index(character)) % 36 or 36) * 2 % 37
    return LETTERS_AND_DIGITS[(37 - product) % 36]
