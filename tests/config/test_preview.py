"""``weimin preview`` as a designer meets it: pages follow the files, a mistake is shown, nothing else is touched."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import yaml
from click.testing import CliRunner

from config.test_up import WEIMIN, environment
from support.cities import write_city
from weimin.blueprint.api import compile_city
from weimin.config.cli.preview import command
from weimin.config.previewing import changed_by_git, snapshot
from weimin.config.staging import stage
from weimin.lib.lawtime import law_date

ITEM = "items/office/dog-registration.yaml"
SECONDS = 90


class Running:
    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self.log = process, log

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def until(self, holds: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.said
            try:
                if holds():
                    return
            except (URLError, OSError):
                pass
            time.sleep(0.1)
        pytest.fail(f"{what}: not within {SECONDS} s\n{self.said}")

    @property
    def base(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said)
        return found[0] if found else "http://127.0.0.1:1"

    def get(self, path: str) -> str:
        with urlopen(self.base + path, timeout=10) as response:
            text: str = response.read().decode()
        return text

    @property
    def homes(self) -> list[Path]:
        return [Path(found) for found in set(re.findall(r"WEIMIN_HOME=(\S+)", self.said))]


@contextmanager
def previewing(folder: Path, log: Path, *words: str, **changes: str) -> Iterator[Running]:
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [WEIMIN, "preview", str(folder), *words], env=environment() | changes | {"PYTHONUNBUFFERED": "1"},
            stdout=out, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        try:
            yield Running(process, log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(30)


def test_pages_follow_the_files_and_a_mistake_is_shown_and_nothing_else_is_touched(tmp_path: Path) -> None:
    folder, real = write_city(tmp_path / "city", {}), tmp_path / "real-home"
    file = folder / ITEM
    sound = file.read_text(encoding="utf-8")
    name = yaml.safe_load(sound)["name"]["zh"]
    with previewing(folder, tmp_path / "log", "--item", "dog-registration", WEIMIN_HOME=str(real)) as running:
        running.until(lambda: name in running.get("/items/dog-registration/"), "the item's page")
        running.until(lambda: "Ctrl-C" in running.said, "the welcome")
        assert f"{running.base}/items/dog-registration/" in running.said
        assert 'data-preview="1"' in running.get("/items/dog-registration/")
        first = json.loads(running.get("/preview/state"))
        assert first == {"turn": 1, "errors": 0}

        file.write_text(sound.replace(name, "猫登记"), encoding="utf-8")
        running.until(lambda: "猫登记" in running.get("/items/dog-registration/"), "the new name")
        running.until(lambda: "已更新" in running.said, "the terminal")

        file.write_text(sound.replace("code: dog-registration", "code: 5"), encoding="utf-8")
        running.until(lambda: json.loads(running.get("/preview/state"))["errors"], "the error")
        page = running.get("/items/dog-registration/")
        assert "猫登记" in page
        assert f"{ITEM}:1: code:" in page
        assert f"{ITEM}:1" in running.said

        file.write_text(sound, encoding="utf-8")
        running.until(lambda: f"<h1>{name}" in running.get("/items/dog-registration/"), "the mended file")
        (home,) = running.homes
        assert home.is_dir()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(30) == 0
    assert "数据已删除" in running.said
    assert not home.exists()
    assert not real.exists()
    assert file.read_text(encoding="utf-8") == sound


def test_a_city_that_is_broken_at_first_opens_when_it_is_mended(tmp_path: Path) -> None:
    folder = write_city(tmp_path / "city", {})
    file = folder / ITEM
    sound = file.read_text(encoding="utf-8")
    file.write_text("code: [\n", encoding="utf-8")
    with previewing(folder, tmp_path / "log", "--lang", "en") as running:
        running.until(lambda: "nothing to show yet" in running.said, "the refusal")
        file.write_text(sound, encoding="utf-8")
        running.until(lambda: "Ctrl-C ends it" in running.said, "the welcome")
        assert "200" in running.get("/") or "<h1" in running.get("/")


def test_an_item_that_is_not_there_is_told_with_near_ones(tmp_path: Path) -> None:
    folder = write_city(tmp_path, {})
    words = [WEIMIN, "preview", str(folder), "--item", "dog", "--lang", "en"]
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (done.returncode, done.stderr) == (1, "there is no item 'dog'; did you mean dog-registration?\n")


def test_a_folder_that_is_not_there_is_refused() -> None:
    assert CliRunner().invoke(command, ["/nowhere"]).exit_code == 2


def test_a_city_in_use_is_shown_as_a_demonstration_with_people_to_log_in_as(tmp_path: Path) -> None:
    folder = write_city(tmp_path / "city", {"people.yaml": None})
    city = folder / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("demonstration: true", "demonstration: false"), "utf-8")
    assert "demonstration: false" in city.read_text(encoding="utf-8")
    stage(folder, tmp_path / "copy")
    compiled = compile_city(tmp_path / "copy", today=law_date(_now()))
    assert compiled.ok, [str(each.text) for each in compiled.findings]
    assert compiled.blueprint.city.demonstration
    people = compiled.blueprint.people
    assert people is not None
    assert people.value.officials
    assert people.value.persons[0].login == "citizen"
    assert "demonstration: false" in city.read_text(encoding="utf-8")
    assert not (folder / "people.yaml").exists()


def _now():  # type: ignore[no-untyped-def]
    from weimin.config import clock

    return clock.now()


def test_what_an_editor_keeps_for_itself_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("1")
    before = snapshot(tmp_path)
    (tmp_path / ".a.yaml.swp").write_text("x")
    (tmp_path / "a.yaml~").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("x")
    assert snapshot(tmp_path) == before
    os.utime(tmp_path / "a.yaml", ns=(1, 1))
    assert snapshot(tmp_path) != before


def test_items_that_git_calls_changed_are_offered_first(tmp_path: Path) -> None:
    assert changed_by_git(tmp_path) == ()
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@weimin.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    (tmp_path / "items" / "office").mkdir(parents=True)
    for code in ("one", "two"):
        (tmp_path / "items" / "office" / f"{code}.yaml").write_text("a")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    (tmp_path / "items" / "office" / "two.yaml").write_text("b")
    (tmp_path / "items" / "office" / "three.yaml").write_text("b")
    assert set(changed_by_git(tmp_path)) == {"two", "three"}
