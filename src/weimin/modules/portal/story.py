"""A case as its applicant reads it: what happened, where it stands, what is next, and why each date is what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weimin.kernel.cases import api as cases
from weimin.kernel.documents.api import Paper
from weimin.kernel.journal.api import Entry as JournalEntry
from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Due
from weimin.ui.api import Entry, Link
from weimin.ui.words import day as day_words

__all__ = ["ClockStory", "clock_story", "coming", "timeline"]

SHOWN_WHY = ("reason", "where", "findings", "days")
ADVICE = {"review", "opinion"}
NEXT = {
    "received": [
        Bilingual("受理", "Acceptance"),
        Bilingual("审查和决定", "Review and decision"),
        Bilingual("送达", "Service"),
    ],
    "correction": [
        Bilingual("您补正", "Your corrections"),
        Bilingual("受理", "Acceptance"),
        Bilingual("审查和决定", "Review and decision"),
    ],
    "accepted": [Bilingual("决定", "Decision"), Bilingual("送达", "Service")],
    "suspended": [Bilingual("恢复计时，作出决定", "Clock resumes, then the decision"), Bilingual("送达", "Service")],
    "decided": [Bilingual("送达", "Service")],
}


@dataclass(frozen=True)
class ClockStory:
    """A running clock in words, with its calendar."""

    headline: Bilingual
    detail: Bilingual
    due: Due | None
    rule: str
    state: str
    provisional: bool


def timeline(entries: Sequence[JournalEntry], papers: Sequence[Paper], case_id: int) -> list[Entry]:
    """What happened, oldest first. What officials advise one another is theirs; reasons and papers are the applicant's."""
    by_number = {paper.number: paper for paper in papers}
    rows = []
    for entry in reversed(entries):
        payload: dict[str, Any] = dict(entry.payload or {})
        links = [
            Link(
                Bilingual(f"{paper.title}（PDF）", f"{paper.title} (PDF)"), f"/my/cases/{case_id}/papers/{paper.pk}.pdf"
            )
            for number in payload.get("papers", [])
            if (paper := by_number.get(number))
        ]
        rows.append(Entry(cases.ACTIONS[entry.action], entry.instant, detail=_why(entry.action, payload), links=links))
    return rows


def _why(action: str, payload: dict[str, Any]) -> str:
    if payload.get("step") in ADVICE and action == "case.reviewed":
        return ""
    told = [str(payload[name]) for name in ("reason", "where") if payload.get(name)]
    told += [f"{entry['label']}：{entry['how']}" for entry in payload.get("missing", [])]
    if payload.get("changed"):
        told += [f"{cases.CLOCK_NAMES[name]}：{change}" for name, change in payload["changed"].items()]
    return "；".join(told)


def coming(status: str) -> list[Entry]:
    """What is still to come."""
    return [Entry(title, state="next") for title in NEXT.get(status, [])]


def clock_story(row: cases.ClockRow, due: Due | None) -> ClockStory:
    """When a clock is due and why, day by day."""
    name = cases.CLOCK_NAMES.get(row.name, Bilingual(row.name, row.name))
    detail = Bilingual(
        "{name} {n}{u}，从 {d} 起算，当日不计入。", "{name}: {n}{u} counted from {d}, that day not included."
    ).format(name=name, n=row.length + row.extended, u=_unit(row.unit), d=day_words(row.start_on))
    if row.state == "suspended":
        headline = Bilingual("{name}现在停止计时", "{name}: the clock stands still").format(name=name)
    else:
        day = day_words(row.due_on) if row.due_on else ""
        headline = Bilingual("{name}到 {d}", "{name} ends on {d}").format(name=name, d=day)
    state = "paused" if row.state == "suspended" else "running"
    return ClockStory(headline, detail, due, row.article, state, row.provisional)


def _unit(unit: str) -> Bilingual:
    words = {
        "workday": Bilingual("个工作日", " working days"),
        "day": Bilingual("日", " days"),
        "hour": Bilingual("小时", " hours"),
        "month": Bilingual("个月", " months"),
        "year": Bilingual("年", " years"),
    }
    return words[unit]
