"""Rating, by anyone who was given the address: with or without an account, without JavaScript, on one page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request, public
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.ratings import services
from weimin.modules.ratings.errors import AlreadyAdded, AlreadyRated, Expired, InvalidRating
from weimin.modules.ratings.models import Invitation
from weimin.modules.ratings.rules import rules_of
from weimin.modules.ratings.selectors import invitation_page
from weimin.modules.ratings.words import ENCOUNTERS, FINDINGS, GRADES, REASONS, RESULTS, STEPS
from weimin.ui.api import Choice

__all__ = ["add", "rate"]

FIELDS = {"grade": "id_grade", "reasons": "id_reasons", "words": "id_words", "more": "id_more"}


@public
@never_cache
def rate(request: Request, key: UUID) -> HttpResponse:
    """Ask, take the answer once, then say what became of it."""
    if request.method != "POST":
        return _page(request, invitation_page(key), {})
    post = request.POST
    try:
        services.rate(
            key,
            grade=post.get("grade", ""),
            reasons=post.getlist("reasons"),
            words=post.get("words", ""),
            named=post.get("named") == "yes",
            actor=request.actor,
            now=request.now,
        )
    except InvalidRating as error:
        return _page(request, invitation_page(key), error.errors)
    except (AlreadyRated, Expired) as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, str(Bilingual("谢谢，已经记下。", "Thank you; it has been recorded.")))
    return redirect("ratings:rate", key)


@public
@require_POST
@never_cache
def add(request: Request, key: UUID) -> HttpResponse:
    """Add to one's rating (追评), once; the grade stays."""
    try:
        services.supplement(key, words=request.POST.get("more", ""), actor=request.actor, now=request.now)
    except InvalidRating as error:
        return _page(request, invitation_page(key), error.errors)
    except AlreadyAdded as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, str(Bilingual("已经追加。", "It has been added.")))
    return redirect("ratings:rate", key)


def _page(request: Request, invitation: Invitation, errors: Mapping[str, Bilingual]) -> HttpResponse:
    rating = getattr(invitation, "rating", None)
    case = invitation.case
    context: dict[str, Any] = {
        "invitation": invitation,
        "what": ENCOUNTERS[invitation.kind],
        "item": cases.matter_names({case.revision_id}).get((case.revision_id, case.item), case.item),
        "department": catalogue.department_name(invitation.department, revision_id=case.revision_id),
        "rating": rating,
        "open": rating is None and law_date(request.now) <= invitation.expires_on,
        "errors": errors,
        "error_rows": [(FIELDS[name], message) for name, message in errors.items()],
    }
    if rating is None:
        bad = rules_of(case.revision_id).bad.grades
        context |= {
            "grades": [Choice(str(grade), name) for grade, name in GRADES.items()],
            "reasons": [Choice(code, name) for code, name in REASONS.items()],
            "bad": [GRADES[grade] for grade in sorted(bad, reverse=True)],
            "named": [Choice("yes", Bilingual("可以让办理人知道是我", "Those who handled it may know that it was me"))],
            "given": {name: request.POST.get(name, "") for name in ("grade", "words", "named")},
            "ticked": request.POST.getlist("reasons"),
            "most": services.MOST_WORDS,
        }
    else:
        context |= _answer(request, invitation)
    return render(request, "ratings/rate.html", context, status=422 if errors else 200)


def _answer(request: Request, invitation: Invitation) -> dict[str, Any]:
    """What was said is shown to the applicant alone: whoever else holds the address may be the one who was rated."""
    rating = invitation.rating
    own = services.is_own(invitation.case, request.actor)
    followup = getattr(rating, "followup", None)
    return {
        "own": own,
        "grade": GRADES[rating.grade] if own else "",
        "said": [REASONS[code] for code in rating.reasons] if own else [],
        "followup": followup,
        "step": STEPS[followup.step] if followup else "",
        "finding": FINDINGS.get(followup.finding, "") if followup else "",
        "result": RESULTS.get(followup.result, "") if followup else "",
        "more": request.POST.get("more", ""),
        "most": services.MOST_WORDS,
    }
