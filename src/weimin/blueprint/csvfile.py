"""Tables of a blueprint: CSV whose first line names the columns; every row with its line."""

import csv
import io
from collections.abc import Collection, Iterator

from weimin.blueprint.findings import Findings, Place

__all__ = ["read_rows"]


def read_rows(
    text: str, file: str, findings: Findings, *, required: Collection[str], known: Collection[str]
) -> Iterator[tuple[int, dict[str, str]] | None]:
    """Each row with the line on which it ends; None for what could not be read, with a finding."""
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        missing = set(required) - set(rows.fieldnames or ())
        unknown = set(rows.fieldnames or ()) - set(known)
        if missing or unknown:
            findings.error(
                "E002",
                Place(file),
                "第一行应写列名；缺少：{m}；不认识：{u}",
                "the first line names the columns; missing: {m}; unknown: {u}",
                m=", ".join(sorted(missing)) or "-",
                u=", ".join(sorted(unknown)) or "-",
            )
            yield None
            return
        for row in rows:
            if None in row or None in row.values():
                place = Place(file, {(): rows.line_num})
                findings.error("E002", place, "列数与第一行不同", "not as many columns as the first line")
                yield None
            else:
                yield rows.line_num, row
    except csv.Error as error:
        findings.error("E002", Place(file, {(): rows.line_num}), "不是 CSV：{e}", "not CSV: {e}", e=error)
        yield None
