"""One step of a case in one transaction: ``.venv-benchmarks/bin/python benchmarks/steps.py``, in throw-away databases.

Measured side by side in the same process, one after the other at every step: Weimin's ``complete_task``; the bare
transaction, the very statements of that step sent by a cursor of the driver with nothing around them; SpiffWorkflow with
a row for each task; viewflow. The procedures are a licence with a correction loop, once with one reviewer and once with
five offices that must all be heard, each from its beginning and after 200 rounds of correction. The peers keep their
tokens and tasks only; Weimin's step also writes the case, the legal clocks, the paper for the applicant and the journal.

Exit 1 if a target is missed: at most 2.5 times bare, twice as fast as SpiffWorkflow, three times as fast as viewflow, and
after 200 rounds no slower than 1.25 times a new case. ``make setup-benchmarks`` installs the peers; where one is not
installed its column says so.
"""

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

import ground

ROUNDS: Final = 200
MOST_OF_BARE, FASTER_THAN_SPIFF, FASTER_THAN_VIEWFLOW, FLAT = 2.5, 2.0, 3.0, 1.25
OFFICES: Final = ("xzspj", "csgl", "zrzy", "ylj", "swj")
"""Five departments that have a reviewer each."""
ITEM: Final = "gas-business-licence"
PROCEDURES: Final = {"linear": 1, "five-branch joint": len(OFFICES)}
MISSING: Final = [{"code": "business-licence", "label": "营业执照", "how": "请提交清晰、完整的一份。"}]
Step = tuple[str, str]


def walk(branches: int) -> list[Step]:
    """The steps that are measured: once round the correction loop, then to the end. (name, outcome)"""
    reviews = [(f"review-{place}", "approve") for place in range(branches)]
    end = [("decision", "grant"), ("making", "done"), ("delivery", "done")]
    return [*LOOP, ("acceptance", "accept"), *reviews, *end]


LOOP: Final[list[Step]] = [("acceptance", "correct"), ("correction", "submit")]


class Runner(Protocol):
    """One of the peers: starts an instance and does its steps. ``step`` returns the seconds that it took."""

    name: str

    def start(self, branches: int) -> int: ...

    def step(self, instance: int, step: Step) -> float: ...


