"""Run by test_killed_reform.py in a process of its own: a merge is applied again and again, killed at one point each.

Arguments: the folder of the city before, the folder after, an empty home. Prints a JSON line for each point.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

FIRST, SECOND, HOME = map(Path, sys.argv[1:4])
DATABASE, TEMPLATE = HOME / "weimin.sqlite3", HOME / "template.sqlite3"
CASES = 5
FIRST_CASES = 7 + 2 + 1
"""Nine appointments by twos and the look that finds none left, the powers, then the first two cases."""


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
    from weimin.kernel.cases import moving
    from weimin.kernel.catalogue import reforms, services

    def spoil(owner: object, name: str, new: object) -> Callable[[], None]:
        return lambda: setattr(owner, name, new)

    return {
        "in the activation, after the reform is begun": spoil(services, "begin_reforms", after(1, services.begin_reforms)),
        "after the activation, before anything moves": spoil(services, "carry_reforms", die),
        "between the first two chunks of cases": spoil(reforms, "_chunk", after(FIRST_CASES, reforms._chunk)),
        "in a chunk, after its third case": spoil(moving, "_move", after(3, moving._move)),
        "in a chunk, before it notes how far it came": spoil(moving, "Carried", die),
        "before the end is written": spoil(reforms, "_finish", die),
        "in the end, after the journal": spoil(reforms.journal, "append", after(CASES + 3, reforms.journal.append)),
    }  # fmt: skip


def apply_in_child(spoil: Callable[[], None] | None = None) -> int:
    """Apply the city after in a forked process; the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        from support.qingdao import at
        from weimin.kernel.catalogue import reforms
        from weimin.kernel.catalogue.api import apply_city

        reforms.CHUNK = 2  # type: ignore[misc]
        if spoil is not None:
            spoil()
        try:
            apply_city(SECOND, actor="system", now=at("2026-10-12 07:00"))
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(3)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def state() -> dict[str, object]:
    with sqlite3.connect(DATABASE) as connection:
        connection.create_function("REGEXP", 2, lambda pattern, text: re.search(pattern, str(text)) is not None)

        def rows(statement: str) -> list[tuple[object, ...]]:
            return connection.execute(statement).fetchall()

        def one(statement: str) -> object:
            return rows(statement)[0][0]

        return {
            "cases": rows(
                "SELECT DISTINCT c.collects, c.accepts, c.decides, t.department,"
                " (SELECT count(*) FROM journal_entry e WHERE e.\"case\" = 'case:' || c.id AND e.action = 'case.reformed')"
                " FROM cases_case c JOIN cases_task t ON t.case_id = c.id AND t.state = 'open'"
            ),
            "moved": one("SELECT count(*) FROM cases_case WHERE accepts = 'zwfw-shinan'"),
            "begun": one("SELECT count(*) FROM journal_entry WHERE action = 'city.reformed'"),
            "carried": one("SELECT count(*) FROM journal_entry WHERE action = 'city.reform-carried'"),
            "run": [row[0] for row in rows("SELECT state FROM catalogue_reformrun")],
            "at the new posts": one(
                "SELECT count(*) FROM identity_appointment a JOIN organisations_post p ON p.id = a.post_id"
                " JOIN organisations_department d ON d.id = p.department_id"
                " WHERE d.code = 'zwfw-shinan' AND a.valid_to IS NULL"
            ),
            "integrity": one("PRAGMA integrity_check"),
        }


def build() -> None:
    """The city before, with cases in it, as the template for each point."""
    from django.core.management import call_command
    from django.db import connections

    from support.qingdao import applicant, at, draft_restaurant
    from weimin.kernel.cases import api as cases
    from weimin.kernel.catalogue.api import apply_city

    call_command("migrate", verbosity=0)
    apply_city(FIRST, actor="system", now=at("2026-09-01 08:00"))
    now = at("2026-10-09 09:00")
    trader = applicant("trader", now)
    for _ in range(CASES):
        draft = draft_restaurant(trader, now, papers=("floor-plan", "equipment", "safety-rules"))
        cases.file_draft(draft.pk, actor=trader, now=now)
    connections.close_all()
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(DATABASE, TEMPLATE)


def main() -> None:
    os.environ |= {"WEIMIN_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "weimin.config.settings_test"}
    os.environ.pop("WEIMIN_DATABASE_URL", None)
    import django

    django.setup()
    build()
    for name, spoil in points().items():
        for leftover in HOME.glob("weimin.sqlite3*"):
            leftover.unlink()
        shutil.copy(TEMPLATE, DATABASE)
        ended = apply_in_child(spoil)
        killed = state()
        again = apply_in_child()
        print(json.dumps([name, ended, killed, again, state()]))


main()
