"""What richer lists carry beside the row: laws, papers, conditions, windows, questions, special procedures."""

import re
from collections.abc import Mapping
from typing import Any, Final

from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.names import code_of, english_draft
from weimin.blueprint.importing.records import ItemRecord
from weimin.blueprint.importing.wording import read_basis, special_procedure
from weimin.blueprint.importing.yamlout import Flow, text, untranslated

__all__ = ["basis_of", "conditions_of", "materials_of", "questions_of", "special_of", "windows_of"]

_NOTHING: Final = {"", "无", "/", "-", "……", "…"}
_DEFERRABLE: Final = "3"
"""is_need 3: 容缺后补."""


def basis_of(record: ItemRecord, report: Report) -> list[dict[str, Any]]:
    """The articles that the list names, ``confirmed: false``; words that name no law are kept as its name, and told."""
    laws = [law for row in _table(record, "AUDIT_ITEM_BYLAW") if (law := _law(row))]
    words = record.get("basis")
    if laws or words in _NOTHING:
        return laws
    found = read_basis(words)
    if not found or not all("article" in each for each in found):
        report.add(
            "I241", record.spot, "依据“{w}”没有写清法名（《》）和条款；请补全",
            "the basis '{w}' does not give the law in 《》 and its article: complete it", w=words[:60],
        )  # fmt: skip
    return [Flow(each) for each in found] or [Flow(law=words[:200].ljust(2, "。"), confirmed=False)]


def _law(row: Mapping[str, str]) -> dict[str, Any] | None:
    name = row.get("law_name", "").strip("《》 ")
    if len(name) < 2:
        return None
    number = row.get("law_number", "")
    number = f"（{number.strip('()（）')}）" if number not in _NOTHING else ""
    article = {"law": name + number, "article": row.get("clause_number", "").replace("无", "")}
    words = row.get("clause_content", "")
    if words not in _NOTHING:
        article["text"] = words
    return Flow({key: value for key, value in article.items() if value}, confirmed=False)


def materials_of(record: ItemRecord, report: Report) -> list[dict[str, Any]]:
    """The papers, uploaded by the applicant: whether another office holds them is for the city's designer to say."""
    papers: list[dict[str, Any]] = []
    taken: set[str] = set()
    for row in _table(record, "AUDIT_MATERIAL"):
        name = row.get("material_name", "")
        if name in _NOTHING:
            continue
        code = code_of(name, taken, other="paper")
        taken.add(code)
        paper: dict[str, Any] = {"id": code, "name": text(name, english_draft(name)), "supply": "upload"}
        if row.get("is_need") not in {None, "1"}:
            paper["required"] = False
        if row.get("is_need") == _DEFERRABLE:
            report.add(
                "I248", record.spot, "材料“{n}”可以容缺，清单没有补交期限；写成非必需，请补 deferrable",
                "'{n}' may follow later, the list does not say until when: written as not required, add 'deferrable'",
                n=name,
            )  # fmt: skip
        if (hint := row.get("fill_explian", row.get("accept_stand", ""))) not in _NOTHING:
            paper["help"] = untranslated(hint)
        if laws := read_basis(row.get("by_law", "")):
            paper["basis"] = Flow(laws[0])
        papers.append(Flow(paper))
    return papers or _listed_papers(record.get("materials"))


_NUMBERED: Final = re.compile(r"^\s*[(（]?[0-9一二三四五六七八九十]{1,2}[)）.．、:：]\s*")


def _listed_papers(words: str) -> list[dict[str, Any]]:
    """The papers that a cell names, one a line or parted by semicolons, without their numbers."""
    names = [_NUMBERED.sub("", part).strip(" 。") for part in re.split(r"[\n；;]", words)]
    papers: list[dict[str, Any]] = []
    taken: set[str] = set()
    for name in dict.fromkeys(name[:200] for name in names if name not in _NOTHING):
        code = code_of(name, taken, other="paper")
        taken.add(code)
        papers.append(Flow({"id": code, "name": text(name, english_draft(name)), "supply": "upload"}))
    return papers


def conditions_of(record: ItemRecord) -> list[dict[str, Any]]:
    rows = [row.get("condition_name", row.get("condition", "")) for row in _table(record, "AUDIT_ITEM_CONDITION")]
    listed = [line for line in rows if line not in _NOTHING] or [
        line for line in re.split(r"\s*\n\s*", record.get("conditions")) if line not in _NOTHING
    ]
    return [untranslated(line) for line in listed]


def windows_of(record: ItemRecord) -> list[dict[str, Any]]:
    rows = [
        " ".join(part for part in (row.get("transact_addr", ""), row.get("window_name", "")) if part not in _NOTHING)
        for row in _table(record, "AUDIT_ITEM_WINDOW")
    ]
    listed = [line for line in rows if line] or ([record.get("windows")] if record.get("windows") else [])
    return [text(line, english_draft(line)) for line in listed]


def questions_of(record: ItemRecord) -> list[dict[str, Any]]:
    """Questions and answers, as notes."""
    pairs = [(row.get("question", ""), row.get("answer", "")) for row in _table(record, "AUDIT_QA")]
    return [untranslated(line) for q, a in pairs if q and a and (line := f"问：{q} 答：{a}")]


def special_of(record: ItemRecord, report: Report) -> list[str]:
    """The special procedures by their words, each told: the procedure must have a step for them."""
    found: list[str] = []
    for row in _table(record, "AUDIT_ITEM_SPECIAL"):
        words = row.get("special_desc", "") or row.get("special_name", "")
        name = special_procedure(words)
        days = row.get("special_date", "?")
        report.add(
            "I244", record.spot,
            "特别程序“{w}”（{d} 日）记作 {n}；请选用含该环节的流程",
            "the special procedure '{w}' ({d} days) is noted as {n}: choose a procedure that has its step",
            w=words[:30], d=days, n=name or "-",
        )  # fmt: skip
        if name and name not in found:
            found.append(name)
    return found


def _table(record: ItemRecord, name: str) -> list[dict[str, str]]:
    rows = record.rich.get(name, [])
    return rows if isinstance(rows, list) else []
