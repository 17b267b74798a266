"""The results, for everyone: by department and by item, as a page and as a file."""

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from weimin.kernel.identity.api import Request, public
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.ratings.figures import By, Line, csv_rows, lines, overall
from weimin.modules.ratings.rules import rules_of
from weimin.modules.ratings.selectors import period
from weimin.modules.ratings.words import GRADES

__all__ = ["figures", "results"]

HEADER = (
    "code", "name_zh", "name_en", "invited", "answered",
    "grade_5_very_satisfied", "grade_4_satisfied", "grade_3_fairly_satisfied", "grade_2_dissatisfied",
    "grade_1_very_dissatisfied", "bad", "bad_closed_in_time", "bad_late", "bad_judged_malicious",
)  # fmt: skip
BY: dict[By, Bilingual] = {
    "department": Bilingual("按部门", "By department"),
    "item": Bilingual("按事项", "By service"),
}
PERIODS = {
    "month": Bilingual("本月", "This month"),
    "year": Bilingual("近十二个月", "Last twelve months"),
}


def _asked(request: Request) -> tuple[By, dict[str, Any], list[Line]]:
    by: By = "item" if request.GET.get("by") == "item" else "department"
    name, first, last = period(request.GET.get("period", "year"), law_date(request.now))
    rules = rules_of()
    found = lines(by, first=first, last=last, shown_from=rules.shown_from)
    return by, {"period": name, "first": first, "last": last, "rules": rules, "by": by}, found


@public
def results(request: Request) -> HttpResponse:
    """How people rated."""
    by, context, found = _asked(request)
    context |= {
        "rows": found,
        "total": overall(found, shown_from=context["rules"].shown_from),
        "grades": list(GRADES.items()),
        "bad": [GRADES[grade] for grade in sorted(context["rules"].bad.grades, reverse=True)],
        "hidden": sum(not row.shown for row in found),
        "tabs": [(code, name, code == by) for code, name in BY.items()],
        "periods": [(code, name, code == context["period"]) for code, name in PERIODS.items()],
    }
    return render(request, "ratings/results.html", context)


@public
def figures(request: Request) -> HttpResponse:
    """The same as CSV, in UTF-8 with a mark so that spreadsheets read Chinese."""
    by, context, found = _asked(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="ratings-{by}-{context["last"]}.csv"'
    writer = csv.writer(response)
    writer.writerow(HEADER)
    writer.writerows(csv_rows(found, context["rules"].shown_from))
    return response
