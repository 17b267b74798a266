import json
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from weimin.config import urls as house
from weimin.lib.audience import public
from weimin.lib.bilingual import Bilingual, using_language
from weimin.lib.errors import WeiminError

pytestmark = pytest.mark.urls(__name__)


class TooMany(WeiminError):
    code = "too-many"
    status = 422
    message = Bilingual("最多 {limit} 个，给了 {given}", "At most {limit}, not {given}")


class Secret(WeiminError):
    code = "secret-broken"
    status = 500
    message = Bilingual("密钥 {key} 坏了", "The key {key} is broken")


def raising(error: Exception) -> Any:
    @public
    def view(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *house.urlpatterns,
    path("many/", raising(TooMany(limit=3, given="<script>"))),
    path("api/many/", raising(TooMany(limit=3, given=9))),
    path("secret/", raising(Secret(key="0f0f"))),
    path("api/secret/", raising(Secret(key="0f0f"))),
    path("bad/", raising(BadRequest())),
    path("forbidden/", raising(PermissionDenied())),
    path("missing/", raising(Http404())),
    path("bug/", raising(RuntimeError("an unexpected fault"))),
    path("api/bug/", raising(RuntimeError("an unexpected fault"))),
]
handler400, handler403 = house.handler400, house.handler403
handler404, handler500 = house.handler404, house.handler500


@pytest.fixture
def browser(db: None) -> Client:
    return Client(raise_request_exception=False)


def test_a_known_error_becomes_a_page_with_its_words_escaped(browser):
    response = browser.get("/many/")
    page = response.content.decode()
    assert response.status_code == 422
    assert "最多 3 个，给了 &lt;script&gt;" in page
    assert "too-many" in page
    assert "no-store" in response.headers["Cache-Control"]


def test_the_words_follow_the_language(browser):
    assert "At most 3" in browser.get("/many/?lang=en").content.decode()


def test_machines_get_a_problem_document(browser):
    response = browser.get("/api/many/")
    assert response.headers["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], body["code"], body["detail"]) == (422, "too-many", "最多 3 个，给了 9")
    assert body["type"] == "urn:weimin:error:too-many"


def test_who_accepts_json_alone_gets_it_anywhere_and_browsers_do_not(browser):
    wants = browser.get("/many/", headers={"Accept": "application/json"})
    assert wants.headers["Content-Type"] == "application/problem+json"
    page = browser.get("/many/", headers={"Accept": "text/html,application/json;q=0.9"})
    assert page.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/secret/", "/api/secret/", "/bug/", "/api/bug/"])
def test_a_fault_of_ours_says_nothing_about_itself(browser, address):
    response = browser.get(address)
    body = response.content.decode()
    assert response.status_code == 500
    for inside in ("0f0f", "Traceback", "unexpected fault", "RuntimeError"):
        assert inside not in body


@pytest.mark.parametrize(
    ("address", "status"), [("/bad/", 400), ("/forbidden/", 403), ("/missing/", 404), ("/none/", 404)]
)
def test_every_refusal_has_a_page_that_says_what_to_do(browser, address, status):
    response = browser.get(address)
    assert response.status_code == status
    assert "首页" in response.content.decode()
    machine = browser.get(address, headers={"Accept": "application/json"})
    assert json.loads(machine.content)["status"] == status


def test_a_request_for_another_host_is_refused_with_a_page(browser):
    response = browser.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "首页" in response.content.decode()


def test_an_error_keeps_its_data_and_speaks_both_languages():
    error = TooMany(limit=3, given=9)
    assert error.data == {"limit": 3, "given": 9}
    with using_language("en"):
        assert str(error) == "At most 3, not 9"
    assert str(error) == "最多 3 个，给了 9"
