"""Theme and type size without JavaScript."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from weimin.ui.preferences import preferences, remember


def request(query="", **cookies):
    made = RequestFactory().get(f"/{query}")
    made.COOKIES.update(cookies)
    return made


def test_without_a_choice_the_system_decides():
    chosen = preferences(request())
    assert (chosen.theme, chosen.type) == ("auto", "normal")


def test_what_is_asked_for_wins_over_what_was_remembered():
    assert preferences(request(weimin_theme="dark")).theme == "dark"
    assert preferences(request("?theme=light", weimin_theme="dark")).theme == "light"


@pytest.mark.parametrize("nonsense", ["", "pink", "dark\r\nSet-Cookie: x=1", '"><script>'])
def test_nonsense_is_neither_used_nor_remembered(nonsense):
    asked = RequestFactory().get("/", {"theme": nonsense, "type": nonsense})
    chosen = preferences(asked)
    assert (chosen.theme, chosen.type) == ("auto", "normal")
    assert not remember(lambda _request: HttpResponse())(asked).cookies
    assert preferences(request(weimin_theme=nonsense)).theme == "auto"


def test_a_choice_is_remembered_for_a_year():
    response = remember(lambda _request: HttpResponse())(request("?type=large"))
    cookie = response.cookies["weimin_type"]
    assert cookie.value == "large"
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["samesite"] == "Lax"
    assert "weimin_theme" not in response.cookies
