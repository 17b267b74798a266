"""Rows → service items. What the list does not say is filled with the law's default, and says that it is not confirmed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from weimin.blueprint.importing.clocks import Clocks, clocks_of
from weimin.blueprint.importing.codes import ItemCode, kind_of_type, read_item_code
from weimin.blueprint.importing.departments import DepartmentDraft
from weimin.blueprint.importing.details import (
    basis_of,
    conditions_of,
    materials_of,
    questions_of,
    special_of,
    windows_of,
)
from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.names import DRAFT, code_of, english_draft
from weimin.blueprint.importing.records import ItemRecord
from weimin.blueprint.importing.wording import audience_of, is_yes, kind_of_words
from weimin.blueprint.importing.yamlout import text, untranslated
from weimin.lib.identifiers import normalise_code

__all__ = ["Choices", "ItemDraft", "draft_item", "item_codes", "kind_of"]

NO_MAIN: Final = {"", "未分类", "无", "/", "-"}
_EVERYONE: Final = ["person", "sole-trader", "legal-entity"]


@dataclass(frozen=True)
class Choices:
    """What the importing office decides for the whole list."""

    procedure: str
    theme: Mapping[str, str]
    """Kind → theme."""
    divisions: Mapping[str, str]
    """Row's division cell → division of the city."""
    theme_names: Mapping[str, str]
    """Code or Chinese name → theme, for lists that name one."""


@dataclass(frozen=True)
class ItemDraft:
    code: str
    department: str
    record: ItemRecord
    document: dict[str, Any]
    comments: tuple[str, ...] = ()
    defaults: frozenset[str] = field(default_factory=frozenset)
    """Names of what the list did not say, for one note on all items."""

    @property
    def file(self) -> str:
        return f"items/{self.department}/{self.code}.yaml"


def item_codes(records: Sequence[ItemRecord], departments: Mapping[str, DepartmentDraft], taken: set[str]) -> list[str]:
    """A code for each record, the same whatever the order of the rows: names that collide take their list's code too."""
    plain = [code_of(record.get("name_en") or record.name) for record in records]
    often = Counter(plain)
    used = set(taken)
    codes: list[str] = []
    for record, code in zip(records, plain, strict=True):
        if often[code] > 1 or code in taken:
            tail = code_of(read_item_code(record.get("code")).text.split("-")[0], length=20, other="n")
            tail = tail if record.get("code") else departments[record.department].code
            code = code_of(f"{code[: 59 - len(tail)].rstrip('-')} {tail}", used)
        elif code in used:
            code = code_of(code, used)
        used.add(code)
        codes.append(code)
    return codes


def kind_of(record: ItemRecord, province: str, report: Report) -> str | None:
    """The legal kind: by its name, checked against the type codes; None, with the row left out, if nothing says it."""
    words, number = record.get("kind"), record.get("kind_code")
    if words.isascii() and words and not number:
        words, number = "", words
    kind = kind_of_words(words)
    item = read_item_code(record.get("code"))
    types = {each: kind_of_type(each, province) for each in (number, item.type) if each}
    if kind is None:
        kind = next((meaning for meaning in types.values() if meaning), None)
    if kind is None:
        report.leave_out(
            "I103", record.spot, record.row.stood,
            "事项类型“{k}”不是十类行政权力，也不是公共服务；请改正",
            "the kind '{k}' is none of the ten administrative powers, nor public service: correct it",
            k=words or number or item.type or "-",
        )  # fmt: skip
        return None
    for code, meaning in types.items():
        _doubt_type(record, code, meaning, kind, province, report)
    return kind


def _doubt_type(record: ItemRecord, code: str, meaning: str | None, kind: str, province: str, report: Report) -> None:
    if meaning is None:
        report.add(
            "I221", record.spot, "类型代码 {c} 不在 {p} 省的表里；按类型名称取“{k}”",
            "the type code {c} is not in the table of province {p}; took '{k}' by name", c=code, p=province, k=kind,
        )  # fmt: skip
    elif meaning != kind:
        report.add(
            "I222", record.spot, "类型代码 {c} 在 {p} 省是“{m}”，而类型名称是“{k}”；取了后者，请核对",
            "the type code {c} means '{m}' in province {p}, the name says '{k}': took the name, please check",
            c=code, p=province, m=meaning, k=kind,
        )  # fmt: skip


