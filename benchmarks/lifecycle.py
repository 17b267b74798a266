"""Whole lifecycles over HTTP: ``python benchmarks/lifecycle.py``, on PostgreSQL, in a throw-away database.

The city runs as ``weimin up`` runs it, web and worker. Each client is an applicant and five officials at their own
browsers, logged in before the clock starts; they file a change of a gas licence, accept it, review it, decide it, make
the certificate and hand it over: eight requests, each of which writes. pgbench measures the same server just before and
just after, when nothing else runs, and the result is lifecycles per second for each 1,000 of its transactions per second.
Exit 1 if the best of the rates is below the target. The clients' own work is done on the same machine and counts against it.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import ground

TARGET: Final = 18.0
"""Lifecycles a second per 1,000 pgbench transactions a second."""
ITEM, HANDLING = "gas-business-licence", "change"
STEPS: Final = (
    ("acceptance", "accept", "xzspj/accept"),
    ("review", "approve", "xzspj/review"),
    ("decision", "grant", "xzspj/decide"),
    ("making", "done", "xzspj/issue"),
    ("delivery", "done", "hall-qingdao/window"),
)
LOOKS_AT_THE_LIST: Final = 10
"""Every so many cases an official opens the list, where the notes of what was done are shown and put away."""
START_SECONDS, STOP_SECONDS = 120, 20


@dataclass
class Measure:
    """What one number of clients did in the measured time."""

    clients: int
    pages: bool
    seconds: float = 0.0
    closed: int = 0
    requests: int = 0
    errors: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.closed / self.seconds if self.seconds else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--server", default=ground.POSTGRES, help="address of PostgreSQL, without a database")
    parser.add_argument("--seconds", type=float, default=15.0, help="measured time of each row")
    parser.add_argument("--clients", default="1,4,16", help="numbers of clients, separated by commas")
    parser.add_argument("--pgbench-seconds", type=int, default=10)
    parser.add_argument("--target", type=float, default=TARGET)
    chosen = parser.parse_args(arguments)
    counts = [int(count) for count in chosen.clients.split(",")]
    print(ground.machine(chosen.server))
    before = pgbench(chosen.server, chosen.pgbench_seconds)
    found = measured(chosen.server, counts, chosen.seconds)
    after = pgbench(chosen.server, chosen.pgbench_seconds)
    return report(found, before, after, chosen.target)


def report(found: Sequence[Measure], before: float, after: float, target: float) -> int:
    """Print the table; 1 if the target is missed or a client met an error."""
    tps = statistics.mean((before, after))
    rows = []
    for each in found:
        quantiles = statistics.quantiles(each.took, n=20) if len(each.took) > 1 else each.took * 19 or [0.0] * 19
        rows.append(
            [
                "each opens the page first" if each.pages else "the acts",
                str(each.clients),
                f"{each.requests / max(1, each.closed):.1f}",
                f"{each.rate:.1f}",
                f"{quantiles[9] * 1000:.0f}",
                f"{quantiles[18] * 1000:.0f}",
                f"{each.rate * 1000 / tps:.1f}",
                str(len(each.errors)),
            ]
        )
    head = ["lifecycles", "clients", "requests each", "per second", "median ms", "p95 ms", "per 1,000 tps", "errors"]
    print(
        f"pgbench -s 10 -c 4 -j 2: {before:.0f} tps before, {after:.0f} after, mean {tps:.0f}; load {os.getloadavg()[0]:.2f}"
    )
    print(ground.table(head, rows))
    for message in [message for each in found for message in each.errors][:10]:
        print(f"  ! {message}")
    best = max(each.rate * 1000 / tps for each in found if not each.pages)
    print(f"best: {best:.1f} lifecycles/s per 1,000 tps; target {target:g}")
    return int(best < target or any(each.errors for each in found))


# -- the server ---------------------------------------------------------------------------------------------------


def pgbench(server: str, seconds: int) -> float:
    """Transactions a second of ``pgbench -s 10 -c 4 -j 2``, in a database of its own."""
    with ground.postgres_database(server) as address:
        parts = urlsplit(address)
        where = ["-h", parts.hostname or "", "-p", str(parts.port or 5432), "-U", parts.username or "", parts.path[1:]]
        environment = {**os.environ, "PGPASSWORD": parts.password or ""}
        subprocess.run([tool(), "-q", "-i", "-s", "10", *where], check=True, capture_output=True, env=environment)
        words = [tool(), "-c", "4", "-j", "2", "-T", str(seconds), *where]
        said = subprocess.run(words, check=True, capture_output=True, text=True, env=environment).stdout
    return next(float(line.split()[2]) for line in said.splitlines() if line.startswith("tps = "))


def tool() -> str:
    """pgbench from the PATH, else of the newest PostgreSQL that Debian installed."""
    from shutil import which

    found = which("pgbench") or next(
        map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)), ""
    )
    if not found:
        sys.exit("pgbench is not here: install PostgreSQL's contributed tools")
    return found


def measured(server: str, counts: Sequence[int], seconds: float) -> list[Measure]:
    most = max(counts)
    officials = [(login_of(post, place), post) for place in range(most) for _step, _outcome, post in STEPS]
    with (
        ground.postgres_database(server) as url,
        tempfile.TemporaryDirectory(prefix="weimin-benchmark-city-") as folder,
    ):
        city = ground.copy_of_the_city(Path(folder), officials=officials)
        with ground.home(WEIMIN_DATABASE_URL=url, WEIMIN_CITY=str(city), WEIMIN_PROXIES="1"), running() as port:
            import django

            django.setup()
            clients = gathered(most, port)
            try:
                run(clients[:1], 0.1, pages=True)  # templates are compiled, the catalogue is read
                rows = [run(clients[:count], seconds, pages=False) for count in counts]
                return [*rows, run(clients[:most], seconds, pages=True)]
            finally:
                for client in clients:
                    client.close()


def login_of(post: str, place: int) -> str:
    return f"{post.replace('/', '-')}-{place:02}"


@contextmanager
def running() -> Iterator[int]:
    """``weimin up`` on a free port, answering; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [sys.executable, "-m", "weimin.config.cli", "up", "--port", str(port)]
    city = subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True)
    from weimin.config.cli.up import answers

    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            if city.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"the city did not start ({city.poll()})")
            time.sleep(0.2)
        yield port
    finally:
        city.send_signal(signal.SIGTERM)
        try:
            city.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(city.pid, signal.SIGKILL)  # the session of its own that it was started in, web and worker too
            city.wait()


