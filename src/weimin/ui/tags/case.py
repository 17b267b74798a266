"""Parts of a case: clock, timeline, shared data, acts, the drawn procedure, the official's list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context

from weimin.lib.workdays import Due
from weimin.ui.parts import Act, Entry, Task, Words
from weimin.ui.tags.text import say
from weimin.ui.wallcalendar import notes, weeks

register = template.Library()


@register.inclusion_tag("ui/parts/clock.html", takes_context=True)
def clock(
    context: Context,
    zh: Words,
    en: str = "",
    *,
    detail: Words = "",
    detail_en: str = "",
    state: str = "running",
    due: Due | None = None,
    rule: Words = "",
    rule_en: str = "",
    provisional: bool = False,
) -> dict[str, Any]:
    """A due date that explains itself: ``{% clock headline detail=… due=… rule=… %}``.

    ``state``: running, ok, wait, late, paused. ``due`` (from ``weimin.lib.workdays``) is drawn day by day as a
    wall calendar inside ``<details>`` and says itself whether it is provisional; ``rule`` is the sentence above.
    """
    reasons = list(due.explain()) if due else []
    return {
        "headline": say(zh, en),
        "detail": say(detail, detail_en),
        "state": state,
        "weeks": weeks(reasons),
        "notes": notes(reasons),
        "rule": say(rule, rule_en),
        "provisional": provisional or bool(due and due.provisional),
        "now": context.get("now"),
    }


@register.inclusion_tag("ui/parts/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[Entry], *, plan: bool = False) -> dict[str, Any]:
    """What happened and what comes, oldest first; takes ``Entry`` values. ``plan=True`` is how it will go."""
    return {"entries": entries, "plan": plan, "now": context.get("now")}


@register.inclusion_tag("ui/parts/shared.html", takes_context=True)
def shared(
    context: Context,
    zh: Words,
    en: str = "",
    *,
    value: Words = "",
    source: Words = "",
    updated: date | datetime | None = None,
    looked_up: datetime | None = None,
    state: str = "fresh",
    log: str = "",
    dispute: str = "",
    name: str = "",
) -> dict[str, Any]:
    """What another office holds, with its source, its date and the look-up that it caused, and "不对？".

    ``state``: fresh, stale (older than its update cycle), missing (could not be fetched: say so and ask for an
    upload), disputed. ``log`` leads to who looked at my data, ``dispute`` to saying it is wrong.
    """
    return {
        "label": say(zh, en),
        "value": value,
        "source": source,
        "updated": updated,
        "looked_up": looked_up,
        "state": state,
        "log": log,
        "dispute": dispute,
        "name": name,
        "now": context.get("now"),
    }


@register.inclusion_tag("ui/parts/acts.html")
def acts(rows: Sequence[Act]) -> dict[str, Any]:
    """现在依法可以: what the law lets this post do now, with keys 1–9; takes ``Act`` values, inside a form."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/procedure.html")
def procedure(svg: str, zh: Words = "", en: str = "", *, wide: bool = False) -> dict[str, Any]:
    """The drawn procedure in the page's own colours: ``{% procedure svg %}``.

    ``svg`` is what ``weimin.lib.procedure.draw`` gives, marked safe by who drew it. ``wide`` scrolls sideways rather
    than making the names of a long procedure too small.
    """
    return {"svg": svg, "caption": say(zh, en), "wide": wide}


@register.inclusion_tag("ui/parts/tasks.html")
def tasks(rows: Sequence[Task]) -> dict[str, Any]:
    """The official's list by due date; takes ``Task`` values."""
    return {"rows": rows}
