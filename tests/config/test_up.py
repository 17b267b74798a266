"""``weimin up`` as an operator meets it: it serves a city, refuses a broken one in words, and stops clean."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from support.qingdao import FOLDER

WEIMIN = str(Path(sys.executable).parent / "weimin")
START_SECONDS = 90


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("WEIMIN_", "DJANGO_"))}


@pytest.fixture
def running(tmp_path: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    words = [WEIMIN, "up", "--city", str(FOLDER), "--home", str(tmp_path / "home"), "--port", str(port)]
    process = subprocess.Popen(
        words, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        yield process, port
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def get(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        text: str = response.read().decode()
    return text


def wait_for(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stdout.read() if process.stdout else ""
        try:
            get(port, "/healthz")
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no answer in {START_SECONDS} s")


def test_the_first_answer_comes_from_a_city_whose_record_is_signed(running: tuple[subprocess.Popen[str], int]) -> None:
    process, port = running
    wait_for(process, port)
    assert "食品经营许可" in get(port, "/items/food-business-licence/")
    assert int(get(port, "/journal/checkpoint").splitlines()[1]) > 0
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "trader" in said
    assert "weimin-demo" in said
    assert said.rstrip().endswith("已停止 / stopped")
    with pytest.raises((URLError, OSError)):
        get(port, "/healthz")


def test_a_broken_city_is_refused_with_file_and_line_and_nothing_is_served(tmp_path: Path, port: int) -> None:
    city = Path(shutil.copytree(FOLDER, tmp_path / "city"))
    item = next(city.glob("items/*/food-business-licence.yaml"))
    item.write_text(item.read_text(encoding="utf-8").replace("promised: 8wd", "promised: soon"), encoding="utf-8")
    done = subprocess.run(
        [WEIMIN, "up", "--city", str(city), "--home", str(tmp_path / "home"), "--port", str(port)],
        env=environment(), capture_output=True, text=True, timeout=START_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "food-business-licence.yaml:" in done.stderr + done.stdout


def test_a_taken_port_is_refused_before_anything_is_done(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        done = subprocess.run(
            [WEIMIN, "up", "--city", str(FOLDER), "--home", str(tmp_path / "home"), "--port", str(port)],
            env=environment(), capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"--port {port + 1}" in done.stderr
    assert not (tmp_path / "home" / "weimin.sqlite3").exists()
