"""The official reads the same reasons as the applicant: what is to be paid, which department decides, by which rules."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from modules.desk.conftest import NOW
from modules.portal.conftest import visitor
from support.filling import draft_of
from support.qingdao import applicant
from weimin.kernel.cases import api as cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

Desk = Callable[[str], Client]
WHY = re.compile(r'<section class="why">.*?</section>', re.DOTALL)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_desk_tells_fee_department_and_the_chain_behind_them_as_the_applicant_reads_it(desk: Desk) -> None:
    actor = applicant("company", NOW)
    situations = {"works": "dig", "size": "small", "road-age": "protected"}
    draft = draft_of("road-works", situations, {"area": "60", "trench": "40"}, actor, NOW)
    case = cases.file_draft(draft.pk, actor=actor, now=NOW)
    seen = page(desk("csgl-shinan-accept"), f"/desk/cases/{case.pk}/")
    assert "<dt>费用</dt><dd>14,400 元" in seen
    assert "<dt>决定的部门</dt><dd>市南区城市管理局" in seen
    assert "1 · 占路、挖路的基本收费：7,200 元" in seen
    asked = page(visitor("company", business=True), f"/my/cases/{case.pk}/")
    assert WHY.findall(seen) == WHY.findall(asked) != []


def test_a_tree_that_the_city_decides_on_says_so_on_the_desk(desk: Desk) -> None:
    actor = applicant("citizen", NOW)
    situations = {"who": "person", "act": "fell", "reason": "danger"}
    draft = draft_of("tree-removal", situations, {"tree-count": "1", "diameter": "12"}, actor, NOW)
    case = cases.file_draft(draft.pk, actor=actor, now=NOW)
    seen = page(desk("csgl-shinan-accept"), f"/desk/cases/{case.pk}/")
    assert "<dt>决定的部门</dt><dd>青岛市园林和林业局" in seen
    assert "第三十一条第一项" in "".join(WHY.findall(seen))


def test_a_matter_without_tables_says_only_what_holds(case: cases.Case, desk: Desk) -> None:
    seen = page(desk("acceptor"), f"/desk/cases/{case.pk}/")
    assert "<dt>费用</dt><dd>不收费" in seen
    assert not WHY.findall(seen)
