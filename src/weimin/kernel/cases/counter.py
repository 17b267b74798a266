"""At the window: a clerk fills in for the person before them, takes in what is brought, and signs for nobody."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from weimin.kernel.cases.answering import SIGNATURE
from weimin.kernel.cases.drafts import attach, open_draft, refuse_late, wanted_material
from weimin.kernel.cases.errors import NoSuchCase, NotForYou
from weimin.kernel.cases.intake import (
    Received,
    check_received,
    counters_of,
    may_take_in,
    officer_id,
    window_post,
    write_intake,
)
from weimin.kernel.cases.models import Authorisation, Case, Draft, Intake, Material, case_ref
from weimin.kernel.cases.permissions import acting_payload
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import store_upload
from weimin.kernel.identity.api import Actor, Party, Representation, give_agent
from weimin.kernel.journal import api as journal

__all__ = ["SCANS", "add_signature", "authorise", "keep_on_paper", "paper_brought", "start_counter_draft", "take_scan"]

SCANS: Final = ("pdf", "jpg", "png")


@transaction.atomic
def start_counter_draft(
    *,
    item: str,
    handling: str,
    division: str,
    situations: Mapping[str, str],
    applicant: Party,
    answers: Mapping[str, Any],
    key: uuid.UUID,
    actor: Actor,
    now: datetime,
) -> Draft:
    """Begin an application for the person at the window. The same ``key`` again gives the same draft.

    The window must be the one that collects for the item. Raises ``NoSuchCase``, ``NotForYou``, ``NotInCatalogue``.
    """
    revision = catalogue.active_revision()
    found = catalogue.item(item, revision_id=revision.pk)
    offered = catalogue.implementation(found, division=division, handling=handling)
    post = window_post(actor, department=offered.collects, item=item)
    if post is None:
        raise NoSuchCase
    if applicant.kind not in found.audience:
        raise NotForYou
    draft = Draft(
        key=key,
        user_id=officer_id(actor),
        applicant=applicant,
        revision=revision,
        item=item,
        handling=handling,
        division=division,
        department=offered.collects,
        situations=dict(situations),
        created_at=now,
        saved_at=now,
    )
    draft.answers = dict(answers)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:  # pressed twice
        again = Draft.objects.filter(key=key, department=offered.collects, applicant=applicant).first()
        if again is None:
            raise NoSuchCase from None
        return again
    journal.append(
        actor=actor.ref,
        action="case.begun-at-window",
        person=f"party:{applicant.pk}",
        payload={"draft": draft.pk, "item": item, "window": offered.collects, **acting_payload(post)},
        now=now,
    )
    return draft


@transaction.atomic
def keep_on_paper(draft_id: int, *, kept: Collection[str], seen: Collection[str], actor: Actor, now: datetime) -> None:
    """What the window keeps on paper, and of what it saw the original. Said again, it is as said last.

    Only a window's draft; raises ``NoSuchCase``, ``DraftFiled``, ``ActNotAllowed`` for a paper that is not asked for.
    """
    draft = open_draft(draft_id, actor)
    if not draft.department:
        raise NoSuchCase
    present = {
        row.material for row in Material.objects.filter(draft=draft, replaced_at=None, on_paper_at__isnull=False)
    }
    for code in sorted(set(kept) - present):
        wanted_material(draft, code, now)
        attach(draft, Material(material=code, on_paper_at=now, added_at=now), 20, actor, now)
    live = Material.objects.filter(draft=draft, replaced_at=None)
    live.filter(on_paper_at__isnull=False).exclude(material__in=list(kept)).update(replaced_at=now)
    live.exclude(material__in=list(seen)).update(seen_at=None)
    live.filter(material__in=list(seen), seen_at=None).update(seen_at=now)


@transaction.atomic
def paper_brought(case_id: int, *, material: str, since: datetime | None, actor: Actor, now: datetime) -> None:
    """A sheet for a case, kept at the window that collects for it; said twice since ``since``, it is one sheet.

    Raises ``NoSuchCase``, ``ActNotAllowed``.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("applicant").filter(pk=case_id).first()
    if case is None or not may_take_in(case, actor):
        raise NoSuchCase
    refuse_late(case)
    wanted_material(case, material, now)
    same = Material.objects.filter(case=case, material=material, replaced_at=None, on_paper_at__isnull=False)
    if same.filter(added_at__gte=since).exists() if since else same.exists():
        return
    attach(case, Material(material=material, on_paper_at=now, seen_at=now, added_at=now), 20, actor, now)


def take_scan(chunks: Iterable[bytes], *, name: str, size: int, actor: Actor, now: datetime) -> int:
    """Keep a scan that belongs to an intake: a signed form, a mandate on paper. Its id. Raises ``FileRefused``."""
    return store_upload(chunks, name=name, size=size, accept=list(SCANS), user_id=actor.user_id, now=now).pk


@transaction.atomic
def authorise(
    applicant: Party,
    agent: Party,
    *,
    scope: Collection[str],
    until: date,
    file_id: int,
    department: str,
    actor: Actor,
    now: datetime,
) -> Representation:
    """Take in a mandate on paper, the party being present. Raises ``NoSuchCase``, ``BadMandateEnd``, ``NoSuchAgent``."""
    if department not in counters_of(actor):
        raise NoSuchCase
    given = give_agent(applicant.pk, agent, scope=scope, until=until, actor=actor, now=now)
    Authorisation.objects.get_or_create(
        representation=given,
        defaults={"file_id": file_id, "department": department, "officer_id": officer_id(actor), "taken_at": now},
    )
    return given


@transaction.atomic
def add_signature(case_id: int, *, received: Received, actor: Actor, now: datetime) -> Case:
    """The applicant's own signature, brought later: on paper to the window, or with the party's own login.

    Raises ``NoSuchCase``, ``ActNotAllowed`` after the decision, ``InvalidAnswer``.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("applicant").filter(pk=case_id).first()
    own = case is not None and actor.party_id == case.applicant_id and actor.mandate != "agent"
    if case is None or not (own or may_take_in(case, actor)):
        raise NoSuchCase
    refuse_late(case)
    post = None if own else window_post(actor, department=case.collects, item=case.item)
    if not own:
        check_received(received, actor=actor, now=now)
    if SIGNATURE not in case.lacking:
        return case
    declared = _declarations(case)
    Material.objects.bulk_create(
        Material(case=case, material=code, file_id=received.signature_id, declared_at=now, added_at=now)
        for code in declared
    )
    case.lacking = [code for code in case.lacking if code not in {SIGNATURE, *declared}]
    case.save(update_fields=["lacking"])
    write_intake(case, received, what=Intake.What.PAPERS, originals=[], actor=actor, now=now)
    journal.append(
        actor=actor.ref,
        action="material.added",
        case=case_ref(case),
        person=f"party:{case.applicant_id}",
        payload={"material": SIGNATURE, **acting_payload(post)},
        now=now,
    )
    return case


def _declarations(case: Case) -> list[str]:
    item = catalogue.item(case.item, revision_id=case.revision_id)
    return [each.id for each in item.materials if each.supply == "declare" and each.id in case.lacking]
