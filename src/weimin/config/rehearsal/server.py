"""The web of a rehearsal: granian as ``weimin up`` starts it, on free ports of this machine alone.

Each process has a port of its own, so that the driver can share its lasting connections out evenly: on one port the
system would give them to processes by chance, and one would work for both.
"""

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
    ports: tuple[int, ...]
    token: str


@contextmanager
def web(*, processes: int, threads: int, now: datetime) -> Iterator[Web]:
    """Started and answering at the simulated ``now``; stopped at the end whatever happens. Raises ``NotStarted``."""
    at = Web(_free_ports(processes), secrets.token_hex(32))
    started: list[subprocess.Popen[bytes]] = []
    try:
        started += [_start(port, threads, at.token) for port in at.ports]
        for process, port in zip(started, at.ports, strict=True):
            _wait(process, port, at.token, now)
        yield at
    finally:
        _end(started)


def _start(port: int, threads: int, token: str) -> subprocess.Popen[bytes]:
    words = [
        sys.executable, "-m", "granian", "weimin.config.rehearsal.wsgi:application", "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", str(threads),
        "--backpressure", "64", "--log-level", "warning", "--no-ws",
    ]  # fmt: skip
    return subprocess.Popen(words, env=for_rehearsal(token), start_new_session=True)  # noqa: S603 -- fixed words


def _free_ports(count: int) -> tuple[int, ...]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(int(probe.getsockname()[1]) for probe in probes)


def _wait(process: subprocess.Popen[bytes], port: int, token: str, now: datetime) -> None:
    request = Request(f"http://127.0.0.1:{port}/healthz", headers={HEADER: f"{token} {now.isoformat()}"})
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


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
