"""Only ``weimin.config`` asks for the time; everything else is told. Rehearsal in simulated time depends on it."""

import ast
from pathlib import Path

import pytest

from architecture.sources import dotted, modules

ASKING = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow",
    "datetime.datetime.today", "date.today", "datetime.date.today", "timezone.now", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip
WITHOUT_ARGUMENT = {"timezone.localtime", "timezone.localdate"}
"""Django's converters, which ask for the time when they are given none."""
IMPORTS = {
    "django.utils.timezone": {"now", "localdate", "localtime"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "django.db.models.functions": {"Now"},
}
KEYWORDS = {"auto_now", "auto_now_add"}


def clock_reads(tree: ast.Module) -> list[str]:
    """Every place that asks for the time itself: by call, by import, by a field that stamps itself."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node) in ASKING:
            found.append(f"{node.lineno}: {dotted(node)}")
        elif isinstance(node, ast.Call) and not node.args and dotted(node.func) in WITHOUT_ARGUMENT:
            found.append(f"{node.lineno}: {dotted(node.func)}()")
        elif isinstance(node, ast.ImportFrom) and node.module in IMPORTS:
            names = {alias.name for alias in node.names} & IMPORTS[node.module]
            found += [f"{node.lineno}: {node.module}.{name}" for name in sorted(names)]
        elif isinstance(node, ast.keyword) and node.arg in KEYWORDS:
            found.append(f"{node.value.lineno}: {node.arg}")
    return found


def test_nothing_outside_config_asks_for_the_time():
    asked = {str(path): reads for path, tree in modules(skip=("config", "migrations")) if (reads := clock_reads(tree))}
    assert asked == {}, "pass `now` in"


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "from django.utils import timezone\nf(default=timezone.now)",
        "from django.utils.timezone import now",
        "timezone.localdate()",
        "import time\nx = time.time()",
        "models.DateTimeField(auto_now_add=True)",
        "from django.db.models.functions import Now",
    ],
)
def test_every_way_of_asking_is_seen(code: str):
    assert clock_reads(ast.parse(code))


def test_being_told_the_time_is_not_asking():
    code = "def f(now): return context.now(), now.date(), time.monotonic(), timezone.localtime(now)"
    assert clock_reads(ast.parse(code)) == []


def test_the_source_was_really_read():
    assert Path("kernel/identity/api.py") in {path for path, _ in modules()}
