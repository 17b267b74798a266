"""Functions of numbers: rounding, roots, remainders."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from weimin.lib.feel.arithmetic import negate
from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import ARITHMETIC, whole
from weimin.lib.feel.temporal import DaysTime

MIN_SCALE, MAX_SCALE = -6111, 6176


def rounded(number: Decimal, scale: Decimal | None, rounding: str) -> Decimal:
    """A number to so many digits after the point (before it, when negative). Raises ``Fault`` for a scale out of range."""
    digits = whole(scale) if scale is not None else 0
    if not MIN_SCALE <= digits <= MAX_SCALE:
        raise Fault("小数位数应在 {a} 和 {b} 之间", "the scale must be between {a} and {b}", a=MIN_SCALE, b=MAX_SCALE)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent >= -digits:
        return number
    if number.adjusted() < -digits - 1:  # less than a tenth of the last digit kept
        number = Decimal((int(number.is_signed()), (int(bool(number)),), -digits - 1))
    return number.quantize(Decimal((0, (1,), -digits)), rounding=rounding, context=ARITHMETIC)


def _declare(name: str, rounding: str, *, scale: str) -> None:
    @builtin(name, "n: number", f"{scale}: number")
    def round_number(_run: Run, number: Decimal, digits: Decimal | None = None) -> Decimal:
        return rounded(number, digits, rounding)


_declare("decimal", ROUND_HALF_EVEN, scale="scale")
_declare("floor", ROUND_FLOOR, scale="scale?")
_declare("ceiling", ROUND_CEILING, scale="scale?")
_declare("round up", ROUND_UP, scale="scale")
_declare("round down", ROUND_DOWN, scale="scale")
_declare("round half up", ROUND_HALF_UP, scale="scale")
_declare("round half down", ROUND_HALF_DOWN, scale="scale")


@builtin("abs", "n: number|dtd|ymd")
def absolute(_run: Run, value: Any) -> Any:
    size = value.seconds if isinstance(value, DaysTime) else getattr(value, "months", value)
    return negate(value) if size < 0 else value


@builtin("modulo", "dividend: number", "divisor: number")
def modulo(_run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    """The remainder with the divisor's sign: ``dividend - divisor * floor(dividend / divisor)``."""
    if not divisor:
        raise Fault("除数不能是 0", "the divisor must not be 0")
    rest = dividend % divisor
    return rest + divisor if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number: number")
def square_root(_run: Run, number: Decimal) -> Decimal:
    if number < 0:
        raise Fault("负数没有平方根", "a negative number has no square root")
    return number.sqrt()


@builtin("log", "number: number")
def natural_logarithm(_run: Run, number: Decimal) -> Decimal:
    if number <= 0:
        raise Fault("对数只用于正数", "only positive numbers have a logarithm")
    return number.ln()


@builtin("exp", "number: number")
def exponential(_run: Run, number: Decimal) -> Decimal:
    return number.exp()


@builtin("odd", "number: number")
def odd(_run: Run, number: Decimal) -> bool:
    return abs(_parity(number)) == 1


@builtin("even", "number: number")
def even(_run: Run, number: Decimal) -> bool:
    return _parity(number) == 0


def _parity(number: Decimal) -> Decimal:
    if number == number.to_integral_value() and number.adjusted() >= ARITHMETIC.prec:
        return Decimal(0)  # a number of more than 34 digits ends in zeros
    return number % 2
