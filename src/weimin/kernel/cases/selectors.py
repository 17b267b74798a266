"""Reading cases: lists by post and by party, one case with its story. Each list costs the same whatever it holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, F, Q, QuerySet, When, Window

from weimin.blueprint.values import Text
from weimin.kernel.cases.calendar import calendar
from weimin.kernel.cases.clocks import due_of
from weimin.kernel.cases.definition import Act, Status
from weimin.kernel.cases.departments import department_title
from weimin.kernel.cases.dossier import Dossier, load
from weimin.kernel.cases.errors import NoSuchCase
from weimin.kernel.cases.models import Case, ClockRow, Draft, Material, Task
from weimin.kernel.cases.permissions import free_for, may_do, may_see, may_side, task_posts
from weimin.kernel.cases.registry import matter, matter_names
from weimin.kernel.cases.services import acts_of
from weimin.kernel.cases.waiting import SOON, TaskFilter, Urgency, narrowed, tasks_of
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Actor
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import LAW_ZONE, law_date
from weimin.lib.workdays import Due

__all__ = [
    "CaseLine",
    "PublicFigures",
    "PublicView",
    "TaskFigures",
    "TaskLine",
    "Urgency",
    "asked_corrections",
    "cases_of",
    "days_left",
    "done_tasks",
    "explained_due",
    "figures_of",
    "handed_in",
    "may_see",
    "open_case_page",
    "open_task_page",
    "open_tasks",
    "papers_of",
    "public_figures",
    "public_view",
    "search_cases",
    "side_acts_for",
    "task_acts",
    "task_figures",
    "visible_cases",
    "walk_cases",
]

PAGE = 30


@dataclass(frozen=True)
class TaskLine:
    """One row of a desk: what waits, for whom, until when. ``days_left`` in working days, negative when late."""

    task: Task
    item: Bilingual
    days_left: int | None


@dataclass(frozen=True)
class TaskFigures:
    """How many tasks wait, by step, by how near their due date is, and by revision and item."""

    by_step: Mapping[str, int]
    by_due: Mapping[Urgency, int]
    by_item: Mapping[tuple[int, str], int]

    @property
    def total(self) -> int:
        return sum(self.by_step.values())


@dataclass(frozen=True)
class CaseLine:
    case: Case
    item: Bilingual


@dataclass(frozen=True)
class PublicView:
    """What anyone with number and query code may know."""

    number: str
    item: Bilingual
    status: str
    outcome: str
    received_on: date
    department: Bilingual
    due_on: date | None
    provisional: bool
    channel: str = "portal"
    asked: tuple[tuple[str, str], ...] = ()
    """What the office asked to be corrected, each with what would make it right, while it waits for that."""
    bring_to: str = ""
    """Code of the department whose window takes papers in."""
    windows: tuple[Text | str, ...] = ()
    """The windows that the item names, by code or in words."""
    revision_id: int = 0


def days_left(due: date | None, today: date) -> int | None:
    """Working days until a due date, negative when it is past. Only the day itself is 0: a weekend does not hide lateness."""
    if due is None or due == today:
        return None if due is None else 0
    first, last = sorted((due, today))
    days = max(1, calendar().count(first, last))
    return days if due > today else -days


def open_tasks(
    actor: Actor, *, today: date, wanted: TaskFilter | None = None, page: int = 1
) -> tuple[list[TaskLine], int]:
    """What waits for the actor's posts, the most urgent first, and how many there are in all.

    One query, which counts as it reads; a second one only beyond the last page.
    """
    rows = narrowed(actor, wanted or TaskFilter(), today=today)
    counted = rows.select_related("case__applicant").annotate(in_all=Window(Count("pk")))
    found = list(counted[(page - 1) * PAGE : page * PAGE])
    names = matter_names({task.case.revision_id for task in found})
    lines = [
        TaskLine(task, names[task.case.revision_id, task.case.item], days_left(task.due_on, today)) for task in found
    ]
    return lines, found[0].in_all if found else rows.count() if page > 1 else 0


def task_figures(actor: Actor, *, today: date) -> TaskFigures:
    """How much waits for the actor's posts, by step, by urgency and by item. One query, whatever it holds."""
    columns = ("step", "due_on", "case__item", "case__revision_id")
    return _figures(tasks_of(actor).values_list(*columns).annotate(count=Count("pk")).order_by(), today)


def figures_of(lines: Iterable[TaskLine], *, today: date) -> TaskFigures:
    """The same of tasks already read, where they are all that waits. No query."""
    tasks = [line.task for line in lines]
    return _figures(((each.step, each.due_on, each.case.item, each.case.revision_id, 1) for each in tasks), today)


