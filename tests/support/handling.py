"""What applicants and officials do on the pages, step by step, for the journeys."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import expect

from support.visitors import Visitor

PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
NUMBER: Final = re.compile(r"\d{6}-[A-Z]+-\d{4}-\d{6}-[0-9A-Z]")
ONWARD: Final = re.compile("保存并继续|Save and continue")
QUESTIONS: Final = 45
LOOKED_AT: Final = {"f-area", "m-floor-plan", "m-staff-health"}


def chosen_file(name: str, content: bytes = PDF, kind: str = "application/pdf") -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": content}


def fill_in(
    visitor: Visitor,
    answers: Mapping[str, str],
    *,
    papers: Mapping[str, bytes | None],
    stop_at: str = "check",
    look: Callable[[str], None] = lambda _name: None,
) -> list[str]:
    """Answer question after question until the check page; returns the questions in the order in which they came.

    ``papers``: what to hand in for each material; None goes on without it.
    """
    met: list[str] = []
    for _ in range(QUESTIONS):
        slug = visitor.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
        if slug in {"check", stop_at}:
            return met
        assert slug not in met, f"asked twice: {slug}: {visitor.page.inner_text('main')}"
        met.append(slug)
        kind, _, name = slug.partition("-")
        if kind == "m":
            _hand_in(visitor, name, papers)
        else:
            visitor.write({"answer": answers[name]})
        if slug in LOOKED_AT:
            look(f"question-{slug}")
        visitor.press(ONWARD)
    raise AssertionError(f"more than {QUESTIONS} questions: {met}")


def _hand_in(visitor: Visitor, material: str, papers: Mapping[str, bytes | None]) -> None:
    tick = visitor.page.locator('main input[name="declare"]')
    content = papers.get(material)
    if tick.count():
        tick.check()
    elif content is not None:
        visitor.page.set_input_files('main input[type="file"]', chosen_file(f"{material}.pdf", content))  # type: ignore[arg-type]


def number_on(visitor: Visitor) -> str:
    found = NUMBER.search(visitor.page.inner_text("main"))
    assert found, visitor.page.inner_text("main")
    return found.group()


def take(official: Visitor, number: str) -> None:
    """Open the case from the search of the desk."""
    official.go(f"/desk/search/?q={number}")
    official.page.get_by_role("link", name=number).first.click()
    official.reads(number)


def act(official: Visitor, number: str, label: str, values: Mapping[str, str] | None = None) -> None:
    """One of the acts that the law allows now: pressed, explained where it asks, confirmed, and recorded."""
    take(official, number)
    official.page.locator("[data-acts]").get_by_text(label, exact=False).first.click()
    form = official.page.locator("main form").filter(has=official.page.locator(".buttons"))
    if "/tasks/" in official.page.url or "/acts/" in official.page.url:
        official.write(values or {})
        form.locator(".buttons button").first.click()
    expect(official.page.locator(".flashes")).to_contain_text(number)


def ask_for_correction(official: Visitor, number: str, material: str, how: str) -> None:
    """The one-time list: what is lacking is ticked already; each entry says what would make it right."""
    take(official, number)
    official.page.locator("[data-acts]").get_by_text("要求补正").first.click()
    expect(official.page.locator(f'input[name="missing"][value="m:{material}"]')).to_be_checked()
    official.page.locator(f'[name="how-m:{material}"]').fill(how)
    official.page.locator("main form .buttons button").first.click()
    expect(official.page.locator(".flashes")).to_contain_text(number)


def visit_site(official: Visitor, number: str, label: str, *, companion: str, findings: str, on: str) -> None:
    take(official, number)
    official.page.locator("[data-acts]").get_by_text(label).first.click()
    official.page.select_option('main [name="companion"]', label=companion)
    official.write({"visited_on": on, "findings": findings})
    official.page.locator("main form .buttons button").first.click()
    expect(official.page.locator(".flashes")).to_contain_text(number)
