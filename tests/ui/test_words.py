"""Dates, numbers, money and lengths of time in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from weimin.ui import words
from weimin.ui.words import LAW_ZONE

NOW = datetime(2026, 11, 26, 10, 20, tzinfo=LAW_ZONE)


def both(text):
    return text.zh, text.en


def test_a_day_of_this_year_has_no_year():
    assert both(words.day(date(2026, 11, 20), NOW)) == ("11 月 20 日", "20 November")


def test_a_day_of_another_year_or_of_no_known_present_has_its_year():
    assert both(words.day(date(2025, 3, 8), NOW)) == ("2025 年 3 月 8 日", "8 March 2025")
    assert both(words.day(date(2026, 3, 8))) == ("2026 年 3 月 8 日", "8 March 2026")


def test_an_instant_falls_on_its_day_in_shanghai():
    late_in_london = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
    assert words.law_day(late_in_london) == date(2026, 11, 21)
    assert both(words.day_time(late_in_london, NOW)) == ("11 月 21 日 01:05", "21 November, 01:05")


def test_the_present_is_also_read_in_shanghai():
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert words.day(date(2027, 1, 1), new_year).zh == "1 月 1 日"


def test_weekdays_have_names_in_both_languages():
    assert both(words.weekday(date(2026, 11, 22))) == ("星期日", "Sunday")


@pytest.mark.parametrize(
    ("value", "shown"), [(1284, "1,284"), (Decimal("98.70"), "98.7"), (0, "0"), (1000, "1,000"), (-1234.5, "-1,234.5")]
)
def test_numbers_are_grouped_and_carry_no_needless_zeros(value, shown):
    assert words.number(value) == shown


def test_a_share_is_shown_in_percent():
    assert words.percent(0.987) == "98.7%"
    assert words.percent(Decimal(1)) == "100%"


def test_money_shows_cents_only_when_there_are_any_and_says_when_nothing_is_charged():
    assert both(words.money(1280)) == ("1,280 元", "¥1,280")
    assert both(words.money(Decimal("1280.50"))) == ("1,280.50 元", "¥1,280.50")
    assert both(words.money(Decimal("0.00"))) == ("不收费", "No fee")


def test_one_day_is_singular_in_english():
    assert both(words.period(1)) == ("1 个工作日", "1 working day")
    assert both(words.period(8, "wd")) == ("8 个工作日", "8 working days")
    assert both(words.period(5, "year")) == ("5 年", "5 years")


@pytest.mark.parametrize(
    ("left", "zh", "en", "kind"),
    [
        (5, "剩 5 个工作日", "5 working days left", "neutral"),
        (2, "剩 2 个工作日", "2 working days left", "wait"),
        (0, "今天到期", "Due today", "late"),
        (-3, "超期 3 个工作日", "3 working days late", "late"),
    ],
)
def test_what_is_left_presses_more_the_less_it_is(left, zh, en, kind):
    text, shown = words.remaining(left)
    assert (*both(text), shown) == (zh, en, kind)


def test_file_sizes_are_rounded_as_people_read_them():
    assert [words.file_size(n) for n in (10, 812_000, 3_450_000)] == ["1 KB", "793 KB", "3.3 MB"]
