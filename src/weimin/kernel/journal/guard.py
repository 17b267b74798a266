"""Append-only, said to the database itself: no role of the application can change or delete an entry by mistake.

Installed after every ``migrate`` (and so after any migration that rebuilds the table). What may happen to a row:
its index is given once, its payload and the payload's salt are erased together. Whoever owns the database can drop
the triggers; against that stand the tree, the checkpoints that others keep, and ``weimin journal verify``.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connections

__all__ = ["install_guard", "remove_guard"]

_FIXED: Final = ("id", "instant", "actor", "action", '"case"', "person", "resource", "payload_digest", "salt", "leaf")
_MESSAGE: Final = "the journal is append-only"


def _allowed(same: str) -> str:
    """The condition under which an UPDATE is one of the two that may be; ``same`` compares with NULL as a value."""
    fixed = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in _FIXED)
    kept = f"NEW.payload {same} OLD.payload AND NEW.payload_salt {same} OLD.payload_salt"
    return (
        f'{fixed} AND (NEW."index" {same} OLD."index" OR OLD."index" IS NULL)'
        f" AND (({kept}) OR (NEW.payload IS NULL AND NEW.payload_salt IS NULL))"
    )


_SQLITE: Final = (
    f"""CREATE TRIGGER IF NOT EXISTS journal_entry_unchanged BEFORE UPDATE ON journal_entry
    WHEN NOT ({_allowed("IS")}) BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS journal_entry_kept BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END""",
)
_POSTGRESQL: Final = (
    f"""CREATE OR REPLACE FUNCTION journal_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF {_allowed("IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE OR REPLACE TRIGGER journal_entry_unchanged BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_entry_guard()""",
    """CREATE OR REPLACE TRIGGER journal_entry_kept BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_guard()""",
)
_INSTALL: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_REMOVE: Final = {
    "sqlite": ("DROP TRIGGER IF EXISTS journal_entry_unchanged", "DROP TRIGGER IF EXISTS journal_entry_kept"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS journal_entry_unchanged ON journal_entry",
        "DROP TRIGGER IF EXISTS journal_entry_kept ON journal_entry",
    ),
}


def install_guard(*, using: str = "default", **_signal: Any) -> None:
    """Receives ``post_migrate`` of the journal; does nothing before the table is there."""
    connection = connections[using]
    if "journal_entry" in connection.introspection.table_names():
        _run(_INSTALL, using)


def remove_guard(*, using: str = "default") -> None:
    """For tests that empty or tamper with the table."""
    _run(_REMOVE, using)


def _run(statements: Mapping[str, tuple[str, ...]], using: str) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements.get(connections[using].vendor, ()):
            cursor.execute(statement)
