"""Patterns: XPath's notation, in linear time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.feel.support import problem, value
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.pattern_syntax import translate


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("370202-XZSP", "^[0-9]{6}-[A-Z]+$", "", True), ("山东省", "^\\p{L}+$", "", True), ("a\nb", "^b$", "", False),
        ("a\nb", "^b$", "m", True), ("a\nb", "a.b", "", False), ("a\nb", "a.b", "s", True), ("ABC", "b", "i", True),
        ("ab", "a b", "x", True), ("a b", "a[ ]b", "x", True), ("o", "[a-z-[aeiou]]", "", False),
        ("p", "[a-z-[aeiou]]", "", True), ("5", "[\\d-[4]]", "", True), ("4", "[\\d-[4]]", "", False),
        ("中", "\\p{IsCJKUnifiedIdeographs}", "", True), ("中", "\\P{IsBasicLatin}", "", True), ("a", "\\S", "", True),
        ("é", "\\w", "", True), ("-", "\\W", "", True), ("^", "[\\^]", "", True), ("a", "[^a]", "", False),
        ("aaa", "a{2,}", "", True), ("ab", "(?:a|b){2}", "", True), ("x1", "\\i\\c", "", True),
    ],
)  # fmt: skip
def test_matches(text, pattern, flags, expected):
    assert value("matches(t, p, f)", t=text, p=pattern, f=flags) is expected


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "expected"),
    [
        ("13800001234", "(\\d{3})\\d{4}(\\d{4})", "$1****$2", "138****1234"), ("abc", "[a-c]", "[$0]", "[a][b][c]"),
        ("a", "a", "\\$\\\\", "$\\"), ("ab", "(a)(b)", "$21", "b1"), ("山东", "东", "西", "山西"), ("b", "(a)|b", "<$1>", "<>"),
    ],
)  # fmt: skip
def test_replace(text, pattern, replacement, expected):
    assert value("replace(t, p, r)", t=text, p=pattern, r=replacement) == expected


def test_split():
    assert value('split("a；b;c;", "[;；]")') == ["a", "b", "c", ""]


@pytest.mark.parametrize(
    "call",
    [
        'matches("a", "(a)\\1")', 'matches("a", "[a")', 'matches("a", "(a")', 'matches("a", "a)")', 'matches("a", "*a")',
        'matches("a", "\\q")', 'matches("a", "(?=a)")', 'matches("a", "[z-a]")', 'matches("a", "[]")', 'matches("a", "a{x}")',
        'matches("a", "\\p{Xx}")', 'matches("a", "a", "g")', 'matches("a", "(((a{100}){100}){100})")', 'replace("a", "b*", "")',
        'replace("a", "a", "$")', 'split("a", "")', 'matches("a", "[a-[b]c]")',
    ],
)  # fmt: skip
def test_a_wrong_pattern_is_null_with_a_reason(call):
    assert problem(call)


def test_a_pattern_that_others_hang_on_takes_no_time():
    start = time.monotonic()
    assert value('matches(t, "^(a+)+$")', t="a" * 5000 + "b") is False
    assert value('matches(t, "(x+x+)+y")', t="x" * 5000) is False
    assert time.monotonic() - start < 2


def translated(pattern: str, flags: str) -> str | Fault:
    try:
        return translate(pattern, flags)
    except Fault as fault:
        return fault


@settings(deadline=None)
@given(st.text(alphabet="ab[]()-^$.*+?{}\\|,1p LdwsIc", max_size=30), st.sampled_from(["", "i", "x", "sm"]))
def test_any_text_is_translated_or_refused(pattern, flags):
    found = translated(pattern, flags)
    assert isinstance(found, str) or (found.message.zh and found.message.en)
