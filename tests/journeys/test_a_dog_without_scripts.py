"""A citizen on a phone, in English, without JavaScript: a dog is registered, a wrong file refused, the case withdrawn."""

import re
from collections.abc import Callable

import pytest

from support.handling import ONWARD, PDF, chosen_file, fill_in, number_on
from support.visitors import PHONE, Visitor

pytestmark = pytest.mark.browser

ANSWERS = {
    "keeper": "resident",
    "home": "rented",
    "kept-at": "市南区八大峡街道 1 号 2 单元 301",
    "breed": "Village dog",
    "sex": "female",
    "born": "2024-03-01",
    "colour": "Brown",
    "phone": "13800000009",
}


def test_everything_works_without_scripts_on_a_phone_in_english(visitor: Callable[..., Visitor]) -> None:
    citizen = visitor(scripts=False)
    citizen.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    citizen.go("/?lang=en")
    citizen.page.fill('input[name="q"]', "dog")
    citizen.page.locator("main form button").first.click()
    citizen.page.get_by_role("link", name="Dog registration").first.click()
    citizen.write({"s.keeper": "resident"})
    citizen.press("Show what applies to me")
    citizen.write({"s.home": "rented"})
    citizen.press("Show what applies to me")
    citizen.reads("Proof of residence (lease)")
    citizen.press("Start")
    citizen.log_in("citizen")
    citizen.press(re.compile("Apply as"))
    assert "/f-kept-at/" in citizen.page.url, "the situations of the guide are not asked again"

    citizen.expected = {422}
    citizen.press(ONWARD)
    citizen.reads("One thing to change", "Please answer")
    met = fill_in(citizen, {**ANSWERS, "born": "2999-01-01"}, papers={}, stop_at="f-born")
    assert met == ["f-kept-at", "f-breed", "f-sex"]
    citizen.write({"answer": "2999-01-01"})
    citizen.press(ONWARD)
    citizen.reads("Not after")
    fill_in(citizen, ANSWERS, papers={}, stop_at="m-home-lease")
    citizen.page.set_input_files('main input[type="file"]', chosen_file("lease.pdf", b"MZ\x90\x00" + b"\x00" * 200))  # type: ignore[arg-type]
    citizen.press(ONWARD)
    citizen.reads("“lease.pdf” was not taken", "Only PDF")
    citizen.page.set_input_files('main input[type="file"]', chosen_file("lease.pdf", PDF))  # type: ignore[arg-type]
    citizen.press(ONWARD)
    citizen.reads("Check it once more", "lease.pdf", "Village dog")

    citizen.page.get_by_role("link", name=re.compile("Change What breed")).click()
    assert citizen.page.input_value('[name="answer"]') == "Village dog"
    citizen.write({"answer": "Corgi"})
    citizen.press(ONWARD)
    citizen.reads("Corgi")
    citizen.press("Send the application")
    number = number_on(citizen)
    citizen.reads("Received, waiting to be accepted", "By", "we tell you whether it is accepted")
    assert citizen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    citizen.page.locator("main").get_by_role("link", name="Withdraw the application").click()
    citizen.press("Withdraw the application")
    citizen.reads("Withdrawn", number)
    citizen.content()
