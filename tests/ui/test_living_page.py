"""The living page shows every part, and no page of the house carries inline styles or scripts."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Engine

import weimin
from weimin.ui.living import PATTERNS, SPECIMENS
from weimin.ui.templatetags.weimin import register

ADDRESSES = ["/ui/", *(f"/ui/patterns/{name}/" for name in PATTERNS), "/ui/errors/404/", "/ui/errors/500/"]
TEMPLATES = sorted(Path(weimin.__file__).parent.rglob("templates/**/*.*"))
DRAWN: dict[tuple[str, str], str] = {}
UNSEEN = {"t"}
"""Tags that the page uses everywhere instead of showing."""

pytestmark = pytest.mark.django_db


class Page(HTMLParser):
    """What a content security policy looks at, and what assistive software needs."""

    def __init__(self, html):
        super().__init__()
        self.inline, self.ids, self.refs, self.fragments, self.static = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(self.get_starttag_text())
        if tag == "script" and "src" not in given:
            self.inline.append(self.get_starttag_text())
        if any((given.get(name) or "").strip().lower().startswith("javascript:") for name in ("href", "src", "action")):
            self.inline.append(self.get_starttag_text())
        self.ids += [given["id"]] if "id" in given else []
        for name in ("for", "aria-labelledby", "aria-describedby", "list", "popovertarget"):
            self.refs += (given.get(name) or "").split()
        if (given.get("href") or "").startswith("#") and len(given["href"]) > 1:
            self.fragments.append(given["href"][1:])
        for name in ("href", "src"):
            if (given.get(name) or "").startswith("/static/"):
                self.static.append(given[name].removeprefix("/static/"))


@pytest.fixture(params=["zh", "en"])
def language(request):
    return request.param


@pytest.fixture(params=ADDRESSES)
def page(request, client, language):
    return _fetched(client, request.param, language)


def _fetched(client, address, language):
    """Each page is drawn once for all the tests that only read it."""
    if (address, language) not in DRAWN:
        response = client.get(address, {"lang": language})
        assert response.status_code == 200
        DRAWN[address, language] = response.content.decode()
    return DRAWN[address, language]


def test_nothing_is_inline(page):
    assert Page(page).inline == []


def test_every_id_is_used_once_and_every_reference_is_answered(page):
    seen = Page(page)
    assert sorted(each for each in set(seen.ids) if seen.ids.count(each) > 1) == []
    assert [each for each in seen.refs + seen.fragments if each not in seen.ids] == []


def test_every_style_script_and_picture_is_there(page):
    wanted = [each for each in Page(page).static if not each.startswith("vendor/")]
    assert wanted
    assert [each for each in wanted if finders.find(each) is None] == []


@pytest.mark.parametrize("address", [each for each in ADDRESSES if not each.endswith("/500/")])
def test_every_page_says_that_this_is_a_demonstration(client, address, language):
    assert {"zh": "示范", "en": "emonstration"}[language] in _fetched(client, address, language)


def test_the_page_speaks_one_language(client):
    english = client.get("/ui/patterns/home/", {"lang": "en"}).content.decode()
    assert '<html lang="en"' in english
    chinese = re.findall(
        r"[\u4e00-\u9fff]+", re.sub(r"<title>.*?</title>|<head>.*?</head>", "", english, flags=re.DOTALL)
    )
    assert set(chinese) <= {"中文", *_city_words()}


def test_a_choice_of_theme_and_type_is_on_the_page_at_once_and_remembered(client):
    first = client.get("/ui/", {"theme": "dark", "type": "large"}).content.decode()
    assert 'data-theme="dark" data-type="large"' in first
    assert 'data-theme="dark" data-type="large"' in client.get("/ui/").content.decode()


def test_print_preview_shows_the_print_styles_on_screen(client):
    assert 'print.css" media="all"' in client.get("/ui/", {"print": "1"}).content.decode()
    assert 'print.css" media="print"' in client.get("/ui/").content.decode()


def test_every_tag_of_the_house_is_shown_with_its_parameters():
    shown = {tag.__name__ for group in SPECIMENS for specimen in group.specimens for tag in specimen.tags}
    assert set(register.tags) - UNSEEN == shown


def test_every_tag_is_really_used_by_its_specimen():
    engine = Engine.get_default()
    for group in SPECIMENS:
        for specimen in group.specimens:
            source = engine.get_template(specimen.template).source
            for tag in specimen.tags:
                used = f"{{% {tag.__name__} " in source or tag.__name__ in {"autosave", "flashes", "field", "menu"}
                assert used, f"{specimen.template} does not show {tag.__name__}"


def test_unknown_patterns_and_error_pages_are_not_found(client):
    assert client.get("/ui/patterns/nothing/").status_code == 404
    assert client.get("/ui/errors/418/").status_code == 404


def test_the_living_page_only_reads(client):
    assert client.post("/ui/").status_code == 405


def test_the_living_page_is_public(client):
    from django.urls import resolve

    assert {resolve(address).func.audience for address in ADDRESSES} == {"public"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_any_room_carries_inline_styles_or_scripts(template):
    source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", template.read_text(encoding="utf-8"))
    assert Page(source).inline == []


def _city_words():
    from weimin.lib.bilingual import using_language
    from weimin.ui.site import current_site

    with using_language("en"):
        return re.findall(
            r"[\u4e00-\u9fff]+", f"{current_site().name}{current_site().operator}{current_site().disclaimer}"
        )
