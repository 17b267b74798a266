"""A case as the official reads it: who asks for what, which papers are there, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from weimin.blueprint.items import FormField, Material
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import masked
from weimin.kernel.journal.api import Entry as JournalEntry
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Answer, Entry
from weimin.ui.words import day

__all__ = ["PaperRow", "answer_rows", "applicant_rows", "intake_rows", "lacking_names", "paper_rows", "story"]

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
        told = dossier.kind.told(entry.payload or {})
        detail = str(Bilingual("；", "; ")).join(f"{name}{Bilingual('：', ': ')}{value}" for name, value in told)
        who = names.get(entry.actor, "")
        rows.append(Entry(cases.ACTIONS[entry.action], entry.instant, detail=detail, who=who))
    return rows
