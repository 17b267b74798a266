"""经办人: taking a step in hand, giving it back, and the head's assigning it to someone of the post."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.lawtime import law_date
from weimin.modules.desk.lists import list_pane, step_title
from weimin.ui.api import Choice

__all__ = ["hands"]

DONE = {
    "take": Bilingual("这一步由您经办。", "You have this step in hand."),
    "put-back": Bilingual("已交回本岗。", "It is back with the post."),
    "assign": Bilingual("已改派。", "It has been assigned."),
}


@official
@never_cache
def hands(request: Request, task_id: int) -> HttpResponse:
    """The page that asks, and the three acts."""
    if request.method == "POST":
        return _do(request, task_id)
    dossier, task = cases.open_task_page(task_id, actor=request.actor, now=request.now)
    is_head, mine = request.actor.heads(task.department), task.assignee_id == request.actor.user_id
    fill = identity.actor_posts_for(task.role, task.department, on=law_date(request.now)) if is_head else {}
    people = identity.users([*fill, task.assignee_id or 0])
    context = {
        **list_pane(request, current=dossier.case.pk),
        "case": dossier.case,
        "title": step_title(task),
        "holder": people[task.assignee_id].name if task.assignee_id else "",
        "choices": [Choice(str(pk), people[pk].name) for pk in fill],
        "may_take": not mine and bool(request.actor.posts_for(role=task.role, department=task.department)),
        "may_put_back": task.assignee_id is not None and (mine or is_head),
    }
    return render(request, "desk/hands.html", context)


def _do(request: Request, task_id: int) -> HttpResponse:
    act = request.POST.get("do", "")
    try:
        task = _act(request, task_id, act)
    except cases.NoSuchCase:
        raise
    except WeiminError as error:
        messages.warning(request, str(error.message))
        dossier, _task = cases.open_task_page(task_id, actor=request.actor, now=request.now)
        return redirect("desk:case", dossier.case.pk)
    messages.success(request, str(DONE[act]))
    return redirect("desk:case", task.case_id)


def _act(request: Request, task_id: int, act: str) -> cases.Task:
    user = request.POST.get("user", "")
    if act == "take":
        return cases.take_task(task_id, actor=request.actor, now=request.now)
    if act == "put-back":
        return cases.put_back(task_id, actor=request.actor, now=request.now)
    if act == "assign" and user.isascii() and user.isdigit() and len(user) < 19:
        return cases.assign_task(task_id, user_id=int(user), actor=request.actor, now=request.now)
    raise cases.ActNotAllowed
