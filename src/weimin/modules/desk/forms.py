"""What an act asks, as questions on a page, and what was written in them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from weimin.kernel.cases import api as cases
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Choice

__all__ = ["controls", "missing_rows", "written"]

KINDS = {
    "text": "text",
    "long-text": "longtext",
    "choice": "radio",
    "date": "date",
    "days": "number",
    "officer": "select",
}


def controls(
    act: cases.Act, raw: Mapping[str, Any], errors: Mapping[str, Bilingual], officers: Mapping[str, str]
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
            "required": asked.required,
            "choices": _choices(asked, officers),
            "limit": asked.most if asked.type in {"text", "long-text"} else None,
        }
        for asked in act.asks
        if asked.type != "missing"
    ]


def _choices(asked: cases.Asked, officers: Mapping[str, str]) -> list[Choice]:
    if asked.type == "officer":
        empty = (
            Bilingual("请选择", "Choose") if officers else Bilingual("没有同岗位的人员", "Nobody else fills this post")
        )
        return [Choice("", empty), *(Choice(value, name) for value, name in officers.items())]
    return [Choice(value, text) for value, text in asked.choices.items()]


def missing_rows(dossier: cases.Dossier, posted: QueryDict | None) -> list[dict[str, Any]]:
    """Everything that can be asked for: each paper of the applicant's and each answer. What is lacking is ticked."""
    rows = []
    for material in dossier.filling.needed_materials:
        if material.supply == "shared":
            continue
        lacking = material.id in dossier.case.lacking
        advice = material.help.zh if material.help else "请提供清晰、完整的文件。"
        rows.append(_row(f"m:{material.id}", material.name or material.id, lacking, advice if lacking else "", posted))
    for field in dossier.filling.asked_fields:
        rows.append(_row(f"f:{field.id}", field.label or field.id, False, "", posted))  # noqa: PERF401
    return rows


def _row(code: str, label: Any, ticked: bool, how: str, posted: QueryDict | None) -> dict[str, Any]:
    if posted is not None:
        ticked, how = code in posted.getlist("missing"), posted.get(f"how-{code}", "")
    return {"code": code, "label": label, "ticked": ticked, "how": how}


def written(act: cases.Act, dossier: cases.Dossier, posted: QueryDict) -> dict[str, Any]:
    """What the official wrote, in the shape that the act takes."""
    data: dict[str, Any] = {asked.name: posted.get(asked.name, "") for asked in act.asks if asked.type != "missing"}
    if any(asked.type == "missing" for asked in act.asks):
        data["missing"] = [
            {
                "code": row["code"].split(":", 1)[1],
                "label": getattr(row["label"], "zh", str(row["label"])),
                "how": row["how"],
            }
            for row in missing_rows(dossier, posted)
            if row["ticked"]
        ]
        other = str(posted.get("other", "")).strip()
        if other:
            data["missing"].append({"code": "other", "label": "其他", "how": other})
    return data
