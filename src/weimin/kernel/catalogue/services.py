"""Publishing a city: objects and entries are written in chunks into a revision that nobody sees, one transaction activates.

Killed at any point, the database holds the revision before or the one after. A second run goes on where the first stopped:
what is already written is named by its content, so it is found again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from weimin.blueprint.api import Blueprint, Entry, compile_city, sections
from weimin.blueprint.city import City
from weimin.blueprint.listed import ListedItem
from weimin.kernel.catalogue.errors import AnotherApply, AnotherCity, CityRefused
from weimin.kernel.catalogue.models import CatalogueObject, Revision, RevisionEntry
from weimin.kernel.catalogue.packing import Packed, PackedCity, pack, source_digest
from weimin.kernel.catalogue.selectors import city
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations import api as organisations
from weimin.kernel.search import api as search
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["Applied", "apply_city"]

CHUNK: Final = 200
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Applied:
    """``changed`` is false where the city in force was already this one. ``logins`` were made for its people."""

    revision_id: int
    number: int
    code: str
    name: Bilingual
    demonstration: bool
    changed: bool
    logins: int = 0


def apply_city(folder: Path, *, actor: str, now: datetime, say: Say | None = None) -> Applied:
    """Publish the city of a folder as the revision in force. ``actor`` is who does it; ``say`` is told how far it is.

    Files that are in force already are not even compiled: three statements.

    Raises ``CityRefused`` if the folder has errors, ``AnotherCity`` if the database belongs to another city,
    ``AnotherApply`` if someone else published in the meantime. Then the city in force is as before.
    """
    source = source_digest(folder)
    active = Revision.objects.filter(state=Revision.State.ACTIVE).first()
    if active is not None and source and active.source_digest == source:
        return _applied(active, city(revision_id=active.pk), changed=False)
    compiled = compile_city(folder, today=law_date(now))
    if not compiled.ok:
        raise CityRefused(compiled.findings)
    packed = pack(compiled.blueprint)
    if active is not None and active.city != packed.city:
        raise AnotherCity(present=active.city, given=packed.city)
    tell = say or (lambda _line: None)
    changed = active is None or active.digest != packed.digest
    if active is None or changed:
        active = _publish(compiled.blueprint, packed, actor, now, tell)
    logins = _provide_people(compiled.blueprint, packed, active, now, tell)
    Revision.objects.filter(pk=active.pk).update(source_digest=source)
    return _applied(active, compiled.blueprint.city, changed=changed, logins=logins)


def _applied(revision: Revision, of: City, *, changed: bool, logins: int = 0) -> Applied:
    assert revision.number is not None
    return Applied(revision.pk, revision.number, of.code, of.name.bilingual, of.demonstration, changed, logins)


def _publish(blueprint: Blueprint, packed: PackedCity, actor: str, now: datetime, tell: Say) -> Revision:
    revision, _made = Revision.objects.get_or_create(
        digest=packed.digest,
        state=Revision.State.BUILDING,
        defaults={"city": packed.city, "created_at": now},
    )
    try:
        _write(revision, packed, tell)
    except IntegrityError as error:  # the revision that we build was cleared away by one that became active
        raise AnotherApply from error
    return _activate(revision, blueprint, packed, actor, now)


def _write(revision: Revision, packed: PackedCity, tell: Say) -> None:
    """Write what the revision does not hold yet, 200 parts a transaction."""
    written = set(RevisionEntry.objects.filter(revision=revision).values_list("kind", "code"))
    left = [each for each in packed.objects if (each.kind, each.code) not in written]
    total = len(packed.objects)
    for start in range(0, len(left), CHUNK):
        _write_chunk(revision, left[start : start + CHUNK])
        done = min(start + CHUNK, len(left)) + total - len(left)
        tell(str(Bilingual("写入 {n}/{m}", "written {n} of {m}").format(n=done, m=total)))


@transaction.atomic
def _write_chunk(revision: Revision, chunk: Sequence[Packed]) -> None:
    CatalogueObject.objects.bulk_create(
        [CatalogueObject(digest=p.digest, kind=p.kind, code=p.code, body=p.body) for p in chunk],
        ignore_conflicts=True,
    )
    ids = dict(CatalogueObject.objects.filter(digest__in=[p.digest for p in chunk]).values_list("digest", "pk"))
    RevisionEntry.objects.bulk_create(
        [RevisionEntry(revision=revision, object_id=ids[p.digest], kind=p.kind, code=p.code) for p in chunk],
        ignore_conflicts=True,
    )


@transaction.atomic
def _activate(building: Revision, blueprint: Blueprint, packed: PackedCity, actor: str, now: datetime) -> Revision:
    """The one moment in which the city changes: revision, organisations, search and journal together."""
    revisions = {row.pk: row for row in Revision.objects.select_for_update().order_by("pk")}
    revision = revisions.get(building.pk)
    before = next((row for row in revisions.values() if row.state == Revision.State.ACTIVE), None)
    if revision is None or revision.state != Revision.State.BUILDING:
        if before is not None and before.digest == packed.digest:
            return before  # another process has just published the very same city
        raise AnotherApply
    if RevisionEntry.objects.filter(revision=revision).count() != len(packed.objects):
        raise AnotherApply
    if before is not None:
        Revision.objects.filter(pk=before.pk).update(state=Revision.State.SUPERSEDED)
    highest = Revision.objects.aggregate(highest=Max("number"))["highest"] or 0
    revision.number, revision.state = highest + 1, Revision.State.ACTIVE
    revision.applied_at, revision.applied_by = now, actor
    revision.save(update_fields=["number", "state", "applied_at", "applied_by"])
    organisations.sync_organisations(
        [entry.value for entry in blueprint.divisions.values()],
        [entry.value for entry in blueprint.departments.values()],
        now=now,
    )
    search.replace_documents("item", _documents(blueprint))
    for section in sections().values():
        if section.searched:
            search.replace_documents(section.name, _named(blueprint.sections.get(section.name, {})))
    Revision.objects.filter(state=Revision.State.BUILDING).delete()
    CatalogueObject.objects.filter(entries__isnull=True).delete()
    journal.append(
        actor=actor,
        action="city.applied",
        now=now,
        payload={"city": packed.city, "revision": revision.number, "digest": packed.digest, **blueprint.counts()},
    )
    return revision


def _documents(blueprint: Blueprint) -> list[search.Document]:
    return _named(blueprint.items) + _listed(blueprint.only_listed)


def _named(entries: Mapping[str, Entry[Any]]) -> list[search.Document]:
    """What people may look a thing up by: its name, the words they use for it, its summary, in both languages."""
    return [
        search.Document(
            code=code,
            name=f"{entry.value.name.zh} {entry.value.name.en}",
            aliases=tuple(entry.value.aliases),
            summary=f"{entry.value.summary.zh} {entry.value.summary.en}",
        )
        for code, entry in entries.items()
    ]


def _listed(entries: Mapping[str, Entry[ListedItem]]) -> list[search.Document]:
    """A listed item has no summary; what one gets in the end stands for it."""
    return [
        search.Document(
            code=code,
            name=f"{entry.value.name.zh} {entry.value.name.en}",
            aliases=tuple(entry.value.aliases),
            summary=f"{result.zh} {result.en}" if (result := entry.value.result) else "",
        )
        for code, entry in entries.items()
    ]


def _provide_people(blueprint: Blueprint, packed: PackedCity, revision: Revision, now: datetime, tell: Say) -> int:
    """Logins for a demonstration city's people; done once for each content of ``people.yaml`` and each revision."""
    if blueprint.people is None or not blueprint.city.demonstration or revision.people_digest == packed.people_digest:
        return 0
    tell(str(Bilingual("安排演示人员", "providing the demonstration people")))
    with transaction.atomic():
        made = identity.provision_demo(blueprint.people.value, city=blueprint.city, now=now)
        Revision.objects.filter(pk=revision.pk).update(people_digest=packed.people_digest)
    return made
