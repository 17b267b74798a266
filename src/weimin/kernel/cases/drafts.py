"""Filling in an application: saved answer by answer, papers added. ``filing`` makes a case of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from weimin.kernel.cases.answering import filling_of
from weimin.kernel.cases.definition import Status
from weimin.kernel.cases.errors import ActNotAllowed, DraftFiled, InvalidAnswer, NoSuchCase, NotForYou
from weimin.kernel.cases.intake import at_windows_of, counters_of, may_take_in
from weimin.kernel.cases.models import Case, ClockRow, Draft, Material, case_ref
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import store_upload
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.kernel.rows.api import Reading, Update
from weimin.lib.lawtime import law_date

__all__ = [
    "add_paper",
    "ask_to_confirm",
    "attach",
    "correct_answer",
    "declare",
    "discard_draft",
    "drafts_to_confirm",
    "locked_draft",
    "open_draft",
    "own_draft",
    "own_drafts",
    "refuse_late",
    "remove_paper",
    "save_answers",
    "share_paper",
    "start_draft",
    "wanted_material",
]

PAGE = 50
OWN = frozenset({"self", "legal-representative"})
"""Mandates under which one signs: an agent's is not among them."""
OWN_DRAFT: Final = Reading(
    Draft,
    """WHERE "cases_draft"."id" = %s AND applicant_id = %s AND department = ''
         AND (user_id = %s OR (%s AND asked_at IS NOT NULL))""",
    related="applicant",
)
SAVE_DRAFT: Final = Update(Draft, ["situations", "answers", "saved_at", "asked_at"])


@transaction.atomic
def start_draft(
    *, item: str, handling: str, division: str, situations: Mapping[str, str], actor: Actor, now: datetime
) -> Draft:
    """Begin an application under the revision of today; an unfinished one for the same matter is taken up again.

    Raises ``NotForYou`` when the item is not for this kind of applicant.
    """
    revision = catalogue.active_revision()
    found = catalogue.item(item, revision_id=revision.pk)
    catalogue.implementation(found, division=division, handling=handling)
    if actor.party_id is None or actor.party_kind not in found.audience or not actor.may_handle(item):
        raise NotForYou
    same = {"item": item, "handling": handling, "division": division, "revision_id": revision.pk}
    whose = {"user_id": actor.user_id, "applicant_id": actor.party_id}
    draft = Draft.objects.filter(**whose, department="", case=None, **same).first()
    if draft is None:
        draft = Draft(**whose, created_at=now, saved_at=now, **same)
    draft.situations = {**draft.situations, **situations}
    draft.saved_at = now
    draft.save()
    return draft


def _mine(actor: Actor) -> Q:
    """Which drafts are the actor's: begun by them for the party they speak for, or at their own window.

    What an agent asked the party to confirm is the party's as well. Raises ``NoSuchCase`` for who has no drafts at all.
    """
    if actor.party_id is None and counters_of(actor):
        return at_windows_of(actor, department="department", item="item")
    if actor.user_id is None or actor.party_id is None:
        raise NoSuchCase
    mine = Q(user_id=actor.user_id, applicant_id=actor.party_id, department="")
    return mine | _asked(actor) if actor.mandate in OWN else mine


def _asked(actor: Actor) -> Q:
    return Q(applicant_id=actor.party_id, asked_at__isnull=False, department="")


def own_draft(draft_id: int, actor: Actor) -> Draft:
    """A draft of the actor, for the party that the actor speaks for. Raises ``NoSuchCase``."""
    draft = _found(draft_id, actor, lock=False)
    if draft is None:
        raise NoSuchCase
    return draft


def own_drafts(actor: Actor) -> list[Draft]:
    """The unfinished applications of the actor, last saved first. One query."""
    rows = Draft.objects.filter(_mine(actor), case=None)
    if actor.mandate in OWN:
        rows = rows.filter(asked_at=None)
    return list(rows.select_related("applicant").order_by("-saved_at")[:PAGE])


def drafts_to_confirm(actor: Actor) -> list[Draft]:
    """What agents filled in for the party and only the party itself can file, last asked first. One query."""
    if actor.party_id is None or actor.mandate not in OWN:
        return []
    rows = Draft.objects.filter(_asked(actor), case=None).select_related("user", "applicant")
    return list(rows.order_by("-asked_at")[:PAGE])


