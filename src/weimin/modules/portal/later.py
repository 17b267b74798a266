"""Papers that may follow after filing: what was missing then and is missing still, and until when it may follow."""

from dataclasses import dataclass
from datetime import date

from weimin.blueprint.items import Material
from weimin.blueprint.values import LengthUnit
from weimin.kernel.cases import api as cases
from weimin.lib.workdays import due_on

__all__ = ["Following", "papers_to_follow"]

OPEN = frozenset({cases.Status.RECEIVED.value, cases.Status.ACCEPTED.value, cases.Status.SUSPENDED.value})


@dataclass(frozen=True)
class Following:
    """A paper still to be handed in; ``until`` once the case is accepted and the paper may follow (容缺)."""

    material: Material
    until: date | None


def papers_to_follow(dossier: cases.Dossier) -> list[Following]:
    """What the applicant can still hand in while the case is open and not waiting for corrections. No query."""
    if dossier.case.status not in OPEN:
        return []
    return [
        Following(material, _until(material, dossier.case))
        for material in dossier.item.materials
        if material.id in dossier.case.lacking
    ]


def _until(material: Material, case: cases.Case) -> date | None:
    """Counted from acceptance, the day itself not included (行政许可法 82)."""
    if material.deferrable is None or case.accepted_on is None:
        return None
    within = material.deferrable.within
    if within.unit is LengthUnit.HOUR:
        return None
    return due_on(case.accepted_on, within.count, within.unit.counted, calendar=cases.calendar()).date
