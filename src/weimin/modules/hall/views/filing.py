"""The form on one page with the papers beside it; then the sheet that the person signs; then it is taken in."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from weimin.blueprint.answer_values import InvalidAnswer, is_empty, read_answer
from weimin.blueprint.answers import Filling
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.modules.hall.frame import at_window, error_rows, frame
from weimin.modules.hall.receiving import AgentWrong, received_of, receiving_context
from weimin.modules.hall.sheet import paper_lines, sheet_of
from weimin.ui.api import asked, raw_answer

__all__ = ["discard", "file", "form", "sign"]


@at_window
@never_cache
def form(request: Request, draft_id: int) -> HttpResponse:
    """Everything that is really asked, and the papers; saved with each press, on to the signature when it is whole."""
    draft = cases.own_draft(draft_id, request.actor)
    if draft.case_id:
        return redirect("hall:receipt", draft.case_id)
    errors: dict[str, Bilingual] = {}
    raw: dict[str, Any] = {}
    if request.method == "POST":
        errors, raw = _save(request, draft)
        if not errors:
            stay = request.POST.get("remove")
            return redirect("hall:form" if stay else "hall:sign", draft.pk)
        draft = cases.own_draft(draft_id, request.actor)
    filling = _filling(draft, request)
    handed = cases.papers_of(draft)
    fields = [
        control
        for field in filling.asked_fields
        for control in asked(
            field,
            raw.get(field.id, draft.answers.get(field.id)),
            errors.get(f"f.{field.id}", ""),
            name=f"f.{field.id}",
        )
    ]
    context = {
        **frame(request),
        "draft": draft,
        "item": filling.item,
        "handling": filling.handling,
        "chosen": [(each.ask, each.choices[filling.situations[each.id]]) for each in filling.open_situations],
        "fields": fields,
        "papers": paper_lines(filling, handed, f"/window/drafts/{draft.pk}/files/", errors),
        "most_bytes": cases.most_bytes(),
        "error_rows": error_rows(errors.items()),
    }
    return render(request, "hall/form.html", context, status=422 if errors else 200)


def _save(request: Request, draft: cases.Draft) -> tuple[dict[str, Bilingual], dict[str, Any]]:
    """Keep what is right of what was sent; what is wrong, with what was typed there."""
    errors: dict[str, Bilingual] = {}
    raw: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    removing = "remove" in request.POST
    for field in _filling(draft, request).asked_fields:
        typed = raw_answer(field, request.POST, name=f"f.{field.id}")
        try:
            kept[field.id] = read_answer(field, typed, now=request.now)
        except InvalidAnswer as error:
            raw[field.id] = typed
            if not (removing and is_empty(typed)):
                errors[f"f.{field.id}"] = Bilingual("{q}　{p}", "{q}: {p}").format(
                    q=field.label.bilingual if field.label else field.id, p=error.message
                )
    draft = cases.save_answers(draft.pk, answers=kept, actor=request.actor, now=request.now)
    errors |= _save_papers(request, draft)
    if not errors and not removing:  # an answer may have opened another question
        problems = _filling(draft, request).problems()
        errors = {f"f.{code}": message for code, message in problems.items()}
    return errors, raw


def _save_papers(request: Request, draft: cases.Draft) -> dict[str, Bilingual]:
    wanted = [each for each in _filling(draft, request).needed_materials if each.supply == "upload"]
    errors: dict[str, Bilingual] = {}
    if remove := request.POST.get("remove", ""):
        number = int(remove) if remove.isascii() and remove.isdigit() and len(remove) < 19 else 0
        cases.remove_paper(draft.pk, material_id=number, actor=request.actor, now=request.now)
    for material in wanted:
        for upload in request.FILES.getlist(f"m.{material.id}"):
            try:
                cases.add_paper(
                    draft_id=draft.pk,
                    material=material.id,
                    chunks=upload.chunks(),
                    name=upload.name or "",
                    size=upload.size or 0,
                    actor=request.actor,
                    now=request.now,
                )
            except documents.FileRefused as error:
                errors[f"m.{material.id}"] = error.message
    codes = {each.id for each in wanted}
    whole = "all" in request.POST
    kept = codes if whole else codes & set(request.POST.getlist("kept"))
    seen = codes if whole else codes & set(request.POST.getlist("seen"))
    cases.keep_on_paper(draft.pk, kept=kept, seen=seen, actor=request.actor, now=request.now)
    return errors


@at_window
@never_cache
def sign(request: Request, draft_id: int) -> HttpResponse:
    """The sheet to print and sign, how it came in, and the press that takes it in."""
    draft = cases.own_draft(draft_id, request.actor)
    if draft.case_id:
        return redirect("hall:receipt", draft.case_id)
    filling = _filling(draft, request)
    if filling.problems():
        return redirect("hall:form", draft.pk)
    errors: dict[str, Bilingual] = {}
    if request.method == "POST":
        try:
            received = received_of(request, draft)
            case = cases.file_draft(draft.pk, actor=request.actor, now=request.now, received=received)
        except cases.InvalidAnswer as error:
            errors = error.errors
        except AgentWrong as error:
            errors = {error.field: error.message}
        else:
            return redirect(f"{reverse('hall:receipt', args=[case.pk])}?new=1")
    context = {
        **frame(request),
        "draft": draft,
        "item": filling.item,
        "handling": filling.handling,
        "sheet": sheet_of(draft, filling, cases.papers_of(draft)),
        "officer": request.actor.name,
        **receiving_context(request, errors),
    }
    return render(request, "hall/sign.html", context, status=422 if errors else 200)


@at_window
@never_cache
def discard(request: Request, draft_id: int) -> HttpResponse:
    """Throw away what was begun, after asking."""
    draft = cases.own_draft(draft_id, request.actor)
    if draft.case_id:
        return redirect("hall:receipt", draft.case_id)
    if request.method == "POST":
        cases.discard_draft(draft.pk, actor=request.actor)
        messages.success(
            request, str(Bilingual("没有收件，已删除代填的内容。", "Not taken in; what was filled in is gone."))
        )
        return redirect("hall:counter")
    context = {
        "title": Bilingual("不收了，删除代填的内容？", "Throw away what was filled in?"),
        "text": Bilingual(
            "如果来人要走，请用“不予收件”给一份告知书。", "If the person leaves, give them a notice with “Turn away”."
        ),
        "action": request.path,
        "label": Bilingual("删除", "Throw away"),
        "back": f"/window/drafts/{draft.pk}/",
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@at_window
@never_cache
def file(request: Request, draft_id: int, material_id: int) -> FileResponse:
    """A scan of a draft of this window."""
    return cases.file_response(cases.own_draft(draft_id, request.actor), material_id)


def _filling(draft: cases.Draft, request: Request) -> Filling:
    return cases.filling_of(catalogue.item(draft.item, revision_id=draft.revision_id), draft, request.now)
