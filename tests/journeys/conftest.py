"""A real city for the journeys: ``weimin up`` as anyone starts it, and a Chromium to visit it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from support.visitors import AXE, PICTURES, ROOT, City, Visitor, new_visitor

START_SECONDS = 90
OPEN = pytest.StashKey[list[Visitor]]()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    found = shutil.which("chromium")
    if not found or not AXE.exists():
        missing = "chromium is not on PATH" if not found else "axe-core is not installed (npm ci)"
        if os.environ.get("WEIMIN_REQUIRE_SERVICES"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The example city under a new home, started as its people start it and stopped by Ctrl-C."""
    home, port = tmp_path_factory.mktemp("home"), _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WEIMIN_")}
    log = home / "up.log"
    words = [str(Path(sys.executable).parent / "weimin"), "up", "--home", str(home), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_for(process, port, log)
            yield City(f"http://localhost:{port}", home)
        finally:
            process.send_signal(signal.SIGINT)
            ended = process.wait(30)
    assert ended == 0, log.read_text(encoding="utf-8")[-2000:]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")[-2000:]
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
                if response.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the city did not answer within {START_SECONDS} s:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def desks(chromium: Any, running: City) -> Iterator[Callable[[str], Visitor]]:
    """Officials at their desks, each logged in once with both factors."""
    at_work: dict[str, Visitor] = {}

    def official(login: str) -> Visitor:
        if login not in at_work:
            at_work[login] = new_visitor(chromium, running).log_in(login)
        return at_work[login]

    yield official
    for visitor in at_work.values():
        visitor.page.context.close()


@pytest.fixture
def officials(request: pytest.FixtureRequest, desks: Callable[[str], Visitor]) -> Callable[[str], Visitor]:
    """The officials by login, each at the same desk in every journey."""
    seen: list[Visitor] = request.node.stash.setdefault(OPEN, [])

    def official(login: str) -> Visitor:
        found = desks(login)
        if found not in seen:
            seen.append(found)
        return found

    return official


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A journey that fails leaves a picture of every page that was open."""
    report = yield
    if report.failed and report.when == "call":
        for number, each in enumerate(item.stash.get(OPEN, [])):
            PICTURES.mkdir(parents=True, exist_ok=True)
            each.page.screenshot(path=PICTURES / f"failed-{item.name}-{number}.png")
            report.sections.append(
                (f"page {number}", f"{each.page.url}\n{each.complaints}\n{each.page.inner_text('body')}")
            )
    return report


@pytest.fixture
def visitor(request: pytest.FixtureRequest, chromium: Any, running: City) -> Iterator[Callable[..., Visitor]]:
    """Anyone else, in a browser of their own."""
    seen: list[Visitor] = request.node.stash.setdefault(OPEN, [])
    came: list[Visitor] = []

    def new(**wishes: Any) -> Visitor:
        came.append(new_visitor(chromium, running, **wishes))
        seen.append(came[-1])
        return came[-1]

    yield new
    for each in came:  # and not the officials, who stay for the next journey
        each.page.context.close()
