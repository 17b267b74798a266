"""What an act asks, as questions on a page, and what was written in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from weimin.kernel.cases import api as cases
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Choice

__all__ = ["MissingRow", "controls", "error_rows", "missing_rows", "written"]

KINDS: Final = {
    "text": "text",
    "long-text": "longtext",
    "choice": "radio",
    "date": "date",
    "date-ahead": "date",
    "days": "number",
    "officer": "select",
    "presiding": "select",
}
OTHER: Final = Bilingual("其他", "Anything else")
PLEASE: Final = Bilingual("请提交清晰、完整的“{n}”。", "Please hand in a clear and complete “{n}”.")


def controls(
    act: cases.Act, raw: Mapping[str, Any], errors: Mapping[str, Bilingual], officers: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """One control for each thing asked; lists of what is missing are drawn by themselves."""
    return [
        {
            "name": asked.name,
            "label": asked.label,
            "kind": KINDS[asked.type],
            "hint": asked.help or "",
            "value": raw.get(asked.name, ""),
            "error": errors.get(asked.name, ""),
            "required": asked.required and asked.only_if is None,
            "choices": _choices(asked, officers.get(asked.name, {})),
            "unit": Bilingual("个工作日", "working days") if asked.type == "days" else "",
            "limit": asked.most if asked.type == "long-text" else None,
        }
        for asked in act.asks
        if asked.type != "missing"
    ]


def _choices(asked: cases.Asked, officers: Mapping[str, str]) -> list[Choice]:
    if asked.type in {"officer", "presiding"}:
        nobody = Bilingual("没有可选的人员", "Nobody can be chosen")
        empty = Bilingual("请选择", "Choose") if officers else nobody
        return [Choice("", empty), *(Choice(value, name) for value, name in officers.items())]
    return [Choice(value, text) for value, text in asked.choices.items()]


@dataclass(frozen=True)
class MissingRow:
    """One thing that can be asked for, with what would make it right; ``wrong`` if it was ticked and not explained."""

    code: str
    label: Bilingual
    ticked: bool
    how: str
    wrong: bool = False


def missing_rows(dossier: cases.Dossier, posted: QueryDict | None) -> list[MissingRow]:
    """Each paper of the applicant's and each answer. What is lacking is ticked and already explained."""
    rows = []
    for material in dossier.filling.needed_materials:
        if material.supply == "shared":
            continue
        lacking = material.id in dossier.case.lacking
        name = material.name.bilingual if material.name else Bilingual(material.id, material.id)
        how = PLEASE.zh.format(n=name.zh) + (material.help.zh if material.help else "")
        rows.append(_row(f"m:{material.id}", name, lacking, how if lacking else "", posted))
    for field in dossier.filling.asked_fields:
        label = field.label.bilingual if field.label else Bilingual(field.id, field.id)
        rows.append(_row(f"f:{field.id}", label, False, "", posted))
    return rows


def _row(code: str, label: Bilingual, ticked: bool, how: str, posted: QueryDict | None) -> MissingRow:
    if posted is None:
        return MissingRow(code, label, ticked, how)
    ticked, how = code in posted.getlist("missing"), str(posted.get(f"how-{code}", ""))
    return MissingRow(code, label, ticked, how, wrong=ticked and not how.strip())


def written(posted: QueryDict) -> dict[str, Any]:
    """What the official wrote, in the shape that acts take; an act takes of it only what it asks."""
    data: dict[str, Any] = {
        name: str(posted.get(name, "")) for name in posted if ":" not in name and name not in {"missing", "other"}
    }
    if "list" in posted:
        data["missing"] = [
            {"code": code.partition(":")[2], "how": str(posted.get(f"how-{code}", ""))}
            for code in posted.getlist("missing")
        ]
        other = str(posted.get("other", "")).strip()
        if other:
            data["missing"].append({"code": "other", "label": OTHER.zh, "how": other})
    return data


def error_rows(errors: Mapping[str, Bilingual], rows: list[MissingRow]) -> list[tuple[str, Bilingual]]:
    """What must be changed, each with the field to go to."""
    bad = [row for row in rows if row.wrong]
    text = Bilingual("请为“{n}”写明怎样才算符合。", "Say for “{n}” what would make it right.")
    found = [(f"how-{row.code}", text.format(n=row.label)) for row in bad]
    return found + [(f"id_{name}", message) for name, message in errors.items() if not (name == "missing" and bad)]
