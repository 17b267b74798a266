"""The departments of a case as they are today: a reform moved some, the rules at filing stay."""

from datetime import date
from typing import Any

from weimin.blueprint.city import Department
from weimin.blueprint.items import Implementation
from weimin.kernel.cases.models import Case
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual

__all__ = [
    "SIDES",
    "department_of",
    "department_title",
    "former_names",
    "implementation_now",
    "note_reform",
    "present",
    "vanished",
]

SIDES = ("collects", "accepts", "decides", "regulates")


def present(case: Case, department: str) -> str:
    """Who carries on what this department had in the case; the department itself where nothing moved."""
    for reform in case.reforms:
        department = reform["moved"].get(department, department)
    return department


def vanished(case: Case, department: str) -> frozenset[str]:
    """Departments that are no more and whose part in the case this one has now.

    A clerk who was at work when the reform came in acts as who they were: nothing that they wrote is lost.
    """
    gone = {code for reform in case.reforms for code in reform["ended"]}
    return frozenset(code for code in gone if present(case, code) == department)


def department_of(case: Case, code: str) -> Department:
    """The department as the case's papers name it. Known by the process: no query. Raises ``NotInCatalogue``."""
    revision_id = case.departments_as_of_id or case.revision_id
    try:
        return catalogue.department(code, revision_id=revision_id)
    except catalogue.NotInCatalogue:  # it ended in a later reform that did not touch this case
        return catalogue.department(code, revision_id=case.revision_id)


def former_names(case: Case, code: str) -> list[Bilingual]:
    """Who had the department's part in this case before; where several did, those who accepted and decided."""
    gone = [
        (before, Bilingual(*name), reform["sides"])
        for reform in case.reforms
        for before, name in reform["names"].items()
        if present(case, before) == code
    ]
    main = [name for before, name, sides in gone if before in {sides["accepts"], sides["decides"]}]
    return list(dict.fromkeys(main or (name for _before, name, _sides in gone)))


def department_title(case: Case, code: str) -> Bilingual:
    """新名称（原旧名称）."""
    name, before = department_of(case, code).name.bilingual, former_names(case, code)
    if not before:
        return name
    return Bilingual("{n}（原{b}）", "{n} (formerly {b})").format(
        n=name, b=Bilingual("、".join(each.zh for each in before), ", ".join(each.en for each in before))
    )


def implementation_now(case: Case, offered: Implementation) -> Implementation:
    """The implementation at filing with the departments of today."""
    return offered.model_copy(update={side: getattr(case, side) for side in SIDES})


def note_reform(
    case: Case, *, code: str, effective: date, revision_id: int, moved: dict[str, str], ended: frozenset[str]
) -> dict[str, Any]:
    """Give the case to those who carry on, in memory; what the journal says of it."""
    names = {before: [(name := department_of(case, before).name).zh, name.en] for before in moved}
    sides = {side: getattr(case, side) for side in SIDES}
    for side, before in sides.items():
        setattr(case, side, moved.get(before, before))
    told = {"reform": code, "on": effective.isoformat(), "moved": moved, "names": names}
    case.reforms = [*case.reforms, told | {"sides": sides, "ended": sorted(ended & moved.keys())}]
    case.departments_as_of_id = revision_id
    return told
