"""docs/reference/http.md names every address, and what it says of those for machines is so."""

import base64
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver

from architecture.routes import routes
from support.qingdao import at, in_force
from weimin.config.addresses import addresses, page_lines
from weimin.kernel.journal import api as journal
from weimin.lib.merkle import VerifierKey

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "http.md"


def plain(path: str) -> str:
    return re.sub(r"<\w+:(\w+)>", r"<\1>", path).lstrip("/")


def test_every_route_is_on_the_page_with_its_audience():
    """Against the list of the authorization matrix, which walks the addresses by itself."""
    told = {(plain(each.path), each.audience) for each in addresses()}
    assert told == {(route.pattern, route.audience) for route in routes()}
    written = PAGE.read_text(encoding="utf-8")
    assert [each.path for each in addresses() if f"{each.path}`" not in written] == []


def test_every_address_says_what_it_answers():
    silent = [each.path for each in addresses() if len(each.about) < 10]
    assert silent == [], "give the view a docstring"


def test_a_route_without_a_description_is_found(monkeypatch):
    """The test above can fail: a view without docstring comes out empty, whatever wraps it."""
    from django.urls import path
    from django.views.decorators.cache import never_cache

    def silent(request):
        return None

    resolver = get_resolver()
    monkeypatch.setattr(resolver, "url_patterns", [*resolver.url_patterns, path("x/", never_cache(silent))])
    assert [each.path for each in addresses() if not each.about] == ["/x/"]
    assert any(line.startswith("| `/x/` | GET |") for line in page_lines())


@pytest.mark.parametrize("address", [each for each in addresses() if "POST" not in each.methods and "GET" in each.methods and each.for_machines], ids=lambda each: each.name)  # fmt: skip
def test_what_machines_only_read_refuses_to_be_written(address):
    path = address.path.replace("<path:place>", "0/000")
    answer = Client().post(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
def test_what_machines_read_has_the_form_that_the_page_says():
    browser = Client(raise_request_exception=False)
    assert browser.get("/healthz").status_code == 503
    now = at("2026-09-21 09:00")
    with in_force(now):
        journal.sequence(now=now)
        health = browser.get("/healthz")
        assert (health.status_code, health.content) == (200, b"ok\n")
        assert health.headers["Content-Type"] == "text/plain; charset=utf-8"

        key = browser.get("/journal/key")
        assert re.fullmatch(r"[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\n", key.content.decode())
        assert base64.b64decode(key.content.decode().strip().split("+", 2)[2])[0] == 1

        note = browser.get("/journal/checkpoint")
        assert note.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert note.headers["Cache-Control"] == "public, max-age=1"
        origin, size, root, nothing, signature, rest = note.content.decode().split("\n")
        assert (nothing, rest) == ("", "")
        assert len(base64.b64decode(root)) == 32
        assert signature.startswith(f"— {origin} ")
        raw = base64.b64decode(signature.rsplit(" ", 1)[1])
        assert len(raw) == 4 + 64
        assert isinstance(VerifierKey.parse(key.content.decode().strip()), VerifierKey)

        count = int(size)
        name = "0/000" if count >= 256 else f"0/000.p/{count}"
        tile = browser.get(f"/journal/tile/{name}")
        assert tile.headers["Content-Type"] == "application/octet-stream"
        assert tile.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(tile.content) == 32 * min(count, 256)
        for wrong in ("0/1", "0/000.p/0", "0/999", "entries/000", "64/000"):
            assert browser.get(f"/journal/tile/{wrong}").status_code == 404
