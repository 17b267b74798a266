"""A case as its applicant reads it: what happened, where it stands, what is next, and why each date is what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import Certificate, Paper
from weimin.kernel.journal.api import Entry as JournalEntry
from weimin.kernel.journal.api import action_name
from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Due
from weimin.ui.api import Entry, Link
from weimin.ui.words import day as day_words
from weimin.ui.words import period

__all__ = [
    "ClockStory",
    "OwnStep",
    "Result",
    "choices_of",
    "clock_story",
    "coming",
    "result_of",
    "standing_now",
    "timeline",
]

INTERNAL = frozenset({"case.reviewed", "case.moved", "case.step-done", "case.service-done"})
"""Acts whose words officials write for one another; the applicant reads that they were done, not what was advised."""

NEXT: Mapping[str, tuple[Bilingual, ...]] = {
    "received": (Bilingual("审查和决定", "Review and decision"), Bilingual("送达", "Service")),
    "correction": (
        Bilingual("受理", "Acceptance"),
        Bilingual("审查和决定", "Review and decision"),
        Bilingual("送达", "Service"),
    ),
    "accepted": (Bilingual("决定", "Decision"), Bilingual("送达", "Service")),
    "suspended": (
        Bilingual("恢复计时，作出决定", "The clock runs again, then the decision"),
        Bilingual("送达", "Service"),
    ),
    "decided": (Bilingual("送达", "Service"),),
}


@dataclass(frozen=True)
class ClockStory:
    """A clock in words, with its calendar."""

    headline: Bilingual
    detail: Bilingual
    due: Due | None
    rule: str
    state: str
    provisional: bool


@dataclass(frozen=True)
class Result:
    """How it ended, or is about to: what to know, and the paper that says it."""

    kind: Literal["ok", "late", "neutral"]
    heading: Bilingual
    detail: Bilingual
    href: str = ""
    title: str = ""


def timeline(
    entries: Sequence[JournalEntry], papers: Sequence[Paper], case_id: int, names: Mapping[str, Any]
) -> list[Entry]:
    """What happened, oldest first. What officials advise one another is theirs; reasons and papers are the applicant's.

    ``names``: what the item calls its materials and fields, by id.
    """
    by_number = {paper.number: paper for paper in papers}
    rows = []
    for entry in reversed(entries):
        payload: dict[str, Any] = dict(entry.payload or {})
        links = [
            Link(
                Bilingual("{t}（PDF）", "{t} (PDF)").format(t=paper.title), f"/my/cases/{case_id}/papers/{paper.pk}.pdf"
            )
            for number in payload.get("papers", [])
            if (paper := by_number.get(number))
        ]
        detail = "" if entry.action in INTERNAL else _why(payload, names)
        rows.append(Entry(action_name(entry.action), entry.instant, detail=detail, links=links))
    return rows


def _why(payload: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    """Reasons, findings on the site, what was asked for, what was handed in."""
    colon, stop = Bilingual("：", ": "), Bilingual("；", "; ")
    told = [str(payload[name]) for name in ("reason", "where", "findings") if payload.get(name)]
    told += [f"{names.get(each['code']) or each['label']}{colon}{each['how']}" for each in payload.get("missing", [])]
    told += [f"{cases.CLOCK_NAMES[name]}{colon}{change}" for name, change in (payload.get("changed") or {}).items()]
    told += [str(names[code]) for name in ("material", "field") if (code := str(payload.get(name))) in names]
    return str(stop).join(told)


def standing_now(dossier: cases.Dossier) -> list[Entry]:
    """The steps at which the case stands, each with who has it."""
    rows = []
    for task in dossier.open_tasks():
        yours = task.department == "applicant"
        who = (
            Bilingual("由您办", "yours to do")
            if yours
            else catalogue.department_name(task.department, revision_id=dossier.case.revision_id)
        )
        links = (
            [Link(Bilingual("去补正", "Make corrections"), f"/my/cases/{dossier.case.pk}/correct/")]
            if task.step == "correction"
            else []
        )
        rows.append(Entry(dossier.kind.step_name(task.step), who=who, state="now", links=links))
    return rows


@dataclass(frozen=True)
class OwnStep:
    """A step that is the applicant's to decide, until when, and the ways to decide it."""

    title: Bilingual
    due: date | None
    acts: Sequence[tuple[cases.Act, str]]


def choices_of(dossier: cases.Dossier, mine: Sequence[tuple[cases.Task, Sequence[cases.Act]]]) -> list[OwnStep]:
    """The applicant's own open steps other than corrections, which have a page of their own."""
    return [
        OwnStep(
            dossier.kind.step_name(task.step),
            task.due_on,
            [(act, f"/my/cases/{dossier.case.pk}/steps/{task.pk}/{act.code}/") for act in acts],
        )
        for task, acts in mine
        if task.step != "correction"
    ]


def coming(status: str, now: Sequence[Entry]) -> list[Entry]:
    """What is still to come after the steps of ``now``."""
    here = {str(entry.title) for entry in now}
    return [Entry(title, state="next") for title in NEXT.get(status, ()) if str(title) not in here]


