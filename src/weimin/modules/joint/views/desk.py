"""The lead department's view of the whole: who is late, a reminder, and the government's extension. It decides for no one."""

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.joint import definition as law
from weimin.modules.joint import services
from weimin.modules.joint.models import Part, Reminder
from weimin.modules.joint.overview import PAGE, led_cases, open_joint, overview_of
from weimin.modules.joint.showing import bell, part_rows, stage_clocks, story
from weimin.ui.api import Link, page_of
from weimin.ui.words import day

__all__ = ["extend", "led", "paper", "remind", "whole"]


@official
@never_cache
def led(request: Request) -> HttpResponse:
    """The joint cases that my department leads, open ones first, the oldest on top."""
    page = page_of(request)
    lines, total = led_cases(request.actor, page=page)
    context = {"rows": [_link(line, request) for line in lines], "page": Paginator(range(total), PAGE).get_page(page)}
    return render(request, "joint/led.html", context)


def _link(line: cases.CaseLine, request: Request) -> Link:
    case = line.case
    title = Bilingual("{a} · {i}", "{a} · {i}").format(a=case.applicant.name, i=line.item)
    detail = Bilingual("{n} · {d}收件", "{n} · received {d}").format(
        n=case.number, d=day(case.received_at, request.now)
    )
    tag = cases.OUTCOME_NAMES.get(case.outcome) or cases.STATUS_NAMES[cases.Status(case.status)]
    return Link(title, f"/desk/joint/{case.pk}/", detail, tag=tag)


@official
@never_cache
def whole(request: Request, joint_id: int) -> HttpResponse:
    """The whole of a joint case, for its lead department."""
    return render(request, "joint/desk.html", _context(request, joint_id))


def _context(request: Request, joint_id: int) -> dict[str, Any]:
    case = open_joint(joint_id, request.actor)
    today = law_date(request.now)
    found = overview_of(case, today=today)
    ref = cases.case_ref(case)
    leads = services.may_lead(case, request.actor)
    reminders = Reminder.objects.filter(part__parent=case).select_related("by", "part").order_by("-at")
    return {
        "case": case,
        "found": found,
        "event": found.event,
        "rows": part_rows(found, today),
        "clocks": stage_clocks(found, today),
        "elapsed": bell(found),
        "late": [line for line in found.lines if line.late],
        "leads": leads and not case.closed_at,
        "mine": [
            line.part.case_id
            for line in found.lines
            if line.part.case is not None and cases.may_see(line.part.case, request.actor)
        ],
        "extendable": found.extendable(request.actor),
        "list": [_link(line, request) for line in led_cases(request.actor)[0]],
        "reminders": list(reminders),
        "names": {line.part.pk: line.name for line in found.lines},
        "entries": list(reversed(story(journal.entries(case=ref, limit=100), found))),
        "given": documents.papers_about([ref]),
        "government": catalogue.department_name(case.regulates, revision_id=case.revision_id),
    }


@official
@never_cache
def remind(request: Request, joint_id: int, item: str) -> HttpResponse:
    """催办: a note to one office."""
    case = open_joint(joint_id, request.actor)
    part = Part.objects.filter(parent=case, item=item, state="open").first()
    if part is None or case.closed_at or not services.may_lead(case, request.actor):
        flash.warning(request, str(cases.ActNotAllowed().message))
        return redirect("joint:desk-case", joint_id)
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        try:
            data = {"note": request.POST.get("note", "")}
            services.remind(joint_id, item=item, data=data, actor=request.actor, now=request.now)
        except cases.InvalidAnswer as error:
            errors = error.errors
        except (cases.ActNotAllowed, cases.CaseClosed) as error:
            flash.warning(request, str(error.message))
            return redirect("joint:desk-case", joint_id)
        else:
            flash.success(
                request, str(Bilingual("催办已送到对方工作台并记录。", "The reminder is on their desk and recorded."))
            )
            return redirect("joint:desk-case", joint_id)
    office = catalogue.department_name(part.department, revision_id=case.revision_id)
    explains = Bilingual(
        "催办会显示在{d}的办件页上，并记入日志；不代替它作决定。",
        "It is shown to {d} on the case and recorded; it decides nothing for them.",
    )
    return _form(request, joint_id, law.REMIND, explains.format(d=office), errors)


@official
@never_cache
def extend(request: Request, joint_id: int) -> HttpResponse:
    """行政许可法 42(2): the head of that level's government lengthens the stage."""
    case = open_joint(joint_id, request.actor)
    most = overview_of(case, today=law_date(request.now)).extendable(request.actor)
    if case.closed_at or not most:
        flash.warning(request, str(cases.ActNotAllowed().message))
        return redirect("joint:desk-case", joint_id)
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        try:
            data = {name: request.POST.get(name, "") for name in ("days", "reason")}
            services.extend(joint_id, data=data, actor=request.actor, now=request.now)
        except cases.InvalidAnswer as error:
            errors = error.errors
        except (cases.ActNotAllowed, cases.CaseClosed) as error:
            flash.warning(request, str(error.message))
            return redirect("joint:desk-case", joint_id)
        else:
            flash.success(request, str(Bilingual("已延长，理由已告知申请人。", "Extended; the applicant is told why.")))
            return redirect("joint:desk-case", joint_id)
    explains = Bilingual(
        "由本级政府负责人批准，只能一次，最多 {n} 个工作日，理由会告知申请人。",
        "By the head of the government, once, at most {n} working days; the applicant is told why.",
    ).format(n=most)
    return _form(request, joint_id, law.EXTEND, explains, errors)


KINDS = {"long-text": "longtext", "days": "number"}


def _form(
    request: Request, joint_id: int, act: cases.Act, explains: Bilingual, errors: dict[str, Bilingual]
) -> HttpResponse:
    context = _context(request, joint_id) | {
        "act": act,
        "explains": explains,
        "controls": [
            {
                "name": each.name,
                "label": each.label,
                "kind": KINDS[each.type],
                "value": request.POST.get(each.name, ""),
                "error": errors.get(each.name, ""),
                "limit": each.most if each.type == "long-text" else None,
            }
            for each in act.asks
        ],
        "error_rows": [(f"id_{name}", message) for name, message in errors.items()],
    }
    return render(request, "joint/desk_act.html", context, status=422 if errors else 200)


@official
@never_cache
def paper(request: Request, joint_id: int, paper_id: int) -> HttpResponse:
    """A paper of the joint case as PDF."""
    case = open_joint(joint_id, request.actor)
    return cases.paper_response(cases.load(case, now=request.now), paper_id, now=request.now)
