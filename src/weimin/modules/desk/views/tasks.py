"""My tasks, and finding a case."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk.lists import step_name, task_rows, urgency
from weimin.ui.api import Choice, Column, Link
from weimin.ui.words import day

__all__ = ["mine", "search"]

PAGE = 30


def page_of(request: Request) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@official
@never_cache
def mine(request: Request) -> HttpResponse:
    """What waits for my posts, by due date; filters stay in the address."""
    step = request.GET.get("step", "")
    page, today = page_of(request), law_date(request.now)
    lines, total = cases.open_tasks(request.actor, today=today, step=step, page=page)
    context = {
        "tasks": task_rows(lines),
        "lines": lines,
        "urgency": urgency(lines),
        "total": total,
        "page": Paginator(range(total), PAGE).get_page(page),
        "step": step,
        "steps": [Choice("", Bilingual("全部环节", "All steps")), *_steps(request)],
    }
    return render(request, "desk/mine.html", context)


def _steps(request: Request) -> list[Choice]:
    """The steps that the actor's posts can meet."""
    roles = {role for post in request.actor.posts for role in post.roles}
    by_role = {
        "acceptor": ["acceptance"],
        "reviewer": ["review", "opinion"],
        "inspector": ["visit"],
        "expert-secretary": ["special"],
        "decider": ["decision"],
        "issuer": ["making"],
        "window": ["delivery"],
    }
    return [Choice(step, step_name(step)) for role, steps in by_role.items() if role in roles for step in steps]


@official
@never_cache
def search(request: Request) -> HttpResponse:
    """Cases of my departments, by number or applicant."""
    text, status = request.GET.get("q", "").strip()[:60], request.GET.get("status", "")
    page = page_of(request)
    lines, total = cases.search_cases(request.actor, text=text, status=status, page=page)
    columns = [
        Column(Bilingual("编号", "Number")),
        Column(Bilingual("事项", "Service")),
        Column(Bilingual("申请人", "Applicant")),
        Column(Bilingual("收件", "Received")),
        Column(Bilingual("状态", "Status")),
    ]
    rows = [
        [
            Link(line.case.number, f"/desk/cases/{line.case.pk}/"),
            line.item,
            line.case.applicant.name,
            day(line.case.received_at, request.now),
            cases.OUTCOME_NAMES.get(line.case.outcome) or cases.STATUS_NAMES[cases.Status(line.case.status)],
        ]
        for line in lines
    ]
    context = {
        "text": text,
        "status": status,
        "statuses": [
            Choice("", Bilingual("全部状态", "All states")),
            *(Choice(code.value, name) for code, name in cases.STATUS_NAMES.items()),
        ],
        "columns": columns,
        "rows": rows,
        "page": Paginator(range(total), PAGE).get_page(page),
    }
    return render(request, "desk/search.html", context)
