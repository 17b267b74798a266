"""Tells the catalogue, which stands below, what a plan must know of open cases."""

from collections.abc import Iterator

from weimin.kernel.cases.models import Case
from weimin.kernel.catalogue.api import OpenCase

__all__ = ["open_cases"]

CHUNK = 500
COLUMNS = ("number", "revision_id", "item", "handling", "division", "collects", "accepts", "decides", "regulates")


def open_cases() -> Iterator[OpenCase]:
    """Every case that is not closed, streamed: memory does not grow with their number."""
    rows = Case.objects.filter(closed_at=None).order_by("pk").values_list(*COLUMNS, named=True)
    for row in rows.iterator(chunk_size=CHUNK):
        yield OpenCase(
            number=row.number,
            revision_id=row.revision_id,
            item=row.item,
            handling=row.handling,
            division=row.division,
            departments={name: getattr(row, name) for name in ("collects", "accepts", "decides", "regulates")},
        )
