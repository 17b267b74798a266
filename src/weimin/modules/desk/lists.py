"""The official's list: what waits for these posts, the most urgent first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Actor
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Task

__all__ = ["post_line", "step_name", "task_rows", "urgency"]


def task_rows(lines: Sequence[cases.TaskLine], *, current: int | None = None) -> list[Task]:
    """The list pane's rows; the case being looked at is marked."""
    return [
        Task(
            Bilingual("{i} · {a}", "{i} · {a}").format(i=line.item, a=line.task.case.applicant.name),
            f"/desk/cases/{line.task.case_id}/",
            step_name(line.task.step),
            remaining=line.days_left,
            current=line.task.case_id == current,
        )
        for line in lines
    ]


def step_name(step: str) -> Bilingual:
    for kind in cases.kinds():
        return kind.step_name(step)
    return Bilingual(step, step)


def urgency(lines: Sequence[cases.TaskLine]) -> dict[str, int]:
    """How many of these are late, due today, due within two days."""
    found: Counter[str] = Counter()
    for line in lines:
        left = line.days_left
        if left is not None:
            found["late" if left < 0 else "today" if left == 0 else "soon" if left <= 2 else "later"] += 1
    return {name: found[name] for name in ("late", "today", "soon", "later")}


def post_line(actor: Actor, names: dict[tuple[str, str], str], today: date) -> str:
    """Which posts the official fills, for the head of the page."""
    return "、".join(names.get((post.department, post.post), post.ref) for post in actor.posts)
