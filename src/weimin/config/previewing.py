"""The life of one preview: watch the folder, compile, publish into the throw-away home, tell terminal and pages."""

import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from weimin.config import clock, preview
from weimin.config.cli.check import compiled_city, report_findings
from weimin.config.cli.up import answers, end, start_web, start_worker
from weimin.config.staging import stage
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

if TYPE_CHECKING:
    from weimin.blueprint.api import Compiled, Finding
    from weimin.config.prepare import Prepared

__all__ = ["Previewing", "changed_by_git", "snapshot"]

LOOK: Final = 0.3
"""Seconds between two looks at the folder; a change counts when it has rested that long, so that a save is whole."""
TOLD: Final = 30
LOGINS: Final = 12
Snapshot = Mapping[str, tuple[int, int]]


class Previewing:
    def __init__(self, folder: Path, home: Path, port: int, items: Sequence[str]) -> None:
        self.folder, self.home, self.port, self.asked = folder, home, port, tuple(items)
        self.children: list[subprocess.Popen[bytes]] = []
        self.turn = 0
        self.links: dict[str, str] = {}
        self.changed = changed_by_git(folder)

    def run(self, stop: object) -> int:
        """Until ``stop`` is true. Returns the exit code: 1 if a part of the preview died."""
        import django

        self.state(())
        django.setup()
        seen: Snapshot = {}
        try:
            while not stop:
                now = snapshot(self.folder)
                if now != seen and self.rested(now, stop):
                    seen = now
                    if not self.read():
                        return 1
                if any(child.poll() is not None for child in self.children):
                    _say(Bilingual("一个进程意外退出，预览停止", "a process died; the preview stops"), err=True)
                    return 1
                time.sleep(LOOK)
        finally:
            end(self.children)
        _say(Bilingual("预览结束，数据已删除", "the preview is over, its data removed"))
        return 0

    def rested(self, before: Snapshot, stop: object) -> bool:
        time.sleep(LOOK)
        return not stop and snapshot(self.folder) == before

    def read(self) -> bool:
        """Compile and publish. False if there is nothing to go on with: an asked item is missing, the server is dead."""
        started = time.monotonic()
        compiled = compiled_city(self.folder)
        self.turn += 1
        report_findings(compiled.findings)
        if not compiled.ok:
            self.state(compiled.findings)
            _say(_REFUSED if self.children else _FIRST)
            return True
        if not self.children and not self.known(compiled):
            return False
        try:
            prepared, changed = self.publish()
        except (OSError, WeiminError) as error:  # a file went away meanwhile, or the city became another one
            _say(error.message if isinstance(error, WeiminError) else Bilingual(str(error), str(error)), err=True)
            return True
        self.note(compiled, changed)
        self.state(compiled.findings)
        if not self.children:
            return self.serve(prepared)
        _say(
            Bilingual("已更新（{s} 秒）。", "up to date ({s} s).").format(s=f"{time.monotonic() - started:.1f}")
        )  # fmt: skip
        self.tell_links()
        return True

    def known(self, compiled: "Compiled") -> bool:
        items = compiled.blueprint.items
        missing = [code for code in self.asked if code not in items]
        for code in missing:
            near = sorted((each for each in items if code in each or each in code), key=len)[:5]
            _say(
                Bilingual("没有事项“{c}”{n}", "there is no item '{c}'{n}").format(
                    c=code,
                    n=Bilingual("；是不是 {k}？", "; did you mean {k}?").format(k=", ".join(near)) if near else "",
                ),
                err=True,
            )
        return not missing

    def publish(self) -> "tuple[Prepared, list[str]]":
        """The city in force in the throw-away home, and the items that differ from the version before."""
        from weimin.config.prepare import prepare
        from weimin.kernel.catalogue import api as catalogue

        stage(self.folder, self.home / "city")
        changed: list[str] = []
        if self.children:
            plan = catalogue.plan_city(self.home / "city", now=clock.now())
            changed = [each.code for each in (*plan.added, *plan.changed) if each.kind == "item"]
        prepared = prepare(say=click.echo if not self.children else lambda _line: None)
        return prepared, changed

    def note(self, compiled: "Compiled", changed: Iterable[str]) -> None:
        items = compiled.blueprint.items
        first = (*self.asked, *self.changed) if not self.children else ()
        for code in (*first, *changed):
            if code in items and code not in self.links:
                self.links[code] = str(items[code].value.name)
        self.links = {code: str(items[code].value.name) for code in self.links if code in items}

    def serve(self, prepared: "Prepared") -> bool:
        self.children = [start_web("127.0.0.1", self.port), start_worker()]
        deadline = time.monotonic() + 60
        while not answers(self.port):
            if time.monotonic() > deadline or any(child.poll() is not None for child in self.children):
                _say(Bilingual("预览没有起来", "the preview did not start"), err=True)
                return False
            time.sleep(0.1)
        self.welcome(prepared)
        return True

    def welcome(self, prepared: "Prepared") -> None:
        base = self.base
        click.echo()
        _say(Bilingual("预览 {c}", "Preview of {c}").format(c=prepared.city))
        _say(Bilingual("  门户 {b}/    工作台 {b}/desk/", "  portal {b}/    desk {b}/desk/").format(b=base))
        self.tell_links()
        if prepared.logins:
            _say(Bilingual("演示账号（口令 {p}）", "Demo logins (password {p})").format(p=prepared.password))
            for login, name, hint in prepared.logins[:LOGINS]:
                click.echo(f"  {login:<16} {name}  {hint}")
            if (more := len(prepared.logins) - LOGINS) > 0:
                _say(Bilingual("  …… 另有 {n} 个", "  … and {n} more").format(n=more))
            otp = f"WEIMIN_HOME={self.home} WEIMIN_CITY={self.home / 'city'} weimin otp LOGIN"
            _say(Bilingual("官员登录要验证码：", "Officials also need a code:"))
            click.echo(f"  {otp}")
        _say(
            Bilingual(
                "改了 {f} 里的文件，页面跟着变。Ctrl-C 结束。",
                "Save a file in {f} and the pages follow. Ctrl-C ends it.",
            ).format(f=self.folder)
        )

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tell_links(self) -> None:
        for code, name in self.links.items():
            click.echo(f"  {name}  {self.base}/items/{code}/")

    def state(self, findings: "Iterable[Finding]") -> None:
        told: dict[str, list[str]] = {"error": [], "warning": []}
        for each in findings:
            told[each.level.value].append(f"{each.file}:{each.line}: {each.text} [{each.code}]")
        links = tuple((f"/items/{code}/", name) for code, name in self.links.items())
        preview.write(
            self.home / "preview.json",
            preview.Preview(
                self.turn, self.folder.name, tuple(told["error"][:TOLD]), tuple(told["warning"][:TOLD]), links
            ),
        )


