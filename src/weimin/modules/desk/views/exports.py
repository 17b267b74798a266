"""What is seen, as a workbook. Taking it away is journalled: it holds people's names."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import transaction
from django.http import FileResponse
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import LAW_ZONE, law_date
from weimin.modules.desk.export import MEDIA_TYPE, workbook
from weimin.modules.desk.lists import STATES, step_title, wanted_of

__all__ = ["found", "waiting"]

MOST: Final = 10_000
"""Rows of one workbook; the sheet says so where there are more."""


@official
@never_cache
def waiting(request: Request) -> FileResponse:
    """My tasks as they are narrowed."""
    columns = [
        (str(Bilingual("编号", "Number")), 30), (str(Bilingual("事项", "Service")), 34),
        (str(Bilingual("申请人", "Applicant")), 28), (str(Bilingual("环节", "Step")), 16),
        (str(Bilingual("到期", "Due")), 12), (str(Bilingual("剩余工作日", "Working days left")), 12),
        (str(Bilingual("收件", "Received")), 18),
    ]  # fmt: skip
    today = law_date(request.now)
    tasks = cases.walk_tasks(request.actor, wanted_of(request).filter, today=today, most=MOST)
    return _sent(request, "tasks", str(Bilingual("我的任务", "My tasks")), columns, _task_rows(tasks, request))


def _task_rows(tasks: Iterable[cases.Task], request: Request) -> Iterator[list[Any]]:
    today = law_date(request.now)
    for task in tasks:
        case = task.case
        yield [
            case.number, _name(case), case.applicant.name, str(step_title(task)), task.due_on,
            cases.days_left(task.due_on, today), case.received_at.astimezone(LAW_ZONE),
        ]  # fmt: skip


@official
@never_cache
def found(request: Request) -> FileResponse:
    """The cases that a search of my departments finds."""
    columns = [
        (str(Bilingual("编号", "Number")), 30), (str(Bilingual("事项", "Service")), 34),
        (str(Bilingual("申请人", "Applicant")), 28), (str(Bilingual("收件", "Received")), 18),
        (str(Bilingual("状态", "State")), 24), (str(Bilingual("结果", "Result")), 14),
    ]  # fmt: skip
    text, status = request.GET.get("q", "").strip()[:60], request.GET.get("status", "")
    rows = cases.walk_cases(request.actor, text=text, status=status if status in STATES else "", most=MOST)
    return _sent(request, "cases", str(Bilingual("办件", "Cases")), columns, map(_case_row, rows))


def _case_row(case: cases.Case) -> list[Any]:
    outcome = cases.OUTCOME_NAMES.get(case.outcome, "")
    received = case.received_at.astimezone(LAW_ZONE)
    return [
        case.number,
        _name(case),
        case.applicant.name,
        received,
        str(STATES[cases.Status(case.status)]),
        str(outcome),
    ]


def _name(case: cases.Case) -> str:
    return str(cases.matter_names({case.revision_id})[case.revision_id, case.item])


def _sent(
    request: Request, what: str, title: str, columns: list[tuple[str, int]], rows: Iterator[list[Any]]
) -> FileResponse:
    counted = _Counted(rows)
    book = workbook(title, columns, counted)
    with transaction.atomic():
        journal.append(
            actor=request.actor.ref,
            action="desk.list-exported",
            resource=f"list:{what}",
            payload={"rows": counted.count, "query": request.GET.urlencode()[:500]},
            now=request.now,
        )
    name = f"{what}-{law_date(request.now).isoformat()}.xlsx"
    response = FileResponse(book, as_attachment=True, filename=name, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    return response


class _Counted:
    """Rows on their way, counted."""

    def __init__(self, rows: Iterator[list[Any]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self._rows:
            self.count += 1
            yield row
