"""A consumer of the journal: what was granted reaches the department that regulates, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from weimin.blueprint.values import Length
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import SYSTEM
from weimin.kernel.journal.api import Entry
from weimin.lib.lawtime import law_date
from weimin.modules.regulation.definition import clock_rule
from weimin.modules.regulation.matter import CHECK, CLOCK, REGULATION, code_of
from weimin.modules.regulation.models import Check

__all__ = ["FOLLOWED", "follow"]

FOLLOWED: Final = frozenset({"case.granted"})
ABOUT: Final = {"h": 1 / 24, "d": 1.0, "wd": 7 / 5, "m": 30.4, "y": 365.0}
"""How long a unit is, near enough to tell which of two lengths is the shorter."""


def follow(entries: Sequence[Entry], *, now: datetime) -> None:
    """Take the next grants. Reading them again changes nothing."""
    instants = {int(entry.case.removeprefix("case:")): entry.instant for entry in entries}
    known = set(Check.objects.filter(granted_id__in=instants).values_list("granted_id", flat=True))
    rows = cases.Case.objects.select_related("applicant").filter(pk__in=instants.keys() - known).order_by("pk")
    for granted in rows:
        _push(granted, instants[granted.pk])


def _push(granted: cases.Case, now: datetime) -> None:
    item = catalogue.item(granted.item, revision_id=granted.revision_id)
    held = {row.material for row in cases.handed_in(granted) if row.declared_at and row.replaced_at is None}
    declared = [material for material in item.materials if material.id in held]
    clocks: tuple[cases.StartClock, ...] = ()
    if declared:
        lengths = [material.check_within for material in declared]
        shortest = min((each or cases.CHECK_WITHIN for each in lengths), key=_days)
        clocks = (cases.StartClock(CLOCK, clock_rule(shortest, confirmed=shortest in lengths), law_date(now)),)
    carrier = cases.Draft(
        applicant=granted.applicant,
        revision_id=granted.revision_id,
        item=code_of(granted.item),
        handling=CHECK,
        division=granted.division,
        situations={"declared": "yes" if declared else "no"},
        created_at=now,
        saved_at=now,
    )
    opened = cases.open_case(
        carrier, kind_code=REGULATION, clocks=clocks, part_of=granted.number, actor=SYSTEM, now=now
    )
    Check.objects.create(granted=granted, case=opened, declared=[material.id for material in declared])


def _days(length: Length) -> float:
    return length.count * ABOUT[length.unit.value]
