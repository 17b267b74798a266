"""Menus and panels that modules bring."""

import pytest
from django.test import RequestFactory

from weimin.lib.bilingual import Bilingual
from weimin.ui.registry import AlreadyRegistered, Page, Panel, Registry
from weimin.ui.site import NO_CITY, Site, _providers, current_site, register_site


def page(code, **given):
    return Page(code, "portal", Bilingual("设计", "Design"), "ui:living-page", **given)


def test_a_menu_is_in_order_and_knows_where_one_is():
    registry = Registry()
    registry.register_page(page("b", order=2))
    registry.register_page(page("a", order=1))
    entries = registry.menu("portal", RequestFactory().get("/ui/patterns/home/"))
    assert [entry.title for entry in entries] == ["设计", "设计"]
    assert [each.code for each in registry.pages("portal")] == ["a", "b"]
    assert all(entry.current for entry in entries)
    assert not any(entry.current for entry in registry.menu("portal", RequestFactory().get("/elsewhere/")))


def test_a_page_is_shown_only_to_whom_it_concerns_and_with_its_count():
    registry = Registry()
    registry.register_page(page("tasks", visible=lambda request: request.path == "/ui/", count=lambda _request: 14))
    assert [entry.count for entry in registry.menu("portal", RequestFactory().get("/ui/"))] == [14]
    assert registry.menu("portal", RequestFactory().get("/other/")) == []
    assert registry.menu("desk", RequestFactory().get("/ui/")) == []


def test_one_code_belongs_to_one_module():
    registry = Registry()
    registry.register_page(page("a"))
    registry.register_panel(Panel("a", "portal.home", "x.html", lambda _request, _subject: {}))
    with pytest.raises(AlreadyRegistered):
        registry.register_page(page("a"))
    with pytest.raises(AlreadyRegistered):
        registry.register_panel(Panel("a", "elsewhere", "x.html", lambda _request, _subject: {}))


def test_panels_are_those_of_the_place_in_order():
    registry = Registry()
    for code, place, order in (("late", "home", 2), ("early", "home", 1), ("other", "desk", 0)):
        registry.register_panel(Panel(code, place, "x.html", lambda _request, _subject: {}, order))
    assert [each.code for each in registry.panels("home")] == ["early", "late"]


def test_panels_that_have_nothing_to_show_are_left_out(monkeypatch):
    from django.template import Context, Template

    from weimin.ui.tags import page as tags

    registry = Registry()
    shown = {"text": "有", "kind": "ok"}
    registry.register_panel(Panel("a", "home", "ui/parts/tag.html", lambda _request, subject: subject))
    registry.register_panel(Panel("b", "home", "ui/parts/tag.html", lambda _request, _subject: None))
    monkeypatch.setattr(tags, "registry", registry)
    context = Context({"request": RequestFactory().get("/"), "subject": shown})
    assert Template('{% panels "home" subject %}').render(context) == '<span class="tag ok">有</span>'


def test_the_pages_speak_for_the_city_that_was_registered(monkeypatch):
    monkeypatch.setattr("weimin.ui.site._providers", [])
    assert current_site() is NO_CITY
    assert NO_CITY.demonstration


def test_a_city_that_is_not_applied_yet_leaves_the_pages_neutral():
    before = list(_providers)
    city = Site(Bilingual("青岛", "Qingdao"), Bilingual("办公室", "Office"), "12345", False, Bilingual("", ""))
    try:
        register_site(lambda: None)
        assert current_site() is NO_CITY
        register_site(lambda: city)
        assert current_site() is city
    finally:
        _providers[:] = before
