"""Handing in after filing: the one-time list of corrections, and papers that were missing."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.answer_values import InvalidAnswer, read_answer
from weimin.blueprint.items import Material
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.later import papers_to_follow
from weimin.ui.api import asked, raw_answer

__all__ = ["correct", "correct_answer", "hand_in"]

NOTHING_CHOSEN = Bilingual("请先选择文件，再点“上传”。", "Choose a file first, then press “Upload”.")


@applicant
@never_cache
def correct(request: Request, case_id: int) -> HttpResponse:
    """Everything that the office asked for, on one page: papers to hand in, answers to change, then send."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    task = next((task for task, _acts in cases.task_acts(dossier, request.actor) if task.step == "correction"), None)
    if task is None:
        return redirect("portal:case", case_id)
    problem = None
    if request.method == "POST":
        if request.POST.get("send"):
            return _send(request, case_id, task.pk)
        problem = _take_in(request, case_id)
        if problem is None:
            return redirect("portal:correct", case_id)
    rows = _wanted(dossier, case_id, request.POST.get("material", ""), problem)
    context = {
        "case": dossier.case,
        "item": dossier.item,
        "rows": rows,
        "most_bytes": cases.most_bytes(),
        "untouched": [row["label"] for row in rows if row["material"] and not row["files"]],
        "error_rows": [(row["ident"], row["error"]) for row in rows if row["error"]],
    }
    return render(request, "portal/correct.html", context, status=422 if problem else 200)


def _send(request: Request, case_id: int, task_id: int) -> HttpResponse:
    try:
        cases.complete_task(task_id, outcome="submit", data={}, actor=request.actor, now=request.now)
    except cases.StaleTask as error:  # pressed twice: the first one counted
        flash.warning(request, str(error.message))
    else:
        flash.success(request, str(Bilingual("补正材料已提交。", "Your corrections have been handed in.")))
    return redirect("portal:case", case_id)


def _take_in(request: Request, case_id: int) -> Bilingual | None:
    """Add the files that were sent; what was wrong with one of them, those before it being kept."""
    uploads = request.FILES.getlist("files")
    if not uploads:
        return NOTHING_CHOSEN
    try:
        for upload in uploads:
            cases.add_paper(
                case_id=case_id,
                material=request.POST.get("material", ""),
                chunks=upload.chunks(),
                name=upload.name or "",
                size=upload.size or 0,
                actor=request.actor,
                now=request.now,
            )
    except documents.FileRefused as error:
        return error.message
    return None


def _wanted(dossier: cases.Dossier, case_id: int, sent: str, problem: Bilingual | None) -> list[dict[str, Any]]:
    """The one-time list, each entry with what the applicant can do about it here."""
    materials = {each.id: each for each in dossier.item.materials}
    fields = {each.id: each for each in dossier.item.form}
    handed = cases.handed_in(dossier.case)
    rows = []
    for entry in cases.asked_corrections(dossier):
        material, field = materials.get(entry["code"]), fields.get(entry["code"])
        since = [row for row in handed if row.material == entry["code"] and row.added_at > entry["asked_at"]]
        rows.append(
            {
                "label": (material and material.name) or (field and field.label) or entry["label"],
                "how": entry["how"],
                "material": material,
                "ident": f"id_files-{entry['code']}",
                "accept": cases.accept_of(material) if material else "",
                "files": cases.file_rows(since, f"/my/cases/{case_id}/files/", removable=False),
                "field": field,
                "error": problem if problem and material and material.id == sent else "",
            }
        )
    return rows


@applicant
@never_cache
def correct_answer(request: Request, case_id: int, field: str) -> HttpResponse:
    """Change one answer while the case waits for corrections; only one that was asked for."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    listed = {entry["code"] for entry in cases.asked_corrections(dossier)}
    wanted = next((each for each in dossier.filling.asked_fields if each.id == field), None)
    if wanted is None or field not in listed or dossier.case.status != cases.Status.CORRECTION:
        return redirect("portal:case", case_id)
    problem: Bilingual | str = ""
    value = dossier.case.answers.get(field)
    if request.method == "POST":
        raw = raw_answer(wanted, request.POST)
        try:
            cases.correct_answer(
                case_id,
                field=field,
                value=read_answer(wanted, raw, now=request.now),
                actor=request.actor,
                now=request.now,
            )
        except InvalidAnswer as error:
            problem, value = error.message, raw
        else:
            flash.success(request, str(Bilingual("已改好。", "Changed.")))
            return redirect("portal:correct", case_id)
    controls = asked(wanted, value, problem)
    context = {
        "case": dossier.case,
        "label": wanted.label or wanted.id,
        "controls": controls,
        "error_rows": [(f"id_{controls[0]['name']}", problem)] if problem else [],
    }
    return render(request, "portal/correct_answer.html", context, status=422 if problem else 200)


@applicant
@never_cache
def hand_in(request: Request, case_id: int) -> HttpResponse:
    """Hand in what was missing at filing, without being asked: before acceptance, or later where the law allows gaps."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    follow = papers_to_follow(dossier)
    if not follow:
        return redirect("portal:case", case_id)
    problem, sent = None, request.POST.get("material", "")
    if request.method == "POST" and any(each.material.id == sent for each in follow):
        problem = _take_in(request, case_id)
        if problem is None:
            name = next(_name(each.material) for each in follow if each.material.id == sent)
            flash.success(request, str(Bilingual("“{n}”收到了。", "“{n}” has been received.").format(n=name)))
            return redirect("portal:hand-in" if len(follow) > 1 else "portal:case", case_id)
    rows = [
        {
            "label": each.material.name or each.material.id,
            "help": each.material.help or "",
            "until": each.until,
            "material": each.material,
            "ident": f"id_files-{each.material.id}",
            "accept": cases.accept_of(each.material),
            "error": problem if problem and each.material.id == sent else "",
        }
        for each in follow
    ]
    context = {
        "case": dossier.case,
        "rows": rows,
        "most_bytes": cases.most_bytes(),
        "error_rows": [(row["ident"], row["error"]) for row in rows if row["error"]],
    }
    return render(request, "portal/hand_in.html", context, status=422 if problem else 200)


def _name(material: Material) -> str:
    return str(material.name or material.id)