def draft_item(
    record: ItemRecord, code: str, kind: str, department: DepartmentDraft, choices: Choices, report: Report
) -> ItemDraft:
    """The item's file. Everything doubtful about the row is reported."""
    item_code = _told_code(record, report)
    clocks = clocks_of(record, kind, report)
    audience = _audience(record, report)
    english = record.get("name_en") or english_draft(record.name)
    basis = basis_of(record, report)
    theme = choices.theme_names.get(record.get("theme"), "")
    document: dict[str, Any] = {
        "code": code,
        "name": text(record.name, english),
        "summary": _summary(record, english),
        "kind": kind,
        "basic-code": _basic_code(record, item_code),
        "basis": basis,
        "audience": audience or _EVERYONE,
        "theme": theme or choices.theme[kind],
        "aliases": [main] if (main := record.get("main_item")) not in NO_MAIN and main != record.name else [],
        "conditions": conditions_of(record),
        "materials": materials_of(record, report),
        "fee": _fee(record, report),
        "result": {"name": _result(record)},
        "handlings": {"new": _handling(record, clocks, choices, report)},
        "implementations": [_implementation(record, department.code, clocks, choices)],
        "notes": [*([] if record.get("name_en") else [text(**DRAFT)]), *questions_of(record)],
    }
    kept = {key: value for key, value in document.items() if value not in (None, [])}
    given = {
        "statutory": not clocks.assumed,
        "audience": bool(audience),
        "english": bool(record.get("name_en")),
        "theme": bool(theme),
        "procedure": False,
        "basis": bool(basis) or kind == "public-service",
    }
    missing = frozenset(name for name, said in given.items() if not said)
    return ItemDraft(code, department.code, record, kept, (_origin(record),), missing)


def _origin(record: ItemRecord) -> str:
    code = record.get("code")
    return f"自 {record.spot} 导入 / imported from {record.spot}" + (f" · {code}" if code else "")


def _told_code(record: ItemRecord, report: Report) -> ItemCode:
    code = read_item_code(record.get("code"))
    if code.text and code.doubt == "I211":
        report.add(
            "I211", record.spot, "事项编码 {c} 的前段是 14 位，国家基本编码是 12 位；原样留在实施编码里",
            "the item code {c} begins with 14 characters, the national basic code has 12: kept as the implementation's code",
            c=code.text,
        )  # fmt: skip
    elif code.text and code.doubt:
        report.add(
            "I212", record.spot, "事项编码 {c} 不是国家标准的写法；原样留在实施编码里",
            "the item code {c} has no form of the national standard: kept as the implementation's code", c=code.text,
        )  # fmt: skip
    listed = normalise_code(record.get("department_code"))
    if code.unit and listed and normalise_code(code.unit) != listed and listed.replace("-", "") not in code.unit:
        report.add(
            "I213", record.spot, "事项编码里的单位 {u} 不是部门代码 {d}；请核对由谁实施",
            "the unit {u} in the item code is not the department's {d}: check who implements it", u=code.unit, d=listed,
        )  # fmt: skip
    division = normalise_code(record.get("division"))
    if code.division and division and code.division[: len(division)] != division[:12]:
        report.add(
            "I214", record.spot, "事项编码里的区划是 {c}，区划列是 {d}；取了区划列",
            "the item code says division {c}, the column {d}: took the column", c=code.division, d=division,
        )  # fmt: skip
    return code


def _basic_code(record: ItemRecord, code: ItemCode) -> str | None:
    """The list's own column, else the code inside the implementation code."""
    return read_item_code(record.get("basic_code")).basic or code.basic or None


def _audience(record: ItemRecord, report: Report) -> list[str]:
    words = record.get("audience")
    audience = audience_of(words)
    if words and not audience:
        report.add(
            "I246", record.spot, "服务对象“{w}”读不懂；按个人、个体工商户和法人都可申请填写",
            "the applicants '{w}' cannot be read: written as open to all", w=words[:60],
        )  # fmt: skip
    return audience


def _summary(record: ItemRecord, english: str) -> dict[str, Any]:
    if summary := record.get("summary"):
        return untranslated(summary)
    main = record.get("main_item")
    zh = f"{record.department}办理。" if main in NO_MAIN else f"主项：{main}。{record.department}办理。"
    return text(zh, f"{english}; handled by {english_draft(record.department)}.")


def _result(record: ItemRecord) -> dict[str, Any]:
    name = record.get("result")
    return text(name, english_draft(name)) if name else text("办理结果", "Result")


def _fee(record: ItemRecord, report: Report) -> str:
    if is_yes(record.get("fee")):
        report.add(
            "I245", record.spot, "清单说收费，没有可用的标准；暂写不收费，请补 fee 和依据",
            "the list says that a fee is charged and gives no amount: written as none, add 'fee' with its basis",
        )  # fmt: skip
    return "none"


def _handling(record: ItemRecord, clocks: Clocks, choices: Choices, report: Report) -> dict[str, Any]:
    handling: dict[str, Any] = {"procedure": choices.procedure, "clocks": clocks.document}
    special = special_of(record, report)
    return {**handling, "special-procedures": special} if special else handling


def _implementation(record: ItemRecord, department: str, clocks: Clocks, choices: Choices) -> dict[str, Any]:
    """One department does all four; the list does not say otherwise, so it is not confirmed."""
    document: dict[str, Any] = {"division": choices.divisions[record.get("division")]}
    document |= dict.fromkeys(("collects", "accepts", "decides", "regulates"), department)
    document["promised"] = clocks.promised
    visits = record.get("visits")
    if visits.isdigit() and int(visits) <= 9:
        document["visits"] = int(visits)
    if record.get("code"):
        document["code"] = record.get("code")
    if windows := windows_of(record):
        document["windows"] = windows
    return {**document, "confirmed": False}
