"""What was served about a subject, and until when one may object: for whichever face shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weimin.kernel.documents.definition import MODE_NAMES, RELATION_NAMES
from weimin.kernel.documents.deliveries import deliveries_about
from weimin.kernel.documents.models import Delivery, Mode
from weimin.kernel.documents.remedies import Remedy, remedies_from
from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import WorkCalendar

__all__ = ["Served", "Service", "service_of"]

DOUBTFUL = Bilingual("依据未经文本核实", "the provision was not checked in a text")


@dataclass(frozen=True)
class Served:
    """One service in words. ``doubt`` where the law behind the counted day was not read."""

    delivery: Delivery
    mode: Bilingual
    relation: Bilingual
    doubt: Bilingual | None


@dataclass(frozen=True)
class Service:
    """All services of a subject, the first first, and the remedies that run from the first; none before any."""

    served: Sequence[Served]
    remedies: Sequence[Remedy]

    @property
    def day(self) -> date | None:
        return self.served[0].delivery.served_on if self.served else None


def service_of(subject: str, *, calendar: WorkCalendar) -> Service:
    """What was served about something that was decided. One query."""
    rows = [
        Served(
            row,
            MODE_NAMES[row.mode],
            RELATION_NAMES.get(row.relation, Bilingual(row.relation, row.relation)),
            DOUBTFUL if row.mode in {Mode.NOTICE, Mode.ELECTRONIC} else None,
        )
        for row in deliveries_about([subject])
    ]
    remedies = remedies_from(rows[0].delivery.served_on, calendar) if rows else ()
    return Service(rows, remedies)
