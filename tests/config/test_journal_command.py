"""``weimin journal``: what it prints and how it exits."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction

from weimin.config.cli.journal import command
from weimin.kernel.journal import api, registry
from weimin.kernel.journal.guard import install_guard, remove_guard
from weimin.lib.bilingual import Bilingual
from weimin.lib.merkle import VerifierKey

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words)


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_actions", dict(registry._actions))
    monkeypatch.setattr(registry, "_consumers", {})
    api.register_actions({"test.done": Bilingual("做了一件事", "Something was done")})
    with transaction.atomic():
        for number in range(5):
            api.append(actor=f"user:{number}", action="test.done", now=NOW)
    api.sequence(now=NOW)


def test_without_a_checkpoint_it_says_what_to_run() -> None:
    result = run("checkpoint")
    assert result.exit_code == 1
    assert "weimin work --once" in result.output


@pytest.mark.usefixtures("five")
def test_a_sound_journal_is_said_to_be_verified_with_size_and_root(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(run("checkpoint").output, "utf-8")
    for words in (["verify"], ["verify", "--against", str(kept)]):
        result = run(*words)
        assert result.exit_code == 0
        assert "journal verified: size 5, root " in result.output
        assert kept.read_text("utf-8").split("\n")[2] in result.output


@pytest.mark.usefixtures("five")
def test_a_changed_row_is_named_in_both_languages_and_the_exit_is_1() -> None:
    remove_guard()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor = 'nobody' WHERE \"index\" = 3")
    install_guard()
    result = run("verify")
    assert result.exit_code == 1
    assert "index 3 (row" in result.output
    assert "第 3 条" in result.output
    assert "journal verified" not in result.output


@pytest.mark.usefixtures("five")
def test_a_checkpoint_file_that_is_none_is_refused(tmp_path: Path) -> None:
    assert run("verify", "--against", str(tmp_path / "missing")).exit_code == 2
    (tmp_path / "noise").write_bytes(b"\xff\xfe\x00noise")
    result = run("verify", "--against", str(tmp_path / "noise"))
    assert result.exit_code == 1
    assert "cannot be trusted" in result.output


def test_the_key_printed_is_the_key_that_verifies() -> None:
    assert VerifierKey.parse(run("key").output.strip()) == api.verifier_key()


@pytest.mark.usefixtures("five")
def test_a_stalled_reader_is_listed_and_can_be_made_to_skip() -> None:
    def handler(entries: Sequence[Any], *, now: datetime) -> None:
        raise RuntimeError("broken")

    api.register_consumer("reader", handler)
    assert run("consumers").exit_code == 0
    assert run("skip", "reader", "--ground", "bug 7", "--operator", "user:1").exit_code == 1
    api.run_consumers(now=NOW)
    for _ in range(4):
        retry_at = api.consumer_states()[0].retry_at
        assert retry_at is not None
        api.run_consumers(now=retry_at)
    listed = run("consumers")
    assert listed.exit_code == 1
    assert "stalled  reader  next 0  behind 5" in listed.output
    assert "RuntimeError: broken" in listed.output
    skipped = run("skip", "reader", "--ground", "bug 7", "--operator", "user:1")
    assert skipped.exit_code == 0
    assert "skipped index 0" in skipped.output
    assert api.entries(resource="consumer:reader")[0].payload["ground"] == "bug 7"
