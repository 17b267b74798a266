"""What people do to the whole: withdraw it, remind an office, extend a stage. One function per act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from weimin.kernel.cases import api as cases
from weimin.kernel.cases.definition import Consequences, ExtendClocks
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date
from weimin.modules.joint import definition as law
from weimin.modules.joint.flow import PartState
from weimin.modules.joint.matter import JOINT, STAGE, STAGE_PROMISED
from weimin.modules.joint.models import Part, Reminder
from weimin.modules.joint.overview import overview_of

__all__ = ["extend", "may_lead", "remind", "withdraw"]

WITHDRAWABLE = frozenset({"received", "correction", "accepted", "suspended"})


def _locked(case_id: int, actor: Actor, now: datetime) -> cases.Dossier:
    """The joint case, held. Raises ``NoSuchCase`` for who may not see it, ``CaseClosed``."""
    dossier = cases.lock_case(case_id=case_id, now=now)
    if dossier.case.kind != JOINT or not cases.may_see(dossier.case, actor):
        raise cases.NoSuchCase
    if dossier.case.closed_at:
        raise cases.CaseClosed
    return dossier


@transaction.atomic
def withdraw(case_id: int, *, actor: Actor, now: datetime) -> cases.Case:
    """The applicant withdraws the whole. What is decided already stays; every part that is not, ends."""
    dossier = _locked(case_id, actor, now)
    if actor.party_id != dossier.case.applicant_id:
        raise cases.ActNotAllowed
    for part in Part.objects.filter(parent=dossier.case).select_related("case").order_by("position"):
        if part.state == PartState.OPEN and part.case_id is not None:
            child = cases.lock_case(case_id=part.case_id, now=now).case
            if child.status in WITHDRAWABLE:
                child = cases.act_on_case(child.pk, act="withdraw", data={}, actor=actor, now=now)
            part.state = PartState(child.outcome).value
        elif part.state == PartState.WAITING:
            part.state = PartState.WITHDRAWN.value
        else:
            continue
        part.paused, part.ended_on = False, law_date(now)
        part.save(update_fields=["state", "paused", "ended_on"])
    return cases.record(dossier, law.withdrawn(), actor=actor, now=now)


def may_lead(case: cases.Case, actor: Actor) -> bool:
    """Whether the actor works for the department that leads."""
    return bool(actor.posts_for(department=case.accepts))


@transaction.atomic
def remind(case_id: int, *, item: str, data: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """The lead department reminds an office (催办). It is told to the office and journalled; it decides nothing."""
    dossier = _locked(case_id, actor, now)
    part = Part.objects.select_related("case").filter(parent=dossier.case, item=item, state=PartState.OPEN).first()
    if part is None or part.case is None or actor.user_id is None or not may_lead(dossier.case, actor):
        raise cases.ActNotAllowed
    answer = cases.check_answer(law.REMIND, data, today=law_date(now))
    Reminder.objects.create(part=part, by_id=actor.user_id, at=now, note=answer["note"])
    part.reminder, part.reminded_at = answer["note"], now
    part.save(update_fields=["reminder", "reminded_at"])
    for case in (part.case, dossier.case):
        journal.append(
            actor=actor.ref,
            action="joint.reminded",
            case=cases.case_ref(case),
            person=f"party:{case.applicant_id}",
            payload={"note": answer["note"], "part": part.case.number, "number": dossier.case.number},
            now=now,
        )


@transaction.atomic
def extend(case_id: int, *, data: Mapping[str, Any], actor: Actor, now: datetime) -> cases.Case:
    """The head of that level's government lengthens the stage, once, with the reason told (行政许可法 42(2))."""
    dossier = _locked(case_id, actor, now)
    most = overview_of(dossier.case, today=law_date(now)).extendable(actor)
    if not most:
        raise cases.ActNotAllowed
    answer = cases.check_answer(law.EXTEND, data, today=law_date(now))
    if answer["days"] > most:
        raise cases.InvalidAnswer({"days": law.TOO_MANY.format(m=most)})
    for part in Part.objects.filter(parent=dossier.case, state=PartState.OPEN, clocked=True):
        assert part.case_id is not None
        change = Consequences(
            "joint.extended", clocks=(ExtendClocks((STAGE, STAGE_PROMISED), answer["days"]),), payload=answer
        )
        cases.record(cases.lock_case(case_id=part.case_id, now=now), change, actor=actor, now=now)
    return cases.record(dossier, law.extended(answer["days"], answer["reason"]), actor=actor, now=now)
