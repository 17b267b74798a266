"""Makes the pictures of the README and the guides: ``.venv/bin/python docs/images/make.py [NAME …]``.

The example city with the item of the designer's guide, on one Monday morning, in a home that is thrown away. The pages are
the real ones, served to a real Chromium; every act is done through the rooms' front doors.
"""

import io
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT: Final = Path(__file__).resolve().parents[2]
GUIDE: Final = ROOT / "docs" / "guides" / "designer.zh-CN.md"
WRITES: Final = re.compile(r"<!-- writes: mycity/(?P<file>.+?) -->\n```\w+\n(?P<body>.*?)```", re.S)
WIDE, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}
COLOURS: Final = 128


def city_of_the_guide(folder: Path) -> Path:
    """The example city, with the files that the guide's reader writes."""
    shutil.copytree(ROOT / "cities" / "qingdao", folder)
    for block in WRITES.finditer(GUIDE.read_text(encoding="utf-8")):
        (folder / block["file"]).write_text(block["body"], encoding="utf-8")
    return folder


def settle(home: Path) -> None:
    """Settings before Django reads them: nothing of the surroundings, everything under the home."""
    for name in [name for name in os.environ if name.startswith("WEIMIN_")]:
        del os.environ[name]
    os.environ |= {
        "WEIMIN_HOME": str(home), "WEIMIN_CITY": str(city_of_the_guide(home / "mycity")), "WEIMIN_LOG_LEVEL": "ERROR",
        "WEIMIN_PREVIEW": str(home / "preview.json"), "DJANGO_SETTINGS_MODULE": "weimin.config.settings_test",
    }  # fmt: skip
    sys.path.insert(0, str(ROOT / "tests"))


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        pass


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(now: Any) -> str:
    """The city's own application, at one instant, on a free port of this machine."""
    from weimin.config import clock
    from weimin.config.wsgi import application

    def at_that_time(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with clock.told(now):
            answer = application(environ, start_response)
            try:
                return list(answer)
            finally:
                answer.close()

    server = make_server("127.0.0.1", 0, at_that_time, server_class=Threaded, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class Pictures:
    def __init__(self, browser: Any, base: str, wanted: list[str]) -> None:
        self.browser, self.base, self.wanted = browser, base, wanted

    def take(
        self,
        name: str,
        path: str,
        *,
        login: str = "",
        official: bool = False,
        size: dict[str, int] = WIDE,
        only: str = "",
    ) -> None:
        """A picture of the top of a page, or of the element ``only``, as someone sees it."""
        if self.wanted and name not in self.wanted:
            return
        context = self.browser.new_context(viewport=size, color_scheme="light", device_scale_factor=1, locale="zh-CN")
        if login:
            context.add_cookies([{"name": "sessionid", "value": session(login, official), "url": self.base}])
        page = context.new_page()
        answer = page.goto(self.base + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        file = Path(__file__).parent / f"{name}.png"
        compress(part(page, only) if only else page.screenshot(), file)
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB")
        context.close()


def part(page: Any, only: str) -> bytes:
    """One part of the page with the air around it."""
    box = page.locator(only).first.bounding_box()
    clip = {"x": box["x"] - 32, "y": box["y"] - 24, "width": box["width"] + 64, "height": box["height"] + 48}
    return bytes(page.screenshot(clip=clip, full_page=True))


def compress(picture: bytes, file: Path) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, optimize=True)


def session(login: str, official: bool) -> str:
    """A browser's cookie: logged in, an official with both factors, anyone else for their business if they have one."""
    from allauth.account.internal.flows.login import record_authentication
    from django.http import HttpRequest
    from django.test import Client

    from weimin.kernel.identity import api as identity

    client = Client()
    client.force_login(user := identity.User.objects.get(login=login))
    if official:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "mfa")
        request.session.save()
    else:
        from support.qingdao import applicant
        from weimin.config import clock

        client.post("/account/act-for/", {"party": str(applicant(login, clock.now()).party_id)})
    return str(client.cookies["sessionid"].value)


def settled_city(home: Path) -> tuple[Any, dict[str, int]]:
    """The city in force and the cases that the pictures show."""
    import django

    django.setup()
    from support.filling import draft_of
    from support.qingdao import applicant, at, draft_restaurant
    from weimin.config import clock
    from weimin.config.prepare import prepare
    from weimin.kernel.cases import api as cases

    now = at("2026-09-21 09:40")
    with clock.told(now):
        prepare(say=lambda _line: None)
        trader, company = applicant("trader", now), applicant("company", now)
        papers = ("floor-plan", "equipment", "safety-rules")
        restaurant = cases.file_draft(draft_restaurant(trader, now, papers=papers).pk, actor=trader, now=now)
        answers = {"place": "市南区香港中路 18 号门前", "area": "500", "height": "3"}
        storage = draft_of("street-storage", {"what": "structure"}, answers, company, now)
        filed = cases.file_draft(storage.pk, actor=company, now=now)
        draft = cases.start_draft(
            item="street-storage", handling="new", division="370202", situations={"what": "structure"}, actor=company, now=now,
        )  # fmt: skip
    return now, {"restaurant": restaurant.pk, "storage": filed.pk, "draft": draft.pk}


def previewed(home: Path, *errors: str) -> None:
    from weimin.config import preview

    links = (("/items/street-storage/", "临时堆放物料审批"),)
    preview.write(home / "preview.json", preview.Preview(1, "mycity", errors, (), links))


def broken(folder: Path) -> str:
    """What ``check`` says when the guide's item has one key wrong."""
    from weimin.blueprint.api import compile_city
    from weimin.config import clock
    from weimin.lib.lawtime import law_date

    file = folder / "items" / "csgl-shinan" / "street-storage.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("promised: 8wd", "promised: 八天"), encoding="utf-8")
    finding = next(iter(compile_city(folder, today=law_date(clock.now())).findings))
    return f"{finding.file}:{finding.line}: {finding.text} [{finding.code}]"


def main(wanted: list[str]) -> None:
    home = Path(tempfile.mkdtemp(prefix="weimin-pictures-"))
    try:
        settle(home)
        now, made = settled_city(home)
        base = serve(now)
        from playwright.sync_api import sync_playwright

        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop of its own in this thread
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            pictures = Pictures(browser, base, wanted)
            pictures.take("guide", "/items/food-business-licence/?s.outlet=restaurant")
            pictures.take("desk", f"/desk/cases/{made['restaurant']}/", login="acceptor", official=True)
            previewed(home)
            pictures.take("preview-guide", "/items/street-storage/?s.what=structure")
            pictures.take("preview-phone", "/items/street-storage/?s.what=structure", size=PHONE)
            pictures.take("preview-question", f"/apply/{made['draft']}/area/", login="company", size=PHONE)
            desk = f"/desk/cases/{made['storage']}/"
            pictures.take(
                "preview-desk",
                desk,
                login="csgl-shinan-accept",
                official=True,
                only="main section:has(> h2:text-is('按规则'))",
            )
            previewed(home, broken(home / "mycity"))
            pictures.take("preview-broken", "/items/street-storage/", size={"width": 1280, "height": 480})
            browser.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
