"""What applicants do in a wave: file, correct, hand in what may follow, withdraw, look how it is going."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from weimin.config.rehearsal import visits
from weimin.config.rehearsal.applications import Application
from weimin.config.rehearsal.browser import Browser
from weimin.config.rehearsal.crew import Deed
from weimin.config.rehearsal.fates import Fates
from weimin.config.rehearsal.known import Known, open_tasks, papers_came, tell
from weimin.config.rehearsal.model import PlainCase
from weimin.lib.lawtime import law_date
from weimin.lib.workdays import WorkCalendar

__all__ = ["Applicants"]

LOOKS_IN: Final = 0.05
"""How often, a day, an applicant looks how an open case is doing."""


@dataclass(frozen=True)
class Applicants:
    """``filings``: the applications of each day and wave. ``known`` grows with what they file."""

    fates: Fates
    calendar: WorkCalendar
    known: dict[int, Known]
    filings: Mapping[tuple[date, int], Sequence[Application]]

    def wave(self, day: date, wave: int, now: datetime) -> list[Deed]:
        deeds = [self._filing(application, day, now) for application in self.filings.get((day, wave), [])]
        if wave == 1:
            deeds += self._later_papers(day, now)
            deeds += self._corrections(day, now)
        elif wave == 2:
            deeds += self._withdrawals(day, now)
            deeds += self._looks(day)
        return deeds

    def _filing(self, application: Application, day: date, now: datetime) -> Deed:
        def then(filed: visits.Filed) -> None:
            matter = application.matter
            plain = PlainCase(matter.item, matter.handling, matter.place, now, set(filed.lacking), self.calendar)
            self.known[filed.case_id] = Known(application, plain)

        def do(browser: Browser) -> visits.Filed:
            code = application.matter.item.code
            if application.index % 5 == 0:
                visits.look_around(browser, ("/", f"/items/{code}/"))
            filed = visits.apply(browser, application, today=day, fates=self.fates)
            if application.index % 3 == 0:
                visits.look_around(browser, (f"/my/cases/{filed.case_id}/",))
            return filed

        return Deed(application.citizen.login, do, then)

    def _corrections(self, day: date, now: datetime) -> Iterator[Deed]:
        for task in open_tasks():
            known = self.known.get(task.case_id)
            if task.department != "applicant" or known is None or self.fates.never_follows(known.application.index):
                continue
            if (day - task.opened_on).days < self.fates.delay(known.application.index, "correction", task.wait):
                continue
            wanted = sorted(known.plain.firmly_lacking)
            yield self._as_applicant(
                known,
                functools.partial(visits.correct, case_id=task.case_id, materials=_materials(known, wanted)),
                functools.partial(tell, self._corrected, known, wanted, now),
                task_id=task.task_id,
                outcome=task.outcomes[0],
                case_id=task.case_id,
            )

    def _corrected(self, known: Known, wanted: Sequence[str], now: datetime) -> None:
        papers_came(known.plain, wanted, now)
        known.plain.corrected(now)

    def _later_papers(self, day: date, now: datetime) -> Iterator[Deed]:
        """Papers that may follow, and those that a silent acceptance let through."""
        for case_id, known in sorted(self.known.items()):
            plain, index = known.plain, known.application.index
            if plain.status != "accepted" or not plain.lacking or plain.accepted_on is None:
                continue
            after = (day - plain.accepted_on).days
            if self.fates.never_follows(index) or after < self.fates.lot.between(1, 7, index, "follows"):
                continue
            wanted = sorted(plain.lacking)
            yield self._as_applicant(
                known,
                functools.partial(visits.hand_in, case_id=case_id, materials=_materials(known, wanted)),
                functools.partial(tell, papers_came, plain, wanted, now),
                case_id=case_id,
            )

    def _withdrawals(self, day: date, now: datetime) -> Iterator[Deed]:
        for case_id, known in sorted(self.known.items()):
            plain, index = known.plain, known.application.index
            if plain.status not in {"received", "correction", "accepted", "suspended"}:
                continue
            waited = (day - law_date(plain.filed_at)).days
            if self.fates.is_withdrawn(index) and waited >= self.fates.patience(index):
                yield self._as_applicant(
                    known,
                    functools.partial(visits.withdraw, case_id=case_id),
                    functools.partial(tell, plain.withdrawn, now),
                    case_id=case_id,
                )

    def _looks(self, day: date) -> Iterator[Deed]:
        for case_id, known in sorted(self.known.items()):
            index = known.application.index
            if known.plain.status != "closed" and self.fates.lot.chance(LOOKS_IN, index, "looks", day.isoformat()):
                paths = ("/my/", f"/my/cases/{case_id}/", "/my/messages/")
                yield self._as_applicant(known, functools.partial(visits.look_around, paths=paths), case_id=case_id)

    def _as_applicant(
        self, known: Known, do: Callable[[Browser], Any], then: Callable[[Any], Any] = lambda _done: None,
        *, case_id: int, task_id: int = 0, outcome: str = "",
    ) -> Deed:  # fmt: skip
        """Done in the name of the case's applicant: a person who speaks for several first says for whom."""
        voice = known.application.voice

        def speaking(browser: Browser) -> Any:
            if voice is not None and len(known.application.citizen.voices) > 1:
                visits.act_for(browser, voice.party_id)
            return do(browser)

        return Deed(known.application.citizen.login, speaking, then, task_id, outcome)


def _materials(known: Known, wanted: Sequence[str]) -> list[Any]:
    return [material for material in known.application.matter.item.materials if material.id in wanted]
