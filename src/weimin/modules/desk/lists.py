"""The official's list: what waits for these posts, the most urgent first; what narrows it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args
from urllib.parse import urlencode

from django.core.paginator import Paginator

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk.services import views_of
from weimin.ui.api import Choice, Task, page_of
from weimin.ui.words import day

__all__ = [
    "DUE_NAMES",
    "PAGE",
    "STATES",
    "Wanted",
    "list_pane",
    "post_line",
    "read_wanted",
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
    """What of the list is wanted: a step, an urgency, an item, a day, some text, a page."""

    step: str = ""
    due: cases.Urgency | Literal[""] = ""
    item: str = ""
    text: str = ""
    on: date | None = None
    page: int = 1

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What narrows the list, without the page, by the names that the address uses."""
        on = self.on.isoformat() if self.on else ""
        given = (("step", self.step), ("due", self.due), ("item", self.item), ("q", self.text), ("on", on))
        return [(name, value) for name, value in given if value]

    @property
    def query(self) -> str:
        """``?step=review&page=2``, or nothing: to be put behind an address."""
        page = [("page", str(self.page))] if self.page > 1 else []
        text = urlencode([*self.fields, *page])
        return f"?{text}" if text else ""

    @property
    def filter(self) -> cases.TaskFilter:
        return cases.TaskFilter(step=self.step, due=self.due, item=self.item, text=self.text, on=self.on)

    @property
    def is_narrow(self) -> bool:
        return self.filter != cases.TaskFilter()


@dataclass(frozen=True)
class Chip:
    """One way of narrowing the list, with how many rows it leaves."""

    title: Bilingual
    count: int
    href: str
    current: bool


def wanted_of(request: Request) -> Wanted:
    """What the address wants; what it cannot mean is left out."""
    return read_wanted(request.GET, page=page_of(request))


def read_wanted(given: Mapping[str, str], *, page: int = 1) -> Wanted:
    due: Any = given.get("due") if given.get("due") in get_args(cases.Urgency) else ""
    text = "".join(c for c in given.get("q", "") if c.isprintable()).strip()[:60]
    return Wanted(
        _code(given.get("step", "")), due, _code(given.get("item", "")), text, _day(given.get("on", "")), page
    )


def _code(text: str) -> str:
    return text if text.isascii() and text.replace("-", "").isalnum() and len(text) <= 60 else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def list_pane(request: Request, *, current: int | None = None) -> dict[str, Any]:
    """The left pane of every page of the desk, and what the head says of the official. Six queries."""
    wanted, today = wanted_of(request), law_date(request.now)
    lines, total = cases.open_tasks(request.actor, today=today, wanted=wanted.filter, page=wanted.page)
    whole = not wanted.is_narrow and wanted.page == 1 and total == len(lines)
    figures = cases.figures_of(lines, today=today) if whole else cases.task_figures(request.actor, today=today)
    return {
        "tasks": [_row(line, wanted, current) for line in lines],
        "lines": lines,
        "total": total,
        "figures": figures,
        "chips": _chips(figures, wanted, total),
        "wanted": wanted,
        "wanted_fields": wanted.fields,
        "on_value": wanted.on.isoformat() if wanted.on else "",
        "item_choices": _items(figures, wanted),
        "views": views_of(request.actor.user_id or 0) if current is None else [],
        "page": Paginator(range(total), PAGE).get_page(wanted.page),
        "posts": post_line(request),
    }


def _items(figures: cases.TaskFigures, wanted: Wanted) -> list[Choice]:
    """The items among the official's tasks; the one chosen stays even when nothing of it is left."""
    names = cases.matter_names({revision_id for revision_id, _item in figures.by_item})
    found: dict[str, tuple[Bilingual, int]] = {}
    for (revision_id, item), count in figures.by_item.items():
        found[item] = (names[revision_id, item], count + found.get(item, (None, 0))[1])
    text = Bilingual("{i}（{n}）", "{i} ({n})")
    rows = [Choice(code, text.format(i=name, n=count)) for code, (name, count) in found.items()]
    if wanted.item and wanted.item not in found:
        rows.append(Choice(wanted.item, Bilingual("所选事项（0）", "the chosen service (0)")))
    return [Choice("", Bilingual("全部事项", "All services")), *rows]


def _row(line: cases.TaskLine, wanted: Wanted, current: int | None) -> Task:
    case = line.task.case
    return Task(
        Bilingual("{i} · {a}", "{i} · {a}").format(i=line.item, a=case.applicant.name),
        f"/desk/cases/{case.pk}/{wanted.query}",
        Bilingual("{s} · {n}", "{s} · {n}").format(s=step_title(line.task), n=case.number),
        remaining=line.days_left,
        current=case.pk == current,
    )


def _chips(figures: cases.TaskFigures, wanted: Wanted, lines_on: int) -> list[Chip]:
    """All, then each step that has something; the one chosen stays even when it is empty now."""
    steps = [step for step in figures.by_step if figures.by_step[step]]
    if wanted.step and wanted.step not in steps:
        steps.append(wanted.step)
    plain = replace(wanted, step="", due="", on=None, page=1)
    narrowed = wanted.step or wanted.due or wanted.on
    chips = [Chip(Bilingual("全部", "All"), figures.total, plain.query or "?", not narrowed)]
    for step in sorted(steps):
        href = replace(plain, step=step).query
        chips.append(Chip(step_name(step), figures.by_step.get(step, 0), href, wanted.step == step))
    for due, name in DUE_NAMES.items():
        count = figures.by_due.get(due, 0)
        if due in {"late", "today"} and (count or wanted.due == due):
            chips.append(Chip(name, count, replace(plain, due=due).query, wanted.due == due))
    if wanted.on:
        chips.append(Chip(day(wanted.on), lines_on, wanted.query, True))
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
