"""Said to the database itself: the words of a paper never change, a seal stands only on the words approved, nothing is
deleted. Installed after every ``migrate``. Whoever owns the database can drop the triggers; against that stands the journal."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import connections

__all__ = ["install_guard", "remove_guard"]

_PRINTED: Final = (
    "number", "title", "recipient", "department", "department_name", "issued_on", "valid_until", "facts", "text_digest",
)  # fmt: skip
_TABLES: Final = ("documents_paper", "documents_certificate")
_KEPT: Final = ("documents_certificate", "documents_sealuse")
_CHANGED: Final = "the words of a paper do not change after it was given"
_WRONG: Final = "a seal stands only on the text that was approved"
_DELETED: Final = "this is never deleted"
_APPROVED: Final = "SELECT 1 FROM documents_{t} AS it WHERE it.id = NEW.{t}_id AND it.text_digest = NEW.text_digest AND it.text_digest <> ''"


def _same(same: str, cast: str) -> str:
    return " AND ".join(
        f"NEW.{column}{cast if column == 'facts' else ''} {same} OLD.{column}{cast if column == 'facts' else ''}"
        for column in _PRINTED
    )


def _sqlite() -> tuple[str, ...]:
    unapproved = " AND ".join(f"NOT EXISTS ({_APPROVED.format(t=t)})" for t in ("paper", "certificate"))
    return (
        *(
            f"CREATE TRIGGER IF NOT EXISTS {table}_frozen BEFORE UPDATE ON {table}"
            f" WHEN NOT ({_same('IS', '')}) BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END"
            for table in _TABLES
        ),
        "CREATE TRIGGER IF NOT EXISTS documents_sealuse_approved BEFORE INSERT ON documents_sealuse"
        f" WHEN {unapproved} BEGIN SELECT RAISE(ABORT, '{_WRONG}'); END",
        "CREATE TRIGGER IF NOT EXISTS documents_sealuse_unchanged BEFORE UPDATE ON documents_sealuse"
        f" BEGIN SELECT RAISE(ABORT, '{_DELETED}'); END",
        *(
            f"CREATE TRIGGER IF NOT EXISTS {table}_kept BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{_DELETED}'); END"
            for table in _KEPT
        ),
    )


def _postgresql() -> tuple[str, ...]:
    error = "USING ERRCODE = 'integrity_constraint_violation'"
    approved = " OR ".join(f"EXISTS ({_APPROVED.format(t=t)})" for t in ("paper", "certificate"))
    frozen, kept, unchanged = (
        f"""CREATE OR REPLACE FUNCTION documents_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {body} END $$"""
        for name, body in (
            ("frozen", f"IF {_same('IS NOT DISTINCT FROM', '::text')} THEN RETURN NEW; END IF; RAISE EXCEPTION '{_CHANGED}' {error};"),
            ("kept", f"RAISE EXCEPTION '{_DELETED}' {error};"),
            ("approved", f"IF {approved} THEN RETURN NEW; END IF; RAISE EXCEPTION '{_WRONG}' {error};"),
        )
    )  # fmt: skip
    triggers = [(f"{t}_frozen", "BEFORE UPDATE", t, "documents_frozen") for t in _TABLES]
    triggers += [(f"{t}_kept", "BEFORE DELETE", t, "documents_kept") for t in _KEPT]
    triggers.append(("documents_sealuse_unchanged", "BEFORE UPDATE", "documents_sealuse", "documents_kept"))
    triggers.append(("documents_sealuse_approved", "BEFORE INSERT", "documents_sealuse", "documents_approved"))
    return (
        frozen,
        kept,
        unchanged,
        *(
            f"CREATE OR REPLACE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
            for name, when, table, function in triggers
        ),
    )


_INSTALL: Final = {"sqlite": _sqlite(), "postgresql": _postgresql()}
_NAMES: Final = (
    *((f"{table}_frozen", table) for table in _TABLES),
    *((f"{table}_kept", table) for table in _KEPT),
    ("documents_sealuse_approved", "documents_sealuse"),
    ("documents_sealuse_unchanged", "documents_sealuse"),
)
_REMOVE: Final = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {name}" for name, _table in _NAMES),
    "postgresql": tuple(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _NAMES),
}


def install_guard(*, using: str = "default", **_signal: Any) -> None:
    """Receives ``post_migrate``; does nothing before the tables are there."""
    if "documents_sealuse" in connections[using].introspection.table_names():
        _run(_INSTALL, using)


def remove_guard(*, using: str = "default") -> None:
    """For tests that empty or tamper with the tables."""
    _run(_REMOVE, using)


def _run(statements: Mapping[str, tuple[str, ...]], using: str) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements.get(connections[using].vendor, ()):
            cursor.execute(statement)
