"""The guides are executed: each command of a console block runs in a scratch folder and says what the guide shows.

In a guide, a block ``console`` holds lines that begin with ``$``; the lines below one are what it prints, in their order
(``…`` stands for anything). A comment before a block says more: ``<!-- writes: FILE -->`` puts the block into a file,
``<!-- until: TEXT -->`` runs a command that stays until it has printed the text, ``<!-- exit: 1 -->`` is its exit code.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.test_up import environment

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("designer.md", "designer.zh-CN.md")
BLOCK = re.compile(
    r"(?:<!-- (?P<key>writes|until|exit): (?P<value>.+?) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.S
)
SECONDS = 300


@dataclass(frozen=True)
class Command:
    line: str
    shown: tuple[str, ...]


def blocks(guide: str) -> list[re.Match[str]]:
    return list(BLOCK.finditer((ROOT / "docs" / "guides" / guide).read_text(encoding="utf-8")))


def commands(body: str) -> list[Command]:
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            assert found, f"output before a command: {line}"
            found[-1][1].append(line)
    return [Command(line, tuple(shown)) for line, shown in found]


def says(output: str, shown: tuple[str, ...]) -> str:
    """The first line that the guide shows and the command did not print, in order; empty if all are there."""
    rest = [line.rstrip() for line in output.splitlines()]
    for line in shown:
        pattern = re.compile(".*".join(re.escape(part) for part in line.strip().split("…")))
        place = next((n for n, said in enumerate(rest) if pattern.fullmatch(said.strip())), None)
        if place is None:
            return line
        rest = rest[place + 1 :]
    return ""


class Desk:
    """A designer's folder: the checkout's city, and the commands on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "cities", folder / "cities")
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        who = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Designer")
        who |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "designer@weimin.example")
        self.environment = environment() | who | {"PATH": path, "PYTHONUNBUFFERED": "1"}

    def run(self, command: Command, expected: int) -> None:
        done = subprocess.run(
            ["bash", "-c", command.line], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == expected, f"$ {command.line}\n{done.stdout}"
        missing = says(done.stdout, command.shown)
        assert not missing, f"$ {command.line}\ndid not say: {missing}\nbut:\n{done.stdout}"

    def run_until(self, command: Command, text: str) -> None:
        log = self.folder / "until.log"
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(
                ["bash", "-c", f"exec {command.line}"], cwd=self.folder, env=self.environment, stdout=out,
                stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip
            try:
                deadline = time.monotonic() + SECONDS
                while text not in log.read_text(encoding="utf-8"):
                    assert process.poll() is None, log.read_text(encoding="utf-8")
                    assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
                    time.sleep(0.1)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(30)
        assert process.returncode == 0
        said = log.read_text(encoding="utf-8")
        missing = says(said, command.shown)
        assert not missing, f"$ {command.line}\ndid not say: {missing}\nbut:\n{said}"


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_of_the_guide_runs_and_says_what_it_shows(guide: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    ran = 0
    for block in blocks(guide):
        key, value, body = block["key"], block["value"], block["body"]
        if key == "writes":
            (tmp_path / value).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / value).write_text(body, encoding="utf-8")
        elif block["kind"] == "console":
            for command in commands(body):
                ran += 1
                if key == "until":
                    desk.run_until(command, value)
                else:
                    desk.run(command, int(value) if key == "exit" else 0)
    assert ran >= 15


def test_both_guides_run_the_same_commands_and_write_the_same_files() -> None:
    told = [
        [
            (block["key"], block["value"] if block["key"] == "writes" else "", [c.line.replace(" --lang en", "") for c in commands(block["body"])] if block["kind"] == "console" else block["body"])
            for block in blocks(guide)
            if block["kind"] == "console" or block["key"]
        ]
        for guide in GUIDES
    ]  # fmt: skip
    assert told[0] == told[1]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_picture_and_link_of_the_guide_is_there(guide: str) -> None:
    text = (ROOT / "docs" / "guides" / guide).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / "docs" / "guides" / link).exists()] == []
    pictures = {link for link in links if link.endswith(".png")}
    assert len(pictures) >= 5
    assert [link for link in pictures if (ROOT / "docs" / "guides" / link).stat().st_size > 150_000] == []


def test_a_line_that_a_command_did_not_print_is_found() -> None:
    assert says("one\ntwo 17 three\n", ("one", "two … three")) == ""
    assert says("two\none\n", ("one", "two")) == "two"
    assert says("one\n", ("on",)) == "on"
