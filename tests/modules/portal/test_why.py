"""The applicant sees by which rule a fee or a department was found: before filling in, before sending, on the case."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from modules.portal.conftest import NOW, visitor
from support.filling import answer_to, hand_in
from support.qingdao import applicant
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.lib.lawtime import law_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

APPLIED = re.compile(r'<li aria-current="true"><strong>(.*?)</strong>')


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def draft_of(
    code: str, situations: dict[str, str], answers: dict[str, str], actor: identity.Actor, now: datetime
) -> Any:
    """An application of this item with these answers, all others as the questions take them."""
    item = catalogue.item(code)
    draft = cases.start_draft(item=code, handling="new", division="370202", situations=situations, actor=actor, now=now)
    fields = cases.filling_of(item, draft, now).asked_fields
    answers = {field.id: answer_to(field, law_date(now)) for field in fields} | answers
    draft = cases.save_answers(draft.pk, answers=answers, actor=actor, now=now)
    for material in cases.filling_of(item, draft, now).needed_materials:
        if material.supply == "upload":
            hand_in(material.id, actor, now, draft_id=draft.pk)
    return draft


def test_a_guide_tells_how_the_fee_is_found_and_that_it_depends() -> None:
    page = text(Client().get("/items/road-works/?s.works=dig"))
    assert "怎么定：占用、挖掘城市道路收费" in page
    assert "看您的情况" in page
    assert page.count("演示标准") == 4
    assert not APPLIED.findall(page)
    reader = Client()
    reader.cookies["weimin_language"] = "en"
    assert "How it is decided: Charge for occupying or digging up a road" in text(reader.get("/items/road-works/"))


def test_before_sending_the_rule_that_applies_is_marked() -> None:
    situations = {"works": "dig", "size": "small", "road-age": "older"}
    draft = draft_of("road-works", situations, {"area": "60", "trench": "40"}, applicant("company", NOW), NOW)
    page = text(visitor("company", business=True).get(f"/apply/{draft.pk}/check/"))
    assert APPLIED.findall(page) == ["占路还是挖路：挖掘；面积：不到 300 m²"]
    assert "7,200" in page or "7200" in page


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
