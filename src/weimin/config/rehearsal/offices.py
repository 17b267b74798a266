"""What officials make of the tasks that wait for them: which are ready, who does them, with which outcome and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from weimin.blueprint.items import Handling
from weimin.config.rehearsal.fates import Fates
from weimin.config.rehearsal.model import PlainCase
from weimin.config.rehearsal.people import Official
from weimin.lib.workdays import WorkCalendar

__all__ = ["SITTINGS", "Offices", "Waiting", "form_for", "ground_of"]

ABSENT: Final = "absent"
SITTINGS: Final = 4
"""A day has so many; an official comes to one before noon and to one after."""
REASON: Final = "所报材料与实际不符，不符合规定的条件。"
QUICK: Final = 5
"""A promise of so many days at most is kept at the counter."""
TEXTS: Final = {
    "opinion": "材料齐全，符合规定。",
    "reason": REASON,
    "basis": "行政许可法 第三十八条第二款",
    "where": "不需要办理，或者向有权机关提出。",
    "findings": "现场与申报一致。",
    "mode": "counter",
    "recipient": "申请人本人",
    "days": "6",
}
FAILED: Final = "现场与申报不一致：通道被占用。"
HOW: Final = "请提交清晰、完整的一份。"


@dataclass(frozen=True)
class Waiting:
    """An open task, as the product's list of tasks has it."""

    task_id: int
    case_id: int
    step: str
    department: str
    role: str
    outcomes: tuple[str, ...]
    opened_on: date
    wait: int


@dataclass
class Offices:
    """Who is at work when. ``first`` and ``days`` are the rehearsed period."""

    officials: Sequence[Official]
    fates: Fates
    calendar: WorkCalendar
    first: date
    days: int
    _by_role: dict[tuple[str, str], list[Official]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for official in self.officials:
            for post in official.posts:
                for role in post.roles:
                    self._by_role.setdefault((post.department, role), []).append(official)

    def holders(self, department: str, role: str) -> list[Official]:
        return self._by_role.get((department, role), [])

    def is_absent(self, official: Official, day: date) -> bool:
        """On leave for some days, or ill for one."""
        lot = self.fates.lot
        if lot.chance(0.03, official.login, day.isoformat(), ABSENT):
            return True
        if not lot.chance(0.2, official.login, "leave"):
            return False
        begins = self.first + timedelta(lot.between(0, max(0, self.days - 3), official.login, "leave begins"))
        return begins <= day < begins + timedelta(lot.between(3, 8, official.login, "leave lasts"))

    def sits(self, official: Official, day: date, sitting: int) -> bool:
        half = SITTINGS // 2
        chosen = self.fates.lot.between(0, half - 1, official.login, day.isoformat(), sitting >= half)
        return sitting % half == chosen and not self.is_absent(official, day)

    def who_does(self, task: Waiting, index: int, day: date, sitting: int) -> Official | None:
        """One of those who fill the post and sit now; of several, the case decides."""
        sitting_now = [each for each in self.holders(task.department, task.role) if self.sits(each, day, sitting)]
        return sitting_now[index % len(sitting_now)] if sitting_now else None

    def companion(self, task: Waiting, official: Official) -> str:
        """The second officer of a site visit, by user id; empty if there is none."""
        others = (each for each in self.holders(task.department, task.role) if each.user_id != official.user_id)
        return str(next((each.user_id for each in others), ""))

    def is_ready(self, task: Waiting, case: PlainCase, index: int, day: date) -> bool:
        """Whether the work that the task needs is done by now."""
        quick = case.place.promised.count <= QUICK
        return self.calendar.count(task.opened_on, day) >= self.fates.delay(index, task.step, task.wait, quick=quick)

    def outcome(self, task: Waiting, case: PlainCase, index: int, before: Sequence[str]) -> str:
        """What is decided now; empty where it must wait. ``before``: earlier outcomes of this step in this case."""
        match task.step:
            case "acceptance":
                return self._acceptance(task, case, index, before)
            case "review":
                return self.fates.review(index, task.outcomes, before)
            case "visit":
                fails = self.fates.is_refused(index) and "fail" in task.outcomes
                return "fail" if fails else "pass"
            case "decision":
                return self._decision(task, case, index, before)
        return task.outcomes[0]

    def _acceptance(self, task: Waiting, case: PlainCase, index: int, before: Sequence[str]) -> str:
        if self.fates.is_forgotten(index) and not before:
            return ""
        if self.fates.is_turned_away(index):
            return "refuse"
        return "correct" if case.firmly_lacking else "accept"

    def _decision(self, task: Waiting, case: PlainCase, index: int, before: Sequence[str]) -> str:
        if "return" in task.outcomes and "return" not in before and self.fates.returns(index):
            return "return"
        if self.fates.is_refused(index):
            return "refuse"
        if case.lacking:  # nothing may be granted before everything is there
            return "refuse" if self.fates.never_follows(index) else ""
        return "grant"


def form_for(
    task: Waiting, outcome: str, case: PlainCase, *, today: date, companion: str
) -> dict[str, str] | list[tuple[str, str]]:
    """What is written with the act: more than one act asks; each takes its own."""
    if outcome == "correct":
        return _list_of_corrections(case.firmly_lacking)
    form = dict(TEXTS) | {"visited_on": today.isoformat(), "companion": companion, "ground": ground_of(case.handling)}
    if outcome == "fail":
        form["findings"] = FAILED
    return form


def ground_of(handling: Handling) -> str:
    """The ground of a special procedure that this handling's law knows."""
    return handling.special_procedures[0] if handling.special_procedures else "expert-review"


def _list_of_corrections(lacking: Iterable[str]) -> list[tuple[str, str]]:
    form = [("list", "1")]
    for material in sorted(lacking):
        form += [("missing", f"m:{material}"), (f"how-m:{material}", HOW)]
    return form