def _figures(rows: Iterable[tuple[str, date | None, str, int, int]], today: date) -> TaskFigures:
    soon = calendar().add(today, SOON)
    by_step: Counter[str] = Counter()
    by_due: Counter[Urgency] = Counter()
    by_item: Counter[tuple[int, str]] = Counter()
    for step, due, item, revision_id, count in rows:
        by_step[step] += count
        by_item[revision_id, item] += count
        urgency: Urgency = "later"
        if due is not None and due <= soon:
            urgency = "late" if due < today else "today" if due == today else "soon"
        by_due[urgency] += count
    return TaskFigures(by_step, by_due, by_item)


def done_tasks(actor: Actor, *, limit: int = 10) -> list[TaskLine]:
    """What the actor did last, the latest first. One query."""
    rows = Task.objects.filter(done_by=actor.user_id, state=Task.State.DONE).select_related("case__applicant")
    found = list(rows.order_by("-done_at")[:limit])
    names = matter_names({task.case.revision_id for task in found})
    return [TaskLine(task, names[task.case.revision_id, task.case.item], None) for task in found]


def cases_of(actor: Actor, *, page: int = 1) -> tuple[list[CaseLine], int]:
    """The cases that the actor may see of the party they speak for: what waits for the applicant first, then the newest.

    Two queries.
    """
    waits = When(status=Status.CORRECTION.value, then=0)
    rows = visible_cases(actor).alias(turn=Choice(waits, default=1))
    return _lines(rows.order_by("turn", "-received_at", "-pk"), page)


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases an official's departments collect, accept, decide or regulate; or those of an applicant's party.

    A department has also the closed cases of those that a reform merged into it. One query before the caller's own.
    """
    if actor.party_id is not None:
        rows = Case.objects.filter(applicant_id=actor.party_id)
        return rows if actor.scope is None else rows.filter(item__in=actor.scope)
    wide = {post.department for post in actor.posts if post.acting is None or post.acting.items is None}
    theirs = _of(wide | catalogue.predecessors(wide))
    for post in actor.posts:
        if post.acting and post.acting.items is not None and post.department not in wide:
            theirs |= _of({post.department}) & Q(item__in=sorted(post.acting.items))
    return Case.objects.filter(theirs)


def _of(departments: Collection[str]) -> Q:
    return (
        Q(collects__in=departments)
        | Q(accepts__in=departments)
        | Q(decides__in=departments)
        | Q(regulates__in=departments)
    )


def search_cases(actor: Actor, *, text: str = "", status: str = "", page: int = 1) -> tuple[list[CaseLine], int]:
    """Cases of the actor's departments by number or applicant's name. Three queries."""
    return _lines(_found(actor, text, status), page)


def walk_cases(actor: Actor, *, text: str = "", status: str = "", most: int) -> Iterator[Case]:
    """What ``search_cases`` finds, each with its applicant, read in chunks: memory does not grow with it."""
    yield from _found(actor, text, status).select_related("applicant")[:most].iterator(chunk_size=200)


def _found(actor: Actor, text: str, status: str) -> QuerySet[Case]:
    rows = visible_cases(actor)
    if text := text.strip():
        rows = rows.filter(Q(number__istartswith=text) | Q(applicant__name__icontains=text))
    if status:
        rows = rows.filter(status=status)
    return rows.order_by("-received_at", "-pk")


def _lines(rows: QuerySet[Case], page: int) -> tuple[list[CaseLine], int]:
    found = list(rows.select_related("applicant")[(page - 1) * PAGE : page * PAGE])
    names = matter_names({case.revision_id for case in found})
    return [CaseLine(case, names[case.revision_id, case.item]) for case in found], rows.count()


def open_case_page(case_id: int, *, actor: Actor, now: datetime) -> Dossier:
    """One case for someone who may see it. Raises ``NoSuchCase`` for all others. Three queries."""
    case = Case.objects.select_related("applicant").filter(pk=case_id).first()
    if case is None or not may_see(case, actor):
        raise NoSuchCase
    return load(case, now=now)


def open_task_page(task_id: int, *, actor: Actor, now: datetime) -> tuple[Dossier, Task]:
    """The case of a task, for someone who may see it, and the task. Raises ``NoSuchCase``. Three queries."""
    case = Case.objects.select_related("applicant").filter(tasks__pk=task_id).first()
    if case is None or not may_see(case, actor):
        raise NoSuchCase
    dossier = load(case, now=now)
    return dossier, next(task for task in dossier.tasks if task.pk == task_id)


def task_acts(dossier: Dossier, actor: Actor) -> list[tuple[Task, tuple[Act, ...]]]:
    """现在依法可以: the open tasks this actor may do, with what the law lets them do."""
    return [
        (task, tuple(act for act in acts_of(dossier, task) if _within(task, dossier.case, actor, act)))
        for task in dossier.open_tasks()
        if free_for(task, actor) and may_do(task, dossier.case, actor)
    ]


def _within(task: Task, case: Case, actor: Actor, act: Act) -> bool:
    """Whether one of the posts that let the task be done is wide enough for this act."""
    return task.department == "applicant" or bool(task_posts(task, case, actor, act.code))


def side_acts_for(dossier: Dossier, actor: Actor) -> list[Act]:
    """Acts beside the steps that this actor may do now."""
    if dossier.case.closed_at:
        return []
    return [side.act for side in dossier.kind.side_acts(dossier.view) if may_side(side, dossier.case, actor)]


def handed_in(case: Case) -> list[Material]:
    """The papers of a case, those replaced as well. One query."""
    return list(Material.objects.filter(case=case).select_related("file").order_by("material", "added_at"))


def papers_of(draft: Draft) -> list[Material]:
    """The papers of a draft that count. One query."""
    rows = Material.objects.filter(draft=draft, replaced_at=None)
    return list(rows.select_related("file").order_by("material", "added_at"))


def asked_corrections(dossier: Dossier) -> list[dict[str, Any]]:
    """What the office asked to be corrected the last time, each with the instant of asking. No query."""
    asking = [task for task in dossier.tasks if task.state == Task.State.DONE and task.data.get("missing")]
    if not asking:
        return []
    last = max(asking, key=lambda task: task.wait)
    return [{**entry, "asked_at": last.done_at} for entry in last.data["missing"]]


@dataclass(frozen=True)
class PublicFigures:
    """Today's public account: counts, and the share of promises kept in the last 30 days (None without any)."""

    received_today: int
    decided: int
    kept: int

    @property
    def kept_share(self) -> float | None:
        return self.kept / self.decided if self.decided else None


