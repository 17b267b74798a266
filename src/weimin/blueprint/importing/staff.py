"""A list of departments, posts and people → a city's departments and, in a demonstration city, its officials.

Only adds: what the city has already stays as it is, and a row that says otherwise is told.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.compiler import compile_city
from weimin.blueprint.importing.changes import Change
from weimin.blueprint.importing.columns import STAFF_COLUMNS, read_map
from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.errors import ImportRefused, NoRows
from weimin.blueprint.importing.lists import Imported, Options, Progress, existing_city
from weimin.blueprint.importing.offices import Offices
from weimin.blueprint.importing.officials import Officials
from weimin.blueprint.importing.publishing import NewFile, alone, finish_interrupted, publish, rehearse
from weimin.blueprint.importing.records import read_rows
from weimin.blueprint.importing.tables import Row

__all__ = ["import_staff"]


def import_staff(path: Path, options: Options, *, today: date, progress: Progress = lambda _d, _a: None) -> Imported:
    """Import departments, posts and people into a city. Raises ``ImportRefused`` with nothing written."""
    report = Report()
    columns = STAFF_COLUMNS
    if options.columns is not None:
        columns = columns.mapped(read_map(options.columns, columns))
    rows = [row for row, _rich in read_rows(path, columns, report)]
    if not options.city.is_dir():
        raise ImportRefused(options.city, "没有这个城市目录", "there is no such city folder")
    with alone(options.city):
        resumed = 0 if options.dry_run else finish_interrupted(options.city)
        city = existing_city(options.city, today=today)
        changes, files = _plan(rows, path, options, city, report, progress)
        if not files:
            compiled = compile_city(options.city, today=today)
        elif options.dry_run:
            compiled = rehearse(options.city, files, today=today)
        else:
            compiled = publish(options.city, files, new=False, today=today)
        return Imported(options.city, report, compiled, tuple(files), (), resumed, changes)


def _plan(
    rows: Sequence[Row], path: Path, options: Options, city: Blueprint, report: Report, progress: Progress
) -> tuple[tuple[Change, ...], dict[str, NewFile]]:
    """Departments first, then posts, then people, whatever the order of the rows."""
    offices = Offices(options.city, city, report, options.division)
    officials = Officials(options.city, city, report)
    for row in rows:
        offices.department(row)
    for number, row in enumerate(rows, 1):
        post = offices.post(row)
        if row.get("person"):
            officials.person(row, post)
        progress(number, len(rows))
    changes = sorted((*offices.changes, *officials.changes), key=lambda change: change.spot)
    files = {**offices.files(path), **officials.files(path)}
    if not files and len(report.quarantined) == report.rows:
        first = min(report.doubts, key=lambda doubt: doubt.spot)
        raise NoRows(path.name, "没有一行可以导入（{f}）", "not one row can be imported ({f})", f=first)
    return tuple(changes), files
