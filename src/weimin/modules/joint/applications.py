"""Filling in the joint form: saved page by page, papers handed in once."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from weimin.kernel.cases.api import ActNotAllowed, DraftFiled, NoSuchCase, NotForYou
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import store_upload
from weimin.kernel.identity.api import Actor
from weimin.modules.joint.form import JointForm, Question
from weimin.modules.joint.models import Application, HandedIn
from weimin.modules.joint.published import event, items_of

__all__ = [
    "add_paper",
    "declare",
    "discard",
    "form_of",
    "locked",
    "own_application",
    "own_applications",
    "papers_of",
    "remove_paper",
    "save",
    "start",
]

PAGE = 50


def start(*, code: str, division: str, situations: Mapping[str, str], actor: Actor, now: datetime) -> Application:
    """Begin a joint application under the revision of today, or take up the unfinished one for the same event.

    Raises ``NoSuchEvent``, ``NotForYou``, ``NotInCatalogue`` where nobody leads it there.
    """
    revision = catalogue.active_revision()
    found = event(code, revision.pk)
    if actor.party_id is None or actor.party_kind not in found.audience or not actor.may_handle(code):
        raise NotForYou
    if found.lead(division) is None:
        raise catalogue.NotInCatalogue(kind="lead", name=f"{code}/{division}")
    same = {"event": code, "division": division, "revision_id": revision.pk}
    with transaction.atomic():
        kept = Application.objects.filter(**_whose(actor), case=None, **same).first()
        application = kept or Application(**_whose(actor), created_at=now, saved_at=now, **same)
        application.situations = {**application.situations, **situations}
        application.saved_at = now
        application.save()
    return application


def _whose(actor: Actor) -> dict[str, int]:
    if actor.user_id is None or actor.party_id is None:
        raise NoSuchCase
    return {"user_id": actor.user_id, "applicant_id": actor.party_id}


def own_application(application_id: int, actor: Actor) -> Application:
    """An application of the actor, for the party that the actor speaks for. Raises ``NoSuchCase``."""
    rows = Application.objects.select_related("applicant").filter(pk=application_id, **_whose(actor))
    found = rows.first()
    if found is None:
        raise NoSuchCase
    return found


def own_applications(actor: Actor) -> list[Application]:
    """The unfinished ones, last saved first. One query."""
    return list(Application.objects.filter(**_whose(actor), case=None).order_by("-saved_at")[:PAGE])


def locked(application_id: int, actor: Actor) -> Application:
    """As ``own_application``, held until the transaction ends; filed or not."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("applicant")
    found = rows.filter(pk=application_id, **_whose(actor)).first()
    if found is None:
        raise NoSuchCase
    return found


def _open(application_id: int, actor: Actor) -> Application:
    found = locked(application_id, actor)
    if found.case_id is not None:
        raise DraftFiled
    return found


def form_of(application: Application, now: datetime) -> JointForm:
    """The joint form as answered so far, under the application's revision."""
    of = event(application.event, application.revision_id)
    return JointForm(
        of,
        items_of(of, application.revision_id),
        division=application.division,
        applicant=application.applicant.kind,
        situations=application.situations,
        answers=application.answers,
        wanted=frozenset(application.wanted),
        now=now,
    )


@transaction.atomic
def save(
    application_id: int,
    *,
    situations: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    wanted: Collection[str] | None = None,
    actor: Actor,
    now: datetime,
) -> Application:
    """Keep answers that the edge has read (``JointForm.read``). Others stay as they are."""
    application = _open(application_id, actor)
    application.situations = {**application.situations, **(situations or {})}
    application.answers = {**application.answers, **(answers or {})}
    if wanted is not None:
        application.wanted, application.chosen = sorted(wanted), True
    application.saved_at = now
    application.save(update_fields=["situations", "answers", "wanted", "chosen", "saved_at"])
    return application


@transaction.atomic
def discard(application_id: int, *, actor: Actor) -> None:
    _open(application_id, actor).delete()


def papers_of(application: Application) -> list[HandedIn]:
    """The papers that count. One query."""
    rows = HandedIn.objects.filter(application=application, replaced_at=None)
    return list(rows.select_related("file").order_by("material", "added_at", "pk"))


def add_paper(
    application_id: int, *, material: str, chunks: Iterable[bytes], name: str, size: int, actor: Actor, now: datetime
) -> HandedIn:
    """Hand in one file, once for all offices. Raises ``FileRefused``, ``NoSuchCase``, ``ActNotAllowed``, ``DraftFiled``.

    The file is looked at and written before the transaction begins: a slow upload holds no lock.
    """
    wanted = _wanted(own_application(application_id, actor), material, now)
    assert wanted.subject is not None
    accept = list(getattr(wanted.subject, "accept", ()))
    stored = store_upload(chunks, name=name, size=size, accept=accept, user_id=actor.user_id, now=now)
    row = HandedIn(material=material, file=stored, added_at=now)
    return _attach(application_id, row, getattr(wanted.subject, "max_files", 1), actor, now)


def declare(application_id: int, *, material: str, actor: Actor, now: datetime) -> HandedIn:
    """Make a declaration (告知承诺) for every office that takes it, after its text has been shown."""
    wanted = _wanted(own_application(application_id, actor), material, now)
    if getattr(wanted.subject, "supply", "") != "declare":
        raise ActNotAllowed
    return _attach(application_id, HandedIn(material=material, declared_at=now, added_at=now), 1, actor, now)


@transaction.atomic
def remove_paper(application_id: int, *, paper_id: int, actor: Actor, now: datetime) -> None:
    """Take a paper out again. It is marked, not destroyed; an unknown one is no error."""
    application = _open(application_id, actor)
    HandedIn.objects.filter(application=application, pk=paper_id, replaced_at=None).update(replaced_at=now)


def _wanted(application: Application, material: str, now: datetime) -> Question:
    questions = form_of(application, now).questions
    found = next((each for each in questions if each.kind == "material" and each.id == material), None)
    if found is None:
        raise ActNotAllowed
    return found


@transaction.atomic
def _attach(application_id: int, row: HandedIn, most: int, actor: Actor, now: datetime) -> HandedIn:
    """Beyond ``most`` files the oldest is marked as replaced; a paper replaces a declaration, and the other way round."""
    application = _open(application_id, actor)
    present = list(
        HandedIn.objects.filter(application=application, material=row.material, replaced_at=None)
        .order_by("added_at", "pk")
        .values_list("pk", "declared_at")
    )
    declares = row.declared_at is not None
    other_way = [key for key, declared_at in present if (declared_at is not None) != declares]
    same_way = [key for key, declared_at in present if (declared_at is not None) == declares]
    over = other_way + same_way[: max(0, len(same_way) + 1 - most)]
    HandedIn.objects.filter(pk__in=over).update(replaced_at=now)
    row.application = application
    row.save()
    return row
