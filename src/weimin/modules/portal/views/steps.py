"""A step of the procedure that is the applicant's own to decide, such as whether to ask for a hearing."""

from collections.abc import Mapping

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual

__all__ = ["act_page", "step"]


@applicant
@never_cache
def step(request: Request, case_id: int, task_id: int, outcome: str) -> HttpResponse:
    """One outcome of one of my steps: asks first, then does it. Whoever comes too late is told so."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    acts = next((acts for task, acts in cases.task_acts(dossier, request.actor) if task.pk == task_id), ())
    wanted = next((act for act in acts if act.code == outcome), None)
    if wanted is None:
        flash.warning(request, str(cases.StaleTask().message))
        return redirect("portal:case", case_id)
    errors: Mapping[str, Bilingual] = {}
    if request.method == "POST":
        try:
            cases.complete_task(
                task_id, outcome=outcome, data=request.POST.dict(), actor=request.actor, now=request.now
            )
        except cases.InvalidAnswer as error:
            errors = error.errors
        except (cases.StaleTask, cases.NotYetPossible) as error:
            flash.warning(request, str(error.message))
            return redirect("portal:case", case_id)
        else:
            flash.success(request, str(Bilingual("{a}：已办好。", "{a}: done.").format(a=wanted.label)))
            return redirect("portal:case", case_id)
    return act_page(request, dossier, wanted, errors)


def act_page(request: Request, dossier: cases.Dossier, act: cases.Act, errors: Mapping[str, Bilingual]) -> HttpResponse:
    """What an act asks of the applicant, asked again where it was refused."""
    context = {
        "case": dossier.case,
        "item": dossier.item,
        "act": act,
        "asks": [
            {"asked": each, "value": request.POST.get(each.name, ""), "error": errors.get(each.name, "")}
            for each in act.asks
        ],
        "error_rows": [(f"id_{name}", message) for name, message in errors.items()],
        "back": f"/my/cases/{dossier.case.pk}/",
    }
    return render(request, "portal/act.html", context, status=422 if errors else 200)
