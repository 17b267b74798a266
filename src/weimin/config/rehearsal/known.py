"""What the rehearsal remembers of each case, and what the city says waits for somebody."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from weimin.config.rehearsal.applications import Application
from weimin.config.rehearsal.model import PlainCase
from weimin.config.rehearsal.offices import Waiting
from weimin.kernel.cases import api as cases
from weimin.lib.lawtime import law_date

__all__ = ["Known", "open_tasks", "papers_came", "tell"]


@dataclass
class Known:
    """What the rehearsal remembers of a case: the plain account of it, and what reviews and decisions it had."""

    application: Application
    plain: PlainCase
    outcomes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def open_tasks() -> list[Waiting]:
    """Everything that waits for somebody, oldest first. One query."""
    rows = cases.Task.objects.filter(state="open").order_by("pk")
    columns = ("pk", "case_id", "step", "department", "role", "outcomes", "opened_at", "wait")
    return [
        Waiting(pk, case_id, step, department, role, tuple(outcomes), law_date(opened_at), wait)
        for pk, case_id, step, department, role, outcomes, opened_at, wait in rows.values_list(*columns)
    ]


def tell(event: Callable[..., object], *facts: object) -> None:
    """The plain account is told of an event; the last of ``facts`` is what the browser gave back, which it needs not."""
    event(*facts[:-1])


def papers_came(plain: PlainCase, materials: Sequence[str], now: datetime) -> None:
    for material in materials:
        plain.paper_came(material, now)
