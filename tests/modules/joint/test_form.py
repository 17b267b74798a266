"""The one form: it never loses a question that an office needs, and never asks one twice."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filling import answer_to
from support.qingdao import at
from weimin.blueprint.api import Blueprint, compile_city
from weimin.blueprint.items import FieldType, FormField, Item, Situation
from weimin.modules.joint.events import LifeEvent
from weimin.modules.joint.form import JointForm, Part

CITY = Path(__file__).resolve().parents[3] / "cities" / "qingdao"
NOW = at("2026-09-21 09:40")


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return compile_city(CITY, today=date(2026, 9, 21)).blueprint


def events(blueprint: Blueprint) -> list[tuple[LifeEvent, dict[str, Item]]]:
    found = []
    for entry in blueprint.sections["life-events"].values():
        assert isinstance(entry.value, LifeEvent)
        items = {member.item: blueprint.items[member.item].value for _n, _s, _i, member in entry.value.members()}
        found.append((entry.value, items))
    return found


def some_answer(data: st.DataObject, field: FormField) -> Any:
    if field.type is FieldType.CHOICE:
        return data.draw(st.sampled_from(list(field.choices)))
    if field.type is FieldType.YES_NO:
        return data.draw(st.booleans())
    return answer_to(field, NOW.date())


def filled(data: st.DataObject, event: LifeEvent, items: dict[str, Item]) -> JointForm:
    """A form some way through: questions are answered in any number, in the order in which they come."""
    optional = [member.item for _n, _s, _i, member in event.members() if member.optional]
    form = JointForm(
        event,
        items,
        division=event.leads[0].division,
        applicant=data.draw(st.sampled_from([each.value for each in event.audience])),
        wanted=frozenset(data.draw(st.sets(st.sampled_from(optional)))) if optional else frozenset(),
        now=NOW,
    )
    for _ in range(data.draw(st.integers(0, 60))):
        left = [each for each in form.questions if each.slug in form.problems()]
        if not left:
            break
        question = left[0]
        situations, answers = dict(form.situations), dict(form.answers)
        if isinstance(question.subject, Situation):
            situations[question.id] = data.draw(st.sampled_from(list(question.subject.choices)))
        elif isinstance(question.subject, FormField):
            answers[question.id] = form.read(question, some_answer(data, question.subject))
        form = JointForm(event, items, form.division, form.applicant, situations, answers, form.wanted, NOW)
    return form


def needed(form: JointForm, part: Part) -> set[str]:
    """The joint form's names of all that an office would ask if it were applied to alone."""
    code, groups = part.member.item, form.groups
    found = {
        f"s-{groups.situations[code, each.id]}"
        for each in part.filling.open_situations
        if each.id not in part.member.given
    }
    found |= {f"f-{groups.fields[code, each.id]}" for each in part.filling.asked_fields}
    return found | {
        f"m-{groups.materials[code, each.id]}" for each in part.filling.needed_materials if each.supply != "shared"
    }


@given(data=st.data())
def test_every_question_that_a_part_needs_is_asked_once_and_no_other(blueprint: Blueprint, data: st.DataObject) -> None:
    event, items = data.draw(st.sampled_from(events(blueprint)))
    form = filled(data, event, items)
    slugs = [question.slug for question in form.questions]
    assert len(slugs) == len(set(slugs))
    wanted = set().union(*(needed(form, part) for part in form.parts)) if form.parts else set()
    own = {f"s-{each.id}" for each in form.own.open_situations} | ({"w-items"} if form.optional else set())
    assert set(slugs) == wanted | own
    for question in form.questions:
        users = {part.member.item for part in form.parts if question.slug in needed(form, part)}
        assert question.slug in own or users == set(question.parts)


@given(data=st.data())
def test_a_form_without_problems_leaves_no_part_with_one(blueprint: Blueprint, data: st.DataObject) -> None:
    """So the office's own case can be filed from it: nothing that its item asks is unanswered or refused."""
    event, items = data.draw(st.sampled_from(events(blueprint)))
    form = filled(data, event, items)
    if not form.problems():
        assert {part.member.item: part.filling.problems() for part in form.parts if part.filling.problems()} == {}


def test_one_answer_serves_all_that_use_it(blueprint: Blueprint) -> None:
    event, items = next(each for each in events(blueprint) if each[0].code == "open-restaurant")
    form = JointForm(
        event,
        items,
        "370202",
        "sole-trader",
        {"besides": "no", "advert": "no"},
        {"premises": "香港中路 18 号"},
        now=NOW,
    )
    assert [part.filling.answers.get("premises") for part in form.parts] == ["香港中路 18 号"] * 2
    assert len(form.questions) < form.asked_alone


def test_a_paper_of_several_offices_is_of_a_kind_that_all_take(blueprint: Blueprint) -> None:
    event, items = next(each for each in events(blueprint) if each[0].code == "open-restaurant")
    narrow = items["fire-opening-check"]
    plan = next(each for each in narrow.materials if each.id == "floor-plan").model_copy(update={"accept": ["pdf"]})
    items["fire-opening-check"] = narrow.model_copy(
        update={"materials": [plan if each.id == "floor-plan" else each for each in narrow.materials]}
    )
    form = JointForm(event, items, "370202", "sole-trader", {"besides": "no", "advert": "no"}, now=NOW)
    asked = next(each for each in form.questions if each.slug == "m-floor-plan")
    assert asked.subject is not None
    assert asked.subject.accept == ["pdf"]  # type: ignore[union-attr]
    assert asked.subject.deferrable is None, "the fire office does not wait for it"  # type: ignore[union-attr]
