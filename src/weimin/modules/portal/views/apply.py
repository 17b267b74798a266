"""Applying: one question a page, saved as one goes, checked before it is sent."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from weimin.blueprint.answer_values import InvalidAnswer, read_answer
from weimin.blueprint.answers import Filling
from weimin.blueprint.items import FormField, Material, Situation
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.guide import length
from weimin.modules.portal.questions import QuestionPage, pages_of
from weimin.modules.portal.summary import summary_of
from weimin.ui.api import Choice, asked, raw_answer

__all__ = ["check", "discard", "file", "page", "resume"]


@applicant
def resume(request: Request, draft_id: int) -> HttpResponse:
    """To the first question that still wants an answer, else to the check page."""
    draft = cases.own_draft(draft_id, request.actor)
    if draft.case_id:
        return redirect("portal:case", draft.case_id)
    filling = _filling(draft, request)
    handed = {material.material for material in cases.papers_of(draft)}
    problems = filling.problems()
    for each in pages_of(filling):
        unanswered = each.subject.id in problems if each.kind != "material" else each.subject.id not in handed
        if unanswered:
            return redirect("portal:page", draft.pk, each.slug)
    return redirect("portal:check-answers", draft.pk)


@applicant
def page(request: Request, draft_id: int, page: str) -> HttpResponse:
    """One question."""
    draft = cases.own_draft(draft_id, request.actor)
    if draft.case_id:
        return redirect("portal:case", draft.case_id)
    pages = pages_of(_filling(draft, request))
    here = next((each for each in pages if each.slug == page), None)
    if here is None:
        return redirect("portal:resume", draft.pk)
    problem: Bilingual | None = None
    raw: Any = None
    if request.method == "POST":
        try:
            draft, stay = _save(request, draft, here)
        except InvalidAnswer as error:
            problem = error.message
            raw = raw_answer(here.subject, request.POST) if isinstance(here.subject, FormField) else None
        except documents.FileRefused as error:
            problem = error.message
        else:
            return redirect("portal:page", draft.pk, here.slug) if stay else _onward(request, draft, here)
    return render(
        request, f"portal/{here.kind}.html", _question(draft, pages, here, problem, raw), status=422 if problem else 200
    )


def _save(request: Request, draft: cases.Draft, here: QuestionPage) -> tuple[cases.Draft, bool]:
    """Keep the answer: the draft as it stands then; True when the person stays on the page (a file was taken away)."""
    subject = here.subject
    if isinstance(subject, Situation):
        chosen = request.POST.get("answer", "")
        if chosen not in subject.choices:
            raise InvalidAnswer(Bilingual("请选择一项。", "Choose one."))
        situations = {subject.id: chosen}
        return cases.save_answers(draft.pk, situations=situations, actor=request.actor, now=request.now), False
    if isinstance(subject, FormField):
        answers = {subject.id: read_answer(subject, raw_answer(subject, request.POST), now=request.now)}
        return cases.save_answers(draft.pk, answers=answers, actor=request.actor, now=request.now), False
    return draft, _save_papers(request, draft, subject)


def _save_papers(request: Request, draft: cases.Draft, material: Material) -> bool:
    if remove := request.POST.get("remove", ""):
        cases.remove_paper(
            draft.pk, material_id=int(remove) if remove.isdigit() else 0, actor=request.actor, now=request.now
        )
        return True
    files = request.FILES.getlist("files")
    if material.supply == "declare" and cases.declares(
        ticked="declare" in request.POST, files=len(files), has_paper=_has_paper(draft, material)
    ):
        cases.declare(draft_id=draft.pk, material=material.id, actor=request.actor, now=request.now)
        return False
    for upload in files:
        cases.add_paper(
            draft_id=draft.pk,
            material=material.id,
            chunks=upload.chunks(),
            name=upload.name or "",
            size=upload.size or 0,
            actor=request.actor,
            now=request.now,
        )
    return False


def _has_paper(draft: cases.Draft, material: Material) -> bool:
    return any(each.file_id for each in cases.papers_of(draft) if each.material == material.id)


def _onward(request: Request, draft: cases.Draft, here: QuestionPage) -> HttpResponse:
    if request.POST.get("then") == "check":
        return redirect("portal:check-answers", draft.pk)
    if request.POST.get("then") == "later":
        messages.success(
            request, str(Bilingual("已保存。随时可以从“我的”接着填。", "Saved. Go on at any time from “My cases”."))
        )
        return redirect("portal:my")
    slugs = [each.slug for each in pages_of(_filling(draft, request))]
    following = slugs[slugs.index(here.slug) + 1 :] if here.slug in slugs else []
    return redirect("portal:page", draft.pk, following[0]) if following else redirect("portal:check-answers", draft.pk)


def _question(
    draft: cases.Draft, pages: list[QuestionPage], here: QuestionPage, problem: Bilingual | None, raw: Any
) -> dict[str, Any]:
    slugs = [each.slug for each in pages]
    position = slugs.index(here.slug)
    context: dict[str, Any] = {
        "draft": draft,
        "item": catalogue.item(draft.item, revision_id=draft.revision_id),
        "here": here,
        "position": position + 1,
        "total": len(pages),
        "back": f"/apply/{draft.pk}/{slugs[position - 1]}/" if position else f"/items/{draft.item}/",
        "problem": problem or "",
    }
    return context | _put(draft, here.subject, problem, raw)


def _put(
    draft: cases.Draft, subject: Situation | FormField | Material, problem: Bilingual | None, raw: Any
) -> dict[str, Any]:
    """What the page needs to put this question, with what was answered before and what is wrong with it now."""
    if isinstance(subject, Situation):
        choices = [Choice(code, text) for code, text in subject.choices.items()]
        value = draft.situations.get(subject.id, "")
        return {"choices": choices, "value": value, "error_rows": _first("id_answer", problem)}
    if isinstance(subject, FormField):
        controls = asked(subject, draft.answers.get(subject.id) if raw is None else raw, problem or "")
        label = subject.label or subject.id
        return {"controls": controls, "label": label, "error_rows": _first(f"id_{controls[0]['name']}", problem)}
    present = [each for each in cases.papers_of(draft) if each.material == subject.id]
    return {
        "label": subject.name or subject.id,
        "files": cases.file_rows(present, f"/apply/{draft.pk}/files/"),
        "declared": any(each.declared_at for each in present),
        "accept": cases.accept_of(subject),
        "most_bytes": cases.most_bytes(),
        **cases.check_within(subject),
        "deferral": length(subject.deferrable.within) if subject.deferrable else "",
        "error_rows": _first("id_declare" if subject.supply == "declare" else "id_files", problem),
    }


def _first(field: str, problem: Bilingual | None) -> list[tuple[str, Bilingual]]:
    return [(field, problem)] if problem else []


@applicant
def check(request: Request, draft_id: int) -> HttpResponse:
    """Read it all once more, then send it."""
    draft = cases.own_draft(draft_id, request.actor)
    if draft.case_id:
        return redirect("portal:case", draft.case_id)
    problem: Bilingual | None = None
    if request.method == "POST":
        try:
            return _send(request, draft)
        except cases.InvalidAnswer:
            return redirect("portal:resume", draft.pk)
        except (cases.NeedsSignature, documents.FileRefused) as error:
            problem = error.message
    context = summary_of(draft, _filling(draft, request)) | {
        "agent": request.actor.mandate == "agent",
        "prepared_by": draft.user.name if draft.user_id != request.actor.user_id else "",
        "problem": problem or "",
    }
    if problem:
        context["error_rows"] = [*context["error_rows"], ("id_signature", problem)]
    return render(request, "portal/check.html", context, status=422 if problem else 200)


def _send(request: Request, draft: cases.Draft) -> HttpResponse:
    """File it; an agent asks the applicant to confirm, or hands in the form that the applicant signed."""
    if "ask" in request.POST:
        cases.ask_to_confirm(draft.pk, actor=request.actor, now=request.now)
        text = Bilingual(
            "已请申请人确认；对方登录确认后就提交。", "The applicant was asked; it is filed when they confirm."
        )
        messages.success(request, str(text))
        return redirect("portal:my")
    case = cases.file_draft(draft.pk, actor=request.actor, now=request.now, received=_signed_form(request))
    messages.success(request, str(Bilingual("已提交，编号 {n}。", "Filed under number {n}.").format(n=case.number)))
    return redirect("portal:case", case.pk)


def _signed_form(request: Request) -> cases.Received | None:
    upload = request.FILES.get("signature")
    if request.actor.mandate != "agent" or upload is None:
        return None
    scan = cases.take_scan(
        upload.chunks(), name=upload.name or "", size=upload.size or 0, actor=request.actor, now=request.now
    )
    return replace(cases.online(request.now), signature_id=scan)


@applicant
def discard(request: Request, draft_id: int) -> HttpResponse:
    """Throw a draft away, after asking."""
    draft = cases.own_draft(draft_id, request.actor)
    if request.method == "POST":
        cases.discard_draft(draft.pk, actor=request.actor)
        messages.success(
            request, str(Bilingual("已删除这份没有提交的申请。", "The unfinished application was thrown away."))
        )
        return redirect("portal:my")
    context = {
        "title": Bilingual("删除这份没有提交的申请？", "Throw this unfinished application away?"),
        "text": Bilingual("填过的内容和传过的文件都会删除，不能恢复。", "Its answers and files are deleted for good."),
        "action": request.path,
        "label": Bilingual("删除", "Throw away"),
        "back": "/my/",
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@applicant
def file(request: Request, draft_id: int, material_id: int) -> FileResponse:
    """One of the files added to a draft, to look at it again."""
    draft = cases.own_draft(draft_id, request.actor)
    return cases.file_response(draft, material_id)


def _filling(draft: cases.Draft, request: Request) -> Filling:
    return cases.filling_of(catalogue.item(draft.item, revision_id=draft.revision_id), draft, request.now)
