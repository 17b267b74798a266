"""Carrying reforms of departments through: begun in the act that publishes the city, carried in chunks, finished by anyone.

A reform is begun in the same transaction that activates its revision, so no kill can lose it. What moves with it is told by
movers (``organisations/movers.py``); each chunk is one transaction that also notes how far it came. Asked twice, nothing
moves twice. 行政诉讼法 art. 26(6): who carries on a department's powers answers for what it did.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Subquery

from weimin.blueprint.api import Blueprint, Entry, Finding, Findings, Reform
from weimin.blueprint.city import Agreement, Department, Resource
from weimin.kernel.catalogue.models import ReformRun, Revision
from weimin.kernel.catalogue.selectors import many, one
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = [
    "AGREEMENTS",
    "PlannedReform",
    "begin_reforms",
    "begin_waiting_reforms",
    "carry_reforms",
    "due_reforms",
    "heirs_of",
    "plan_reforms",
    "predecessors",
    "reform_findings",
    "reforms_after",
]

CHUNK: Final = 200
STRAGGLERS: Final = timedelta(days=2)
"""So long a reform that was carried through is looked after again: what was being filed while it ran is found."""
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class PlannedReform:
    """``state``: ``due`` (apply would do it), ``later`` (its day has not come), ``carrying`` (begun, not through)."""

    reform: Reform
    state: str
    counts: tuple[tuple[Bilingual, int], ...]


def due_reforms(blueprint: Blueprint, *, today: date) -> list[Entry[Reform]]:
    """Reforms in force that the database has not begun yet, the oldest first. One query where there are any."""
    in_force = [entry for entry in blueprint.reforms.values() if entry.value.effective <= today]
    if not in_force:
        return []
    begun = set(ReformRun.objects.values_list("code", flat=True))
    return sorted(
        (entry for entry in in_force if entry.value.code not in begun),
        key=lambda entry: (entry.value.effective, entry.value.code),
    )


def reform_findings(blueprint: Blueprint, *, today: date) -> tuple[Finding, ...]:
    """Departments that a reform ends and nobody here ever knew. A city that is applied for the first time has no past."""
    findings = Findings()
    due = due_reforms(blueprint, today=today)
    known = set(organisations.departments()) if due else set()
    for entry in due if known else ():
        new = {code for other in due for code in other.value.into}
        for index, code in enumerate(entry.value.from_):
            if code not in known and code not in new:
                findings.error(
                    "E004",
                    entry.place.at("from", index),
                    "没有部门“{c}”：从来没有发布过",
                    "there is no department '{c}': none was ever published",
                    c=code,
                )
    return tuple(findings)


def plan_reforms(blueprint: Blueprint, *, today: date) -> tuple[PlannedReform, ...]:
    """What is still to be done, and what it would carry along. Nothing is written."""
    carrying = set(ReformRun.objects.filter(state=ReformRun.State.CARRYING).values_list("code", flat=True))
    due = {entry.value.code for entry in due_reforms(blueprint, today=today)}
    found = []
    for entry in sorted(blueprint.reforms.values(), key=lambda each: (each.value.effective, each.value.code)):
        reform = entry.value
        later = reform.effective > today
        if later or reform.code in due | carrying:
            state = "later" if later else "due" if reform.code in due else "carrying"
            found.append(PlannedReform(reform, state, _counts(reform)))
    return tuple(found)


def _counts(reform: Reform) -> tuple[tuple[Bilingual, int], ...]:
    return tuple((title, n) for mover in organisations.movers() for title, n in mover.count(reform).items())


@transaction.atomic
def begin_waiting_reforms(revision: Revision, *, actor: str, now: datetime) -> int:
    """Reforms of the revision in force whose day has come, and which need no other files than those. How many."""
    today, begun = law_date(now), set(ReformRun.objects.values_list("code", flat=True))
    standing = {each.code for each in many(Department, "department", revision.pk)}
    due = [
        reform
        for reform in many(Reform, "reform", revision.pk)
        if reform.effective <= today and reform.code not in begun and standing.isdisjoint(reform.ended)
    ]
    begin_reforms(sorted(due, key=lambda each: (each.effective, each.code)), revision, actor=actor, now=now)
    return len(due)


def begin_reforms(reforms: Sequence[Reform], revision: Revision, *, actor: str, now: datetime) -> None:
    """Inside the act that publishes: from here on each reform is begun, and one row of the journal says so."""
    for reform in reforms:
        ReformRun.objects.create(
            code=reform.code,
            effective=reform.effective,
            revision=revision,
            ended={code: list(reform.into) for code in sorted(reform.ended)},
            began_at=now,
        )
        payload = {
            "reform": reform.code,
            "kind": reform.kind,
            "from": list(reform.from_),
            "into": list(reform.into),
            "effective": reform.effective,
            "basis": [str(article) for article in reform.basis],
        }
        journal.append(actor=actor, action="city.reformed", now=now, payload=payload)


def carry_reforms(*, now: datetime, say: Say | None = None) -> int:
    """Carry through every reform that was begun, in order; also what was missed in the first days. Things moved."""
    moved = 0
    for run in ReformRun.objects.filter(state=ReformRun.State.CARRYING).order_by("effective", "code"):
        moved += _carry(run, now, say or (lambda _line: None))
    for run in ReformRun.objects.filter(state=ReformRun.State.CARRIED, carried_at__gt=now - STRAGGLERS):
        moved += _look_again(run, now)
    return moved


def _carry(run: ReformRun, now: datetime, tell: Say) -> int:
    reform = one(Reform, "reform", run.code, run.revision_id)
    moved = 0
    for mover in organisations.movers():
        while True:
            chunk = _chunk(run.pk, reform, mover, now)
            if chunk is None:
                break
            moved += sum(chunk.values())
            if chunk:
                told = Bilingual("改革 {r}：{m} 已移 {n}", "reform {r}: {m}, {n} moved")
                tell(str(told.format(r=run.code, m=mover.name, n=moved)))
    _finish(run.pk, now)
    return moved


@transaction.atomic
def _chunk(run_id: int, reform: Reform, mover: organisations.Mover, now: datetime) -> Mapping[str, int] | None:
    """One chunk of one mover and how far it came, together; None when the mover is through."""
    run = ReformRun.objects.select_for_update().get(pk=run_id)
    done = run.progress.get(mover.name, {"last": 0, "counts": {}, "left": [], "through": False})
    if done["through"]:
        return None
    carried = mover.move(reform, after=done["last"], limit=CHUNK, revision_id=run.revision_id, now=now)
    counts = {
        key: done["counts"].get(key, 0) + carried.counts.get(key, 0) for key in {*done["counts"], *carried.counts}
    }
    run.progress[mover.name] = {
        "last": done["last"] if carried.last is None else carried.last,
        "counts": counts,
        "left": [*done["left"], *carried.left][:CHUNK],
        "through": carried.last is None,
    }
    run.save(update_fields=["progress"])
    return carried.counts


@transaction.atomic
def _finish(run_id: int, now: datetime) -> None:
    run = ReformRun.objects.select_for_update().get(pk=run_id)
    if run.state == ReformRun.State.CARRIED:
        return
    run.state, run.carried_at = ReformRun.State.CARRIED, now
    run.save(update_fields=["state", "carried_at"])
    counts = {key: n for part in run.progress.values() for key, n in sorted(part["counts"].items())}
    left = [name for part in run.progress.values() for name in part["left"]]
    payload = {"reform": run.code, "moved": counts, "left": left}
    journal.append(actor="system", action="city.reform-carried", now=now, payload=payload)


def _look_again(run: ReformRun, now: datetime) -> int:
    """Once more from the beginning: only what came in while the reform ran still has the old department."""
    reform, moved = one(Reform, "reform", run.code, run.revision_id), 0
    for mover in organisations.movers():
        last: int | None = 0
        while last is not None:
            with transaction.atomic():
                carried = mover.move(reform, after=last, limit=CHUNK, revision_id=run.revision_id, now=now)
            moved, last = moved + sum(carried.counts.values()), carried.last
    return moved


def reforms_after(revision_id: int) -> Iterator[tuple[Reform, int]]:
    """Reforms that came into force after a revision, in order, each with the revision that brought it. One query."""
    number = Revision.objects.filter(pk=revision_id).values("number")
    runs = ReformRun.objects.filter(revision__number__gt=Subquery(number)).order_by("effective", "code")
    for run in runs:
        yield one(Reform, "reform", run.code, run.revision_id), run.revision_id


def predecessors(departments: Collection[str]) -> frozenset[str]:
    """Departments that ended and whose history these now keep, however long ago. One query."""
    wanted, found = set(departments), set()
    for run in ReformRun.objects.exclude(ended={}).order_by("-effective", "-code"):
        for code, heirs in run.ended.items():
            if not wanted.isdisjoint(heirs):
                wanted.add(code)
                found.add(code)
    return frozenset(found)


def heirs_of(department: str) -> frozenset[str]:
    """The departments of today that keep the history of one: itself while it lives. One query."""
    found = {department}
    for run in ReformRun.objects.exclude(ended={}).order_by("effective", "code"):
        for code, heirs in run.ended.items():
            if code in found:
                found = (found - {code}) | set(heirs)
    return frozenset(found)


def _count_agreements(reform: Reform) -> Mapping[Bilingual, int]:
    """Agreements and resources in force of departments that end: the new files must have written them anew."""
    active = Revision.objects.filter(state=Revision.State.ACTIVE).first()
    if active is None:
        return {}
    ended = reform.ended
    agreements = many(Agreement, "agreement", active.pk)
    return {
        Bilingual("共享协议（由新文件写定）", "agreements (as the new files write them)"): sum(
            each.consumer in ended or each.resource.partition(".")[0] in ended for each in agreements
        ),
        Bilingual("信息资源（由新文件写定）", "resources (as the new files write them)"): sum(
            each.holder in ended for each in many(Resource, "resource", active.pk)
        ),
    }


def _nothing_to_move(
    reform: Reform, *, after: int, limit: int, revision_id: int, now: datetime
) -> organisations.Carried:
    return organisations.Carried(None)


AGREEMENTS: Final = organisations.Mover("agreements", _count_agreements, _nothing_to_move, order=90)
"""Agreements are files of the city: the revision that brings the reform has them already; the plan counts them."""
