"""The application on one sheet, as the person signs it; and the papers, line by line, as the clerk takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weimin.blueprint.answers import Filling
from weimin.blueprint.items import Material
from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import masked
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import FileRow

__all__ = ["PaperLine", "Sheet", "paper_lines", "sheet_of"]

TRUE = Bilingual(
    "以上内容是我提供的，真实、完整。我知道不实的内容要承担法律责任。",
    "I gave all of the above; it is true and complete. I know that I answer for what is not.",
)
GENERAL = Bilingual(
    "我承诺符合本事项的条件；承诺不实的，愿意承担撤销许可等法律责任。",
    "I declare that the conditions of this matter are met, and answer for a false declaration, up to revocation.",
)


@dataclass(frozen=True)
class PaperLine:
    """One paper of the applicant's: what is there of it already."""

    material: Material
    name: Bilingual
    field: str
    ident: str
    accept: str
    files: Sequence[FileRow] = ()
    pictures: Sequence[str] = ()
    kept: bool = False
    seen: bool = False
    error: Any = ""


def paper_lines(
    filling: Filling, handed: Sequence[cases.Material], prefix: str, errors: Mapping[str, Bilingual]
) -> list[PaperLine]:
    """The papers that people bring, in the item's order; what departments hold is not asked for."""
    return [
        _line(material, [row for row in handed if row.material == material.id], prefix, errors)
        for material in filling.needed_materials
        if material.supply == "upload"
    ]


def _line(
    material: Material, rows: Sequence[cases.Material], prefix: str, errors: Mapping[str, Bilingual]
) -> PaperLine:
    pictures = [row for row in rows if row.file and row.file.media_type.startswith("image/")]
    return PaperLine(
        material,
        name_of(material),
        f"m.{material.id}",
        f"id_m.{material.id}",
        cases.accept_of(material),
        cases.file_rows(rows, prefix),
        [f"{prefix}{row.pk}/" for row in pictures],
        any(row.on_paper_at for row in rows),
        any(row.seen_at for row in rows),
        errors.get(f"m.{material.id}", ""),
    )


def name_of(material: Material) -> Bilingual:
    return material.name.bilingual if material.name else Bilingual(material.id, material.id)


@dataclass(frozen=True)
class Sheet:
    """What is printed for the signature: who, what, every answer, every paper, every declaration in full."""

    applicant: str
    number: str
    rows: Sequence[tuple[Any, str]]
    papers: Sequence[tuple[Bilingual, Bilingual]]
    declarations: Sequence[tuple[Bilingual, Any]] = ()
    missing: Sequence[Bilingual] = ()
    statement: Bilingual = TRUE


def sheet_of(draft: cases.Draft, filling: Filling, handed: Sequence[cases.Material]) -> Sheet:
    rows: list[tuple[Any, str]] = [
        (each.ask, str(each.choices.get(filling.situations.get(each.id, ""), ""))) for each in filling.open_situations
    ]
    rows += [
        (field.label or field.id, cases.shown_answer(field, draft.answers[field.id]))
        for field in filling.asked_fields
        if draft.answers.get(field.id) not in (None, "", [])
    ]
    brought = [each for each in filling.needed_materials if each.supply == "upload"]
    states = [(each, _state([row for row in handed if row.material == each.id])) for each in brought]
    return Sheet(
        draft.applicant.name,
        masked(draft.applicant.number),
        rows,
        [(name_of(each), state) for each, state in states if state],
        [(name_of(each), each.declaration or GENERAL) for each in filling.needed_materials if each.supply == "declare"],
        [name_of(each) for each, state in states if state is None and each.required],
    )


def _state(rows: Sequence[cases.Material]) -> Bilingual | None:
    if not rows:
        return None
    seen = any(row.seen_at for row in rows)
    zh = ["原件已核对"] if seen else []
    en = ["original seen"] if seen else []
    if any(row.on_paper_at for row in rows):
        zh, en = [*zh, "留存纸质件"], [*en, "sheet kept"]
    if files := sum(1 for row in rows if row.file):
        zh, en = [*zh, f"扫描件 {files} 份"], [*en, f"{files} scanned"]
    return Bilingual("，".join(zh), ", ".join(en))
