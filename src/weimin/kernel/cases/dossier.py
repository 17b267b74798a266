"""A case with all that an act needs, loaded in three statements and written in five.

Load: case with applicant (locked), tasks, clocks. Write: tasks, clocks, case, papers, journal. That is the whole of a
step's budget of eight statements (DESIGN §9); ``tests/kernel/cases`` holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from weimin.blueprint.answers import EffectiveClock, Filling, effective_clocks
from weimin.blueprint.items import Handling, Implementation, Item
from weimin.kernel.cases.answering import filling_of, lacking_papers, printed_answers
from weimin.kernel.cases.clocks import clock_views
from weimin.kernel.cases.definition import CaseKind, CaseView, Status
from weimin.kernel.cases.departments import implementation_now
from weimin.kernel.cases.errors import NoSuchCase
from weimin.kernel.cases.models import Case, ClockRow, Task
from weimin.kernel.cases.registry import kind, matter
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import CertificateOrder, DeliveryOrder, Paper
from weimin.kernel.rows.api import Reading
from weimin.lib.procedure import Graph

__all__ = ["Dossier", "load", "lock_case"]


@dataclass
class Dossier:
    """One case in memory, with its definition under the revision at filing."""

    case: Case
    tasks: list[Task]
    clocks: list[ClockRow]
    item: Item
    handling: Handling
    implementation: Implementation
    graph: Graph
    kind: CaseKind
    now: datetime
    touched_tasks: list[Task] = field(default_factory=list)
    touched_clocks: list[ClockRow] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    certificate_orders: list[CertificateOrder] = field(default_factory=list)
    delivery_orders: list[DeliveryOrder] = field(default_factory=list)
    noted: frozenset[str] | None = None
    """What the journal has of the case, by action, and ``part`` if it is a part of a whole; where the page has read it whole."""
    handled_by: str = ""
    """Who acts for whom, where somebody does (戚松年（代蓝云舟）): papers of this act say so."""

    @property
    def view(self) -> CaseView:
        case = self.case
        lacking, deferred = lacking_papers(self.item, case.lacking)
        return CaseView(
            item=self.item,
            handling=self.handling,
            implementation=self.implementation,
            rules=self.rules,
            status=Status(case.status),
            received_on=case.papers_received_on,
            accepted_on=case.accepted_on,
            decided_on=case.decided_on,
            clocks=clock_views(self.clocks),
            applicant=case.applicant.name,
            printed=self._printed,
            lacking=lacking,
            deferred=deferred,
            query_code=case.query_code,
            channel=case.channel,
            outcome=case.outcome,
            handling_code=case.handling,
        )

    @cached_property
    def rules(self) -> Mapping[str, EffectiveClock]:
        clocks = effective_clocks(self.item, self.case.handling, self.implementation)
        return {str(name): clock for name, clock in clocks.items()}

    @cached_property
    def _printed(self) -> tuple[tuple[str, str], ...]:
        return printed_answers(self.filling)

    @cached_property
    def filling(self) -> Filling:
        """The application as answered, under the rules at filing."""
        return filling_of(self.item, self.case, self.now)

    def context(self) -> Mapping[str, Any]:
        """What conditions of the procedure may read: the answers, and what each step found."""
        steps: dict[str, Any] = {}
        for task in self.tasks:
            if task.state == Task.State.DONE:
                answer = {"data": task.data}
                steps[task.node] = {**steps.get(task.node, {}), task.instance: answer} if task.instance else answer
        return {**self.filling.context, "steps": steps}

    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.state == Task.State.OPEN]

    def task(self, wait: int) -> Task:
        return next(task for task in self.tasks if task.wait == wait)

    def touch_task(self, task: Task) -> None:
        if task not in self.touched_tasks:
            self.touched_tasks.append(task)

    def touch_clock(self, row: ClockRow) -> None:
        if row not in self.touched_clocks:
            self.touched_clocks.append(row)


CASE: Final = Reading(Case, 'WHERE "cases_case"."id" = %s', related="applicant")
CASE_OF_TASK: Final = Reading(
    Case, 'WHERE "cases_case"."id" = (SELECT case_id FROM cases_task WHERE id = %s)', related="applicant"
)
CASE_OF_CLOCK: Final = Reading(
    Case, 'WHERE "cases_case"."id" = (SELECT case_id FROM cases_clockrow WHERE id = %s)', related="applicant"
)
TASKS_THAT_COUNT: Final = Reading(
    Task,
    """WHERE case_id = %s AND (state = 'open' OR id = %s OR wait IN (
         SELECT max(wait) FROM cases_task WHERE case_id = %s AND state = 'done' GROUP BY node, instance
       )) ORDER BY wait""",
)
CLOCKS_THAT_COUNT: Final = Reading(
    ClockRow,
    """WHERE case_id = %s AND (state IN ('running', 'suspended') OR id = %s OR (name, round) IN (
         SELECT name, max(round) FROM cases_clockrow WHERE case_id = %s GROUP BY name
       )) ORDER BY name, round""",
)


def lock_case(
    *, now: datetime, case_id: int = 0, task_id: int = 0, clock_id: int = 0, skip_locked: bool = False
) -> Dossier:
    """Load a case for an act, locked until the transaction ends; it is named by itself, a task or a clock of it.

    Three statements. Of tasks and clocks come those that can still matter: what is open, the last answer of each step,
    the last round of each clock, and the named one; an act costs the same after two hundred corrections. Raises
    ``NoSuchCase``, with ``skip_locked`` also when someone else holds it (PostgreSQL).
    """
    find, key = next(
        (find, key)
        for find, key in ((CASE_OF_TASK, task_id), (CASE_OF_CLOCK, clock_id), (CASE, case_id))
        if key or find is CASE
    )
    case = next(iter(find(key, lock=True, skip_locked=skip_locked)), None)
    if case is None:
        raise NoSuchCase
    tasks = TASKS_THAT_COUNT(case.pk, task_id, case.pk)
    return _dossier(case, tasks, CLOCKS_THAT_COUNT(case.pk, clock_id, case.pk), now)


def load(case: Case, *, now: datetime) -> Dossier:
    """The whole dossier of a case row that has its applicant. Two statements."""
    tasks = list(Task.objects.filter(case=case).order_by("wait"))
    return _dossier(case, tasks, list(ClockRow.objects.filter(case=case).order_by("name", "round")), now)


def _dossier(case: Case, tasks: list[Task], clocks: list[ClockRow], now: datetime) -> Dossier:
    item, graph = matter(case.kind, case.item, case.handling, revision_id=case.revision_id)
    handling = item.handlings[case.handling]
    offered = catalogue.implementation(item, division=case.division, handling=case.handling)
    return Dossier(
        case=case,
        tasks=tasks,
        clocks=clocks,
        item=item,
        handling=handling,
        implementation=implementation_now(case, offered),
        graph=graph,
        kind=kind(case.kind),
        now=now,
    )
