"""My tasks, and finding a case."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.modules.desk.lists import DUE_NAMES, PAGE, STATES, Wanted, list_pane, post_line, step_title
from weimin.ui.api import Choice, Column, Entry, Fact, Link, page_of
from weimin.ui.words import day

__all__ = ["mine", "search"]


@official
@never_cache
def mine(request: Request) -> HttpResponse:
    """What waits for my posts, by due date; what narrows the list stays in the address."""
    pane = list_pane(request)
    figures: cases.TaskFigures = pane["figures"]
    context: dict[str, Any] = {
        **pane,
        "facts": [
            Fact(name, str(count), href=Wanted(due=due).query if count else "")
            for due, name in DUE_NAMES.items()
            if (count := figures.by_due.get(due, 0)) is not None
        ],
        "first": pane["tasks"][0] if pane["tasks"] else None,
        "done": [
            Entry(
                Bilingual("{i} · {a}", "{i} · {a}").format(i=line.item, a=line.task.case.applicant.name),
                line.task.done_at,
                detail=step_title(line.task),
                links=[Link(line.task.case.number, f"/desk/cases/{line.task.case_id}/")],
            )
            for line in cases.done_tasks(request.actor)
        ],
    }
    return render(request, "desk/mine.html", context)


@official
@never_cache
def search(request: Request) -> HttpResponse:
    """Cases of my departments, by number or applicant."""
    text, status = request.GET.get("q", "").strip()[:60], request.GET.get("status", "")
    status = status if status in STATES else ""
    lines, total = cases.search_cases(request.actor, text=text, status=status, page=page_of(request))
    context = {
        "text": text,
        "status": status,
        "statuses": [
            Choice("", Bilingual("全部状态", "All states")),
            *(Choice(code.value, name) for code, name in STATES.items()),
        ],
        "columns": [
            Column(Bilingual("编号", "Number")),
            Column(Bilingual("事项", "Service")),
            Column(Bilingual("申请人", "Applicant")),
            Column(Bilingual("收件", "Received")),
            Column(Bilingual("状态", "State")),
        ],
        "rows": [_row(line, request) for line in lines],
        "nothing": Bilingual(
            "没有符合条件的办件。请核对编号，或者只写申请人名称的一部分。",
            "No case matches. Check the number, or write only a part of the applicant's name.",
        ),
        "page": Paginator(range(total), PAGE).get_page(page_of(request)),
        "posts": post_line(request),
    }
    return render(request, "desk/search.html", context)


def _row(line: cases.CaseLine, request: Request) -> list[Any]:
    case = line.case
    return [
        Link(case.number, f"/desk/cases/{case.pk}/"),
        line.item,
        case.applicant.name,
        day(case.received_at, request.now),
        cases.OUTCOME_NAMES.get(case.outcome) or STATES[cases.Status(case.status)],
    ]
