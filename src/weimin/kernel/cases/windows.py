"""Reading for a window: what was taken in, what still wants a signature, what is to be handed over, and to whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, QuerySet

from weimin.kernel.cases.answering import SIGNATURE
from weimin.kernel.cases.intake import WINDOW, at_windows_of, counters_of
from weimin.kernel.cases.models import Case, Intake, Task, TurnedAway
from weimin.kernel.cases.registry import matter_names
from weimin.kernel.cases.waiting import tasks_of
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual

__all__ = [
    "HandOver",
    "WindowFigures",
    "case_at_window",
    "hand_overs",
    "intakes_of",
    "look_up",
    "usual_items",
    "waiting_signatures",
    "window_figures",
]

PAGE: Final = 30
USUAL: Final = timedelta(days=90)


@dataclass(frozen=True)
class HandOver:
    """A result that waits at the window for the person: the step that is done when it is handed over."""

    task: Task
    item: Bilingual


@dataclass(frozen=True)
class WindowFigures:
    """A day at the official's windows."""

    taken_in: int
    turned_away: int


def window_figures(actor: Actor, *, on: date) -> WindowFigures:
    """How many came with papers and how many left without having filed, on a day. Two queries."""
    here = counters_of(actor)
    taken = Intake.objects.filter(department__in=here, case__collects__in=here, received_on=on).count()
    return WindowFigures(taken, TurnedAway.objects.filter(department__in=here, on=on).count())


def usual_items(departments: Collection[str], *, now: datetime, limit: int) -> list[str]:
    """Codes of what is asked most at these windows in the last 90 days, the most frequent first. One query."""
    rows = Case.objects.filter(collects__in=departments, received_at__gte=now - USUAL)
    found = rows.values("item").annotate(count=Count("pk")).order_by("-count", "item").values_list("item", flat=True)
    return list(found[:limit])


def _here(actor: Actor) -> QuerySet[Case]:
    return Case.objects.filter(at_windows_of(actor, department="collects", item="item")).select_related("applicant")


def case_at_window(actor: Actor, *, number: str) -> list[tuple[Case, Bilingual]]:
    """The case with this number, if the official's windows collect for it. At most two queries."""
    return _named(_here(actor).filter(number=number))


@transaction.atomic
def look_up(party_id: int, *, actor: Actor, now: datetime) -> list[tuple[Case, Bilingual]]:
    """The cases of the person before the window that this window collects, the newest first; the look-up is recorded first.

    Nothing of other windows: what a person does elsewhere is not this clerk's to know.
    """
    journal.append(
        actor=actor.ref,
        action="case.looked-up-at-window",
        person=f"party:{party_id}",
        payload={"windows": sorted(counters_of(actor))},
        now=now,
    )
    return _named(_here(actor).filter(applicant_id=party_id))


def _named(rows: QuerySet[Case]) -> list[tuple[Case, Bilingual]]:
    found = list(rows.order_by("-received_at", "-pk")[:PAGE])
    names = matter_names({case.revision_id for case in found})
    return [(case, names[case.revision_id, case.item]) for case in found]


def hand_overs(cases: Sequence[Case], actor: Actor) -> dict[int, HandOver]:
    """What of these cases is to be handed over at the official's windows, by case. One query."""
    rows = tasks_of(actor).filter(case__in=[case.pk for case in cases], step="delivery", role=WINDOW)
    tasks = list(rows.select_related("case__applicant"))
    names = matter_names({task.case.revision_id for task in tasks})
    return {task.case_id: HandOver(task, names[task.case.revision_id, task.case.item]) for task in tasks}


def waiting_signatures(actor: Actor) -> list[tuple[Case, Bilingual]]:
    """Cases taken in at the official's windows for which the applicant has not signed yet, the oldest first. Two queries."""
    here = at_windows_of(actor, department="department", item="case__item")
    rows = Intake.objects.filter(
        here, signed=Intake.Signed.PENDING, case__closed_at=None, case__decided_on=None
    ).select_related("case__applicant")
    found = [row.case for row in rows.order_by("taken_at")[:PAGE] if SIGNATURE in row.case.lacking]
    names = matter_names({case.revision_id for case in found})
    return [(case, names[case.revision_id, case.item]) for case in found]


def intakes_of(case: Case) -> list[Intake]:
    """How the papers of a case came in, in their order. One query."""
    return list(
        Intake.objects.filter(case=case)
        .select_related("officer", "agent", "representation", "signature")
        .order_by("taken_at", "pk")
    )
