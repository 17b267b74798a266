"""The files of a new city that a list of items implies: the city, its divisions, one generic procedure."""

import csv
import io
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from weimin.blueprint.importing.names import code_of, english_draft
from weimin.blueprint.importing.yamlout import Flow, dump, text

__all__ = ["GENERIC_PROCEDURE", "THEMES", "city_files", "generic_procedure"]

GENERIC_PROCEDURE: Final = "licence-simple"
_PROCEDURES: Final = Path(__file__).parent / "procedures"
THEMES: Final[Mapping[str, tuple[str, str]]] = {
    "licence": ("许可和审批", "Licences and permits"),
    "penalty": ("行政处罚", "Penalties"),
    "coercion": ("行政强制", "Coercive measures"),
    "levy": ("行政征收", "Levies"),
    "benefit": ("补助和待遇", "Benefits"),
    "inspection": ("行政检查", "Inspections"),
    "confirmation": ("确认和登记", "Confirmations"),
    "reward": ("行政奖励", "Awards"),
    "adjudication": ("行政裁决", "Adjudication"),
    "other": ("备案和其他", "Filings and other powers"),
    "public-service": ("公共服务", "Public services"),
}
"""Until someone sorts the items by what people want, they are grouped by kind."""


def generic_procedure() -> bytes:
    """受理, 审查, 决定, 制证, 送达 on the papers alone."""
    return (_PROCEDURES / f"{GENERIC_PROCEDURE}.bpmn").read_bytes()


def city_files(
    folder: str,
    name: str,
    name_en: str,
    divisions: Collection[str],
    division: str,
    kinds: Collection[str],
    *,
    today: date,
) -> dict[str, str]:
    """``divisions.csv`` and ``city.yaml``. ``today`` is the first day on which the divisions are known to the city."""
    code = code_of(folder, other="city")
    english = name_en or english_draft(name)
    themes = [Flow(code=kind, name=text(*THEMES[kind])) for kind in THEMES if kind in kinds]
    document: dict[str, Any] = {
        "code": code,
        "name": text(name, english),
        "division": division,
        "demonstration": False,
        "disclaimer": text("由清单导入的草稿，尚未核对", "A draft imported from a list, not yet checked"),
        "operator": text("待定", "Not yet named"),
        "hotline": "12345",
        "log-origin": f"weimin.example/{code}",
        "themes": themes,
    }
    comments = (
        "由 weimin import 写成：主办单位、主题和名称请核对",
        "written by weimin import: check operator, themes and names",
    )
    return {
        "divisions.csv": _divisions(divisions, division, name, english, today=today),
        "city.yaml": dump(document, comments=comments),
    }


def _divisions(divisions: Collection[str], main: str, name: str, english: str, *, today: date) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["code", "name_zh", "name_en", "parent", "valid_from"])
    for code in sorted({main, *divisions}):
        zh, en = (name, english) if code == main else (f"区划 {code}", f"Division {code}")
        rows.writerow([code, zh, en, _parent(code, divisions), today.isoformat()])
    return out.getvalue()


def _parent(code: str, divisions: Collection[str]) -> str:
    """The division of the list that contains it: 511602 in 511600, 511602001 in 511602."""
    above = [
        other
        for other in divisions
        if other != code and code.startswith(_stem(other)) and len(_stem(other)) < len(_stem(code))
    ]
    return max(above, key=lambda other: len(_stem(other)), default="")


def _stem(code: str) -> str:
    while len(code) > 2 and code.endswith("00"):
        code = code[:-3] if len(code) > 6 and code.endswith("000") else code[:-2]
    return code
