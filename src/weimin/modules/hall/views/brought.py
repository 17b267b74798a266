"""What is brought later: corrections that were asked for, papers that were missing, the signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.answer_values import InvalidAnswer, read_answer
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.hall.frame import at_window, error_rows, frame, key_of, scan_of, taken_in_here
from weimin.modules.hall.sheet import name_of
from weimin.ui.api import asked, raw_answer

__all__ = ["papers", "signature"]


@at_window
@never_cache
def papers(request: Request, case_id: int) -> HttpResponse:
    """The one-time list, or what was missing, with what came of it; handed in for the applicant whose turn it is."""
    dossier = taken_in_here(request, case_id)
    task = next((each for each in dossier.open_tasks() if each.step == "correction"), None)
    wanted = _wanted(dossier, correcting=task is not None)
    if not wanted:
        messages.warning(request, str(Bilingual("这件现在不缺材料。", "Nothing is missing in this case now.")))
        return redirect("hall:receipt", case_id)
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        errors = _take(request, dossier, wanted)
        if not errors:
            return _hand_in(request, case_id, task)
    context = {
        **frame(request),
        "case": dossier.case,
        "item": dossier.item,
        "correcting": task is not None,
        "rows": [_drawn(row, dossier, errors, request) for row in wanted],
        "key": key_of(request),
        "given": request.POST,
        "errors": errors,
        "error_rows": error_rows(errors.items()),
    }
    return render(request, "hall/papers.html", context, status=422 if errors else 200)


def _wanted(dossier: cases.Dossier, *, correcting: bool) -> list[dict[str, Any]]:
    """Entries of the list, each with its material or field, if it names one of the item's."""
    materials = {each.id: each for each in dossier.item.materials}
    fields = {each.id: each for each in dossier.filling.asked_fields}
    if correcting:
        return [
            {**entry, "material": materials.get(entry["code"]), "field": fields.get(entry["code"])}
            for entry in cases.asked_corrections(dossier)
        ]
    return [
        {"code": each.id, "label": name_of(each), "how": each.help or "", "material": each, "field": None}
        for each in dossier.item.materials
        if each.id in dossier.case.lacking and each.supply == "upload"
    ]


def _drawn(
    row: dict[str, Any], dossier: cases.Dossier, errors: dict[str, Bilingual], request: Request
) -> dict[str, Any]:
    code, material = row["code"], row["material"]
    shown = {
        **row,
        "error": errors.get(f"m.{code}", ""),
        "ident": f"id_m.{code}",
        "upload": f"m.{code}",
        "fields": [],
        "accept": "",
    }
    if material is not None:
        shown["accept"] = cases.accept_of(material)
    elif row["field"] is not None:
        value = dossier.case.answers.get(code)
        if request.method == "POST":
            value = raw_answer(row["field"], request.POST, name=f"f.{code}")
        shown["fields"] = asked(row["field"], value, errors.get(f"f.{code}", ""), name=f"f.{code}")
    return shown


def _take(request: Request, dossier: cases.Dossier, wanted: list[dict[str, Any]]) -> dict[str, Bilingual]:
    """Keep what was brought; what is wrong with it, by the name of its field."""
    errors: dict[str, Bilingual] = {}
    who: dict[str, Any] = {"actor": request.actor, "now": request.now}
    for row in wanted:
        code = row["code"]
        try:
            if row["material"] is not None:
                for upload in request.FILES.getlist(f"m.{code}"):
                    cases.add_paper(
                        case_id=dossier.case.pk,
                        material=code,
                        chunks=upload.chunks(),
                        name=upload.name or "",
                        size=upload.size or 0,
                        **who,
                    )
                if code in request.POST.getlist("kept"):
                    cases.paper_brought(dossier.case.pk, material=code, since=row.get("asked_at"), **who)
            elif row["field"] is not None:
                value = read_answer(
                    row["field"], raw_answer(row["field"], request.POST, name=f"f.{code}"), now=request.now
                )
                if value != dossier.case.answers.get(code):
                    cases.correct_answer(dossier.case.pk, field=code, value=value, **who)
        except documents.FileRefused as error:
            errors[f"m.{code}"] = error.message
        except InvalidAnswer as error:
            errors[f"f.{code}"] = error.message
    return errors


def _hand_in(request: Request, case_id: int, task: cases.Task | None) -> HttpResponse:
    if task is not None:
        received = _received(request, case_id)
        try:
            cases.complete_task(
                task.pk, outcome="submit", data={}, actor=request.actor, now=request.now, received=received
            )
        except cases.StaleTask as error:  # pressed twice, or the applicant was quicker online
            messages.warning(request, str(error.message))
            return redirect("hall:receipt", case_id)
    messages.success(request, str(Bilingual("已收下，凭证可以打印。", "Taken in; the receipt can be printed.")))
    return redirect("hall:receipt", case_id)


def _received(request: Request, case_id: int, signature_id: int | None = None) -> cases.Received:
    dossier = taken_in_here(request, case_id)
    tracking = request.POST.get("tracking", "").strip()[:60]
    return cases.Received(
        channel=cases.Channel.MAIL if tracking else cases.Channel.WINDOW,
        signed=cases.Intake.Signed.BY_MAIL if tracking else cases.Intake.Signed.IN_PERSON,
        received_on=law_date(request.now),
        department=dossier.case.collects,
        ticket=request.POST.get("ticket", "").strip()[:20],
        window=str(frame(request)["window"]),
        signature_id=signature_id,
        details={"tracking": tracking} if tracking else {},
        key=key_of(request),
    )


@at_window
@never_cache
def signature(request: Request, case_id: int) -> HttpResponse:
    """The applicant came, or sent, their signature: on the printed form, with its declarations."""
    dossier = taken_in_here(request, case_id)
    if cases.SIGNATURE not in dossier.case.lacking:
        return redirect("hall:receipt", case_id)
    error: Bilingual | None = None
    if request.method == "POST":
        try:
            scan = scan_of(request, "signature")
        except documents.FileRefused as refused:
            error = refused.message
        else:
            if scan is None:
                error = Bilingual("请扫描签过字的申请表。", "Scan the form that was signed.")
            else:
                cases.add_signature(
                    case_id, received=_received(request, case_id, scan), actor=request.actor, now=request.now
                )
                messages.success(request, str(Bilingual("签字已收下。", "The signature has been taken in.")))
                return redirect("hall:receipt", case_id)
    context = {
        **frame(request),
        "case": dossier.case,
        "item": dossier.item,
        "key": key_of(request),
        "error": error or "",
        "error_rows": [("id_signature", error)] if error else [],
    }
    return render(request, "hall/signature.html", context, status=422 if error else 200)
