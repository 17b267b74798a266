"""A journal with something in it: entries are written, sequenced and read through the front door."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from weimin.kernel.journal import registry
from weimin.kernel.journal.api import append, sequence
from weimin.kernel.journal.guard import install_guard, remove_guard
from weimin.kernel.journal.models import Entry
from weimin.lib.bilingual import Bilingual

NOW = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)
Write = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def known_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The action ``test.done`` exists in these tests only."""
    monkeypatch.setattr(registry, "_actions", dict(registry._actions))
    registry.register_actions({"test.done": Bilingual("做了一件事", "Something was done")})


@pytest.fixture
def consumers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """No consumers but those that the test registers."""
    empty: dict[str, Any] = {}
    monkeypatch.setattr(registry, "_consumers", empty)
    return empty


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def write() -> Write:
    """Append a number of entries, each told apart by its number."""

    def write(count: int = 1, **more: Any) -> list[int]:
        with transaction.atomic():
            return [
                append(**{"actor": f"user:{number}", "action": "test.done", "now": NOW, "case": f"case:{number % 3}"}
                       | {"payload": {"number": number}} | more)
                for number in range(count)
            ]  # fmt: skip

    return write


@pytest.fixture
def journal(db: None, write: Write) -> list[Entry]:
    """Ten sequenced entries."""
    write(10)
    sequence(now=NOW)
    return list(Entry.objects.order_by("index"))


@pytest.fixture
def tamper(db: None) -> Iterator[Callable[..., None]]:
    """Change the tables behind the application's back, as someone who owns the database can."""
    remove_guard()

    def execute(sql: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    yield execute
    install_guard()
