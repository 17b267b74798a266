"""What a reform of departments carries of cases: those that are open, with the tasks that wait; clocks and rules stay."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from weimin.blueprint.api import Reform
from weimin.kernel.cases.departments import SIDES, department_title, note_reform
from weimin.kernel.cases.models import Case, ClockRow, Task, case_ref
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import SYSTEM
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations.api import Carried, Mover, Post
from weimin.lib.bilingual import Bilingual

__all__ = ["CASES"]


def _touched(reform: Reform) -> QuerySet[Case]:
    """Open cases in which a department of the reform has a part."""
    sides = Q(pk__in=Task.objects.filter(state=Task.State.OPEN, department__in=reform.from_).values("case_id"))
    for side in SIDES:
        sides |= Q(**{f"{side}__in": reform.from_})
    return Case.objects.filter(sides, closed_at=None)


def count_cases(reform: Reform) -> Mapping[Bilingual, int]:
    """Counted by the rules, so that a transfer tells what goes and not what could."""
    posts, goes = _roles(reform), []
    rows = _touched(reform).only("pk", "item", "division", "reforms", *SIDES).order_by("pk")
    chunk: list[Case] = []
    for case in rows.iterator(chunk_size=500):
        chunk.append(case)
        if len(chunk) == 500:
            goes += _going(reform, chunk, posts)
            chunk = []
    goes += _going(reform, chunk, posts)
    tasks = Task.objects.filter(state=Task.State.OPEN, department__in=reform.from_)
    open_clocks = Q(state__in=[ClockRow.State.RUNNING, ClockRow.State.SUSPENDED])
    return {
        Bilingual("在办件", "open cases"): len(goes),
        Bilingual("待办任务", "open tasks"): sum(tasks.filter(case_id__in=part).count() for part in _parts(goes)),
        Bilingual("期限", "clocks"): sum(
            ClockRow.objects.filter(open_clocks, case_id__in=part).count() for part in _parts(goes)
        ),
    }


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def _going(reform: Reform, rows: list[Case], posts: Mapping[tuple[str, str], list[str]]) -> list[int]:
    waiting = _waiting([case.pk for case in rows])
    return [case.pk for case in rows if _moves(case, reform, waiting.get(case.pk, []), posts)]


def _waiting(case_ids: list[int]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = {}
    for task in Task.objects.filter(case_id__in=case_ids, state=Task.State.OPEN).order_by("pk"):
        found.setdefault(task.case_id, []).append(task)
    return found


def _roles(reform: Reform) -> dict[tuple[str, str], list[str]]:
    """Department and role → codes of the posts that carry it, also of posts that have just ended."""
    found: dict[tuple[str, str], list[str]] = {}
    for post in Post.objects.filter(department__code__in=reform.from_).select_related("department").order_by("code"):
        for role in post.roles:
            found.setdefault((post.department.code, role), []).append(post.code)
    return found


def _moves(case: Case, reform: Reform, tasks: list[Task], posts: Mapping[tuple[str, str], list[str]]) -> dict[str, str]:
    """The case's departments that change, each with who carries on."""
    moved = {}
    parts = {getattr(case, side) for side in SIDES} | {task.department for task in tasks}
    for department in sorted(parts & set(reform.from_)):
        waits_at = [
            code for task in tasks if task.department == department for code in posts.get((department, task.role), ())
        ]
        heir = reform.successor(department, item=case.item, division=case.division, waits_at=waits_at)
        keeps_its_code = reform.kind == "rename" and heir == department
        if heir is not None and (heir != department or keeps_its_code):
            moved[department] = heir
    return moved


def move_cases(reform: Reform, *, after: int, limit: int, revision_id: int, now: datetime) -> Carried:
    """Each case is locked before it is looked at: what a clerk does in this moment comes before or after, never between."""
    brought = catalogue.Revision.objects.get(pk=revision_id).number
    rows = _touched(reform).filter(pk__gt=after, revision__number__lt=brought).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:limit])
    if not ids:
        return Carried(None)
    locked = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids, closed_at=None).order_by("pk"))
    waiting, posts = _waiting([case.pk for case in locked]), _roles(reform)
    changed, tasks = [], []
    for case in locked:
        if any(told["reform"] == reform.code for told in case.reforms):
            continue
        mine = waiting.get(case.pk, [])
        moved = _moves(case, reform, mine, posts)
        if moved:
            tasks += _move(case, mine, moved, reform, revision_id, now)
            changed.append(case)
    Case.objects.bulk_update(changed, [*SIDES, "reforms", "departments_as_of"], batch_size=limit)
    Task.objects.bulk_update(tasks, ["department"], batch_size=limit)
    counts = {"cases": len(changed), "tasks": len(tasks)} if changed else {}
    return Carried(ids[-1], counts)


def _move(
    case: Case, tasks: list[Task], moved: dict[str, str], reform: Reform, revision_id: int, now: datetime
) -> list[Task]:
    told = note_reform(
        case,
        code=reform.code,
        effective=reform.effective,
        revision_id=revision_id,
        moved=moved,
        ended=reform.ended,
    )
    changed = [task for task in tasks if task.department in moved]
    for task in changed:
        task.department = moved[task.department]
    now_handled_by = department_title(case, case.accepts)
    journal.append(
        actor=SYSTEM.ref,
        action="case.reformed",
        case=case_ref(case),
        person=f"party:{case.applicant_id}",
        payload={**told, "number": case.number, "by": {"zh": now_handled_by.zh, "en": now_handled_by.en}},
        now=now,
    )
    return changed


CASES: Final = Mover("cases", count_cases, move_cases, order=50)
