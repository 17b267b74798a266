"""Django forms in the house's dress: ``{{ form }}`` and ``{{ form.name.as_field_group }}`` use our templates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting

__all__ = ["DateParts", "HouseRenderer", "kind_of", "parts_of"]

PARTS = ("year", "month", "day")

# From the special to the general: the first class that fits names the kind.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radio"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "check"),
    (forms.Textarea, "longtext"),
    (forms.FileInput, "file"),
    (forms.DateInput, "date"),
    (forms.NumberInput, "number"),
    (forms.EmailInput, "email"),
    (forms.PasswordInput, "password"),
)
TYPES = {"tel": "phone", "email": "email", "date": "date", "password": "password"}


class DateParts(forms.Widget):
    """A date asked in three short inputs, for dates that people know by heart.

    Answers an ISO date for the field to check; whatever cannot be a date goes on as it was typed, so that the
    field refuses it and the person sees it again.
    """

    template_name = "ui/forms/date_parts.html"

    def format_value(self, value: Any) -> Any:
        return parts_of(value)

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> str | None:
        given = [str(data.get(f"{name}_{part}", "")).strip() for part in PARTS]
        if not any(given):
            return None
        try:
            return date(*(int(part) for part in given)).isoformat()
        except (ValueError, OverflowError):
            return "-".join(given)

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in PARTS)


def parts_of(value: Any) -> dict[str, str]:
    """Year, month and day as they were given: a date, what was typed, or nothing."""
    if isinstance(value, date):
        return {"year": str(value.year), "month": str(value.month), "day": str(value.day)}
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "") for part in PARTS}
    given = str(value or "").split("-", 2)
    return dict(zip(PARTS, [*given, "", ""][:3], strict=True))


class HouseRenderer(TemplatesSetting):
    """``settings.FORM_RENDERER``: forms and fields drawn as questions."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def kind_of(bound: BoundField) -> str:
    """The kind of question that a form field is, by its widget."""
    widget = bound.field.widget
    if isinstance(widget, DateParts):
        return "date-parts"
    if bound.field.widget.attrs.get("autocomplete") == "one-time-code":
        return "code"
    for family, kind in KINDS:
        if isinstance(widget, family):
            return kind
    return TYPES.get(str(getattr(widget, "input_type", "text")), "text")
