"""Numbers are exact, and null stays null."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.feel.support import problem, value
from weimin.lib.feel.numbers import ARITHMETIC

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20)


@settings(deadline=None)
@given(numbers, numbers)
def test_arithmetic_agrees_with_decimal128(left, right):
    a, b = ARITHMETIC.create_decimal(left), ARITHMETIC.create_decimal(right)
    assert value("a + b", a=left, b=right) == ARITHMETIC.add(a, b)
    assert value("a - b", a=left, b=right) == ARITHMETIC.subtract(a, b)
    assert value("a * b", a=left, b=right) == ARITHMETIC.multiply(a, b)
    assert value("a / b", a=left, b=right) == (ARITHMETIC.divide(a, b) if b else None)


@settings(deadline=None)
@given(numbers, numbers.filter(bool))
def test_modulo_has_the_sign_of_its_divisor(dividend, divisor):
    rest = value("modulo(a, b)", a=dividend, b=divisor)
    assert abs(rest) < abs(divisor)
    assert rest == 0 or (rest < 0) == (divisor < 0)


def test_there_are_no_binary_fractions():
    assert value("0.1 + 0.2") == Decimal("0.3")
    assert value("x * 3", x=0.1) == Decimal("0.3")
    assert value("1 / 3") == Decimal("0." + "3" * 34)


@pytest.mark.parametrize("text", ["1 + null", "null * 2", "1 / 0", "null ** 2", "-null"])
def test_null_and_division_by_zero_give_null(text):
    assert value(text) is None


def test_what_is_too_large_is_null_with_a_reason():
    assert problem("10 ** 7000") == "line 1, column 4: the result of ** is no number or out of range"


def test_a_wrong_operand_is_null_with_a_reason():
    assert problem('1 + "a"') == "line 1, column 3: + does not go between a number and a string"
    assert problem("-true") == "line 1, column 1: a minus sign does not go before a boolean"


def test_strings_are_joined_by_plus():
    assert value('"受理" + "通知"') == "受理通知"
