"""Filing the whole, and opening a part: an ordinary case of its own office, from the answers and papers of the joint form."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Actor
from weimin.modules.joint.applications import form_of, locked
from weimin.modules.joint.errors import NothingChosen
from weimin.modules.joint.flow import PartState, advance
from weimin.modules.joint.form import JointForm
from weimin.modules.joint.matter import JOINT, stage_rules
from weimin.modules.joint.models import Application, HandedIn, Part

__all__ = ["file_application", "open_part", "stage_clocks"]


@transaction.atomic
def file_application(
    application_id: int, *, actor: Actor, now: datetime, channel: cases.Channel = cases.Channel.PORTAL
) -> cases.Case:
    """File the whole: the joint case and the parts that can begin, all or none. Filing twice gives the same case.

    Papers may still be missing, answers may not: raises ``InvalidAnswer``; ``NothingChosen`` if no item is left.
    Statements: at most 16 and eight for each part.
    """
    application = locked(application_id, actor)
    if application.case_id is not None:
        return cases.Case.objects.get(pk=application.case_id)
    form = form_of(application, now)
    problems = form.problems()
    if problems:
        raise cases.InvalidAnswer(problems)
    if not form.parts:
        raise NothingChosen
    parent = cases.open_case(
        _carrier(application, application.event, JOINT), kind_code=JOINT, channel=channel, actor=actor, now=now
    )
    parts = _parts(form, parent)
    papers = list(HandedIn.objects.filter(application=application, replaced_at=None))
    opening = advance(form.steps, dict.fromkeys((part.item for part in parts), PartState.WAITING)).open
    for part in parts:
        if part.item in opening:
            open_part(part, parent, application, form, papers, (), channel=channel, actor=actor, now=now)
    Part.objects.bulk_create(parts)
    application.case = parent
    application.save(update_fields=["case"])
    return parent


def _parts(form: JointForm, parent: cases.Case) -> list[Part]:
    present = {part.member.item for part in form.parts}
    return [
        Part(
            parent=parent,
            item=part.member.item,
            handling=part.member.handling,
            department=part.implementation.accepts,
            position=position,
            stage=part.number,
            after=[item for item in part.member.after if item in present],
        )
        for position, part in enumerate(form.parts)
    ]


def open_part(
    part: Part, parent: cases.Case, application: Application, form: JointForm, papers: Sequence[HandedIn],
    clocks: tuple[cases.StartClock, ...], *, channel: cases.Channel, actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Open the part's case; the caller saves the part. Papers are shared by reference: the file itself lies there once."""
    seen = form.part(part.item)
    carrier = _carrier(application, part.item, part.handling)
    carrier.situations, carrier.answers = dict(seen.filling.situations), dict(seen.filling.answers)
    part.case = cases.open_case(
        carrier,
        papers=list(_papers(form.papers_for(seen).items(), papers)),
        clocks=clocks,
        part_of=parent.number,
        channel=channel,
        actor=actor,
        now=now,
    )
    part.state = PartState.OPEN.value


def _papers(names: Iterable[tuple[str, str]], held: Sequence[HandedIn]) -> Iterable[cases.Material]:
    for material, group in names:
        for row in held:
            if row.material == group:
                yield cases.Material(
                    material=material, file_id=row.file_id, declared_at=row.declared_at, added_at=row.added_at
                )


def _carrier(application: Application, item: str, handling: str) -> cases.Draft:
    """What the kernel opens a case from; it is never saved. Street divisions fall back to the office of their district."""
    return cases.Draft(
        user_id=application.user_id,
        applicant=application.applicant,
        revision_id=application.revision_id,
        item=item,
        handling=handling,
        division=application.division,
    )


def stage_clocks(form: JointForm, stage: int, on: date) -> tuple[cases.StartClock, ...]:
    """The clocks of a stage as they enclose its parts."""
    rules = stage_rules(form.event.stages[stage])
    return tuple(cases.StartClock(name, rule, on) for name, rule in rules.items())