@dataclass
class Times:
    """Seconds of each step, by procedure, by whether the rounds came before, by runner; and statements a step."""

    seconds: dict[tuple[str, bool, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[tuple[str, bool, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def median(self, procedure: str, after: bool, runner: str) -> float:
        found = self.seconds.get((procedure, after, runner))
        return statistics.median(found) if found else float("nan")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--server", default=ground.POSTGRES, help="address of PostgreSQL, without a database")
    parser.add_argument("--repeat", type=int, default=12, help="walks through each procedure from its beginning")
    parser.add_argument("--repeat-after", type=int, default=4, help="walks through each procedure after the rounds")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of correction")
    chosen = parser.parse_args(arguments)
    if chosen.database == "both":
        given = list(sys.argv[1:] if arguments is None else arguments)
        words = [sys.executable, str(Path(__file__).resolve()), *given]
        codes = [subprocess.run([*words, "--database", each]).returncode for each in ("sqlite", "postgres")]
        return max(codes)
    print(ground.machine(chosen.server if chosen.database == "postgres" else ""))
    if chosen.database == "postgres":
        with ground.postgres_database(chosen.server) as url:
            times = measured(url, chosen.repeat, chosen.repeat_after, chosen.rounds)
    else:
        times = measured("", chosen.repeat, chosen.repeat_after, chosen.rounds)
    return report(times, "PostgreSQL" if chosen.database == "postgres" else "SQLite", chosen.rounds)


def measured(url: str, repeat: int, repeat_after: int, rounds: int) -> Times:
    """Everything on one database, which is empty before."""
    peers = [name for name in ("SpiffWorkflow", "viewflow") if importlib.util.find_spec(name) is not None]
    settings = "peers.settings" if len(peers) == 2 else "weimin.config.settings"
    with ground.home(WEIMIN_DATABASE_URL=url, DJANGO_SETTINGS_MODULE=settings) as folder:
        prepared(folder)
        runners = runners_for(peers)
        times = Times()
        for procedure, branches in PROCEDURES.items():
            for after, count in ((False, repeat), (True, repeat_after)):
                for number in range(0 if after else -1, count):  # the very first warms up and is not counted
                    _walks(times if number >= 0 else Times(), procedure, branches, runners, rounds if after else 0)
                    ground.say(f"{procedure}, {rounds if after else 0} rounds before: walk {number + 1} of {count}")
        return times


def _walks(times: Times, procedure: str, branches: int, runners: Sequence[Runner], rounds: int) -> None:
    """Everyone goes through the procedure once, in step with each other."""
    started = [(runner, runner.start(branches)) for runner in runners]
    for _ in range(rounds):
        for runner, instance in started:
            for step in LOOP:
                runner.step(instance, step)
    for step in walk(branches):
        for runner, instance in started:
            times.seconds[procedure, rounds > 0, runner.name].append(runner.step(instance, step))
    for runner, instance in started:
        if isinstance(runner, Weimin):
            times.statements[procedure, rounds > 0, runner.name] += runner.statements[instance][-len(walk(branches)) :]


def report(times: Times, database: str, rounds: int) -> int:
    """Print medians and ratios; 1 if a target is missed."""
    rows, missed = [], []
    for procedure in PROCEDURES:
        for after in (False, True):
            ours, bare, spiff, viewflow = (
                times.median(procedure, after, name) for name in ("weimin", "bare", "spiff", "viewflow")
            )
            flat = ours / times.median(procedure, False, "weimin")
            most = max(times.statements[procedure, after, "weimin"], default=0)
            name = f"{procedure}, after {rounds} rounds" if after else procedure
            figures = [f"{value * 1000:.2f}" for value in (ours, bare, spiff, viewflow)]
            ratios = [f"{ours / bare:.2f}", f"{spiff / ours:.1f}", f"{viewflow / ours:.1f}", f"{flat:.2f}"]
            rows.append([name, *figures, *ratios, str(most)])
            missed += [
                f"{name}: {what}"
                for what, is_missed in (
                    (f"{ours / bare:.2f} times bare, target {MOST_OF_BARE}", ours / bare > MOST_OF_BARE),
                    (
                        f"SpiffWorkflow takes {spiff / ours:.1f} times as long, target {FASTER_THAN_SPIFF}",
                        spiff / ours < FASTER_THAN_SPIFF,
                    ),
                    (
                        f"viewflow takes {viewflow / ours:.1f} times as long, target {FASTER_THAN_VIEWFLOW}",
                        viewflow / ours < FASTER_THAN_VIEWFLOW,
                    ),
                    (f"{flat:.2f} times a new case, target {FLAT}", flat > FLAT),
                )
                if is_missed
            ]
    head = [database, "weimin ms", "bare ms", "SpiffWorkflow ms", "viewflow ms", "× bare", "SpiffWorkflow ×", "viewflow ×",
            "× new case", "statements"]  # fmt: skip
    print(ground.table(head, rows))
    for line in missed:
        print(f"  missed: {line}")
    return int(bool(missed))


# -- the city -----------------------------------------------------------------------------------------------------


def prepared(folder: Path) -> None:
    """The example city in force, with the two procedures in a licence that asks for no papers."""
    city = ground.copy_of_the_city(folder)
    os.environ["WEIMIN_CITY"] = str(city)
    source = (city / "procedures" / "licence-simple.bpmn").read_text("utf-8")
    offices = ", ".join(f"&quot;{office}&quot;" for office in OFFICES)
    together = (
        f'<bpmn:multiInstanceLoopCharacteristics weimin:each="[{offices}]" weimin:combine="all approve else reject" />'
    )
    head, found, rest = source.partition('<bpmn:userTask id="review"')
    task, end, tail = rest.partition("</bpmn:userTask>")
    joint = f"{head}{found}{task}  {together}\n    {end}{tail}".replace('"licence-simple"', '"five-offices"')
    (city / "procedures" / "five-offices.bpmn").write_text(joint, "utf-8")
    path = city / "items" / "xzspj" / f"{ITEM}.yaml"
    text = path.read_text("utf-8")
    change = text[text.index("  change:\n") : text.index("  close:\n")]
    joint_handling = change.replace("  change:", "  joint:", 1).replace("licence-simple", "five-offices")
    path.write_text(text.replace("  close:\n", f"{joint_handling}  close:\n", 1), "utf-8")
    import django

    django.setup()
    from django.core.management import call_command

    from weimin.config import clock
    from weimin.kernel.catalogue import api as catalogue

    call_command("migrate", verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    catalogue.apply_city(city, actor="system", now=clock.now())


# -- Weimin, and the bare transaction beside it ---------------------------------------------------------------------


def runners_for(peers: Sequence[str]) -> list[Runner]:
    found: list[Runner] = [Weimin(), Bare()]
    if len(peers) == 2:
        found += [Spiff(), Viewflow()]
    else:
        ground.say(f"installed of the peers: {', '.join(peers) or 'none'}; make setup-benchmarks installs both")
    return found


class Weimin:
    """A case through the front door of ``kernel.cases``."""

    name = "weimin"

    def __init__(self) -> None:
        from weimin.kernel.identity import api as identity
        from weimin.lib.lawtime import law_date

        user = identity.User.objects.get(login="company")
        voice = next(
            each for each in identity.mandates(user.pk, on=law_date(datetime.now(UTC))) if each.kind == "legal-entity"
        )
        self._applicant = identity.Actor(
            kind="applicant", user_id=user.pk, name=user.name, party_id=voice.party_id, party_name=voice.name,
            party_kind=voice.kind, mandate=voice.role,
        )  # fmt: skip
        official = identity.User.objects.get(login="xzspj-accept")
        roles = frozenset({"acceptor", "reviewer", "decider", "issuer", "window"})
        posts = tuple(identity.ActorPost(office, "370200", "all", roles) for office in (*OFFICES, "hall-qingdao"))
        self._official = identity.Actor(kind="official", user_id=official.pk, name=official.name, posts=posts)
        self.statements: dict[int, list[int]] = defaultdict(list)

    def start(self, branches: int) -> int:
        from weimin.kernel.cases import api as cases

        now, handling = datetime.now(UTC), "joint" if branches > 1 else "change"
        draft = cases.start_draft(
            item=ITEM,
            handling=handling,
            division="370200",
            situations={"gas": "station"},
            actor=self._applicant,
            now=now,
        )
        answers = {"station-address": "青岛市示范路 18 号", "phone": "19900020001"}
        cases.save_answers(draft.pk, answers=answers, actor=self._applicant, now=now)
        return cases.file_draft(draft.pk, actor=self._applicant, now=now).pk

    def step(self, instance: int, step: Step) -> float:
        act, count = self.act(instance, step), [0]
        from django.db import connection

        def counted(execute: Any, *arguments: Any) -> Any:
            count[0] += not arguments[0].startswith("BEGIN")  # that and COMMIT are not counted on PostgreSQL either
            return execute(*arguments)

        with connection.execute_wrapper(counted):
            begun = time.perf_counter()
            act()
            took = time.perf_counter() - begun
        self.statements[instance].append(count[0])
        return took

    def act(self, instance: int, step: Step) -> Callable[[], object]:
        """The act that does the step; which task it is was read before."""
        from weimin.kernel.cases import api as cases

        name, outcome = step
        waiting = cases.Task.objects.filter(case_id=instance, state="open").order_by("wait")
        kind, _, place = name.partition("-")
        wanted = [
            task for task in waiting if task.step == kind and (not place or task.instance in ("", OFFICES[int(place)]))
        ]
        data: dict[str, Any] = {"missing": MISSING} if outcome == "correct" else {}
        if kind == "delivery":
            data = {"mode": "counter", "recipient": "申请人本人"}
        actor, now = self._applicant if kind == "correction" else self._official, datetime.now(UTC)
        task_id = wanted[0].pk
        return lambda: cases.complete_task(task_id, outcome=outcome, data=data, actor=actor, now=now)


class Bare:
    """The statements of Weimin's own step, recorded in a transaction that is rolled back, then sent by the bare driver."""

    name = "bare"

    def __init__(self) -> None:
        from django.db import connection

        self._weimin = Weimin()
        self.start = self._weimin.start
        self._driver = _postgres_driver() if connection.vendor == "postgresql" else _sqlite_driver()

    def step(self, instance: int, step: Step) -> float:
        from django.db import connection, transaction

        recorded: list[tuple[str, Any]] = []

        def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                recorded.append((sql, params or ()))
            return execute(sql, params, many, context)

        act = self._weimin.act(instance, step)
        with transaction.atomic():
            with connection.execute_wrapper(record):
                act()
            transaction.set_rollback(True)
        return self._driver(recorded)


def _postgres_driver() -> Callable[[Sequence[tuple[str, Any]]], float]:
    """psycopg as it is by default: parameters bound by the server, statements prepared once they come again."""
    import psycopg
    from django.db import connection

    bare = psycopg.connect(
        **{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor, "prepare_threshold": 5}
    )

    def run(statements: Sequence[tuple[str, Any]]) -> float:
        begun = time.perf_counter()
        with bare.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
        bare.commit()
        return time.perf_counter() - begun

    return run


def _sqlite_driver() -> Callable[[Sequence[tuple[str, Any]]], float]:
    """sqlite3 with the same pragmas."""
    import sqlite3

    from django.db import connection

    parameters = connection.settings_dict
    bare = sqlite3.connect(parameters["NAME"], isolation_level=None, timeout=20)
    for pragma in parameters["OPTIONS"]["init_command"].split(";"):
        bare.execute(pragma)

    def run(statements: Sequence[tuple[str, Any]]) -> float:
        asked = [(sql.replace("%s", "?"), params) for sql, params in statements]
        begun = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        for sql, params in asked:
            bare.execute(sql, params).fetchall()
        bare.execute("COMMIT")
        return time.perf_counter() - begun

    return run


# -- the other engines ----------------------------------------------------------------------------------------------


class Spiff:
    name = "spiff"

    def start(self, branches: int) -> int:
        from peers import spiff

        return spiff.start(branches, datetime.now(UTC))

    def step(self, instance: int, step: Step) -> float:
        from peers import spiff

        now, begun = datetime.now(UTC), time.perf_counter()
        spiff.step(instance, *step, now)
        return time.perf_counter() - begun


class Viewflow:
    name = "viewflow"

    def start(self, branches: int) -> int:
        from peers import flows

        return flows.start(branches)

    def step(self, instance: int, step: Step) -> float:
        from peers import flows

        task_id = flows.open_task(instance, step[0].replace("-", "_"))
        begun = time.perf_counter()
        flows.step(instance, task_id, step[1])
        return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