# -- the clients --------------------------------------------------------------------------------------------------


class Client:
    """One applicant and one official of each post, each with a browser of their own, on one lasting connection."""

    def __init__(self, port: int, citizen: Any, place: int) -> None:
        from weimin.config import clock
        from weimin.config.rehearsal.browser import Browser, Line, Tally

        self.tally = Tally()
        self._line, self._citizen, self._place, self._lived = Line(port, self.tally), citizen, place, 0
        self._browsers = {}
        for number, post in enumerate(["", *(post for _step, _outcome, post in STEPS)]):
            browser = Browser(address=f"198.18.{place}.{number + 1}", token="", now=clock.now)
            browser.line = self._line
            self._browsers[post] = browser

    def enter(self) -> None:
        """Everyone logs in, officials with their second factor; the applicant says for whom he acts."""
        from weimin.config import clock
        from weimin.config.demonstration import read_city
        from weimin.config.rehearsal import visits
        from weimin.kernel.identity import api as identity

        city = read_city(Path(os.environ["WEIMIN_CITY"]))

        def code(login: str) -> str:
            return identity.totp_code(login, city=city, now=clock.machine_now())[0]

        for post, browser in self._browsers.items():
            login = login_of(post, self._place) if post else self._citizen.login
            visits.log_in(browser, login, password=identity.DEMO_PASSWORD, code=code if post else None)

    def live(self, *, pages: bool) -> None:
        """One lifecycle, from the guide's button to the closed case. Raises ``Wrong``."""
        from weimin.config.rehearsal import visits
        from weimin.config.rehearsal.fates import Fates, Lot
        from weimin.kernel.cases import api as cases

        self._lived += 1
        application = self._application()
        today = application.filed_on
        applicant = self._browsers[""]
        if pages:
            visits.look_around(applicant, (f"/items/{ITEM}/",))
        case_id = visits.apply(applicant, application, today=today, fates=Fates(Lot(1))).case_id
        for step, outcome, post in STEPS:
            task_id = cases.Task.objects.values_list("pk", flat=True).get(case_id=case_id, step=step, state="open")
            official = self._browsers[post]
            if self._lived % LOOKS_AT_THE_LIST == 0:
                visits.look_around(official, ("/desk/",))
            form = {"mode": "counter", "recipient": "申请人本人"} if step == "delivery" else {}
            visits.decide(official, case_id, task_id, outcome, form, looks=pages)
        if self._lived % LOOKS_AT_THE_LIST == 0:
            visits.look_around(applicant, (f"/my/cases/{case_id}/",))

    def close(self) -> None:
        self._line.close()

    def _application(self) -> Any:
        from weimin.config import clock
        from weimin.config.rehearsal.applications import Application, Matter
        from weimin.kernel.catalogue import api as catalogue
        from weimin.lib.lawtime import law_date

        if not hasattr(self, "_matter"):
            item = catalogue.item(ITEM)
            self._matter = Matter(item, HANDLING, item.implementations[0])
        return Application(self._lived, self._matter, self._citizen, self._citizen.voices[-1], law_date(clock.now()), 0)


def gathered(count: int, port: int) -> list[Client]:
    """So many clients, logged in. Companies stand in the registers already; everyone has one of their own."""
    from weimin.config import clock
    from weimin.config.rehearsal.fates import Lot
    from weimin.config.rehearsal.people import townspeople

    people = townspeople(4 * count, lot=Lot(1), now=clock.now())
    companies = [
        each for each in people if not each.demonstrates and each.voices and each.voices[-1].kind == "legal-entity"
    ]
    clients = [Client(port, citizen, place) for place, citizen in enumerate(companies[:count])]
    for client in clients:
        client.enter()
    return clients


def run(clients: Sequence[Client], seconds: float, *, pages: bool) -> Measure:
    """All clients at once, each living one lifecycle after the other; only those that end in time count."""
    found, lock = Measure(len(clients), pages), threading.Lock()
    for client in clients:
        client.close()  # one that rested too long was ended by the server; the first request opens it anew
    requests = sum(client.tally.requests for client in clients)
    begun = time.perf_counter()
    threads = [threading.Thread(target=_live, args=(client, begun + seconds, found, lock)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - begun
    found.requests = sum(client.tally.requests for client in clients) - requests
    ground.say(f"{len(clients)} clients, {'pages' if pages else 'acts'}: {found.rate:.1f} lifecycles/s")
    return found


def _live(client: Client, until: float, found: Measure, lock: threading.Lock) -> None:
    import http.client

    from django.db import connection

    from weimin.config.rehearsal.browser import Wrong

    try:
        while (begun := time.perf_counter()) < until:
            client.live(pages=found.pages)
            with lock:
                found.closed += 1
                found.took.append(time.perf_counter() - begun)
    except (Wrong, OSError, http.client.HTTPException) as error:
        found.errors.append(f"{type(error).__name__}: {error}")
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
