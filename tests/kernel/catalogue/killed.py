"""Run by test_killed.py in a process of its own: apply a city again and again, killed with SIGKILL at one point each.

Arguments: the folder of the first city, the folder of the second, an empty home. Prints a JSON line for each point.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

FIRST, SECOND, HOME = map(Path, sys.argv[1:4])
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DATABASE = HOME / "weimin.sqlite3"
TEMPLATE = HOME / "template.sqlite3"


def die(*_args: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(count: int, whole: Callable[..., object]) -> Callable[..., object]:
    """The function, and death after it has returned ``count`` times."""
    calls: list[int] = []

    def wrapped(*args: object, **more: object) -> object:
        result = whole(*args, **more)
        calls.append(1)
        if len(calls) == count:
            die()
        return result

    return wrapped


def points() -> dict[str, Callable[[], None]]:
    """Where to die: each entry spoils one function."""
    from django.db.models import QuerySet

    from weimin.kernel.catalogue import services

    def spoil(owner: object, name: str, new: object) -> Callable[[], None]:
        return lambda: setattr(owner, name, new)

    return {
        "before the first chunk": spoil(services, "_write_chunk", die),
        "between the objects and the entries of a chunk": spoil(
            QuerySet, "bulk_create", after(1, QuerySet.bulk_create)
        ),
        "after the first chunk": spoil(services, "_write_chunk", after(1, services._write_chunk)),
        "after the last chunk": spoil(services, "_write", after(1, services._write)),
        "in the activation, after the organisations": spoil(
            services.organisations, "sync_organisations", after(1, services.organisations.sync_organisations)
        ),
        "in the activation, after the index": spoil(
            services.search, "replace_documents", after(1, services.search.replace_documents)
        ),
        "in the activation, after the journal": spoil(services.journal, "append", after(1, services.journal.append)),
        "after the activation, before the people": spoil(services, "_provide_people", die),
        "after the people": spoil(services, "_provide_people", after(1, services._provide_people)),
    }


def apply_in_child(folder: Path, spoil: Callable[[], None] | None = None) -> int:
    """Apply in a forked process; the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        if spoil is not None:
            spoil()
        from weimin.kernel.catalogue.api import apply_city

        try:
            apply_city(folder, actor="system", now=NOW)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(3)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def state() -> dict[str, object]:
    """What anyone sees of the city."""
    with sqlite3.connect(DATABASE) as connection:
        connection.create_function("REGEXP", 2, lambda pattern, text: re.search(pattern, str(text)) is not None)

        def one(statement: str) -> object:
            rows = connection.execute(statement).fetchall()
            return rows[0][0] if len(rows) == 1 else [row[0] for row in rows]

        return {
            "number": one("SELECT number FROM catalogue_revision WHERE state = 'active'"),
            "entries": one(
                "SELECT count(*) FROM catalogue_revisionentry e JOIN catalogue_revision r ON r.id = e.revision_id WHERE r.state = 'active'"
            ),
            "office": one("SELECT name_zh FROM organisations_department WHERE code = 'office'"),
            "indexed": one("SELECT name FROM search_searchdocument"),
            "journal": one("SELECT count(*) FROM journal_entry WHERE action = 'city.applied'"),
            "people": one("SELECT count(*) FROM identity_user"),
            "building": one("SELECT count(*) FROM catalogue_revision WHERE state = 'building'"),
            "integrity": one("PRAGMA integrity_check"),
        }


def main() -> None:
    os.environ |= {"WEIMIN_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "weimin.config.settings_test"}
    os.environ.pop("WEIMIN_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    connections.close_all()
    assert apply_in_child(FIRST) == 0
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(DATABASE, TEMPLATE)
    print(json.dumps(["before", 0, state()]))
    for name, spoil in points().items():
        for leftover in HOME.glob("weimin.sqlite3*"):
            leftover.unlink()
        shutil.copy(TEMPLATE, DATABASE)
        ended = apply_in_child(SECOND, spoil)
        killed = state()
        again = apply_in_child(SECOND)
        print(json.dumps([name, ended, killed, again, state()]))


main()
