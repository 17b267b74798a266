"""Everything that all offices asked to be corrected, as one list: what several of them ask for is put right once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from weimin.blueprint.items import FormField, Material
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Actor
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.applications import form_of
from weimin.modules.joint.form import JointForm
from weimin.modules.joint.models import Application, HandedIn, Part

__all__ = ["Demand", "Wanted", "change_answer", "demands_of", "hand_in", "send"]


@dataclass(frozen=True)
class Demand:
    """One office's words: what would make it right."""

    case_id: int
    department: Bilingual
    number: str
    code: str
    how: str


@dataclass
class Wanted:
    """One line of the list; ``id`` is the question's on the joint form, empty for what is no question of it."""

    id: str
    label: Any
    subject: FormField | Material | None
    demands: list[Demand] = field(default_factory=list)
    files: list[cases.Material] = field(default_factory=list)


def demands_of(parent: cases.Case, *, actor: Actor, now: datetime) -> list[Wanted]:
    """The whole list, in the order of the parts. Four statements for each office that asks."""
    application = Application.objects.select_related("applicant").get(case=parent)
    form = form_of(application, parent.received_at)
    found: dict[str, Wanted] = {}
    asking = Part.objects.filter(parent=parent, case__status=cases.Status.CORRECTION).order_by("position")
    for part in asking:
        assert part.case_id is not None
        dossier = cases.open_case_page(part.case_id, actor=actor, now=now)
        handed = cases.handed_in(dossier.case)
        for number, entry in enumerate(cases.asked_corrections(dossier)):
            wanted = _wanted(form, part.item, entry)
            line = found.setdefault(wanted.id or f"{part.item}/{number}", wanted)
            name = catalogue.department_name(part.department, revision_id=parent.revision_id)
            line.demands.append(Demand(dossier.case.pk, name, dossier.case.number, entry["code"], entry["how"]))
            line.files += [
                row
                for row in handed
                if row.material == entry["code"] and row.added_at >= entry["asked_at"] and row.replaced_at is None
            ]
    return list(found.values())


def _wanted(form: JointForm, item: str, entry: dict[str, Any]) -> Wanted:
    code = entry["code"]
    material = next((each for each in form.items[item].materials if each.id == code), None)
    if material is not None:
        return Wanted(f"m-{form.groups.materials[item, code]}", material.name or code, material)
    asked = next((each for each in form.items[item].form if each.id == code and each.source is None), None)
    if asked is not None:
        return Wanted(f"f-{form.groups.fields[item, code]}", asked.label or code, asked)
    return Wanted("", entry["label"], None)


def hand_in(
    parent: cases.Case, wanted: Wanted, *, chunks: Iterable[bytes], name: str, size: int, actor: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """One file for every office that asked for it, and for parts that open later. Raises ``FileRefused``."""
    first, *others = wanted.demands
    row = cases.add_paper(
        case_id=first.case_id, material=first.code, chunks=chunks, name=name, size=size, actor=actor, now=now
    )
    if row.file_id is not None:
        with transaction.atomic():
            for demand in others:
                cases.share_paper(demand.case_id, material=demand.code, file_id=row.file_id, actor=actor, now=now)
            application = Application.objects.select_for_update().get(case=parent)
            kept = HandedIn.objects.filter(application=application, material=wanted.id[2:], replaced_at=None)
            kept.filter(added_at__lt=now).update(replaced_at=now)
            HandedIn.objects.create(application=application, material=wanted.id[2:], file_id=row.file_id, added_at=now)


@transaction.atomic
def change_answer(parent: cases.Case, wanted: Wanted, *, value: Any, actor: Actor, now: datetime) -> None:
    """One answer for every office that asked for it, and for parts that open later."""
    application = Application.objects.select_for_update().get(case=parent)
    application.answers = {**application.answers, wanted.id[2:]: value}
    application.save(update_fields=["answers"])
    for demand in wanted.demands:
        cases.correct_answer(demand.case_id, field=demand.code, value=value, actor=actor, now=now)


def send(parent: cases.Case, *, actor: Actor, now: datetime) -> int:
    """Hand the corrections in to every office that asked; each one's clock starts anew. How many offices."""
    tasks = cases.Task.objects.filter(
        case_id__in=Part.objects.filter(parent=parent).values("case_id"), step="correction", state=cases.Task.State.OPEN
    )
    return sum(_sent(pk, actor, now) for pk in sorted(tasks.values_list("pk", flat=True)))


def _sent(task_id: int, actor: Actor, now: datetime) -> bool:
    try:
        cases.complete_task(task_id, outcome="submit", data={}, actor=actor, now=now)
    except cases.StaleTask:  # pressed twice: the first one counted
        return False
    return True
