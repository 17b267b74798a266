"""docs/reference/feel.md tells every builtin function and every limit as they are."""

from dataclasses import fields
from pathlib import Path

from weimin.lib.feel.builtins import BUILTINS
from weimin.lib.feel.limits import DEFAULT_LIMITS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "feel.md").read_text(encoding="utf-8")


def test_every_builtin_function_is_on_the_page():
    assert [name for name in sorted(BUILTINS) if f"`{name}`" not in PAGE] == []


def test_every_limit_is_on_the_page():
    shown = [field.name for field in fields(DEFAULT_LIMITS) if field.name != "problems"]
    assert [name for name in shown if f"| {getattr(DEFAULT_LIMITS, name):,} |" not in PAGE] == []
