"""Filling in an application: saved answer by answer, papers added, then filed once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from weimin.kernel.cases.answering import filling_of, missing_materials
from weimin.kernel.cases.definition import Channel, StartClock, Status
from weimin.kernel.cases.dossier import Dossier
from weimin.kernel.cases.engine import carry, write
from weimin.kernel.cases.errors import ActNotAllowed, DraftFiled, InvalidAnswer, NoSuchCase, NotForYou
from weimin.kernel.cases.models import Case, ClockRow, Draft, Material, case_ref
from weimin.kernel.cases.numbers import next_number
from weimin.kernel.cases.registry import kind, matter
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import make_code, store_upload
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.kernel.rows.api import Reading, Update
from weimin.lib.lawtime import law_date
from weimin.lib.procedure import Start

__all__ = [
    "add_paper",
    "correct_answer",
    "declare",
    "discard_draft",
    "file_draft",
    "open_case",
    "open_draft",
    "own_draft",
    "own_drafts",
    "remove_paper",
    "save_answers",
    "share_paper",
    "start_draft",
]

PAGE = 50
OWN_DRAFT: Final = Reading(
    Draft, 'WHERE "cases_draft"."id" = %s AND user_id = %s AND applicant_id = %s', related="applicant"
)
SAVE_DRAFT: Final = Update(Draft, ["situations", "answers", "saved_at"])


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
    draft = Draft.objects.filter(**_whose(actor), case=None, **same).first()
    if draft is None:
        draft = Draft(**_whose(actor), created_at=now, saved_at=now, **same)
    draft.situations = {**draft.situations, **situations}
    draft.saved_at = now
    draft.save()
    return draft


def _whose(actor: Actor) -> dict[str, int]:
    """The columns that make a draft somebody's. Raises ``NoSuchCase`` for who has no drafts at all."""
    if actor.user_id is None or actor.party_id is None:
        raise NoSuchCase
    return {"user_id": actor.user_id, "applicant_id": actor.party_id}


def own_draft(draft_id: int, actor: Actor) -> Draft:
    """A draft of the actor, for the party that the actor speaks for. Raises ``NoSuchCase``."""
    draft = next(iter(OWN_DRAFT(draft_id, *_whose(actor).values())), None)
    if draft is None:
        raise NoSuchCase
    return draft


def own_drafts(actor: Actor) -> list[Draft]:
    """The unfinished applications of the actor, last saved first. One query."""
    return list(Draft.objects.filter(**_whose(actor), case=None).order_by("-saved_at")[:PAGE])


def open_draft(draft_id: int, actor: Actor) -> Draft:
    """The actor's own draft, locked for a change. Raises ``NoSuchCase``, ``DraftFiled``."""
    draft = next(iter(OWN_DRAFT(draft_id, *_whose(actor).values(), lock=True)), None)
    if draft is None:
        raise NoSuchCase
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
    SAVE_DRAFT(draft)
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
    wanted = _wanted(subject, material, now)
    stored = store_upload(chunks, name=name, size=size, accept=list(wanted.accept), user_id=actor.user_id, now=now)
    with transaction.atomic():
        return _attach(subject, Material(material=material, file=stored, added_at=now), wanted.max_files, actor, now)


@transaction.atomic
def share_paper(case_id: int, *, material: str, file_id: int, actor: Actor, now: datetime) -> Material:
    """Hand in a file that the applicant has just handed in for another case: by reference, it is not stored again.

    Raises ``NoSuchCase``, ``ActNotAllowed``.
    """
    subject = _own_case(case_id, actor)
    wanted = _wanted(subject, material, now)
    return _attach(subject, Material(material=material, file_id=file_id, added_at=now), wanted.max_files, actor, now)


@transaction.atomic
def remove_paper(draft_id: int, *, material_id: int, actor: Actor, now: datetime) -> None:
    """Take a paper out of a draft. It is marked, not destroyed; an unknown one is no error."""
    draft = open_draft(draft_id, actor)
    Material.objects.filter(draft=draft, pk=material_id, replaced_at=None).update(replaced_at=now)


@transaction.atomic
def correct_answer(case_id: int, *, field: str, value: Any, actor: Actor, now: datetime) -> None:
    """Change one answer of a case that waits for corrections. Raises ``NoSuchCase``, ``ActNotAllowed``."""
    case = Case.objects.select_for_update().filter(pk=case_id, applicant_id=actor.party_id).first()
    if case is None or not actor.may_handle(case.item):
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
    """Make the declaration that stands in for a paper (告知承诺), after its text has been shown."""
    draft = open_draft(draft_id, actor)
    if _wanted(draft, material, now).supply != "declare":
        raise ActNotAllowed
    return _attach(draft, Material(material=material, declared_at=now, added_at=now), 1, actor, now)


def _own_case(case_id: int | None, actor: Actor) -> Case:
    case = Case.objects.select_related("applicant").filter(pk=case_id or 0, applicant_id=actor.party_id).first()
    if case is None or not actor.may_handle(case.item):
        raise NoSuchCase
    _refuse_late(case)
    return case


def _refuse_late(case: Case) -> None:
    """After the decision no paper can change it."""
    if case.closed_at or case.decided_on:
        raise ActNotAllowed


def _wanted(subject: Draft | Case, material: str, now: datetime) -> Any:
    item = catalogue.item(subject.item, revision_id=subject.revision_id)
    needed = {each.id: each for each in filling_of(item, subject, now).needed_materials}
    if material not in needed:
        raise ActNotAllowed
    return needed[material]