def locked_draft(draft_id: int, actor: Actor) -> Draft:
    """The actor's own draft, filed or not, locked until the transaction ends. Raises ``NoSuchCase``."""
    draft = _found(draft_id, actor, lock=True)
    if draft is None:
        raise NoSuchCase
    return draft


def _found(draft_id: int, actor: Actor, *, lock: bool) -> Draft | None:
    """The draft, if it is the actor's as ``_mine`` says, with its applicant; an applicant's by a statement written once."""
    if actor.user_id is not None and actor.party_id is not None:
        found = OWN_DRAFT(draft_id, actor.party_id, actor.user_id, actor.mandate in OWN, lock=lock)
        return next(iter(found), None)
    rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects.all()
    return rows.select_related("applicant").filter(_mine(actor), pk=draft_id).first()


def open_draft(draft_id: int, actor: Actor) -> Draft:
    """The actor's own draft, locked for a change. Raises ``NoSuchCase``, ``DraftFiled``."""
    draft = locked_draft(draft_id, actor)
    if draft.case_id is not None:
        raise DraftFiled
    return draft


@transaction.atomic
def save_answers(
    draft_id: int,
    *,
    situations: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    actor: Actor,
    now: datetime,
) -> Draft:
    """Keep answers that the edge has already read (``blueprint.answers.read_answer``). Others stay as they are."""
    draft = open_draft(draft_id, actor)
    draft.situations = {**draft.situations, **(situations or {})}
    draft.answers = {**draft.answers, **(answers or {})}
    draft.saved_at = now
    if actor.mandate == "agent":
        draft.asked_at = None  # what the applicant was asked to confirm is not this any more
    SAVE_DRAFT(draft)
    return draft


@transaction.atomic
def ask_to_confirm(draft_id: int, *, actor: Actor, now: datetime) -> Draft:
    """An agent has filled it in; from now on the party finds it and files it with its own login, or changes it.

    Raises ``ActNotAllowed`` for anyone but an agent, ``InvalidAnswer`` while answers are missing.
    """
    draft = open_draft(draft_id, actor)
    if actor.mandate != "agent":
        raise ActNotAllowed
    problems = filling_of(catalogue.item(draft.item, revision_id=draft.revision_id), draft, now).problems()
    if problems:
        raise InvalidAnswer(problems)
    if draft.asked_at is None:
        draft.asked_at = now
        draft.save(update_fields=["asked_at"])
        payload = {"draft": draft.pk, "item": draft.item}
        journal.append(
            actor=actor.ref, action="case.confirmation-asked", person=actor.party_ref, payload=payload, now=now
        )
    return draft


@transaction.atomic
def discard_draft(draft_id: int, *, actor: Actor) -> None:
    """Throw a draft away, with the papers added to it."""
    open_draft(draft_id, actor).delete()


def add_paper(
    *, draft_id: int | None = None, case_id: int | None = None, material: str, chunks: Iterable[bytes], name: str,
    size: int, actor: Actor, now: datetime,
) -> Material:  # fmt: skip
    """Hand in one file for a draft, or for a case that waits for it. Raises ``FileRefused``, ``NoSuchCase``, ``ActNotAllowed``.

    The file is looked at and written before the transaction begins: a slow upload holds no lock.
    """
    subject = own_draft(draft_id, actor) if draft_id else _own_case(case_id, actor)
    wanted = wanted_material(subject, material, now)
    stored = store_upload(chunks, name=name, size=size, accept=list(wanted.accept), user_id=actor.user_id, now=now)
    with transaction.atomic():
        return attach(subject, Material(material=material, file=stored, added_at=now), wanted.max_files, actor, now)


@transaction.atomic
def share_paper(case_id: int, *, material: str, file_id: int, actor: Actor, now: datetime) -> Material:
    """Hand in a file that the applicant has just handed in for another case: by reference, it is not stored again.

    Raises ``NoSuchCase``, ``ActNotAllowed``.
    """
    subject = _own_case(case_id, actor)
    wanted = wanted_material(subject, material, now)
    return attach(subject, Material(material=material, file_id=file_id, added_at=now), wanted.max_files, actor, now)


@transaction.atomic
def remove_paper(draft_id: int, *, material_id: int, actor: Actor, now: datetime) -> None:
    """Take a paper out of a draft. It is marked, not destroyed; an unknown one is no error."""
    draft = open_draft(draft_id, actor)
    Material.objects.filter(draft=draft, pk=material_id, replaced_at=None).update(replaced_at=now)


