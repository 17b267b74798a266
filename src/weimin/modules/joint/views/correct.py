"""Corrections of several offices on one page: one list, each thing put right once, each office's clock its own."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.api import InvalidAnswer, read_answer
from weimin.blueprint.items import FormField, Material
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint import corrections
from weimin.modules.joint.overview import open_joint
from weimin.ui.api import asked, raw_answer

__all__ = ["answer", "correct"]

NOTHING_CHOSEN = Bilingual("请先选择文件，再点“上传”。", "Choose a file first, then press “Upload”.")


@applicant
@never_cache
def correct(request: Request, joint_id: int) -> HttpResponse:
    """Everything that the offices ask to be corrected, on one list."""
    case = open_joint(joint_id, request.actor)
    wanted = corrections.demands_of(case, actor=request.actor, now=request.now)
    if not wanted:
        return redirect("joint:case", joint_id)
    problem, sent = None, request.POST.get("material", "")
    if request.method == "POST":
        if request.POST.get("send"):
            count = corrections.send(case, actor=request.actor, now=request.now)
            told = Bilingual("补正材料已提交给 {n} 家。", "Your corrections went to {n} offices.").format(n=count)
            flash.success(request, str(told))
            return redirect("joint:case", joint_id)
        problem = _take_in(request, case, wanted, sent)
        if problem is None:
            return redirect("joint:correct", joint_id)
    rows = [_row(each, joint_id, problem if problem and each.id == sent else None) for each in wanted]
    context = {
        "case": case,
        "rows": rows,
        "offices": len({demand.case_id for each in wanted for demand in each.demands}),
        "most_bytes": cases.most_bytes(),
        "untouched": [row["label"] for row in rows if row["material"] and not row["files"]],
        "error_rows": [(row["ident"], row["error"]) for row in rows if row["error"]],
    }
    return render(request, "joint/correct.html", context, status=422 if problem else 200)


def _row(wanted: corrections.Wanted, joint_id: int, problem: Bilingual | None) -> dict[str, Any]:
    subject = wanted.subject
    material = subject if isinstance(subject, Material) else None
    once = {row.file_id: row for row in wanted.files}
    return {
        "id": wanted.id,
        "label": wanted.label,
        "demands": wanted.demands,
        "material": material,
        "field": subject if isinstance(subject, FormField) else None,
        "ident": f"id_files-{wanted.id}",
        "accept": cases.accept_of(material) if material else "",
        "files": [
            file for row in once.values() for file in cases.file_rows([row], f"/my/cases/{row.case_id}/files/", removable=False)
        ],
        "error": problem or "",
    }  # fmt: skip


def _take_in(request: Request, case: cases.Case, wanted: list[corrections.Wanted], sent: str) -> Bilingual | None:
    line = next((each for each in wanted if each.id == sent and isinstance(each.subject, Material)), None)
    uploads = request.FILES.getlist("files")
    if line is None or not uploads:
        return NOTHING_CHOSEN
    try:
        for upload in uploads:
            corrections.hand_in(
                case, line, chunks=upload.chunks(), name=upload.name or "", size=upload.size or 0, actor=request.actor,
                now=request.now,
            )  # fmt: skip
    except documents.FileRefused as error:
        return error.message
    return None


@applicant
@never_cache
def answer(request: Request, joint_id: int, question: str) -> HttpResponse:
    """Change one answer, for every office that asked for it."""
    case = open_joint(joint_id, request.actor)
    wanted = corrections.demands_of(case, actor=request.actor, now=request.now)
    line = next((each for each in wanted if each.id == question), None)
    if line is None or not isinstance(line.subject, FormField):
        return redirect("joint:case", joint_id)
    problem: Bilingual | str = ""
    raw: Any = None
    if request.method == "POST":
        raw = raw_answer(line.subject, request.POST)
        try:
            value = read_answer(line.subject, raw, now=request.now)
        except InvalidAnswer as error:
            problem = error.message
        else:
            corrections.change_answer(case, line, value=value, actor=request.actor, now=request.now)
            flash.success(request, str(Bilingual("已改好。", "Changed.")))
            return redirect("joint:correct", joint_id)
    controls = asked(line.subject, raw, problem)
    context = {
        "case": case,
        "label": line.label,
        "demands": line.demands,
        "controls": controls,
        "error_rows": [(f"id_{controls[0]['name']}", problem)] if problem else [],
    }
    return render(request, "joint/correct_answer.html", context, status=422 if problem else 200)
