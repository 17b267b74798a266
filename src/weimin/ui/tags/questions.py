"""Questions and answers: every kind of field, the error summary, search, progress."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from weimin.lib.bilingual import Bilingual
from weimin.ui.forms import kind_of, parts_of
from weimin.ui.parts import Choice, FileRow, Words
from weimin.ui.tags.text import say

register = template.Library()

INPUTS: Final[dict[str, dict[str, str]]] = {
    "text": {"type": "text"},
    "number": {"type": "text", "inputmode": "decimal", "short": "short"},
    "money": {"type": "text", "inputmode": "decimal", "short": "short"},
    "date": {"type": "date"},
    "phone": {"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    "email": {"type": "email", "inputmode": "email", "autocomplete": "email"},
    "identity": {"type": "text", "autocomplete": "off", "spellcheck": "false"},
    "code": {"type": "text", "inputmode": "numeric", "autocomplete": "one-time-code"},
    "password": {"type": "password"},
}
CONTROLS: Final = {
    "longtext": "longtext",
    "select": "select",
    "radio": "options",
    "checkboxes": "options",
    "check": "check",
    "date-parts": "date_parts",
    "file": "file",
}
GROUPS: Final = frozenset({"radio", "checkboxes", "date-parts"})


@register.inclusion_tag("ui/parts/question.html")
def question(
    name: str,
    zh: Words,
    en: str = "",
    *,
    kind: str = "text",
    value: Any = "",
    hint: Words = "",
    hint_en: str = "",
    error: Words | Sequence[Words] = "",
    choices: Sequence[Choice] = (),
    required: bool = True,
    unit: Words = "",
    lead: bool = False,
    ident: str = "",
    placeholder: Words = "",
    autocomplete: str = "",
    limit: int | None = None,
    accept: str = "",
    several: bool = False,
    files: Sequence[FileRow] = (),
    disabled: bool = False,
) -> dict[str, Any]:
    """One question with its hint, its error and its answer.

    ``kind``: text, longtext, number, money, date (the browser's own), date-parts (three inputs named
    ``<name>_year``, ``_month``, ``_day``), phone, email, identity, code, password, select, radio, checkboxes,
    check, file. ``lead=True`` is the page's one question and its heading. ``limit`` counts characters.
    ``error`` is one message or several; the field's id is ``ident`` or ``id_<name>``.
    """
    errors = [str(each) for each in ([error] if isinstance(error, str | Bilingual) else error) if str(each)]
    field_id = ident or f"id_{name}"
    attributes = INPUTS.get(kind, {})
    return {
        "name": name,
        "label": say(zh, en),
        "kind": kind,
        "control": f"ui/parts/controls/{CONTROLS.get(kind, 'input')}.html",
        "group": kind in GROUPS,
        "value": parts_of(value) if kind == "date-parts" else _value(value),
        "values": {str(each) for each in value} if kind == "checkboxes" and value else set(),
        "hint": say(hint, hint_en),
        "errors": errors,
        "choices": choices,
        "required": required,
        "unit": unit or (Bilingual("元", "yuan") if kind == "money" else ""),
        "lead": lead,
        "id": field_id,
        "described": " ".join(
            part for part in (f"{field_id}-hint" if hint else "", f"{field_id}-error" if errors else "") if part
        ),
        "placeholder": placeholder,
        "attributes": {**attributes, **({"autocomplete": autocomplete} if autocomplete else {})},
        "limit": limit,
        "accept": accept,
        "several": several,
        "files": files,
        "disabled": disabled,
    }


@register.inclusion_tag("ui/parts/question.html")
def field(bound: BoundField, *, lead: bool = False) -> dict[str, Any]:
    """A field of a Django form in the same dress: ``{% field form.phone %}``; its kind follows from its widget."""
    kind = kind_of(bound)
    options = getattr(bound.field, "choices", ())
    limit = getattr(bound.field, "max_length", None)
    return question(
        bound.html_name,
        str(bound.label),
        kind=kind,
        value=bound.value(),
        hint=str(bound.help_text),
        error=[str(each) for each in bound.errors],
        choices=[Choice(str(value), str(label)) for value, label in options if kind == "select" or value != ""],
        required=bound.field.required,
        lead=lead,
        ident=bound.id_for_label or bound.auto_id,
        placeholder=bound.field.widget.attrs.get("placeholder", ""),
        autocomplete=bound.field.widget.attrs.get("autocomplete", ""),
        limit=limit if kind == "longtext" else None,
        accept=bound.field.widget.attrs.get("accept", ""),
        several=bool(getattr(bound.field.widget, "allow_multiple_selected", False)),
        disabled=bound.field.disabled,
    )


@register.inclusion_tag("ui/parts/errors.html")
def errors(source: forms.BaseForm | Sequence[tuple[str, Words]] | None) -> dict[str, Any]:
    """What must be changed, on top of the form, each leading to its field: a form, or (field id, message) pairs."""
    if isinstance(source, forms.BaseForm):
        rows = [
            (bound.id_for_label or bound.auto_id, str(each))
            for bound in source
            if not bound.is_hidden
            for each in bound.errors
        ]
        rows += [("", str(each)) for each in source.non_field_errors()]
    else:
        rows = [(ident, str(message)) for ident, message in source or ()]
    return {"rows": rows}


@register.inclusion_tag("ui/parts/search_box.html")
def search_box(
    action: str,
    zh: Words = "搜索",
    en: str = "Search",
    *,
    name: str = "q",
    value: str = "",
    placeholder: Words = "",
    placeholder_en: str = "",
    suggestions: Sequence[Words] = (),
    quiet: bool = False,
) -> dict[str, Any]:
    """A search by GET; ``suggestions`` fill a native datalist; ``quiet`` is the small one above a list."""
    return {
        "action": action,
        "label": say(zh, en),
        "name": name,
        "value": value,
        "placeholder": say(placeholder, placeholder_en),
        "suggestions": suggestions,
        "quiet": quiet,
    }


@register.inclusion_tag("ui/parts/steps.html")
def steps(
    current: int, total: int, zh: Words = "", en: str = "", *, back: str = "", saved: Any = None, state: str = ""
) -> dict[str, Any]:
    """Where one is among the questions: 第 3 问，共约 7 问, the way back, and when answers were last kept.

    ``saved`` is an instant; ``state``: saved, saving, failed (saved when only the instant is given).
    """
    return {
        "current": current,
        "total": total,
        "subject": say(zh, en),
        "back": back,
        "saved": saved,
        "state": state or ("saved" if saved else ""),
    }


@register.simple_tag
def autosave(address: str) -> SafeString:
    """Attributes of a form whose answers are kept while one types: ``<form method="post" {% autosave url %}>``.

    The address takes the form's POST and answers 2xx when they are kept; ``{% steps %}`` shows how it went.
    """
    return format_html(
        'data-autosave="{}" data-saving="{}" data-saved="{}" data-failed="{}"',
        address,
        say("正在保存……", "Saving…"),
        say("已自动保存 {time}", "Saved {time}"),
        say("没有存上，请按“保存并继续”", "Not saved: press “Save and continue”"),
    )


def _value(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
