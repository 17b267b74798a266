"""Django forms in the house's dress."""

from datetime import date

import pytest
from django import forms

from weimin.ui.api import DateParts


class Form(forms.Form):
    name = forms.CharField(label="姓名", help_text="和证件上一样", max_length=40)
    opened = forms.DateField(label="开业日期", widget=DateParts)
    kind = forms.ChoiceField(label="类型", choices=[("shop", "商店"), ("canteen", "食堂")], widget=forms.RadioSelect)
    city = forms.ChoiceField(label="区", choices=[("", "请选择"), ("n", "市南")])
    sells = forms.MultipleChoiceField(
        label="卖什么", choices=[("a", "甲"), ("b", "乙")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="我承诺")
    plan = forms.FileField(label="平面图", required=False)
    phone = forms.CharField(label="手机", widget=forms.TextInput(attrs={"type": "tel"}))
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")


GOOD = {
    "name": "王",
    "opened_year": "2026",
    "opened_month": "12",
    "opened_day": "1",
    "kind": "shop",
    "city": "n",
    "agreed": "on",
    "phone": "1",
    "secret": "s",
}


def test_a_form_is_drawn_as_questions():
    shown = str(Form())
    assert shown.count('class="question') == 8
    assert '<label for="id_name"' in shown
    assert "和证件上一样" in shown
    assert 'type="hidden" name="secret"' in shown
    assert 'type="tel"' in shown
    assert "style=" not in shown


def test_a_date_in_three_parts_becomes_a_date():
    form = Form(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["opened"] == date(2026, 12, 1)


@pytest.mark.parametrize(
    "typed", [("2026", "2", "30"), ("今年", "1", "1"), ("2026", "", "1"), ("0", "1", "1"), ("9" * 30, "1", "1")]
)
def test_an_impossible_date_is_refused_and_shown_again_as_typed(typed):
    form = Form(GOOD | dict(zip(("opened_year", "opened_month", "opened_day"), typed, strict=True)))
    assert list(form.errors) == ["opened"]
    shown = str(form)
    for part, value in zip(("year", "month", "day"), typed, strict=True):
        assert f'name="opened_{part}" value="{value}"' in shown


def test_errors_lead_from_the_summary_to_fields_that_exist():
    import re

    shown = str(Form({"secret": "s"}))
    targets = re.findall(r'<li><a href="#([^"]+)"', shown)
    assert len(targets) == 6
    for target in targets:
        assert f'id="{target}"' in shown


def test_what_was_chosen_stays_chosen():
    shown = str(Form(GOOD | {"sells": ["b"], "name": ""}))
    assert '<option value="n" selected>' in shown
    assert shown.count(" checked") == 3
