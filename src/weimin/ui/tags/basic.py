"""The plain parts: buttons, tags, lists, facts, cards, notices, tables, dialogs."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from weimin.ui.parts import Answer, Column, Fact, Link, Words
from weimin.ui.tags.text import say

register = template.Library()


@register.inclusion_tag("ui/parts/button.html")
def button(
    zh: Words,
    en: str = "",
    *,
    kind: str = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    dialog: str = "",
    submits: bool = True,
    closes: bool = False,
    busy: bool = False,
    disabled: bool = False,
    why_not: Words = "",
    why_not_en: str = "",
) -> dict[str, Any]:
    """``{% button "保存并继续" "Save and continue" %}``; ``kind``: primary, quiet, danger, plain.

    ``href`` makes a link; ``dialog`` names a ``{% dialog %}`` that asks first (without JavaScript the link or
    the form's own confirmation page asks); ``closes`` puts the dialog around it away. ``why_not`` disables it
    and tells why.
    """
    reason = say(why_not, why_not_en)
    return {
        "text": say(zh, en),
        "kind": kind,
        "href": href,
        "name": name,
        "value": value,
        "form": form,
        "dialog": dialog,
        "type": "submit" if submits and not closes else "button",
        "closes": closes,
        "busy": busy,
        "disabled": disabled or bool(reason),
        "why_not": reason,
    }


@register.inclusion_tag("ui/parts/tag.html")
def tag(zh: Words, en: str = "", *, kind: str = "neutral") -> dict[str, Any]:
    """A short state: ``{% tag "可以后补" "Can follow later" kind="wait" %}``; ``kind``: neutral, ok, wait, late."""
    return {"text": say(zh, en), "kind": kind}


@register.inclusion_tag("ui/parts/links.html")
def links(rows: Sequence[Link], *, compact: bool = False) -> dict[str, Any]:
    """A list of links with a line of plain words under each; takes ``Link`` values."""
    return {"rows": rows, "compact": compact}


@register.inclusion_tag("ui/parts/facts.html")
def facts(rows: Sequence[Fact]) -> dict[str, Any]:
    """What people want to know first, between two lines; takes ``Fact`` values."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/figure.html")
def figure(value: Words, zh: Words, en: str = "", *, href: str = "") -> dict[str, Any]:
    """A number and what it counts; ``href`` leads to the rows behind it."""
    return {"value": value, "caption": say(zh, en), "href": href}


@register.inclusion_tag("ui/parts/answers.html")
def answers(rows: Sequence[Answer]) -> dict[str, Any]:
    """Term and value, line by line: to check before sending, or to review; takes ``Answer`` values."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/table.html")
def table(
    columns: Sequence[Column | Words],
    rows: Sequence[Sequence[Any]],
    *,
    caption: Words = "",
    empty: Words = "",
    stacks: bool = True,
) -> dict[str, Any]:
    """Rows under named columns; a cell is text, a number or a ``Link``. Without rows it says ``empty``.

    On a phone each row becomes a block with its columns' names, unless ``stacks=False``.
    """
    heads = [each if isinstance(each, Column) else Column(each) for each in columns]
    named = [list(zip(heads, row, strict=True)) for row in rows]
    return {"columns": heads, "rows": named, "caption": caption, "empty": empty, "stacks": stacks}


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    zh: Words, en: str = "", *, detail: Words = "", detail_en: str = "", href: str = "", action: Words = ""
) -> dict[str, Any]:
    """Nothing here, and what one can do instead."""
    return {"text": say(zh, en), "detail": say(detail, detail_en), "href": href, "action": action}


@register.inclusion_tag("ui/parts/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """Grey lines where a part is still being fetched."""
    return {"lines": range(lines)}


@register.simple_block_tag
def card(content: str, zh: Words = "", en: str = "", *, level: int = 2) -> SafeString:
    """What stands beside the page's one subject: ``{% card "需要您做的" "For you to do" %}…{% endcard %}``."""
    return render_to_string("ui/parts/card.html", {"title": say(zh, en), "content": content, "level": level})


@register.simple_block_tag
def notice(content: str, kind: str = "neutral", zh: Words = "", en: str = "") -> SafeString:
    """A message inside the page; ``kind``: neutral, ok, wait, late. ``late`` is announced at once."""
    return render_to_string("ui/parts/notice.html", {"title": say(zh, en), "content": content, "kind": kind})


@register.simple_block_tag
def dialog(content: str, ident: str, zh: Words, en: str = "", *, sample: bool = False) -> SafeString:
    """A question asked over the page: ``{% dialog "withdraw" "撤回申请？" "Withdraw?" %}…{% enddialog %}``.

    Opened by ``{% button … dialog="withdraw" %}``; put the form that acts inside. ``sample`` draws it in place.
    """
    return render_to_string(
        "ui/parts/dialog.html", {"ident": ident, "title": say(zh, en), "content": content, "sample": sample}
    )


@register.simple_block_tag
def term(content: str, ident: str, zh: Words, en: str = "") -> SafeString:
    """A word of the law with plain words one tap away: ``{% term "cure" "补正" "correction" %}…{% endterm %}``."""
    return render_to_string("ui/parts/term.html", {"ident": ident, "text": say(zh, en), "content": content})
