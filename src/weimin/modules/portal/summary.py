"""An application to be read once more before it is sent: every answer and paper, what is wrong, what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from weimin.blueprint.answers import Filling
from weimin.blueprint.items import FormField, Material, Situation
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.modules.portal.questions import QuestionPage, pages_of
from weimin.ui.api import Answer

__all__ = ["summary_of"]

NOT_ANSWERED = "—"


def summary_of(draft: cases.Draft, filling: Filling) -> dict[str, Any]:
    """What the check page shows. One query, for the papers."""
    pages, problems, handed = pages_of(filling), filling.problems(), cases.papers_of(draft)
    papers = [
        (each, each.subject, _present(handed, each.subject)) for each in pages if isinstance(each.subject, Material)
    ]
    return {
        "draft": draft,
        "item": filling.item,
        "rows": [_answer(each, draft, problems) for each in pages if not isinstance(each.subject, Material)],
        "papers": [_paper(material, _address(each, draft), present) for each, material, present in papers],
        "missing": [_name(material) for _each, material, present in papers if material.required and not present],
        "problems": problems,
        "error_rows": [("", _told(each, problems)) for each in pages if each.subject.id in problems],
        "fee": filling.fee,
        "whys": filling.whys(catalogue.implementation(filling.item, division=draft.division, handling=draft.handling)),
        "shared": [material for material in filling.needed_materials if material.supply == "shared"],
        "back": f"/apply/{draft.pk}/{pages[-1].slug}/" if pages else f"/items/{draft.item}/",
        "resume": f"/apply/{draft.pk}/",
    }


def _present(handed: Sequence[cases.Material], material: Material) -> list[cases.Material]:
    return [row for row in handed if row.material == material.id]


def _address(each: QuestionPage, draft: cases.Draft) -> str:
    return f"/apply/{draft.pk}/{each.slug}/?then=check"


def _name(subject: Situation | FormField | Material) -> Any:
    """What a question or paper is called."""
    if isinstance(subject, Situation):
        return subject.ask
    label = subject.label if isinstance(subject, FormField) else subject.name
    return label or subject.id


def _told(each: QuestionPage, problems: Mapping[str, Bilingual]) -> Bilingual:
    return Bilingual("{q}　{p}", "{q}: {p}").format(q=str(_name(each.subject)), p=problems[each.subject.id])


def _answer(each: QuestionPage, draft: cases.Draft, problems: Mapping[str, Bilingual]) -> Answer:
    subject, shown = each.subject, NOT_ANSWERED
    if isinstance(subject, Situation):
        shown = str(subject.choices.get(draft.situations.get(subject.id, ""), NOT_ANSWERED))
    elif isinstance(subject, FormField) and (value := draft.answers.get(subject.id)) not in (None, "", []):
        shown = cases.shown_answer(subject, value)
    wrong = problems.get(subject.id)
    return Answer(
        _name(subject),
        shown,
        change_href=_address(each, draft),
        tag=wrong or "",
        tag_kind="late" if wrong else "neutral",
    )


def _paper(material: Material, address: str, present: Sequence[cases.Material]) -> Answer:
    name = _name(material)
    if any(row.declared_at for row in present):
        return Answer(name, Bilingual("已承诺", "Declared"), change_href=address)
    files = str(Bilingual("、", ", ")).join(row.file.name for row in present if row.file)
    if files:
        return Answer(name, files, change_href=address)
    if not material.required:
        return Answer(name, Bilingual("没有提供（可不提供）", "Not given (optional)"), change_href=address)
    later = material.deferrable is not None
    tag = Bilingual("可以后补", "can follow later") if later else Bilingual("还没有", "missing")
    return Answer(name, NOT_ANSWERED, change_href=address, tag=tag, tag_kind="wait" if later else "late")
