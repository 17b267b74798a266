"""Applying once for all: one question a page, each with the offices that use its answer, checked before it is sent."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from weimin.blueprint.api import InvalidAnswer
from weimin.blueprint.items import FormField, Material, Situation
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, applicant
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint import applications, opening
from weimin.modules.joint.errors import NothingChosen
from weimin.modules.joint.form import JointForm, Question
from weimin.modules.joint.models import Application, HandedIn
from weimin.modules.joint.summary import names_of, summary_of
from weimin.ui.api import Choice, asked, raw_answer

__all__ = ["check", "discard", "file", "page", "resume"]

TEMPLATES = {"situation": "situation", "wanted": "wanted", "field": "field", "material": "material"}


@applicant
def resume(request: Request, application_id: int) -> HttpResponse:
    """To the first question that still wants an answer, else to the check page."""
    application = applications.own_application(application_id, request.actor)
    if application.case_id:
        return redirect("joint:case", application.case_id)
    form = applications.form_of(application, request.now)
    problems = form.problems()
    handed = {row.material for row in applications.papers_of(application)}
    for each in form.questions:
        open_paper = each.kind == "material" and each.id not in handed
        if each.slug in problems or open_paper or (each.kind == "wanted" and not application.chosen):
            return redirect("joint:page", application.pk, each.slug)
    return redirect("joint:check", application.pk)


@applicant
def page(request: Request, application_id: int, page: str) -> HttpResponse:
    """One question."""
    application = applications.own_application(application_id, request.actor)
    if application.case_id:
        return redirect("joint:case", application.case_id)
    form = applications.form_of(application, request.now)
    here = next((each for each in form.questions if each.slug == page), None)
    if here is None:
        return redirect("joint:resume", application.pk)
    problem: Bilingual | None = None
    raw: Any = None
    if request.method == "POST":
        try:
            stay = _save(request, application, form, here)
        except InvalidAnswer as error:
            problem = error.message
            raw = raw_answer(here.subject, request.POST) if isinstance(here.subject, FormField) else None
        except documents.FileRefused as error:
            problem = error.message
        else:
            return redirect("joint:page", application.pk, here.slug) if stay else _onward(request, application.pk, here)
    context = _question(application, form, here, problem, raw)
    return render(request, f"joint/{TEMPLATES[here.kind]}.html", context, status=422 if problem else 200)


def _save(request: Request, application: Application, form: JointForm, here: Question) -> bool:
    """Keep the answer; True when the person stays on the page (a file was taken away)."""
    subject = here.subject
    who: dict[str, Any] = {"actor": request.actor, "now": request.now}
    if isinstance(subject, Material):
        return _save_papers(request, application, here, subject)
    if isinstance(subject, Situation):
        chosen = request.POST.get("answer", "")
        if chosen not in subject.choices:
            raise InvalidAnswer(Bilingual("请选择一项。", "Choose one."))
        applications.save(application.pk, situations={here.id: chosen}, **who)
    elif isinstance(subject, FormField):
        value = form.read(here, raw_answer(subject, request.POST))
        applications.save(application.pk, answers={here.id: value}, **who)
    else:
        known = {member.item for member in form.optional}
        applications.save(application.pk, wanted=known & set(request.POST.getlist("answer")), **who)
    return False


def _save_papers(request: Request, application: Application, here: Question, material: Material) -> bool:
    who: dict[str, Any] = {"actor": request.actor, "now": request.now}
    if remove := request.POST.get("remove", ""):
        applications.remove_paper(application.pk, paper_id=int(remove) if remove.isdigit() else 0, **who)
        return True
    files = request.FILES.getlist("files")
    if material.supply == "declare" and cases.declares(
        ticked="declare" in request.POST, files=len(files), has_paper=_has_paper(application, here)
    ):
        applications.declare(application.pk, material=here.id, **who)
        return False
    for upload in files:
        applications.add_paper(
            application.pk,
            material=here.id,
            chunks=upload.chunks(),
            name=upload.name or "",
            size=upload.size or 0,
            **who,
        )
    return False


def _has_paper(application: Application, here: Question) -> bool:
    return any(each.file_id for each in applications.papers_of(application) if each.material == here.id)


def _onward(request: Request, application_id: int, here: Question) -> HttpResponse:
    if request.POST.get("then") == "check":
        return redirect("joint:check", application_id)
    if request.POST.get("then") == "later":
        messages.success(
            request, str(Bilingual("已保存。随时可以从“我的”接着填。", "Saved. Go on at any time from “My cases”."))
        )
        return redirect("/my/")
    application = applications.own_application(application_id, request.actor)
    slugs = [each.slug for each in applications.form_of(application, request.now).questions]
    following = slugs[slugs.index(here.slug) + 1 :] if here.slug in slugs else []
    return (
        redirect("joint:page", application_id, following[0]) if following else redirect("joint:check", application_id)
    )


def _question(
    application: Application, form: JointForm, here: Question, problem: Bilingual | None, raw: Any
) -> dict[str, Any]:
    slugs = [each.slug for each in form.questions]
    position = slugs.index(here.slug)
    context: dict[str, Any] = {
        "application": application,
        "event": form.event,
        "here": here,
        "used_by": names_of(form, here.parts),
        "position": position + 1,
        "total": len(slugs),
        "back": f"/joint/{application.pk}/{slugs[position - 1]}/" if position else f"/life-events/{form.event.code}/",
        "problem": problem or "",
    }
    return context | _put(application, form, here, problem, raw)


def _put(
    application: Application, form: JointForm, here: Question, problem: Bilingual | None, raw: Any
) -> dict[str, Any]:
    """What the page needs to put this question, with what was answered before and what is wrong with it now."""
    subject = here.subject
    errors = [(f"id_{name}", problem) for name in [_first_field(subject)] if problem]
    if isinstance(subject, Situation):
        choices = [Choice(code, text) for code, text in subject.choices.items()]
        return {"choices": choices, "value": application.situations.get(here.id, ""), "error_rows": errors}
    if isinstance(subject, FormField):
        value = application.answers.get(here.id) if raw is None else raw
        label = subject.label or here.id
        return {"controls": asked(subject, value, problem or ""), "label": label, "error_rows": errors}
    if isinstance(subject, Material):
        present = [each for each in applications.papers_of(application) if each.material == here.id]
        return {
            "label": subject.name or here.id,
            "files": cases.file_rows(present, f"/joint/{application.pk}/files/"),
            "declared": any(each.declared_at for each in present),
            "accept": cases.accept_of(subject),
            "most_bytes": cases.most_bytes(),
            **cases.check_within(subject),
            "error_rows": errors,
        }
    names = {member.item: form.items[member.item] for member in form.optional}
    choices = [Choice(code, item.name, item.summary) for code, item in names.items()]
    return {"choices": choices, "value": application.wanted, "error_rows": []}


def _first_field(subject: Situation | FormField | Material | None) -> str:
    if isinstance(subject, Material):
        return "declare" if subject.supply == "declare" else "files"
    return str(asked(subject, None)[0]["name"]) if isinstance(subject, FormField) else "answer"


@applicant
def check(request: Request, application_id: int) -> HttpResponse:
    """Read it all once more, with the offices that get it, then send it once."""
    application = applications.own_application(application_id, request.actor)
    if application.case_id:
        return redirect("joint:case", application.case_id)
    problem: Bilingual | None = None
    if request.method == "POST":
        try:
            case = opening.file_application(application.pk, actor=request.actor, now=request.now)
        except cases.InvalidAnswer:
            return redirect("joint:resume", application.pk)
        except NothingChosen as error:
            problem = error.message
        else:
            told = Bilingual(
                "已提交，编号 {n}。几家同时开始办理。", "Filed under number {n}; the offices begin side by side."
            )
            messages.success(request, str(told.format(n=case.number)))
            return redirect("joint:case", case.pk)
    context = summary_of(application, applications.form_of(application, request.now))
    return render(request, "joint/check.html", context | {"problem": problem}, status=422 if problem else 200)


@applicant
def discard(request: Request, application_id: int) -> HttpResponse:
    """Throw it away, after asking."""
    application = applications.own_application(application_id, request.actor)
    if request.method == "POST":
        try:
            applications.discard(application.pk, actor=request.actor)
        except cases.DraftFiled as error:
            messages.warning(request, str(error.message))
        else:
            messages.success(
                request, str(Bilingual("已删除这份没有提交的申请。", "The unfinished application was thrown away."))
            )
        return redirect("/my/")
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
def file(request: Request, application_id: int, paper_id: int) -> FileResponse:
    """One of the files handed in with the application, to look at it again."""
    application = applications.own_application(application_id, request.actor)
    rows = HandedIn.objects.select_related("file").filter(application=application, pk=paper_id)
    row = rows.first()
    if row is None or row.file is None:
        raise cases.NoSuchCase
    return cases.stored_file_response(row.file)