@transaction.atomic
def correct_answer(case_id: int, *, field: str, value: Any, actor: Actor, now: datetime) -> None:
    """Change one answer of a case that waits for corrections. Raises ``NoSuchCase``, ``ActNotAllowed``."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None or not (_speaks_for(case, actor) or may_take_in(case, actor)):
        raise NoSuchCase
    if case.status != Status.CORRECTION:
        raise ActNotAllowed
    case.answers = {**case.answers, field: value}
    case.save(update_fields=["answers"])
    journal.append(
        actor=actor.ref,
        action="case.answer-corrected",
        case=case_ref(case),
        person=f"party:{case.applicant_id}",
        payload={"field": field},
        now=now,
    )


@transaction.atomic
def declare(*, draft_id: int, material: str, actor: Actor, now: datetime) -> Material:
    """Make the declaration that stands in for a paper (告知承诺), after its text has been shown.

    Nobody declares for another: at a window it is signed on paper, and an agent's counts when the party files.
    """
    draft = open_draft(draft_id, actor)
    if draft.department:
        raise ActNotAllowed
    if wanted_material(draft, material, now).supply != "declare":
        raise ActNotAllowed
    return attach(draft, Material(material=material, declared_at=now, added_at=now), 1, actor, now)


def _own_case(case_id: int | None, actor: Actor) -> Case:
    case = Case.objects.select_related("applicant").filter(pk=case_id or 0).first()
    if case is None or not (_speaks_for(case, actor) or may_take_in(case, actor)):
        raise NoSuchCase
    refuse_late(case)
    return case


def _speaks_for(case: Case, actor: Actor) -> bool:
    return actor.party_id == case.applicant_id and actor.may_handle(case.item)


def refuse_late(case: Case) -> None:
    """After the decision no paper can change it."""
    if case.closed_at or case.decided_on:
        raise ActNotAllowed


def wanted_material(subject: Draft | Case, material: str, now: datetime) -> Any:
    item = catalogue.item(subject.item, revision_id=subject.revision_id)
    needed = {each.id: each for each in filling_of(item, subject, now).needed_materials}
    if material not in needed:
        raise ActNotAllowed
    return needed[material]


def attach(subject: Draft | Case, row: Material, most: int, actor: Actor, now: datetime) -> Material:
    """Put a paper to its draft or case. Beyond ``most`` files the oldest is marked as replaced, and so is a declaration
    by a paper and a paper by a declaration: the applicant chooses one way (告知承诺)."""
    locked = type(subject).objects.select_for_update().get(pk=subject.pk)
    owner: dict[str, Any] = {"draft": locked} if isinstance(locked, Draft) else {"case": locked}
    if isinstance(locked, Case):
        refuse_late(locked)  # the decision may have come while the file was on its way
    elif locked.case_id:
        raise DraftFiled
    rows = Material.objects.filter(**owner, material=row.material, replaced_at=None).select_related("file")
    present = list(rows.order_by("added_at", "pk"))
    if isinstance(locked, Draft) and (twin := _same_file(present, row)):  # sent twice, by a double click
        return twin
    other_way = [old for old in present if (old.declared_at is None) != (row.declared_at is None)]
    same_way = [old for old in present if old not in other_way]
    for old in other_way + same_way[: max(0, len(same_way) + 1 - most)]:
        old.replaced_at = now
        old.save(update_fields=["replaced_at"])
    for name, value in owner.items():
        setattr(row, name, value)
    row.save()
    if isinstance(locked, Case):
        locked.lacking = [code for code in locked.lacking if code != row.material]
        locked.save(update_fields=["lacking"])
        if not locked.lacking:
            end_deferral(locked, now)
        journal.append(
            actor=actor.ref,
            action="material.added",
            case=case_ref(locked),
            person=f"party:{locked.applicant_id}",
            payload={"material": row.material, "digest": row.file.digest if row.file else ""},
            now=now,
        )
    return row


def _same_file(present: list[Material], row: Material) -> Material | None:
    if row.file is None:
        return None
    return next(
        (old for old in present if old.file and (old.file.digest, old.file.name) == (row.file.digest, row.file.name)),
        None,
    )


def end_deferral(case: Case, now: datetime) -> None:
    """Everything that could follow is here: its time is met, whether or not it was kept."""
    open_rows = ClockRow.objects.filter(case=case, name="deferral", state=ClockRow.State.RUNNING)
    open_rows.update(state=ClockRow.State.MET, ended_on=law_date(now))
