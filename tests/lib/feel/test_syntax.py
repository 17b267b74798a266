"""What is an expression, and what is said of a text that is none."""

import pytest

from lib.feel.support import value
from weimin.lib.bilingual import using_language
from weimin.lib.feel import FeelSyntaxError, compile_expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("2 ** 3 ** 2", 64),
        ("-3 ** 2", 9),
        ("--5", 5),
        (".5 + 1.5e1", 15.5),
        ("1 /* one */ + // two\n 2", 3),
        ("if 1 < 2 then 3 else 4", 3),
        ('"a\\"b\\n\\u4e2d"', 'a"b\n中'),
        ('"\\d"', "\\d"),
        ('"\\uD83D\\uDC0E"', "🐎"),
        ('"中文，标点。"', "中文，标点。"),
    ],
)
def test_an_expression_has_the_value_that_the_standard_says(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "expected a value, but the expression ends"),
        ("1 +", 1, 4, "expected a value, but the expression ends"),
        ("1 +\n* 2", 2, 1, "expected a value, but there is '*'"),
        ("a b", 1, 3, "expected an operator or the end, but there is 'b'"),
        ("if a then b", 1, 12, "expected 'else', but the expression ends"),
        ('"abc', 1, 1, "the string has no closing quote"),
        ("f(1, 2", 1, 7, "expected ',' or ')', but the expression ends"),
        ("1 + #", 1, 5, "expected a value, but there is '#'"),
        ("x /* y", 1, 3, "the comment /* is not closed"),
        ("a（1）", 1, 2, "'（' is a full-width sign"),
        ("[1..", 1, 5, "expected a value, but the expression ends"),
        ("1e99999", 1, 1, "the number is too large"),
        ("x instance of", 1, 14, "expected a type"),
        ("@1", 1, 2, "expected a date, time or duration in quotes"),
        ("for x in 1..3", 1, 14, "expected 'return'"),
    ],
)
def test_an_error_names_the_place_and_what_was_expected(text, line, column, message):
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    with using_language("en"):
        assert message in str(caught.value)


def test_an_error_speaks_chinese_too():
    with pytest.raises(FeelSyntaxError, match="第 1 行第 4 列：这里应为值，表达式就结束了"):
        compile_expression("1 +")


def test_names_may_be_chinese():
    assert value("营业面积 > 50 and 类型 = {类型: 1}.类型", 营业面积=60, 类型=1) is True


def test_a_name_of_several_words_is_known_from_the_context():
    assert value("monthly salary * 12", **{"monthly salary": 1000}) == 12000


def test_the_longest_name_in_scope_wins_over_an_operator():
    assert value("profit-loss", **{"profit-loss": 5, "profit": 1, "loss": 1}) == 5
    assert value("profit-loss", profit=3, loss=1) == 2


def test_a_name_of_several_words_defined_inside_is_known_after_a_dot():
    assert value("{a: {first name: 1}}.a.first name") == 1


def test_a_name_is_known_only_in_its_scope():
    with pytest.raises(FeelSyntaxError):
        compile_expression("[{first name: 1}, first name]")


def test_ranges_may_be_written_with_turned_brackets():
    assert value("[1..5[ = [1..5)") is True
    assert value("]1..5] = (1..5]") is True
    assert value("5 in [1..5[ or 1 in ]1..5]") is False
    assert value("x in [a[1]..b[1]]", x=2, a=[1], b=[3]) is True
