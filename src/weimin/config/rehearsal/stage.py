"""The rehearsal itself: day after day, wave after wave, people act over HTTP and the worker does its rounds."""

import functools
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection

from weimin.config import clock
from weimin.config.demonstration import read_city
from weimin.config.rehearsal import visits
from weimin.config.rehearsal.applicants import Applicants
from weimin.config.rehearsal.applications import Application, drawn, matters
from weimin.config.rehearsal.browser import Browser, Tally
from weimin.config.rehearsal.crew import Crew, Deed
from weimin.config.rehearsal.fates import Fates, Lot
from weimin.config.rehearsal.known import Known, open_tasks, tell
from weimin.config.rehearsal.offices import SITTINGS, Offices, Waiting, form_for, ground_of
from weimin.config.rehearsal.people import Official, officials, townspeople
from weimin.config.worker import Worker
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.lib.jobs import RegisteredJob, registered_jobs
from weimin.lib.lawtime import LAW_ZONE

__all__ = ["Progress", "Stage"]

log = logging.getLogger(__name__)

ROUNDS: Final = 2000
CITIZENS, OFFICES = "citizens", "offices"
WORKING_DAY: Final = (
    (time(8, 5), CITIZENS), (time(9, 5), OFFICES), (time(10, 35), OFFICES), (time(12, 10), CITIZENS),
    (time(14, 5), OFFICES), (time(15, 50), OFFICES), (time(19, 20), CITIZENS),
)  # fmt: skip
DAY_OFF: Final = ((time(10, 15), CITIZENS), (time(15, 30), CITIZENS), (time(20, 5), CITIZENS))
JITTER_MINUTES: Final = 24
CITIZEN_WAVES: Final = 3
OPENS_THE_CASE: Final = 0.25
"""How often an official opens the case page again before acting; otherwise the act is done from where the list led."""


@dataclass(frozen=True)
class Progress:
    """Told after every day. ``of`` is the number of days."""

    day: date
    number: int
    of: int
    cases: int
    requests: int
    errors: int


