"""What people do at their screens, page by page as the portal and the desk lead them. Each raises ``Wrong``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from weimin.blueprint.items import Material
from weimin.config.rehearsal.applications import Application, answer_to, left_out, paper_for
from weimin.config.rehearsal.browser import Browser, Wrong
from weimin.config.rehearsal.fates import Fates
from weimin.config.rehearsal.people import Citizen

__all__ = [
    "Filed",
    "act_for",
    "apply",
    "correct",
    "decide",
    "extend",
    "hand_in",
    "log_in",
    "look_around",
    "sign_up",
    "withdraw",
]

QUESTIONS: Final = 60
CASE: Final = re.compile(r"^/my/cases/(\d+)/$")
DRAFT: Final = re.compile(r"^/apply/(\d+)/$")
QUESTION: Final = re.compile(r"^/apply/\d+/([a-z0-9-]+)/$")
SECOND_FACTOR: Final = "/account/second-factor/login/"


@dataclass(frozen=True)
class Filed:
    """What came of an application: the case and the papers that it still lacks."""

    case_id: int
    lacking: frozenset[str]


def log_in(browser: Browser, login: str, *, password: str, code: Callable[[str], str] | None = None) -> None:
    """With the second factor where ``code`` tells it. A code that ran out on the way is asked for again, once."""
    place = browser.post("/account/login/", {"login": login, "password": password})
    if code is not None:
        _expect(place.split("?")[0], SECOND_FACTOR)
        try:
            place = browser.post(SECOND_FACTOR, {"code": code(login)})
        except Wrong:
            place = browser.post(SECOND_FACTOR, {"code": code(login)})
    _expect(place, "/welcome/")


def sign_up(browser: Browser, citizen: Citizen, *, password: str) -> None:
    form = {
        "name": citizen.name,
        "number_kind": "id-card",
        "number": citizen.number,
        "phone": citizen.phone,
        "username": citizen.login,
        "password1": password,
        "password2": password,
    }
    _expect(browser.post("/account/sign-up/", form), "/welcome/")


def act_for(browser: Browser, party_id: int) -> None:
    browser.post("/account/act-for/", {"party": str(party_id), "next": "/my/"})


def look_around(browser: Browser, paths: tuple[str, ...]) -> None:
    for path in paths:
        browser.get(path)


def apply(browser: Browser, application: Application, *, today: date, fates: Fates) -> Filed:
    """From the guide's button to the receipt, one question after the other."""
    matter, lot = application.matter, fates.lot
    situations = application.situations(lot)
    form = {"handling": matter.handling_code, "division": matter.place.division}
    form |= {f"s.{name}": value for name, value in situations.items()}
    if application.voice is not None:
        form["party"] = str(application.voice.party_id)
    place = browser.post(f"/items/{matter.item.code}/apply/", form)
    draft = _found(DRAFT, place)
    fields = {field.id: field for field in matter.item.form}
    materials = {material.id: material for material in matter.item.materials}
    lacking: set[str] = set()
    slug = application.first_page(situations)
    for _ in range(QUESTIONS):
        if slug == "check":
            return Filed(int(_found(CASE, browser.post(f"/apply/{draft}/check/", {}))), frozenset(lacking))
        kind, _, name = slug.partition("-")
        path = f"/apply/{draft}/{slug}/"
        if kind == "m":
            place = _give(browser, path, materials[name], application.index, fates, lacking)
        else:
            place = browser.post(path, answer_to(fields[name], index=application.index, today=today, lot=lot))
        slug = _found(QUESTION, place)
    raise Wrong(f"{matter.item.code}: more than {QUESTIONS} questions")


def _give(browser: Browser, path: str, material: Material, index: int, fates: Fates, lacking: set[str]) -> str:
    if material.supply == "declare":
        return browser.post(path, {"declare": "1"})
    if left_out(material, index=index, fates=fates) or "pdf" not in material.accept:
        if material.required:
            lacking.add(material.id)
        return browser.post(path, {})
    return browser.post(path, {}, ("files", paper_for(material)))


def correct(browser: Browser, case_id: int, materials: list[Material]) -> None:
    """The one-time list: everything that was asked for, then send."""
    path = f"/my/cases/{case_id}/correct/"
    browser.get(path)
    for material in materials:
        _expect(browser.post(path, {"material": material.id}, ("files", paper_for(material))), path)
    _expect(browser.post(path, {"send": "1"}), f"/my/cases/{case_id}/")


def hand_in(browser: Browser, case_id: int, materials: list[Material]) -> None:
    """Papers that may follow."""
    path = f"/my/cases/{case_id}/hand-in/"
    for material in materials:
        browser.post(path, {"material": material.id}, ("files", paper_for(material)))


def withdraw(browser: Browser, case_id: int) -> None:
    browser.get(f"/my/cases/{case_id}/")
    _expect(browser.post(f"/my/cases/{case_id}/withdraw/", {"reason": "改变了打算。"}), f"/my/cases/{case_id}/")


def decide(
    browser: Browser,
    case_id: int,
    task_id: int,
    outcome: str,
    form: Mapping[str, str] | list[tuple[str, str]],
    *,
    looks: bool,
) -> None:
    """One outcome of one task: whoever ``looks`` opens the case first and uses the button or form it offers."""
    path = f"/desk/tasks/{task_id}/{outcome}/"
    page = browser.get(f"/desk/cases/{case_id}/").body if looks else path
    if path in page:
        place = browser.post(path, form)
    elif f'value="{task_id}/{outcome}"' in page:
        place = browser.post(f"/desk/cases/{case_id}/", {"outcome": f"{task_id}/{outcome}"})
    else:
        raise Wrong(f"case {case_id}: the desk does not offer {outcome}")
    _expect(place, f"/desk/cases/{case_id}/")


def extend(browser: Browser, case_id: int, days: int) -> None:
    """The head's extension, with its reason told."""
    path = f"/desk/cases/{case_id}/acts/extend/"
    if path not in browser.get(f"/desk/cases/{case_id}/").body:
        raise Wrong(f"case {case_id}: the desk does not offer the extension")
    _expect(browser.post(path, {"days": str(days), "reason": "案情复杂，需要补充核实。"}), f"/desk/cases/{case_id}/")


def _found(pattern: re.Pattern[str], place: str) -> str:
    match = pattern.match(place)
    if match is None:
        raise Wrong(f"sent to {place}, not to {pattern.pattern}")
    return match[1]


def _expect(place: str, wanted: str) -> None:
    if place != wanted:
        raise Wrong(f"sent to {place}, not to {wanted}")
