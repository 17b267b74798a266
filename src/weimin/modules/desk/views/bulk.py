"""Several cases at once, where the law asks nothing to be said of each: chosen, confirmed, done one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.lawtime import law_date
from weimin.modules.desk.lists import post_line, step_name, step_title, wanted_of

__all__ = ["bulk"]

MOST: Final = 50
"""Each is a transaction of its own; more would keep the official waiting."""


@dataclass(frozen=True)
class Done:
    """How it went with one case."""

    number: str
    href: str
    why_not: Bilingual | None = None


@official
@never_cache
def bulk(request: Request) -> HttpResponse:
    """GET shows what may be done at once; POST asks again; POST with ``confirm`` does it and says how each went."""
    chosen = {int(text) for text in request.POST.getlist("task")[:MOST] if text.isascii() and text.isdigit()}
    act = request.POST.get("act", "")
    step, _, outcome = act.partition("/")
    name = _possible().get((step, outcome))
    if request.method != "POST" or not chosen or name is None:
        return _choose(request, asked=request.method == "POST")
    rows = [task for task in _waiting(request, cases.TaskFilter(step=step), 10_000) if task.pk in chosen]
    context = {"act": act, "name": name, "posts": post_line(request), "gone": len(chosen) - len(rows)}
    if "confirm" not in request.POST:
        return render(request, "desk/bulk_confirm.html", {**context, "rows": rows})
    results = [_do(request, task, outcome) for task in rows]
    context["done"] = [each for each in results if each.why_not is None]
    context["refused"] = [each for each in results if each.why_not is not None]
    return render(request, "desk/bulk_done.html", context)


def _choose(request: Request, *, asked: bool) -> HttpResponse:
    wanted, today = wanted_of(request), law_date(request.now)
    figures = cases.task_figures(request.actor, today=today)
    offered = [step for step in sorted({step for step, _ in _possible()}) if figures.by_step.get(step)]
    step = wanted.step if wanted.step in offered else next(iter(offered), "")
    found = _waiting(request, replace(wanted.filter, step=step), MOST) if step else []
    names = cases.matter_names({task.case.revision_id for task in found})
    context = {
        "wanted": wanted,
        "steps": [
            {
                "name": step_name(each),
                "count": figures.by_step[each],
                "href": f"/desk/bulk/?step={each}",
                "current": each == step,
            }
            for each in offered
        ],
        "rows": [
            {
                "task": task,
                "item": names[task.case.revision_id, task.case.item],
                "title": step_title(task),
                "left": cases.days_left(task.due_on, today),
            }
            for task in found
        ],
        "acts": [(f"{each}/{outcome}", name) for (each, outcome), name in _possible().items() if each == step],
        "asked": asked,
        "most": MOST,
        "posts": post_line(request),
    }
    return render(request, "desk/bulk.html", context, status=422 if asked else 200)


def _waiting(request: Request, wanted: cases.TaskFilter, most: int) -> list[cases.Task]:
    """Tasks of the official's own posts: what is somebody else's is never among them."""
    return list(cases.walk_tasks(request.actor, wanted, today=law_date(request.now), most=most))


def _do(request: Request, task: cases.Task, outcome: str) -> Done:
    """One case; a refusal stops no other."""
    href = f"/desk/cases/{task.case_id}/"
    try:
        cases.complete_task(task.pk, outcome=outcome, data={}, actor=request.actor, now=request.now)
    except WeiminError as error:
        return Done(task.case.number, href, error.message)
    return Done(task.case.number, href)


def _possible() -> Mapping[tuple[str, str], Bilingual]:
    """Everything that some line of business lets be done at once."""
    return {act: name for kind in cases.kinds() for act, name in kind.bulk.items()}
