"""The departments of a list: told apart by name, given the codes and posts that a city needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.city import Department
from weimin.blueprint.importing.codes import read_department_code, read_item_code, settle_credit_code
from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.names import english_draft, initials, letters_of, unused
from weimin.blueprint.importing.records import ItemRecord
from weimin.blueprint.importing.yamlout import Flow, text
from weimin.lib.bilingual import Bilingual

__all__ = ["GENERIC_POSTS", "DepartmentDraft", "draft_departments", "named_department"]

GENERIC_POSTS: Final[Sequence[tuple[str, str, str, str]]] = (
    ("window", "综合窗口", "Service window", "window"),
    ("accept", "受理岗", "Acceptance", "acceptor"),
    ("review", "审查岗", "Review", "reviewer"),
    ("decide", "审批负责人", "Deciding officer", "decider"),
    ("issue", "制证岗", "Certificates", "issuer"),
)
"""Code, names and role of the posts without which nobody could take a case through the generic procedure."""

_DOUBTS: Final[Mapping[str, Bilingual]] = {
    "I201": Bilingual(
        "“{d}”的代码 {c} 是旧的九位组织机构代码；请改用 18 位统一社会信用代码",
        "the code {c} of '{d}' is an old organisation code of nine characters: use the credit code of 18",
    ),
    "I202": Bilingual(
        "“{d}”的代码 {c} 带后缀，是内设机构的编号；按同一部门处理",
        "the code {c} of '{d}' has a suffix for a unit inside: taken as the same department",
    ),
    "I203": Bilingual(
        "“{d}”的代码 {c} 是平台内部编号，不是机构代码；请换成统一社会信用代码",
        "the code {c} of '{d}' is a number of some platform: replace it by the credit code",
    ),
    "I204": Bilingual(
        "“{d}”的代码 {c} 位数或校验位不对；请对照登记证书核对",
        "the code {c} of '{d}' has the wrong length or check character: compare it with the certificate",
    ),
}


@dataclass
class DepartmentDraft:
    """``document`` is None for a department that the city already has."""

    code: str
    document: dict[str, Any] | None = None
    comments: list[str] = field(default_factory=list)


def named_department(blueprint: Blueprint | None, name: str, division: str) -> Department | None:
    """The city's department of that Chinese name, short name or code; in the division first."""
    if blueprint is None:
        return None
    same = [
        entry.value
        for entry in blueprint.departments.values()
        if name in {entry.value.code, entry.value.name.zh, entry.value.short.zh if entry.value.short else name[:0]}
    ]
    return next((each for each in same if each.division == division), same[0] if len(same) == 1 else None)


def draft_departments(
    records: Sequence[ItemRecord], divisions: Mapping[str, str], city: Blueprint | None, report: Report
) -> dict[str, DepartmentDraft]:
    """Name → department, in the order of the list. ``divisions``: name → the division it belongs to."""
    rows: dict[str, list[ItemRecord]] = {}
    for record in records:
        rows.setdefault(record.department, []).append(record)
    taken = set(city.departments) if city else set()
    letters = {(e.value.division, e.value.letters) for e in city.departments.values()} if city else set()
    drafts: dict[str, DepartmentDraft] = {}
    for name, own in rows.items():
        credit = _credit_code(name, own, report)
        known = named_department(city, name, divisions[name])
        if known is not None:
            drafts[name] = DepartmentDraft(known.code)
            continue
        division = divisions[name]
        code = initials(name)
        code = unused(code if code not in taken else f"{code}-{division}", taken)
        sign = letters_of(name, {used for where, used in letters if where == division})
        taken.add(code)
        letters.add((division, sign))
        drafts[name] = DepartmentDraft(code, _document(code, sign, name, division, credit), _comments(own, credit))
    return drafts


def _document(code: str, letters: str, name: str, division: str, credit: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "code": code,
        "letters": letters,
        "name": text(name, english_draft(name)),
        "division": division,
    }
    if credit:
        document["credit-code"] = credit
    posts = [Flow(code=post, name=text(zh, en), roles=[role]) for post, zh, en, role in GENERIC_POSTS]
    return {**document, "posts": posts}


def _comments(records: Sequence[ItemRecord], credit: str) -> list[str]:
    codes = dict.fromkeys(r.get("department_code") for r in records if r.get("department_code"))
    other = [code for code in codes if code != credit]
    return [f"清单中的部门代码 / codes in the list: {', '.join(other)[:200]}"] if other else []


def _credit_code(name: str, records: Sequence[ItemRecord], report: Report) -> str:
    """The credit code, and a doubt at every row whose code is odd."""
    codes = [read_department_code(record.get("department_code")) for record in records]
    for record, code in zip(records, codes, strict=True):
        if code.text and code.doubt:
            message = _DOUBTS[code.doubt].format(d=name, c=code.text)
            report.add(code.doubt, record.spot, "{m}", "{m}", m=message)
    given = [code for code in codes if code.text]
    embedded = [read_item_code(record.get("code")).unit for record in records]
    credit, derived = settle_credit_code(given, embedded)
    if derived:
        report.add(
            "I207", records[0].spot,
            "“{d}”的统一社会信用代码 {c} 取自它的事项编码；请核对",
            "the credit code {c} of '{d}' was taken from its items' codes: please check", d=name, c=credit,
        )  # fmt: skip
    spelt = list(dict.fromkeys(code.text for code in given))
    if len(spelt) > 1:
        report.add(
            "I205", records[0].spot, "“{d}”在清单里有 {n} 个代码：{c}", "'{d}' has {n} codes in the list: {c}",
            d=name, n=len(spelt), c=", ".join(spelt)[:200],
        )  # fmt: skip
    return credit
