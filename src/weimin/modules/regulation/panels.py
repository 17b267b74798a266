"""What regulation adds to the desk: to who decided, what the check found; to who checks, what was declared."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.http import HttpRequest

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.modules.regulation.matter import REGULATION
from weimin.modules.regulation.models import Check
from weimin.modules.regulation.words import FOUND
from weimin.ui.api import Panel, register_panel

__all__ = ["register"]

UNDER_WAY: Final = Bilingual("还没有结果", "No result yet")


def register() -> None:
    register_panel(Panel("regulation.findings", "desk.case", "regulation/findings.html", findings))
    register_panel(Panel("regulation.declared", "desk.case", "regulation/declared.html", declared))


def findings(_request: HttpRequest, dossier: cases.Dossier) -> Mapping[str, Any] | None:
    """On the case that was granted. Two queries once it is decided, none before."""
    if dossier.case.outcome != "granted" or dossier.case.kind == REGULATION:
        return None
    check = Check.objects.select_related("case").filter(granted=dossier.case).first()
    if check is None:
        return None
    said = cases.Task.objects.filter(case=check.case, state=cases.Task.State.DONE).order_by("wait")
    return {
        "case": check.case,
        "by": catalogue.department_name(check.case.regulates, revision_id=check.case.revision_id),
        "outcome": FOUND.get(check.case.outcome, UNDER_WAY),
        "false": check.case.outcome == "false",
        "findings": [task.data["findings"] for task in said if task.data and task.data.get("findings")],
    }


def declared(request: HttpRequest, dossier: cases.Dossier) -> Mapping[str, Any] | None:
    """On the check: the case that was granted, and the words of each declaration. One query."""
    if dossier.case.kind != REGULATION:
        return None
    check = Check.objects.select_related("granted").filter(case=dossier.case).first()
    if check is None:
        return None
    granted = check.granted
    item = catalogue.item(granted.item, revision_id=granted.revision_id)
    return {
        "granted": granted,
        "may_open": cases.may_see(granted, cast(Request, request).actor),
        "item": item,
        "by": catalogue.department_name(granted.decides, revision_id=granted.revision_id),
        "rows": [material for material in item.materials if material.id in check.declared],
    }
