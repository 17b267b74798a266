"""Numbers: decimal128 of IEEE 754 (34 digits), which is what DMN prescribes; no binary fractions anywhere."""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

__all__ = ["ARITHMETIC", "InvalidNumber", "number", "plain", "whole"]

ARITHMETIC = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
InvalidNumber = DecimalException


def number(value: str | int | float | Decimal) -> Decimal:
    """The FEEL number of a value, rounded to 34 digits. A float is taken as it is printed: 0.1 is 0.1.

    Raises ``InvalidNumber`` for text that is no number, for NaN and the infinities, and out of range.
    """
    made = ARITHMETIC.create_decimal(str(value) if isinstance(value, float) else value)
    if not made.is_finite():
        raise InvalidOperation(made)
    return made


def plain(value: Decimal) -> str:
    """A number in digits, without exponent or closing zeros: ``1200``, ``0.3``."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(value: Decimal) -> int:
    """The integer part, towards zero. Numbers beyond any list or calendar are cut to ±10**18."""
    if value.adjusted() > 18:
        return -(10**18) if value.is_signed() else 10**18
    return int(value)
