"""A department's week, for its head: who is there, half-day by half-day; to print, to take away, to fill from a list."""

import csv
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.importing.api import read_absences
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.lawtime import law_date
from weimin.modules.staffing.answers import HALVES, Form, Unreadable, attempt, number_of
from weimin.modules.staffing.views.common import ABSENCE_KINDS, colleagues, frame, headed, period_words
from weimin.modules.staffing.views.mine import SAVED, record
from weimin.ui.words import short_day, weekday

__all__ = ["export", "roster"]

LARGEST: Final = 2_000_000
HALF_NAMES: Final = (Bilingual("上午", "a.m."), Bilingual("下午", "p.m."))


@official
@never_cache
def roster(request: Request) -> HttpResponse:
    """The roster of my departments half-day by half-day, and the forms for absences, substitutes and lists."""
    departments = headed(request)

    def page(form: Form) -> HttpResponse:
        return render(request, "staffing/roster.html", _context(request, departments, form))

    if request.method != "POST":
        return page(Form())
    if request.POST.get("do") == "list":
        return _list(request, departments, page)
    person = Bilingual("人员", "Person")
    acts = {
        "absence": lambda: record(request, number_of(request, "user", person)),
        "end-absence": lambda: identity.end_absence(
            number_of(request, "id", person), actor=request.actor, now=request.now
        ),
    }
    return attempt(request, page, acts, SAVED)


def _monday(request: Request) -> date:
    """The week of the day that ``?week=`` names, else this one."""
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = law_date(request.now)
    day = min(max(day, date(2000, 1, 3)), date(2100, 1, 1))
    return day - timedelta(days=day.weekday())


def _context(request: Request, departments: list[str], form: Form) -> dict[str, Any]:
    monday, today = _monday(request), law_date(request.now)
    days = [monday + timedelta(days=n) for n in range(7)]
    week = identity.week_of(departments, monday=monday)
    coming = identity.absences_of({row.user.pk for row in week}, since=today)
    return {
        **frame(request, "roster"),
        "form": form,
        "days": [{"name": weekday(day), "date": short_day(day), "today": day == today} for day in days],
        "rows": [
            {
                "post": row.title,
                "person": row.user.name,
                "days": [
                    [
                        {
                            "half": half,
                            "away": identity.ABSENCE_NAMES[identity.AbsenceKind(each.kind)] if each else None,
                        }
                        for half, each in zip(HALF_NAMES, halves, strict=True)
                    ]
                    for halves in row.days
                ],
            }
            for row in week
        ],
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "coming": [
            (row, period_words(row, request), identity.ABSENCE_NAMES[identity.AbsenceKind(row.kind)]) for row in coming
        ],
        "people": colleagues(departments, today),
        "kinds": ABSENCE_KINDS,
        "halves": HALVES,
        "today": today,
    }


def _list(request: Request, departments: list[str], page: Any) -> HttpResponse:
    """A list from a spreadsheet: looked through first where the box is ticked, else recorded."""
    upload, only_look = request.FILES.get("file"), "look" in request.POST
    try:
        if upload is None or (upload.size or 0) > LARGEST:
            raise Unreadable(field=Bilingual("文件（不超过 2 MB）", "File (2 MB at most)"))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list"
            path.write_bytes(upload.read())
            rows, report = read_absences(path)
        found = identity.record_list(request.actor, rows, departments=departments, now=request.now, dry_run=only_look)
    except WeiminError as error:
        response: HttpResponse = page(Form({}, error.message, "list"))
        response.status_code = 422
        return response
    told = (
        Bilingual("可以记录 {n} 条", "{n} rows can be recorded")
        if only_look
        else Bilingual("记录了 {n} 条", "{n} rows recorded")
    )
    messages.success(request, str(told.format(n=found.recorded)))
    if found.same:
        messages.info(request, str(Bilingual("{n} 条早已记录", "{n} stood already").format(n=found.same)))
    for row, person, why in found.refused[:20]:
        messages.warning(
            request, str(Bilingual("第 {r} 行 {p}：{w}", "row {r}, {p}: {w}").format(r=row, p=person, w=why))
        )
    for doubt in [doubt for spot in report.quarantined for doubt in report.reasons(spot)][:20]:
        messages.warning(request, str(doubt))
    return redirect(request.get_full_path())


@official
@never_cache
def export(request: Request) -> HttpResponse:
    """The week as CSV, one line for each person and day; a mark lets spreadsheets open it as UTF-8."""
    departments, monday = headed(request), _monday(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roster-{monday.isoformat()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([str(each) for each in (
        Bilingual("部门", "department"), Bilingual("岗位", "post"), Bilingual("姓名", "name"), Bilingual("日期", "date"),
        Bilingual("上午", "morning"), Bilingual("下午", "afternoon"),
    )])  # fmt: skip
    there = Bilingual("在岗", "there")
    for row in identity.week_of(departments, monday=monday):
        for number, halves in enumerate(row.days):
            states = [identity.ABSENCE_NAMES[identity.AbsenceKind(each.kind)] if each else there for each in halves]
            day = monday + timedelta(days=number)
            cells = [row.department, row.title, row.user.name, day.isoformat(), *states]
            writer.writerow([_harmless(str(cell)) for cell in cells])
    return response


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is marked as text."""
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") else cell
