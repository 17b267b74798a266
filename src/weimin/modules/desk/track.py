"""走到哪一步: what was done, what is open now, and the way to the end, step by step from top to bottom."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from weimin.kernel.cases import api as cases
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import Graph, Node, State, draw
from weimin.ui.words import short_day

__all__ = ["Stop", "drawing", "holder", "track"]

SHOWN: Final = 6
"""Of the steps already done the last ones are shown; the history beside has all."""


@dataclass(frozen=True)
class Stop:
    """One step on the way."""

    label: Bilingual
    detail: Bilingual
    state: Literal["done", "now", "next"]


def track(dossier: cases.Dossier, names: Mapping[str, str]) -> tuple[int, list[Stop]]:
    """How many done steps are left out, and the stops. ``names``: who the users are, by ``user:12``."""
    nodes = dossier.graph.nodes
    done = sorted(
        (task for task in dossier.tasks if task.state == "done"), key=lambda task: task.done_at or dossier.now
    )
    stops = [Stop(nodes[task.node].label, _by(task, names), "done") for task in done[-SHOWN:]]
    opened = dossier.open_tasks()
    stops += [Stop(nodes[task.node].label, holder(dossier, task), "now") for task in opened]
    nothing = Bilingual("", "")
    if opened:
        here = {task.node for task in opened}
        stops += [Stop(n.label, nothing, "next") for n in _ahead(dossier.graph, opened[0].node) if n.id not in here]
    return max(0, len(done) - SHOWN), stops


def _by(task: cases.Task, names: Mapping[str, str]) -> Bilingual:
    when = short_day(task.done_at) if task.done_at else ""
    who = names.get(f"user:{task.done_by_id}", "")
    return Bilingual(f"{when} {who}".strip(), f"{when} {who}".strip())


def holder(dossier: cases.Dossier, task: cases.Task) -> Bilingual:
    """Whose turn a task is: department and role, or the applicant."""
    if task.department == "applicant":
        return Bilingual("申请人", "the applicant")
    department = cases.department_title(dossier.case, task.department)
    role = cases.ROLE_NAMES.get(task.role, Bilingual(task.role, task.role))
    return Bilingual("{d} {r}", "{r}, {d}").format(d=department, r=role)


def _ahead(graph: Graph, start: str) -> Iterator[Node]:
    """The user steps on the shortest way to a grant, or else to any end; all branches of a parallel block on it."""
    path = _shortest(graph, start, granted=True) or _shortest(graph, start, granted=False)
    told: set[str] = set()
    for name in path:
        node = graph.nodes[name]
        around = [name, *node.inside] if node.kind == "parallel" else [name]
        for each in around:
            if each not in told and graph.nodes[each].kind == "user":
                told.add(each)
                yield graph.nodes[each]


def _shortest(graph: Graph, start: str, *, granted: bool) -> list[str]:
    came: dict[str, str] = {start: ""}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        node = graph.nodes[name]
        if node.kind in {"end", "terminate"} and (not granted or node.outcome == "granted"):
            path = []
            while name != start:
                path.append(name)
                name = came[name]
            return path[::-1]
        for flow in node.outgoing:
            if flow.target not in came:
                came[flow.target] = name
                waiting.append(flow.target)
    return []


def drawing(dossier: cases.Dossier) -> str:
    """The whole procedure as SVG with the token on it, and the days on which steps were done."""
    state = State.from_json(dossier.case.state)
    done = {task.node: short_day(task.done_at) for task in dossier.tasks if task.state == "done" and task.done_at}
    return draw(dossier.graph, state=state, done=done)
