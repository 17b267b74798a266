"""What an item asks of this applicant: the same functions serve portal, desk and check."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from support.cities import FILES
from weimin.blueprint.api import Filling, InvalidAnswer, effective_clocks, is_empty, read_answer
from weimin.blueprint.items import FieldType, FormField, Item
from weimin.blueprint.values import Length, LengthUnit
from weimin.lib.feel import ClockNotGiven

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # already the 23rd by the law's clock


def item(**changes: Any) -> Item:
    import json

    document = yaml.safe_load(FILES["items/office/dog-registration.yaml"]) | changes
    return Item.model_validate_json(json.dumps(document), by_alias=True, by_name=False)


DOG = item()
GUARD = {"size": "large", "use": "guard"}
ANSWERS = {"name": "旺财", "weight": "45", "yard": "20"}


def filling(
    situations: dict[str, str] | None = None,
    answers: dict[str, Any] | None = None,
    handling: str = "new",
    of: Item = DOG,
) -> Filling:
    return Filling(of, handling, situations or {}, answers or {}, division="370202", applicant="person", now=NOW)


def ids(parts: Any) -> list[str]:
    return [part.id for part in parts]


# -- situations --------------------------------------------------------------------------------------------------


def test_a_situation_opens_only_when_its_condition_holds():
    assert ids(filling().open_situations) == ["size"]
    assert ids(filling({"size": "small"}).open_situations) == ["size"]
    assert ids(filling({"size": "large"}).open_situations) == ["size", "use"]


def test_the_next_situation_is_the_first_that_is_open_and_unanswered():
    first = filling().next_situation
    assert first is not None
    assert first.id == "size"
    assert filling({"size": "small"}).next_situation is None
    second = filling({"size": "large"}).next_situation
    assert second is not None
    assert second.id == "use"


def test_a_choice_that_does_not_exist_is_no_answer():
    assert ids(filling({"size": "huge"}).open_situations) == ["size"]
    assert filling({"size": "huge"}).problems().keys() == {"size", "name", "weight"}


# -- form, materials, fee ----------------------------------------------------------------------------------------


def test_shared_fields_are_visible_and_never_asked():
    assert ids(filling().visible_fields) == ["owner", "name", "weight"]
    assert ids(filling().asked_fields) == ["name", "weight"]


def test_a_field_may_depend_on_an_answer_of_the_form():
    assert "yard" not in ids(filling(GUARD, {"weight": "40"}).asked_fields)
    assert "yard" in ids(filling(GUARD, {"weight": "40.5"}).asked_fields)


def test_an_answer_that_is_no_longer_visible_is_kept_and_counts_for_nothing():
    answers = {**ANSWERS}
    small = filling({"size": "small", "use": "guard"}, answers)
    assert small.context["use"] is None
    assert small.context["yard"] is None
    assert ids(small.needed_materials) == ["photo", "vaccination"]
    assert answers == ANSWERS
    back = filling(GUARD, answers)
    assert back.context["yard"] == Decimal(20)


def test_conditions_may_look_at_questions_further_down():
    form = [
        {"id": "first", "type": "text", "label": {"zh": "甲", "en": "A"}, "when": "second = true"},
        {"id": "second", "type": "yes-no", "label": {"zh": "乙", "en": "B"}},
    ]
    later = item(form=form)
    assert ids(filling(of=later, answers={"second": True}).asked_fields) == ["first", "second"]
    assert ids(filling(of=later, answers={"second": False}).asked_fields) == ["second"]


def test_materials_follow_the_answers_and_say_who_supplies_them():
    needed = filling(GUARD).needed_materials
    assert [(m.id, m.supply) for m in needed] == [("photo", "upload"), ("vaccination", "shared"), ("pledge", "declare")]


def test_a_handling_narrows_form_and_materials():
    change = filling(GUARD, handling="change")
    assert (ids(change.asked_fields), ids(change.needed_materials)) == (["name"], ["photo"])


def test_a_handling_gives_the_order_of_its_fields():
    turned = DOG.model_copy(
        update={"handlings": {"new": DOG.handlings["new"].model_copy(update={"form": ["weight", "name"]})}}
    )
    assert ids(filling(of=turned).asked_fields) == ["weight", "name"]


def test_the_fee_is_exact_and_follows_the_answers():
    assert filling(GUARD).fee.total == Decimal("12.5")
    assert [line.basis.law for line in filling(GUARD).fee.lines] == ["养犬管理条例"]
    assert filling({"size": "small"}).fee.total == 0
    assert filling(GUARD, handling="change").fee.total == 0


def test_the_context_has_every_name_typed_and_null_where_nothing_counts():
    assert filling(GUARD, ANSWERS).context == {
        "size": "large", "use": "guard", "owner": None, "name": "旺财", "weight": Decimal(45), "yard": Decimal(20),
        "handling": "new", "division": "370202", "applicant_kind": "person",
    }  # fmt: skip


def dated(condition: str) -> Item:
    return item(form=[{"id": "first", "type": "text", "label": {"zh": "甲", "en": "A"}, "when": condition}])


def test_a_condition_beyond_its_budget_does_not_count():
    endless = dated("count(for a in 1..9999, b in 1..9999 return a * b) > 0")
    assert ids(filling(of=endless).asked_fields) == []


def test_a_condition_on_today_needs_to_be_told_the_time():
    later = dated('today() >= date("2026-11-23")')
    assert ids(filling(of=later).asked_fields) == ["first"]
    with pytest.raises(ClockNotGiven):
        _ = Filling(later, "new").asked_fields


def test_ids_with_hyphens_are_underscored_in_the_context():
    form = [
        {"id": "opened-on", "type": "date", "label": {"zh": "甲", "en": "A"}},
        {"id": "boss", "type": "person", "label": {"zh": "乙", "en": "B"}},
    ]
    answers = {"opened-on": "2026-01-31", "boss": {"name": "丁", "id-number": "x"}}
    context = filling(
        of=item(
            form=form, handlings={"new": {"procedure": "simple", "clocks": {"acceptance": "5wd", "statutory": "5wd"}}}
        ),
        answers=answers,
    ).context
    assert str(context["opened_on"]) == "2026-01-31"
    assert context["boss"] == {"name": "丁", "id_number": "x"}


def test_problems_name_each_question_that_stands_in_the_way():
    problems = filling({"size": "large"}, {"weight": "400"}).problems()
    assert set(problems) == {"use", "name", "weight", "yard"}
    assert problems["weight"].en == "At most 90 kg"
    assert filling(GUARD, ANSWERS).problems() == {}


@given(
    situations=st.dictionaries(st.sampled_from(["size", "use", "odd"]), st.sampled_from(["large", "small", "guard", "rescue", ""])),
    answers=st.dictionaries(st.sampled_from(["name", "weight", "yard", "owner"]), st.none() | st.text() | st.integers() | st.booleans() | st.lists(st.text())),
)  # fmt: skip
def test_no_answers_whatever_break_the_filling(situations: dict[str, str], answers: dict[str, Any]):
    given_ = filling(situations, answers)
    assert set(ids(given_.asked_fields)) <= {"name", "weight", "yard"}
    given_.problems()
    assert given_.needed_materials


# -- clocks ------------------------------------------------------------------------------------------------------


def test_the_promise_runs_as_the_statutory_clock_does():
    clocks = effective_clocks(DOG, "new", DOG.implementations[0])
    assert {name: (str(clock.length), clock.start, clock.roll) for name, clock in clocks.items()} == {
        "acceptance": ("5wd", "receipt", False),
        "promised": ("8wd", "acceptance", False),
        "statutory": ("20wd", "acceptance", False),
        "issue": ("10wd", "decision", False),
        "deferral": ("3wd", "acceptance", False),
    }
    assert clocks["statutory"].article == "行政许可法 42"


def test_a_period_of_calendar_days_rolls_unless_the_item_says_no():
    clocks = effective_clocks(DOG, "change", DOG.implementations[0])
    assert (clocks["statutory"].roll, clocks["statutory"].length) == (True, Length(count=15, unit=LengthUnit.DAY))
    assert "issue" not in clocks


# -- one answer --------------------------------------------------------------------------------------------------


def field(kind: str, **more: Any) -> FormField:
    import json

    return FormField.model_validate_json(json.dumps({"id": "x", "type": kind, **more}), by_alias=True, by_name=False)


CHOICES = {"choices": {"a": {"zh": "甲", "en": "A"}, "b": {"zh": "乙", "en": "B"}}}


@pytest.mark.parametrize(
    ("asked", "raw", "kept"),
    [
        (field("text"), "  饭店 ", "饭店"),
        (field("text"), "䶮·阿依古丽", "䶮·阿依古丽"),
        (field("long-text"), "一\r\n二", "一\n二"),
        (field("integer"), "１２", 12),
        (field("integer"), "12.0", 12),
        (field("number"), " 12.50 ", "12.50"),
        (field("number"), 12, "12"),
        (field("number"), "-0.5", "-0.5"),
        (field("money"), "12.5", "12.50"),
        (field("money"), "０", "0.00"),
        (field("date"), "2026-01-31", "2026-01-31"),
        (field("date"), "2026年1月3日", "2026-01-03"),
        (field("date"), "２０２６／１／３", "2026-01-03"),
        (field("date", max="today"), "2026-11-23", "2026-11-23"),
        (field("yes-no"), "yes", True),
        (field("yes-no"), False, False),
        (field("choice", **CHOICES), "a", "a"),
        (field("choices", **CHOICES), ["b", "a"], ["a", "b"]),
        (field("choices", **CHOICES), "b", ["b"]),
        (field("division"), "370202001", "370202001"),
        (field("phone"), "１３８ 0000 0001", "13800000001"),
        (field("email"), " a.b@example.cn ", "a.b@example.cn"),
        (field("id-number"), "37020219900101123７", "370202199001011237"),
        (field("person"), {"name": "阿依古丽.买买提", "id-number": "370202199001011237"}, {"name": "阿依古丽·买买提", "id-number": "370202199001011237"}),
        (field("text", required=False), "  ", None),
        (field("choices", required=False, **CHOICES), [], None),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_form(asked: FormField, raw: object, kept: object):
    assert read_answer(asked, raw, now=NOW) == kept
    if kept is not None:
        assert read_answer(asked, kept, now=NOW) == kept, "what is kept can be read again"


@pytest.mark.parametrize(
    ("asked", "raw", "words"),
    [
        (field("text"), "", "Please answer"),
        (field("text"), None, "Please answer"),
        (field("text"), 12, "must be text"),
        (field("text"), "a\x00b", "control characters"),
        (field("text"), "a\nb", "control characters"),
        (field("text", **{"max-length": 3}), "一二三四", "At most 3 characters; there are 4"),
        (field("text"), "长" * 201, "At most 200"),
        (field("text", pattern="[A-Z]+"), "ab", "form that is wanted"),
        (field("integer"), "12.5", "whole number"),
        (field("integer"), "1e3", "must be a number"),
        (field("integer"), True, "one value"),
        (field("integer"), ["1"], "one value"),
        (field("number"), "NaN", "must be a number"),
        (field("number"), "9" * 400, "must be a number"),
        (field("number"), "1,000", "must be a number"),
        (field("number"), "0.0000001", "At most 6 decimal places"),
        (field("number", min=1, unit="m²"), "0", "At least 1 m²"),
        (field("money"), "12.555", "At most 2 decimal places"),
        (field("money"), "-1", "cannot be negative"),
        (field("date"), "2026-02-30", "real date"),
        (field("date"), "31.1.2026", "real date"),
        (field("date", max="today"), "2026-11-24", "Not after 2026-11-23"),
        (field("date", min="2026-01-01"), "2025-12-31", "Not before 2026-01-01"),
        (field("yes-no"), "maybe", "yes or no"),
        (field("choice", **CHOICES), "c", "one of the options"),
        (field("choice", **CHOICES), ["a"], "one of the options"),
        (field("choices", **CHOICES), ["a", "c"], "options only"),
        (field("division"), "3702", "choose a division"),
        (field("email"), "a@b", "e-mail"),
        (field("email"), "a@b.cn,c@d.cn", "e-mail"),
        (field("phone"), "12", ""),
        (field("id-number"), "370202199001011238", ""),
        (field("credit-code"), "91370200MA3C0PJR0K", ""),
        (field("person"), "旺财", "each on its own"),
        (field("person"), {"name": "丁"}, "number"),
        (field("person"), {"id-number": "370202199001011237"}, "name"),
        (field("legal-entity"), {"name": "公司", "credit-code": "1", "x": "y"}, "each on its own"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused_in_both_languages(asked: FormField, raw: object, words: str):
    with pytest.raises(InvalidAnswer) as refused:
        read_answer(asked, raw, now=NOW)
    assert words in refused.value.message.en
    assert refused.value.message.zh != refused.value.message.en
    assert str(raw) not in refused.value.message.en or not isinstance(raw, str) or len(raw) < 5


@given(
    kind=st.sampled_from([kind for kind in FieldType if kind not in {FieldType.CHOICE, FieldType.CHOICES}]),
    raw=st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
)  # fmt: skip
def test_whatever_a_person_sends_is_kept_or_refused(kind: FieldType, raw: Any):
    asked = field(kind.value)
    try:
        kept = read_answer(asked, raw, now=NOW)
    except InvalidAnswer:
        return
    assert not is_empty(kept)
    assert read_answer(asked, kept, now=NOW) == kept
