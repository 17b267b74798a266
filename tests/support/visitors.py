"""People in a real browser before a real city: they read, press and write, and notice whatever is wrong with a page."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, Response, expect

ROOT: Final = Path(__file__).resolve().parents[2]
AXE: Final = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES: Final = ROOT / "artefacts" / "journeys"
PASSWORD: Final = "weimin-demo"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ALL_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES: Final = (
    ("wide", "light", WIDE, ALL_RULES),
    ("dark", "dark", WIDE, ["color-contrast", "link-in-text-block"]),
    ("phone", "light", PHONE, ["target-size", "color-contrast"]),
)
GRAVE: Final = {"serious", "critical"}


SECONDS_TO_TYPE: Final = 10
"""What a code must have left: less, and a busy machine sends it when it is over."""


@dataclass(frozen=True)
class City:
    """A running city: where it answers and where its data lie."""

    address: str
    home: Path

    def code_for(self, login: str) -> str:
        """The second factor, as ``weimin otp`` prints it; about to end, one waits for the next, as people do."""
        words = [str(Path(sys.executable).parent / "weimin"), "otp", login]
        environment = os.environ | {"WEIMIN_HOME": str(self.home)}
        while True:
            run = subprocess.run(words, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
            left = re.search(r"(\d+) 秒", run.stderr)
            assert left, run.stderr
            if int(left[1]) >= SECONDS_TO_TYPE:
                return run.stdout.strip()
            time.sleep(int(left[1]) + 0.5)


@dataclass(eq=False)
class Visitor:
    """One person with one browser. Everything the browser complains about is kept in ``complaints``."""

    city: City
    page: Page
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("console", self._console)
        self.page.on("requestfailed", lambda request: self._failed(request.url, str(request.failure)))
        self.page.on("response", self._answered)

    def _console(self, message: Any) -> None:
        if message.type == "error" and not (self.expected and "Failed to load resource" in message.text):
            self.complaints.append(f"console: {message.text}")

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # a download, or a page left while its fonts were on their way
            self.complaints.append(f"failed: {url} {why}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    def go(self, path: str) -> Response | None:
        return self.page.goto(self.city.address + path)

    def press(self, name: str | re.Pattern[str]) -> None:
        """The button or link of this name, as a person would find it."""
        page = self.page.locator("main")
        page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()

    def write(self, values: Mapping[str, str]) -> None:
        """Fill fields by name, whatever they are."""
        for name, value in values.items():
            here = self.page.locator(f'main [name="{name}"]:visible').first
            kind = (here.get_attribute("type") or "").lower()
            if kind in {"radio", "checkbox"}:
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif here.evaluate("element => element.tagName") == "SELECT":
                here.select_option(value)
            else:
                here.fill(value)

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def log_in(self, login: str) -> "Visitor":
        if "/account/login/" not in self.page.url:
            self.go("/account/login/")
        self.write({"login": login, "password": PASSWORD})
        self.page.locator("main form button.primary").click()
        if "/second-factor/" in self.page.url:
            self.write({"code": self.city.code_for(login)})
            self.page.locator("main form button.primary").click()
        assert "/account/" not in self.page.url, self.page.inner_text("main")
        return self

    def look(self, name: str) -> None:
        """Nothing grave for axe and nothing wider than the screen: wide, on a phone, in the dark; a picture of each."""
        size = self.page.viewport_size or WIDE
        PICTURES.mkdir(parents=True, exist_ok=True)
        for mode, scheme, screen, rules in MODES:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.set_viewport_size(screen)  # type: ignore[arg-type]
            self.page.screenshot(path=PICTURES / f"{name}-{mode}.png", full_page=True)
            where = f"{name} ({mode}) {self.page.url}"
            assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{where} is too wide"
            found = findings(self.page, rules)
            assert not found, f"{where}: {found}"
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(size)

    def content(self) -> None:
        """Content with every page so far."""
        assert self.complaints == []


def findings(page: Page, rules: Sequence[str]) -> list[str]:
    """What axe holds gravely against the page; evaluated through the debugger, which no content policy blocks."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(f"axe.run(document, {{runOnly: {list(rules)}}})")
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in result["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def new_visitor(browser: Browser, city: City, *, scripts: bool = True, **context: Any) -> Visitor:
    opened = browser.new_context(viewport=WIDE, java_script_enabled=scripts, locale="zh-CN", **context)  # type: ignore[arg-type]
    opened.set_default_timeout(15_000)
    return Visitor(city, opened.new_page(), scripts=scripts)
