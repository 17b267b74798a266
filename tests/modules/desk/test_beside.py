"""Paper and form side by side: the right page beside the answers, and nobody else's paper."""

from collections.abc import Callable

import pytest
from django.test import Client

from support.qingdao import applicant as applicant_of
from support.qingdao import at, draft_restaurant
from weimin.kernel.cases import api as cases

pytestmark = pytest.mark.django_db

Desk = Callable[[str], Client]
NOW = at("2026-09-21 10:00")


def material(case: cases.Case, code: str) -> cases.Material:
    return cases.Material.objects.get(case=case, material=code, replaced_at=None, file__isnull=False)


def test_a_paper_stands_beside_what_was_said_and_leads_to_the_next(case: cases.Case, desk: Desk) -> None:
    first, second = material(case, "floor-plan"), material(case, "equipment")
    body = desk("acceptor").get(f"/desk/cases/{case.pk}/beside/{first.pk}/").content.decode()
    assert "市南区香港中路 18 号 1 层" in body
    assert f"/desk/cases/{case.pk}/files/{first.pk}/pages/1.png" in body
    order = [row.pk for row in cases.handed_in(case) if row.file is not None]
    after = order[order.index(first.pk) + 1] if first.pk != order[-1] else order[-2]
    assert f"/desk/cases/{case.pk}/beside/{after}/" in body
    assert second.pk in order


def test_its_picture_is_drawn_for_who_may_see_the_case(case: cases.Case, desk: Desk) -> None:
    address = f"/desk/cases/{case.pk}/files/{material(case, 'floor-plan').pk}/pages/1.png"
    answer = desk("acceptor").get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert answer["Cache-Control"] == "private, max-age=600"
    assert desk("zrzy-accept").get(address).status_code == 404
    assert desk("acceptor").get(address.replace("/1.png", "/2.png")).status_code == 404


def test_a_paper_of_another_case_is_not_there(case: cases.Case, desk: Desk) -> None:
    trader = applicant_of("trader", NOW)
    other = cases.file_draft(draft_restaurant(trader, NOW, papers=("floor-plan",)).pk, actor=trader, now=NOW)
    foreign = material(other, "floor-plan")
    for path in (f"beside/{foreign.pk}/", f"files/{foreign.pk}/pages/1.png"):
        assert desk("acceptor").get(f"/desk/cases/{case.pk}/{path}").status_code == 404


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "%00"])
def test_a_senseless_page_shows_one_that_is_there(case: cases.Case, desk: Desk, page: str) -> None:
    address = f"/desk/cases/{case.pk}/beside/{material(case, 'floor-plan').pk}/?page={page}"
    assert desk("acceptor").get(address).status_code == 200


def test_reading_costs_at_most_fifteen_queries(case: cases.Case, desk: Desk, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    clerk, address = desk("acceptor"), f"/desk/cases/{case.pk}/beside/{material(case, 'floor-plan').pk}/"
    clerk.get(address)
    with django_assert_max_num_queries(15):
        clerk.get(address)