_REFUSED: Final = Bilingual(
    "文件有错误，页面还是上一版。改好存盘就会再读。",
    "the files have errors; the pages keep the version before. Mend and save.",
)
_FIRST: Final = Bilingual(
    "文件有错误，还开不了。改好存盘就会再读。", "the files have errors, nothing to show yet. Mend and save."
)


def _say(text: Bilingual, *, err: bool = False) -> None:
    click.echo(str(text), err=err)


def snapshot(folder: Path) -> Snapshot:
    """Time and size of every file, hidden ones left out: editors keep their own there."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts) or name.name.endswith("~"):
            continue
        try:
            about = path.stat()
        except OSError:
            continue  # gone between the list and the look; the next look sees it
        if path.is_file():
            found[str(name)] = (about.st_mtime_ns, about.st_size)
    return found


def changed_by_git(folder: Path) -> tuple[str, ...]:
    """The items whose files differ from the last commit; none where the folder is not under git."""
    words = ["git", "-C", str(folder), "status", "--porcelain", "--untracked-files=all", "--", "items"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=5, check=True)  # noqa: S603 -- fixed words
    except (OSError, subprocess.SubprocessError):
        return ()
    names = [line[3:].split(" -> ")[-1].strip('"') for line in done.stdout.splitlines()]
    return tuple(dict.fromkeys(Path(name).stem for name in names if name.endswith(".yaml")))
