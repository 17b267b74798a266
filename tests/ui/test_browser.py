"""The living page and the patterns in a real browser: axe finds nothing, nothing overflows, keys and switches work."""

import os
import shutil
from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = [
    "/ui/",
    *(f"/ui/patterns/{name}/" for name in ("home", "guide", "question", "case", "desk", "confirm", "sheet")),
]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
MODES = {
    "light": ("?theme=light", WIDE, EVERYTHING),
    "dark": ("?theme=dark", WIDE, COLOURS),
    "phone-dark-english": ("?theme=dark&lang=en", PHONE, EVERYTHING),
    "phone-large": ("?type=large", PHONE, None),
}
TOO_SMALL = """() => [...document.querySelectorAll('button, .button, .menu a, select, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.closest('.term, .choice, pre'))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
  .filter(([html, height]) => height < 44)"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def chromium():
    found = shutil.which("chromium")
    if not found or not AXE.exists():
        missing = "chromium is not on PATH" if not found else "axe-core is not installed (npm ci)"
        if os.environ.get("WEIMIN_REQUIRE_SERVICES"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the tests touch no rows
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium):
    """A page that remembers what the browser complained about, blocked content among it."""
    context = chromium.new_context(viewport=WIDE, bypass_csp=False)
    page = context.new_page()
    complaints = page.complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def findings(page, rules):
    """What axe holds against the page, as one line each; evaluated through the debugger, which no policy blocks."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"runOnly": rules}
    if rules is EVERYTHING and page.query_selector("[data-exhibit]"):
        options["rules"] = {"heading-order": {"enabled": False}}  # an exhibit may hold a page's own first heading
    result = page.evaluate("options => axe.run(document, options)", options)
    return [f"{each['id']}: {node['html'][:120]}" for each in result["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_and_nothing_overflows(live_server, tab, mode):
    query, size, rules = MODES[mode]
    tab.set_viewport_size(size)
    wrong = []
    for address in PAGES:
        tab.goto(f"{live_server.url}{address}{query}")
        wrong += [f"{address} {each}" for each in (findings(tab, rules) if rules else [])]
        if (excess := tab.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wrong.append(f"{address} is {excess} px too wide")
    assert wrong == []
    assert tab.complaints == []


def test_on_a_phone_everything_is_big_enough_for_a_thumb(live_server, tab):
    tab.set_viewport_size(PHONE)
    small = []
    for address in PAGES:
        tab.goto(f"{live_server.url}{address}")
        small += [f"{address} {html} {height}" for html, height in tab.evaluate(TOO_SMALL)]
    assert small == []


def test_the_theme_changes_at_once_and_stays(live_server, tab):
    tab.goto(f"{live_server.url}/ui/patterns/home/")
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click('.switches a[data-value="dark"]')
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert "theme" not in tab.url
    tab.reload()
    assert tab.get_attribute("html", "data-theme") == "dark"


def test_without_scripts_the_switches_still_work(live_server, chromium):
    context = chromium.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/patterns/home/")
    page.click('.switches a[data-value="dark"]')
    assert page.get_attribute("html", "data-theme") == "dark"
    page.goto(f"{live_server.url}/ui/patterns/case/")
    assert page.get_attribute("html", "data-theme") == "dark"
    context.close()


def test_a_number_key_arms_an_act_and_only_the_second_press_does_it(live_server, tab):
    tab.goto(f"{live_server.url}/ui/patterns/desk/")
    tab.keyboard.press("2")
    assert tab.inner_text(":focus").startswith("建议不予")
    assert not tab.is_visible("dialog")
    tab.keyboard.press("2")
    assert tab.is_visible("dialog")
    tab.click("dialog [data-close]")
    assert not tab.is_visible("dialog")


def test_single_keys_can_be_turned_off(live_server, tab):
    tab.goto(f"{live_server.url}/ui/patterns/desk/")
    tab.click("[data-keys-toggle]")
    tab.keyboard.press("1")
    assert tab.query_selector(".armed") is None


def test_keys_do_nothing_while_one_writes(live_server, tab):
    tab.goto(f"{live_server.url}/ui/")
    tab.click("#id_note")
    tab.keyboard.type("1 2 /")
    assert tab.input_value("#id_note") == "1 2 /"
    assert tab.query_selector(".armed") is None


def test_focus_is_always_visible(live_server, tab):
    tab.goto(f"{live_server.url}/ui/patterns/guide/")
    for _ in range(25):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_form_is_sent_once(live_server, tab):
    tab.goto(f"{live_server.url}/ui/patterns/confirm/")
    sent = []

    def answer(route):
        sent.append(route.request.method)
        route.fulfill(status=204)

    tab.route("**/confirm/", answer)
    for _ in range(3):
        tab.evaluate("document.querySelector('.button.danger').click()")
        tab.wait_for_timeout(100)
    assert sent == ["POST"]
    assert tab.get_attribute(".button.danger", "aria-busy") == "true"


def test_a_machine_without_chinese_fonts_still_shows_chinese(live_server, tab):
    tab.goto(f"{live_server.url}/ui/patterns/home/")
    families = tab.evaluate(
        "document.fonts.ready.then(() => [...new Set([...document.fonts].map(f => f.family.replaceAll('\"', '')))])"
    )
    assert {"Weimin Sans", "Weimin Serif"} <= set(families)
