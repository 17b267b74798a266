"""A case as the official reads it: who asks for what, which papers are there, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from weimin.blueprint.answers import Filling
from weimin.blueprint.decision_uses import Why
from weimin.blueprint.items import FormField, Material
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import masked
from weimin.kernel.journal.api import Entry as JournalEntry
from weimin.kernel.journal.api import action_name
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Answer, Entry
from weimin.ui.words import day, money

__all__ = [
    "PaperRow",
    "answer_rows",
    "applicant_rows",
    "intake_rows",
    "lacking_names",
    "paper_rows",
    "reasons",
    "rule_rows",
    "story",
]

PARTY_KINDS: Final = {
    "person": Bilingual("个人", "person"),
    "sole-trader": Bilingual("个体工商户", "sole trader"),
    "legal-entity": Bilingual("法人或者其他组织", "legal entity"),
}
NUMBER_KINDS: Final = {
    "id-card": Bilingual("公民身份号码", "Identity number"),
    "passport": Bilingual("护照号码", "Passport"),
    "credit-code": Bilingual("统一社会信用代码", "Credit code"),
}
NOTHING: Final = "—"
HANDS: Final = {
    "from": Bilingual("原经办人", "From"),
    "to": Bilingual("经办人", "To"),
    "instruction": Bilingual("批示", "Instruction"),
    "answer": Bilingual("反馈", "Answer"),
}
FREE: Final = Bilingual("不收费", "free")
DETAILS: Final = {
    "tracking": Bilingual("邮件号", "tracking number"),
    "postmark": Bilingual("邮戳", "postmark"),
    "caller": Bilingual("来电", "caller"),
}


def applicant_rows(dossier: cases.Dossier, names: Mapping[str, str]) -> list[Answer]:
    """Who asks: the name, what they are, their number half hidden, and who handed it in for them."""
    party = dossier.case.applicant
    rows = [
        Answer(Bilingual("申请人", "Applicant"), party.name, tag=PARTY_KINDS[party.kind]),
        Answer(NUMBER_KINDS[party.number_kind], masked(party.number)),
    ]
    submitter = names.get(f"user:{dossier.case.submitted_by_id}", "")
    if submitter and submitter != party.name:
        rows.append(Answer(Bilingual("提交人", "Handed in by"), submitter))
    return rows


def intake_rows(dossier: cases.Dossier) -> list[Answer]:
    """How the papers came in: channel, who took them, whether the applicant signed. One query."""
    return [_intake_row(row) for row in cases.intakes_of(dossier.case)]


def _intake_row(row: cases.Intake) -> Answer:
    parts: list[Bilingual] = [cases.SIGNED_NAMES[row.signed]]
    if row.agent:
        parts.append(Bilingual("代办人 {n}", "agent {n}").format(n=row.agent.name))
    if row.officer:
        parts.append(Bilingual("收件人 {n}", "taken in by {n}").format(n=row.officer.name))
    if row.ticket:
        parts.append(Bilingual("取号 {n}", "ticket {n}").format(n=row.ticket))
    parts += [
        Bilingual(f"{name.zh} {row.details[code]}", f"{name.en} {row.details[code]}")
        for code, name in DETAILS.items()
        if row.details.get(code)
    ]
    channel = cases.CHANNEL_NAMES[cases.Channel(row.channel)]
    term = Bilingual("{d} {c}", "{d}, {c}").format(d=day(row.received_on), c=channel)
    return Answer(term, Bilingual("；".join(each.zh for each in parts), "; ".join(each.en for each in parts)))


def answer_rows(dossier: cases.Dossier) -> list[Answer]:
    """What the applicant said: situations first, then the form."""
    situations = dossier.case.situations
    rows = [
        Answer(each.ask, each.choices.get(situations.get(each.id, "")) or NOTHING)
        for each in dossier.filling.open_situations
    ]
    return rows + [_field_row(dossier, field) for field in dossier.filling.asked_fields]


def _field_row(dossier: cases.Dossier, field: FormField) -> Answer:
    answer = dossier.case.answers.get(field.id)
    shown = cases.shown_answer(field, answer) if answer not in (None, "", []) else NOTHING
    return Answer(field.label or field.id, shown)


def rule_rows(dossier: cases.Dossier) -> list[Answer]:
    """What the rules make of the answers: what is to be paid, and which department decides."""
    fee = _as_filed(dossier).fee
    due = Bilingual("还算不出", "not known yet") if fee.open else money(fee.total) if fee.lines else FREE
    decides = cases.department_title(dossier.case, dossier.case.decides)
    return [Answer(Bilingual("费用", "Fee"), due), Answer(Bilingual("决定的部门", "Department that decides"), decides)]


def reasons(dossier: cases.Dossier) -> tuple[Why, ...]:
    """The decisions behind fee and department, in the words that the applicant reads."""
    return _as_filed(dossier).whys(dossier.implementation)


def _as_filed(dossier: cases.Dossier) -> Filling:
    """The application on the day it came in: a rule that asks for today means that day."""
    return cases.filling_of(dossier.item, dossier.case, dossier.case.received_at)


@dataclass(frozen=True)
class PaperRow:
    """One paper that the matter needs: who holds or hands it in, and what is there."""

    material: Material
    name: Bilingual
    present: Sequence[cases.Material]
    replaced: Sequence[cases.Material]
    holder: Bilingual | None = None

    @property
    def state(self) -> str:
        """shared, there, missing, deferred or optional."""
        if self.present:
            return "there"
        if self.material.supply == "shared":
            return "shared"
        if not self.material.required:
            return "optional"
        return "deferred" if self.material.deferrable else "missing"


def paper_rows(dossier: cases.Dossier, handed: Sequence[cases.Material]) -> list[PaperRow]:
    return [_paper_row(dossier, material, handed) for material in dossier.filling.needed_materials]


def _paper_row(dossier: cases.Dossier, material: Material, handed: Sequence[cases.Material]) -> PaperRow:
    rows = [row for row in handed if row.material == material.id]
    revision_id, holder = dossier.case.revision_id, None
    name = material.name.bilingual if material.name else Bilingual(material.id, material.id)
    if material.supply == "shared" and material.resource:
        resource = catalogue.resource(material.resource, revision_id=revision_id)
        holder = catalogue.department_name(resource.holder, revision_id=revision_id)
        name = name if material.name else resource.name.bilingual
    return PaperRow(
        material,
        name,
        [row for row in rows if row.replaced_at is None],
        [row for row in rows if row.replaced_at is not None],
        holder,
    )


def lacking_names(dossier: cases.Dossier, *, deferred: bool) -> Bilingual:
    """Names of the papers that are wanted and not there; with ``deferred`` those too that may follow."""
    wanted = [
        material.name.bilingual if material.name else Bilingual(material.id, material.id)
        for material in dossier.item.materials
        if material.id in dossier.case.lacking and (deferred or material.deferrable is None)
    ]
    if cases.SIGNATURE in dossier.case.lacking:
        wanted.append(cases.SIGNATURE_NAME)
    return Bilingual("、".join(each.zh for each in wanted), ", ".join(each.en for each in wanted))


def story(dossier: cases.Dossier, entries: Sequence[JournalEntry], names: Mapping[str, str]) -> list[Entry]:
    """Everything that happened, the latest first, with who did it and what was written."""
    rows = []
    for entry in entries:
        payload = entry.payload or {}
        told = [*dossier.kind.told(payload), *_told(payload)]
        detail = str(Bilingual("；", "; ")).join(f"{name}{Bilingual('：', ': ')}{value}" for name, value in told)
        who = _who(names.get(entry.actor, ""), payload)
        rows.append(Entry(action_name(entry.action), entry.instant, detail=detail, who=who))
    return rows


def _who(name: str, payload: Mapping[str, Any]) -> str:
    """Who did it, and for whom: 隋明澈（代 丛知微）."""
    acting = payload.get("acting")
    if not acting:
        return name
    vacancy = str(Bilingual("空缺的岗位", "a vacant post"))
    return str(Bilingual("{w}（代 {n}）", "{w} (for {n})").format(w=name, n=acting["name"] or vacancy))


def _told(payload: Mapping[str, Any]) -> list[tuple[Bilingual, Bilingual | str]]:
    """Whose hands a step came from and went to; which department carries on; what a leader wrote."""
    found: list[tuple[Bilingual, Bilingual | str]] = [
        (name, payload[key]) for key, name in HANDS.items() if isinstance(payload.get(key), str) and payload[key]
    ]
    if by := payload.get("by"):
        found.append((Bilingual("继续办理", "Carried on by"), Bilingual(by["zh"], by["en"])))
    return found
