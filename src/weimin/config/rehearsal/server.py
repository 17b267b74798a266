"""The web process of a rehearsal: granian as ``weimin up`` starts it, on a free port of this machine alone."""

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from weimin.config.environment import for_rehearsal
from weimin.config.rehearsal.gate import HEADER

__all__ = ["NotStarted", "Web", "web"]

START_SECONDS: Final = 60
STOP_SECONDS: Final = 10


class NotStarted(Exception):
    """The web process ended, or did not answer in time."""


@dataclass(frozen=True)
class Web:
    port: int
    token: str


@contextmanager
def web(*, workers: int, threads: int, now: datetime) -> Iterator[Web]:
    """Started and answering at the simulated ``now``; stopped at the end whatever happens. Raises ``NotStarted``."""
    token, port = secrets.token_hex(32), _free_port()
    words = [
        sys.executable, "-m", "granian", "weimin.config.rehearsal.wsgi:application", "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads),
        "--backpressure", "64", "--log-level", "warning", "--no-ws",
    ]  # fmt: skip
    process = subprocess.Popen(words, env=for_rehearsal(token), start_new_session=True)  # noqa: S603 -- fixed words
    try:
        _wait(process, Web(port, token), now)
        yield Web(port, token)
    finally:
        _end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], at: Web, now: datetime) -> None:
    request = Request(f"http://127.0.0.1:{at.port}/healthz", headers={HEADER: f"{at.token} {now.isoformat()}"})
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotStarted(f"exit {process.returncode}")
        try:
            with urlopen(request, timeout=5) as response:  # noqa: S310 -- our own process on this machine
                if response.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise NotStarted(f"no answer within {START_SECONDS} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