class Stage:
    """One rehearsal, from ``first`` to the beginning of ``last``. Django is set up and the city is in force."""

    def __init__(self, *, first: date, last: date, count: int, seed: int, tally: Tally) -> None:
        self.first, self.last, self.tally = first, last, tally
        self.fates = Fates(Lot(seed))
        self.calendar = cases.calendar()
        self.known: dict[int, Known] = {}
        start = midnight(first)
        self._password = identity.DEMO_PASSWORD
        self._city = read_city(_city_folder())
        self.officials = officials(first)
        people = max(12, min(150, count // 8))
        citizens = townspeople(people, lot=self.fates.lot, now=start)
        self._citizens = {citizen.login: citizen for citizen in citizens}
        days = [self.first + timedelta(n) for n in range((last - first).days)]
        self.offices = Offices(self.officials, self.fates, self.calendar, first, len(days))
        weights = [(day, 8 if self.calendar.is_workday(day) else 2) for day in days]
        choices = matters(catalogue.items())
        found = drawn(count, days=weights, waves=CITIZEN_WAVES, choices=choices, citizens=citizens, lot=self.fates.lot)
        filings: dict[tuple[date, int], list[Application]] = defaultdict(list)
        for application in found:
            filings[application.filed_on, application.wave].append(application)
        self._applicants = Applicants(self.fates, self.calendar, self.known, filings)
        self._now = start
        self._worker = Worker([_watched(job, tally) for job in registered_jobs()], now=lambda: self._now)
        self.crew: Crew | None = None

    # -- the days -----------------------------------------------------------------------------------------------

    def run(self, crew: Crew, *, say: Callable[[Progress], object]) -> None:
        """Play every day. Ends at the first instant of ``last``."""
        self.crew = crew
        total = (self.last - self.first).days
        for number in range(total):
            day = self.first + timedelta(number)
            self._let_time_pass(midnight(day))
            self._day(day)
            say(Progress(day, number + 1, total, len(self.known), self.tally.requests, self.tally.errors))
        self._let_time_pass(midnight(self.last))

    def enter(self, login: str, browser: Browser) -> None:
        """Log a person in; who has no login yet signs up."""
        citizen = self._citizens.get(login)
        if citizen is not None and citizen.number:
            visits.sign_up(browser, citizen, password=self._password)
            citizen.number = ""
        else:
            code = self._code if citizen is None else None
            visits.log_in(browser, login, password=self._password, code=code)

    def _code(self, login: str) -> str:
        """The second factor of an official: of the machine's own time, as the city's check of it."""
        try:
            return identity.totp_code(login, city=self._city, now=clock.machine_now())[0]
        finally:
            connection.close()  # this thread's own; the crew has no other use for one

    def _day(self, day: date) -> None:
        waves = WORKING_DAY if self.calendar.is_workday(day) else DAY_OFF
        counted = {CITIZENS: 0, OFFICES: 0}
        for at, kind in waves:
            number = counted[kind]
            counted[kind] += 1
            minutes = self.fates.lot.between(0, JITTER_MINUTES, day.isoformat(), str(at))
            now = datetime.combine(day, at, LAW_ZONE) + timedelta(minutes=minutes)
            deeds = (
                self._applicants.wave(day, number, now) if kind == CITIZENS else self._offices_wave(day, number, now)
            )
            self._wave(deeds, now)

    def _wave(self, deeds: Sequence[Deed], now: datetime) -> None:
        """Everyone acts at once; then what they did is believed only as far as the city says so too."""
        if not deeds:
            return
        assert self.crew is not None, "run() has the crew"
        self._now = now
        results = self.crew.work(deeds, now=now)
        ids = [deed.task_id for deed, _result in results if deed.task_id]
        done = dict(cases.Task.objects.filter(pk__in=ids, state="done").values_list("pk", "outcome"))
        for deed, result in results:
            if deed.task_id and done.get(deed.task_id) != deed.outcome:
                self.tally.wrong(f"{deed.login}: task {deed.task_id} is not done as {deed.outcome}")
                continue
            deed.then(result)
        self._rounds()

    def _let_time_pass(self, now: datetime) -> None:
        """Midnight: the worker fires what is up, and the plain accounts say what is up."""
        self._now = now
        self._rounds()
        for each in self.known.values():
            each.plain.time_passes(now)

    def _rounds(self) -> None:
        """The worker's rounds until nothing is left to do at this instant."""
        for _ in range(ROUNDS):
            if not self._worker.round():
                return
        self.tally.wrong("the worker does not come to rest")

    # -- officials ----------------------------------------------------------------------------------------------

    def _offices_wave(self, day: date, sitting: int, now: datetime) -> list[Deed]:
        found: dict[str, list[Deed]] = defaultdict(list)
        for task in open_tasks():
            known = self.known.get(task.case_id)
            if task.department == "applicant" or known is None:
                continue
            official = self.offices.who_does(task, known.application.index, day, sitting)
            if official is not None:
                found[official.login] += self._task(task, known, official, day, now)
        handled = {deed.case_id for deeds in found.values() for deed in deeds}
        for official, case_id, units in self._extensions(day, sitting):
            if case_id in handled:  # decided in this very wave, perhaps: who came first must not matter
                continue
            event = self.known[case_id].plain.extended
            found[official.login].append(
                Deed(
                    official.login,
                    functools.partial(visits.extend, case_id=case_id, days=units),
                    functools.partial(tell, event, units),
                )
            )
        morning = sitting < SITTINGS // 2
        return [
            deed
            for login in sorted(login for login in found if found[login])
            for deed in [*([_desk(login)] if morning else []), *found[login]]
        ]

    def _task(self, task: Waiting, known: Known, official: Official, day: date, now: datetime) -> Iterator[Deed]:
        index, before = known.application.index, known.outcomes[task.step]
        if not self.offices.is_ready(task, known.plain, index, day):
            return
        outcome = self.offices.outcome(task, known.plain, index, before)
        if not outcome:
            return
        companion = self.offices.companion(task, official)
        looks = self.fates.lot.chance(OPENS_THE_CASE, index, task.wait, "opens")
        form = form_for(task, outcome, known.plain, today=day, companion=companion)
        yield Deed(
            official.login,
            functools.partial(
                visits.decide, case_id=task.case_id, task_id=task.task_id, outcome=outcome, form=form, looks=looks
            ),
            functools.partial(tell, self._done, known, task.step, outcome, now),
            task.task_id,
            outcome,
            task.case_id,
        )

    def _done(self, known: Known, step: str, outcome: str, now: datetime) -> None:
        """What an act means in law, for the plain account."""
        plain = known.plain
        known.outcomes[step].append(outcome)
        match step, outcome:
            case "acceptance", "accept":
                plain.accepted(now)
            case "acceptance", "correct":
                plain.correction_asked(now)
            case "acceptance", "refuse":
                plain.not_accepted(now)
            case "review", "special":
                plain.suspended(ground_of(plain.handling), now)
            case "special", _:
                plain.resumed(now)
            case "decision", "grant":
                plain.granted(now)
            case "decision", "refuse":
                plain.refused(now)
            case "delivery", _:
                plain.delivered(now)

    def _extensions(self, day: date, sitting: int) -> Iterator[tuple[Official, int, int]]:
        """Heads who lengthen a period that is going to be too short."""
        for case_id, known in sorted(self.known.items()):
            plain = known.plain
            most = plain.may_be_extended_by
            if not most or not self.fates.wants_extension(known.application.index):
                continue
            due = plain.running("statutory")
            left = due.period.remaining(day, self.calendar) if due else 99
            heads = self.offices.holders(plain.place.decides, "head")
            if left > 8 or not heads or not self.offices.sits(heads[0], day, sitting):
                continue
            yield heads[0], case_id, most


def _desk(login: str) -> Deed:
    """Who comes in the morning looks at the list first."""
    return Deed(login, functools.partial(visits.look_around, paths=("/desk/",)))


def midnight(day: date) -> datetime:
    """The first instant of a day of law."""
    return datetime.combine(day, time(), LAW_ZONE)


def _city_folder() -> Any:
    from django.conf import settings

    return settings.CITY


def _watched(job: RegisteredJob, tally: Tally) -> RegisteredJob:
    """A job of the worker whose failure is an error of the rehearsal."""

    def run(*, now: datetime) -> int:
        try:
            return job.job(now=now)
        except Exception as error:
            tally.wrong(f"worker: {job.name}: {type(error).__name__}: {error}")
            raise

    return RegisteredJob(job.name, run, job.every)
