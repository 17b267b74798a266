"""What joint handling adds to the pages of the faces: events on the home page, the whole beside each of its parts."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.http import HttpRequest

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint import applications
from weimin.modules.joint.events import SECTION
from weimin.modules.joint.flow import PartState
from weimin.modules.joint.matter import JOINT
from weimin.modules.joint.models import Part
from weimin.modules.joint.published import event, events
from weimin.modules.joint.words import STATE_NAMES
from weimin.ui.api import Found, Link, Page, Panel, register_found, register_page, register_panel

__all__ = ["register"]


def register() -> None:
    register_panel(Panel("joint.home", "portal.home", "joint/home.html", on_the_home_page))
    register_panel(Panel("joint.drafts", "portal.my", "joint/drafts.html", unfinished))
    register_panel(Panel("joint.part", "portal.case", "joint/part.html", of_the_applicant))
    register_panel(Panel("joint.siblings", "desk.case", "joint/siblings.html", of_the_office))
    register_found(Found(SECTION, Bilingual("一件事", "Life events"), links))
    register_page(Page("joint.led", "desk", Bilingual("联办件", "Joint cases"), "joint:led", order=20))


def links(codes: Collection[str]) -> Mapping[str, Link]:
    """Events that a search has found, by code."""
    found = events(catalogue.active_revision().pk)
    return {
        each.code: Link(each.name, f"/life-events/{each.code}/", each.summary) for each in found if each.code in codes
    }


def on_the_home_page(_request: HttpRequest, revision_id: int) -> Mapping[str, Any] | None:
    found = events(revision_id)
    rows = [
        Link(each.name, f"/life-events/{each.code}/", each.summary, tag="" if each.life_event else Bilingual("并联审批", "joint approval"))
        for each in sorted(found, key=lambda each: (not each.life_event, each.code))
    ]  # fmt: skip
    return {"rows": rows} if rows else None


def unfinished(request: HttpRequest, _subject: object) -> Mapping[str, Any] | None:
    """Joint applications that are not finished yet."""
    rows = applications.own_applications(cast(Request, request).actor)
    if not rows:
        return None
    return {"rows": [{"row": row, "name": event(row.event, row.revision_id).name} for row in rows]}


def of_the_applicant(_request: HttpRequest, dossier: cases.Dossier) -> Mapping[str, Any] | None:
    """On the page of a part: the whole that it belongs to."""
    part = Part.objects.select_related("parent").filter(case=dossier.case).first()
    if part is None:
        return None
    return {"parent": part.parent, "event": event(part.parent.item, part.parent.revision_id)}


def of_the_office(request: HttpRequest, dossier: cases.Dossier) -> Mapping[str, Any] | None:
    """To an office: how the others stand, and what the lead department wrote. Nothing of what they hold. One query."""
    if dossier.case.kind == JOINT or (dossier.noted is not None and "part" not in dossier.noted):
        return None
    whole = Part.objects.filter(case=dossier.case).values("parent_id")
    parts = list(Part.objects.filter(parent_id__in=whole).select_related("parent").order_by("position"))
    part = next((each for each in parts if each.case_id == dossier.case.pk), None)
    if part is None:
        return None
    revision_id = part.parent.revision_id
    rows = [
        {
            "name": catalogue.item(each.item, revision_id=revision_id).name,
            "department": catalogue.department_name(each.department, revision_id=revision_id),
            "words": STATE_NAMES[PartState(each.state)],
            "waits": part.item in each.after and each.state == PartState.WAITING,
        }
        for each in parts
        if each is not part
    ]
    return {
        "parent": part.parent,
        "event": event(part.parent.item, revision_id),
        "part": part,
        "lead": catalogue.department_name(part.parent.accepts, revision_id=revision_id),
        "rows": rows,
        "may_open": cases.may_see(part.parent, cast(Request, request).actor),
    }
