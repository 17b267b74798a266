"""Case numbers: ``370202-XZSP-2026-000123-C``, from a sequence that never gives one twice."""

from django.db import connection

from weimin.lib.identifiers import format_case_number

__all__ = ["next_number"]

NEXT = """
INSERT INTO cases_casesequence (division, letters, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (division, letters, year) DO UPDATE SET last = cases_casesequence.last + 1
RETURNING last
"""


def next_number(*, division: str, letters: str, year: int) -> str:
    """The next number of a department in a year. One statement; the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [division, letters, year])
        row = cursor.fetchone()
    serial: int = row[0]
    return format_case_number(division, letters, year, serial)
