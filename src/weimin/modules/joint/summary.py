"""A joint application to be read once more before it is sent: every answer and paper, and which offices use it."""

from collections.abc import Sequence
from typing import Any

from weimin.blueprint.items import FormField, Material, Situation
from weimin.kernel.cases import api as cases
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.applications import papers_of
from weimin.modules.joint.form import JointForm, Question
from weimin.modules.joint.models import Application, HandedIn
from weimin.ui.api import Answer

__all__ = ["names_of", "summary_of"]

NOT_ANSWERED = "—"


def names_of(form: JointForm, items: Sequence[str]) -> list[Bilingual]:
    return [form.items[item].name.bilingual for item in items]


def summary_of(application: Application, form: JointForm) -> dict[str, Any]:
    """What the check page shows. One query, for the papers."""
    problems, handed = form.problems(), papers_of(application)
    questions = form.questions
    missing = [
        _name(each)
        for each in questions
        if isinstance(each.subject, Material) and each.subject.required and not _present(handed, each)
    ]
    return {
        "application": application,
        "event": form.event,
        "parts": form.parts,
        "rows": [_answer(each, application, form, problems) for each in questions if each.kind != "material"],
        "papers": [_paper(each, application, _present(handed, each)) for each in questions if each.kind == "material"],
        "missing": missing,
        "problems": problems,
        "error_rows": [("", f"{_name(each)}{Bilingual('：', ': ')}{problems[each.slug]}") for each in questions if each.slug in problems],
        "fee": form.fee,
        "shared": [material.name or material.id for material, _items in form.shared],
        "back": f"/joint/{application.pk}/{questions[-1].slug}/" if questions else f"/life-events/{form.event.code}/",
        "resume": f"/joint/{application.pk}/",
    }  # fmt: skip


def _present(handed: Sequence[HandedIn], question: Question) -> list[HandedIn]:
    return [row for row in handed if row.material == question.id]


def _name(question: Question) -> Any:
    subject = question.subject
    if isinstance(subject, Situation):
        return subject.ask
    if subject is None:
        return Bilingual("一起办哪几项", "What else to include")
    return (subject.label if isinstance(subject, FormField) else subject.name) or question.id


def _answer(question: Question, application: Application, form: JointForm, problems: dict[str, Bilingual]) -> Answer:
    subject, shown = question.subject, NOT_ANSWERED
    if isinstance(subject, Situation):
        shown = str(subject.choices.get(application.situations.get(question.id, ""), NOT_ANSWERED))
    elif isinstance(subject, FormField):
        value = application.answers.get(question.id)
        shown = NOT_ANSWERED if value in (None, "", []) else cases.shown_answer(subject, value)
    else:
        chosen = [str(each) for each in names_of(form, sorted(form.wanted & {m.item for m in form.optional}))]
        shown = str(Bilingual("、", ", ")).join(chosen) or str(Bilingual("都不办", "None of them"))
    wrong = problems.get(question.slug)
    return Answer(
        _name(question),
        shown,
        change_href=f"/joint/{application.pk}/{question.slug}/?then=check",
        tag=wrong or "",
        tag_kind="late" if wrong else "neutral",
    )


def _paper(question: Question, application: Application, present: Sequence[HandedIn]) -> Answer:
    address, material = f"/joint/{application.pk}/{question.slug}/?then=check", question.subject
    assert isinstance(material, Material)
    if any(row.declared_at for row in present):
        return Answer(_name(question), Bilingual("已承诺", "Declared"), change_href=address)
    files = str(Bilingual("、", ", ")).join(row.file.name for row in present if row.file)
    if files:
        return Answer(_name(question), files, change_href=address)
    if not material.required:
        nothing = Bilingual("没有提供（可不提供）", "Not given (optional)")
        return Answer(_name(question), nothing, change_href=address)
    return Answer(
        _name(question), NOT_ANSWERED, change_href=address, tag=Bilingual("还没有", "missing"), tag_kind="late"
    )
