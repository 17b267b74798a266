"""The official's list: what waits for these posts, the most urgent first; what narrows it stands in the address."""

from dataclasses import dataclass, replace
from typing import Any, Final, get_args
from urllib.parse import urlencode

from django.core.paginator import Paginator

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.ui.api import Task, page_of

__all__ = [
    "DUE_NAMES",
    "PAGE",
    "STATES",
    "Wanted",
    "list_pane",
    "post_line",
    "step_name",
    "step_title",
    "wanted_of",
]

PAGE: Final = 30
STATES: Final = {
    **cases.STATUS_NAMES,
    cases.Status.CORRECTION: Bilingual("等申请人补正", "Waiting for the applicant's corrections"),
}
"""Where cases stand, said to officials rather than to the applicant."""
DUE_NAMES: Final[dict[cases.Urgency, Bilingual]] = {
    "late": Bilingual("已超期", "Late"),
    "today": Bilingual("今天到期", "Due today"),
    "soon": Bilingual("两天内到期", "Due within two days"),
    "later": Bilingual("以后", "Later"),
}


@dataclass(frozen=True)
class Wanted:
    """What of the list is wanted: a step, an urgency, a page."""

    step: str = ""
    due: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """``?step=review&page=2``, or nothing: to be put behind an address."""
        given = {"step": self.step, "due": self.due, "page": self.page if self.page > 1 else ""}
        text = urlencode({name: value for name, value in given.items() if value})
        return f"?{text}" if text else ""


@dataclass(frozen=True)
class Chip:
    """One way of narrowing the list, with how many rows it leaves."""

    title: Bilingual
    count: int
    href: str
    current: bool


def wanted_of(request: Request) -> Wanted:
    """What the address wants; what it cannot mean is left out."""
    due = request.GET.get("due", "")
    step = request.GET.get("step", "")
    known = step.isascii() and step.replace("-", "").isalpha() and len(step) <= 30
    return Wanted(step if known else "", due if due in get_args(cases.Urgency) else "", page_of(request))


def list_pane(request: Request, *, current: int | None = None) -> dict[str, Any]:
    """The left pane of every page of the desk, and what the head says of the official. Two queries."""
    wanted, today = wanted_of(request), law_date(request.now)
    due: Any = wanted.due
    lines = cases.task_lines(request.actor, today=today, step=wanted.step, due=due, page=wanted.page)
    figures = cases.task_figures(request.actor, today=today)
    total = figures.count(step=wanted.step, due=wanted.due)
    return {
        "tasks": [_row(line, wanted, current) for line in lines],
        "lines": lines,
        "total": total,
        "figures": figures,
        "chips": _chips(figures, wanted),
        "wanted": wanted,
        "page": Paginator(range(total), PAGE).get_page(wanted.page),
        "posts": post_line(request),
    }


def _row(line: cases.TaskLine, wanted: Wanted, current: int | None) -> Task:
    case = line.task.case
    return Task(
        Bilingual("{i} · {a}", "{i} · {a}").format(i=line.item, a=case.applicant.name),
        f"/desk/cases/{case.pk}/{wanted.query}",
        Bilingual("{s} · {n}", "{s} · {n}").format(s=step_title(line.task), n=case.number),
        remaining=line.days_left,
        current=case.pk == current,
    )


def _chips(figures: cases.TaskFigures, wanted: Wanted) -> list[Chip]:
    """All, then each step that has something; the one chosen stays even when it is empty now."""
    steps = [step for step in figures.by_step if figures.by_step[step]]
    if wanted.step and wanted.step not in steps:
        steps.append(wanted.step)
    plain = replace(wanted, step="", due="", page=1)
    narrowed = wanted.step or wanted.due
    chips = [Chip(Bilingual("全部", "All"), figures.total, plain.query or "?", not narrowed)]
    for step in sorted(steps):
        href = replace(plain, step=step).query
        chips.append(Chip(step_name(step), figures.by_step.get(step, 0), href, wanted.step == step))
    for due, name in DUE_NAMES.items():
        count = figures.by_due.get(due, 0)
        if due in {"late", "today"} and (count or wanted.due == due):
            chips.append(Chip(name, count, replace(plain, due=due).query, wanted.due == due))
    return chips if len(chips) > 2 or narrowed else []


def step_title(task: cases.Task) -> Bilingual:
    """A step as the procedure calls it (会同部门审查); in English, by its kind."""
    return Bilingual(task.name, step_name(task.step).en)


def step_name(step: str) -> Bilingual:
    """The kind of step, in the words of the line of business that knows it."""
    named = (kind.step_name(step) for kind in cases.kinds())
    return next((name for name in named if name.zh != step), Bilingual(step, step))


def post_line(request: Request) -> str:
    """Which posts the official fills, and for whom: 市南区行政审批服务局 · 审查岗；… · 受理岗（代 丛知微）. No query."""
    comma, for_whom = str(Bilingual("；", "; ")), Bilingual("{t}（代 {n}）", "{t} (for {n})")
    nobody = Bilingual("空缺", "a vacancy")
    return comma.join(
        str(for_whom.format(t=post.title, n=post.acting.name or nobody) if post.acting else post.title)
        for post in request.actor.posts
    )