def clock_story(rows: Sequence[cases.ClockRow], today: date) -> ClockStory | None:
    """The clock that counts for the applicant, why it is due when it is, and what the law allows beside it."""
    open_rows = {row.name: row for row in rows if row.state in {"running", "suspended"}}
    name = next(
        (each for each in ("acceptance", "correction", "promised", "statutory", "issue") if each in open_rows), ""
    )
    if not name:
        return None
    row = min(
        (open_rows[each] for each in (name, *AROUND.get(name, ())) if each in open_rows and open_rows[each].due_on),
        key=lambda each: each.due_on or today,
        default=open_rows[name],
    )
    name = row.name
    due = cases.explained_due(row)
    detail = Bilingual("{name} {n}，从 {d}起算，当日不计。", "{name}: {n} from {d}, that day not counted.").format(
        name=cases.CLOCK_NAMES.get(name, Bilingual(name, name)),
        n=period(row.length + row.extended, row.unit),
        d=day_words(row.start_on, today),
    )
    parts = [detail, *_position(due, today), *_law(open_rows.get("statutory"), name, today)]
    return ClockStory(
        headline=_headline(row, today),
        detail=Bilingual("".join(part.zh for part in parts), " ".join(part.en for part in parts)),
        due=due,
        rule=row.article,
        state="paused" if row.state == "suspended" else _state(row, today),
        provisional=row.provisional,
    )


AROUND = {"promised": ("stage-promised", "stage"), "statutory": ("stage-promised", "stage")}
"""A joint stage around the case may be due before its own clock."""

HEADLINES = {
    "acceptance": Bilingual("{d}前告知您是否受理", "By {d} we tell you whether it is accepted"),
    "correction": Bilingual("请在 {d}前补正", "Make your corrections by {d}"),
    "promised": Bilingual("{d}前作出决定", "We decide by {d}"),
    "statutory": Bilingual("{d}前作出决定", "We decide by {d}"),
    "issue": Bilingual("{d}前送达", "It reaches you by {d}"),
    "stage": Bilingual("联合办理，{d}前作出决定", "Handled jointly: we decide by {d}"),
    "stage-promised": Bilingual("联合办理，{d}前作出决定", "Handled jointly: we decide by {d}"),
}


def _headline(row: cases.ClockRow, today: date) -> Bilingual:
    if row.state == "suspended" or row.due_on is None:
        return Bilingual("特别程序期间停止计时", "The clock stands still during the special procedure")
    return HEADLINES[row.name].format(d=day_words(row.due_on, today))


def _state(row: cases.ClockRow, today: date) -> str:
    return "late" if row.due_on and row.due_on < today else "running"


def _position(due: Due | None, today: date) -> list[Bilingual]:
    """今天是第 3 天, on days that count."""
    number = next((day.number for day in (due.explain() if due else ()) if day.date == today and day.counted), None)
    return [Bilingual("今天是第 {n} 天。", "Today is day {n}.").format(n=number)] if number else []


def _law(statutory: cases.ClockRow | None, shown: str, today: date) -> list[Bilingual]:
    if statutory is None or shown != "promised" or statutory.due_on is None:
        return []
    return [Bilingual("法律允许到 {d}。", "The law allows until {d}.").format(d=day_words(statutory.due_on, today))]


def result_of(case: cases.Case, papers: Sequence[Paper], certificates: Sequence[Certificate]) -> Result | None:
    """What a decided or closed case came to, with the paper that matters most."""
    if not case.outcome:
        return None
    paper = next((each for each in reversed(papers) if each.kind in RESULT_PAPERS.get(case.outcome, ())), None)
    kind, heading, detail = RESULTS.get(case.outcome, RESULTS["closed"])
    if case.outcome == "granted" and certificates:
        made = certificates[-1]
        return Result(kind, heading, detail, f"/my/certificates/{made.pk}/file/", made.title)
    if case.outcome == "granted" and paper is not None and paper.kind != "result":
        detail = Bilingual("证照正在制作，好了会告诉您。", "The document is being made; we tell you when it is ready.")
    if paper is None:
        return Result(kind, heading, detail)
    return Result(kind, heading, detail, f"/my/cases/{case.pk}/papers/{paper.pk}.pdf", paper.title)


RESULT_PAPERS: Mapping[str, tuple[str, ...]] = {
    "granted": ("result", "grant-decision"),
    "refused": ("refusal-decision",),
    "not-accepted": ("non-acceptance",),
    "withdrawn": ("withdrawal",),
}
RESULTS: Mapping[str, tuple[Literal["ok", "late", "neutral"], Bilingual, Bilingual]] = {
    "granted": (
        "ok",
        Bilingual("准予", "Granted"),
        Bilingual("下面的文书可以下载、打印；任何人扫上面的码都能核验。", "The paper below is yours to download and print; anyone can check it by its code."),
    ),
    "refused": (
        "late",
        Bilingual("不予", "Refused"),
        Bilingual("理由、法律依据，以及怎样申请复议、起诉，都写在决定书里。", "The decision states the reasons, the law, and how to ask for review or sue."),
    ),
    "not-accepted": (
        "late",
        Bilingual("没有受理", "Not accepted"),
        Bilingual("为什么、该去哪里办，写在决定书里。", "The paper says why, and where to go."),
    ),
    "withdrawn": ("neutral", Bilingual("您已撤回", "You withdrew it"), Bilingual("需要时可以重新申请。", "You may apply again at any time.")),
    "closed": ("neutral", Bilingual("已办结", "Closed"), Bilingual("经过写在下面。", "What happened is told below.")),
}  # fmt: skip
