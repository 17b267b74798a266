"""Files of an import → a city's folder: compiled first, all or nothing, and nothing that stands there is overwritten.

A new city is built beside its place and renamed into it. Into an existing city, every file is staged in a hidden folder;
once the whole compiles, a plan is written, and from then on the import goes forward: killed in the middle, the next
import finishes it first. The city compiles before, after and at every moment between, because files are moved in the
order in which they need one another.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from weimin.blueprint.compiler import Compiled, compile_city
from weimin.blueprint.findings import Level
from weimin.blueprint.importing.errors import CityExists, CityNotSound, ImportRefused, OtherImportRuns

__all__ = ["NewFile", "alone", "compiled_or_refused", "finish_interrupted", "publish", "rehearse"]

STAGE: Final = ".weimin-import"
PLAN: Final = "plan.json"


@dataclass(frozen=True)
class NewFile:
    """``before``: what the file held when it was read; None if it must not exist."""

    content: bytes
    before: bytes | None = None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One import at a time into a folder. Raises ``OtherImportRuns``."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OtherImportRuns(
            folder, "另一个导入正在进行；请等它结束", "another import is running: wait for its end"
        ) from None
    finally:
        os.close(handle)


def compiled_or_refused(folder: Path, *, today: date, zh: str, en: str) -> Compiled:
    """The city, or ``CityNotSound`` with its errors."""
    compiled = compile_city(folder, today=today)
    if not compiled.ok:
        raise CityNotSound(folder, (f for f in compiled.findings if f.level is Level.ERROR), zh, en)
    return compiled


def rehearse(city: Path | None, files: Mapping[str, NewFile], *, today: date) -> Compiled:
    """The city as it would be; nothing is written."""
    with tempfile.TemporaryDirectory(prefix="weimin-import-") as folder:
        return _candidate(city, files, Path(folder) / "city", today=today)


def publish(city: Path, files: Mapping[str, NewFile], *, new: bool, today: date) -> Compiled:
    """Write the files, in their order. Raises ``CityNotSound``, ``CityExists`` or ``ImportRefused``, nothing written."""
    if new:
        return _publish_new(city, files, today=today)
    stage = city / STAGE
    try:
        stage.mkdir()
        compiled = _candidate(city, files, stage / "city", today=today)
        _unchanged(city, files)
        plan = stage / f"{PLAN}.part"
        plan.write_text(json.dumps(list(files)), encoding="utf-8")
        plan.rename(stage / PLAN)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    finish_interrupted(city)
    return compiled


def finish_interrupted(city: Path) -> int:
    """Carry an import that was cut short to its end, or clear away one that had not begun; how many files were moved."""
    stage = city / STAGE
    moved = 0
    if (stage / PLAN).is_file():
        for name in _planned(stage / PLAN):
            staged = stage / "city" / name
            if staged.is_file():
                (city / name).parent.mkdir(parents=True, exist_ok=True)
                staged.replace(city / name)
                moved += 1
        (stage / PLAN).unlink()
    if stage.is_dir():
        shutil.rmtree(stage)
    return moved


def _planned(plan: Path) -> list[str]:
    """The files that a plan names; one that is damaged, or leads out of the city, is for a person to look at."""
    try:
        names = json.loads(plan.read_text(encoding="utf-8"))
    except ValueError:
        names = None
    sound = isinstance(names, list) and all(
        isinstance(n, str) and ".." not in n and not n.startswith("/") for n in names
    )
    if not sound:
        raise ImportRefused(
            plan.parent,
            "上次导入留下的计划已损坏；核对后请删去这个目录",
            "the plan that an earlier import left is damaged: look at the folder, then remove it",
        )
    return list(names)


def _publish_new(out: Path, files: Mapping[str, NewFile], *, today: date) -> Compiled:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CityExists(
            out, "已经存在；请换一个 --out，或用 --into 添加", "is there already: choose another --out, or add with --into"
        )  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=STAGE, dir=out.parent))
    try:
        compiled = _candidate(None, files, stage / "city", today=today)
        (stage / "city").rename(out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return compiled


def _candidate(city: Path | None, files: Mapping[str, NewFile], folder: Path, *, today: date) -> Compiled:
    if city is None:
        folder.mkdir()
    else:
        shutil.copytree(city, folder, ignore=shutil.ignore_patterns(".*"))
    for name, file in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return compiled_or_refused(
        folder,
        today=today,
        zh="这样导入后城市有错误，未写入任何文件",
        en="with this import the city would have errors: nothing was written",
    )


def _unchanged(city: Path, files: Mapping[str, NewFile]) -> None:
    for name, file in files.items():
        path = city / name
        held = path.read_bytes() if path.is_file() else None
        if held != file.before or (held is None and path.exists()):
            raise ImportRefused(
                path,
                "已经存在或刚被改动；没有覆盖，未写入任何文件",
                "is there already or was just changed: not overwritten, nothing was written",
            )
