"""The month: what is due on which day."""

from calendar import monthrange
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk.duecalendar import month_of, parse_month
from weimin.modules.desk.lists import post_line
from weimin.ui.words import MONTHS

__all__ = ["month"]

WEEKDAYS: Final = (
    Bilingual("一", "Mon"), Bilingual("二", "Tue"), Bilingual("三", "Wed"), Bilingual("四", "Thu"), Bilingual("五", "Fri"),
    Bilingual("六", "Sat"), Bilingual("日", "Sun"),
)  # fmt: skip


def month_name(first: date) -> Bilingual:
    return Bilingual(f"{first.year} 年 {first.month} 月", f"{MONTHS[first.month - 1]} {first.year}")


@official
@never_cache
def month(request: Request) -> HttpResponse:
    """``?month=2026-11``: how much of mine is due each day; a day leads to its list."""
    today = law_date(request.now)
    first = parse_month(request.GET.get("month", ""), today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    due = cases.due_days(request.actor, first=first, last=last)
    context = {
        "month": month_of(first, due, today=today, calendar=cases.calendar()),
        "month_name": month_name(first),
        "weekdays": WEEKDAYS,
        "this": f"{today:%Y-%m}",
        "posts": post_line(request),
    }
    return render(request, "desk/month.html", context)
