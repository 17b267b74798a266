"""What the faces show of ratings: the way to rate beside a case, the results beside an item."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from weimin.lib.lawtime import law_date
from weimin.modules.ratings.figures import of_item
from weimin.modules.ratings.models import Invitation
from weimin.modules.ratings.rules import rules_of
from weimin.modules.ratings.selectors import invitations_of, period
from weimin.modules.ratings.words import ENCOUNTERS, GRADES
from weimin.ui.api import Panel, register_panel

__all__ = ["register"]


def register() -> None:
    register_panel(Panel("ratings.case", "portal.case", "ratings/_invitations.html", beside_my_case, order=80))
    register_panel(Panel("ratings.query", "portal.query", "ratings/_invitations.html", beside_a_number, order=80))
    register_panel(Panel("ratings.guide", "portal.guide", "ratings/_item.html", beside_an_item, order=80))
    register_panel(Panel("ratings.account", "portal.home.account", "ratings/_account.html", in_the_account, order=80))


def beside_my_case(request: HttpRequest, dossier: Any) -> Mapping[str, Any] | None:
    return _shown(request, invitations_of(case_id=dossier.case.pk))


def beside_a_number(request: HttpRequest, found: Any) -> Mapping[str, Any] | None:
    """For who has number and query code: whether one may rate, never what was said."""
    return _shown(request, invitations_of(number=found.number))


def _shown(request: HttpRequest, invitations: list[Invitation]) -> Mapping[str, Any] | None:
    today = law_date(request.now)  # type: ignore[attr-defined]
    rows = [
        {
            "href": f"/rate/{each.key}/",
            "what": ENCOUNTERS[each.kind],
            "on": each.happened_on,
            "until": each.expires_on,
            "answered": hasattr(each, "rating"),
        }
        for each in invitations
        if hasattr(each, "rating") or each.expires_on >= today
    ]
    return {"rows": rows} if rows else None


def beside_an_item(request: HttpRequest, guide: Any) -> Mapping[str, Any] | None:
    rules = rules_of()
    _name, first, last = period("year", law_date(request.now))  # type: ignore[attr-defined]
    line = of_item(guide.item.code, first=first, last=last, shown_from=rules.shown_from)
    if line is None:
        return None
    good = sum(line.counts[f"grade_{grade}"] for grade in GRADES if grade not in rules.bad.grades)
    share = good / line.counts["answered"] if line.shown else None
    return {"line": line, "share": share, "shown_from": rules.shown_from}


def in_the_account(request: HttpRequest, subject: Any) -> Mapping[str, Any] | None:
    return {}
