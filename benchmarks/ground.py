"""Where benchmarks run: a home, a database and a city of their own, made before and gone after; and what machine it is."""

import os
import platform
import shutil
import signal
import sqlite3
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
POSTGRES: Final = "postgresql://postgres@127.0.0.1:5432"
"""The server unless told otherwise: an account that may create databases."""


@contextmanager
def home(**environment: str) -> Iterator[Path]:
    """A folder for data and keys, named in ``WEIMIN_HOME`` beside ``environment`` for this process and its children."""
    folder = Path(tempfile.mkdtemp(prefix="weimin-benchmark-"))
    (folder / "static").mkdir()
    os.environ.update(environment, WEIMIN_HOME=str(folder), WEIMIN_LOG_LEVEL="WARNING")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))  # what was started is ended then too
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """The address of an empty database, dropped at the end."""
    import psycopg

    name = f"weimin_benchmark_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy_of_the_city(folder: Path, *, officials: Sequence[tuple[str, str]] = ()) -> Path:
    """The example city, with more ``officials`` (login, post): one person at one browser is one official."""
    city = folder / "city"
    shutil.copytree(ROOT / "cities" / "qingdao", city)
    if officials:
        people = yaml.safe_load((city / "people.yaml").read_text("utf-8"))
        people["officials"] += [{"login": login, "name": "示例", "posts": [post]} for login, post in officials]
        (city / "people.yaml").write_text(yaml.safe_dump(people, allow_unicode=True), "utf-8")
    return city


def machine(server: str = "") -> str:
    """One line for the report: when, on what, with which versions, under which load."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    if server:
        import psycopg

        with psycopg.connect(f"{server}/postgres") as connection:
            row: Any = connection.execute("SHOW server_version").fetchone()
            versions.append(f"PostgreSQL {row[0].split()[0]}")
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    now = datetime.now().astimezone()
    return (
        f"{now:%Y-%m-%d %H:%M %Z} · {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}"
        f" · {', '.join(versions)} · load {load}"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be, the first to the left: also valid in Markdown."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = [
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        return f"| {' | '.join(cells)} |"

    rule = [f"{'-' * (width - 1)}{':' if place else '-'}" for place, width in enumerate(widths)]
    return "\n".join(line(row) for row in [head, rule, *rows])


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
