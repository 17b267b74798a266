"""A case's or draft's answers seen through its item: what is still missing, what is printed on the result."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from weimin.blueprint.answers import Filling
from weimin.blueprint.items import FieldType, FormField, Item, Material
from weimin.kernel.cases.models import Case, Draft
from weimin.lib.bilingual import Bilingual

__all__ = [
    "SIGNATURE",
    "SIGNATURE_NAME",
    "filling_of",
    "lacking_papers",
    "missing_materials",
    "printed_answers",
    "shown_answer",
]

YES, NO = Bilingual("是", "Yes"), Bilingual("否", "No")
SIGNATURE = "signature"
"""Among what is lacking: the applicant's own signature, which nobody can give for them."""
SIGNATURE_NAME = Bilingual("申请人本人签字的申请表", "The application form signed by the applicant")
COMMA = Bilingual("、", ", ")
HIDDEN_ON_PAPER = {FieldType.PHONE, FieldType.EMAIL, FieldType.ID_NUMBER}


def filling_of(item: Item, subject: Case | Draft, now: datetime) -> Filling:
    """The application as answered so far."""
    return Filling(
        item=item,
        handling_code=subject.handling,
        situations=subject.situations,
        answers=subject.answers,
        division=subject.division,
        applicant=subject.applicant.kind,
        now=now,
    )


def missing_materials(filling: Filling, handed_in: Collection[str]) -> list[str]:
    """Ids of required papers that the applicant supplies and that are not there."""
    return [
        material.id
        for material in filling.needed_materials
        if material.required and material.supply != "shared" and material.id not in handed_in
    ]


def lacking_papers(item: Item, missing: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of missing papers: those without which nothing is accepted, and those that may follow (容缺)."""
    found = [material for material in item.materials if material.id in missing]
    firm = tuple(_name(material) for material in found if material.deferrable is None)
    if SIGNATURE in missing:
        firm = (*firm, SIGNATURE_NAME.zh)
    return firm, tuple(_name(material) for material in found if material.deferrable is not None)


def _name(material: Material) -> str:
    return material.name.zh if material.name else material.id


def printed_answers(filling: Filling) -> tuple[tuple[str, str], ...]:
    """Labels and answers for the result, without what only the office needs to know."""
    rows = []
    for field in filling.visible_fields:
        answer = filling.answers.get(field.id)
        if field.label is None or field.type in HIDDEN_ON_PAPER or answer in (None, "", []):
            continue
        rows.append((field.label.zh, shown_answer(field, answer, chinese=True)))
    return tuple(rows)


def shown_answer(field: FormField, answer: Any, *, chinese: bool = False) -> str:
    """An answer as a person reads it; in the reader's language unless ``chinese``."""
    if isinstance(answer, bool):
        word = YES if answer else NO
        return word.zh if chinese else str(word)
    if isinstance(answer, list):
        between = COMMA.zh if chinese else str(COMMA)
        return between.join(shown_answer(field, each, chinese=chinese) for each in answer)
    if isinstance(answer, Mapping):
        return " ".join(str(part) for part in answer.values() if part)
    text = str(answer)
    if text in field.choices:
        return field.choices[text].zh if chinese else str(field.choices[text])
    return f"{text} {field.unit}".strip()
