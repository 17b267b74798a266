"""A head's view of the department: posts without anyone, who has which tasks in hand, substitutes, delegations."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, official
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.staffing.answers import Form, attempt, day_of, number_of
from weimin.modules.staffing.views.common import colleagues, frame, headed, with_items
from weimin.modules.staffing.views.mine import SAVED, UNTIL
from weimin.ui.api import Choice, Column, Link, page_of
from weimin.ui.words import day

__all__ = ["department"]

PAGE = 30
NUMBER = Bilingual("编号", "Number")


@official
@never_cache
def department(request: Request) -> HttpResponse:
    """People and posts of my departments: who is away, who stands in, where nobody is, whose hands tasks are in."""
    departments = headed(request)

    def page(form: Form) -> HttpResponse:
        return render(request, "staffing/department.html", _context(request, departments, form))

    if request.method != "POST":
        return page(Form())
    about = {"actor": request.actor, "now": request.now}
    acts = {
        "substitute": lambda: _name(request),
        "end-substitute": lambda: identity.end_substitute(number_of(request, "id", NUMBER), **about),  # type: ignore[arg-type]
        "consent": lambda: identity.consent(number_of(request, "id", NUMBER), **about),  # type: ignore[arg-type]
        "revoke": lambda: identity.revoke(number_of(request, "id", NUMBER), **about),  # type: ignore[arg-type]
    }
    return attempt(request, page, acts, SAVED)


def _name(request: Request) -> identity.Substitute:
    return identity.name_substitute(
        request.actor,
        post=request.POST.get("post", ""),
        user_id=number_of(request, "user", Bilingual("由谁顶岗", "Who stands in")),
        until=day_of(request, "until", UNTIL) if request.POST.get("until") else None,
        now=request.now,
    )


def _context(request: Request, departments: list[str], form: Form) -> dict[str, Any]:
    today = law_date(request.now)
    tasks, total = cases.tasks_in_hand(departments, page=page_of(request), per_page=PAGE)
    away = identity.absent({task.assignee_id or 0 for task in tasks}, now=request.now)
    posts = organisations.posts(on=today)
    return {
        **frame(request, "department"),
        "form": form,
        "empty_posts": [post.name for post in identity.uncovered(departments, now=request.now)],
        "columns": [
            Column(Bilingual("编号", "Number")),
            Column(Bilingual("环节", "Step")),
            Column(Bilingual("经办人", "In whose hands")),
            Column(Bilingual("到期", "Due")),
        ],
        "rows": [_row(task, task.assignee_id in away, request) for task in tasks],
        "nothing": Bilingual("没有人接手任务：都在岗位上等。", "Nobody has taken a task: all wait at their posts."),
        "page": Paginator(range(total), PAGE).get_page(page_of(request)),
        "substitutes": identity.substitutes_in(departments, on=today),
        "delegations": with_items(identity.delegations_in(departments, on=today)),
        "post_choices": [
            Choice(ref, Bilingual("{p}", "{p}").format(p=post.name))
            for ref, post in posts.items()
            if post.department.code in departments
        ],
        "people": colleagues(departments, today),
    }


def _row(task: cases.Task, away: bool, request: Request) -> list[Any]:
    name = task.assignee.name if task.assignee else ""
    gone = Bilingual("{n}（不在岗，将退回本岗）", "{n} (away; it goes back to the post)")
    return [
        Link(task.case.number, f"/desk/tasks/{task.pk}/hands/"),
        task.name,
        gone.format(n=name) if away else name,
        day(task.due_on, request.now) if task.due_on else "—",
    ]
