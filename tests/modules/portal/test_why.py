"""The applicant sees by which rule a fee or a department was found: before filling in, before sending, on the case."""

import re
from typing import Any

import pytest
from django.test import Client

from modules.portal.conftest import NOW, visitor
from support.filling import draft_of
from support.qingdao import applicant
from weimin.kernel.cases import api as cases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

APPLIED = re.compile(r'<li aria-current="true"><strong>(.*?)</strong>')


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_guide_tells_how_the_fee_is_found_and_that_it_depends() -> None:
    page = text(Client().get("/items/road-works/?s.works=dig"))
    assert "怎么定：占用、挖掘城市道路收费" in page
    assert "看您的情况" in page
    assert page.count("演示标准") == 5
    assert "基本收费 × 倍数" in page
    assert not APPLIED.findall(page)
    reader = Client()
    reader.cookies["weimin_language"] = "en"
    assert "How it is decided: Charge for occupying or digging up a road" in text(reader.get("/items/road-works/"))


def test_before_sending_the_rule_that_applies_is_marked() -> None:
    situations = {"works": "dig", "size": "small", "road-age": "protected"}
    draft = draft_of("road-works", situations, {"area": "60", "trench": "40"}, applicant("company", NOW), NOW)
    page = text(visitor("company", business=True).get(f"/apply/{draft.pk}/check/"))
    assert APPLIED.findall(page) == [
        "占路还是挖路：挖掘；面积：不到 300 m²",
        "占路还是挖路：挖掘；路新不新：交付不满五年，或者大修不满三年",
    ]
    assert "1 · 占路、挖路的基本收费：7,200 元" in page
    assert "2 · 新修的路按几倍收：2 倍" in page
    assert "<strong>基本收费 × 倍数</strong> = 14,400 元" in page


@pytest.mark.parametrize(
    ("diameter", "department", "rule"),
    [("8", "csgl-shinan", "棵数：至多 3；胸径：不到 10 cm"), ("12", "ylj", "棵数：至多 3；胸径：至少 10 cm")],
)
def test_a_tree_s_case_goes_to_the_department_that_its_answers_tell_and_says_why(
    diameter: str, department: str, rule: str
) -> None:
    actor = applicant("citizen", NOW)
    situations = {"who": "person", "act": "fell", "reason": "danger"}
    draft = draft_of("tree-removal", situations, {"tree-count": "1", "diameter": diameter}, actor, NOW)
    case = cases.file_draft(draft.pk, actor=actor, now=NOW)
    assert case.decides == department
    page = text(visitor("citizen").get(f"/my/cases/{case.pk}/"))
    assert [each.replace("&lt;", "<") for each in APPLIED.findall(page)] == [rule]
    assert "由谁审批迁移、砍伐树木" in page
    assert "第三十一条第一项" in page


def test_an_item_without_tables_has_no_such_panel() -> None:
    assert 'class="why"' not in text(Client().get("/items/dog-registration/"))
