"""How a field of a form is put to people, and what they typed. The templates beside it are ``ui/asking/``."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from weimin.blueprint.answer_values import PARTS
from weimin.blueprint.items import FieldType, FormField
from weimin.lib.bilingual import Bilingual
from weimin.ui.parts import Choice

__all__ = ["asked", "raw_answer"]

KINDS: Mapping[FieldType, str] = {
    FieldType.LONG_TEXT: "longtext",
    FieldType.INTEGER: "number",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.DATE: "date",
    FieldType.YES_NO: "radio",
    FieldType.CHOICE: "radio",
    FieldType.CHOICES: "checkboxes",
    FieldType.PHONE: "phone",
    FieldType.EMAIL: "email",
    FieldType.ID_NUMBER: "identity",
    FieldType.CREDIT_CODE: "identity",
}
PART_LABELS = {
    "name": Bilingual("姓名或名称", "Name"),
    "id-number": Bilingual("身份证件号码", "Identity number"),
    "credit-code": Bilingual("统一社会信用代码", "Unified social credit code"),
}


def asked(field: FormField, value: Any, error: str | Bilingual = "", *, name: str = "answer") -> list[dict[str, Any]]:
    """How a field is put: one control called ``name``, or one for each of its parts."""
    label = field.label or Bilingual(field.id, field.id)
    if field.type in PARTS:
        given = value if isinstance(value, Mapping) else {}
        return [
            {"name": f"{name}.{part}", "label": PART_LABELS[part], "kind": "identity" if part != "name" else "text",
             "value": given.get(part, ""), "error": error if part == "name" else "", "hint": "", "choices": []}
            for part in PARTS[field.type]
        ]  # fmt: skip
    choices = [Choice(code, text) for code, text in field.choices.items()]
    if field.type is FieldType.YES_NO:
        choices = [Choice("yes", Bilingual("是", "Yes")), Choice("no", Bilingual("否", "No"))]
        value = {True: "yes", False: "no"}.get(value, value)
    return [
        {
            "name": name,
            "label": label,
            "kind": KINDS.get(field.type, "text"),
            "value": value,
            "error": error,
            "hint": field.help or "",
            "choices": choices,
            "unit": field.unit,
            "required": field.required,
            "limit": field.max_length or (2000 if field.type is FieldType.LONG_TEXT else None),
        }
    ]


def raw_answer(field: FormField, posted: QueryDict, *, name: str = "answer") -> Any:
    """What was typed, in the shape that ``read_answer`` reads."""
    if field.type in PARTS:
        return {part: posted.get(f"{name}.{part}", "") for part in PARTS[field.type]}
    if field.type is FieldType.CHOICES:
        return posted.getlist(name)
    if field.type is FieldType.YES_NO:
        return {"yes": True, "no": False}.get(posted.get(name, ""))
    return posted.get(name, "")