def _attach(subject: Draft | Case, row: Material, most: int, actor: Actor, now: datetime) -> Material:
    """Put a paper to its draft or case. Beyond ``most`` files the oldest is marked as replaced."""
    locked = type(subject).objects.select_for_update().get(pk=subject.pk)
    owner: dict[str, Any] = {"draft": locked} if isinstance(locked, Draft) else {"case": locked}
    if isinstance(locked, Case):
        _refuse_late(locked)  # the decision may have come while the file was on its way
    elif locked.case_id:
        raise DraftFiled
    present = list(Material.objects.filter(**owner, material=row.material, replaced_at=None).order_by("added_at", "pk"))
    for old in present[: max(0, len(present) + 1 - most)]:
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


def end_deferral(case: Case, now: datetime) -> None:
    """Everything that could follow is here: its time is met, whether or not it was kept."""
    open_rows = ClockRow.objects.filter(case=case, name="deferral", state=ClockRow.State.RUNNING)
    open_rows.update(state=ClockRow.State.MET, ended_on=law_date(now))


@transaction.atomic
def file_draft(draft_id: int, *, actor: Actor, now: datetime, channel: Channel = Channel.PORTAL) -> Case:
    """File the application: it becomes a case with a number, a receipt and an acceptance clock.

    Papers may still be missing: the office will then ask for them once. Answers may not: raises ``InvalidAnswer``.
    Filing twice gives the same case.
    """
    draft = next(iter(OWN_DRAFT(draft_id, *_whose(actor).values(), lock=True)), None)
    if draft is None:
        raise NoSuchCase
    if draft.case_id is not None:  # read after the lock; a joined row would still be the one before it (PostgreSQL)
        return Case.objects.get(pk=draft.case_id)
    dossier = _new_dossier(draft, actor, now, channel, "approval")
    problems = dossier.filling.problems()
    if problems:
        raise InvalidAnswer(problems)
    present = set(Material.objects.filter(draft=draft, replaced_at=None).values_list("material", flat=True))
    _file(dossier, present, (), {"channel": channel.value, "item": draft.item}, actor, now)
    Material.objects.filter(draft=draft).update(case=dossier.case)
    draft.case = dossier.case
    draft.save(update_fields=["case"])
    return dossier.case


@transaction.atomic
def open_case(
    application: Draft, *, papers: Sequence[Material] = (), clocks: tuple[StartClock, ...] = (), part_of: str = "",
    kind_code: str = "approval", channel: Channel = Channel.PORTAL, actor: Actor, now: datetime,
) -> Case:  # fmt: skip
    """Open a case from an application that a module has put together and checked; it need not be saved.

    ``papers`` are not saved yet and may point at files that other cases hold too. ``clocks`` enclose the case from its
    first day; ``part_of`` is the number of the case that it is a part of. At most eight statements.
    """
    dossier = _new_dossier(application, actor, now, channel, kind_code)
    payload = {"channel": channel.value, "item": application.item} | ({"part_of": part_of} if part_of else {})
    _file(dossier, {paper.material for paper in papers}, clocks, payload, actor, now)
    for paper in papers:
        paper.case = dossier.case
    if papers:
        Material.objects.bulk_create(papers)
    return dossier.case


def _file(
    dossier: Dossier, present: Collection[str], clocks: tuple[StartClock, ...], payload: Mapping[str, Any],
    actor: Actor, now: datetime,
) -> None:  # fmt: skip
    dossier.case.lacking = missing_materials(dossier.filling, present)
    consequences = dossier.kind.filed(dossier.view, today=law_date(now))
    consequences = replace(consequences, clocks=(*consequences.clocks, *clocks))
    start = Start() if dossier.graph.nodes else None
    named = carry(dossier, start, first=consequences, answer={}, now=now)
    write(dossier, named, actor=actor, payload=payload, now=now)


def _new_dossier(draft: Draft, actor: Actor, now: datetime, channel: Channel, kind_code: str) -> Dossier:
    item, graph = matter(kind_code, draft.item, draft.handling, revision_id=draft.revision_id)
    handling = item.handlings[draft.handling]
    offered = catalogue.implementation(item, division=draft.division, handling=draft.handling)
    decides = filling_of(item, draft, now).deciding(offered).department
    implementation = offered.model_copy(update={"decides": decides})
    accepting = catalogue.department(implementation.accepts, revision_id=draft.revision_id)
    today = law_date(now)
    case = Case(
        number=next_number(division=accepting.division[:6], letters=accepting.letters, year=today.year),
        query_code=make_code(),
        kind=kind_code,
        revision_id=draft.revision_id,
        item=draft.item,
        handling=draft.handling,
        division=draft.division,
        collects=implementation.collects,
        accepts=implementation.accepts,
        decides=implementation.decides,
        regulates=implementation.regulates,
        applicant=draft.applicant,
        submitted_by_id=actor.user_id,
        channel=channel.value,
        situations=draft.situations,
        answers=draft.answers,
        status=Status.RECEIVED.value,
        state={},
        received_at=now,
        papers_received_on=today,
    )
    return Dossier(
        case=case,
        tasks=[],
        clocks=[],
        item=item,
        handling=handling,
        implementation=implementation,
        graph=graph,
        kind=kind(case.kind),
        now=now,
    )
