"""A case as the official reads it: what is asked, what is there, what happened, where the token stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from weimin.blueprint.items import FormField
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.journal.api import Entry as JournalEntry
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import State, draw
from weimin.ui.api import Answer, Entry
from weimin.ui.words import short_day

__all__ = ["answer_rows", "clock_lines", "drawing", "paper_rows", "story"]

DETAILS = (
    "opinion",
    "reason",
    "basis",
    "where",
    "findings",
    "visited_on",
    "companion",
    "ground",
    "days",
    "mode",
    "recipient",
)


def answer_rows(dossier: cases.Dossier) -> list[Answer]:
    """What the applicant said: situations first, then the form."""
    situations = dossier.case.situations
    rows = [
        Answer(each.ask, each.choices.get(situations.get(each.id, "")) or "—")
        for each in dossier.filling.open_situations
    ]
    return rows + [_field_row(dossier, field) for field in dossier.filling.visible_fields]


def _field_row(dossier: cases.Dossier, field: FormField) -> Answer:
    label = field.label or Bilingual(field.id, field.id)
    if field.source is not None:
        tag = Bilingual("登记信息", "from the register")
        return Answer(label, dossier.case.applicant.name, tag=tag, tag_kind="ok")
    answer = dossier.case.answers.get(field.id)
    return Answer(label, cases.shown_answer(field, answer) if answer not in (None, "") else "—")


def paper_rows(dossier: cases.Dossier, handed: Sequence[cases.Material]) -> list[dict[str, Any]]:
    """Each paper the matter needs: whose it is to supply, and what is there."""
    rows = []
    for material in dossier.filling.needed_materials:
        present = [row for row in handed if row.material == material.id and row.replaced_at is None]
        rows.append({"material": material, "present": present, "lacking": material.id in dossier.case.lacking})
    return rows


def clock_lines(dossier: cases.Dossier) -> list[dict[str, Any]]:
    """All clocks of the case, the latest round of each, for the list beside it."""
    latest = {row.name: row for row in dossier.clocks}
    return [
        {"name": cases.CLOCK_NAMES.get(name, Bilingual(name, name)), "row": row, "due": cases.explained_due(row)}
        for name, row in latest.items()
    ]


def story(entries: Sequence[JournalEntry], names: Mapping[str, str]) -> list[Entry]:
    """Everything that happened, with who did it and what was written."""
    rows = []
    for entry in reversed(entries):
        payload: Mapping[str, Any] = entry.payload or {}
        told = [str(payload[name]) for name in DETAILS if payload.get(name)]
        told += [f"{each['label']}：{each['how']}" for each in payload.get("missing", [])]
        who = names.get(entry.actor, "")
        rows.append(Entry(cases.ACTIONS[entry.action], entry.instant, detail="；".join(told), who=who))
    return rows


def drawing(dossier: cases.Dossier) -> str:
    """The procedure as SVG with the token on it, and the days on which steps were done."""
    state = State.from_json(dossier.case.state)
    graph = catalogue.procedure(dossier.handling.procedure, revision_id=dossier.case.revision_id)
    done = {task.node: short_day(task.done_at) for task in dossier.tasks if task.state == "done" and task.done_at}
    return draw(graph, state=state, done=done)
