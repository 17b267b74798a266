"""A case with all that an act needs, loaded in three statements and written in five.

Load: case with applicant (locked), tasks, clocks. Write: tasks, clocks, case, papers, journal. That is the whole of a
step's budget of eight statements (DESIGN §9); ``tests/kernel/cases`` holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from weimin.blueprint.answers import ClockName, EffectiveClock, Filling, effective_clocks
from weimin.blueprint.items import Handling, Implementation, Item
from weimin.kernel.cases.answering import filling_of, lacking_papers, printed_answers
from weimin.kernel.cases.clocks import clock_views
from weimin.kernel.cases.definition import CaseKind, CaseView, Status
from weimin.kernel.cases.errors import NoSuchCase
from weimin.kernel.cases.models import Case, ClockRow, Task
from weimin.kernel.cases.registry import kind
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import Paper
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

    @property
    def view(self) -> CaseView:
        case = self.case
        lacking, deferred = lacking_papers(self.item, case.lacking)
        return CaseView(
            item=self.item,
            handling=self.handling,
            implementation=self.implementation,
            rules={str(name): clock for name, clock in self.rules.items()},
            status=Status(case.status),
            received_on=case.papers_received_on,
            accepted_on=case.accepted_on,
            decided_on=case.decided_on,
            clocks=clock_views(self.clocks),
            applicant=case.applicant.name,
            printed=printed_answers(self.filling),
            lacking=lacking,
            deferred=deferred,
            query_code=case.query_code,
            channel=case.channel,
            outcome=case.outcome,
        )

    @cached_property
    def rules(self) -> Mapping[ClockName, EffectiveClock]:
        return effective_clocks(self.item, self.case.handling, self.implementation)

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


def lock_case(*, now: datetime, skip_locked: bool = False, **where: Any) -> Dossier:
    """Load a case for an act, locked until the transaction ends. Three statements.

    Raises ``NoSuchCase``, with ``skip_locked`` also when someone else holds it (PostgreSQL).
    """
    rows = (
        Case.objects.select_for_update(of=("self",), skip_locked=skip_locked)
        .select_related("applicant")
        .filter(**where)
    )
    case = rows.first()
    if case is None:
        raise NoSuchCase
    return load(case, now=now)


def load(case: Case, *, now: datetime) -> Dossier:
    """The dossier of a case row that has its applicant. Two statements."""
    item = catalogue.item(case.item, revision_id=case.revision_id)
    handling = item.handlings[case.handling]
    offered = catalogue.implementation(item, division=case.division, handling=case.handling)
    return Dossier(
        case=case,
        tasks=list(Task.objects.filter(case=case).order_by("wait")),
        clocks=list(ClockRow.objects.filter(case=case).order_by("name", "round")),
        item=item,
        handling=handling,
        implementation=offered.model_copy(update={"decides": case.decides}) if offered.decided_by else offered,
        graph=catalogue.procedure(handling.procedure, revision_id=case.revision_id),
        kind=kind(case.kind),
        now=now,
    )