def public_figures(*, now: datetime) -> PublicFigures:
    """What everyone may know of how the city is doing. Two queries on indexes."""
    start = datetime.combine(law_date(now), time(), tzinfo=LAW_ZONE)
    met = ClockRow.objects.filter(
        name="promised", state=ClockRow.State.MET, ended_on__gte=law_date(now) - timedelta(days=30)
    ).aggregate(all=Count("pk"), kept=Count("pk", filter=Q(ended_on__lte=F("due_on"))))
    return PublicFigures(
        Case.objects.filter(received_at__gte=start, submitted_by__isnull=False).count(), met["all"], met["kept"]
    )


def explained_due(row: ClockRow) -> Due | None:
    """When a clock is up, with the reason of every day; None while it stands still."""
    return due_of(row, calendar())


def public_view(*, number: str, code: str) -> PublicView:
    """Where a case stands, for anyone with its number and query code. Raises ``NoSuchCase`` for either being wrong."""
    case = Case.objects.filter(number=number.strip().upper()).first()
    if case is None or case.query_code.replace("-", "") != "".join(code.split()).upper().replace("-", ""):
        raise NoSuchCase
    names = matter_names({case.revision_id})
    clock = (
        ClockRow.objects.filter(case=case, state=ClockRow.State.RUNNING, due_on__isnull=False)
        .order_by("due_on")
        .first()
    )
    return PublicView(
        number=case.number,
        item=names[case.revision_id, case.item],
        status=case.status,
        outcome=case.outcome,
        received_on=law_date(case.received_at),
        department=department_title(case, case.accepts),
        due_on=clock.due_on if clock else None,
        provisional=clock.provisional if clock else False,
        channel=case.channel,
        asked=_asked_of(case) if case.status == Status.CORRECTION else (),
        bring_to=case.collects,
        windows=_windows_of(case),
        revision_id=case.revision_id,
    )


def _windows_of(case: Case) -> tuple[Text | str, ...]:
    item, _graph = matter(case.kind, case.item, case.handling, revision_id=case.revision_id)
    return tuple(catalogue.implementation(item, division=case.division, handling=case.handling).windows)


def _asked_of(case: Case) -> tuple[tuple[str, str], ...]:
    """The one-time list that stands now. One query."""
    done = Task.objects.filter(case=case, state=Task.State.DONE, step="acceptance").order_by("-wait").first()
    return tuple((entry["label"], entry["how"]) for entry in done.data.get("missing", ())) if done else ()
