"""The official's own: views of the list, phrases, text that is not sent yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.modules.desk import services
from weimin.modules.desk.errors import BadName, TooMany
from weimin.modules.desk.forms import written
from weimin.modules.desk.lists import post_line, read_wanted

__all__ = ["forget_phrase", "forget_view", "keep_text", "phrases", "save_view"]


@official
@require_POST
def save_view(request: Request) -> HttpResponse:
    """Keep the list as it is narrowed now, under a name."""
    wanted = read_wanted(request.POST)
    if not wanted.is_narrow:
        messages.warning(request, str(Bilingual("先选好条件，再保存。", "Narrow the list first, then save it.")))
        return redirect("desk:home")
    try:
        view = services.save_view(
            user_id=_user(request), name=request.POST.get("name", ""), query=wanted.query, now=request.now
        )
    except WeiminError as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, str(Bilingual("已存为“{n}”。", "Saved as “{n}”.").format(n=view.name)))
    return redirect(f"/desk/{wanted.query}")


@official
@require_POST
def forget_view(request: Request, view_id: int) -> HttpResponse:
    """Delete a view of my own."""
    services.forget_view(view_id, user_id=_user(request))
    return redirect("desk:home")


@official
@never_cache
def phrases(request: Request) -> HttpResponse:
    """My phrases: add one, delete one."""
    problem: Bilingual | None = None
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            services.save_phrase(user_id=_user(request), text=text, now=request.now)
        except TooMany as error:
            problem = error.message
        except BadName:
            problem = Bilingual("请写 1 到 500 个字。", "Write 1 to 500 characters.")
        else:
            return redirect("desk:phrases")
    context = {
        "phrases": services.phrases_of(_user(request)),
        "problem": problem or "",
        "text": text if problem else "",
        "posts": post_line(request),
    }
    return render(request, "desk/phrases.html", context, status=422 if problem else 200)


@official
@require_POST
def forget_phrase(request: Request, phrase_id: int) -> HttpResponse:
    """Delete a phrase of my own."""
    services.forget_phrase(phrase_id, user_id=_user(request))
    return redirect("desk:phrases")


@official
@require_POST
def keep_text(request: Request, task_id: int, outcome: str) -> HttpResponse:
    """Keep what has been written for an act so far; only where the act could be done by this official."""
    dossier, task = cases.open_task_page(task_id, actor=request.actor, now=request.now)
    acts = next((acts for mine, acts in cases.task_acts(dossier, request.actor) if mine.pk == task.pk), ())
    if not any(act.code == outcome for act in acts):
        raise cases.ActNotAllowed
    if "forget" in request.POST:
        services.throw_text_away(user_id=_user(request), task_id=task_id, outcome=outcome)
        return redirect("desk:task-act", task_id, outcome)
    services.keep_text(
        user_id=_user(request), task_id=task_id, outcome=outcome, written=written(request.POST), now=request.now
    )
    if "later" in request.POST:
        messages.success(
            request, str(Bilingual("写的内容已存好，随时接着写。", "What you wrote is kept; go on at any time."))
        )
        return redirect("desk:case", dossier.case.pk)
    return HttpResponse(status=204)


def _user(request: Request) -> int:
    assert request.actor.user_id is not None, "an official has a login"
    return request.actor.user_id
