"""``weimin up``: the whole city on one machine, web and worker as one process group, data under one home."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

import click

from weimin.config import environment

if TYPE_CHECKING:
    from weimin.config.prepare import Prepared

START_SECONDS: Final = 60
STOP_SECONDS: Final = 10


@click.command()
@click.option(
    "--city",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="蓝图所在的目录 / Folder of the blueprint.",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据、文件和密钥所在的目录 / Folder of data, files and keys.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="监听的端口 / Port to listen on."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址 / Address to listen on.")
def command(city: Path | None, home: Path | None, port: int, host: str) -> None:
    """运行这座城市：网页服务和后台一起，直到 Ctrl-C。

    Run the city: web and worker together, until Ctrl-C.
    """
    if city:
        os.environ["WEIMIN_CITY"] = str(city.resolve())
    if home:
        os.environ["WEIMIN_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    refuse_taken_port(host, port)
    from weimin.config.prepare import prepare

    click.echo(f"为民 Weimin · {environment.value('WEIMIN_CITY')} → {environment.home()}")
    report = ready(prepare)
    os.environ["WEIMIN_PUBLIC_ADDRESS"] = environment.value("WEIMIN_PUBLIC_ADDRESS") or f"http://localhost:{port}"
    children = [start_web(host, port), start_worker()]
    sys.exit(watch(children, port, report.welcome(port)))


def ready(prepare: Callable[..., "Prepared"]) -> "Prepared":
    """Bring the home up to date; what is wrong with the city is listed, not thrown at the person who starts it."""
    from weimin.config.cli.check import report_findings
    from weimin.lib.errors import WeiminError

    try:
        return prepare(say=click.echo)
    except WeiminError as error:
        report_findings(getattr(error, "findings", ()))
        sys.exit(str(error.message))


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"端口 {port} 已被占用，请换一个：weimin up --port {port + 1} / port {port} is taken; try another ({error})"
            ) from error


def start_web(host: str, port: int) -> subprocess.Popen[bytes]:
    words = [
        sys.executable, "-m", "granian", "weimin.config.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", environment.value("WEIMIN_WEB_PROCESSES"),
        "--blocking-threads", environment.value("WEIMIN_THREADS"),
        "--backpressure", "64", "--log-level", "warning", "--no-ws", "--respawn-failed-workers",
    ]  # fmt: skip
    return subprocess.Popen(words)  # noqa: S603 -- fixed words only


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "weimin.config.cli", "work"])


def watch(children: list[subprocess.Popen[bytes]], port: int, welcome: str) -> int:
    """Announce the city once it answers, then wait. One part that dies takes the other down: never half a city."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    announced, begun = False, time.monotonic()
    try:
        while not stopping:
            dead = next((child for child in children if child.poll() is not None), None)
            if dead:
                click.echo(f"一个进程意外退出（{dead.returncode}），整体停止 / a process died; stopping", err=True)
                return dead.returncode or 1
            if not announced and answers(port):
                click.echo(welcome)
                announced = True
            if not announced and time.monotonic() - begun > START_SECONDS:
                click.echo(f"{START_SECONDS} 秒内没有应答，停止 / no answer, stopping", err=True)
                return 1
            time.sleep(0.2 if announced else 0.05)
    finally:
        end(children)
    click.echo("已停止 / stopped")
    return 0


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
